public import ApusCore

/// What kind of numbers dtypes hold, by the names of the array API standard and of NumPy's hierarchy.
public enum DTypeKind: String, CaseIterable, Sendable {
    case bool, signedInteger, unsignedInteger, integral, realFloating, complexFloating, inexact, numeric
}

extension DType {
    /// Whether this dtype is of a kind; `numeric` is all but bool. `numpy.isdtype`, `numpy.issubdtype`.
    public func isKind(_ kind: DTypeKind) -> Bool {
        switch kind {
        case .bool: self == .bool
        case .signedInteger: isSigned
        case .unsignedInteger: isUnsigned
        case .integral: isInteger
        case .realFloating: isFloatingPoint
        case .complexFloating: isComplex
        case .inexact: isInexact
        case .numeric: self != .bool
        }
    }

    /// The smallest dtype that holds a number: for integers the unsigned ones come first, for floats and complex numbers
    /// only their magnitude counts. `numpy.min_scalar_type`.
    public static func smallest(holding number: some ScalarConvertible) -> DType {
        switch number.scalar {
        case .bool: return .bool
        case .int(let value) where value < 0:
            return value >= -0x80 ? .int8 : value >= -0x8000 ? .int16 : value >= -0x8000_0000 ? .int32 : .int64
        case .int(let value): return smallestUnsigned(UInt64(value))
        case .uint(let value): return smallestUnsigned(value)
        case .float(let value): return smallestFloat([value])
        case .complex(let value): return smallestFloat([value.real, value.imaginary]).complexType
        }
    }

    private static func smallestUnsigned(_ value: UInt64) -> DType {
        value <= 0xff ? .uint8 : value <= 0xffff ? .uint16 : value <= 0xffff_ffff ? .uint32 : .uint64
    }

    private static func smallestFloat(_ parts: [Double]) -> DType {
        for dtype in [DType.float16, .float32] {
            let most = FloatLimits(dtype)!.max
            if parts.allSatisfy({ !$0.isFinite || $0.magnitude <= most }) { return dtype }
        }
        return .float64
    }

    /// The inexact dtype in which arrays of these dtypes meet, where integers count as float64. An error for bool.
    /// `numpy.common_type`.
    public static func commonInexact(_ dtypes: [DType]) throws(ApusError) -> DType {
        if dtypes.contains(.bool) { throw .kind(operation: "commonInexact", message: "can't get common type for non-numeric array") }
        let floats = dtypes.map { $0.isInexact ? $0 : .float64 }
        return floats.isEmpty ? .float16 : try World.numpy.promote(floats)
    }
}

/// The limits of a floating-point dtype: `numpy.finfo`.
public struct FloatLimits: Sendable, Hashable {
    public let dtype: DType
    /// The bits of one number, and those of its fraction.
    public let bits: Int, fractionBits: Int
    /// The exponent of the largest power of two.
    public let largestExponent: Int
    /// The distance from 1 to the next larger number.
    public let epsilon: Double
    /// The largest number; the smallest is its negative.
    public let max: Double
    /// The smallest positive number of full precision, and of any.
    public let smallestNormal: Double, smallestSubnormal: Double
    /// How many decimals a number always holds.
    public let precision: Int

    /// The limits of a float, or of the parts of a complex dtype; nil for other dtypes. `numpy.finfo`, `torch.finfo`.
    public init?(_ dtype: DType) {
        switch dtype.realType {
        case .float16: (bits, fractionBits, largestExponent) = (16, 10, 15)
        case .bfloat16: (bits, fractionBits, largestExponent) = (16, 7, 127)
        case .float32: (bits, fractionBits, largestExponent) = (32, 23, 127)
        case .float64: (bits, fractionBits, largestExponent) = (64, 52, 1023)
        default: return nil
        }
        self.dtype = dtype.realType
        epsilon = Double(sign: .plus, exponent: -fractionBits, significand: 1)
        max = Double(sign: .plus, exponent: largestExponent, significand: 2 - epsilon)
        smallestNormal = Double(sign: .plus, exponent: 1 - largestExponent, significand: 1)
        smallestSubnormal = smallestNormal * epsilon
        precision = Int(Double(fractionBits) * 0.30102999566398120)
    }
}

/// The limits of an integer dtype: `numpy.iinfo`.
public struct IntegerLimits: Sendable, Hashable {
    public let dtype: DType
    public let bits: Int
    public let min: Int64
    public let max: UInt64

    /// The limits of an integer dtype; nil for other dtypes. `numpy.iinfo`, `torch.iinfo`.
    public init?(_ dtype: DType) {
        guard dtype.isInteger else { return nil }
        self.dtype = dtype
        bits = 8 * dtype.size
        min = dtype.isSigned ? Int64.min >> Int64(64 - bits) : 0
        max = UInt64.max >> UInt64(64 - bits + (dtype.isSigned ? 1 : 0))
    }
}
