/// The type of an array's elements, known at run time.
///
/// The names and the set are those that NumPy and PyTorch share: booleans, eight integers, four floating-point
/// formats and two complex ones.
@frozen
public enum DType: UInt8, CaseIterable, Sendable, Hashable {
    case bool
    case uint8, uint16, uint32, uint64
    case int8, int16, int32, int64
    case float16, bfloat16, float32, float64
    case complex64, complex128
}

extension DType {
    /// The number of bytes that one element takes.
    @inlinable
    public var size: Int {
        switch self {
        case .bool, .uint8, .int8: 1
        case .uint16, .int16, .float16, .bfloat16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64, .complex64: 8
        case .complex128: 16
        }
    }

    /// Whether this is one of the eight integer types. `bool` is not an integer type.
    @inlinable
    public var isInteger: Bool { rawValue >= DType.uint8.rawValue && rawValue <= DType.int64.rawValue }

    /// Whether this is an unsigned integer type.
    @inlinable
    public var isUnsigned: Bool { rawValue >= DType.uint8.rawValue && rawValue <= DType.uint64.rawValue }

    /// Whether this is a signed integer type.
    @inlinable
    public var isSigned: Bool { rawValue >= DType.int8.rawValue && rawValue <= DType.int64.rawValue }

    /// Whether this is a real floating-point type.
    @inlinable
    public var isFloatingPoint: Bool { rawValue >= DType.float16.rawValue && rawValue <= DType.float64.rawValue }

    /// Whether this is a complex type.
    @inlinable
    public var isComplex: Bool { rawValue >= DType.complex64.rawValue }

    /// Whether this is a floating-point or complex type: the types that gradients have.
    @inlinable
    public var isInexact: Bool { rawValue >= DType.float16.rawValue }

    /// The type of the real and imaginary parts of a complex type; any other type is its own real type.
    @inlinable
    public var realType: DType {
        switch self {
        case .complex64: .float32
        case .complex128: .float64
        default: self
        }
    }

    /// The complex type whose parts have this type's precision. `float16` and `bfloat16` have none of their own and
    /// give `complex64`; integers and booleans give `complex128`, as in NumPy.
    @inlinable
    public var complexType: DType {
        switch self {
        case .float16, .bfloat16, .float32, .complex64: .complex64
        default: .complex128
        }
    }

    /// The name that NumPy and PyTorch use, such as `float32`.
    public var name: String {
        switch self {
        case .bool: "bool"
        case .uint8: "uint8"
        case .uint16: "uint16"
        case .uint32: "uint32"
        case .uint64: "uint64"
        case .int8: "int8"
        case .int16: "int16"
        case .int32: "int32"
        case .int64: "int64"
        case .float16: "float16"
        case .bfloat16: "bfloat16"
        case .float32: "float32"
        case .float64: "float64"
        case .complex64: "complex64"
        case .complex128: "complex128"
        }
    }

    /// The type of that name, or nil if there is none.
    public init?(name: String) {
        guard let found = DType.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

extension DType: CustomStringConvertible {
    public var description: String { name }
}
