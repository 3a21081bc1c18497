import ApusCore

/// The distinct slices of an array along an axis, in the order of their elements, the positions where each first occurs,
/// which of them each slice is, and how often each occurs. A slice with NaN differs from every other.
struct UniqueSlices: VariadicOperation {
    static var name: String { "unique" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let axis: Int

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = inputs[0]
        let axis = try normalizedAxis(axis, rank: x.rank, Self.name)
        var front = Dims(0..<x.rank)
        front.remove(at: axis)
        front.insert(axis, at: 0)
        let slices = try Apus.contiguous(x.view(x.layout.permuted(front)))
        let count = slices.shape[0], width = Dims(slices.shape.dropFirst()).product
        let matrix = slices.view(Layout(contiguous: [count, width], offset: slices.layout.offset))
        let order = try Strided.empty([count], .int64, on: x.device)
        let fresh = try Strided.empty([count], .bool, on: x.device)
        try x.device.backend.sortRows(matrix, order: order, fresh: fresh)
        let (first, inverse, counts) = try summary(order, fresh)
        let out = try Strided.empty(IndexedAxes(axis: axis, positions: first).result(x.shape), x.dtype, on: x.device)
        try x.device.backend.gather(x, at: IndexedAxes(axis: axis, positions: first), to: out)
        return [out, first, inverse, counts]
    }

    /// What the order and the marks of new slices in it say.
    private func summary(
        _ order: Strided, _ fresh: Strided
    ) throws(ApusError) -> (first: Strided, inverse: Strided, counts: Strided) {
        let starts = try truePositions(fresh)
        let first = try Strided.empty(starts.shape, .int64), counts = try Strided.empty(starts.shape, .int64)
        let inverse = try Strided.empty(order.shape, .int64)
        let positions = order.pointer.assumingMemoryBound(to: Int.self)
        let begins = starts.pointer.assumingMemoryBound(to: Int.self)
        let firsts = first.pointer.assumingMemoryBound(to: Int.self)
        let sizes = counts.pointer.assumingMemoryBound(to: Int.self)
        let groups = inverse.pointer.assumingMemoryBound(to: Int.self)
        for group in 0..<starts.count {
            let end = group + 1 < starts.count ? begins[group + 1] : order.count
            firsts[group] = positions[begins[group]]
            sizes[group] = end - begins[group]
            for place in begins[group]..<end { groups[positions[place]] = group }
        }
        return (first, inverse, counts)
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] { [nil] }
}

extension ArrayFace {
    /// The distinct slices along `axis`, in the order of their elements, the position where each first occurs, which of
    /// them each slice is, and how often each occurs. NaN makes a slice differ from every other. By a merge sort of the
    /// slices as keys. `numpy.unique(axis=…)`, `torch.unique(dim=…)`.
    public func uniqueSlices(axis: Int) -> UniqueElements<Self> {
        trapping { () throws(ApusError) -> UniqueElements<Self> in try UniqueEntry.slices(self, axis) }
    }
}

extension UniqueEntry {
    static func slices<Face: ArrayFace>(_ x: Face, _ axis: Int) throws(ApusError) -> UniqueElements<Face> {
        let results = try Face.apply(UniqueSlices(axis: axis), [x])
        return UniqueElements(values: results[0], indices: results[1], inverse: results[2], counts: results[3])
    }
}
