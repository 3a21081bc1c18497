import ApusCore

/// A = P·L·U in compact form: L below the diagonal, U on and above it, and the exchanges of rows.
struct LUFactor: VariadicOperation, TableOperation {
    static var name: String { "luFactor" }
    static var saves: Saved { [.output] }

    static var parameters: [Parameter] {
        [.array("x").known(as: "input", "A", "a"), Parameter("pivot", .boolean, default: true)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try requirePivot(arguments)
        return try Face.apply(LUFactor(), [arguments.array("x")])
    }

    /// Refuses `pivot` false, which PyTorch has on GPUs alone.
    static func requirePivot<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) {
        guard try arguments.boolean("pivot", default: true) else {
            throw .argument(operation: arguments.operation, message: "decompositions without exchange of rows are not there")
        }
    }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = inputs[0]
        try MatrixRule.requireMatrix(x, Self.name)
        let dtype = try MatrixRule.compute([x.dtype], world, Self.name)
        let factors = try Strided.empty(x.shape, dtype, on: x.device)
        let pivots = try Strided.empty(x.batch.with(min(x.rows, x.columns)), .int32, on: x.device)
        try x.device.backend.luFactor(cast(x, to: dtype), to: factors, pivots: pivots)
        return [factors, pivots]
    }

    func isDifferentiable(output index: Int) -> Bool { index == 0 }

    /// For square matrices PyTorch's formula, Pᴴ·gA = L⁻ᴴ·(tril(Lᴴ·gL, −1) + triu(gU·Uᴴ))·U⁻ᴴ. Of others the leading
    /// square is decomposed so, and the rest is L₁⁻¹ or U₁⁻¹ times A's.
    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let packed = context.outputs[0], g = context.gradient(0)
        let rank = packed.rank, rows = packed.shape[rank - 2], columns = packed.shape[rank - 1], k = min(rows, columns)
        let square = packed.part(rank - 2, 0..<k).part(rank - 1, 0..<k)
        let gSquare = g.part(rank - 2, 0..<k).part(rank - 1, 0..<k)
        let lower = square.tril(offset: -1) + square.identityLike(), upper = square.triu()
        var below = lower.H.matmul(gSquare.tril(offset: -1)), above = gSquare.triu().matmul(upper.H)
        var rest: Tensor?
        if columns > k {
            let u = packed.part(rank - 1, k..<columns), gu = g.part(rank - 1, k..<columns)
            rest = lower.H.triangularSolved(gu, upper: true, unit: true)
            below = below - gu.matmul(u.H)
        } else if rows > k {
            let l = packed.part(rank - 2, k..<rows), gl = g.part(rank - 2, k..<rows)
            rest = gl.dividedOnTheRight(by: upper.H, upper: false)
            above = above - l.H.matmul(gl)
        }
        let middle = below.tril(offset: -1) + above.triu()
        var result = lower.H.triangularSolved(middle, upper: true, unit: true)
            .dividedOnTheRight(by: upper.H, upper: false)
        if let rest {
            result = Tensor.make(Concatenate(axis: columns > k ? -1 : -2), [result, rest])[0]
        }
        let permutation = trapping { () throws(ApusError) in
            try Tensor.apply(PivotMatrix(rows: rows, dtype: packed.dtype), context.outputs[1])
        }
        return [permutation.matmul(result)]
    }
}

/// The permutation matrix that exchanges of rows amount to.
struct PivotMatrix: UnaryOperation {
    static var name: String { "pivotMatrix" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let rows: Int
    let dtype: DType

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        Spec(Dims(x.shape.dropLast()).with(rows, rows), dtype)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.fill(out, with: 0)
        if out.device == .meta || out.count == 0 { return }
        let pivots = try contiguous(cast(x, to: .int32))
        let k = pivots.shape[pivots.rank - 1], size = dtype.size
        for index in 0..<(out.count / (rows * rows)) {
            var order = Array(0..<rows)
            let own = (pivots.pointer + index * k * 4).assumingMemoryBound(to: Int32.self)
            for i in 0..<k {
                let other = Int(own[i]) - 1
                guard other >= 0 && other < rows else {
                    throw .index(operation: "luSolve", message: "pivot \(own[i]) in a matrix of \(rows) rows")
                }
                order.swapAt(i, other)
            }
            for (column, row) in order.enumerated() {
                Scalar.int(1).store(to: out.pointer + (index * rows * rows + row * rows + column) * size, as: dtype)
            }
        }
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g }
}

/// P, L and U as matrices.
enum LU: TableOperation {
    static var name: String { "lu" }
    static var parameters: [Parameter] { LUFactor.parameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try LUFactor.requirePivot(arguments)
        let results = try Linalg.lu(arguments.array("x"))
        return [results.p, results.l, results.u]
    }
}

/// The solution of A·X = B for the compact factors of A.
struct LUSolve: VariadicOperation, TableOperation {
    static var name: String { "luSolve" }
    static var saves: Saved { [.first, .second, .output] }
    let adjoint: Bool

