import Apus

/// Images as arrays: reading, writing, colour, size.
///
/// An image is an `NDArray` of shape `[height, width, channels]` and dtype `uint8`, `uint16` or
/// `float32`, rows from the top, as OpenCV's, but with RGB as the usual order and with an axis of
/// one channel for grey. Functions also take `[height, width]` for one channel, and give it back.
/// None of them changes its argument.
public enum Image {
    /// The most samples (height x width x channels) that are decoded unless the caller says
    /// otherwise: 2^28, which is a quarter of a gibibyte of 8-bit samples.
    public static let defaultSampleLimit = 1 << 28
}

/// What an image file says of itself.
public struct ImageInfo: Sendable, Equatable {
    public let kind: ImageFileKind
    public let height: Int
    public let width: Int
    /// The channels that `Image.read` gives when no colour is asked for.
    public let color: ColorOrder
    /// `uint8`, or `uint16` for PNG files of 16 bits.
    public let dtype: DType
}

// MARK: - Reading

extension Image {
    /// Reads a PNG or JPEG file as an array `[height, width, channels]`.
    ///
    /// The file's kind is told by its contents, not its name. PNG: 16-bit files give `uint16`, all
    /// others `uint8`; palettes become RGB, depths below 8 are scaled to 8, a transparent colour
    /// (tRNS) becomes an alpha channel; gamma and colour profiles are not applied. JPEG: baseline
    /// and progressive; CMYK becomes RGB without a colour profile; the orientation that a camera
    /// noted (EXIF) is not applied, as with OpenCV's `IMREAD_UNCHANGED`.
    ///
    /// - Parameters:
    ///   - color: The channels of the result; nil gives those of the file. Alpha is dropped, or
    ///     made opaque, where the two differ in it. Grey from a colour JPEG is the luminance that
    ///     the file holds, as with OpenCV; otherwise it is BT.601's.
    ///   - sampleLimit: Files with more samples are refused before memory is asked for.
    /// - Throws: `ApusError.file` for a file that cannot be read, is damaged or cut short anywhere,
    ///   or is too large.
    ///
    /// The counterpart of `cv2.imread` and `PIL.Image.open`.
    public static func read(
        _ path: String, color: ColorOrder? = nil, sampleLimit: Int = defaultSampleLimit
    ) throws(ApusError) -> NDArray {
        try withFileContents(path) { (bytes) throws(ApusError) in
            try decode(bytes, source: path, color: color, sampleLimit: sampleLimit)
        }
    }

    /// Decodes the bytes of a PNG or JPEG file; see `read`. The counterpart of `cv2.imdecode`.
    public static func decode(
        _ bytes: UnsafeRawBufferPointer, color: ColorOrder? = nil, sampleLimit: Int = defaultSampleLimit
    ) throws(ApusError) -> NDArray {
        try decode(bytes, source: "image data", color: color, sampleLimit: sampleLimit)
    }

    /// Decodes the bytes of a PNG or JPEG file; see `read`.
    public static func decode(
        _ bytes: [UInt8], color: ColorOrder? = nil, sampleLimit: Int = defaultSampleLimit
    ) throws(ApusError) -> NDArray {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(ApusError) in
                try decode(bytes, source: "image data", color: color, sampleLimit: sampleLimit)
            }
        }
        return try result.get()
    }

    /// Reads the header of a PNG or JPEG file.
    public static func info(_ path: String) throws(ApusError) -> ImageInfo {
        try withFileContents(path) { (bytes) throws(ApusError) in
            let decoder = try ImageDecoder(bytes, source: path, sampleLimit: .max, luminance: false)
            return ImageInfo(
                kind: decoder.kind, height: decoder.shape.height, width: decoder.shape.width,
                color: decoder.color.order, dtype: decoder.bytesPerSample == 2 ? .uint16 : .uint8)
        }
    }

    private static func decode(
        _ bytes: UnsafeRawBufferPointer, source: String, color: ColorOrder?, sampleLimit: Int
    ) throws(ApusError) -> NDArray {
        let decoder = try ImageDecoder(
            bytes, source: source, sampleLimit: sampleLimit, luminance: color?.isGrey == true)
        let decodedColor = decoder.color
        let image = try NewImage(shape: decoder.shape, dtype: decoder.bytesPerSample == 2 ? .uint16 : .uint8)
        try decoder.read(into: image.base)
        let light = try decodedColor.isInk ? withoutInk(image, decodedColor) : image.array
        guard let color, color != decodedColor.order else { return light }
        return try convert(light, from: decodedColor.order, to: color)
    }

    private static func withoutInk(_ image: NewImage, _ color: DecodedColor) throws(ApusError) -> NDArray {
        let result = try NewImage(
            shape: PixelShape(height: image.shape.height, width: image.shape.width, channels: 3), dtype: .uint8)
        forEachBand(height: image.shape.height, rowCount: image.shape.rowCount) { rows in
            convertInk(image.pixels(), isInverted: color == .invertedCMYK, to: result.pixels(), rows: rows)
        }
        return result.array
    }
}

// MARK: - Writing

extension Image {
    /// Encodes an image as the bytes of a file. The counterpart of `cv2.imencode`, for RGB.
    ///
    /// - Parameter image: PNG: `uint8` or `uint16`; 1 to 4 channels are grey, grey and alpha, RGB,
    ///   RGBA. JPEG: `uint8`, grey or RGB.
    public static func encode(_ image: NDArray, as format: ImageFormat) throws(ApusError) -> [UInt8] {
        let operand = try ImageOperand(image, "encode")
        return try withEncoded(operand, as: format, "encode") { (bytes) throws(ApusError) in Array(bytes) }
    }

    /// Writes an image to a PNG or JPEG file; see `encode`. The file appears whole or not at all:
    /// the bytes go to a new file beside it, which then takes its name.
    ///
    /// - Parameter format: By default what the name ends in: `.png`, `.jpg` or `.jpeg`.
    public static func write(
        _ image: NDArray, to path: String, as format: ImageFormat? = nil
    ) throws(ApusError) {
        guard let format = format ?? ImageFormat(path: path) else {
            throw .argument(
                operation: "write", message: "the name \(path) ends in neither .png nor .jpg; say the format")
        }
        let operand = try ImageOperand(image, "write")
        try withEncoded(operand, as: format, "write") { (bytes) throws(ApusError) in
            try writeFile(bytes, to: path)
        }
    }
}

extension ImageFormat {
    init?(path: String) {
        let name = path.lowercased()
        if name.hasSuffix(".png") {
            self = .png
        } else if name.hasSuffix(".jpg") || name.hasSuffix(".jpeg") {
            self = .jpeg
        } else {
            return nil
        }
    }
}
