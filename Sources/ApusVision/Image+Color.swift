// Conversion of colours and treatment of alpha.

import Apus

extension Image {
    /// Converts between orders of channels: `[H, W, source.channels]` to `[H, W, target.channels]`
    /// of the same dtype.
    ///
    /// Grey is BT.601's luminance, 0.299 R + 0.587 G + 0.114 B, for integers in the 15-bit fixed
    /// point of OpenCV, with the same results. Alpha is kept where both have it, dropped where the
    /// target has none (see `composite` for blending), and opaque where the source has none: the
    /// largest integer, or 1. The counterpart of `cv2.cvtColor`.
    public static func convert(
        _ image: NDArray, from source: ColorOrder, to target: ColorOrder
    ) throws(ApusError) -> NDArray {
        let operand = try ImageOperand(image, "convert")
        guard operand.shape.channels == source.channels else {
            throw .shape(
                operation: "convert",
                message: "\(source) has \(source.channels) channels, the image has \(operand.shape.channels)")
        }
        let result = try operand.makeResult(channels: target.channels)
        func run<Scalar: Sample>(_: Scalar.Type) {
            let pixels: (Pixels<Scalar>, Pixels<Scalar>) = (operand.pixels(), result.pixels())
            forEachBand(height: operand.shape.height, rowCount: operand.shape.rowCount) { rows in
                convertColor(pixels.0, source, to: pixels.1, target, rows: rows)
            }
        }
        switch operand.dtype {
        case .uint8: run(UInt8.self)
        case .uint16: run(UInt16.self)
        case .float32: run(Float.self)
        default: throw unsupportedSamples(operand.dtype, "convert")
        }
        return result.array
    }

    /// Blends an image with alpha over a background of one colour: `[H, W, 2]` to `[H, W, 1]` or
    /// `[H, W, 4]` to `[H, W, 3]`. The alpha is the last channel and not premultiplied.
    ///
    /// - Parameter background: One number for each colour, on the scale of the image's samples.
    ///
    /// Integers are rounded to the nearest, as by Pillow's `alpha_composite` over an opaque image.
    public static func composite(_ image: NDArray, over background: [Float]) throws(ApusError) -> NDArray {
        let operand = try ImageOperand(image, "composite")
        let channels = operand.shape.channels
        guard channels == 2 || channels == 4 else {
            throw .shape(
                operation: "composite",
                message: "an image with alpha has 2 or 4 channels, not \(channels)")
        }
        guard background.count == channels - 1 else {
            throw .argument(
                operation: "composite",
                message: "the background needs \(channels - 1) numbers, not \(background.count)")
        }
        guard !background.contains(where: \.isNaN) else {
            throw .argument(operation: "composite", message: "the background is not a number")
        }
        guard [.uint8, .uint16, .float32].contains(operand.dtype) else {
            throw unsupportedSamples(operand.dtype, "composite")
        }
        let result = try operand.makeResult(channels: channels - 1)
        forEachBand(height: operand.shape.height, rowCount: operand.shape.rowCount) { rows in
            switch operand.dtype {
            case .uint8:
                compositeRows(
                    operand.pixels(), over: background.map(UInt8.init(saturating:)), to: result.pixels(), rows: rows)
            case .uint16:
                compositeRows(
                    operand.pixels(), over: background.map(UInt16.init(saturating:)), to: result.pixels(), rows: rows)
            default:
                compositeRows(operand.pixels(), over: background, to: result.pixels(), rows: rows)
            }
        }
        return result.array
    }
}
