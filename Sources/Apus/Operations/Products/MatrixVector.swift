import ApusCore

/// Products of matrices with vectors.
enum MatVec: TableOperation {
    static var name: String { "matvec" }
    static var parameters: [Parameter] { [.array("a"), .array("b")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("a"), arguments.array("b"))]
    }

    static func apply<Face: ArrayFace>(_ matrix: Face, _ vector: Face) throws(ApusError) -> Face {
        guard matrix.rank >= 2, vector.rank >= 1, matrix.shape[matrix.rank - 1] == vector.shape[vector.rank - 1] else {
            throw .argument(
                operation: name, message: "shapes \(matrix.shape) and \(vector.shape) are not those of matrices [m, n] and vectors [n]")
        }
        let column: Face = try .apply(ExpandDims(axes: [-1]), vector)
        return try .apply(Squeeze(axes: [-1]), .apply(MatMul(), matrix, column))
    }
}

/// Products of vectors, conjugated, with matrices.
enum VecMat: TableOperation {
    static var name: String { "vecmat" }
    static var parameters: [Parameter] { [.array("a"), .array("b")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("a"), arguments.array("b"))]
    }

    static func apply<Face: ArrayFace>(_ vector: Face, _ matrix: Face) throws(ApusError) -> Face {
        guard matrix.rank >= 2, vector.rank >= 1, matrix.shape[matrix.rank - 2] == vector.shape[vector.rank - 1] else {
            throw .argument(
                operation: name, message: "shapes \(vector.shape) and \(matrix.shape) are not those of vectors [n] and matrices [n, m]")
        }
        let conjugate: Face = vector.dtype.isComplex ? try .apply(Conjugate(), vector) : vector
        let row: Face = try .apply(ExpandDims(axes: [-2]), conjugate)
        return try .apply(Squeeze(axes: [-2]), .apply(MatMul(), row, matrix))
    }
}

extension ArrayFace {
    /// The product of the matrices in the last two axes with the vectors in the last axis of `vector`; the axes before
    /// broadcast. `numpy.matvec`.
    public func matvec(_ vector: Self) -> Self { trapping { () throws(ApusError) -> Self in try MatVec.apply(self, vector) } }

    /// The product of the vectors in the last axis, conjugated, with the matrices in the last two axes of `matrix`; the axes
    /// before broadcast. `numpy.vecmat`.
    public func vecmat(_ matrix: Self) -> Self { trapping { () throws(ApusError) -> Self in try VecMat.apply(self, matrix) } }
}
