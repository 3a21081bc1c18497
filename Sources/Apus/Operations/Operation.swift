public import ApusCore

/// What the derivative of an operation needs of its operands and result. What is not saved comes to the derivative as a
/// meta tensor: its shape and dtype are there, its elements are not.
public struct Saved: OptionSet, Sendable {
    public let rawValue: UInt8
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static var first: Saved { Saved(rawValue: 1) }
    public static var second: Saved { Saved(rawValue: 2) }
    public static var third: Saved { Saved(rawValue: 4) }
    public static var output: Saved { Saved(rawValue: 8) }
}

/// The shape and dtype of a result.
public struct Spec: Sendable, Hashable {
    public var shape: Dims
    public var dtype: DType

    @inlinable
    public init(_ shape: Dims, _ dtype: DType) {
        self.shape = shape
        self.dtype = dtype
    }
}

/// An operation, defined once for both worlds and all devices: its rule (`result`, which throws before any memory is
/// touched), its evaluation on a backend, and its derivative in tensor vocabulary.
///
/// The attributes of a call (axes, a stride, a slope) are the stored properties of the conforming type.
public protocol Operation: Sendable {
    /// The name in NumPy or PyTorch, in Swift's casing.
    static var name: String { get }
    /// What the derivative needs.
    static var saves: Saved { get }
    /// What the derivatives with respect to the first and the second operand need, where only one of them may be asked
    /// for: that `z *= 2` forgets the old z is no loss then.
    static func saves(first: Bool, second: Bool) -> Saved
    /// Whether the operation has a derivative. Where it is false, a result never requires a gradient.
    static var isDifferentiable: Bool { get }
}

extension Operation {
    public static var isDifferentiable: Bool { true }
    public static func saves(first: Bool, second: Bool) -> Saved { saves }
}

/// An operation on one array.
public protocol UnaryOperation: Operation {
    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec
    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError)
    /// Applies the rule and the evaluation to a new array. Views override it to share memory instead.
    func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided
    /// A shorter way for an operand on which it saves something, as for operations on two arrays.
    func runPlain(_ x: UnsafePointer<Strided>) throws(ApusError) -> (storage: Storage, dtype: DType)?
    /// The gradient with respect to `x`, given the gradient `g` of the result `y`.
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor
}

extension UnaryOperation {
    @inlinable
    public func runPlain(_ x: UnsafePointer<Strided>) throws(ApusError) -> (storage: Storage, dtype: DType)? { nil }

    public func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        let spec = try result(x, world)
        let out = try Strided.empty(spec.shape, spec.dtype, on: x.device)
        try evaluate(x, to: out, on: x.device.backend)
        return out
    }
}

/// A unary operation whose result is another view of the operand's memory.
public protocol ViewOperation: UnaryOperation {
    func layout(of x: Layout) throws(ApusError) -> Layout
}

extension ViewOperation {
    public static var saves: Saved { [] }

    public func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        Spec(try layout(of: x.layout).shape, x.dtype)
    }

    public func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.copy(x.view(layout(of: x.layout)), to: out)
    }

    public func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        x.view(try layout(of: x.layout))
    }
}

/// An operation on two arrays.
public protocol BinaryOperation: Operation {
    func result(_ a: Strided, _ b: Strided, _ world: World) throws(ApusError) -> Spec
    func evaluate(_ a: Strided, _ b: Strided, to out: Strided, on backend: any Backend) throws(ApusError)
    func run(_ a: Strided, _ b: Strided, _ world: World) throws(ApusError) -> Strided
    /// A shorter way for operands on which it saves something: the memory and the dtype of a result that has the shape
    /// and strides of `a`, from the memory's start. Nil where there is none, as by default; `run` follows then.
    func runPlain(
        _ a: UnsafePointer<Strided>, _ b: UnsafePointer<Strided>
    ) throws(ApusError) -> (storage: Storage, dtype: DType)?
    /// The gradient with respect to the first operand. It may have the shape to which the operand was broadcast: it is
    /// summed back to the operand's shape, and cast to its dtype, by the engine.
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor
}

extension BinaryOperation {
    @inlinable
    public func runPlain(
        _ a: UnsafePointer<Strided>, _ b: UnsafePointer<Strided>
    ) throws(ApusError) -> (storage: Storage, dtype: DType)? { nil }

    public func run(_ a: Strided, _ b: Strided, _ world: World) throws(ApusError) -> Strided {
        let device = try commonDevice(Self.name, a, b)
        let spec = try result(a, b, world)
        let out = try Strided.empty(spec.shape, spec.dtype, on: device)
        try evaluate(a, b, to: out, on: device.backend)
        return out
    }
}

