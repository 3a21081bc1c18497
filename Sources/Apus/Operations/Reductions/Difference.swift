import ApusCore

/// Differences of neighbours along an axis, again and again.
enum Difference: TableOperation {
    static var name: String { "diff" }
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("n", .integer, default: 1), Parameter("axis", .integer, default: -1),
            Parameter("prepend", .array, optional: true), Parameter("append", .array, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let result = try apply(
            arguments.array("x"), arguments.integer("n", default: 1), arguments.integer("axis", default: -1),
            arguments.optionalArray("prepend"), arguments.optionalArray("append"))
        return [result]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ n: Int, _ axis: Int, _ prepend: Face? = nil, _ append: Face? = nil
    ) throws(ApusError) -> Face {
        guard n >= 0 else { throw .argument(operation: name, message: "differences of order \(n); it must not be negative") }
        let axis = try normalizedAxis(axis, rank: x.rank, name)
        if n == 0 { return try .apply(Copy(), x) }
        var parts = [x]
        if let prepend { parts.insert(try edge(prepend, of: x, axis), at: 0) }
        if let append { parts.append(try edge(append, of: x, axis)) }
        var result: Face = parts.count == 1 ? x : try Face.apply(Concatenate(axis: axis), parts)[0]
        for _ in 0..<Swift.min(n, result.shape[axis]) { result = try neighbours(result, axis) }
        return result
    }

    /// A number or an array without axes stands for one position.
    private static func edge<Face: ArrayFace>(_ edge: Face, of x: Face, _ axis: Int) throws(ApusError) -> Face {
        guard edge.rank == 0 else { return edge }
        var shape = x.shape
        shape[axis] = 1
        return try .apply(Broadcast(shape: shape), edge)
    }

    private static func neighbours<Face: ArrayFace>(_ x: Face, _ axis: Int) throws(ApusError) -> Face {
        let count = Swift.max(x.shape[axis] - 1, 0)
        let later = try Split.part(x, axis, Swift.min(1, x.shape[axis]), count), earlier = try Split.part(x, axis, 0, count)
        return x.dtype == .bool ? try .apply(NotEqual(), later, earlier) : try .apply(Subtract(), later, earlier)
    }
}

extension ArrayFace {
    /// The differences of neighbouring elements along `axis`, each less the one before it, `n` times over; of booleans,
    /// whether they differ. `prepend` and `append` are put before and after the elements first; a 0-d array stands for
    /// one position. No differences at all are a copy of the elements. `numpy.diff`, `torch.diff`.
    public func diff(_ n: Int = 1, axis: Int = -1, prepend: Self? = nil, append: Self? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try Difference.apply(self, n, axis, prepend, append) }
    }
}
