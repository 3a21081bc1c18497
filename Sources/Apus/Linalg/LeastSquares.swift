import ApusCore

/// The solution of least norm among those that come nearest to A·X = B.
struct LeastSquares: VariadicOperation {
    static var name: String { "lstsq" }
    static var saves: Saved { [.first, .second, .output] }
    /// Singular values up to this times the largest count as 0.
    let cutoff: Double?

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let a = inputs[0], b = inputs[1]
        _ = try commonDevice(Self.name, a, b)
        try MatrixRule.requireMatrix(a, Self.name)
        try MatrixRule.requireMatrix(b, Self.name)
        guard a.rows == b.rows else {
            throw .linearAlgebra(
                operation: Self.name,
                message: "Incompatible dimensions: \(a.rows) equations, and \(b.rows) rows on the right-hand side")
        }
        let dtype = try MatrixRule.compute([a.dtype, b.dtype], world, Self.name)
        let batch = try MatrixRule.batch(a, b, Self.name), device = a.device
        let x = try Strided.empty(batch.with(a.columns, b.columns), dtype, on: device)
        let residuals = try Strided.empty(batch.with(b.columns), dtype.realType, on: device)
        let rank = try Strided.empty(batch, .int64, on: device)
        let singular = try Strided.empty(batch.with(min(a.rows, a.columns)), dtype.realType, on: device)
        let epsilon = dtype.realType == .float32 ? 0x1p-23 : 0x1p-52
        try device.backend.leastSquares(
            cast(a.withBatch(batch), to: dtype), cast(b.withBatch(batch), to: dtype),
            cutoff: cutoff ?? epsilon * Double(max(a.rows, a.columns)), to: x, residuals: residuals, rank: rank,
            singular: singular)
        return [x, residuals, rank, singular]
    }

    func isDifferentiable(output index: Int) -> Bool { index < 2 }

    /// Of the solution, those of pinv(A)·B; of the residuals, those of the squared distances, on which X, being optimal,
    /// has no influence.
    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let a = context.inputs[0], b = context.inputs[1], x = context.outputs[0]
        var ga: Tensor?, gb: Tensor?
        if context.gradients[0] != nil {
            let g = context.gradient(0)
            let operation = PseudoInverse(hermitian: false, hasAbsolute: false, hasRelative: false)
            guard let inverse = whereItExists({ () throws(ApusError) in try Tensor.apply(operation, [a])[0] }) else {
                return [a * Double.nan, b * Double.nan]
            }
            gb = inverse.H.matmul(g)
            ga = PseudoInverse.derivative(g.matmul(b.H), a, inverse)
        }
        if context.gradients[1] != nil {
            let distance = (a.matmul(x) - b) * (2 * context.gradient(1).expandDims(-2))
            gb = gb.map { $0 - distance } ?? -distance
            let more = distance.matmul(x.H)
            ga = ga.map { $0 + more } ?? more
        }
        return [ga, gb]
    }
}

/// `lstsq` by its name.
enum LeastSquaresEntry: TableOperation {
    static var name: String { "lstsq" }
    static var parameters: [Parameter] {
        [
            .array("a").known(as: "A", "input"), .array("b").known(as: "B"),
            Parameter("rcond", .real, optional: true), Parameter("driver", .text, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        var cutoff: Double?
        if case .none = arguments["rcond"] {} else { cutoff = try arguments.real("rcond") }
        let driver: String?
        if case .none = arguments["driver"] { driver = nil } else { driver = try arguments.text("driver") }
        guard driver.map({ ["gels", "gelsy", "gelsd", "gelss"].contains($0) }) ?? true else {
            throw .argument(operation: name, message: "driver must be 'gels', 'gelsy', 'gelsd' or 'gelss'")
        }
        let result = try Linalg.lstsq(arguments.array("a"), arguments.array("b"), rcond: cutoff)
        // PyTorch leaves out what its drivers do not compute.
        let hasSingular = Face.world == .numpy || driver == "gelsd" || driver == "gelss"
        let hasRank = Face.world == .numpy || driver != "gels"
        let hasResiduals = Face.world == .numpy || (driver != nil && driver != "gelsy")
        func none(like x: Face) -> Face { .empty([0], dtype: x.dtype, device: x.device) }
        return [
            result.solution, hasResiduals ? result.residuals : none(like: result.residuals), hasRank ? result.rank : none(like: result.rank),
            hasSingular ? result.singularValues : none(like: result.singularValues),
        ]
    }
}

extension Linalg {
    /// The X for which ‖A·X − B‖ is least, and among several that of least norm. `numpy.linalg.lstsq`, `torch.linalg.lstsq`.
    ///
    /// By singular values (LAPACK's gelsd). Differentiable where the rank does not change.
    ///
    /// - Parameters:
    ///   - a, b: m×n matrices, and a vector of length m or m×k matrices; batches broadcast.
    ///   - rcond: singular values up to this times the largest count as 0; by default epsilon times the greater of m and n.
    /// - Returns: the solution, the squared distance for each right-hand side (empty where m ≤ n or a rank is below n), the
    ///   rank and the singular values of A.
    /// - Throws: `ApusError.linearAlgebra` if the iteration does not converge.
    public static func lstsq<Face: ArrayFace>(
        _ a: Face, _ b: Face, rcond: Double? = nil
    ) throws(ApusError) -> (solution: Face, residuals: Face, rank: Face, singularValues: Face) {
        try MatrixRule.requireMatrix(a.value, LeastSquares.name)
        let isVector = b.rank == 1
            || (Face.world == .torch && b.rank == a.rank - 1 && b.shape == Dims(a.shape.dropLast()))
        let sides: Face = isVector ? try .apply(ExpandDims(axes: [-1]), b) : b
        let results = try Face.apply(LeastSquares(cutoff: rcond), [a, sides])
        let columns = a.shape[a.rank - 1]
        var residuals = results[1]
        let isDetermined: Bool
        if a.shape[a.rank - 2] <= columns {
            isDetermined = false
        } else if a.device == .meta {
            isDetermined = true
        } else {
            let lacking = try Face.apply(
                NotEqual(), Face(value: results[2].value), scalar: .int(Int64(columns)), reversed: false)
            isDetermined = try !holdsAny(lacking.value)
        }
        if !isDetermined { residuals = .empty([0], dtype: residuals.dtype, device: residuals.device) }
        let solution = isVector ? try Squeeze.apply(results[0], .some([-1])) : results[0]
        return (solution, residuals, results[2], results[3])
    }
}
