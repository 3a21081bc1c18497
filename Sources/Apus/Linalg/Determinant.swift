import ApusCore

/// The determinant of a square matrix.
struct Determinant: UnaryOperation, TableOperation {
    static var name: String { "det" }
    static var saves: Saved { [.first, .output] }

    static var parameters: [Parameter] { [.array("x").known(as: "input", "A", "a")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(Determinant(), arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        try MatrixRule.requireSquare(x, Self.name)
        return Spec(x.batch, try MatrixRule.compute([x.dtype], world, Self.name))
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.determinant(cast(x, to: out.dtype), value: out, sign: nil, logMagnitude: nil)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        if hasZero(y), let cofactors = cofactors(x) { return cofactors * g.expandDims(-1, -2) }
        let scale = (g * y.conjugate()).expandDims(-1, -2)
        return x.solved(x.identityLike() * scale, adjoint: true)
    }

    private func hasZero(_ y: Tensor) -> Bool {
        guard y.device != .meta else { return false }
        return trapping { () throws(ApusError) in try holdsAny(y.detach().equal(Tensor.zeros([], dtype: y.dtype)).value) }
    }

    /// The conjugate of the matrices of cofactors, also of singular matrices: with A = U·diag(s)·Vᴴ they are those of
    /// diag(s), the products of all other singular values, turned by U and Vᴴ. Nil if there is no decomposition.
    private func cofactors(_ x: Tensor) -> Tensor? {
        let found = whereItExists { () throws(ApusError) in try Tensor.apply(SingularValueDecomposition(isFull: false), [x]) }
        guard let parts = found else { return nil }
        let (u, s, vh) = (parts[0], parts[1], parts[2])
        let n = s.shape[s.rank - 1]
        let identity = Tensor.eye(n, dtype: s.dtype, device: s.device)
        let others = (s.expandDims(-2) * (1 - identity) + identity).prod(-1)
        let turn = (Tensor.make(Determinant(), u) * Tensor.make(Determinant(), vh)).conjugate()
        return (u * others.expandDims(-2)).matmul(vh) * turn.expandDims(-1, -2)
    }
}

/// The sign of the determinant and the logarithm of its magnitude.
struct SignAndLogDeterminant: VariadicOperation, TableOperation {
    static var name: String { "slogdet" }
    static var saves: Saved { [.first, .output] }

    static var parameters: [Parameter] { [.array("x").known(as: "input", "A", "a")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try Face.apply(SignAndLogDeterminant(), [arguments.array("x")])
    }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = inputs[0]
        try MatrixRule.requireSquare(x, Self.name)
        let dtype = try MatrixRule.compute([x.dtype], world, Self.name)
        let sign = try Strided.empty(x.batch, dtype, on: x.device)
        let logarithm = try Strided.empty(x.batch, dtype.realType, on: x.device)
        try x.device.backend.determinant(cast(x, to: dtype), value: nil, sign: sign, logMagnitude: logarithm)
        return [sign, logarithm]
    }

    func isDifferentiable(output index: Int) -> Bool { true }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let x = context.inputs[0], sign = context.outputs[0]
        var g = context.gradient(1)
        if sign.dtype.isComplex, context.gradients[0] != nil {
            let turn = (context.gradient(0).conjugate() * sign).imaginary()
            g = Tensor.complex(g, -turn)
        }
        return [x.solved(x.identityLike() * g.astype(x.dtype).expandDims(-1, -2), adjoint: true)]
    }
}

extension Linalg {
    /// The determinants of square matrices, by LU decomposition; 1 for 0×0. `numpy.linalg.det`, `torch.linalg.det`.
    public static func det<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face { try .apply(Determinant(), x) }

    /// The sign of the determinants of square matrices (of complex ones a number of magnitude 1) and the logarithm of their
    /// magnitude, which does not overflow; 0 and −∞ for singular ones. `numpy.linalg.slogdet`, `torch.linalg.slogdet`.
    public static func slogdet<Face: ArrayFace>(_ x: Face) throws(ApusError) -> (sign: Face, logAbsDet: Face) {
        let results = try Face.apply(SignAndLogDeterminant(), [x])
        return (results[0], results[1])
    }
}
