import ApusCore

/// The elements along an axis in order.
struct Sort: UnaryOperation {
    static var name: String { "sort" }
    static var saves: Saved { [.first] }
    let axis: Int
    let descending: Bool

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        _ = try Rows(axis, rank: x.rank, Self.name)
        return Spec(x.shape, x.dtype)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.copy(sorted(x, backend), to: out)
    }

    func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        _ = try result(x, world)
        return try sorted(x, x.device.backend)
    }

    private func sorted(_ x: Strided, _ backend: any Backend) throws(ApusError) -> Strided {
        let rows = try Rows(axis, rank: x.rank, Self.name)
        let out = try rows.empty(like: x, length: x.shape[try normalizedAxis(axis, rank: x.rank, Self.name)], x.dtype)
        try backend.sort(rows.gathered(x), descending: descending, to: out)
        return try rows.restored(out)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let axis = axis < 0 ? axis + x.rank : axis
        return g.placed(at: x.argsort(axis: axis, descending: descending), axis: axis, in: x.shape)
    }
}

/// `sort` by its name.
enum SortEntry: TableOperation {
    static var name: String { Sort.name }
    static var parameters: [Parameter] { ArgSort.parameters }
    static var takesNumbersAsVectors: Bool { true }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let axis = try arguments.integer("axis", default: -1)
        let descending = try arguments.boolean("descending", default: false)
        return [try .apply(Sort(axis: axis, descending: descending), arguments.array("x"))]
    }
}

/// The positions that sort the elements along an axis.
struct ArgSort: UnaryOperation, TableOperation {
    static var name: String { "argsort" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let axis: Int
    let descending: Bool

    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("axis", .integer, default: -1), Parameter("descending", .boolean, default: false),
            Parameter("stable", .boolean, default: true),
        ]
    }
    static var takesNumbersAsVectors: Bool { true }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let axis = try arguments.integer("axis", default: -1)
        let descending = try arguments.boolean("descending", default: false)
        return [try .apply(ArgSort(axis: axis, descending: descending), arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        _ = try Rows(axis, rank: x.rank, Self.name)
        return Spec(x.shape, .int64)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let rows = try Rows(axis, rank: x.rank, Self.name)
        let operand = try rows.gathered(x)
        let indices = try Strided.empty(operand.shape, .int64, on: x.device)
        try backend.argsort(operand, descending: descending, values: nil, indices: indices)
        try backend.copy(rows.restored(indices), to: out)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { x.zeros() }
}

/// Results of which the first are elements of the operand along an axis and the second their positions.
protocol Ranking: VariadicOperation, TableOperation {
    var axis: Int { get }
}

extension Ranking {
    static var saves: Saved { [] }
    func savesOutput(_ index: Int) -> Bool { index == 1 }
    func isDifferentiable(output index: Int) -> Bool { index == 0 }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let shape = context.inputs[0].shape
        let axis = axis < 0 ? axis + shape.count : axis
        return [context.gradient().placed(at: context.outputs[1], axis: axis, in: shape)]
    }
}

/// The elements along an axis in order, and their positions.
struct SortWithIndices: Ranking {
    static var name: String { "sortWithIndices" }
    let axis: Int
    let descending: Bool

    static var parameters: [Parameter] { ArgSort.parameters }
    static var takesNumbersAsVectors: Bool { true }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let axis = try arguments.integer("axis", default: -1)
        let descending = try arguments.boolean("descending", default: false)
        return try Face.apply(SortWithIndices(axis: axis, descending: descending), [arguments.array("x")])
    }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = inputs[0]
        let rows = try Rows(axis, rank: x.rank, Self.name)
        let operand = try rows.gathered(x)
        let values = try Strided.empty(operand.shape, x.dtype, on: x.device)
        let indices = try Strided.empty(operand.shape, .int64, on: x.device)
        try x.device.backend.argsort(operand, descending: descending, values: values, indices: indices)
        return [try rows.restored(values), try rows.restored(indices)]
    }
}

/// The first elements of an order along an axis, and their positions.
struct TopK: Ranking {
    static var name: String { "topK" }
    let k: Int
    let axis: Int
    let largest: Bool

    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("k", .integer), Parameter("axis", .integer, default: -1),
            Parameter("largest", .boolean, default: true), Parameter("sorted", .boolean, default: true).known(),
        ]
    }
    static var takesNumbersAsVectors: Bool { true }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let operation = TopK(
            k: try arguments.integer("k"), axis: try arguments.integer("axis", default: -1),
            largest: try arguments.boolean("largest", default: true))
        return try Face.apply(operation, [arguments.array("x")])
    }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = inputs[0]
        let rows = try Rows(axis, rank: x.rank, Self.name)
        let size = x.shape[try normalizedAxis(axis, rank: x.rank, Self.name)]
        guard k >= 0, k <= size else {
            throw .argument(
                operation: Self.name, message: "k is \(k), and there are \(size) elements along axis \(axis) of \(x.shape)")
        }
        let values = try rows.empty(like: x, length: k, x.dtype)
        let indices = try rows.empty(like: x, length: k, .int64)
        if k > 0 { try x.device.backend.topK(rows.gathered(x), largest: largest, values: values, indices: indices) }
        return [try rows.restored(values), try rows.restored(indices)]
    }
}

extension ArrayFace {
    /// A copy with the elements along `axis` in order; nil stands for all elements, as one dimension. NaN comes last in
    /// ascending and first in descending order; complex elements are ordered by their real, then imaginary parts. The
    /// order of equal elements is kept. Radix sort on keys. `numpy.sort`, the values of `torch.sort`.
    public func sort(axis: Int? = -1, descending: Bool = false) -> Self {
        .make(Sort(axis: axis ?? 0, descending: descending), axis == nil ? reshape(-1) : self)
    }

    /// The positions, as int64, that sort the elements along `axis`, in the order of `sort`; nil stands for all elements,
    /// as one dimension. Always stable. `numpy.argsort`, `torch.argsort`.
    public func argsort(axis: Int? = -1, descending: Bool = false) -> Self {
        .make(ArgSort(axis: axis ?? 0, descending: descending), axis == nil ? reshape(-1) : self)
    }

    /// The elements along `axis` in order, and the positions that they had. Always stable. `torch.sort`.
    public func sortWithIndices(axis: Int = -1, descending: Bool = false) -> (values: Self, indices: Self) {
        let results = Self.make(SortWithIndices(axis: axis, descending: descending), [self])
        return (results[0], results[1])
    }

    /// The `k` largest or smallest elements along `axis`, in order, with their positions as int64; of equal elements the
    /// first come first, NaN counts as largest. `torch.topk`.
    public func topK(_ k: Int, axis: Int = -1, largest: Bool = true) -> (values: Self, indices: Self) {
        let results = Self.make(TopK(k: k, axis: axis, largest: largest), [self])
        return (results[0], results[1])
    }
}
