import ApusCore

/// A distribution along an axis.
protocol AxisDistribution: UnaryOperation, TableOperation {
    static var kernel: SoftmaxKernel { get }
    var axis: Int { get }
    var dtype: DType? { get }
    init(axis: Int, dtype: DType?)
    /// The gradient of the operand in tensor vocabulary, for derivatives of higher order.
    func expression(_ g: Tensor, _ y: Tensor) -> Tensor
}

extension AxisDistribution {
    static var saves: Saved { [.output] }

    static var parameters: [Parameter] {
        [.array("x"), Parameter("axis", .integer, default: -1), Parameter("dtype", .dtype, optional: true)]
    }
    static var takesNumbersAsVectors: Bool { true }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(Self(axis: arguments.integer("axis", default: -1), dtype: arguments.dtype()), arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        _ = try normalizedAxis(axis, rank: x.rank, Self.name)
        let dtype = dtype ?? x.dtype
        try requireInexact(dtype, world, Self.name)
        let compute = dtype.isInexact ? dtype : .float64
        guard compute.isFloatingPoint else {
            throw .dtype(operation: Self.name, message: "not defined for \(dtype); take abs() or real() first")
        }
        return Spec(x.shape, compute)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let axis = try normalizedAxis(self.axis, rank: x.rank, Self.name)
        if out.count == 0 { return }
        try backend.softmax(Self.kernel, contiguous(cast(x, to: out.dtype)), axis: axis, to: out)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        isGradEnabled ? expression(g, y) : .make(SoftmaxBackward(kernel: Self.kernel, axis: axis), y, g)
    }
}

/// exp(x) ÷ Σ exp(x).
struct SoftmaxFunction: AxisDistribution {
    static var name: String { "softmax" }
    static var kernel: SoftmaxKernel { .softmax }
    let axis: Int
    let dtype: DType?

    func expression(_ g: Tensor, _ y: Tensor) -> Tensor {
        let weighted = g * y
        return weighted - y * weighted.sum(.some([axis]), keepDims: true)
    }
}

/// x − log Σ exp(x).
struct LogSoftmaxFunction: AxisDistribution {
    static var name: String { "logSoftmax" }
    static var kernel: SoftmaxKernel { .logSoftmax }
    let axis: Int
    let dtype: DType?

    func expression(_ g: Tensor, _ y: Tensor) -> Tensor {
        g - y.exp() * g.sum(.some([axis]), keepDims: true)
    }
}

/// The gradient of `softmax` or `logSoftmax` in one pass, from the result and its gradient.
struct SoftmaxBackward: BinaryOperation {
    static var name: String { "softmaxBackward" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let kernel: SoftmaxKernel
    let axis: Int

    func result(_ y: Strided, _ g: Strided, _ world: World) throws(ApusError) -> Spec { Spec(y.shape, y.dtype) }

    func evaluate(_ y: Strided, _ g: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let axis = try normalizedAxis(self.axis, rank: y.rank, Self.name)
        if out.count == 0 { return }
        try backend.softmaxBackward(
            kernel, result: contiguous(y), gradient: contiguous(cast(g, to: y.dtype)), axis: axis, to: out)
    }

    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { a.zeros() }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { b.zeros() }
}

extension ArrayFace {
    /// exp(x) ÷ Σ exp(x) along `axis`, without overflow. Floats keep their dtype; integers become float64 in NumPy's world
    /// and are refused in PyTorch's. `torch.softmax`, `scipy.special.softmax`.
    ///
    /// - Parameter dtype: a floating-point dtype to compute in instead.
    public func softmax(axis: Int = -1, dtype: DType? = nil) -> Self {
        .make(SoftmaxFunction(axis: axis, dtype: dtype), self)
    }

    /// The logarithm of `softmax`, without its rounding errors. `torch.log_softmax`, `scipy.special.log_softmax`.
    public func logSoftmax(axis: Int = -1, dtype: DType? = nil) -> Self {
        .make(LogSoftmaxFunction(axis: axis, dtype: dtype), self)
    }
}
