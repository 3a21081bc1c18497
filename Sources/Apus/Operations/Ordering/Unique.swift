import ApusCore

/// The distinct elements of an array, and what is known about them.
public struct UniqueElements<Face: ArrayFace>: Sendable {
    /// The distinct elements in ascending order.
    public let values: Face
    /// The position of the first occurrence of each, in row-major order.
    public let indices: Face
    /// For each element of the array, in its shape, which of `values` it is.
    public let inverse: Face
    /// How often each occurs.
    public let counts: Face
}

/// The distinct elements, and where and how often they occur if that is asked for.
struct Unique: VariadicOperation {
    static var name: String { "unique" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let detailed: Bool

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = try contiguous(inputs[0])
        let flat = x.view(Layout(contiguous: [x.count], offset: x.layout.offset))
        let values = try Strided.empty([x.count], x.dtype, on: x.device)
        guard detailed else {
            let count = try x.device.backend.unique(flat, values: values, first: nil, inverse: nil, counts: nil)
            return [try head(values, count)]
        }
        let first = try Strided.empty([x.count], .int64, on: x.device)
        let inverse = try Strided.empty(x.shape, .int64, on: x.device)
        let counts = try Strided.empty([x.count], .int64, on: x.device)
        let count = try x.device.backend.unique(flat, values: values, first: first, inverse: inverse, counts: counts)
        return [try head(values, count), try head(first, count), inverse, try head(counts, count)]
    }

    /// The first elements, in memory of their size.
    private func head(_ x: Strided, _ count: Int) throws(ApusError) -> Strided {
        count == x.count ? x : try castCopy(x.view(Layout(contiguous: [count])), to: x.dtype)
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] { [nil] }
}

/// `unique` by its name.
enum UniqueEntry: TableOperation {
    static var name: String { "unique" }
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("equalNaN", .boolean, optional: true), Parameter("sorted", .boolean, default: true).known(),
            Parameter("returnInverse", .boolean, default: false), Parameter("returnCounts", .boolean, default: false),
            Parameter("axis", .integer, optional: true), Parameter("returnIndex", .boolean, default: false),
        ]
    }

    /// The distinct elements or slices, always sorted, then, as far as they are asked for, their first positions, which of
    /// them each is, and their counts.
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), equalNaN = try arguments.boolean("equalNaN", default: Face.world == .numpy)
        let wantsFirst = try arguments.boolean("returnIndex", default: false)
        let wantsInverse = try arguments.boolean("returnInverse", default: false)
        let wantsCounts = try arguments.boolean("returnCounts", default: false)
        let elements: UniqueElements<Face>
        if let axis = try arguments.optionalInteger("axis") {
            _ = try normalizedAxis(axis, rank: x.rank, name)
            elements = x.rank == 1 ? try UniqueAllEntry.apply(x, equalNaN) : try slices(x, axis)
        } else {
            if !wantsFirst && !wantsInverse && !wantsCounts { return [try apply(x, equalNaN)] }
            elements = try UniqueAllEntry.apply(x, equalNaN)
        }
        return [elements.values] + (wantsFirst ? [elements.indices] : []) + (wantsInverse ? [elements.inverse] : [])
            + (wantsCounts ? [elements.counts] : [])
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ equalNaN: Bool) throws(ApusError) -> Face {
        let values = try Face.apply(Unique(detailed: false), [x])[0]
        guard !equalNaN && x.dtype.isInexact else { return values }
        let bare = Face(value: x.value)
        let numbers = try values.withoutNaNs(), others = try MaskedSelect.apply(bare, .apply(IsNaN(), bare))
        return try Face.apply(Concatenate(axis: 0), [numbers, others])[0]
    }
}

/// `uniqueAll` by its name: values, first positions, inverse and counts.
enum UniqueAllEntry: TableOperation {
    static var name: String { "uniqueAll" }
    static var parameters: [Parameter] { [.array("x"), Parameter("equalNaN", .boolean, default: false)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let elements = try apply(arguments.array("x"), arguments.boolean("equalNaN", default: false))
        return [elements.values, elements.indices, elements.inverse, elements.counts]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ equalNaN: Bool) throws(ApusError) -> UniqueElements<Face> {
        let results = try Face.apply(Unique(detailed: true), [x])
        let merged = UniqueElements(values: results[0], indices: results[1], inverse: results[2], counts: results[3])
        return equalNaN || !x.dtype.isInexact ? merged : try merged.separatingNaNs(of: x)
    }
}

extension UniqueElements {
    /// The same with an entry for each NaN of `x`, in their order, in place of those for NaNs taken together. NaNs come
    /// last among the values.
    func separatingNaNs(of x: Face) throws(ApusError) -> UniqueElements {
        let line: Face = try .apply(Reshape(shape: [-1]), Face(value: x.value))
        let isNaN: Face = try .apply(IsNaN(), line)
        let positions = try Nonzero.apply(isNaN)[0]
        if positions.count == 0 { return self }
        let isNumber: Face = try .apply(LogicalNot(), .apply(IsNaN(), values))
        let numbers = try MaskedSelect.apply(values, isNumber)
        func joined(_ entries: Face, _ others: Face) throws(ApusError) -> Face {
            try Face.apply(Concatenate(axis: 0), [MaskedSelect.apply(entries, isNumber), others])[0]
        }
        // The n-th NaN is the n-th value after the numbers.
        let rank: Face = try .apply(CumulativeSum(axis: 0, dtype: .int64), isNaN)
        let place: Face = try .apply(Add(), rank, scalar: .int(Int64(numbers.count) - 1), reversed: false)
        let flat: Face = try .apply(Reshape(shape: [-1]), inverse)
        let ones = Face(value: try filled(positions.shape, 1, .int64, x.device))
        return UniqueElements(
            values: try Face.apply(Concatenate(axis: 0), [numbers, Take.apply(line, positions, 0, .raise)])[0],
            indices: try joined(indices, positions),
            inverse: try .apply(Reshape(shape: x.shape), .apply(Select(), isNaN, place, flat)),
            counts: try joined(counts, ones))
    }
}

extension ArrayFace {
    fileprivate func withoutNaNs() throws(ApusError) -> Self {
        try MaskedSelect.apply(self, .apply(LogicalNot(), .apply(IsNaN(), self)))
    }

    /// The distinct elements in ascending order. An error on the meta device, where there are no elements to tell apart.
    /// `numpy.unique`, `torch.unique`.
    ///
    /// - Parameter equalNaN: whether all NaNs are one element; otherwise each is one, at the end. By default true for an
    ///   `NDArray` and false for a `Tensor`.
    public func unique(equalNaN: Bool? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try UniqueEntry.apply(self, equalNaN ?? (Self.world == .numpy)) }
    }

    /// The distinct elements in ascending order, with their first positions, the inverse and their counts as int64. Each
    /// NaN is an element of its own, at the end, unless `equalNaN` is set. `numpy.unique_all`.
    public func uniqueAll(equalNaN: Bool = false) -> UniqueElements<Self> {
        trapping { () throws(ApusError) -> UniqueElements<Self> in try UniqueAllEntry.apply(self, equalNaN) }
    }
}
