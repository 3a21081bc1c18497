// Changing an image's size.

import Apus

extension Image {
    /// Resamples an image to `height` x `width`: `[H, W, C]` to `[height, width, C]` of the same
    /// dtype, for any number of channels.
    ///
    /// Without `antialias` the methods are OpenCV's. On `uint8`, nearest and area agree with
    /// `cv2.resize` exactly, bilinear too for 1, 3 and 4 channels, bicubic within 1. On `uint16`
    /// and `float32`, positions are computed in double precision, which OpenCV does for some
    /// numbers of channels only. Integers are rounded to even and saturated; floats are not
    /// limited to the range of the input, which bicubic can leave.
    ///
    /// With `antialias`, bilinear and bicubic (then with a = -1/2) widen their kernels where an
    /// axis shrinks, as `PIL.Image.resize` does, whose results `uint8` gives to the last bit, and as
    /// torchvision's `resize(antialias=True)` does. Nearest and area ignore it.
    ///
    /// Channels are independent: alpha does not weight the colours.
    public static func resize(
        _ image: NDArray, height: Int, width: Int, method: ResizeMethod = .bilinear, antialias: Bool = false
    ) throws(ApusError) -> NDArray {
        guard height > 0, width > 0 else {
            throw .argument(operation: "resize", message: "the new size \(height) x \(width) is not positive")
        }
        let operand = try ImageOperand(image, "resize")
        let result = try operand.makeResult(height: height, width: width)
        func run<Scalar: Sample>(_ scalar: Scalar.Type) {
            let plan = ResizePlan(
                scalar, from: operand.shape, to: result.shape, method: method, antialias: antialias)
            let pixels: (Pixels<Scalar>, Pixels<Scalar>) = (operand.pixels(), result.pixels())
            forEachBand(height: height, rowCount: result.shape.rowCount) { rows in
                plan.run(pixels.0, to: pixels.1, rows: rows)
            }
        }
        switch operand.dtype {
        case .uint8: run(UInt8.self)
        case .uint16: run(UInt16.self)
        case .float32: run(Float.self)
        default: throw unsupportedSamples(operand.dtype, "resize")
        }
        return result.array
    }

    /// Resamples an image so that its shorter side has `shortSide` pixels and the longer one keeps
    /// the proportion, rounded down: torchvision's `Resize` with one number.
    public static func resize(
        _ image: NDArray, shortSide: Int, method: ResizeMethod = .bilinear, antialias: Bool = false
    ) throws(ApusError) -> NDArray {
        let shape = try ImageOperand(image, "resize").shape
        guard shortSide > 0 else {
            throw .argument(operation: "resize", message: "the new side \(shortSide) is not positive")
        }
        let short = min(shape.height, shape.width), long = max(shape.height, shape.width)
        let (product, overflows) = shortSide.multipliedReportingOverflow(by: long)
        guard !overflows else {
            throw .argument(operation: "resize", message: "the new side \(shortSide) is too long")
        }
        let longSide = product / short
        return try shape.height <= shape.width
            ? resize(image, height: shortSide, width: longSide, method: method, antialias: antialias)
            : resize(image, height: longSide, width: shortSide, method: method, antialias: antialias)
    }
}
