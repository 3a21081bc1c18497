/// Stochastic gradient descent with momentum, Nesterov's variant and weight decay: `torch.optim.SGD`, with its
/// arithmetic.
public final class SGD: Optimizer, CheckedOptimizer {
    public let parameters: [Tensor]
    public var learningRate: Double
    public let momentum: Double
    public let dampening: Double
    public let weightDecay: Double
    public let nesterov: Bool
    public let maximize: Bool
    private var buffers: Slots

    /// - Parameters:
    ///   - parameters: the leaves to change.
    ///   - weightDecay: how much of each parameter is added to its gradient.
    ///   - nesterov: whether the step looks ahead along the momentum; needs momentum and no dampening.
    public init(
        _ parameters: [Tensor], learningRate: Double = 1e-3, momentum: Double = 0, dampening: Double = 0,
        weightDecay: Double = 0, nesterov: Bool = false, maximize: Bool = false
    ) {
        precondition(learningRate >= 0 && momentum >= 0 && weightDecay >= 0, "SGD: negative learning rate, momentum or decay")
        precondition(!nesterov || (momentum > 0 && dampening == 0), "SGD: nesterov needs a momentum and no dampening")
        self.parameters = parameters
        self.learningRate = learningRate
        self.momentum = momentum
        self.dampening = dampening
        self.weightDecay = weightDecay
        self.nesterov = nesterov
        self.maximize = maximize
        buffers = Slots("momentum_buffer", count: parameters.count)
    }

    public func step() { trapping { () throws(ApusError) in try takeStep() } }

    package func takeStep() throws(ApusError) {
        for (index, parameter) in parameters.enumerated() {
            try prepareStep(parameter) { (memory, gradient, stand) throws(ApusError) in
                let buffer = momentum == 0 ? nil : try buffers.value(index, like: stand)
                let options = SGDStep(
                    rate: learningRate, momentum: momentum, dampening: dampening, weightDecay: weightDecay,
                    nesterov: nesterov, maximize: maximize, isFirst: buffer?.isNew ?? false)
                try memory.device.backend.sgdStep(memory, gradient: gradient, momentum: buffer?.value, options)
            }
        }
    }

    public func stateDict() -> StateDict {
        var state = StateDict()
        buffers.save(to: &state)
        return state
    }

    public func load(_ state: StateDict) throws(ApusError) { try buffers.load(from: state, parameters) }
}
