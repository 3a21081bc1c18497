public import ApusCore

/// For which dtypes an elementwise operation is defined, and in which it computes.
public struct ElementwiseTypes: Sendable {
    /// What becomes of operands without a fractional part.
    public enum Integers: Sendable {
        /// They are computed as they are.
        case kept
        /// They are computed as floats, of NumPy's smallest fitting size or PyTorch's default.
        case toFloat
        /// They are divided as float64 in NumPy's world, float32 in PyTorch's.
        case toDefaultFloat
        /// Booleans become int8, or int64 in PyTorch's world; integers stay.
        case boolToInteger
        /// Booleans become floats; integers stay.
        case boolToFloat
        /// Integers stay in NumPy's world, where booleans become int8; in PyTorch's all become floats.
        case keptOrFloat
    }

    var integers: Integers
    var accepted: UInt16

    public init(_ integers: Integers, except rejected: (DType) -> Bool = { _ in false }) {
        self.integers = integers
        var mask: UInt16 = 0
        for dtype in DType.allCases where !rejected(dtype) { mask |= 1 << UInt16(dtype.rawValue) }
        accepted = mask
    }

    /// Every dtype as it is.
    public static let all = ElementwiseTypes(.kept)
    /// Numbers as they are; no booleans.
    public static let numbers = ElementwiseTypes(.kept, except: { $0 == .bool })
    /// Everything without an imaginary part, as it is.
    public static let real = ElementwiseTypes(.kept, except: \.isComplex)
    /// Floats and complex numbers; integers become floats.
    public static let inexact = ElementwiseTypes(.toFloat)
    /// Numbers without an imaginary part, as they are.
    public static let realNumbers = ElementwiseTypes(.kept, except: { $0 == .bool || $0.isComplex })
    /// Floats; integers become floats; no complex numbers.
    public static let realInexact = ElementwiseTypes(.toFloat, except: \.isComplex)
    /// Booleans and integers.
    public static let bits = ElementwiseTypes(.kept, except: \.isInexact)
    /// Integers alone.
    public static let integers = ElementwiseTypes(.boolToInteger, except: \.isInexact)
    /// What division with a remainder is defined for.
    public static let quotients = ElementwiseTypes(.boolToInteger, except: \.isComplex)

    /// The dtype in which operands that meet in `dtype` are computed.
    @inlinable
    public func compute(_ dtype: DType, _ world: World, _ operation: @autoclosure () -> String) throws(ApusError) -> DType {
        guard accepts(dtype) else { throw undefined(dtype, operation()) }
        if dtype.isInexact { return dtype }
        return convert(dtype, world)
    }

    /// The dtype in which two operands are computed. Integers of two dtypes become floats each on its own in NumPy's
    /// world, before they meet.
    @inlinable
    func compute(
        _ a: Strided, _ b: Strided, _ world: World, _ operation: @autoclosure () -> String
    ) throws(ApusError) -> DType {
        if a.dtype == b.dtype { return try compute(a.dtype, world, operation()) }
        return try computeDifferent(a, b, world, operation())
    }

    @usableFromInline
    func computeDifferent(
        _ a: Strided, _ b: Strided, _ world: World, _ operation: String
    ) throws(ApusError) -> DType {
        if integers == .toFloat && world == .numpy && !a.dtype.isInexact && !b.dtype.isInexact {
            return try world.promote(world.inexact(a.dtype), world.inexact(b.dtype))
        }
        return try compute(world.promote(a, b), world, operation)
    }

    /// Whether operands of `dtype` are computed as they are.
    @usableFromInline
    func keeps(_ dtype: DType) -> Bool { accepts(dtype) && (dtype.isInexact || integers == .kept) }

    @usableFromInline
    func accepts(_ dtype: DType) -> Bool { accepted & (1 << UInt16(dtype.rawValue)) != 0 }

    @usableFromInline
    func convert(_ dtype: DType, _ world: World) -> DType {
        switch integers {
        case .kept: return dtype
        case .toFloat: return world.inexact(dtype)
        case .toDefaultFloat: return world.defaultFloat
        case .boolToInteger: return dtype != .bool ? dtype : world == .numpy ? .int8 : .int64
        case .boolToFloat: return dtype == .bool ? world.inexact(dtype) : dtype
        case .keptOrFloat: return world == .torch ? world.inexact(dtype) : dtype == .bool ? .int8 : dtype
        }
    }

    @usableFromInline
    func undefined(_ dtype: DType, _ operation: String) -> ApusError {
        .dtype(operation: operation, message: "not defined for \(dtype); cast with astype(_:) first")
    }
}

/// A function of each element.
public protocol ElementwiseUnary: UnaryOperation {
    static var kernel: UnaryKernel { get }
    static var types: ElementwiseTypes { get }
    var parameters: KernelParameters { get }
    /// Whether `run` calls the kernel and does nothing else, as by default: then it may write over its operand.
    static var runsKernelAlone: Bool { get }
}

extension ElementwiseUnary {
    public var parameters: KernelParameters { (0, 0) }
    public static var runsKernelAlone: Bool { true }

