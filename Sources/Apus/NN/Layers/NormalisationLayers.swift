/// What normalisation by the statistics of batches has in common, whatever the shape of its input.
public class BatchNorm: Module, Layer {
    public let epsilon: Double
    /// The part of a batch in the new running statistics; if nil, these are the means over all batches.
    public let momentum: Double?
    /// [channels].
    @Parameter public var weight: Tensor?
    /// [channels].
    @Parameter public var bias: Tensor?
    @Buffer public var runningMean: Tensor?
    @Buffer(key: "running_var") public var runningVariance: Tensor? = nil
    @Buffer public var numBatchesTracked: Tensor?

    /// - Parameters:
    ///   - affine: whether weight and bias are learned.
    ///   - trackRunningStats: whether running statistics are kept, and used in evaluation mode.
    public init(
        _ channels: Int, epsilon: Double = 1e-5, momentum: Double? = 0.1, affine: Bool = true,
        trackRunningStats: Bool = true, dtype: DType = .float32, device: Device = .cpu
    ) {
        self.epsilon = epsilon
        self.momentum = momentum
        weight = affine ? .ones([channels], dtype: dtype, device: device) : nil
        bias = affine ? .zeros([channels], dtype: dtype, device: device) : nil
        runningMean = trackRunningStats ? .zeros([channels], dtype: dtype, device: device) : nil
        numBatchesTracked = trackRunningStats ? .zeros([], dtype: .int64, device: device) : nil
        super.init()
        runningVariance = trackRunningStats ? .ones([channels], dtype: dtype, device: device) : nil
    }

    /// The numbers of axes an input may have.
    var ranks: ClosedRange<Int> { 2...Int.max }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        trapping { () throws(ApusError) in try normalise(x) }
    }

    /// The throwing form of a call.
    func normalise(_ x: Tensor) throws(ApusError) -> Tensor {
        guard ranks.contains(x.rank) else {
            throw .shape(
                operation: "\(type(of: self))", message: "an input of shape \(x.shape); it must have \(ranks) axes")
        }
        let y = try Tensor.batchNorm(
            x, runningMean, runningVariance, weight, bias, training: isTraining || runningMean == nil,
            momentum: isTraining ? nextMomentum : 0, epsilon: epsilon)
        if isTraining, var count = numBatchesTracked { noGrad { count += 1 } }
        return y
    }

    /// How much of the statistics the batch that comes next makes up: the momentum, or its share of the batches so far.
    private var nextMomentum: Double {
        guard let count = numBatchesTracked else { return 0 }
        return momentum ?? 1 / (count.item(as: Double.self) + 1)
    }
}

/// Each channel of [N, C] or [N, C, L] brought to mean 0 and variance 1 over the batch in training, by the running
/// statistics in evaluation (Ioffe and Szegedy, 2015): `torch.nn.BatchNorm1d`.
public final class BatchNorm1d: BatchNorm {
    override var ranks: ClosedRange<Int> { 2...3 }
}

/// Each channel of images [N, C, H, W] brought to mean 0 and variance 1 over the batch in training, by the running
/// statistics in evaluation: `torch.nn.BatchNorm2d`.
public final class BatchNorm2d: BatchNorm {
    override var ranks: ClosedRange<Int> { 4...4 }
}

/// The last axes of each sample brought to mean 0 and variance 1 (Ba and others, 2016): `torch.nn.LayerNorm`.
public final class LayerNorm: Module, Layer {
    public let normalizedShape: Shape
    public let epsilon: Double
    /// Of the normalised shape.
    @Parameter public var weight: Tensor?
    /// Of the normalised shape.
    @Parameter public var bias: Tensor?

    /// - Parameters:
    ///   - normalizedShape: the sizes of the last axes.
    ///   - affine: whether a weight and, with `bias`, a bias are learned.
    public init(
        _ normalizedShape: Shape, epsilon: Double = 1e-5, affine: Bool = true, bias: Bool = true, dtype: DType = .float32,
        device: Device = .cpu
    ) {
        self.normalizedShape = normalizedShape
        self.epsilon = epsilon
        weight = affine ? .ones(normalizedShape, dtype: dtype, device: device) : nil
        self.bias = affine && bias ? .zeros(normalizedShape, dtype: dtype, device: device) : nil
    }

    /// Normalises the last axis alone.
    public convenience init(
        _ size: Int, epsilon: Double = 1e-5, affine: Bool = true, bias: Bool = true, dtype: DType = .float32,
        device: Device = .cpu
    ) {
        self.init([size], epsilon: epsilon, affine: affine, bias: bias, dtype: dtype, device: device)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.layerNorm(normalizedShape, weight: weight, bias: bias, epsilon: epsilon)
    }
}

/// Groups of channels of each sample brought to mean 0 and variance 1 (Wu and He, 2018): `torch.nn.GroupNorm`.
public final class GroupNorm: Module, Layer {
    public let groups: Int
    public let epsilon: Double
    /// [channels].
    @Parameter public var weight: Tensor?
    /// [channels].
    @Parameter public var bias: Tensor?

    /// - Parameter affine: whether weight and bias are learned.
    public init(
        _ groups: Int, _ channels: Int, epsilon: Double = 1e-5, affine: Bool = true, dtype: DType = .float32,
        device: Device = .cpu
    ) {
        precondition(
            groups > 0 && channels % groups == 0, "GroupNorm: \(channels) channels do not divide into \(groups) groups")
        self.groups = groups
        self.epsilon = epsilon
        weight = affine ? .ones([channels], dtype: dtype, device: device) : nil
        bias = affine ? .zeros([channels], dtype: dtype, device: device) : nil
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.groupNorm(groups, weight: weight, bias: bias, epsilon: epsilon)
    }
}
