import ApusCore

/// Formats the elements of one tensor so that their columns align, by PyTorch's rules.
enum TensorElementFormat {
    case exact(width: Int)
    case real(TensorFloatFormat)
    case complex(TensorFloatFormat, TensorFloatFormat)

    /// Chooses the format from the elements that are shown.
    init(_ elements: [PrintElement], dtype: DType, _ options: TensorPrintOptions) {
        switch dtype {
        case .float16, .bfloat16, .float32, .float64:
            self = .real(TensorFloatFormat(elements.map(\.realPart), options))
        case .complex64, .complex128:
            self = .complex(
                TensorFloatFormat(elements.map(\.realPart), options),
                TensorFloatFormat(elements.map(\.imaginaryPart), options))
        default:
            self = .exact(width: elements.reduce(1) { max($0, TensorElementFormat.exactText($1).utf8.count) })
        }
    }

    /// Columns of an element.
    var width: Int {
        switch self {
        case .exact(let width): width
        case .real(let format): format.width
        case .complex(let real, let imaginary): real.width + imaginary.width + 1
        }
    }

    func text(_ element: PrintElement) -> String {
        switch self {
        case .exact(let width):
            return TensorElementFormat.exactText(element).leftPadded(to: width)
        case .real(let format):
            return format.text(element.realPart)
        case .complex(let real, let imaginary):
            let text = imaginary.text(element.imaginaryPart).drop { $0 == " " }
            let sign = text.first == "-" ? "" : "+"
            return real.text(element.realPart) + sign + text + "j"
        }
    }

    private static func exactText(_ element: PrintElement) -> String {
        if case .bool(let value) = element { return value ? "True" : "False" }
        return element.integerText()
    }
}

/// The common format of the floating-point elements of a tensor.
struct TensorFloatFormat {
    private enum Notation { case integers, positional, scientific }

    private let notation: Notation
    private let formatter: FloatText
    private(set) var width = 1

    init(_ values: [Double], _ options: TensorPrintOptions) {
        let nonzero = values.filter { $0.isFinite && $0 != 0 }
        notation = TensorFloatFormat.notation(nonzero, options)
        // Python formats the value as a double, whatever the tensor's dtype.
        formatter = FloatText(
            format: .float64, precision: notation == .integers ? 0 : options.precision,
            unique: false, trim: options.precision > 0 || notation == .integers ? .keep : .zerosAndPoint)
        for value in nonzero { width = max(width, unpadded(value).utf8.count) }
    }

    func text(_ value: Double) -> String { unpadded(value).leftPadded(to: width) }

    private func unpadded(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        return notation == .scientific ? formatter.scientific(value) : formatter.positional(value)
    }

    private static func notation(_ nonzero: [Double], _ options: TensorPrintOptions) -> Notation {
        let magnitudes = nonzero.lazy.map(\.magnitude)
        guard let largest = magnitudes.max(), let smallest = magnitudes.min() else { return .integers }
        let spread = largest / smallest > 1000 || largest > 1e8 || smallest < 1e-4
        if options.scientific ?? spread { return .scientific }
        return nonzero.allSatisfy { $0 == $0.rounded(.up) } ? .integers : .positional
    }
}
