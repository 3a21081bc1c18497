import ApusCore

/// The last two axes exchanged.
enum MatrixTranspose: TableOperation {
    static var name: String { "matrixTranspose" }
    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        guard x.rank >= 2 else {
            throw .shape(operation: name, message: "array must be at least 2-dimensional, and its shape is \(x.shape)")
        }
        return try .apply(Permute(axes: Dims(Array(0..<(x.rank - 2)) + [x.rank - 1, x.rank - 2])), x)
    }
}

extension ArrayFace {
    /// A view with the last two axes exchanged. `numpy.matrix_transpose`, `torch.Tensor.mT`.
    public func matrixTranspose() -> Self { trapping { () throws(ApusError) -> Self in try MatrixTranspose.apply(self) } }
}
