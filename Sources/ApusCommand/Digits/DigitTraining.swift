// Training the network for digits, step by step.

import Apus

/// What decides, with the data, how a training goes.
struct TrainingPlan: Equatable {
    var seed: UInt64 = 0
    var batchSize = 64
    var learningRate = 1e-3
    /// The number of epochs over which the learning rate falls to 0, if it does.
    var decayEpochs: Int?
}

/// A training of `DigitNetwork` with Adam that can be stopped after any step, saved, and continued as if it had not been.
final class DigitTraining {
    let plan: TrainingPlan
    let network: DigitNetwork
    let optimizer: Adam
    private let images: Tensor
    private let labels: Tensor

    /// How many epochs are complete.
    var epoch = 0
    /// How many steps of the epoch after them.
    var step = 0
    /// The order of the samples in that epoch; nil before its first step.
    var order: Tensor?
    /// The sum of the losses of its steps.
    var lossSum = 0.0

    /// Begins a training on images [N, 1, 8, 8] and labels [N].
    init(_ plan: TrainingPlan, images: Tensor, labels: Tensor) {
        self.plan = plan
        self.images = images
        self.labels = labels
        Tensor.manualSeed(plan.seed)
        network = DigitNetwork().train()
        optimizer = Adam(network.parameters(), learningRate: plan.learningRate)
    }

    var sampleCount: Int { images.shape[0] }
    var stepsPerEpoch: Int { (sampleCount + plan.batchSize - 1) / plan.batchSize }

    /// Trains on one batch. Returns the mean loss of the epoch if this was its last step.
    @discardableResult
    func advance() -> Double? {
        let order = order ?? Tensor.randperm(sampleCount)
        self.order = order
        let start = step * plan.batchSize
        let batch = order[start..<min(start + plan.batchSize, sampleCount)]
        let logits = network(images.take(batch, axis: 0))
        let loss = logits.crossEntropy(labels.take(batch))
        optimizer.zeroGrad()
        loss.backward()
        if let epochs = plan.decayEpochs {
            let share = Double(epoch * stepsPerEpoch + step) / Double(epochs * stepsPerEpoch)
            optimizer.learningRate = plan.learningRate * max(0, 1 - share)
        }
        optimizer.step()
        lossSum += Double(loss.item(as: Float.self))
        step += 1
        guard step == stepsPerEpoch else { return nil }
        let mean = lossSum / Double(step)
        epoch += 1
        (step, self.order, lossSum) = (0, nil, 0)
        return mean
    }
}

/// The classes of images [N, 1, 8, 8] and their probabilities, [N] each.
func predictions(_ network: DigitNetwork, _ images: Tensor) -> (classes: Tensor, probabilities: Tensor) {
    noGrad {
        let best = network(images).softmax(axis: 1).topK(1, axis: 1)
        return (best.indices.squeeze(1), best.values.squeeze(1))
    }
}

/// The share of equal elements.
func accuracy(_ classes: Tensor, _ labels: Tensor) -> Double {
    (classes .== labels).astype(.float64).mean().item(as: Double.self)
}
