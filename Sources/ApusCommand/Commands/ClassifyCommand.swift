// `apus classify`: what images show.

import Apus
import ArgumentParser

struct ClassifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify", abstract: "Tell what images show.",
        discussion: """
            Residual networks take the middle of the image at 224 x 224 pixels, the shorter side scaled to 256, as \
            torchvision prepares it. The network for digits takes light strokes on a dark ground, scaled to 8 x 8.
            """)

    @ArgumentParser.Argument(help: ArgumentHelp("PNG or JPEG files.", valueName: "image")) var images: [String]
    @Option(help: "The safetensors file with the network's parameters, in PyTorch's names.") var model: String
    @Option(help: "The network. (default: what the model file says of itself, else resnet18)")
    var architecture: Architecture?
    @Option(help: "A text file with the name of a class on each line.") var labels: String?
    @Option(help: "How many classes to show.") var top = 5
    @Option(
        help: "Where to compute: cpu or cuda:N.",
        transform: { name in
            do throws(ApusError) {
                return try Device(named: name)
            } catch {
                throw ValidationError(error.description)
            }
        })
    var device: Device = .cpu
    @Flag(help: "Write JSON, one object an image in an array.") var json = false

    func validate() throws {
        if top < 1 { throw ValidationError("--top is \(top); at least 1 is needed") }
    }

    func run() throws {
        _ = try device.backend
        let architecture = try architecture ?? Self.architecture(of: model)
        let names = try labels.map(Files.lines)
        let network = try architecture.load(model, StateDict(contentsOf: model, mapped: true), device: device)
        var results: [(path: String, classes: [RankedClass])] = []
        for path in images {
            let ranked = try rankedClasses(architecture.read(path), network, top: top, device: device)
            if let names, let beyond = ranked.first(where: { $0.index >= names.count }) {
                throw ApusError.file(
                    path: labels!, message: "has \(names.count) lines, no name for class \(beyond.index)")
            }
            results.append((path, ranked))
        }
        print(json ? Self.json(results, names).description : Self.text(results, names))
    }

    /// The architecture that a model file names, else ResNet-18.
    private static func architecture(of path: String) throws(ApusError) -> Architecture {
        guard let name = try SafetensorsFile(path).metadata["architecture"] else { return .resnet18 }
        guard let architecture = Architecture(rawValue: name) else {
            throw .file(path: path, message: "is for the architecture '\(name)', which is unknown; give --architecture")
        }
        return architecture
    }

    private static func text(_ results: [(path: String, classes: [RankedClass])], _ names: [String]?) -> String {
        results.map { path, classes in
            path + "\n"
                + columns(
                    classes.map { best in
                        ["  " + percent(best.probability), "\(best.index)"] + (names.map { [$0[best.index]] } ?? [])
                    })
        }.joined(separator: "\n\n")
    }

    private static func json(_ results: [(path: String, classes: [RankedClass])], _ names: [String]?) -> JSON {
        .array(
            results.map { path, classes in
                .object([
                    ("image", .string(path)),
                    ("classes", .array(classes.map { $0.json(name: names?[$0.index]) })),
                ])
            })
    }
}

/// A class with what the network thinks of it.
struct RankedClass {
    let index: Int
    let logit: Float
    let probability: Double

    func json(name: String?) -> JSON {
        .object(
            [("class", .integer(index))] + (name.map { [("label", .string($0))] } ?? [])
                + [("probability", .number(probability)), ("logit", .number(Double(logit)))])
    }
}

/// The most probable classes of one image [C, H, W]: shared as a tensor, given the axis of a batch, classified without
/// recording, turned into probabilities, and back to an array for the choice of the first.
func rankedClasses(
    _ image: NDArray, _ network: any Layer, top: Int, device: Device = .cpu
) throws(ApusError) -> [RankedClass] {
    let batch = try image.tensor().expandDims(0).to(device: device)
    let logits = noGrad { network(batch) }
    let array = try NDArray(logits.softmax(axis: 1).cpu())[0]
    let best = array.topK(min(top, array.count))
    let values = try logits.cpu().elements(as: Float.self)
    return zip(best.indices.elements(as: Int.self), best.values.elements(as: Double.self)).map { index, probability in
        RankedClass(index: index, logit: values[index], probability: probability)
    }
}
