// `apus train`: a network for digits, trained with the right to be interrupted.

import Apus
import ArgumentParser

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a network on handwritten digits.",
        discussion: """
            After every epoch, and when interrupted, the network is saved as OUTPUT and all that is needed to go on beside \
            it. A training continued by --resume ends exactly where one without interruption ends.
            """)

    @ArgumentParser.Argument(help: "The digits: an npz file with images (N, 8, 8) of 0 to 16 and labels.") var digits: String
    @Option(help: "How many epochs to train, those before an interruption included.") var epochs: Int
    @Option(name: .shortAndLong, help: "The safetensors file to write the network to.") var output: String
    @Option(help: "How many images a step takes. (default: 64)") var batchSize: Int?
    @Option(help: "The learning rate of Adam. (default: 0.001)") var learningRate: Double?
    @Option(help: "The seed of the initial values and the order of images. (default: 0)") var seed: UInt64?
    @Flag(help: "Go on from where the training that writes to OUTPUT was when it was last saved.") var resume = false

    func validate() throws {
        if epochs < 1 { throw ValidationError("--epochs is \(epochs); at least 1 is needed") }
        if let batchSize, batchSize < 1 { throw ValidationError("--batch-size is \(batchSize); at least 1 is needed") }
        if let rate = learningRate, !(rate > 0 && rate.isFinite) {
            throw ValidationError("--learning-rate is \(rate); a number above 0 is needed")
        }
    }

    func run() throws {
        let digits = try Digits(digits)
        let (images, labels) = digits.tensors()
        let (training, heldOut) = digits.split()
        let statePath = DigitCheckpoint.path(besides: output)
        let run = DigitTraining(
            try plan(statePath), images: images.take(training, axis: 0), labels: labels.take(training))
        if resume { try DigitCheckpoint.load(statePath, into: run) }
        Interruption.watch()
        if !resume { try save(run, statePath) }
        try train(run, statePath)
        run.network.eval()
        let classes = predictions(run.network, images.take(heldOut, axis: 0)).classes
        let share = accuracy(classes, labels.take(heldOut))
        print("\(run.epoch) epochs: \(percent(share)) of \(heldOut.count) held-out digits are right")
    }

    /// The plan of a new training, or of the saved one, with which the options must agree.
    private func plan(_ statePath: String) throws -> TrainingPlan {
        guard resume else {
            return TrainingPlan(seed: seed ?? 0, batchSize: batchSize ?? 64, learningRate: learningRate ?? 1e-3)
        }
        guard Files.exists(statePath) else {
            throw ApusError.file(path: statePath, message: "there is no training to resume; begin one without --resume")
        }
        let plan = try DigitCheckpoint.plan(statePath)
        let given = TrainingPlan(
            seed: seed ?? plan.seed, batchSize: batchSize ?? plan.batchSize,
            learningRate: learningRate ?? plan.learningRate)
        guard given == plan else {
            throw ValidationError(
                "the training to resume has --seed \(plan.seed) --batch-size \(plan.batchSize) "
                    + "--learning-rate \(plan.learningRate); leave these options out")
        }
        return plan
    }

    private func train(_ run: DigitTraining, _ statePath: String) throws {
        let total = epochs * run.stepsPerEpoch
        let bar = ProgressBar(total: total, label: "training")
        bar.advance(by: min(run.epoch * run.stepsPerEpoch + run.step, total))
        while run.epoch < epochs {
            let loss = run.advance()
            bar.advance(message: loss.map { "epoch \(run.epoch), loss \(fixed($0, 4))" })
            if loss != nil || Interruption.hasCome { try save(run, statePath) }
            if Interruption.hasCome {
                bar.finish()
                warn("interrupted in epoch \(run.epoch + 1) after \(run.step) steps; saved, go on with --resume")
                throw Interruption.exitCode
            }
        }
        bar.finish()
    }

    private func save(_ run: DigitTraining, _ statePath: String) throws(ApusError) {
        try DigitCheckpoint.save(run, to: statePath)
        try run.network.stateDict().save(output, metadata: ["format": "pt", "architecture": "digits"])
    }
}
