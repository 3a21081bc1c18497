// Plain pixels in memory, which the kernels of this module work on.

/// A type that a sample of an image may have.
protocol Sample: BitwiseCopyable, Sendable {
    /// The value of an opaque alpha channel.
    static var opaque: Self { get }
    /// The nearest sample to `value` (ties to even), saturated to the range of the type.
    init(saturating value: Float)
    /// The sample as a float, exactly.
    var float: Float { get }
    /// BT.601 luminance.
    static func luminance(_ red: Self, _ green: Self, _ blue: Self) -> Self
}

/// The weights of BT.601 (0.299, 0.587, 0.114) in 15-bit fixed point, as OpenCV rounds them.
private func fixedPointLuminance(_ red: UInt32, _ green: UInt32, _ blue: UInt32) -> UInt32 {
    (red &* 9798 &+ green &* 19235 &+ blue &* 3735 &+ (1 << 14)) &>> 15
}

extension UInt8: Sample {
    static var opaque: UInt8 { .max }
    @inline(__always) init(saturating value: Float) {
        // Below 2^22, adding 1.5 * 2^23 leaves the value rounded to even in the low bits.
        let shifted = Swift.max(0, Swift.min(255, value)) + 12_582_912
        self = UInt8(truncatingIfNeeded: shifted.bitPattern)
    }
    @inline(__always) var float: Float { Float(self) }
    @inline(__always) static func luminance(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
        UInt8(truncatingIfNeeded: fixedPointLuminance(UInt32(red), UInt32(green), UInt32(blue)))
    }
}

extension UInt16: Sample {
    static var opaque: UInt16 { .max }
    @inline(__always) init(saturating value: Float) {
        let shifted = Swift.max(0, Swift.min(65535, value)) + 12_582_912
        self = UInt16(truncatingIfNeeded: shifted.bitPattern)
    }
    @inline(__always) var float: Float { Float(self) }
    @inline(__always) static func luminance(_ red: UInt16, _ green: UInt16, _ blue: UInt16) -> UInt16 {
        UInt16(truncatingIfNeeded: fixedPointLuminance(UInt32(red), UInt32(green), UInt32(blue)))
    }
}

extension Float: Sample {
    static var opaque: Float { 1 }
    @inline(__always) init(saturating value: Float) { self = value }
    @inline(__always) var float: Float { self }
    @inline(__always) static func luminance(_ red: Float, _ green: Float, _ blue: Float) -> Float {
        red * 0.299 + green * 0.587 + blue * 0.114
    }
}

/// The size of an image: `[height, width, channels]`.
struct PixelShape: Equatable, Sendable {
    var height: Int
    var width: Int
    var channels: Int

    /// The samples of one row.
    var rowCount: Int { width * channels }
}

extension PixelShape: CustomStringConvertible {
    var description: String { "\(height) x \(width) pixels with \(channels) channels" }
}

/// Rows of interleaved samples that somebody else owns. The samples of a row are dense; rows are
/// `rowStride` bytes apart.
struct Pixels<Scalar: Sample>: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    let shape: PixelShape
    let rowStride: Int

    /// The first sample of row `y`.
    @inline(__always) func row(_ y: Int) -> UnsafeMutablePointer<Scalar> {
        (base + y * rowStride).assumingMemoryBound(to: Scalar.self)
    }
}
