// The networks that `apus classify` knows, and how each takes its images.

import Apus
import ArgumentParser

#if APUS_BORDER
import ApusVision
#endif

enum Architecture: String, CaseIterable, ExpressibleByArgument {
    case digits

    /// The network with the parameters of a safetensors file, in evaluation mode.
    func load(_ path: String, _ state: StateDict, device: Device) throws(ApusError) -> any Layer {
        let network: any Layer
        switch self {
        case .digits: network = DigitNetwork()
        }
        try network.load(state)
        return try network.eval().to(device: device)
    }

    #if APUS_BORDER
    /// An image file as an array in the order [C, H, W] that the network takes.
    func read(_ path: String) throws(ApusError) -> NDArray {
        switch self {
        case .digits:
            let image = try Image.read(path, color: .grey)
            return try Image.channelsFirst(Image.normalize(Image.resize(image, height: 8, width: 8, method: .area)))
        }
    }
    #else
    func read(_ path: String) throws(ApusError) -> NDArray {
        guard let kind = try ImageKind(path) else { throw .file(path: path, message: "neither a PNG nor a JPEG file") }
        throw kind.unsupported(path)
    }
    #endif
}
