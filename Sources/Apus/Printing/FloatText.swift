import ApusCore

/// How a floating-point number becomes text: digits, sign, trimming and padding.
///
/// The counterpart of NumPy's `format_float_positional` and `format_float_scientific`.
struct FloatText {
    enum Trim {
        /// Keep trailing zeros and the decimal point.
        case keep
        /// Drop trailing zeros, keep the decimal point.
        case zeros
        /// Drop trailing zeros but the one after the decimal point.
        case zerosButOne
        /// Drop trailing zeros, and a decimal point that ends the number.
        case zerosAndPoint
    }

    let format: BinaryFormat
    /// At most this many fractional digits; exactly as many when `unique` is false.
    var precision: Int?
    /// At least this many fractional digits when `unique` is true.
    var minimumDigits: Int?
    /// Generate the shortest digits that identify the value.
    var unique = true
    var trim = Trim.keep
    var showsPlus = false
    /// In the positional form, whether `precision` and `minimumDigits` count all digits and not only those of the fraction.
    var countsAllDigits = false
    /// Minimum width to the left of the decimal point, sign included.
    var padLeft = 0
    /// Minimum width to the right of the decimal point (positional form); negative for none.
    var padRight = -1
    /// Minimum number of digits of the exponent (scientific form).
    var exponentDigits = 2

    /// `123.45`
    func positional(_ value: Double) -> String {
        let decimal = digits(of: value, counting: countsAllDigits ? .significand : .fraction)
        var whole: [UInt8] = []
        for position in stride(from: max(decimal.exponent, 0), through: 0, by: -1) {
            whole.append(decimal.digit(at: position))
        }
        let fractionCount = max(decimal.digits.count - 1 - decimal.exponent, 0)
        var fraction: [UInt8] = []
        for position in 0..<fractionCount { fraction.append(decimal.digit(at: -1 - position)) }
        var text = assemble(sign(of: value), whole: whole, fraction: fraction)
        // A point that was dropped leaves its place to a space.
        let hidden = padRight >= 0 && trim == .zerosAndPoint && text.fractionCount == 0 ? 1 : 0
        text.append(contentsOf: repeatElement(asciiSpace, count: max(padRight - text.fractionCount, 0) + hidden))
        return text.string
    }

    /// `1.2345e+02`
    func scientific(_ value: Double) -> String {
        let decimal = digits(of: value, counting: .significand)
        var text = assemble(
            sign(of: value), whole: [asciiZero + decimal.digits[0]],
            fraction: decimal.digits.dropFirst().map { asciiZero + $0 }, keepsPoint: decimal.digits.count > 1)
        let exponent = Array(String(decimal.exponent.magnitude).utf8)
        text.append(contentsOf: [UInt8(ascii: "e"), decimal.exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")])
        text.append(contentsOf: repeatElement(asciiZero, count: max(exponentDigits - exponent.count, 0)))
        text.append(contentsOf: exponent)
        return text.string
    }

    private func digits(of value: Double, counting: DecimalDigits.Request.Counting) -> DecimalDigits {
        DecimalDigits(
            value.magnitude, in: format,
            DecimalDigits.Request(
                unique: unique, counting: counting, maximum: precision.map { $0 - (countsAllDigits ? 1 : 0) },
                minimum: minimumDigits.map { $0 - (countsAllDigits ? 1 : 0) }))
    }

    private func sign(of value: Double) -> [UInt8] {
        if value.sign == .minus { return [UInt8(ascii: "-")] }
        return showsPlus ? [UInt8(ascii: "+")] : []
    }

    /// Sign, whole part, point and fraction, trimmed, and padded on the left.
    ///
    /// - Parameter keepsPoint: whether a point stays without a fraction whatever the trimming, as NumPy has it in scientific
    ///   notation after zeros that were trimmed.
    private func assemble(_ sign: [UInt8], whole: [UInt8], fraction: [UInt8], keepsPoint: Bool = false) -> Text {
        var fraction = fraction
        if trim == .keep {
            let wanted = ((unique ? minimumDigits : precision) ?? 0) - (countsAllDigits ? whole.count : 0)
            fraction.append(contentsOf: repeatElement(asciiZero, count: max(wanted - fraction.count, 0)))
        } else {
            while fraction.last == asciiZero { fraction.removeLast() }
            if trim == .zerosButOne && fraction.isEmpty { fraction.append(asciiZero) }
        }
        var text = Text()
        text.append(contentsOf: repeatElement(asciiSpace, count: max(padLeft - sign.count - whole.count, 0)))
        text.append(contentsOf: sign)
        text.append(contentsOf: whole)
        if !(trim == .zerosAndPoint && fraction.isEmpty && !keepsPoint) { text.append(contentsOf: [UInt8(ascii: ".")]) }
        text.append(contentsOf: fraction)
        text.fractionCount = fraction.count
        return text
    }

    private struct Text {
        private var bytes: [UInt8] = []
        var fractionCount = 0

        mutating func append(contentsOf other: some Sequence<UInt8>) { bytes.append(contentsOf: other) }
        var string: String { String(decoding: bytes, as: UTF8.self) }
    }
}

private let asciiSpace = UInt8(ascii: " ")
private let asciiZero = UInt8(ascii: "0")

extension DecimalDigits {
    /// The ASCII digit in front of 10^position.
    fileprivate func digit(at position: Int) -> UInt8 {
        let index = exponent - position
        return digits.indices.contains(index) ? asciiZero + digits[index] : asciiZero
    }
}

extension FloatText {
    /// The text of one number by itself, as NumPy prints a scalar: the shortest digits that identify it, positional
    /// from 1e-4 up to the magnitude at which digits would be lost (1e16, 1e6 and 1e3 for float64, float32 and the
    /// half-width formats), scientific outside.
    static func scalar(_ value: Double, dtype: DType, trimsPoint: Bool = false, showsPlus: Bool = false) -> String {
        let plus = showsPlus ? "+" : ""
        if value.isNaN { return plus + "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : plus + "inf" }
        var text = FloatText(format: dtype.binaryFormat, showsPlus: showsPlus)
        let magnitude = value.magnitude
        if magnitude == 0 || (magnitude >= 1e-4 && magnitude < dtype.scalarExponentCutoff) {
            text.trim = trimsPoint ? .zerosAndPoint : .zerosButOne
            return text.positional(value)
        }
        text.trim = .zerosAndPoint
        return text.scientific(value)
    }
}

extension DType {
    /// The format of a floating-point dtype, or of the parts of a complex one.
    var binaryFormat: BinaryFormat {
        switch self {
        case .float16: .float16
        case .bfloat16: .bfloat16
        case .float32, .complex64: .float32
        default: .float64
        }
    }

    fileprivate var scalarExponentCutoff: Double {
        switch self {
        case .float16, .bfloat16: 1e3
        case .float32, .complex64: 1e6
        default: 1e16
        }
    }
}
