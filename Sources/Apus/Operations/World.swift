public import ApusCore

/// Whose conventions an operation follows: promotion, default dtypes, result dtypes.
public enum World: Sendable {
    /// NumPy 2: NEP 50 promotion, float64 by default.
    case numpy
    /// PyTorch: promotion by category, float32 by default.
    case torch
}

extension World {
    /// The dtype of new arrays of real numbers: float64 in NumPy's world, float32 in PyTorch's.
    @inlinable
    public var defaultFloat: DType { self == .numpy ? .float64 : .float32 }

    /// The dtype in which a function such as `exp` computes for an operand of `dtype`: itself if it is inexact, else the
    /// smallest float that NumPy finds for it, or PyTorch's default.
    @inlinable
    public func inexact(_ dtype: DType) -> DType {
        if dtype.isInexact { return dtype }
        if self == .torch { return .float32 }
        switch dtype {
        case .bool, .int8, .uint8: return .float16
        case .int16, .uint16: return .float32
        default: return .float64
        }
    }
}

/// One of the two faces of the engine: `NDArray` or `Tensor`.
///
/// Operations are written once, as methods of this protocol; the two classes differ in how a result comes about
/// (`apply`): an array is evaluated, a tensor is evaluated and, if a gradient will be needed, recorded.
public protocol ArrayFace: AnyObject, Sendable {
    /// The conventions that this face follows.
    static var world: World { get }

    /// The elements: storage, layout and dtype.
    var value: Strided { get }

    /// A face of existing elements, without history.
    init(value: Strided)

    /// Whether operations on this face may be recorded now, for differentiation.
    var mayBeRecorded: Bool { get }

    static func apply<Op: UnaryOperation>(_ operation: Op, _ x: Self) throws(ApusError) -> Self
    static func apply<Op: BinaryOperation>(_ operation: Op, _ a: Self, _ b: Self) throws(ApusError) -> Self
    static func apply<Op: ElementwiseBinary>(
        _ operation: Op, _ a: Self, scalar: Scalar, reversed: Bool
    ) throws(ApusError) -> Self
    static func apply<Op: TernaryOperation>(_ operation: Op, _ a: Self, _ b: Self, _ c: Self) throws(ApusError) -> Self
    static func apply<Op: VariadicOperation>(_ operation: Op, _ inputs: [Self]) throws(ApusError) -> [Self]
    /// Writes the result of `operation` over `target` instead of into a new array.
    static func applyInPlace<Op: InPlaceOperation>(_ operation: Op, _ target: Self, _ others: [Self]) throws(ApusError)
}

extension ArrayFace {
    @inlinable public var shape: Shape { value.layout.shape }
    /// The number of axes.
    @inlinable public var rank: Int { value.layout.shape.count }
    /// The number of elements.
    @inlinable public var count: Int { value.layout.count }
    @inlinable public var dtype: DType { value.dtype }
    @inlinable public var device: Device { value.device }
    /// How many elements apart neighbours along each axis lie in memory.
    @inlinable public var strides: Dims { value.layout.strides }
    /// Whether the elements lie one after another in row-major order.
    @inlinable public var isContiguous: Bool { value.layout.isContiguous }
}
