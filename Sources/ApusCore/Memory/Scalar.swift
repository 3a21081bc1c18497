public import ComplexModule
public import RealModule

/// A number without a dtype of its own: what a Swift literal or variable is beside an array. It takes the array's
/// dtype where its kind allows (NEP 50's weak scalars, PyTorch's wrapped numbers).
@frozen
public enum Scalar: Sendable, Hashable {
    case bool(Bool)
    case int(Int64)
    /// An integer above `Int64.max`.
    case uint(UInt64)
    case float(Double)
    case complex(Complex<Double>)
}

extension Scalar {
    /// The scalar as a complex number, rounded where it does not fit.
    public var complexValue: Complex<Double> {
        if case .complex(let z) = self { return z }
        return Complex(doubleValue)
    }

    /// The real part, rounded to double precision.
    @inlinable
    public var doubleValue: Double {
        switch self {
        case .bool(let value): value ? 1 : 0
        case .int(let value): Double(value)
        case .uint(let value): Double(value)
        case .float(let value): value
        case .complex(let value): value.rawStorage.x
        }
    }

    /// The scalar as a 64-bit integer: truncated toward zero, wrapped if it is out of range, 0 for NaN.
    @inlinable
    public var int64Value: Int64 {
        switch self {
        case .bool(let value): value ? 1 : 0
        case .int(let value): value
        case .uint(let value): Int64(bitPattern: value)
        case .float(let value): Scalar.truncated(value)
        case .complex(let value): Scalar.truncated(value.rawStorage.x)
        }
    }

    @inlinable
    static func truncated(_ value: Double) -> Int64 {
        if let exact = Int64(exactly: value.rounded(.towardZero)) { return exact }
        return value >= 0x1p63 && value < 0x1p64 ? Int64(bitPattern: UInt64(value)) : Int64.min
    }

    public var boolValue: Bool {
        switch self {
        case .bool(let value): value
        case .int(let value): value != 0
        case .uint(let value): value != 0
        case .float(let value): value != 0
        case .complex(let value): value != .zero
        }
    }

    /// Writes the scalar as an element of `dtype`.
    @inlinable
    public func store(to pointer: UnsafeMutableRawPointer, as dtype: DType) {
        switch dtype {
        case .bool: pointer.storeBytes(of: boolValue, as: Bool.self)
        case .uint8: pointer.storeBytes(of: UInt8(truncatingIfNeeded: int64Value), as: UInt8.self)
        case .uint16: pointer.storeBytes(of: UInt16(truncatingIfNeeded: int64Value), as: UInt16.self)
        case .uint32: pointer.storeBytes(of: UInt32(truncatingIfNeeded: int64Value), as: UInt32.self)
        case .uint64: pointer.storeBytes(of: UInt64(bitPattern: int64Value), as: UInt64.self)
        case .int8: pointer.storeBytes(of: Int8(truncatingIfNeeded: int64Value), as: Int8.self)
        case .int16: pointer.storeBytes(of: Int16(truncatingIfNeeded: int64Value), as: Int16.self)
        case .int32: pointer.storeBytes(of: Int32(truncatingIfNeeded: int64Value), as: Int32.self)
        case .int64: pointer.storeBytes(of: int64Value, as: Int64.self)
        case .float16: pointer.storeBytes(of: Float16(doubleValue), as: Float16.self)
        case .bfloat16: pointer.storeBytes(of: BFloat16(doubleValue), as: BFloat16.self)
        case .float32: pointer.storeBytes(of: Float(doubleValue), as: Float.self)
        case .float64: pointer.storeBytes(of: doubleValue, as: Double.self)
        case .complex64:
            // `Complex.real` is NaN if either part is not finite; the stored parts are wanted.
            let z = complexValue.rawStorage
            pointer.storeBytes(of: Complex<Float>(Float(z.x), Float(z.y)), as: Complex<Float>.self)
        case .complex128: pointer.storeBytes(of: complexValue, as: Complex<Double>.self)
        }
    }

    /// Reads the element of `dtype` at `pointer`.
    public init(loading pointer: UnsafeRawPointer, as dtype: DType) {
        switch dtype {
        case .bool: self = .bool(pointer.load(as: UInt8.self) != 0)
        case .uint8: self = .int(Int64(pointer.load(as: UInt8.self)))
        case .uint16: self = .int(Int64(pointer.load(as: UInt16.self)))
        case .uint32: self = .int(Int64(pointer.load(as: UInt32.self)))
        case .uint64:
            let value = pointer.load(as: UInt64.self)
            self = value > UInt64(Int64.max) ? .uint(value) : .int(Int64(value))
        case .int8: self = .int(Int64(pointer.load(as: Int8.self)))
        case .int16: self = .int(Int64(pointer.load(as: Int16.self)))
        case .int32: self = .int(Int64(pointer.load(as: Int32.self)))
        case .int64: self = .int(pointer.load(as: Int64.self))
        case .float16: self = .float(Double(pointer.load(as: Float16.self)))
        case .bfloat16: self = .float(Double(Float(pointer.load(as: BFloat16.self))))
        case .float32: self = .float(Double(pointer.load(as: Float.self)))
        case .float64: self = .float(pointer.load(as: Double.self))
        case .complex64:
            let z = pointer.load(as: Complex<Float>.self).rawStorage
            self = .complex(Complex(Double(z.x), Double(z.y)))
        case .complex128: self = .complex(pointer.load(as: Complex<Double>.self))
        }
    }

