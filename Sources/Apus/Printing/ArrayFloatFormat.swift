import ApusCore

/// The common format of the floating-point elements of an array: notation, digits and column widths, chosen from the
/// elements that are shown by NumPy's rules.
struct ArrayFloatFormat {
    private let options: PrintOptions
    private let scientific: Bool
    private var text: FloatText
    /// Columns of the fraction, and of the exponent with its letter and sign in scientific notation.
    private var rightWidth = 0

    init(_ values: [Double], _ dtype: DType, _ options: PrintOptions) {
        self.options = options
        let finite = values.filter(\.isFinite)
        scientific = ArrayFloatFormat.needsExponent(finite, dtype, suppress: options.suppress)
        text = FloatText(format: dtype.binaryFormat)
        text.showsPlus = options.sign == .always
        text.precision = options.floatMode == .unique ? nil : options.precision
        if finite.isEmpty {
            text.trim = .zeros
        } else if scientific {
            chooseScientific(finite)
        } else {
            choosePositional(finite)
        }
        if options.sign == .space && !finite.contains(where: { $0.sign == .minus }) { text.padLeft += 1 }
        if finite.count != values.count { makeRoom(forNonFiniteIn: values) }
    }

    func text(_ value: Double) -> String {
        if value.isFinite { return scientific ? text.scientific(value) : text.positional(value) }
        let plus = options.sign == .always ? "+" : ""
        let name = value.isNaN ? plus + options.nanString : (value < 0 ? "-" : plus) + options.infString
        return name.leftPadded(to: text.padLeft + rightWidth + 1)
    }

    /// Whether the magnitudes are too large, too small or too far apart for positional notation.
    private static func needsExponent(_ finite: [Double], _ dtype: DType, suppress: Bool) -> Bool {
        let magnitudes = finite.lazy.filter { $0 != 0 }.map(\.magnitude)
        guard let largest = magnitudes.max(), let smallest = magnitudes.min() else { return false }
        if largest >= dtype.arrayExponentCutoff { return true }
        if suppress { return false }
        return smallest < dtype.rounded(0.0001) || dtype.rounded(largest / smallest) > 1000
    }

    private mutating func chooseScientific(_ finite: [Double]) {
        let isFixed = options.floatMode == .fixed
        (text.trim, text.unique) = isFixed ? (.keep, false) : (.zeros, true)
        var wholeWidth = 0
        var fractionDigits = 0
        for value in finite {
            let parts = text.scientific(value).utf8.split(separator: UInt8(ascii: "e"))
            let (whole, fraction) = splitAtPoint(parts[0])
            wholeWidth = max(wholeWidth, whole)
            fractionDigits = max(fractionDigits, fraction)
            text.exponentDigits = max(text.exponentDigits, parts[1].count - 1)
        }
        text.trim = .keep
        text.precision = fractionDigits
        text.minimumDigits = fractionDigits
        text.padLeft = wholeWidth
        rightWidth = text.exponentDigits + 2 + fractionDigits
    }

    private mutating func choosePositional(_ finite: [Double]) {
        let isFixed = options.floatMode == .fixed
        (text.trim, text.unique) = isFixed ? (.keep, false) : (.zeros, true)
        var wholeWidth = 0
        for value in finite {
            let (whole, fraction) = splitAtPoint(Substring(text.positional(value)).utf8)
            wholeWidth = max(wholeWidth, whole)
            rightWidth = max(rightWidth, fraction)
        }
        text.padLeft = wholeWidth
        text.padRight = rightWidth
        if isFixed || options.floatMode == .maximumPrecisionEqual {
            text.precision = rightWidth
            text.minimumDigits = rightWidth
            text.trim = .keep
        } else {
            text.minimumDigits = 0
        }
    }

    private func splitAtPoint(_ number: Substring.UTF8View) -> (whole: Int, fraction: Int) {
        let point = number.firstIndex(of: UInt8(ascii: "."))!
        let whole = number.distance(from: number.startIndex, to: point)
        return (whole, number.count - whole - 1)
    }

    private mutating func makeRoom(forNonFiniteIn values: [Double]) {
        let signWidth = options.sign != .negativeOnly || values.contains(-.infinity) ? 1 : 0
        text.padLeft = max(
            text.padLeft,
            options.nanString.unicodeScalars.count - rightWidth - 1,
            options.infString.unicodeScalars.count + signWidth - rightWidth - 1)
    }
}

extension DType {
    /// The magnitude from which an array is printed in scientific notation: 10 to the number of decimal digits that
    /// the dtype holds, at most 1e8. bfloat16 is treated as float16.
    fileprivate var arrayExponentCutoff: Double {
        switch self {
        case .float16, .bfloat16: 1e3
        case .float32, .complex64: 1e6
        default: 1e8
        }
    }

    /// The value in the precision of this dtype, in which NumPy makes its comparisons.
    fileprivate func rounded(_ value: Double) -> Double {
        switch self {
        case .float16: Double(Float16(value))
        case .bfloat16, .float32, .complex64: Double(Float(value))
        default: value
        }
    }
}
