import ApusCore
import ComplexModule

/// A type of elements that can be read from text.
///
/// `read` takes a number at a place and says where it ends, or gives nil; a field is valid if nothing but white space stands
/// around the number.
protocol TextElement: ArrayElement {
    static func read(at start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>, _ powers: PowersOfFive) -> (Self, UnsafePointer<UInt8>)?
}

protocol TextInteger: TextElement, FixedWidthInteger {}

extension TextInteger {
    @inline(__always)
    static func read(
        at start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>, _ powers: PowersOfFive
    ) -> (Self, UnsafePointer<UInt8>)? {
        guard let (value, after) = DecimalNumber.integer(at: start, before: end, as: Self.self) else { return nil }
        return (value, after)
    }
}

extension UInt8: TextInteger {}
extension UInt16: TextInteger {}
extension UInt32: TextInteger {}
extension UInt64: TextInteger {}
extension Int8: TextInteger {}
extension Int16: TextInteger {}
extension Int32: TextInteger {}
extension Int64: TextInteger {}

extension Bool: TextElement {
    /// An integer: whether it is not 0.
    static func read(
        at start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>, _ powers: PowersOfFive
    ) -> (Bool, UnsafePointer<UInt8>)? {
        guard let (value, after) = DecimalNumber.integer(at: start, before: end, as: Int64.self) else { return nil }
        return (value != 0, after)
    }
}

extension Double: TextElement {
    @inline(__always)
    static func read(
        at start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>, _ powers: PowersOfFive
    ) -> (Double, UnsafePointer<UInt8>)? {
        guard let (value, after) = DecimalNumber.double(at: start, before: end, powers: powers) else { return nil }
        return (value, after)
    }
}

/// A float that is read as a double and rounded.
protocol TextFloat: TextElement {
    init(_ value: Double)
}

extension TextFloat {
    @inline(__always)
    static func read(
        at start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>, _ powers: PowersOfFive
    ) -> (Self, UnsafePointer<UInt8>)? {
        guard let (value, after) = DecimalNumber.double(at: start, before: end, powers: powers) else { return nil }
        return (Self(value), after)
    }
}

extension Float16: TextFloat {}
extension BFloat16: TextFloat {}
extension Float: TextFloat {}

/// A real type whose complex numbers can be read from text.
protocol TextComplexPart: ComplexPart {
    init(_ value: Double)
}
extension Float: TextComplexPart {}
extension Double: TextComplexPart {}

extension Complex: TextElement where RealType: TextComplexPart {
    /// `1`, `2j`, `1+2j` or `1+-2j`, bare or in parentheses.
    static func read(
        at start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>, _ powers: PowersOfFive
    ) -> (Complex, UnsafePointer<UInt8>)? {
        var p = start
        guard p < end else { return nil }
        let isEnclosed = p.pointee == UInt8(ascii: "(")
        if isEnclosed { p = skipSpace(p + 1, before: end) }
        guard let (first, after) = DecimalNumber.double(at: p, before: end, powers: powers) else { return nil }
        p = after
        var parts = (first, 0.0)
        if p < end && p.pointee == UInt8(ascii: "j") {
            parts = (0, first)
            p += 1
        } else if p < end && (p.pointee == UInt8(ascii: "+") || p.pointee == UInt8(ascii: "-")) {
            if p + 1 < end && p[0] == UInt8(ascii: "+") && p[1] == UInt8(ascii: "-") { p += 1 }
            guard let (second, after) = DecimalNumber.double(at: p, before: end, powers: powers), after < end,
                after.pointee == UInt8(ascii: "j")
            else { return nil }
            parts.1 = second
            p = after + 1
        }
        if isEnclosed {
            p = skipSpace(p, before: end)
            guard p < end, p.pointee == UInt8(ascii: ")") else { return nil }
            p += 1
        }
        return (Complex(RealType(parts.0), RealType(parts.1)), p)
    }
}

/// The number of bytes of white space at a place: of Unicode's, in UTF-8; 0 if there is none.
func spaceLength(_ p: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>) -> Int {
    let first = p.pointee
    if first < 0x80 { return first == 0x20 || (first >= 0x09 && first <= 0x0D) || (first >= 0x1C && first <= 0x1F) ? 1 : 0 }
    guard end - p >= 2 else { return 0 }
    if first == 0xC2 { return p[1] == 0x85 || p[1] == 0xA0 ? 2 : 0 }
    guard end - p >= 3 else { return 0 }
    switch (first, p[1], p[2]) {
    case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F),
        (0xE3, 0x80, 0x80):
        return 3
    default: return 0
    }
}

/// The first byte from `p` on that is no white space.
func skipSpace(_ p: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var p = p
    while p < end, case let length = spaceLength(p, before: end), length > 0 { p += length }
    return p
}

/// A whole field as a number: white space around it is skipped, and nothing else may stand there.
@inline(never)
func wholeNumber<Element: TextElement>(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ powers: PowersOfFive, as type: Element.Type
) -> Element? {
    guard let (value, after) = Element.read(at: skipSpace(start, before: end), before: end, powers),
        skipSpace(after, before: end) == end
    else { return nil }
    return value
}

/// Calls `body` with the Swift type of a dtype's elements.
func withTextElement<Result>(
    _ dtype: DType, _ body: (any TextElement.Type) throws(ApusError) -> Result
) throws(ApusError) -> Result {
    switch dtype {
    case .bool: try body(Bool.self)
    case .uint8: try body(UInt8.self)
    case .uint16: try body(UInt16.self)
    case .uint32: try body(UInt32.self)
    case .uint64: try body(UInt64.self)
    case .int8: try body(Int8.self)
    case .int16: try body(Int16.self)
    case .int32: try body(Int32.self)
    case .int64: try body(Int64.self)
    case .float16: try body(Float16.self)
    case .bfloat16: try body(BFloat16.self)
    case .float32: try body(Float.self)
    case .float64: try body(Double.self)
    case .complex64: try body(Complex<Float>.self)
    case .complex128: try body(Complex<Double>.self)
    }
}
