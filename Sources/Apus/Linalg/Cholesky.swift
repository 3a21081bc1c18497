import ApusCore

/// The Cholesky factor of a positive definite matrix.
struct Cholesky: UnaryOperation, TableOperation {
    static var name: String { "cholesky" }
    static var saves: Saved { [.output] }
    let upper: Bool

    static var parameters: [Parameter] { [.array("x"), Parameter("upper", .boolean, default: false)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(Cholesky(upper: try arguments.boolean("upper", default: false)), arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        try MatrixRule.requireSquare(x, Self.name)
        return Spec(x.shape, try MatrixRule.compute([x.dtype], world, Self.name))
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.cholesky(cast(x, to: out.dtype), upper: upper, to: out)
    }

    /// As PyTorch's, for a matrix that stays Hermitian: I. Murray, "Differentiation of the Cholesky decomposition" (2016).
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let factor = upper ? y.H : y, gradient = upper ? g.H : g
        let lower = factor.H.matmul(gradient).tril()
        let middle = (lower + lower.H).withHalvedDiagonal() * 0.5
        let adjoint = factor.H
        return adjoint.triangularSolved(middle, upper: true).dividedOnTheRight(by: factor, upper: false)
    }
}

extension Linalg {
    /// The lower triangular L of A = L·Lᴴ for Hermitian positive definite matrices A, or with `upper` the U of A = Uᴴ·U.
    /// Only the triangle of that side is read. `numpy.linalg.cholesky`, `torch.linalg.cholesky`.
    ///
    /// - Throws: `ApusError.linearAlgebra` if a matrix is not positive definite.
    public static func cholesky<Face: ArrayFace>(_ x: Face, upper: Bool = false) throws(ApusError) -> Face {
        try .apply(Cholesky(upper: upper), x)
    }
}
