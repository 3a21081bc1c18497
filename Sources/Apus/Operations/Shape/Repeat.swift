/// Copies of an array side by side.
enum Tile: TableOperation {
    static var name: String { "tile" }
    static var parameters: [Parameter] { [.array("x"), Parameter("repeats", .integers)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.integers("repeats"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ repeats: [Int]) throws(ApusError) -> Face {
        let rank = max(x.rank, repeats.count)
        let sizes = Array(repeating: 1, count: rank - x.rank) + x.shape
        let counts = Array(repeating: 1, count: rank - repeats.count) + repeats
        var single = Dims(), spread = Dims(), shape = Dims()
        for (size, count) in zip(sizes, counts) {
            for (one, many) in [(1, count), (size, size)] {
                single.append(one)
                spread.append(many)
            }
            shape.append(try product(size, count, name))
        }
        guard shape.checkedProduct != nil else { throw .outOfMemory(requested: .max, device: x.device) }
        let wide: Face = try .apply(Broadcast(shape: spread), .apply(Reshape(shape: single), x))
        let result: Face = try .apply(Reshape(shape: shape), wide)
        return result.value.storage === x.value.storage ? try .apply(Copy(), result) : result
    }

    /// A size times a count, neither negative nor too large.
    static func product(_ size: Int, _ count: Int, _ name: String) throws(ApusError) -> Int {
        guard count >= 0 else { throw .argument(operation: name, message: "\(count) repetitions; 0 is the least") }
        let (result, overflow) = size.multipliedReportingOverflow(by: count)
        if overflow { throw .outOfMemory(requested: .max, device: .cpu) }
        return result
    }
}

/// Each element of an array several times along an axis.
enum Repeat: TableOperation {
    static var name: String { "repeat" }
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("counts", .integers), Parameter("axis", .integer, optional: true),
            Parameter("outputSize", .integer, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let axis = try arguments.optionalInteger("axis")
        let result = try apply(arguments.array("x"), arguments.integers("counts"), axis)
        if let size = try arguments.optionalInteger("outputSize"), size != result.shape[axis.map { $0 < 0 ? $0 + result.rank : $0 } ?? 0] {
            throw .argument(operation: name, message: "outputSize \(size) for a result of shape \(result.shape)")
        }
        return [result]
    }

    /// One count stands for all positions.
    static func apply<Face: ArrayFace>(_ x: Face, _ counts: [Int], _ axis: Int?) throws(ApusError) -> Face {
        guard let named = axis else { return try apply(.apply(Reshape(shape: [-1]), x), counts, 0) }
        let axis = try normalizedAxis(named, rank: x.rank, name)
        if counts.count == 1 { return try apply(x, counts[0], axis) }
        let size = x.shape[axis]
        guard counts.count == size, counts.allSatisfy({ $0 >= 0 }) else {
            throw .argument(
                operation: name,
                message: "\(counts.count) counts for the \(size) positions of axis \(axis); there must be one for each, none "
                    + "negative")
        }
        var total = 0
        for count in counts {
            let (next, overflow) = total.addingReportingOverflow(count)
            if overflow { throw .outOfMemory(requested: .max, device: x.device) }
            total = next
        }
        let positions = try Strided.empty([total], .int64)
        var next = positions.pointer.assumingMemoryBound(to: Int64.self)
        for (position, count) in counts.enumerated() {
            next.update(repeating: Int64(position), count: count)
            next += count
        }
        return try .apply(Gather(selection: IndexedAxes(axis: axis, positions: positions)), x)
    }

    private static func apply<Face: ArrayFace>(_ x: Face, _ count: Int, _ axis: Int) throws(ApusError) -> Face {
        var shape = x.shape
        shape[axis] = try Tile.product(shape[axis], count, name)
        guard shape.checkedProduct != nil else { throw .outOfMemory(requested: .max, device: x.device) }
        var spread = x.shape
        spread.insert(count, at: axis + 1)
        let wide: Face = try .apply(Broadcast(shape: spread), .apply(ExpandDims(axes: [axis + 1]), x))
        let result: Face = try .apply(Reshape(shape: shape), wide)
        return result.value.storage === x.value.storage ? try .apply(Copy(), result) : result
    }
}

extension ArrayFace {
    /// Copies of the array side by side, `repeats` times along each axis, counted from the last; more repeats than axes
    /// make new leading axes. `numpy.tile`, `torch.tile`.
    public func tile(_ repeats: [Int]) -> Self {
        trapping { () throws(ApusError) -> Self in try Tile.apply(self, repeats) }
    }

    /// Copies of the array side by side.
    public func tile(_ repeats: Int...) -> Self { tile(repeats) }

    /// A copy with each element `count` times along `axis`; without an axis, of the elements in row-major order.
    /// `numpy.repeat`, `torch.repeat_interleave`.
    public func `repeat`(_ count: Int, axis: Int? = nil) -> Self { self.repeat([count], axis: axis) }

    /// A copy with the elements at each position of `axis` as many times as `counts` says. `numpy.repeat`,
    /// `torch.repeat_interleave`.
    public func `repeat`(_ counts: [Int], axis: Int? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try Repeat.apply(self, counts, axis) }
    }
}
