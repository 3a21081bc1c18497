// Decoding of PNG and JPEG bytes to pixels as the file holds them.

import Apus
import CApusCodecs

/// The kinds of image file that can be read and written.
public enum ImageFileKind: String, Sendable {
    case png = "PNG"
    case jpeg = "JPEG"

    /// The kind that a file's first bytes tell.
    init?(signature bytes: UnsafeRawBufferPointer) {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else {
            return nil
        }
    }
}

/// What the channels of decoded pixels mean.
enum DecodedColor: Sendable, Equatable {
    case ordered(ColorOrder)
    case cmyk
    /// CMYK as Adobe writes it, 255 without ink.
    case invertedCMYK

    var isInk: Bool { self == .cmyk || self == .invertedCMYK }

    /// The order of the pixels once ink has been turned into light.
    var order: ColorOrder {
        if case .ordered(let order) = self { order } else { .rgb }
    }
}

/// An image file in memory whose header has been read. `read` may be called once; the bytes must
/// outlive the decoder.
struct ImageDecoder: ~Copyable {
    let kind: ImageFileKind
    let shape: PixelShape
    let bytesPerSample: Int
    let color: DecodedColor
    private let source: String
    private let reader: OpaquePointer

    /// Reads the header of `bytes`; errors name `source`. With `luminance`, a colour JPEG comes
    /// out as grey, which is the Y that the file itself holds.
    init(
        _ bytes: UnsafeRawBufferPointer, source: String, sampleLimit: Int, luminance: Bool
    ) throws(ApusError) {
        guard let kind = ImageFileKind(signature: bytes) else {
            throw .file(path: source, message: "is neither PNG nor JPEG")
        }
        let start = bytes.baseAddress!.assumingMemoryBound(to: UInt8.self)
        let limit = UInt64(max(0, sampleLimit))
        var info = apus_codec_info()
        var error = apus_codec_error()
        let opened = switch kind {
        case .png: apus_png_open(start, bytes.count, limit, &info, &error)
        case .jpeg: apus_jpeg_open(start, bytes.count, limit, luminance ? 1 : 0, &info, &error)
        }
        guard let reader = opened else { throw .file(path: source, message: String(error, kind)) }
        self.reader = reader
        self.source = source
        self.kind = kind
        shape = PixelShape(height: Int(info.height), width: Int(info.width), channels: Int(info.channels))
        bytesPerSample = Int(info.bytes_per_sample)
        color = DecodedColor(info)
    }

    deinit {
        switch kind {
        case .png: apus_png_close(reader)
        case .jpeg: apus_jpeg_close(reader)
        }
    }

    /// Decodes all rows into `pixels`, which has room for `shape`, densely.
    consuming func read(into pixels: UnsafeMutableRawPointer) throws(ApusError) {
        let rowStride = shape.rowCount * bytesPerSample
        var error = apus_codec_error()
        let status = switch kind {
        case .png: apus_png_read(reader, pixels, rowStride, &error)
        case .jpeg: apus_jpeg_read(reader, pixels, rowStride, &error)
        }
        if status != APUS_CODEC_OK { throw .file(path: source, message: String(error, kind)) }
    }
}

extension DecodedColor {
    fileprivate init(_ info: apus_codec_info) {
        self = switch (info.ink, info.channels) {
        case (APUS_INK_CMYK, _): .cmyk
        case (APUS_INK_INVERTED_CMYK, _): .invertedCMYK
        case (_, 1): .ordered(.grey)
        case (_, 2): .ordered(.greyAlpha)
        case (_, 3): .ordered(.rgb)
        default: .ordered(.rgba)
        }
    }
}

extension String {
    /// The codec's explanation, led by the kind of file.
    init(_ error: apus_codec_error, _ kind: ImageFileKind) {
        let message = withUnsafeBytes(of: error.message) { text in
            String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
        }
        self = "\(kind.rawValue): \(message)"
    }
}
