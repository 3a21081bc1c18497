import ApusCore

/// The smallest or largest element.
protocol Extreme: Reduction, TableOperation {
    /// The operation that gives the extreme of two elements.
    associatedtype Joining: PlainBinary
    init(axes: Axes, keepDims: Bool)
}

extension Extreme {
    static var saves: Saved { [.first, .output] }
    var hasIdentity: Bool { false }

    static var parameters: [Parameter] { reductionParameters + PartialReduction.extremeParameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let operation = Self(axes: try arguments.axes(), keepDims: try arguments.boolean("keepDims", default: false))
        return [
            try PartialReduction.extreme(
                operation, arguments.array("x"), arguments.optionalScalar("initial"), arguments.optionalArray("where"))
        ]
    }

    func compute(_ dtype: DType, _ world: World) throws(ApusError) -> DType {
        try refuseComplex(dtype, world, Self.name)
        return dtype
    }

    /// Elements that are equal share the gradient.
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let winners = x .== restored(y, x)
        let share = restored(g, x) / winners.sum(.some(reducedAxes(x)), keepDims: true).astype(g.dtype)
        return share.broadcast(to: x.shape).kept(where: winners)
    }
}

struct Smallest: Extreme {
    typealias Joining = Minimum
    static var name: String { "min" }
    let axes: Axes
    let keepDims: Bool
    var kernel: ReduceKernel { .minimum }
}

struct Largest: Extreme {
    typealias Joining = Maximum
    static var name: String { "max" }
    let axes: Axes
    let keepDims: Bool
    var kernel: ReduceKernel { .maximum }
}

/// The position of the smallest or largest element.
protocol ExtremePosition: Reduction, TableOperation {
    init(axes: Axes, keepDims: Bool)
}

extension ExtremePosition {
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    var hasIdentity: Bool { false }

    static var parameters: [Parameter] {
        [.array("x"), Parameter("axis", .integer, optional: true), Parameter("keepDims", .boolean, default: false)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let axis = try arguments.optionalInteger("axis")
        let keepDims = try arguments.boolean("keepDims", default: false)
        return [try .apply(Self(axes: axis.map { Axes($0) } ?? .all, keepDims: keepDims), arguments.array("x"))]
    }

    func compute(_ dtype: DType, _ world: World) throws(ApusError) -> DType {
        try refuseComplex(dtype, world, Self.name)
        return dtype
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { x.zeros() }
}

struct ArgMin: ExtremePosition {
    static var name: String { "argmin" }
    let axes: Axes
    let keepDims: Bool
    var kernel: ReduceKernel { .argmin }
}

struct ArgMax: ExtremePosition {
    static var name: String { "argmax" }
    let axes: Axes
    let keepDims: Bool
    var kernel: ReduceKernel { .argmax }
}

/// Refuses, in PyTorch's world, complex operands, which have no order there.
func refuseComplex(_ dtype: DType, _ world: World, _ operation: String) throws(ApusError) {
    if world == .torch && dtype.isComplex {
        throw .dtype(operation: operation, message: "not defined for \(dtype) tensors; take abs() or real() first")
    }
}

/// The smallest or largest element along an axis, and its position.
protocol IndexedExtreme: VariadicOperation, TableOperation {
    static var kernel: ReduceKernel { get }
    var axis: Int { get }
    var keepDims: Bool { get }
    init(axis: Int, keepDims: Bool)
}

extension IndexedExtreme {
    static var saves: Saved { [] }
    func savesOutput(_ index: Int) -> Bool { index == 1 }
    func isDifferentiable(output index: Int) -> Bool { index == 0 }

    static var parameters: [Parameter] {
        [.array("x"), Parameter("axis", .integer), Parameter("keepDims", .boolean, default: false)]
    }
    static var takesNumbersAsVectors: Bool { true }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let operation = Self(
            axis: try arguments.integer("axis"), keepDims: try arguments.boolean("keepDims", default: false))
        return try Face.apply(operation, [arguments.array("x")])
    }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = inputs[0]
        try refuseComplex(x.dtype, world, Self.name)
        let axis = try normalizedAxis(self.axis, rank: x.rank, Self.name)
        guard x.shape[axis] > 0 else {
            throw .shape(operation: Self.name, message: "axis \(axis) of shape \(x.shape) has no elements")
        }
        let long = reducedShape(x.shape, without: [axis], keepDims: true)
        let short = Layout(contiguous: reducedShape(x.shape, without: [axis], keepDims: false))
        let indices = try Strided.empty(long, .int64, on: x.device)
        let values = try Strided.empty(long, x.dtype, on: x.device)
        let backend = try x.device.backend
        try backend.reduce(Self.kernel, x, axes: [axis], parameter: 0, to: indices.view(short))
        try backend.gather(x, along: axis, positions: indices, to: values)
        return keepDims ? [values, indices] : [values.view(short), indices.view(short)]
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let shape = context.inputs[0].shape
        let axis = trapping { () throws(ApusError) in try normalizedAxis(self.axis, rank: shape.count, Self.name) }
        let long = reducedShape(shape, without: [axis], keepDims: true)
        return [context.gradient().reshape(long).placed(at: context.outputs[1].reshape(long), axis: axis, in: shape)]
    }
}

