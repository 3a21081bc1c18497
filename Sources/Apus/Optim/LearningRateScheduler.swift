import Glibc

/// What changes the learning rate of an optimizer from epoch to epoch, or from step to step:
/// `torch.optim.lr_scheduler`.
public protocol LearningRateScheduler: AnyObject {
    var optimizer: any Optimizer { get }
    /// How often `step()` was called.
    var stepCount: Int { get }
    /// Goes on to the next learning rate. Call it after the optimizer's step.
    func step()
}

/// A learning rate that is a function of the number of steps: `LambdaLR`, with the rate itself as the function's value.
public class ScheduledLearningRate: LearningRateScheduler {
    public let optimizer: any Optimizer
    public private(set) var stepCount = 0
    private let rate: (Int) -> Double

    /// Sets the learning rate to `rate(0)` now and to `rate(n)` with the n-th step.
    public init(_ optimizer: any Optimizer, rate: @escaping (_ step: Int) -> Double) {
        self.optimizer = optimizer
        self.rate = rate
        optimizer.learningRate = rate(0)
    }

    public func step() {
        stepCount += 1
        optimizer.learningRate = rate(stepCount)
    }
}

/// The learning rate multiplied by γ every few steps: `torch.optim.lr_scheduler.StepLR`.
public final class StepLR: ScheduledLearningRate {
    public init(_ optimizer: any Optimizer, stepSize: Int, gamma: Double = 0.1) {
        precondition(stepSize > 0, "StepLR: a step size of \(stepSize); it must be positive")
        let base = optimizer.learningRate
        super.init(optimizer) { base * pow(gamma, Double($0 / stepSize)) }
    }
}

/// The learning rate going down to `minimum` and up again along a cosine (Loshchilov and Hutter, 2017,
/// arXiv:1608.03983): `torch.optim.lr_scheduler.CosineAnnealingLR`.
public final class CosineAnnealingLR: ScheduledLearningRate {
    public init(_ optimizer: any Optimizer, period: Int, minimum: Double = 0) {
        precondition(period > 0, "CosineAnnealingLR: a period of \(period); it must be positive")
        let base = optimizer.learningRate
        super.init(optimizer) { minimum + (base - minimum) * (1 + cos(.pi * Double($0) / Double(period))) / 2 }
    }
}

/// The learning rate going up to `maximum` for a share of the steps and down again to almost nothing, along cosines (Smith
/// and Topin, 2019, arXiv:1708.07120): `torch.optim.lr_scheduler.OneCycleLR(cycle_momentum=False)`.
public final class OneCycleLR: ScheduledLearningRate {
    /// - Parameters:
    ///   - startShare: the share of the steps in which the rate rises.
    ///   - startDivisor: the first rate is `maximum` divided by this.
    ///   - finalDivisor: the last rate is the first divided by this.
    public init(
        _ optimizer: any Optimizer, maximum: Double, totalSteps: Int, startShare: Double = 0.3, startDivisor: Double = 25,
        finalDivisor: Double = 1e4
    ) {
        precondition(totalSteps > 1, "OneCycleLR: \(totalSteps) steps; there must be at least two")
        precondition((0...1).contains(startShare), "OneCycleLR: a start share of \(startShare); it must be in 0...1")
        let first = maximum / startDivisor, last = first / finalDivisor
        let peak = startShare * Double(totalSteps) - 1, end = Double(totalSteps - 1)
        func along(_ from: Double, _ to: Double, _ share: Double) -> Double { to + (from - to) / 2 * (1 + cos(.pi * share)) }
        super.init(optimizer) { step in
            let place = min(Double(step), end)
            return place <= peak ? along(first, maximum, place / peak) : along(maximum, last, (place - peak) / (end - peak))
        }
    }
}
