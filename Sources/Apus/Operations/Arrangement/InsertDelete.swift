public import ApusCore

/// Positions of an axis as a caller names them: numbers, negative ones counted from the end, or a mask.
private struct NamedPositions {
    /// The positions counted from the front; nil where there are no elements to look at, on the meta device.
    let places: [Int]?
    let count: Int
    /// Whether one position was named, by an array without axes.
    let isSingle: Bool

    /// - Parameter last: the largest position that may be named.
    init(_ indices: Strided, size: Int, last: Int, _ name: String) throws(ApusError) {
        isSingle = indices.rank == 0 && indices.dtype != .bool
        if indices.device == .meta {
            if indices.dtype == .bool { throw .device("\(name): a mask on the meta device has no elements that could be true") }
            (places, count) = (nil, indices.count)
            return
        }
        var given = indices
        if indices.dtype == .bool {
            guard indices.rank == 1 else { throw .argument(operation: name, message: "a mask must have one axis, not shape \(indices.shape)") }
            given = try truePositions(indices)
        } else if indices.count == 0 && !indices.dtype.isInteger {
            // An empty list has no dtype that was chosen.
            given = try Strided.empty([0], .int64)
        }
        let numbers = try rawPositions(given, name)
        let raw = NDArray(value: numbers).elements(as: Int.self)
        for place in raw where place < -size || place > last {
            throw .index(operation: name, message: "index \(place) is out of bounds for axis with size \(size)")
        }
        places = raw.map { $0 < 0 ? $0 + size : $0 }
        count = raw.count
    }
}

/// An array and an axis of it, or all its elements along one.
private func line<Face: ArrayFace>(_ x: Face, _ axis: Int?, _ name: String) throws(ApusError) -> (Face, Int) {
    guard let axis else { return (try .apply(Reshape(shape: [-1]), x), 0) }
    return (x, try normalizedAxis(axis, rank: x.rank, name))
}

/// Positions of an axis by numbers on the host.
private func picked<Face: ArrayFace>(_ x: Face, _ axis: Int, _ places: [Int]) throws(ApusError) -> Face {
    let positions = try NDArray.make(from: places, dtype: .int64).value
    return try .apply(Gather(selection: IndexedAxes(axis: axis, positions: positions)), x)
}

