// Turning samples into the numbers that networks take.

import Apus

extension Image {
    /// The means of ImageNet's red, green and blue, on a scale of 0 to 1, that torchvision's models expect.
    public static let imageNetMean: [Float] = [0.485, 0.456, 0.406]
    /// The standard deviations that belong to `imageNetMean`.
    public static let imageNetStandardDeviation: [Float] = [0.229, 0.224, 0.225]

    /// Scales samples to 0...1, subtracts a mean and divides by a standard deviation for each
    /// channel: `[H, W, C]` of any image dtype to `[H, W, C]` of `float32`.
    ///
    /// `uint8` is divided by 255 and `uint16` by 65535; `float32` is taken as it is. Each step is
    /// rounded to single precision, as torchvision's `to_tensor` and `normalize` do, so that the
    /// results are the same. The default mean 0 and deviation 1 only scale.
    ///
    /// - Parameters:
    ///   - mean: One number, or one for each channel.
    ///   - standardDeviation: One number, or one for each channel; none of them 0.
    public static func normalize(
        _ image: NDArray, mean: [Float] = [0], standardDeviation: [Float] = [1]
    ) throws(ApusError) -> NDArray {
        let operand = try ImageOperand(image, "normalize")
        let channels = operand.shape.channels
        let mean = try perChannel(mean, channels, "mean")
        let deviation = try perChannel(standardDeviation, channels, "standard deviation")
        guard !deviation.contains(0) else {
            throw .argument(operation: "normalize", message: "a standard deviation is 0")
        }
        let result = try operand.makeResult(dtype: .float32)
        func run<Scalar: Sample>(_: Scalar.Type) {
            let pixels: (Pixels<Scalar>, Pixels<Float>) = (operand.pixels(), result.pixels())
            forEachBand(height: operand.shape.height, rowCount: operand.shape.rowCount) { rows in
                normalizeRows(pixels.0, to: pixels.1, mean: mean, deviation: deviation, rows: rows)
            }
        }
        switch operand.dtype {
        case .uint8: run(UInt8.self)
        case .uint16: run(UInt16.self)
        case .float32: run(Float.self)
        default: throw unsupportedSamples(operand.dtype, "normalize")
        }
        return result.array
    }

    private static func perChannel(
        _ values: [Float], _ channels: Int, _ name: String
    ) throws(ApusError) -> [Float] {
        if values.count == 1 { return [Float](repeating: values[0], count: channels) }
        guard values.count == channels else {
            throw .argument(
                operation: "normalize",
                message: "the \(name) has \(values.count) numbers for \(channels) channels")
        }
        return values
    }
}

/// (sample / opaque - mean) / deviation for every sample of `rows`.
private func normalizeRows<Scalar: Sample>(
    _ source: Pixels<Scalar>, to target: Pixels<Float>, mean: [Float], deviation: [Float], rows: Range<Int>
) {
    let channels = source.shape.channels
    let divisor = Scalar.opaque.float
    mean.withUnsafeBufferPointer { mean in
        deviation.withUnsafeBufferPointer { deviation in
            for y in rows {
                var input = source.row(y)
                var output = target.row(y)
                for _ in 0..<source.shape.width {
                    for channel in 0..<channels {
                        output[channel] = (input[channel].float / divisor - mean[channel]) / deviation[channel]
                    }
                    input += channels
                    output += channels
                }
            }
        }
    }
}
