// Arrays seen as images.

import Apus

/// An array `[height, width, channels]` or `[height, width]` whose memory can be read as rows of
/// interleaved samples. Arrays whose rows are not dense are copied once.
struct ImageOperand {
    let shape: PixelShape
    /// Whether the array has no axis of channels.
    let isFlat: Bool
    private let value: Strided

    var dtype: DType { value.dtype }
    var base: UnsafeMutableRawPointer { value.pointer }
    /// The bytes from one row to the next.
    var rowStride: Int { value.layout.strides[0] * dtype.size }

    init(_ array: NDArray, _ operation: String) throws(ApusError) {
        guard array.rank == 2 || array.rank == 3 else {
            throw .shape(
                operation: operation,
                message: "an image has shape [height, width, channels] or [height, width], not \(array.shape)")
        }
        isFlat = array.rank == 2
        shape = PixelShape(
            height: array.shape[0], width: array.shape[1], channels: isFlat ? 1 : array.shape[2])
        guard shape.height > 0, shape.width > 0, shape.channels > 0 else {
            throw .shape(operation: operation, message: "the image \(array.shape) has no pixels")
        }
        guard array.device == .cpu else {
            throw .device("\(operation): the image is on device \(array.device); bring it to the CPU first")
        }
        let hasDensePixels = shape.channels == 1 || array.strides[2] == 1
        let hasDenseRows = shape.width == 1 || array.strides[1] == shape.channels
        if hasDensePixels, hasDenseRows {
            value = array.value
        } else {
            value = try Strided.empty(array.shape, array.dtype)
            try Device.cpu.backend.copy(array.value, to: value)
        }
    }

    /// A new image of another size or other channels, and of the same rank where that is possible.
    func makeResult(
        height: Int? = nil, width: Int? = nil, channels: Int? = nil, dtype: DType? = nil
    ) throws(ApusError) -> NewImage {
        let channels = channels ?? shape.channels
        return try NewImage(
            shape: PixelShape(height: height ?? shape.height, width: width ?? shape.width, channels: channels),
            dtype: dtype ?? self.dtype, isFlat: isFlat && channels == 1)
    }

    func pixels<Scalar: Sample>(_: Scalar.Type = Scalar.self) -> Pixels<Scalar> {
        Pixels(base: base, shape: shape, rowStride: rowStride)
    }
}

/// A new array that is to be filled with pixels.
struct NewImage {
    let shape: PixelShape
    private let value: Strided

    init(shape: PixelShape, dtype: DType, isFlat: Bool = false) throws(ApusError) {
        self.shape = shape
        let dims: Dims = isFlat ? [shape.height, shape.width] : [shape.height, shape.width, shape.channels]
        value = try Strided.empty(dims, dtype)
    }

    var base: UnsafeMutableRawPointer { value.pointer }
    var array: NDArray { NDArray(value: value) }

    func pixels<Scalar: Sample>(_: Scalar.Type = Scalar.self) -> Pixels<Scalar> {
        Pixels(base: base, shape: shape, rowStride: shape.rowCount * MemoryLayout<Scalar>.size)
    }
}

/// Runs `body` for bands of the rows below `height`, several at the same time. What a band is
/// depends on the sizes alone.
func forEachBand(height: Int, rowCount: Int, _ body: (Range<Int>) -> Void) {
    let samplesPerBand = 1 << 16
    let rowsPerBand = max(4, samplesPerBand / max(rowCount, 1))
    let bands = (height + rowsPerBand - 1) / rowsPerBand
    ThreadPool.shared.run(count: bands) { band in
        body(band * rowsPerBand..<min(height, (band + 1) * rowsPerBand))
    }
}

/// The error for a dtype that images do not have.
func unsupportedSamples(_ dtype: DType, _ operation: String) -> ApusError {
    .dtype(operation: operation, message: "images are uint8, uint16 or float32, not \(dtype); cast first")
}
