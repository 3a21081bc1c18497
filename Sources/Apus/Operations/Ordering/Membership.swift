import ApusCore

/// Whether elements are among those of another array.
enum Membership: TableOperation {
    static var name: String { "isIn" }
    static var parameters: [Parameter] {
        [
            .array("x").known(as: "elements", "x1"), .array("members").known(as: "test_elements", "x2"),
            Parameter("invert", .boolean, default: false),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), members = try arguments.array("members")
        return [try apply(x, members, inverted: arguments.boolean("invert", default: false))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ members: Face, inverted: Bool) throws(ApusError) -> Face {
        _ = try commonDevice(name, x.value, members.value)
        let found = try found(x, members)
        return inverted ? try .apply(LogicalNot(), found) : found
    }

    private static func found<Face: ArrayFace>(_ x: Face, _ members: Face) throws(ApusError) -> Face {
        if x.count == 0 || members.count == 0 {
            return Face(value: try filled(x.shape, false, .bool, x.device))
        }
        if x.dtype == members.dtype, !x.dtype.isInexact, let found = try lookedUp(x, members) { return found }
        if x.dtype.isComplex || members.dtype.isComplex || members.count < 4 { return try compared(x, members) }
        if x.dtype == .uint64 && members.dtype.isSigned || members.dtype == .uint64 && x.dtype.isSigned {
            return try foundWhereNotNegative(x, members)
        }
        return try searched(x, members)
    }

    /// Integers by a table over the range of the members, if that is small beside the work it saves; nil if it is not.
    private static func lookedUp<Face: ArrayFace>(_ x: Face, _ members: Face) throws(ApusError) -> Face? {
        let limit = 6 * (x.count + members.count)
        let out = try Strided.empty(x.shape, .bool, on: x.device)
        let isDone = try x.device.backend.areAmong(
            Apus.contiguous(x.value), Apus.contiguous(members.value), limit: limit, to: out)
        return isDone ? Face(value: out) : nil
    }

    /// Compares each element with each member.
    private static func compared<Face: ArrayFace>(_ x: Face, _ members: Face) throws(ApusError) -> Face {
        let column: Face = try .apply(ExpandDims(axes: [-1]), x)
        let row: Face = try .apply(Reshape(shape: [members.count]), members)
        return try .apply(AnyTrue(axes: .some([-1]), keepDims: false), .apply(Equal(), column, row))
    }

    /// Looks each element up among the sorted members.
    private static func searched<Face: ArrayFace>(_ x: Face, _ members: Face) throws(ApusError) -> Face {
        let dtype = try Face.world.promote(x.value, members.value)
        let line: Face = try .apply(Cast(dtype: dtype), .apply(Reshape(shape: [-1]), members))
        let sorted: Face = try .apply(Sort(axis: 0, descending: false), line)
        let elements: Face = try .apply(Cast(dtype: dtype), x)
        let places: Face = try .apply(SearchSorted(right: false), sorted, elements)
        return try .apply(Equal(), Take.apply(sorted, places, 0, .clip), elements)
    }

    /// uint64 with signed integers, which no integer dtype holds both: what is negative on one side is not on the other.
    private static func foundWhereNotNegative<Face: ArrayFace>(_ x: Face, _ members: Face) throws(ApusError) -> Face {
        func isNatural(_ array: Face) throws(ApusError) -> Face {
            try Face.apply(GreaterEqual(), array, scalar: .int(0), reversed: false)
        }
        let natural = try MaskedSelect.apply(members, isNatural(members))
        let small = try Face.apply(Cast(dtype: .uint64), natural)
        return try Face.apply(LogicalAnd(), found(Face.apply(Cast(dtype: .uint64), x), small), isNatural(x))
    }
}

extension ArrayFace {
    /// Whether each element is equal to one of `members`, as bool, or with `inverted` whether it is not. NaN is equal to
    /// nothing. Integers are looked up in a table if the range of the members is small, other real elements by binary
    /// search in the sorted members, complex ones one by one. `numpy.isin`, `torch.isin`.
    public func isIn(_ members: Self, inverted: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in try Membership.apply(self, members, inverted: inverted) }
    }
}
