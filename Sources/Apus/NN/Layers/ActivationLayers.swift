/// `relu` as a layer: `torch.nn.ReLU`.
public final class ReLU: Module, Layer {
    public func callAsFunction(_ x: Tensor) -> Tensor { x.relu() }
}

/// `gelu` as a layer: `torch.nn.GELU`.
public final class GELU: Module, Layer {
    public let approximate: GeluApproximation

    public init(approximate: GeluApproximation = .none) { self.approximate = approximate }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.gelu(approximate: approximate) }
}

/// `silu` as a layer: `torch.nn.SiLU`.
public final class SiLU: Module, Layer {
    public func callAsFunction(_ x: Tensor) -> Tensor { x.silu() }
}

/// `sigmoid` as a layer: `torch.nn.Sigmoid`.
public final class Sigmoid: Module, Layer {
    public func callAsFunction(_ x: Tensor) -> Tensor { x.sigmoid() }
}

/// `tanh` as a layer: `torch.nn.Tanh`.
public final class Tanh: Module, Layer {
    public func callAsFunction(_ x: Tensor) -> Tensor { x.tanh() }
}

/// `leakyRelu` as a layer: `torch.nn.LeakyReLU`.
public final class LeakyReLU: Module, Layer {
    public let negativeSlope: Double

    public init(negativeSlope: Double = 0.01) { self.negativeSlope = negativeSlope }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.leakyRelu(negativeSlope: negativeSlope) }
}

/// `elu` as a layer: `torch.nn.ELU`.
public final class ELU: Module, Layer {
    public let alpha: Double

    public init(alpha: Double = 1) { self.alpha = alpha }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.elu(alpha: alpha) }
}

/// `softplus` as a layer: `torch.nn.Softplus`.
public final class Softplus: Module, Layer {
    public let beta: Double
    public let threshold: Double

    public init(beta: Double = 1, threshold: Double = 20) {
        self.beta = beta
        self.threshold = threshold
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.softplus(beta: beta, threshold: threshold) }
}

/// `softmax` as a layer: `torch.nn.Softmax`.
public final class Softmax: Module, Layer {
    public let axis: Int

    public init(axis: Int = -1) { self.axis = axis }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.softmax(axis: axis) }
}

/// `logSoftmax` as a layer: `torch.nn.LogSoftmax`.
public final class LogSoftmax: Module, Layer {
    public let axis: Int

    public init(axis: Int = -1) { self.axis = axis }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.logSoftmax(axis: axis) }
}
