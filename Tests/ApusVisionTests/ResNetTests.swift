// Residual networks against torchvision's, whose weights Apus draws itself.

import Apus
import Testing

@testable import ApusVision

/// What `Tests/Oracle/make_resnet_goldens.py` wrote.
private struct ResNetGoldens {
    let file: SafetensorsFile

    init() throws { file = try SafetensorsFile(Goldens.folder + "resnet.safetensors") }

    func numbers(_ name: String) throws -> [Double] { try file.tensor(name).elements(as: Double.self) }

    /// "name shape" of every tensor of a network, in order.
    func names(_ network: String) throws -> [String] {
        try #require(file.metadata[network]).split(separator: ";").map(String.init)
    }
}

@Suite struct ResNetTests {
    private let folder = String(Goldens.folder.dropLast("Tests/ApusVisionTests/Goldens/".count)) + "Examples/Data/"

    /// The photographs as torchvision prepares them.
    private func batch(_ size: Int, crop: Int) throws -> Tensor {
        let images = try ["cat.png", "rocket.jpg"].map { name in
            let image = try Image.resize(Image.read(folder + name, color: .rgb), shortSide: size, antialias: true)
            let middle = try Image.centerCrop(image, height: crop, width: crop)
            return try Image.channelsFirst(
                Image.normalize(middle, mean: Image.imageNetMean, standardDeviation: Image.imageNetStandardDeviation)).tensor()
        }
        return .stack(images)
    }

    @Test(arguments: ["resnet18", "resnet34", "resnet50"])
    func parametersAndLogitsAreTorchvisions(name: String) throws {
        let goldens = try ResNetGoldens()
        let model = TensorGenerator.withShared(TensorGenerator(seed: 7)) {
            switch name {
            case "resnet18": ResNet.resnet18()
            case "resnet34": ResNet.resnet34()
            default: ResNet.resnet50()
            }
        }
        let state = model.eval().stateDict()
        #expect(state.map { "\($0.name) \(Array($0.tensor.shape))" } == (try goldens.names(name)))
        let (sums, magnitudes) = (try goldens.numbers("\(name).sums"), try goldens.numbers("\(name).magnitudes"))
        for (index, (name, tensor)) in state.enumerated() {
            let values = tensor.astype(.float64)
            let bound = 1e-12 * magnitudes[index]
            #expect(abs(values.sum().item(as: Double.self) - sums[index]) <= bound, "\(name)")
            #expect(abs(values.abs().sum().item(as: Double.self) - magnitudes[index]) <= bound, "\(name)")
        }
        let images = try name == "resnet18" ? batch(256, crop: 224) : batch(72, crop: 64)
        let logits = noGrad { model(images) }
        #expect(logits.shape == [2, 1000])
        let expected = try goldens.numbers("\(name).logits")
        // ResNet-18's are below 4; those of the deeper networks without training are up to 30, with errors in proportion.
        let scale = max(1, expected.map(abs).max()! / 4)
        let difference = zip(logits.elements(as: Double.self), expected).map { abs($0 - $1) }.max()!
        #expect(difference <= 1e-4 * scale)
    }

    @Test func aTrainingStepIsTorchvisions() throws {
        let goldens = try ResNetGoldens()
        let model = TensorGenerator.withShared(TensorGenerator(seed: 7)) { ResNet.resnet18(classes: 10).train() }
        let logits = model(try batch(72, crop: 64))
        let loss = logits.crossEntropy(Tensor([3, 7]))
        loss.backward()
        func check(_ tensor: Tensor, _ name: String, tolerance: Double) throws {
            let expected = try goldens.numbers(name)
            for (a, b) in zip(tensor.elements(as: Double.self), expected) { #expect(abs(a - b) <= tolerance * max(1, abs(b))) }
            #expect(tensor.count == expected.count)
        }
        try check(logits, "training.logits", tolerance: 1e-4)
        try check(loss, "training.loss", tolerance: 1e-5)
        let state = model.stateDict()
        try check(try #require(state["bn1.running_mean"]), "training.running_mean", tolerance: 1e-6)
        try check(try #require(state["bn1.running_var"]), "training.running_var", tolerance: 1e-6)
        let gradients = Dictionary(uniqueKeysWithValues: model.namedParameters().map { ($0.name, $0.parameter.grad) })
        let expected = try goldens.numbers("training.gradients")
        for (name, sum) in zip(try goldens.names("training.gradients"), expected) {
            let gradient = try #require(gradients[name] ?? nil)
            let magnitude = gradient.astype(.float64).abs().sum().item(as: Double.self)
            #expect(abs(magnitude - sum) <= 1e-3 * max(1, sum), "\(name): \(magnitude), expected \(sum)")
        }
    }

    @Test func strictLoadingNamesWhatDoesNotFit() throws {
        let model = ResNet.resnet18(classes: 3)
        var state = ResNet.resnet34(classes: 3).stateDict()
        state["fc.bias"] = nil
        do {
            try model.load(state)
            Issue.record("loaded another network's state")
        } catch .stateDict(let missing, let unexpected, let mismatched) {
            #expect(missing == ["fc.bias"])
            #expect(unexpected.contains("layer1.2.conv1.weight") && unexpected.count == 96)
            #expect(mismatched == [])
        }
    }
}
