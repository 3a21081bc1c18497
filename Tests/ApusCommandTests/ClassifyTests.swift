import Apus
import ApusVision
import Foundation
import Testing

struct ClassifyTests {
    @Test func refusesWrongInputs() throws {
        let folder = try Folder()
        try Safetensors.save(["w": Tensor.zeros([5])], to: folder["w.safetensors"])
        try folder.write("text", to: "text")
        let cat = example("cat.png")
        func failure(_ arguments: String...) throws -> (Int32, String) {
            let outcome = try ProgramRun(["classify"] + arguments, in: folder.path).wait()
            #expect(outcome.output == "")
            return (outcome.status, outcome.errors)
        }
        var (status, errors) = try failure(cat, "--model", "none.safetensors")
        #expect(status == 1 && errors.contains("none.safetensors: cannot open"))
        (status, errors) = try failure(cat, "--model", "text")
        #expect(status == 1 && errors.contains("not a safetensors file"))
        (status, errors) = try failure(cat, "--model", "w.safetensors")
        #expect(status == 1 && errors.contains("fc.weight"))
        (status, errors) = try failure(cat, "--model", "w.safetensors", "--architecture", "digits")
        #expect(status == 1 && errors.contains("missing keys: conv1.weight") && errors.contains("unexpected keys: w"))
        (status, errors) = try failure(cat, "--model", "w.safetensors", "--device", "cuda")
        #expect(status == 1 && errors.contains("CUDA"))
        (status, errors) = try failure(cat, "--model", "w.safetensors", "--device", "tpu")
        #expect(status == 64 && errors.contains("'tpu' names no device"))
        (status, errors) = try failure(cat, "--model", "w.safetensors", "--architecture", "vgg")
        #expect(status == 64 && errors.contains("resnet18"))
        (status, _) = try failure(cat, "--model", "w.safetensors", "--top", "0")
        #expect(status == 64)
        (status, _) = try failure(cat)
        #expect(status == 64)
    }

    @Test func residualNetworkWithLabels() throws {
        let folder = try Folder()
        let model = TensorGenerator.withShared(TensorGenerator(seed: 7)) { ResNet.resnet18(classes: 4).eval() }
        try model.stateDict().save(folder["net.safetensors"])
        try folder.write("ant\nbee\r\ncat\ndog \"x\"", to: "labels")
        let files = [example("cat.png"), example("rocket.jpg")]
        let outcome = try ProgramRun(
            ["classify"] + files + ["--model", "net.safetensors", "--labels", "labels", "--json"], in: folder.path).wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let results = try #require(try parsed(outcome.output) as? [[String: Any]])
        #expect(results.map { $0["image"] as? String } == files)
        for (file, result) in zip(files, results) {
            let classes = try #require(result["classes"] as? [[String: Any]])
            #expect(classes.count == 4)
            let input = try imageNetInput(file).expandDims(0)
            let expected = noGrad { model(input) }[0].elements(as: Double.self)
            var sum = 0.0
            for entry in classes {
                let index = try #require(entry["class"] as? Int)
                #expect(entry["label"] as? String == ["ant", "bee", "cat", "dog \"x\""][index])
                #expect(abs(try #require(entry["logit"] as? Double) - expected[index]) < 1e-5)
                sum += try #require(entry["probability"] as? Double)
            }
            #expect(abs(sum - 1) < 1e-5)
            let probabilities = classes.compactMap { $0["probability"] as? Double }
            #expect(probabilities == probabilities.sorted(by: >))
        }
        try folder.write("ant", to: "labels")
        let short = try ProgramRun(
            ["classify"] + files + ["--model", "net.safetensors", "--labels", "labels"], in: folder.path).wait()
        #expect(short.status == 1 && short.errors.contains("has 1 lines"))
    }

    private func imageNetInput(_ path: String) throws -> Tensor {
        let image = try Image.resize(Image.read(path, color: .rgb), shortSide: 256, antialias: true)
        let middle = try Image.centerCrop(image, height: 224, width: 224)
        return try Image.channelsFirst(
            Image.normalize(middle, mean: Image.imageNetMean, standardDeviation: Image.imageNetStandardDeviation)).tensor()
    }
}
