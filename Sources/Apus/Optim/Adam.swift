import Glibc

/// Adam (Kingma and Ba, 2015, arXiv:1412.6980) with optional AMSGrad: `torch.optim.Adam`, with its arithmetic.
public class Adam: Optimizer, CheckedOptimizer {
    public let parameters: [Tensor]
    public var learningRate: Double
    public let betas: (Double, Double)
    public let epsilon: Double
    public let weightDecay: Double
    public let amsgrad: Bool
    public let maximize: Bool
    private var steps: [Int]
    private var means: Slots
    private var squares: Slots
    private var largest: Slots

    /// - Parameters:
    ///   - parameters: the leaves to change.
    ///   - betas: how much of the running mean of the gradient, and of its square, is kept at each step.
    ///   - epsilon: added to the denominator.
    ///   - weightDecay: how much of each parameter is added to its gradient.
    public init(
        _ parameters: [Tensor], learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
        epsilon: Double = 1e-8, weightDecay: Double = 0, amsgrad: Bool = false, maximize: Bool = false
    ) {
        precondition(learningRate >= 0 && epsilon >= 0 && weightDecay >= 0, "Adam: negative learning rate, epsilon or decay")
        precondition(0..<1 ~= betas.0 && 0..<1 ~= betas.1, "Adam: betas \(betas) must be in 0..<1")
        self.parameters = parameters
        self.learningRate = learningRate
        self.betas = betas
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.amsgrad = amsgrad
        self.maximize = maximize
        steps = Array(repeating: 0, count: parameters.count)
        means = Slots("exp_avg", count: parameters.count)
        squares = Slots("exp_avg_sq", count: parameters.count)
        largest = Slots("max_exp_avg_sq", count: parameters.count)
    }

    /// Whether weight decay shrinks the parameter itself.
    var isDecoupled: Bool { false }

    public func step() { trapping { () throws(ApusError) in try takeStep() } }

    package func takeStep() throws(ApusError) {
        for (index, parameter) in parameters.enumerated() {
            try prepareStep(parameter) { (memory, gradient, stand) throws(ApusError) in
                steps[index] += 1
                let count = Double(steps[index])
                let options = AdamStep(
                    rate: learningRate, beta1: betas.0, beta2: betas.1, epsilon: epsilon, weightDecay: weightDecay,
                    isDecoupled: isDecoupled, maximize: maximize, correction1: 1 - pow(betas.0, count),
                    correction2Root: (1 - pow(betas.1, count)).squareRoot())
                try memory.device.backend.adamStep(
                    memory, gradient: gradient, mean: means.value(index, like: stand).value,
                    square: squares.value(index, like: stand).value,
                    largest: amsgrad ? try largest.value(index, like: stand).value : nil, options)
            }
        }
    }

    public func stateDict() -> StateDict {
        var state = StateDict()
        for (index, count) in steps.enumerated() { state["\(index).step"] = Tensor(Float(count)) }
        means.save(to: &state)
        squares.save(to: &state)
        largest.save(to: &state)
        return state
    }

    public func load(_ state: StateDict) throws(ApusError) {
        try means.load(from: state, parameters)
        try squares.load(from: state, parameters)
        try largest.load(from: state, parameters)
        for index in steps.indices {
            guard let tensor = state["\(index).step"] else { continue }
            guard tensor.count == 1, tensor.device == .cpu else {
                throw .stateDict(missing: [], unexpected: [], mismatched: ["\(index).step is not one number"])
            }
            steps[index] = Int(Scalar(loading: tensor.value.pointer, as: tensor.dtype).int64Value)
        }
    }
}

/// Adam with weight decay that shrinks the parameters instead of adding to the gradients (Loshchilov and Hutter, 2019,
/// arXiv:1711.05101): `torch.optim.AdamW`.
public final class AdamW: Adam {
    public override init(
        _ parameters: [Tensor], learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
        epsilon: Double = 1e-8, weightDecay: Double = 1e-2, amsgrad: Bool = false, maximize: Bool = false
    ) {
        super.init(
            parameters, learningRate: learningRate, betas: betas, epsilon: epsilon, weightDecay: weightDecay,
            amsgrad: amsgrad, maximize: maximize)
    }

    override var isDecoupled: Bool { true }
}
