// Saving a training and continuing it.

import Apus

/// A training in a safetensors file: the network's tensors under `model.`, the optimizer's under `optimizer.`, the random
/// stream and the order of the running epoch as tensors, all else in the metadata.
enum DigitCheckpoint {
    private static let format = "apus digits training 1"

    /// Where the state of the training is kept whose network is saved at `path`.
    static func path(besides path: String) -> String {
        let stem = path.hasSuffix(".safetensors") ? String(path.dropLast(12)) : path
        return stem + ".training.safetensors"
    }

    /// Saves the state of a training. The file is replaced whole or not at all.
    static func save(_ training: DigitTraining, to path: String) throws(ApusError) {
        var state = StateDict()
        for (name, tensor) in training.network.stateDict() { state["model.\(name)"] = tensor }
        for (name, tensor) in training.optimizer.stateDict() { state["optimizer.\(name)"] = tensor }
        let stream = TensorGenerator.shared.state
        state["stream"] = try Tensor.make(from: stream.words)
        state["order"] = training.order
        var metadata = [
            "format": format, "epoch": "\(training.epoch)", "step": "\(training.step)", "loss": "\(training.lossSum)",
            "samples": "\(training.sampleCount)", "seed": "\(training.plan.seed)",
            "batch_size": "\(training.plan.batchSize)", "learning_rate": "\(training.plan.learningRate)",
            "stream_seed": "\(stream.seed)", "stream_position": "\(stream.position)",
        ]
        metadata["stream_spare"] = stream.spareNormal.map { "\($0)" }
        try state.save(path, metadata: metadata)
    }

    /// The plan that a saved training follows.
    static func plan(_ path: String) throws(ApusError) -> TrainingPlan {
        let fields = try Fields(path)
        return TrainingPlan(
            seed: try fields.value("seed"), batchSize: try fields.value("batch_size"),
            learningRate: try fields.value("learning_rate"))
    }

    /// Puts a training, made by the saved one's plan on the same data, where the saved one was.
    static func load(_ path: String, into training: DigitTraining) throws(ApusError) {
        let fields = try Fields(path)
        guard try fields.value("samples") == training.sampleCount else {
            throw fields.refuse("the training was on other data than the \(training.sampleCount) samples given")
        }
        var model = StateDict(), optimizer = StateDict()
        for (name, tensor) in try Safetensors.load(path) {
            if name.hasPrefix("model.") { model[String(name.dropFirst(6))] = tensor }
            if name.hasPrefix("optimizer.") { optimizer[String(name.dropFirst(10))] = tensor }
            if name == "order" { training.order = try order(tensor, fields, training.sampleCount) }
            if name == "stream" { TensorGenerator.shared.state = try stream(tensor, fields) }
        }
        try training.network.load(model)
        try training.optimizer.load(optimizer)
        training.epoch = try fields.value("epoch")
        training.step = try fields.value("step")
        training.lossSum = try fields.value("loss")
        guard training.epoch >= 0, 0..<training.stepsPerEpoch ~= training.step, (training.step > 0) == (training.order != nil)
        else { throw fields.refuse("says that it stopped after step \(training.step) of epoch \(training.epoch + 1)") }
    }

    private static func order(_ tensor: Tensor, _ fields: Fields, _ count: Int) throws(ApusError) -> Tensor {
        guard tensor.dtype == .int64, tensor.shape == [count],
            Set(tensor.elements(as: Int.self)) == Set(0..<count)
        else { throw fields.refuse("the order of samples is not one of \(count)") }
        return tensor
    }

    private static func stream(_ tensor: Tensor, _ fields: Fields) throws(ApusError) -> TensorGenerator.State {
        guard tensor.dtype == .uint32, tensor.rank == 1,
            let state = TensorGenerator.State(
                seed: try fields.value("stream_seed"), words: tensor.elements(as: UInt32.self),
                position: try fields.value("stream_position"), spareNormal: try fields.optional("stream_spare"))
        else { throw fields.refuse("the state of the random numbers is damaged") }
        return state
    }

    /// The metadata of a saved training.
    private struct Fields {
        let path: String
        let metadata: [String: String]

        init(_ path: String) throws(ApusError) {
            self.path = path
            metadata = try SafetensorsFile(path).metadata
            guard metadata["format"] == format else { throw refuse("not the state of a training") }
        }

        func value<Value: LosslessStringConvertible>(_ name: String) throws(ApusError) -> Value {
            guard let value: Value = try optional(name) else { throw refuse("'\(name)' is missing") }
            return value
        }

        func optional<Value: LosslessStringConvertible>(_ name: String) throws(ApusError) -> Value? {
            guard let text = metadata[name] else { return nil }
            guard let value = Value(text) else { throw refuse("'\(name)' is '\(text)'") }
            return value
        }

        func refuse(_ message: String) -> ApusError { .file(path: path, message: message) }
    }
}
