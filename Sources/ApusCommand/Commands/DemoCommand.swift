// `apus demo`: from a file of digits to a trained network, a classified image and shared memory.

import Apus
import ApusFrame
import ArgumentParser

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Train on handwritten digits, classify an image of one, and show shared memory.")

    @Option(name: .shortAndLong, help: "The directory to write to; made if it is not there.") var output = "apus-demo"
    @Option(help: "The digits, digits.npz, or its directory. (default: APUS_DATA, else Examples/Data)")
    var data: String?
    @Option(help: "The seed of the initial values and the order of images.") var seed: UInt64 = 0
    @Option(help: "How often to go through the training images.") var epochs = 20

    func validate() throws {
        if epochs < 1 { throw ValidationError("--epochs is \(epochs); at least 1 is needed") }
    }

    func run() throws {
        let path = try Digits.locate(data)
        let digits = try Digits(path)
        let (training, heldOut) = digits.split()
        try Files.makeDirectory(output)
        print("\(digits.count) digits from \(path): \(training.count) to train with, \(heldOut.count) held out")
        let network = try train(digits, training)
        try evaluate(network, digits, heldOut)
        try classifyImage(network, digits, heldOut[0].item(as: Int.self))
        try shareMemory()
    }

    private func train(_ digits: Digits, _ positions: Tensor) throws -> DigitNetwork {
        let (images, labels) = digits.tensors()
        let plan = TrainingPlan(seed: seed, learningRate: 5e-3, decayEpochs: epochs)
        let run = DigitTraining(plan, images: images.take(positions, axis: 0), labels: labels.take(positions))
        let parameters = run.network.parameters().reduce(0) { $0 + $1.count }
        print("network: two convolutions and two dense layers, \(parameters) parameters")
        let start = Clock.now
        let bar = ProgressBar(total: epochs * run.stepsPerEpoch, label: "training")
        Interruption.watch()
        while run.epoch < epochs {
            let loss = run.advance()
            bar.advance(message: loss.map { "epoch \(run.epoch), loss \(fixed($0, 4))" })
            if Interruption.hasCome { throw Interruption.exitCode }
        }
        bar.finish()
        print("first step after \(fixed(start * 1000, 1)) ms, \(epochs) epochs in \(fixed(Clock.now - start, 2)) s")
        return run.network.eval()
    }

    private func evaluate(_ network: DigitNetwork, _ digits: Digits, _ heldOut: Tensor) throws {
        let (images, labels) = digits.tensors()
        let truth = labels.take(heldOut)
        let (classes, probabilities) = predictions(network, images.take(heldOut, axis: 0))
        print("accuracy on the held-out digits: \(percent(accuracy(classes, truth)))")

        try network.stateDict().save(
            "\(output)/model.safetensors", metadata: ["format": "pt", "architecture": "digits"])
        try CSV.write(
            [
                "digit": NDArray(heldOut), "label": NDArray(truth), "prediction": NDArray(classes),
                "probability": NDArray(probabilities),
            ], to: "\(output)/predictions.csv")
        let confusion = NDArray.zeros([100], dtype: .int64)
            .scatterAdd(axis: 0, indices: try NDArray(truth * 10 + classes), NDArray.ones([heldOut.count], dtype: .int64))
            .reshape(10, 10)
        try confusion.save("\(output)/confusion.npy")
        print("confusion matrix, a row for each digit, a column for each answer:\n\(confusion)")
        print("wrote \(output)/model.safetensors, predictions.csv and confusion.npy")
    }

    /// A zero array and the tensor that shares its memory, before and after a write to either.
    private func shareMemory() throws {
        let array = NDArray.zeros([2, 2], dtype: .float32)
        let tensor = array.tensor()
        func show(_ title: String) {
            print("\(title)\n  array at \(array.value.pointer):\n\(array)\n  tensor at \(tensor.value.pointer):\n\(tensor)")
        }
        print("\nan array and a tensor share one memory: \(array.value.pointer == tensor.value.pointer)")
        tensor[0, 0] = 1
        show("after writing 1 at [0, 0] of the tensor:")
        array[1, 1] = 2
        show("after writing 2 at [1, 1] of the array:")
    }
}