/// Values put before positions of an axis.
enum Insert: TableOperation {
    static var name: String { "insert" }
    static var parameters: [Parameter] {
        [.array("x"), .array("indices"), .array("values"), Parameter("axis", .integer, optional: true)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), indices = try arguments.array("indices")
        return [try apply(x, indices.value, arguments.array("values"), arguments.optionalInteger("axis"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ indices: Strided, _ values: Face, _ axis: Int?) throws(ApusError) -> Face {
        let (x, axis) = try line(x, axis, name)
        try checkIndexDevice(indices, of: x.device, name)
        guard indices.rank <= 1 else {
            throw .argument(operation: name, message: "indices must be one number or have one axis, not shape \(indices.shape)")
        }
        let size = x.shape[axis]
        let positions = try NamedPositions(indices, size: size, last: size, name)
        let values = try values.inDType(x.dtype)
        if positions.count == 1 { return try inserted(values, in: x, axis, positions) }
        var shape = x.shape
        shape[axis] = positions.count
        let block = try spread(values, shape)
        let places = positions.places ?? Array(repeating: 0, count: positions.count)
        let order = places.indices.sorted { (places[$0], $0) < (places[$1], $1) }
        var source = [Int](repeating: -1, count: size + places.count), next = 0
        for (earlier, index) in order.enumerated() { source[places[index] + earlier] = size + index }
        for place in source.indices where source[place] < 0 {
            source[place] = next
            next += 1
        }
        return try picked(Face.apply(Concatenate(axis: axis), [x, block])[0], axis, source)
    }

    /// All values before one position. For a position given as a list the values' own axis is the array's; for a number it
    /// is their first.
    private static func inserted<Face: ArrayFace>(
        _ values: Face, in x: Face, _ axis: Int, _ positions: NamedPositions
    ) throws(ApusError) -> Face {
        let place = positions.places?[0] ?? 0
        var block = values
        if block.rank < x.rank {
            block = try block.inShape(Dims(Array(repeating: 1, count: x.rank - block.rank) + Array(block.shape)))
        }
        if positions.isSingle && block.rank > 0 {
            var order = Array(1..<block.rank)
            order.insert(0, at: Swift.min(axis, order.count))
            block = try .apply(Permute(axes: Dims(order)), block)
        }
        var shape = x.shape
        guard axis < block.rank else { throw .shape(operation: name, message: "values of shape \(values.shape) for shape \(x.shape)") }
        shape[axis] = block.shape[axis]
        block = try spread(block, shape)
        let before = try x.positions(axis, 0, place), after = try x.positions(axis, place, x.shape[axis] - place)
        return try Face.apply(Concatenate(axis: axis), [before, block, after])[0]
    }

    /// Values broadcast to a shape, without leading axes of size 1 beyond it.
    private static func spread<Face: ArrayFace>(_ values: Face, _ shape: Dims) throws(ApusError) -> Face {
        var values = values
        while values.rank > shape.count && values.shape[0] == 1 { values = try values.inShape(Dims(values.shape.dropFirst())) }
        return values.shape == shape ? values : try .apply(Broadcast(shape: shape), values)
    }
}

/// An axis without some of its positions.
enum Delete: TableOperation {
    static var name: String { "delete" }
    static var parameters: [Parameter] {
        [.array("x"), .array("indices"), Parameter("axis", .integer, optional: true)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.array("indices").value, arguments.optionalInteger("axis"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ indices: Strided, _ axis: Int?) throws(ApusError) -> Face {
        let (x, axis) = try line(x, axis, name)
        try checkIndexDevice(indices, of: x.device, name)
        if indices.device == .meta { throw .device("\(name): on the meta device there are no positions to leave out") }
        let size = x.shape[axis]
        if indices.dtype == .bool && indices.shape != [size] {
            throw .argument(operation: name, message: "a mask of shape \(indices.shape) for an axis of size \(size); they must agree")
        }
        let flat = try indices.rank > 1 ? contiguous(indices).view(Layout(contiguous: [indices.count], offset: contiguous(indices).layout.offset)) : indices
        let positions = try NamedPositions(flat, size: size, last: size - 1, name)
        var isKept = [Bool](repeating: true, count: size)
        for place in positions.places ?? [] { isKept[place] = false }
        return try picked(x, axis, isKept.indices.filter { isKept[$0] })
    }
}

/// Values after the elements of an axis.
enum Append: TableOperation {
    static var name: String { "append" }
    static var parameters: [Parameter] { [.array("x"), .array("values"), Parameter("axis", .integer, optional: true)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.array("values"), arguments.optionalInteger("axis"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ values: Face, _ axis: Int?) throws(ApusError) -> Face {
        if let axis { return try Face.apply(Concatenate(axis: axis), [x, values])[0] }
        let parts = [try Face.apply(Reshape(shape: [-1]), x), try Face.apply(Reshape(shape: [-1]), values)]
        return try Face.apply(Concatenate(axis: 0), parts)[0]
    }
}

extension ArrayFace {
    /// A copy with `values`, cast, put before positions of `axis` as it was, one before each; without an axis, of the elements in
    /// row-major order. Of those for one position the first stays first. `positions` are integers or a mask; the values
    /// broadcast. `numpy.insert`.
    public func insert(_ values: Self, at positions: Self, axis: Int? = nil) throws(ApusError) -> Self {
        try Insert.apply(self, positions.value, values, axis)
    }

    /// A copy with `values`, cast, put before `position` along `axis`; without an axis, of the elements in row-major order.
    /// The first axis of the values goes along `axis`, or the values broadcast. `numpy.insert` with one index.
    public func insert(_ values: Self, at position: Int, axis: Int? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try Insert.apply(self, Self.number(.int(Int64(position))).value, values, axis) }
    }

    /// A copy with a number put before a position.
    public func insert(_ value: some ScalarConvertible, at position: Int, axis: Int? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in
            let number = Self(value: try filled([], value.scalar, dtype, device))
            return try Insert.apply(self, Self.number(.int(Int64(position))).value, number, axis)
        }
    }

    /// A copy with `values` put before positions, one before each. `numpy.insert`.
    public func insert(_ values: Self, at positions: [Int], axis: Int? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in
            try Insert.apply(self, NDArray.make(from: positions, dtype: .int64).value, values, axis)
        }
    }

    /// A copy without the positions of `axis` that integers name, or a mask of its size; without an axis, of the elements in
    /// row-major order. `numpy.delete`.
    public func delete(_ positions: Self, axis: Int? = nil) throws(ApusError) -> Self { try Delete.apply(self, positions.value, axis) }

    /// A copy without one position of `axis`; without an axis, of the elements in row-major order. `numpy.delete`.
    public func delete(_ position: Int, axis: Int? = nil) -> Self { delete([position], axis: axis) }

    /// A copy without some positions of `axis`, which may be named twice. `numpy.delete`.
    public func delete(_ positions: [Int], axis: Int? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try Delete.apply(self, NDArray.make(from: positions, dtype: .int64).value, axis) }
    }

    /// A copy with `values` after the elements along `axis`, in the dtype in which both meet; without an axis, the elements of
    /// both in row-major order. `numpy.append`.
    public func append(_ values: Self, axis: Int? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try Append.apply(self, values, axis) }
    }
}