struct MinWithIndices: IndexedExtreme {
    static var name: String { "minWithIndices" }
    static var kernel: ReduceKernel { .argmin }
    let axis: Int
    let keepDims: Bool
}

struct MaxWithIndices: IndexedExtreme {
    static var name: String { "maxWithIndices" }
    static var kernel: ReduceKernel { .argmax }
    let axis: Int
    let keepDims: Bool
}

extension Tensor {
    /// Zeros of a shape with this tensor's elements added at the positions along an axis that `indices`, which has this
    /// tensor's shape, names.
    func placed(at indices: Tensor, axis: Int, in shape: Dims) -> Tensor {
        .make(Embed(selection: AxisPositions(axis: axis, checked: indices.contiguous().value), shape: shape), self)
    }
}

extension ArrayFace {
    /// The smallest element along `axes`, by default of all; NaN if there is one. Equal elements share the gradient.
    /// Complex elements compare by real, then imaginary part, in NumPy's world, and are refused in PyTorch's. No elements
    /// at all are an error. `numpy.min`, `torch.amin`.
    public func min(_ axes: Axes = .all, keepDims: Bool = false) -> Self {
        .make(Smallest(axes: axes, keepDims: keepDims), self)
    }

    /// The largest element along `axes`, by default of all; otherwise as `min`. `numpy.max`, `torch.amax`.
    public func max(_ axes: Axes = .all, keepDims: Bool = false) -> Self {
        .make(Largest(axes: axes, keepDims: keepDims), self)
    }

    /// The position, as int64, of the first smallest element along `axis`; without an axis, in the row-major order of all
    /// elements. The first NaN counts as smallest. `numpy.argmin`, `torch.argmin`.
    public func argmin(axis: Int? = nil, keepDims: Bool = false) -> Self {
        .make(ArgMin(axes: axis.map { Axes($0) } ?? .all, keepDims: keepDims), self)
    }

    /// The position, as int64, of the first largest element along `axis`; without an axis, in the row-major order of all
    /// elements. The first NaN counts as largest. `numpy.argmax`, `torch.argmax`.
    public func argmax(axis: Int? = nil, keepDims: Bool = false) -> Self {
        .make(ArgMax(axes: axis.map { Axes($0) } ?? .all, keepDims: keepDims), self)
    }

    /// The smallest element along `axis` and the position of its first occurrence, which has the whole gradient.
    /// `torch.min` with a dimension.
    public func minWithIndices(axis: Int, keepDims: Bool = false) -> (values: Self, indices: Self) {
        let results = Self.make(MinWithIndices(axis: axis, keepDims: keepDims), [self])
        return (results[0], results[1])
    }

    /// The largest element along `axis` and the position of its first occurrence, which has the whole gradient.
    /// `torch.max` with a dimension.
    public func maxWithIndices(axis: Int, keepDims: Bool = false) -> (values: Self, indices: Self) {
        let results = Self.make(MaxWithIndices(axis: axis, keepDims: keepDims), [self])
        return (results[0], results[1])
    }
}
