import ApusCore

/// The elements of each row along the last axis that have given places in ascending order; NaN for a row with a NaN.
struct RankSelection: UnaryOperation {
    static var name: String { "select" }
    static var saves: Saved { [.first] }
    /// Counted from 0, not ascending necessarily, each below the length of the rows.
    let ranks: [Int]

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        if x.dtype.isComplex { throw .dtype(operation: Self.name, message: "not defined for \(x.dtype), which has no order") }
        var shape = x.shape
        shape[x.rank - 1] = ranks.count
        return Spec(shape, x.dtype)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let ascending = Array(Set(ranks)).sorted()
        let isHalf = x.dtype == .float16 || x.dtype == .bfloat16
        let rows = try castCopy(x, to: isHalf ? .float32 : x.dtype)
        var shape = out.shape
        shape[x.rank - 1] = ascending.count
        let chosen = try Strided.empty(shape, rows.dtype, on: x.device)
        try backend.select(rows, ranks: ascending.map { Int64($0) }, to: chosen)
        if ascending == ranks { return try backend.copy(chosen, to: out) }
        for (place, rank) in ranks.enumerated() {
            let from = ascending.firstIndex(of: rank)!
            try backend.copy(
                chosen.view(chosen.layout.selected(axis: x.rank - 1, at: from)),
                to: out.view(out.layout.selected(axis: x.rank - 1, at: place)))
        }
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let axis = x.rank - 1
        let places = x.argsort(axis: axis).take(ranks, axis: axis)
        return g.placed(at: places, axis: axis, in: x.shape)
    }
}
