/// What a backend does for an operation: matrix products.
public protocol ProductKernels {
    /// Matrix products over the last two axes. Operands have one dtype and at least two axes; their leading axes
    /// broadcast to the output's. A bias, if there is one, has the output's last axis and is added to every row.
    func matmul(_ a: Strided, _ b: Strided, bias: Strided?, to out: Strided) throws(ApusError)
}