    /// The kind of number this is, as a dtype: `bool`, `int64`, `float64` or `complex128`.
    @inlinable
    public var kind: DType {
        switch self {
        case .bool: .bool
        case .int: .int64
        case .uint: .uint64
        case .float: .float64
        case .complex: .complex128
        }
    }
}

/// A Swift number type that may stand beside an array in arithmetic, as a weak scalar.
public protocol ScalarConvertible {
    var scalar: Scalar { get }
}

/// A Swift type that is an array's element type.
public protocol ArrayElement: ScalarConvertible, Sendable {
    static var dtype: DType { get }
    /// The nearest value of this type, by the same rules as a cast between dtypes.
    init(scalar: Scalar)
}

extension ArrayElement {
    /// The nearest value of this type, by the same rules as a cast between dtypes.
    @inlinable
    public init(scalar: Scalar) {
        self = withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { buffer in
            scalar.store(to: buffer.baseAddress!, as: Self.dtype)
            return UnsafeRawPointer(buffer.baseAddress!).assumingMemoryBound(to: Self.self).pointee
        }
    }
}

extension Scalar: ScalarConvertible {
    @inlinable public var scalar: Scalar { self }
}

extension Scalar: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral {
    @inlinable public init(integerLiteral value: Int64) { self = .int(value) }
    @inlinable public init(floatLiteral value: Double) { self = .float(value) }
    @inlinable public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension Bool: ArrayElement {
    @inlinable public static var dtype: DType { .bool }
    @inlinable public var scalar: Scalar { .bool(self) }
}
extension UInt8: ArrayElement {
    @inlinable public static var dtype: DType { .uint8 }
    @inlinable public var scalar: Scalar { .int(Int64(self)) }
}
extension UInt16: ArrayElement {
    @inlinable public static var dtype: DType { .uint16 }
    @inlinable public var scalar: Scalar { .int(Int64(self)) }
}
extension UInt32: ArrayElement {
    @inlinable public static var dtype: DType { .uint32 }
    @inlinable public var scalar: Scalar { .int(Int64(self)) }
}
extension UInt64: ArrayElement {
    @inlinable public static var dtype: DType { .uint64 }
    @inlinable public var scalar: Scalar { self > UInt64(Int64.max) ? .uint(self) : .int(Int64(self)) }
}
extension Int8: ArrayElement {
    @inlinable public static var dtype: DType { .int8 }
    @inlinable public var scalar: Scalar { .int(Int64(self)) }
}
extension Int16: ArrayElement {
    @inlinable public static var dtype: DType { .int16 }
    @inlinable public var scalar: Scalar { .int(Int64(self)) }
}
extension Int32: ArrayElement {
    @inlinable public static var dtype: DType { .int32 }
    @inlinable public var scalar: Scalar { .int(Int64(self)) }
}
extension Int64: ArrayElement {
    @inlinable public static var dtype: DType { .int64 }
    @inlinable public var scalar: Scalar { .int(self) }
}
extension Int: ArrayElement {
    @inlinable public static var dtype: DType { .int64 }
    @inlinable public var scalar: Scalar { .int(Int64(self)) }
}
extension Float16: ArrayElement {
    @inlinable public static var dtype: DType { .float16 }
    @inlinable public var scalar: Scalar { .float(Double(self)) }
}
extension BFloat16: ArrayElement {
    @inlinable public static var dtype: DType { .bfloat16 }
    @inlinable public var scalar: Scalar { .float(Double(Float(self))) }
}
extension Float: ArrayElement {
    @inlinable public static var dtype: DType { .float32 }
    @inlinable public var scalar: Scalar { .float(Double(self)) }
}
extension Double: ArrayElement {
    @inlinable public static var dtype: DType { .float64 }
    @inlinable public var scalar: Scalar { .float(self) }
}
extension Complex: ScalarConvertible where RealType: ComplexPart {
    @inlinable public var scalar: Scalar { .complex(Complex<Double>(rawStorage.x.asDouble, rawStorage.y.asDouble)) }
}
extension Complex: ArrayElement where RealType: ComplexPart {
    @inlinable public static var dtype: DType { RealType.complexDType }
}

/// The two real types that complex dtypes are made of.
public protocol ComplexPart: Real, Sendable {
    static var complexDType: DType { get }
    var asDouble: Double { get }
}
extension Float: ComplexPart {
    @inlinable public static var complexDType: DType { .complex64 }
    @inlinable public var asDouble: Double { Double(self) }
}
extension Double: ComplexPart {
    @inlinable public static var complexDType: DType { .complex128 }
    @inlinable public var asDouble: Double { self }
}
