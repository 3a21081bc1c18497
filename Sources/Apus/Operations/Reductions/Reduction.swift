import ApusCore

/// The axes over which a reduction goes.
public enum Axes: Sendable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    case all
    case some(Dims)

    public init(integerLiteral value: Int) { self = .some([value]) }
    public init(arrayLiteral elements: Int...) { self = .some(Dims(elements)) }
    public init(_ axis: Int) { self = .some([axis]) }
    public init(_ axes: some Collection<Int>) { self = .some(Dims(axes)) }

    /// The axes counted from the front, in ascending order, each once; an error if one is out of range or named twice. Of
    /// a number, none.
    func normalized(rank: Int, _ operation: String) throws(ApusError) -> Dims {
        switch self {
        case .all: return Dims(upTo: rank)
        case .some(let axes):
            // NumPy and PyTorch reduce a number along its axis 0 or −1.
            if rank == 0 && axes.allSatisfy({ $0 == 0 || $0 == -1 }) { return Dims() }
            var result = Dims()
            for axis in axes {
                let normal = try normalizedAxis(axis, rank: rank, operation)
                var place = result.count
                while place > 0 && result[place - 1] >= normal { place -= 1 }
                if place < result.count && result[place] == normal {
                    throw .argument(operation: operation, message: "axis \(axis) is named twice in \(axes)")
                }
                result.insert(normal, at: place)
            }
            return result
        }
    }
}

/// A reduction over axes: what the shapes of all reductions have in common.
public protocol Reduction: UnaryOperation {
    var kernel: ReduceKernel { get }
    var axes: Axes { get }
    var keepDims: Bool { get }
    /// The number that the kernel takes beside the elements.
    var parameter: Double { get }
    /// Whether reducing no elements has a result.
    var hasIdentity: Bool { get }
    /// The dtype in which operands of `dtype` are reduced.
    func compute(_ dtype: DType, _ world: World) throws(ApusError) -> DType
    /// The dtype of the result of reducing in `compute`.
    func resultType(_ compute: DType, _ world: World) -> DType
}

extension Reduction {
    public var parameter: Double { 0 }
    public var hasIdentity: Bool { true }
    public func compute(_ dtype: DType, _ world: World) throws(ApusError) -> DType { dtype }
    public func resultType(_ compute: DType, _ world: World) -> DType { kernel.result(compute) }

    /// What a caller by name gives to any reduction.
    static var reductionParameters: [Parameter] {
        [.array("x"), Parameter("axes", .axes, optional: true), Parameter("keepDims", .boolean, default: false)]
    }

    public func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        let reduced = try axes.normalized(rank: x.rank, Self.name)
        if !hasIdentity && Apus.reducedCount(x.shape, reduced) == 0 {
            throw .shape(
                operation: Self.name,
                message: "shape \(x.shape) has no elements along axes \(reduced), and this reduction of nothing has no value")
        }
        return Spec(
            reducedShape(x.shape, without: reduced, keepDims: keepDims), resultType(try compute(x.dtype, world), world))
    }

    public func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try reduce(x, to: out, on: backend)
    }

    /// Runs the kernel, and casts its result if the dtype asked for is not the kernel's.
    func reduce(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let reduced = try axes.normalized(rank: x.rank, Self.name)
        let short = keepDims
            ? out.view(
                Layout(contiguous: reducedShape(x.shape, without: reduced, keepDims: false), offset: out.layout.offset))
            : out
        let natural = kernel.result(x.dtype)
        if natural == out.dtype {
            try backend.reduce(kernel, x, axes: reduced, parameter: parameter, to: short)
        } else {
            let between = try Strided.empty(short.shape, natural, on: x.device)
            try backend.reduce(kernel, x, axes: reduced, parameter: parameter, to: between)
            try backend.copy(between, to: short)
        }
    }

    public func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        let spec = try result(x, world)
        let operand = try cast(x, to: try compute(x.dtype, world))
        let out = try Strided.empty(spec.shape, spec.dtype, on: x.device)
        try evaluate(operand, to: out, on: x.device.backend)
        return out
    }

    /// A reduced value with the reduced axes put back as axes of size 1, to broadcast against the operand.
    func restored(_ reduced: Tensor, _ x: Tensor) -> Tensor {
        keepDims ? reduced : reduced.reshape(reducedShape(x.shape, without: reducedAxes(x), keepDims: true))
    }

    /// The reduced axes, counted from the front, of an operand that the rule has accepted.
    func reducedAxes(_ x: Tensor) -> Dims {
        trapping { () throws(ApusError) -> Dims in try axes.normalized(rank: x.rank, Self.name) }
    }

    /// How many elements go into each of the result.
    func reducedCount(_ x: Tensor) -> Int { Apus.reducedCount(x.shape, reducedAxes(x)) }
}

/// A shape without the axes that a reduction goes over, or with size 1 for them.
func reducedShape(_ shape: Dims, without axes: Dims, keepDims: Bool) -> Dims {
    var result = Dims()
    for axis in 0..<shape.count {
        if !axes.contains(axis) { result.append(shape[axis]) } else if keepDims { result.append(1) }
    }
    return result
}

func reducedCount(_ shape: Dims, _ axes: Dims) -> Int { axes.reduce(1) { $0 &* shape[$1] } }

/// Refuses, in PyTorch's world, operands that are not floating or complex.
func requireInexact(_ dtype: DType, _ world: World, _ operation: String) throws(ApusError) {
    if world == .torch && !dtype.isInexact {
        throw .dtype(
            operation: operation,
            message: "not defined for \(dtype) tensors, whose results would have to be rounded; cast with astype(_:) first")
    }
}

extension World {
    /// The dtype of sums and products of `dtype`.
    func accumulator(_ dtype: DType) -> DType {
        self == .torch && !dtype.isInexact ? .int64 : ReduceKernel.sum.result(dtype)
    }
}
