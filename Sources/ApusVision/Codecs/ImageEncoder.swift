// Encoding of pixels as PNG and JPEG bytes.

import Apus
import CApusCodecs

/// How an image is written.
public enum ImageFormat: Sendable, Equatable {
    /// PNG with zlib's compression level, 0 (none) to 9 (smallest).
    case png(level: Int)
    /// Baseline JPEG with a quality of 1 to 100; colour is kept at half the resolution.
    case jpeg(quality: Int)

    /// PNG with zlib's default level, 6.
    public static var png: ImageFormat { .png(level: 6) }
    /// JPEG with OpenCV's default quality, 95.
    public static var jpeg: ImageFormat { .jpeg(quality: 95) }
}

/// Encodes the pixels of `image` and hands the file's bytes to `body`.
func withEncoded<Result>(
    _ image: ImageOperand, as format: ImageFormat, _ operation: String,
    _ body: (UnsafeRawBufferPointer) throws(ApusError) -> Result
) throws(ApusError) -> Result {
    try check(image, canBe: format, operation)
    var info = apus_codec_info(
        width: UInt32(image.shape.width), height: UInt32(image.shape.height),
        channels: UInt32(image.shape.channels), bytes_per_sample: UInt32(image.dtype.size),
        ink: APUS_INK_NONE)
    var encoded = apus_codec_bytes()
    var error = apus_codec_error()
    let kind: ImageFileKind
    let status: apus_codec_status
    switch format {
    case .png(let level):
        kind = .png
        status = apus_png_encode(image.base, image.rowStride, &info, Int32(level), &encoded, &error)
    case .jpeg(let quality):
        kind = .jpeg
        status = apus_jpeg_encode(image.base, image.rowStride, &info, Int32(quality), &encoded, &error)
    }
    guard status == APUS_CODEC_OK else {
        throw .argument(operation: operation, message: String(error, kind))
    }
    defer { apus_codec_free(encoded.bytes) }
    return try body(UnsafeRawBufferPointer(start: encoded.bytes, count: encoded.count))
}

private func check(
    _ image: ImageOperand, canBe format: ImageFormat, _ operation: String
) throws(ApusError) {
    let shape = image.shape
    guard shape.height <= Int32.max, shape.width <= Int32.max else {
        throw .shape(operation: operation, message: "\(shape) is too large for a file")
    }
    switch format {
    case .png(let level):
        guard (0...9).contains(level) else {
            throw .argument(operation: operation, message: "the level must be in 0...9, not \(level)")
        }
        guard image.dtype == .uint8 || image.dtype == .uint16 else {
            throw .dtype(
                operation: operation, message: "PNG holds uint8 or uint16, not \(image.dtype); cast first")
        }
        guard (1...4).contains(shape.channels) else {
            throw .shape(operation: operation, message: "PNG holds 1 to 4 channels, not \(shape.channels)")
        }
    case .jpeg(let quality):
        guard (1...100).contains(quality) else {
            throw .argument(operation: operation, message: "the quality must be in 1...100, not \(quality)")
        }
        guard image.dtype == .uint8 else {
            throw .dtype(operation: operation, message: "JPEG holds uint8, not \(image.dtype); cast first")
        }
        guard shape.channels == 1 || shape.channels == 3 else {
            throw .shape(
                operation: operation,
                message: "JPEG holds 1 or 3 channels, not \(shape.channels); convert to grey or RGB first")
        }
    }
}
