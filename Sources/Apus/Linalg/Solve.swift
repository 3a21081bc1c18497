import ApusCore

/// The solution X of A·X = B, or of Aᴴ·X = B, for matrices.
struct Solve: BinaryOperation {
    static var name: String { "solve" }
    static var saves: Saved { [.first, .output] }
    var adjoint = false
    /// Whether a singular matrix is an error; else the result has what division by 0 gives.
    var checked = true

    func result(_ a: Strided, _ b: Strided, _ world: World) throws(ApusError) -> Spec {
        try MatrixRule.requireSquare(a, Self.name)
        try MatrixRule.requireMatrix(b, Self.name)
        guard a.columns == b.rows else {
            throw .shape(
                operation: Self.name,
                message: "shapes \(a.shape) and \(b.shape): \(a.rows) equations, and \(b.rows) rows on the right-hand side")
        }
        let dtype = try MatrixRule.compute([a.dtype, b.dtype], world, Self.name)
        return Spec(try MatrixRule.batch(a, b, Self.name).with(b.rows, b.columns), dtype)
    }

    func evaluate(_ a: Strided, _ b: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.solve(
            cast(a.withBatch(out.batch), to: out.dtype), cast(b.withBatch(out.batch), to: out.dtype), adjoint: adjoint,
            checked: checked, to: out)
    }

    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor {
        let sides = a.solved(g, adjoint: !adjoint)
        return adjoint ? -y.matmul(sides.H) : -sides.matmul(y.H)
    }

    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { a.solved(g, adjoint: !adjoint) }
}

/// `solve` by its name, vectors included.
enum SolveEntry: TableOperation {
    static var name: String { "solve" }
    static var parameters: [Parameter] {
        [.array("a").known(as: "A"), .array("b").known(as: "B"), Parameter("left", .boolean, default: true)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try apply(
                arguments.array("a"), arguments.array("b"), left: arguments.boolean("left", default: true))
        ]
    }

    static func apply<Face: ArrayFace>(_ a: Face, _ b: Face, left: Bool) throws(ApusError) -> Face {
        try MatrixRule.requireSquare(a.value, name)
        // PyTorch also takes a batch of vectors where the shape allows nothing else.
        let isVector = b.rank == 1
            || (Face.world == .torch && b.rank == a.rank - 1 && b.shape == Dims(a.shape.dropLast()))
        if isVector {
            let column: Face = try .apply(ExpandDims(axes: [-1]), b)
            guard left else {
                throw .argument(operation: name, message: "vectors on the left of X·A = B; give them an axis")
            }
            return try Squeeze.apply(.apply(Solve(), a, column), .some([-1]))
        }
        if left { return try .apply(Solve(), a, b) }
        return try MatrixTranspose.apply(.apply(Solve(), MatrixTranspose.apply(a), MatrixTranspose.apply(b)))
    }
}

/// The inverse of a matrix.
struct Inverse: UnaryOperation, TableOperation {
    static var name: String { "inv" }
    static var saves: Saved { [.output] }

    static var parameters: [Parameter] { [.array("x").known(as: "input", "A", "a")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(Inverse(), arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        try MatrixRule.requireSquare(x, Self.name)
        return Spec(x.shape, try MatrixRule.compute([x.dtype], world, Self.name))
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.inverse(cast(x, to: out.dtype), to: out)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { -y.H.matmul(g).matmul(y.H) }
}

/// The solution X of A·X = B for a triangular A.
struct TriangularSolve: BinaryOperation, TableOperation {
    static var name: String { "triangularSolve" }
    static var saves: Saved { [.first, .output] }
    let upper: Bool
    let unit: Bool

    static var parameters: [Parameter] {
        [
            .array("a").known(as: "A", "input"), .array("b").known(as: "B"), Parameter("upper", .boolean),
            Parameter("left", .boolean, default: true),
            Parameter("unit", .boolean, default: false).known(as: "unitriangular"),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try apply(
                arguments.array("a"), arguments.array("b"), upper: arguments.boolean("upper"),
                left: arguments.boolean("left", default: true), unit: arguments.boolean("unit", default: false))
        ]
    }

    static func apply<Face: ArrayFace>(
        _ a: Face, _ b: Face, upper: Bool, left: Bool, unit: Bool
    ) throws(ApusError) -> Face {
        if left { return try .apply(TriangularSolve(upper: upper, unit: unit), a, b) }
        return try MatrixTranspose.apply(
            .apply(TriangularSolve(upper: !upper, unit: unit), MatrixTranspose.apply(a), MatrixTranspose.apply(b)))
    }

    func result(_ a: Strided, _ b: Strided, _ world: World) throws(ApusError) -> Spec {
        try Solve().result(a, b, world)
    }

    func evaluate(_ a: Strided, _ b: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.triangularSolve(
            cast(a.withBatch(out.batch), to: out.dtype), cast(b.withBatch(out.batch), to: out.dtype), upper: upper,
            unit: unit, to: out)
    }

    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor {
        let gradient = -derivativeB(g, a, b, y).matmul(y.H)
        return upper ? gradient.triu(offset: unit ? 1 : 0) : gradient.tril(offset: unit ? -1 : 0)
    }

    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor {
        a.H.triangularSolved(g, upper: !upper, unit: unit)
    }
}

extension Linalg {
    /// The solution X of A·X = B for square matrices A, where B is a vector or a matrix of right-hand sides; batches
    /// broadcast. In PyTorch's world a B of A's shape without the last axis is a batch of vectors.
    /// `numpy.linalg.solve`, `torch.linalg.solve`.
    ///
    /// By LU decomposition with exchange of rows.
    ///
    /// - Parameter left: without it, X·A = B is solved.
    /// - Throws: `ApusError.linearAlgebra` if a matrix is singular.
    public static func solve<Face: ArrayFace>(_ a: Face, _ b: Face, left: Bool = true) throws(ApusError) -> Face {
        try SolveEntry.apply(a, b, left: left)
    }

    /// The inverse of square matrices. `numpy.linalg.inv`, `torch.linalg.inv`.
    ///
    /// - Throws: `ApusError.linearAlgebra` if a matrix is singular.
    public static func inv<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face { try .apply(Inverse(), x) }

    /// The solution X of A·X = B for triangular matrices A, of which only the triangle on the side of `upper` is read; a
    /// zero on the diagonal gives infinities. `scipy.linalg.solve_triangular`, `torch.linalg.solve_triangular`.
    ///
    /// - Parameters:
    ///   - left: without it, X·A = B is solved.
    ///   - unit: whether the diagonal counts as ones, whatever it holds.
    public static func triangularSolve<Face: ArrayFace>(
        _ a: Face, _ b: Face, upper: Bool, left: Bool = true, unit: Bool = false
    ) throws(ApusError) -> Face {
        try TriangularSolve.apply(a, b, upper: upper, left: left, unit: unit)
    }
}
