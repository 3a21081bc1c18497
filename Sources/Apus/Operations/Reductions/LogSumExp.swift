import ApusCore

/// The logarithm of the sum of exponentials, of real elements.
struct LogSumExp: UnaryOperation {
    static var name: String { "logSumExp" }
    static var saves: Saved { [.first, .output] }
    let axes: Axes
    let keepDims: Bool

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        let reduced = try axes.normalized(rank: x.rank, Self.name)
        return Spec(reducedShape(x.shape, without: reduced, keepDims: keepDims), compute(x.dtype, world))
    }

    private func compute(_ dtype: DType, _ world: World) -> DType { dtype.isInexact ? dtype : world.defaultFloat }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let reduced = try axes.normalized(rank: x.rank, Self.name)
        let length = reducedCount(x.shape, reduced)
        if length == 0 { return try backend.fill(out, with: .float(-.infinity)) }
        // One axis, or several neighbours, stay where they are; others are brought to the end.
        let neighbours = reduced.isEmpty || reduced[reduced.count - 1] - reduced[0] == reduced.count - 1
        let first = neighbours ? reduced.first ?? x.rank : x.rank - reduced.count
        let order = (0..<x.rank).filter { !reduced.contains($0) } + Array(reduced)
        let turned = neighbours ? x : x.view(x.layout.permuted(Dims(order)))
        let operand = try contiguous(cast(turned, to: out.dtype))
        let outer = Dims(operand.shape.prefix(first)).product
        let inner = Dims(operand.shape.dropFirst(first + reduced.count)).product
        try backend.softmax(
            .logSumExp, operand.view(Layout(contiguous: [outer, length, inner], offset: operand.layout.offset)), axis: 1,
            to: out)
    }

    func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        let spec = try result(x, world)
        let out = try Strided.empty(spec.shape, spec.dtype, on: x.device)
        try evaluate(x, to: out, on: x.device.backend)
        return out
    }

    /// An element that equals the result, as an infinite one does, has the weight 1 and not exp(∞ − ∞).
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let reduced = trapping { () throws(ApusError) -> Dims in try axes.normalized(rank: x.rank, Self.name) }
        let long = reducedShape(x.shape, without: reduced, keepDims: true)
        let whole = y.reshape(long)
        let exponent = (x - whole).kept(where: x .!= whole)
        return g.reshape(long) * exponent.exp()
    }
}

/// `logSumExp` by its name, complex elements included.
enum LogSumExpEntry: TableOperation {
    static var name: String { LogSumExp.name }
    static var parameters: [Parameter] { Sum.reductionParameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let keepDims = try arguments.boolean("keepDims", default: false)
        return [try Face.logSumExp(arguments.array("x"), arguments.axes(), keepDims)]
    }
}

extension ArrayFace {
    /// The throwing form of `logSumExp(_:keepDims:)`.
    static func logSumExp(_ x: Self, _ axes: Axes, _ keepDims: Bool) throws(ApusError) -> Self {
        guard x.dtype.isComplex else { return try apply(LogSumExp(axes: axes, keepDims: keepDims), x) }
        let real = try apply(RealPart(), x)
        let reduced = try axes.normalized(rank: x.rank, LogSumExp.name)
        if reducedCount(x.shape, reduced) == 0 {
            return try apply(Logarithm(), apply(Sum(axes: axes, keepDims: keepDims, dtype: nil), x))
        }
        let largest = try apply(Largest(axes: axes, keepDims: true), real)
        let shift = try select(apply(IsFinite(), largest), .array(largest), .scalar(0))
        let powers = try apply(Exponential(), apply(Subtract(), x, shift))
        let sum = try apply(Sum(axes: axes, keepDims: keepDims, dtype: nil), powers)
        return try apply(Add(), apply(Logarithm(), sum), apply(Reshape(shape: sum.shape), shift))
    }

    /// log Σ exp x along `axes`, by default all, without overflow. Integers are computed as the world's default float; of
    /// nothing it is −∞. `torch.logsumexp`, `scipy.special.logsumexp`.
    public func logSumExp(_ axes: Axes = .all, keepDims: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in try Self.logSumExp(self, axes, keepDims) }
    }
}
