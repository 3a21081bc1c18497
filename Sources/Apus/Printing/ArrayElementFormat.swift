import ApusCore

/// Formats the elements of one array so that their columns align, by NumPy's rules.
enum ArrayElementFormat {
    case bool(isScalar: Bool)
    case integer(width: Int, PrintOptions.Sign)
    case real(ArrayFloatFormat)
    case complex(ArrayFloatFormat, ArrayFloatFormat)

    /// Chooses the format from the elements that are shown.
    init(_ elements: [PrintElement], dtype: DType, isScalar: Bool, _ options: PrintOptions) {
        switch dtype {
        case .bool:
            self = .bool(isScalar: isScalar)
        case .float16, .bfloat16, .float32, .float64:
            self = .real(ArrayFloatFormat(elements.map(\.realPart), dtype, options))
        case .complex64, .complex128:
            var imaginary = options
            imaginary.sign = .always
            self = .complex(
                ArrayFloatFormat(elements.map(\.realPart), dtype, options),
                ArrayFloatFormat(elements.map(\.imaginaryPart), dtype, imaginary))
        default:
            self = ArrayElementFormat.integer(elements, options.sign)
        }
    }

    private static func integer(_ elements: [PrintElement], _ sign: PrintOptions.Sign) -> ArrayElementFormat {
        let hasNegative = elements.contains(where: \.isNegativeInteger)
        let sign = hasNegative && sign == .space ? .negativeOnly : sign
        let width = elements.reduce(0) { max($0, $1.integerText(sign).utf8.count) }
        return .integer(width: width, sign)
    }

    func text(_ element: PrintElement) -> String {
        switch (self, element) {
        case (.bool(let isScalar), .bool(let value)):
            return value ? (isScalar ? "True" : " True") : "False"
        case (.integer(let width, let sign), _):
            return element.integerText(sign).leftPadded(to: width)
        case (.real(let format), _):
            return format.text(element.realPart)
        case (.complex(let real, let imaginary), _):
            var text = imaginary.text(element.imaginaryPart)
            let width = text.unicodeScalars.count
            text.dropTrailingSpaces()
            let spaces = width - text.unicodeScalars.count
            return real.text(element.realPart) + text + "j" + String(repeating: " ", count: spaces)
        default:
            preconditionFailure("an element that is not of its array's dtype")
        }
    }
}
