import ApusCore
import ComplexModule

/// One element, widened without loss for printing.
enum PrintElement {
    case bool(Bool)
    case signed(Int64)
    case unsigned(UInt64)
    case real(Double)
    case complex(Double, Double)

    /// Reads the element of `dtype` at `pointer`.
    init(loading pointer: UnsafeRawPointer, as dtype: DType) {
        switch Scalar(loading: pointer, as: dtype) {
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .signed(value)
        case .uint(let value): self = .unsigned(value)
        case .float(let value): self = .real(value)
        // Not `real` and `imaginary`, which are NaN if either part is not finite.
        case .complex(let value): self = .complex(value.rawStorage.x, value.rawStorage.y)
        }
    }
}

extension PrintElement {
    var scalar: Scalar {
        switch self {
        case .bool(let value): .bool(value)
        case .signed(let value): .int(value)
        case .unsigned(let value): .uint(value)
        case .real(let value): .float(value)
        case .complex(let real, let imaginary): .complex(Complex(real, imaginary))
        }
    }

    var realPart: Double {
        switch self {
        case .real(let value), .complex(let value, _): value
        case .bool(let value): value ? 1 : 0
        case .signed(let value): Double(value)
        case .unsigned(let value): Double(value)
        }
    }

    var imaginaryPart: Double {
        if case .complex(_, let value) = self { value } else { 0 }
    }

    var isNegativeInteger: Bool {
        if case .signed(let value) = self { value < 0 } else { false }
    }

    func integerText(_ sign: PrintOptions.Sign = .negativeOnly) -> String {
        let digits =
            switch self {
            case .signed(let value): String(value)
            case .unsigned(let value): String(value)
            default: ""
            }
        if isNegativeInteger { return digits }
        return switch sign {
        case .negativeOnly: digits
        case .always: "+" + digits
        case .space: " " + digits
        }
    }
}
