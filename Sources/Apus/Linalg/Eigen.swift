import ApusCore

/// Eigenvalues and eigenvectors of Hermitian matrices.
struct EigenHermitian: VariadicOperation {
    static var name: String { "eigh" }
    static var saves: Saved { [.output] }
    let upper: Bool

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = inputs[0]
        try MatrixRule.requireSquare(x, Self.name)
        let dtype = try MatrixRule.compute([x.dtype], world, Self.name)
        let values = try Strided.empty(x.batch.with(x.rows), dtype.realType, on: x.device)
        let vectors = try Strided.empty(x.shape, dtype, on: x.device)
        try x.device.backend.eigenHermitian(cast(x, to: dtype), upper: upper, values: values, vectors: vectors)
        return [values, vectors]
    }

    /// PyTorch's formula, for a matrix that stays Hermitian and functions that do not depend on the vectors' phases.
    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let values = context.outputs[0], vectors = context.outputs[1]
        if context.gradients[1] == nil {
            return [(vectors * context.gradient(0).expandDims(-2)).matmul(vectors.H)]
        }
        let gaps = values.expandDims(-2) - values.expandDims(-1)
        let identity = values.onDiagonal().identityLike()
        // Only the part that keeps the vectors orthonormal counts; so the gradient is Hermitian.
        let product = vectors.H.matmul(context.gradient(1))
        var core = (0.5 * (product - product.H)).withoutDiagonal() / (gaps + identity)
        if context.gradients[0] != nil { core = core + context.gradient(0).onDiagonal() }
        return [vectors.matmul(core).matmul(vectors.H)]
    }
}

/// Eigenvalues of Hermitian matrices alone.
struct EigenvaluesHermitian: UnaryOperation {
    static var name: String { "eigvalsh" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let upper: Bool

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        try MatrixRule.requireSquare(x, Self.name)
        return Spec(x.batch.with(x.rows), try MatrixRule.compute([x.dtype], world, Self.name).realType)
    }

    func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        let spec = try result(x, world)
        let values = try Strided.empty(spec.shape, spec.dtype, on: x.device)
        let operand = try cast(x, to: MatrixRule.compute([x.dtype], world, Self.name))
        try x.device.backend.eigenHermitian(operand, upper: upper, values: values, vectors: nil)
        return values
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.eigenHermitian(x, upper: upper, values: out, vectors: nil)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g }
}

/// Eigenvalues of any square matrices and, if they are wanted, eigenvectors; complex.
struct Eigen: VariadicOperation {
    static var name: String { "eig" }
    static var saves: Saved { [.output] }
    var withVectors = true

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = inputs[0]
        try MatrixRule.requireSquare(x, Self.name)
        let dtype = try MatrixRule.compute([x.dtype], world, Self.name)
        let operand = try cast(x, to: dtype)
        if x.device != .meta && x.count > 0 { try requireFinite(operand) }
        let values = try Strided.empty(x.batch.with(x.rows), dtype.complexType, on: x.device)
        let vectors = withVectors ? try Strided.empty(x.shape, dtype.complexType, on: x.device) : nil
        try x.device.backend.eigen(operand, values: values, vectors: vectors)
        return vectors.map { [values, $0] } ?? [values]
    }

    private func requireFinite(_ x: Strided) throws(ApusError) {
        let others = try Strided.empty(x.shape, .bool)
        try x.device.backend.unary(.isFinite, x, to: others, parameters: (0, 0))
        try x.device.backend.unary(.logicalNot, others, to: others, parameters: (0, 0))
        if try holdsAny(others) {
            throw .linearAlgebra(operation: Self.name, message: "Array must not contain infs or NaNs")
        }
    }

    /// PyTorch's formula: C. Boeddeker et al., "On the Computation of Complex-valued Gradients with Application to
    /// Statistically Optimum Beamforming" (2017), section 4.1, with vectors of length 1.
    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let values = context.outputs[0], vectors = context.outputs[1]
        let gradient = context.gradients[0].map { $0.onDiagonal() }
        var core: Tensor
        if context.gradients[1] == nil {
            core = context.gradient(0).onDiagonal()
        } else {
            let product = vectors.H.matmul(context.gradient(1))
            let lengthwise = vectors.H.matmul(vectors * product.matrixDiagonal.real().expandDims(-2))
            let conjugate = values.conjugate()
            let gaps = conjugate.expandDims(-2) - conjugate.expandDims(-1)
            core = (product - lengthwise).withoutDiagonal() / (gaps + product.identityLike())
            if let gradient { core = core + gradient }
        }
        return [vectors.solved(core.matmul(vectors.H), adjoint: true)]
    }
}

