/// One number as text, with every choice that NumPy gives: `numpy.format_float_positional` and
/// `numpy.format_float_scientific`.
public struct FloatFormatting: Sendable {
    /// What is done with zeros at the end of the fraction.
    public enum Trim: Sendable {
        /// They stay, and so does the point.
        case keep
        /// They go, the point stays.
        case zeros
        /// They go but for the one after the point.
        case zerosButOne
        /// They go, and a point that ends the number.
        case zerosAndPoint
    }

    /// At most so many digits of the fraction; exactly as many if `isUnique` is false.
    public var precision: Int?
    /// At least so many digits of the fraction.
    public var minimumDigits: Int?
    /// The shortest digits that identify the number in its dtype, instead of its exact value.
    public var isUnique = true
    public var trim = Trim.keep
    /// Positive numbers carry `+`.
    public var showsPlus = false
    /// At least so many characters before the point, sign included.
    public var padLeft = 0
    /// At least so many characters after the point (positional).
    public var padRight: Int?
    /// Whether precision counts all digits instead of those of the fraction (positional).
    public var countsAllDigits = false
    /// At least so many digits of the exponent (scientific).
    public var exponentDigits = 2

    public init() {}

    /// `123.45`. `numpy.format_float_positional`.
    ///
    /// - Parameter dtype: The floating dtype to whose numbers the value belongs.
    public func positional(_ value: Double, dtype: DType = .float64) -> String {
        nonFinite(value) ?? text(dtype).positional(value)
    }

    /// `1.2345e+02`. `numpy.format_float_scientific`.
    public func scientific(_ value: Double, dtype: DType = .float64) -> String {
        nonFinite(value) ?? text(dtype).scientific(value)
    }

    private func nonFinite(_ value: Double) -> String? {
        if value.isFinite { return nil }
        if value.isNaN { return "nan" }
        return value < 0 ? "-inf" : showsPlus ? "+inf" : "inf"
    }

    private func text(_ dtype: DType) -> FloatText {
        var text = FloatText(format: dtype.binaryFormat)
        func bounded(_ number: Int) -> Int { min(max(number, 0), 1 << 14) }
        text.precision = precision.map(bounded)
        text.minimumDigits = minimumDigits.map(bounded)
        text.unique = isUnique
        text.trim =
            switch trim {
            case .keep: .keep
            case .zeros: .zeros
            case .zerosButOne: .zerosButOne
            case .zerosAndPoint: .zerosAndPoint
            }
        text.showsPlus = showsPlus
        text.countsAllDigits = countsAllDigits
        (text.padLeft, text.exponentDigits) = (bounded(padLeft), bounded(exponentDigits))
        text.padRight = padRight.map(bounded) ?? -1
        return text
    }
}
