// The demo's image: a held-out digit as a PNG file, classified through the whole pipeline.

import Apus

#if APUS_BORDER
import ApusVision

extension DemoCommand {
    /// Writes a digit as an image of 64 x 64 RGB pixels, reads it again and classifies it, step by step.
    func classifyImage(_ network: DigitNetwork, _ digits: Digits, _ index: Int) throws {
        let path = "\(output)/digit.png"
        try Image.write(Self.enlarged(digits.images[index]), to: path)

        let decoded = try Image.read(path)
        let grey = try Image.convert(decoded, from: .rgb, to: .grey)
        let small = try Image.resize(grey, height: 8, width: 8, method: .area)
        let scaled = try Image.normalize(small)
        let channels = try Image.channelsFirst(scaled)
        let tensor = channels.tensor()
        let batch = tensor.expandDims(0)
        let logits = noGrad { network(batch) }
        let probabilities = try NDArray(logits.softmax(axis: 1))[0]
        let best = probabilities.topK(3)

        func stage(_ name: String, _ array: some ArrayFace) -> [String] {
            ["  " + name, "\(array.shape)", "\(array.dtype)", "\(array.value.pointer)"]
        }
        print("\n\(path), held-out digit \(index), a \(digits.labels[index].item(as: Int.self)):")
        print(
            columns([
                stage("decoded", decoded), stage("grey", grey), stage("resized", small), stage("scaled to 0...1", scaled),
                stage("channels first", channels), stage("shared as a tensor", tensor), stage("as a batch", batch),
                stage("logits", logits), stage("softmax, as an array", probabilities),
            ]))
        print("top 3:")
        for (digit, probability) in zip(best.indices.elements(as: Int.self), best.values.elements(as: Double.self)) {
            print("  \(digit)  \(percent(probability))")
        }
    }

    /// A digit [8, 8] of 0 to 16 as an image [64, 64, 3] of 0 to 255.
    private static func enlarged(_ digit: NDArray) throws(ApusError) -> NDArray {
        let grey = (digit.astype(.float32) * (255.0 / 16)).round().astype(.uint8)
        let large = try Image.resize(grey, height: 64, width: 64, method: .nearest)
        return try Image.convert(large, from: .grey, to: .rgb)
    }
}
#else
extension DemoCommand {
    /// Says that there are no images in this build.
    func classifyImage(_ network: DigitNetwork, _ digits: Digits, _ index: Int) throws {
        let image = digits.tensors().images[index][0]
        print("\nthis apus was built without images (APUS_BORDER=0): held-out digit \(index), a "
            + "\(digits.labels[index].item(as: Int.self)), from its array; top 3:")
        for best in try rankedClasses(NDArray(image.expandDims(0)), network, top: 3) {
            print("  \(best.index)  \(percent(best.probability))")
        }
    }
}
#endif
