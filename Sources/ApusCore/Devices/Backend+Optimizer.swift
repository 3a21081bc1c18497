/// What a backend does for an optimizer: whole steps over a parameter, its gradient and its state, which have one shape,
/// are contiguous, and are float32 or float64.
public protocol OptimizerKernels {
    func sgdStep(
        _ parameter: Strided, gradient: Strided, momentum: Strided?, _ options: SGDStep
    ) throws(ApusError)
    func adamStep(
        _ parameter: Strided, gradient: Strided, mean: Strided, square: Strided, largest: Strided?, _ options: AdamStep
    ) throws(ApusError)
}

/// The numbers of one step of stochastic gradient descent.
public struct SGDStep: Sendable {
    public var rate: Double
    public var momentum: Double
    public var dampening: Double
    public var weightDecay: Double
    public var nesterov: Bool
    public var maximize: Bool
    /// Whether the momentum starts with this step's gradient.
    public var isFirst: Bool

    public init(
        rate: Double, momentum: Double, dampening: Double, weightDecay: Double, nesterov: Bool, maximize: Bool,
        isFirst: Bool
    ) {
        self.rate = rate
        self.momentum = momentum
        self.dampening = dampening
        self.weightDecay = weightDecay
        self.nesterov = nesterov
        self.maximize = maximize
        self.isFirst = isFirst
    }
}

/// The numbers of one step of Adam.
public struct AdamStep: Sendable {
    public var rate: Double
    public var beta1: Double
    public var beta2: Double
    public var epsilon: Double
    public var weightDecay: Double
    /// Whether the decay is applied to the parameter and not to the gradient, as in AdamW.
    public var isDecoupled: Bool
    public var maximize: Bool
    /// 1 − β₁ᵗ.
    public var correction1: Double
    /// √(1 − β₂ᵗ).
    public var correction2Root: Double

    public init(
        rate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double, isDecoupled: Bool,
        maximize: Bool, correction1: Double, correction2Root: Double
    ) {
        self.rate = rate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.isDecoupled = isDecoupled
        self.maximize = maximize
        self.correction1 = correction1
        self.correction2Root = correction2Root
    }
}
