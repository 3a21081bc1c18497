/// A module that compares predictions with targets.
public protocol Loss: Module {
    func callAsFunction(_ x: Tensor, _ target: Tensor) -> Tensor
}

/// `crossEntropy` as a module: `torch.nn.CrossEntropyLoss`.
public final class CrossEntropyLoss: Module, Loss {
    @Buffer public var weight: Tensor?
    public let ignoreIndex: Int
    public let reduction: LossReduction
    public let labelSmoothing: Double

    public init(
        weight: Tensor? = nil, ignoreIndex: Int = -100, reduction: LossReduction = .mean, labelSmoothing: Double = 0
    ) {
        self.weight = weight
        self.ignoreIndex = ignoreIndex
        self.reduction = reduction
        self.labelSmoothing = labelSmoothing
    }

    public func callAsFunction(_ x: Tensor, _ target: Tensor) -> Tensor {
        x.crossEntropy(
            target, weight: weight, ignoreIndex: ignoreIndex, reduction: reduction, labelSmoothing: labelSmoothing)
    }
}

/// `nllLoss` as a module: `torch.nn.NLLLoss`.
public final class NLLLoss: Module, Loss {
    @Buffer public var weight: Tensor?
    public let ignoreIndex: Int
    public let reduction: LossReduction

    public init(weight: Tensor? = nil, ignoreIndex: Int = -100, reduction: LossReduction = .mean) {
        self.weight = weight
        self.ignoreIndex = ignoreIndex
        self.reduction = reduction
    }

    public func callAsFunction(_ x: Tensor, _ target: Tensor) -> Tensor {
        x.nllLoss(target, weight: weight, ignoreIndex: ignoreIndex, reduction: reduction)
    }
}

/// `mseLoss` as a module: `torch.nn.MSELoss`.
public final class MSELoss: Module, Loss {
    public let reduction: LossReduction

    public init(reduction: LossReduction = .mean) { self.reduction = reduction }

    public func callAsFunction(_ x: Tensor, _ target: Tensor) -> Tensor { x.mseLoss(target, reduction: reduction) }
}

/// `l1Loss` as a module: `torch.nn.L1Loss`.
public final class L1Loss: Module, Loss {
    public let reduction: LossReduction

    public init(reduction: LossReduction = .mean) { self.reduction = reduction }

    public func callAsFunction(_ x: Tensor, _ target: Tensor) -> Tensor { x.l1Loss(target, reduction: reduction) }
}

/// `smoothL1Loss` as a module: `torch.nn.SmoothL1Loss`.
public final class SmoothL1Loss: Module, Loss {
    public let beta: Double
    public let reduction: LossReduction

    public init(beta: Double = 1, reduction: LossReduction = .mean) {
        self.beta = beta
        self.reduction = reduction
    }

    public func callAsFunction(_ x: Tensor, _ target: Tensor) -> Tensor {
        x.smoothL1Loss(target, beta: beta, reduction: reduction)
    }
}

/// `huberLoss` as a module: `torch.nn.HuberLoss`.
public final class HuberLoss: Module, Loss {
    public let delta: Double
    public let reduction: LossReduction

    public init(delta: Double = 1, reduction: LossReduction = .mean) {
        self.delta = delta
        self.reduction = reduction
    }

    public func callAsFunction(_ x: Tensor, _ target: Tensor) -> Tensor {
        x.huberLoss(target, delta: delta, reduction: reduction)
    }
}

/// `binaryCrossEntropy` as a module: `torch.nn.BCELoss`.
public final class BCELoss: Module, Loss {
    @Buffer public var weight: Tensor?
    public let reduction: LossReduction

    public init(weight: Tensor? = nil, reduction: LossReduction = .mean) {
        self.weight = weight
        self.reduction = reduction
    }

    public func callAsFunction(_ x: Tensor, _ target: Tensor) -> Tensor {
        x.binaryCrossEntropy(target, weight: weight, reduction: reduction)
    }
}

/// `binaryCrossEntropyWithLogits` as a module: `torch.nn.BCEWithLogitsLoss`.
public final class BCEWithLogitsLoss: Module, Loss {
    @Buffer public var weight: Tensor?
    @Buffer public var posWeight: Tensor?
    public let reduction: LossReduction

    public init(weight: Tensor? = nil, posWeight: Tensor? = nil, reduction: LossReduction = .mean) {
        self.weight = weight
        self.posWeight = posWeight
        self.reduction = reduction
    }

    public func callAsFunction(_ x: Tensor, _ target: Tensor) -> Tensor {
        x.binaryCrossEntropyWithLogits(target, weight: weight, posWeight: posWeight, reduction: reduction)
    }
}