    public func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        Spec(x.shape, Self.kernel.result(try Self.types.compute(x.dtype, world, Self.name)))
    }

    public func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.unary(Self.kernel, x, to: out, parameters: parameters)
    }

    @inlinable
    public func runPlain(_ x: UnsafePointer<Strided>) throws(ApusError) -> (storage: Storage, dtype: DType)? {
        guard Self.runsKernelAlone, Self.types.keeps(x.pointee.dtype),
            let storage = try Strided.plainUnary(Self.kernel, x, parameters)
        else { return nil }
        return (storage, Self.kernel.result(x.pointee.dtype))
    }

    public func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        let compute = try Self.types.compute(x.dtype, world, Self.name)
        return try runUnary(Self.kernel, x, compute, parameters)
    }
}

/// A function of two elements, broadcast.
public protocol ElementwiseBinary: BinaryOperation {
    static var kernel: BinaryKernel { get }
    static var types: ElementwiseTypes { get }
    /// Evaluates with a number for one operand; `reversed` puts it first.
    func run(_ a: Strided, scalar: Scalar, reversed: Bool, _ world: World) throws(ApusError) -> Strided
    /// A shorter way for an operand on which it saves something, as `runPlain` of two operands.
    func runPlain(
        _ a: UnsafePointer<Strided>, scalar: Scalar, reversed: Bool, _ world: World
    ) throws(ApusError) -> (storage: Storage, dtype: DType)?
    /// `run`, over the operand if that may be overwritten.
    func run(reusing a: inout Strided, scalar: Scalar, reversed: Bool, _ world: World) throws(ApusError) -> Strided
    /// Whether `run` calls the kernel and does nothing else, as by default: then it may write over an operand.
    static var runsKernelAlone: Bool { get }
}

extension ElementwiseBinary {
    public static var runsKernelAlone: Bool { true }

    public func result(_ a: Strided, _ b: Strided, _ world: World) throws(ApusError) -> Spec {
        let compute = try Self.types.compute(a, b, world, Self.name)
        guard let shape = Layout.broadcastShape(a.shape, b.shape) else { throw doNotBroadcast(Self.name, a.shape, b.shape) }
        return Spec(shape, Self.kernel.result(compute))
    }

    public func evaluate(_ a: Strided, _ b: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.binary(Self.kernel, a, b, to: out)
    }

    @inlinable
    public func run(_ a: Strided, _ b: Strided, _ world: World) throws(ApusError) -> Strided {
        let compute = try Self.types.compute(a, b, world, Self.name)
        return try runBinary(Self.kernel, a, b, compute, Self.name)
    }

    @inlinable
    public func runPlain(
        _ a: UnsafePointer<Strided>, _ b: UnsafePointer<Strided>
    ) throws(ApusError) -> (storage: Storage, dtype: DType)? {
        guard Self.types.keeps(a.pointee.dtype), let storage = try Strided.plainBinary(Self.kernel, a, b) else { return nil }
        return (storage, Self.kernel.result(a.pointee.dtype))
    }

    @inlinable
    public func runPlain(
        _ a: UnsafePointer<Strided>, scalar: Scalar, reversed: Bool, _ world: World
    ) throws(ApusError) -> (storage: Storage, dtype: DType)? {
        let dtype = a.pointee.dtype
        guard Self.runsKernelAlone, Self.types.keeps(dtype), world.promote(dtype, with: scalar) == dtype else { return nil }
        try checkFits(scalar, in: dtype, world, Self.name)
        guard let storage = try Strided.plainBinary(Self.kernel, a, scalar, reversed: reversed) else { return nil }
        return (storage, Self.kernel.result(dtype))
    }

    @inlinable
    public func run(_ a: Strided, scalar: Scalar, reversed: Bool, _ world: World) throws(ApusError) -> Strided {
        let compute = try Self.types.compute(world.promote(a.dtype, with: scalar), world, Self.name)
        return try runBinary(Self.kernel, a, scalar, reversed, compute, world, Self.name)
    }
}

/// A copy in another dtype, or the value itself if it has that dtype.
@inlinable
public func cast(_ x: Strided, to dtype: DType) throws(ApusError) -> Strided {
    x.dtype == dtype ? x : try castCopy(x, to: dtype)
}

@usableFromInline @inline(never)
func castCopy(_ x: Strided, to dtype: DType) throws(ApusError) -> Strided {
    if x.dtype != dtype,
        let out = try inMemoryOrder(x, { (x) throws(ApusError) in try castCopy(x, to: dtype) })
    {
        return out
    }
    let out = try Strided.empty(x.shape, dtype, on: x.device)
    try x.device.backend.copy(x, to: out)
    return out
}

/// A row-major copy, or the value itself if it is contiguous.
public func contiguous(_ x: Strided) throws(ApusError) -> Strided {
    x.layout.isContiguous ? x : try castCopy(x, to: x.dtype)
}

@usableFromInline @inline(never)
func runUnary(
    _ kernel: UnaryKernel, _ x: Strided, _ compute: DType, _ parameters: KernelParameters
) throws(ApusError) -> Strided {
    var x = x
    return try runUnary(kernel, reusing: &x, compute, parameters)
}

