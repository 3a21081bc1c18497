import ApusCore

/// What the operations on sets have in common: a set is an array of distinct elements along one axis, in ascending order.
/// Elements are compared with `==`, so NaN is in no other set.
private enum SetElements {
    /// The elements along one axis, without history.
    static func line<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        try .apply(Reshape(shape: [-1]), Face(value: x.value))
    }

    /// The set of an array's elements, or the elements as they are if they are known to be distinct.
    static func distinct<Face: ArrayFace>(_ x: Face, known: Bool) throws(ApusError) -> Face {
        known ? try line(x) : try UniqueEntry.apply(line(x), true)
    }

    static func joined<Face: ArrayFace>(_ a: Face, _ b: Face) throws(ApusError) -> Face {
        try Face.apply(Concatenate(axis: 0), [a, b])[0]
    }

    /// Compares each element but the last with the next.
    static func neighbours<Face: ArrayFace>(_ x: Face, _ comparison: some ElementwiseBinary) throws(ApusError) -> Face {
        let pairs = max(0, x.count - 1)
        return try .apply(comparison, Split.part(x, 0, 0, pairs), Split.part(x, 0, x.count - pairs, pairs))
    }

    static let parameters = [Parameter.array("a"), .array("b"), Parameter("assumeUnique", .boolean, default: false)]
}

/// The elements that two sets share.
enum Intersection: TableOperation {
    static var name: String { "intersect1d" }
    static var parameters: [Parameter] { SetElements.parameters + [Parameter("returnIndices", .boolean, default: false)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let a = try arguments.array("a"), b = try arguments.array("b")
        let known = try arguments.boolean("assumeUnique", default: false)
        guard try arguments.boolean("returnIndices", default: false) else { return [try apply(a, b, assumeUnique: known)] }
        let (values, first, second) = try withPositions(a, b, assumeUnique: known)
        return [values, first, second]
    }

    static func apply<Face: ArrayFace>(_ a: Face, _ b: Face, assumeUnique: Bool) throws(ApusError) -> Face {
        let both = try SetElements.joined(
            SetElements.distinct(a, known: assumeUnique), SetElements.distinct(b, known: assumeUnique))
        let sorted: Face = try .apply(Sort(axis: 0, descending: false), both)
        return try MaskedSelect.apply(
            Split.part(sorted, 0, 0, max(0, sorted.count - 1)), SetElements.neighbours(sorted, Equal()))
    }

    /// The shared elements and where each first stands in the two arrays.
    static func withPositions<Face: ArrayFace>(
        _ a: Face, _ b: Face, assumeUnique: Bool
    ) throws(ApusError) -> (values: Face, first: Face, second: Face) {
        let left = try places(a, known: assumeUnique), right = try places(b, known: assumeUnique)
        let both = try SetElements.joined(left.values, right.values)
        let order: Face = try .apply(ArgSort(axis: 0, descending: false), both)
        let sorted = try Take.apply(both, order, 0, .raise)
        let repeated = try SetElements.neighbours(sorted, Equal())
        let pairs = max(0, sorted.count - 1)
        let inLeft = try MaskedSelect.apply(Split.part(order, 0, 0, pairs), repeated)
        let inRight = try MaskedSelect.apply(Split.part(order, 0, order.count - pairs, pairs), repeated)
        let start = left.values.count
        let second: Face = try .apply(Subtract(), inRight, scalar: .int(Int64(start)), reversed: false)
        return (
            try MaskedSelect.apply(Split.part(sorted, 0, 0, pairs), repeated), try left.positions(inLeft),
            try right.positions(second)
        )
    }

    /// A set, and the way from places in it to positions in the array.
    private static func places<Face: ArrayFace>(
        _ x: Face, known: Bool
    ) throws(ApusError) -> (values: Face, positions: (Face) throws(ApusError) -> Face) {
        if known { return (try SetElements.line(x), { places throws(ApusError) in places }) }
        let elements = try UniqueAllEntry.apply(SetElements.line(x), true)
        return (elements.values, { places throws(ApusError) in try Take.apply(elements.indices, places, 0, .raise) })
    }
}

/// The elements of either of two sets.
enum Union: TableOperation {
    static var name: String { "union1d" }
    static var parameters: [Parameter] { [.array("a"), .array("b")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("a"), arguments.array("b"))]
    }