/// An operation on three arrays.
public protocol TernaryOperation: Operation {
    func result(_ a: Strided, _ b: Strided, _ c: Strided, _ world: World) throws(ApusError) -> Spec
    func evaluate(_ a: Strided, _ b: Strided, _ c: Strided, to out: Strided, on backend: any Backend) throws(ApusError)
    func run(_ a: Strided, _ b: Strided, _ c: Strided, _ world: World) throws(ApusError) -> Strided
    /// The gradient with respect to operand `index` (0, 1 or 2).
    func derivative(of index: Int, _ g: Tensor, _ a: Tensor, _ b: Tensor, _ c: Tensor, _ y: Tensor) -> Tensor
}

extension TernaryOperation {
    public func run(_ a: Strided, _ b: Strided, _ c: Strided, _ world: World) throws(ApusError) -> Strided {
        let device = try commonDevice(Self.name, a, b, c)
        let spec = try result(a, b, c, world)
        let out = try Strided.empty(spec.shape, spec.dtype, on: device)
        try evaluate(a, b, c, to: out, on: device.backend)
        return out
    }
}

/// An operation on any number of arrays with any number of results.
public protocol VariadicOperation: Operation {
    /// Evaluates everything: checks first, then allocates and computes.
    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided]
    /// The gradients with respect to the inputs; nil where `context.needs` is false or there is none.
    func derivative(_ context: DerivativeContext) -> [Tensor?]
    /// Which inputs' elements the derivative needs; by default `saves` decides for the first three.
    func savesInput(_ index: Int) -> Bool
    /// Which results' elements the derivative needs.
    func savesOutput(_ index: Int) -> Bool
    /// Whether a result takes part in differentiation (indices do not).
    func isDifferentiable(output index: Int) -> Bool
}

extension VariadicOperation {
    public func savesInput(_ index: Int) -> Bool {
        index < 3 && Self.saves.contains(Saved(rawValue: 1 << UInt8(index)))
    }
    public func savesOutput(_ index: Int) -> Bool { Self.saves.contains(.output) }
    public func isDifferentiable(output index: Int) -> Bool { true }
}

/// What a variadic operation's derivative works with.
public struct DerivativeContext {
    /// The gradients of the results; nil for a result that nothing used.
    public let gradients: [Tensor?]
    public let inputs: [Tensor]
    public let outputs: [Tensor]
    let needed: [Bool]

    /// Whether the gradient with respect to input `index` is asked for.
    public func needs(_ index: Int) -> Bool { needed[index] }

    /// The gradient of result `index`, zeros if nothing used it.
    public func gradient(_ index: Int = 0) -> Tensor {
        gradients[index] ?? Tensor.zeros(outputs[index].shape, dtype: outputs[index].dtype, device: outputs[index].device)
    }
}

/// An operation that overwrites its first operand.
public protocol InPlaceOperation: Operation {
    /// Checks, then writes the result over `target`.
    func run(_ target: Strided, _ others: [Strided], _ world: World) throws(ApusError)
    /// The gradient with respect to the old value of the target (index 0) or to another operand (from 1).
    func derivative(of index: Int, _ g: Tensor, _ inputs: [Tensor], _ y: Tensor) -> Tensor
}

// MARK: - Checks that operations share

/// The device of two or more operands, or an error that names the remedy.
@inlinable
func commonDevice(_ operation: String, _ a: Strided, _ b: Strided) throws(ApusError) -> Device {
    let device = a.storage.device
    if device == b.storage.device { return device }
    throw differentDevices(operation, a, b)
}

@inlinable
func commonDevice(_ operation: String, _ a: Strided, _ b: Strided, _ c: Strided) throws(ApusError) -> Device {
    _ = try commonDevice(operation, a, b)
    return try commonDevice(operation, b, c)
}

@usableFromInline
func differentDevices(_ operation: String, _ a: Strided, _ b: Strided) -> ApusError {
    .device(
        "\(operation): operands on different devices, \(a.device) and \(b.device); move one with to(device:)")
}

@usableFromInline
func doNotBroadcast(_ operation: String, _ a: Dims, _ b: Dims) -> ApusError {
    .shape(
        operation: operation,
        message: "shapes \(a) and \(b) do not broadcast: counted from the last axis, sizes must be equal or 1")
}

/// An axis counted from the front, or an error that names the range.
public func normalizedAxis(_ axis: Int, rank: Int, _ operation: String) throws(ApusError) -> Int {
    let result = axis < 0 ? axis + rank : axis
    guard result >= 0 && result < rank else {
        throw .index(
            operation: operation,
            message: rank == 0
                ? "axis \(axis) of an array that has no axes"
                : "axis \(axis) is out of range for \(rank) axes; it must be in \(-rank)...\(rank - 1)")
    }
    return result
}
