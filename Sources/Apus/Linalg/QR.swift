import ApusCore

/// What a QR decomposition is to give.
public enum QRMode: String, Sendable, CaseIterable {
    /// Q with as many columns as the lesser of the matrix's sizes.
    case reduced
    /// A square Q.
    case complete
    /// R alone, of the reduced form.
    case r
}

/// A = Q·R with orthonormal columns in Q and a triangular R.
struct QR: VariadicOperation {
    static var name: String { "qr" }
    static var saves: Saved { [.output] }
    let mode: QRMode

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = inputs[0]
        try MatrixRule.requireMatrix(x, Self.name)
        let dtype = try MatrixRule.compute([x.dtype], world, Self.name)
        let inner = mode == .complete ? x.rows : min(x.rows, x.columns)
        let r = try Strided.empty(x.batch.with(inner, x.columns), dtype, on: x.device)
        let q = mode == .r ? nil : try Strided.empty(x.batch.with(x.rows, inner), dtype, on: x.device)
        try x.device.backend.qr(cast(x, to: dtype), q: q, r: r)
        return q.map { [$0, r] } ?? [r]
    }

    /// M. Seeger et al., "Auto-Differentiating Linear Algebra" (2017), and for wide matrices, of which the first columns
    /// determine Q, R's other columns as Qᴴ times A's. R alone, and a square Q of a tall matrix, have no derivative.
    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        if mode == .r { return [nil] }
        let q = context.outputs[0], r = context.outputs[1]
        let rows = q.shape[q.rank - 2], columns = r.shape[r.rank - 1]
        let gq = context.gradient(0), gr = context.gradient(1)
        if rows > columns && mode == .complete { return [nil] }
        if rows >= columns { return [square(q, r, gq, gr)] }
        let parts = r.split(at: [rows], axis: -1), gradients = gr.split(at: [rows], axis: -1)
        let rest = q.matmul(gradients[1])
        let first = square(q, parts[0], gq + q.matmul(parts[1]).matmul(gradients[1].H), gradients[0])
        return [Tensor.make(Concatenate(axis: -1), [first, rest])[0]]
    }

    private func square(_ q: Tensor, _ r: Tensor, _ gq: Tensor, _ gr: Tensor) -> Tensor {
        let upper = (gr.matmul(r.H) - q.H.matmul(gq)).triu()
        let symmetric = (upper + upper.H).withHalvedDiagonal()
        return (gq + q.matmul(symmetric)).dividedOnTheRight(by: r.H, upper: false)
    }
}

/// `qr` by its name.
enum QREntry: TableOperation {
    static var name: String { "qr" }
    static var parameters: [Parameter] {
        [.array("x").known(as: "input", "A", "a"), Parameter("mode", .text, default: "reduced")]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let text = try arguments.text("mode", default: "reduced")
        let x = try arguments.array("x")
        if text == "raw" { return try Face.apply(Householder(), [x]) }
        guard let mode = QRMode(rawValue: text) else {
            throw .argument(
                operation: name, message: "Unrecognized mode '\(text)'; it must be 'reduced', 'complete', 'r' or 'raw'")
        }
        let results = try Face.apply(QR(mode: mode), [x])
        if mode == .r && Face.world == .torch {
            return [.empty([0], dtype: results[0].dtype, device: results[0].device)] + results
        }
        return results
    }
}

/// The reflections of a QR decomposition as LAPACK stores them.
struct Householder: VariadicOperation {
    static var name: String { "qr" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = inputs[0]
        try MatrixRule.requireMatrix(x, Self.name)
        let dtype = try MatrixRule.compute([x.dtype], world, Self.name)
        let reflections = try Strided.empty(x.batch.with(x.columns, x.rows), dtype, on: x.device)
        let factors = try Strided.empty(x.batch.with(min(x.rows, x.columns)), dtype, on: x.device)
        try x.device.backend.householder(cast(x, to: dtype), reflections: reflections, factors: factors)
        return [reflections, factors]
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] { [nil] }
}

extension Linalg {
    /// A = Q·R: orthonormal columns in Q and an upper triangular R, by Householder's reflections.
    /// `numpy.linalg.qr`, `torch.linalg.qr`.
    ///
    /// Q is m×k and R is k×n with k = min(m, n), or with `complete` k = m. There are derivatives where the first k columns
    /// are independent, not for `complete` with m > n.
    public static func qr<Face: ArrayFace>(_ x: Face, complete: Bool = false) throws(ApusError) -> (q: Face, r: Face) {
        let results = try Face.apply(QR(mode: complete ? .complete : .reduced), [x])
        return (results[0], results[1])
    }

    /// The R of the reduced QR decomposition alone; without derivative. `numpy.linalg.qr(mode="r")`.
    public static func qrR<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        try Face.apply(QR(mode: .r), [x])[0]
    }

    /// The QR decomposition as LAPACK stores it, without derivative: R and the reflections in one matrix, transposed, and
    /// the reflections' factors. `numpy.linalg.qr(mode="raw")`, `torch.geqrf`.
    public static func qrRaw<Face: ArrayFace>(_ x: Face) throws(ApusError) -> (reflections: Face, factors: Face) {
        let results = try Face.apply(Householder(), [x])
        return (results[0], results[1])
    }
}