    static func apply<Face: ArrayFace>(_ a: Face, _ b: Face) throws(ApusError) -> Face {
        try UniqueEntry.apply(SetElements.joined(SetElements.line(a), SetElements.line(b)), true)
    }
}

/// The elements of one set that are not in another.
enum SetDifference: TableOperation {
    static var name: String { "setdiff1d" }
    static var parameters: [Parameter] { SetElements.parameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let known = try arguments.boolean("assumeUnique", default: false)
        return [try apply(arguments.array("a"), arguments.array("b"), assumeUnique: known)]
    }

    static func apply<Face: ArrayFace>(_ a: Face, _ b: Face, assumeUnique: Bool) throws(ApusError) -> Face {
        let elements = try SetElements.distinct(a, known: assumeUnique)
        return try MaskedSelect.apply(elements, Membership.apply(elements, Face(value: b.value), inverted: true))
    }
}

/// The elements of exactly one of two sets.
enum SymmetricDifference: TableOperation {
    static var name: String { "setxor1d" }
    static var parameters: [Parameter] { SetElements.parameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let known = try arguments.boolean("assumeUnique", default: false)
        return [try apply(arguments.array("a"), arguments.array("b"), assumeUnique: known)]
    }

    static func apply<Face: ArrayFace>(_ a: Face, _ b: Face, assumeUnique: Bool) throws(ApusError) -> Face {
        let both = try SetElements.joined(
            SetElements.distinct(a, known: assumeUnique), SetElements.distinct(b, known: assumeUnique))
        if both.count == 0 { return both }
        let sorted: Face = try .apply(Sort(axis: 0, descending: false), both)
        let edge = Face(value: try filled([1], true, .bool, sorted.device))
        let differs = try SetElements.neighbours(sorted, NotEqual())
        let alone: Face = try .apply(
            LogicalAnd(), SetElements.joined(edge, differs), SetElements.joined(differs, edge))
        return try MaskedSelect.apply(sorted, alone)
    }
}

extension ArrayFace {
    /// The distinct elements that are in this array and in `other`, in ascending order. `numpy.intersect1d`.
    ///
    /// - Parameter assumeUnique: whether the elements of each array are known to be distinct.
    public func intersect1d(_ other: Self, assumeUnique: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in try Intersection.apply(self, other, assumeUnique: assumeUnique) }
    }

    /// The elements of `intersect1d`, and their first positions in this array and in `other`, both flattened.
    /// `numpy.intersect1d(return_indices=True)`.
    public func intersect1dWithIndices(
        _ other: Self, assumeUnique: Bool = false
    ) -> (values: Self, first: Self, second: Self) {
        trapping { () throws(ApusError) -> (values: Self, first: Self, second: Self) in
            try Intersection.withPositions(self, other, assumeUnique: assumeUnique)
        }
    }

    /// The distinct elements that are in this array or in `other`, in ascending order. `numpy.union1d`.
    public func union1d(_ other: Self) -> Self {
        trapping { () throws(ApusError) -> Self in try Union.apply(self, other) }
    }

    /// The distinct elements of this array that are not in `other`, in ascending order, or in their own if they are known
    /// to be distinct. `numpy.setdiff1d`.
    public func setdiff1d(_ other: Self, assumeUnique: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in try SetDifference.apply(self, other, assumeUnique: assumeUnique) }
    }

    /// The distinct elements that are in exactly one of this array and `other`, in ascending order. `numpy.setxor1d`.
    public func setxor1d(_ other: Self, assumeUnique: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in try SymmetricDifference.apply(self, other, assumeUnique: assumeUnique) }
    }
}