/// Runs a kernel over the operand, or its copy in the dtype of computation, where that may be overwritten.
@inline(never)
func runUnary(
    _ kernel: UnaryKernel, reusing x: inout Strided, _ compute: DType, _ parameters: KernelParameters
) throws(ApusError) -> Strided {
    if let out = try inMemoryOrder(
        x, { (x) throws(ApusError) in try runUnary(kernel, x, compute, parameters) })
    {
        return out
    }
    try convert(&x, to: compute)
    let result = kernel.result(compute)
    let out = x.mayBeOverwritten(by: x.shape, result)
        ? Strided(storage: x.storage, layout: Layout(contiguous: x.shape), dtype: result)
        : try Strided.empty(x.shape, result, on: x.device)
    try x.device.backend.unary(kernel, x, to: out, parameters: parameters)
    return out
}

@usableFromInline @inline(never)
func runBinary(
    _ kernel: BinaryKernel, _ a: Strided, _ b: Strided, _ compute: DType, _ name: String
) throws(ApusError) -> Strided {
    var a = a, b = b
    return try runBinary(kernel, reusing: &a, &b, compute, name)
}

/// Runs a kernel over an operand, or its copy in the dtype of computation, where one may be overwritten.
@inline(never)
func runBinary(
    _ kernel: BinaryKernel, reusing a: inout Strided, _ b: inout Strided, _ compute: DType, _ name: String
) throws(ApusError) -> Strided {
    if let out = try inMemoryOrder(
        a, b, { (a, b) throws(ApusError) in try runBinary(kernel, a, b, compute, name) })
    {
        return out
    }
    let device = try commonDevice(name, a, b)
    guard let shape = Layout.broadcastShape(a.shape, b.shape) else { throw doNotBroadcast(name, a.shape, b.shape) }
    try convert(&a, to: compute)
    try convert(&b, to: compute)
    let result = kernel.result(compute)
    let out = a.mayBeOverwritten(by: shape, result)
        ? Strided(storage: a.storage, layout: Layout(contiguous: shape), dtype: result)
        : b.mayBeOverwritten(by: shape, result)
        ? Strided(storage: b.storage, layout: Layout(contiguous: shape), dtype: result)
        : try Strided.empty(shape, result, on: device)
    try device.backend.binary(kernel, a, b, to: out)
    return out
}

@usableFromInline @inline(never)
func runBinary(
    _ kernel: BinaryKernel, _ a: Strided, _ scalar: Scalar, _ reversed: Bool, _ compute: DType, _ world: World,
    _ name: String
) throws(ApusError) -> Strided {
    var a = a
    return try runBinary(kernel, reusing: &a, scalar, reversed, compute, world, name)
}

/// Runs a kernel with a number over the operand, or its copy in the dtype of computation, where that may be overwritten.
@inline(never)
func runBinary(
    _ kernel: BinaryKernel, reusing a: inout Strided, _ scalar: Scalar, _ reversed: Bool, _ compute: DType,
    _ world: World, _ name: String
) throws(ApusError) -> Strided {
    if let out = try inMemoryOrder(
        a, { (a) throws(ApusError) in try runBinary(kernel, a, scalar, reversed, compute, world, name) })
    {
        return out
    }
    try checkFits(scalar, in: compute, world, name)
    try convert(&a, to: compute)
    let result = kernel.result(compute)
    let out = a.mayBeOverwritten(by: a.shape, result)
        ? Strided(storage: a.storage, layout: Layout(contiguous: a.shape), dtype: result)
        : try Strided.empty(a.shape, result, on: a.device)
    try a.device.backend.binary(kernel, a, scalar, reversed: reversed, to: out)
    return out
}

/// Puts a copy in another dtype in the value's place, unless it has that dtype.
private func convert(_ x: inout Strided, to dtype: DType) throws(ApusError) {
    if x.dtype != dtype { x = try castCopy(x, to: dtype) }
}

/// Refuses, in NumPy's world, an integer that the array's dtype cannot hold (NEP 50).
@inlinable
func checkFits(_ scalar: Scalar, in dtype: DType, _ world: World, _ name: String) throws(ApusError) {
    guard world == .numpy, dtype.isInteger, dtype != .int64 else { return }
    try checkIntegerFits(scalar, in: dtype, name)
}

@usableFromInline
func checkIntegerFits(_ scalar: Scalar, in dtype: DType, _ name: String) throws(ApusError) {
    let fits: Bool
    switch scalar {
    case .int(let value):
        let bits = dtype.size * 8
        fits = dtype.isUnsigned
            ? value >= 0 && (bits == 64 || value >> bits == 0)
            : bits == 64 || (value >= -(1 << (bits - 1)) && value < 1 << (bits - 1))
    case .uint: fits = dtype == .uint64
    default: fits = true
    }
    guard fits else {
        throw .dtype(
            operation: name, message: "the number \(scalar) is out of bounds for \(dtype); cast the array with astype(_:)")
    }
}
