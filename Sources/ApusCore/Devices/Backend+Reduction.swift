/// What a backend does for an operation: reductions, scans and softmax.
public protocol ReductionKernels {
    /// Reduces the axes named; `out` has the remaining axes, in order, and the dtype of the kernel's result.
    /// `parameter` is the degrees of freedom to subtract, or the order of a norm.
    func reduce(
        _ kernel: ReduceKernel, _ x: Strided, axes: Dims, parameter: Double, to out: Strided
    ) throws(ApusError)
}