    static var parameters: [Parameter] {
        [
            .array("factors").known(as: "LU"), .array("pivots"), .array("b").known(as: "B"),
            Parameter("left", .boolean, default: true), Parameter("adjoint", .boolean, default: false),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try Linalg.luSolve(
                arguments.array("factors"), arguments.array("pivots"), arguments.array("b"),
                left: arguments.boolean("left", default: true), adjoint: arguments.boolean("adjoint", default: false))
        ]
    }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let factors = inputs[0], pivots = inputs[1], b = inputs[2]
        _ = try commonDevice(Self.name, factors, pivots, b)
        let spec = try Solve().result(factors, b, world)
        guard pivots.dtype == .int32 || pivots.dtype == .int64, pivots.shape == Dims(factors.shape.dropLast()) else {
            throw .shape(
                operation: Self.name,
                message: "pivots of shape \(pivots.shape) and dtype \(pivots.dtype) for factors of shape \(factors.shape)")
        }
        if pivots.device != .meta { try check(pivots, factors.rows) }
        let batch = Dims(spec.shape.dropLast(2))
        let out = try Strided.empty(spec.shape, spec.dtype, on: b.device)
        let exchanges = pivots.view(pivots.layout.broadcast(to: batch.with(factors.rows))!)
        try b.device.backend.luSolve(
            cast(factors.withBatch(batch), to: spec.dtype), pivots: exchanges, cast(b.withBatch(batch), to: spec.dtype),
            adjoint: adjoint, to: out)
        return [out]
    }

    /// Pivots come from outside; kernels believe them.
    private func check(_ pivots: Strided, _ rows: Int) throws(ApusError) {
        let values = try contiguous(cast(pivots, to: .int64))
        for i in 0..<values.count {
            let pivot = (values.pointer + i * 8).load(as: Int64.self)
            guard pivot >= 1 && pivot <= Int64(rows) else {
                throw .index(operation: Self.name, message: "pivot \(pivot) in a matrix of \(rows) rows; they count from 1")
            }
        }
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let packed = context.inputs[0], pivots = context.inputs[1], x = context.outputs[0], g = context.gradient()
        let sides = Tensor.make(LUSolve(adjoint: !adjoint), [packed, pivots, g])[0]
        guard context.needs(0) else { return [nil, nil, sides] }
        let ofMatrix = adjoint ? -x.matmul(sides.H) : -sides.matmul(x.H)
        let permutation = Tensor.make(PivotMatrix(rows: packed.shape[packed.rank - 2], dtype: packed.dtype), pivots)
        let turned = permutation.mT.matmul(ofMatrix)
        let lower = packed.tril(offset: -1) + packed.identityLike(), upper = packed.triu()
        return [turned.matmul(upper.H).tril(offset: -1) + lower.H.matmul(turned).triu(), nil, sides]
    }
}

extension Linalg {
    /// A = P·L·U in compact form: one matrix with L, whose diagonal of ones is left out, below the diagonal and U on and
    /// above it; and for each column the row, counted from 1, with which it was exchanged (int32).
    /// `torch.linalg.lu_factor`, `scipy.linalg.lu_factor`.
    public static func luFactor<Face: ArrayFace>(_ x: Face) throws(ApusError) -> (factors: Face, pivots: Face) {
        let results = try Face.apply(LUFactor(), [x])
        return (results[0], results[1])
    }

    /// A = P·L·U for matrices of any shape: a permutation matrix, a lower triangular one with ones on its diagonal, and an
    /// upper triangular one. `torch.linalg.lu`, `scipy.linalg.lu`.
    public static func lu<Face: ArrayFace>(_ x: Face) throws(ApusError) -> (p: Face, l: Face, u: Face) {
        let (packed, pivots) = try luFactor(x)
        let rank = packed.rank, rows = packed.shape[rank - 2], columns = packed.shape[rank - 1]
        let k = Swift.min(rows, columns)
        let p: Face = try .apply(PivotMatrix(rows: rows, dtype: packed.dtype), pivots)
        let left: Face = try .apply(BasicIndex(steps: [.slice(axis: rank - 1, start: 0, step: 1, size: k)]), packed)
        let top: Face = try .apply(BasicIndex(steps: [.slice(axis: rank - 2, start: 0, step: 1, size: k)]), packed)
        let ones = Face.eye(rows, k, dtype: packed.dtype, device: x.device)
        let l: Face = try .apply(Add(), .apply(Tril(offset: -1), left), ones)
        return (p, l, try .apply(Triu(offset: 0), top))
    }

    /// The solution X of A·X = B for what `luFactor` gave for A. `torch.linalg.lu_solve`, `scipy.linalg.lu_solve`.
    ///
    /// - Parameters:
    ///   - left: without it, X·A = B is solved.
    ///   - adjoint: with it, Aᴴ stands for A.
    public static func luSolve<Face: ArrayFace>(
        _ factors: Face, _ pivots: Face, _ b: Face, left: Bool = true, adjoint: Bool = false
    ) throws(ApusError) -> Face {
        if left { return try Face.apply(LUSolve(adjoint: adjoint), [factors, pivots, b])[0] }
        try MatrixRule.requireMatrix(b.value, LUSolve.name)
        return try Face.apply(LUSolve(adjoint: !adjoint), [factors, pivots, b.adjoint()])[0].adjoint()
    }
}