/// `eig` by its name.
enum EigenEntry: TableOperation {
    static var name: String { "eig" }
    static var parameters: [Parameter] { [.array("x").known(as: "input", "A", "a")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let (values, vectors) = try Linalg.eig(arguments.array("x"))
        return [values, vectors]
    }
}

/// `eigvals` by its name.
enum EigenvaluesEntry: TableOperation {
    static var name: String { "eigvals" }
    static var parameters: [Parameter] { [.array("x").known(as: "input", "A", "a")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try Linalg.eigvals(arguments.array("x"))]
    }
}

/// Which triangle of a Hermitian matrix is read: a parameter that its functions share.
private func isUpper<Face: ArrayFace>(_ arguments: Arguments<Face>, _ name: String) throws(ApusError) -> Bool {
    switch try arguments.text("triangle", default: "L") {
    case "U", "u": return true
    case "L", "l": return false
    default: throw .argument(operation: name, message: "UPLO argument must be 'L' or 'U'")
    }
}

private let hermitianParameters: [Parameter] = [
    .array("x").known(as: "input", "A", "a"), Parameter("triangle", .text, default: "L").known(as: "UPLO"),
]

/// `eigh` by its name.
enum EigenHermitianEntry: TableOperation {
    static var name: String { "eigh" }
    static var parameters: [Parameter] { hermitianParameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try Face.apply(EigenHermitian(upper: isUpper(arguments, name)), [arguments.array("x")])
    }
}

/// `eigvalsh` by its name.
enum EigenvaluesHermitianEntry: TableOperation {
    static var name: String { "eigvalsh" }
    static var parameters: [Parameter] { hermitianParameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try Linalg.eigvalsh(arguments.array("x"), upper: isUpper(arguments, name))]
    }
}

extension Linalg {
    /// The eigenvalues, ascending and real, and orthonormal eigenvectors, in columns, of Hermitian matrices, of which only
    /// the lower triangle is read, or with `upper` the upper one. `numpy.linalg.eigh`, `torch.linalg.eigh`.
    ///
    /// Vectors are determined up to a phase; derivatives exist for functions that do not depend on it, where the
    /// eigenvalues differ.
    ///
    /// - Throws: `ApusError.linearAlgebra` if the iteration does not converge.
    public static func eigh<Face: ArrayFace>(
        _ x: Face, upper: Bool = false
    ) throws(ApusError) -> (values: Face, vectors: Face) {
        let results = try Face.apply(EigenHermitian(upper: upper), [x])
        return (results[0], results[1])
    }

    /// The eigenvalues of Hermitian matrices, ascending. `numpy.linalg.eigvalsh`, `torch.linalg.eigvalsh`.
    public static func eigvalsh<Face: ArrayFace>(_ x: Face, upper: Bool = false) throws(ApusError) -> Face {
        if x.isRecorded { return try Face.apply(EigenHermitian(upper: upper), [x])[0] }
        return try .apply(EigenvaluesHermitian(upper: upper), x)
    }

    /// The eigenvalues, in no order, and eigenvectors of length 1, in columns, of square matrices.
    /// `numpy.linalg.eig`, `torch.linalg.eig`.
    ///
    /// They are complex also where all are real, as the array API standard and PyTorch have it (NumPy gives real arrays
    /// then): a dtype does not depend on values.
    ///
    /// - Throws: `ApusError.linearAlgebra` for infinities and NaN, and if the iteration does not converge.
    public static func eig<Face: ArrayFace>(_ x: Face) throws(ApusError) -> (values: Face, vectors: Face) {
        let results = try Face.apply(Eigen(), [x])
        return (results[0], results[1])
    }

    /// The eigenvalues of square matrices, in no order; complex, as those of `eig`.
    /// `numpy.linalg.eigvals`, `torch.linalg.eigvals`.
    public static func eigvals<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        try Face.apply(Eigen(withVectors: x.isRecorded), [x])[0]
    }
}
