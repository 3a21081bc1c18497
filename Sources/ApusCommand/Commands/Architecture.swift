// The networks that `apus classify` knows, and how each takes its images.

import Apus
import ArgumentParser

#if APUS_BORDER
import ApusVision
#endif

enum Architecture: String, CaseIterable, ExpressibleByArgument {
    case resnet18, resnet34, resnet50, digits

    /// The network with the parameters of a safetensors file, in evaluation mode.
    func load(_ path: String, _ state: StateDict, device: Device) throws(ApusError) -> any Layer {
        let network: any Layer
        switch self {
        case .digits: network = DigitNetwork()
        #if APUS_BORDER
        case .resnet18: network = ResNet.resnet18(classes: try classes(path, state))
        case .resnet34: network = ResNet.resnet34(classes: try classes(path, state))
        case .resnet50: network = ResNet.resnet50(classes: try classes(path, state))
        #else
        default: throw .argument(operation: rawValue, message: "this apus was built without images (APUS_BORDER=0)")
        #endif
        }
        try network.load(state)
        return try network.eval().to(device: device)
    }

    /// How many classes the last layer of a residual network tells apart.
    private func classes(_ path: String, _ state: StateDict) throws(ApusError) -> Int {
        guard let weight = state["fc.weight"], weight.rank == 2, weight.shape[0] > 0 else {
            throw .file(path: path, message: "holds no parameters of a \(rawValue): fc.weight (classes, features) is missing")
        }
        return weight.shape[0]
    }

    #if APUS_BORDER
    /// An image file as an array in the order [C, H, W] that the network takes.
    func read(_ path: String) throws(ApusError) -> NDArray {
        switch self {
        case .digits:
            let image = try Image.read(path, color: .grey)
            return try Image.channelsFirst(Image.normalize(Image.resize(image, height: 8, width: 8, method: .area)))
        case .resnet18, .resnet34, .resnet50:
            let image = try Image.resize(Image.read(path, color: .rgb), shortSide: 256, antialias: true)
            let middle = try Image.centerCrop(image, height: 224, width: 224)
            return try Image.channelsFirst(
                Image.normalize(
                    middle, mean: Image.imageNetMean, standardDeviation: Image.imageNetStandardDeviation))
        }
    }
    #else
    func read(_ path: String) throws(ApusError) -> NDArray {
        guard let kind = try ImageKind(path) else { throw .file(path: path, message: "neither a PNG nor a JPEG file") }
        throw kind.unsupported(path)
    }
    #endif
}
