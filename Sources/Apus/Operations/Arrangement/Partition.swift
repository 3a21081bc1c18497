import ApusCore

/// The places that a partition settles: in ascending order, each once.
private func settledPlaces(_ kth: [Int], _ size: Int, _ name: String) throws(ApusError) -> [Int] {
    var places: Set<Int> = []
    for place in kth {
        let wrapped = place < 0 ? place + size : place
        guard wrapped >= 0, wrapped < size else {
            throw .argument(operation: name, message: "kth(=\(place)) out of bounds (\(size))")
        }
        places.insert(wrapped)
    }
    return places.sorted()
}

/// The elements along an axis in an order in which some places are settled.
struct Partition: UnaryOperation, TableOperation {
    static var name: String { "partition" }
    static var saves: Saved { [.first] }
    let kth: [Int]
    let axis: Int

    static var parameters: [Parameter] {
        [.array("x"), Parameter("kth", .integers), Parameter("axis", .integer, default: -1)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let kth = try arguments.integers("kth"), axis = try arguments.integer("axis", default: -1)
        return [try .apply(Partition(kth: kth, axis: axis), arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        let axis = try normalizedAxis(axis, rank: x.rank, Self.name)
        _ = try settledPlaces(kth, x.shape[axis], Self.name)
        return Spec(x.shape, x.dtype)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let rows = try Rows(axis, rank: x.rank, Self.name)
        let operand = try rows.gathered(x)
        let places = try settledPlaces(kth, operand.shape[operand.rank - 1], Self.name)
        let values = try Strided.empty(operand.shape, x.dtype, on: x.device)
        if x.dtype.isComplex {
            try backend.sort(operand, descending: false, to: values)
        } else {
            try backend.partition(operand, kth: places, values: values, indices: nil)
        }
        try backend.copy(rows.restored(values), to: out)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let axis = axis < 0 ? axis + x.rank : axis
        return g.placed(at: .make(ArgPartition(kth: kth, axis: axis), x), axis: axis, in: x.shape)
    }
}

/// The positions that settle some places along an axis.
struct ArgPartition: UnaryOperation, TableOperation {
    static var name: String { "argpartition" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let kth: [Int]
    let axis: Int

    static var parameters: [Parameter] { Partition.parameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let kth = try arguments.integers("kth"), axis = try arguments.integer("axis", default: -1)
        return [try .apply(ArgPartition(kth: kth, axis: axis), arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        let axis = try normalizedAxis(axis, rank: x.rank, Self.name)
        _ = try settledPlaces(kth, x.shape[axis], Self.name)
        return Spec(x.shape, .int64)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let rows = try Rows(axis, rank: x.rank, Self.name)
        let operand = try rows.gathered(x)
        let places = try settledPlaces(kth, operand.shape[operand.rank - 1], Self.name)
        let indices = try Strided.empty(operand.shape, .int64, on: x.device)
        if x.dtype.isComplex {
            try backend.argsort(operand, descending: false, values: nil, indices: indices)
        } else {
            try backend.partition(operand, kth: places, values: nil, indices: indices)
        }
        try backend.copy(rows.restored(indices), to: out)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { x.zeros() }
}

/// The positions that sort by several keys, the last of which counts most.
enum LexSort: TableOperation {
    static var name: String { "lexsort" }
    static var parameters: [Parameter] { [Parameter("keys", .arrays), Parameter("axis", .integer, default: -1)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.arrays("keys"), arguments.integer("axis", default: -1))]
    }

    static func apply<Face: ArrayFace>(_ keys: [Face], _ axis: Int) throws(ApusError) -> Face {
        guard let first = keys.first else { throw .kind(operation: name, message: "no keys; there must be at least one") }
        if first.rank == 0 { return Face(value: try filled([], 0, .int64, first.device)) }
        let axis = try normalizedAxis(axis, rank: first.rank, name)
        var order: Face = try .apply(ArgSort(axis: axis, descending: false), first)
        for key in keys.dropFirst() {
            guard key.shape == first.shape else {
                throw .argument(operation: name, message: "all keys need to be the same shape, not \(first.shape) and \(key.shape)")
            }
            let next: Face = try .apply(ArgSort(axis: axis, descending: false), TakeAlongAxis.apply(key, order, axis))
            order = try TakeAlongAxis.apply(order, next, axis)
        }
        return order
    }
}

extension ArrayFace {
    /// A copy whose element at place `kth` along `axis` is the one that a sort would put there, with none greater before
    /// and none less behind it; nil stands for all elements, as one dimension. NaN is above all numbers. By selection in
    /// linear time, digit by digit; complex arrays are sorted. `numpy.partition`.
    public func partition(_ kth: Int, axis: Int? = -1) -> Self { partition([kth], axis: axis) }

    /// A copy of which several places along `axis` are settled.
    public func partition(_ kth: [Int], axis: Int? = -1) -> Self {
        .make(Partition(kth: kth, axis: axis ?? 0), axis == nil ? reshape(-1) : self)
    }

    /// The positions, as int64, of the elements of `partition`. `numpy.argpartition`.
    public func argpartition(_ kth: Int, axis: Int? = -1) -> Self { argpartition([kth], axis: axis) }

    /// The positions of the elements of `partition` with several places settled.
    public func argpartition(_ kth: [Int], axis: Int? = -1) -> Self {
        .make(ArgPartition(kth: kth, axis: axis ?? 0), axis == nil ? reshape(-1) : self)
    }

    /// The positions along `axis` that sort by several keys of one shape: by the last, where that is equal by the last but
    /// one, and so on; stable. `numpy.lexsort`.
    public static func lexsort(_ keys: [Self], axis: Int = -1) -> Self {
        trapping { () throws(ApusError) -> Self in try LexSort.apply(keys, axis) }
    }
}
