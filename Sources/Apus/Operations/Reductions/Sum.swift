/// The axes over which a reduction goes.
public enum Axes: Sendable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    case all
    case some(Dims)

    public init(integerLiteral value: Int) { self = .some([value]) }
    public init(arrayLiteral elements: Int...) { self = .some(Dims(elements)) }
    public init(_ axis: Int) { self = .some([axis]) }
    public init(_ axes: some Collection<Int>) { self = .some(Dims(axes)) }

    /// The axes counted from the front, in ascending order, each once; an error if one is out of range or named twice.
    func normalized(rank: Int, _ operation: String) throws(ApusError) -> Dims {
        switch self {
        case .all: return Dims(0..<rank)
        case .some(let axes):
            var result: [Int] = []
            for axis in axes {
                let normal = try normalizedAxis(axis, rank: rank, operation)
                if result.contains(normal) {
                    throw .argument(operation: operation, message: "axis \(axis) is named twice in \(axes)")
                }
                result.append(normal)
            }
            return Dims(result.sorted())
        }
    }
}

/// A reduction over axes: what the shapes of all reductions have in common.
public protocol Reduction: UnaryOperation {
    static var kernel: ReduceKernel { get }
    var axes: Axes { get }
    var keepDims: Bool { get }
    /// The number that the kernel takes beside the elements.
    var parameter: Double { get }
    /// The dtype in which operands of `dtype` are reduced.
    func compute(_ dtype: DType, _ world: World) throws(ApusError) -> DType
    /// The dtype of the result of reducing in `compute`.
    func resultType(_ compute: DType) -> DType
}

extension Reduction {
    public var parameter: Double { 0 }
    public func resultType(_ compute: DType) -> DType { compute }

    /// What a caller by name gives to any reduction.
    static var reductionParameters: [Parameter] {
        [.array("x"), Parameter("axes", .axes, optional: true), Parameter("keepDims", .boolean, optional: true)]
    }

    public func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        let reduced = try axes.normalized(rank: x.rank, Self.name)
        return Spec(
            Self.shape(x.shape, without: reduced, keepDims: keepDims), resultType(try compute(x.dtype, world)))
    }

    public func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let reduced = try axes.normalized(rank: x.rank, Self.name)
        let short = out.view(Layout(contiguous: Self.shape(x.shape, without: reduced, keepDims: false), offset: out.layout.offset))
        try backend.reduce(Self.kernel, x, axes: reduced, parameter: parameter, to: short)
    }

    public func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        let spec = try result(x, world)
        let operand = try cast(x, to: try compute(x.dtype, world))
        let out = try Strided.empty(spec.shape, spec.dtype, on: x.device)
        try evaluate(operand, to: out, on: x.device.backend)
        return out
    }

    static func shape(_ shape: Dims, without axes: Dims, keepDims: Bool) -> Dims {
        var result = Dims()
        for axis in 0..<shape.count {
            if !axes.contains(axis) { result.append(shape[axis]) } else if keepDims { result.append(1) }
        }
        return result
    }

    /// A reduced value with the reduced axes put back as axes of size 1, to broadcast against the operand.
    func restored(_ reduced: Tensor, _ x: Tensor) -> Tensor {
        if keepDims { return reduced }
        let axes = trapping { () throws(ApusError) -> Dims in try self.axes.normalized(rank: x.rank, Self.name) }
        return reduced.reshape(Self.shape(x.shape, without: axes, keepDims: true))
    }
}

/// The sum.
struct Sum: Reduction, TableOperation {
    static var name: String { "sum" }
    static var kernel: ReduceKernel { .sum }
    static var saves: Saved { [] }
    let axes: Axes
    let keepDims: Bool
    let dtype: DType?

    static var parameters: [Parameter] { reductionParameters + [Parameter("dtype", .dtype, optional: true)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let sum = Sum(
            axes: try arguments.axes(), keepDims: try arguments.boolean("keepDims", default: false),
            dtype: try arguments.dtype())
        return [try .apply(sum, arguments.array("x"))]
    }

    /// Small integers are summed in 64 bits; in PyTorch's world unsigned ones too give int64.
    func compute(_ dtype: DType, _ world: World) -> DType {
        self.dtype ?? (world == .torch && dtype.isUnsigned ? .int64 : dtype)
    }

    func resultType(_ compute: DType) -> DType { accumulator(compute) }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        restored(g, x).broadcast(to: x.shape)
    }

    /// The dtype in which sums and products of `dtype` are kept.
    func accumulator(_ dtype: DType) -> DType {
        dtype == .bool || dtype.isSigned ? .int64 : dtype.isUnsigned ? .uint64 : dtype
    }
}

extension ArrayFace {
    /// The sum of the elements along `axes`, by default all. Small integers are summed in 64 bits; floating-point sums
    /// are pairwise. The sum of nothing is 0. `numpy.sum`, `torch.sum`.
    ///
    /// - Parameters:
    ///   - keepDims: whether the reduced axes stay, with size 1.
    ///   - dtype: the dtype in which to sum, if not the array's own.
    public func sum(_ axes: Axes = .all, keepDims: Bool = false, dtype: DType? = nil) -> Self {
        .make(Sum(axes: axes, keepDims: keepDims, dtype: dtype), self)
    }
}

extension Tensor {
    /// The sum over all axes along which `shape` would have to be broadcast to give this tensor's shape: the reverse of
    /// broadcasting, with which every gradient comes back to its operand.
    func summed(to shape: Dims) -> Tensor {
        let lead = rank - shape.count
        var axes = Dims(0..<lead)
        for axis in 0..<shape.count where shape[axis] == 1 && self.shape[lead + axis] != 1 { axes.append(lead + axis) }
        let result = axes.isEmpty ? self : sum(.some(axes), keepDims: true)
        return lead == 0 ? result : result.reshape(shape)
    }
}
