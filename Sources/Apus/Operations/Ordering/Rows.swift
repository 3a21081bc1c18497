import ApusCore

/// How the rows along one axis lie for the sorting kernels: contiguous, along the last axis.
struct Rows {
    private let axis: Int
    private let rank: Int

    init(_ axis: Int, rank: Int, _ operation: String) throws(ApusError) {
        self.axis = try normalizedAxis(axis, rank: rank, operation)
        self.rank = rank
    }

    private var isLast: Bool { axis == rank - 1 }

    /// The operand with its rows along the last axis.
    func gathered(_ x: Strided) throws(ApusError) -> Strided {
        try contiguous(x.view(x.layout.permuted(toLast)))
    }

    /// A new array for rows of `length`, as the kernels write it.
    func empty(like x: Strided, length: Int, _ dtype: DType) throws(ApusError) -> Strided {
        var shape = x.layout.permuted(toLast).shape
        shape[rank - 1] = length
        return try Strided.empty(shape, dtype, on: x.device)
    }

    /// A result of the kernels with the rows back along their axis, row-major.
    func restored(_ rows: Strided) throws(ApusError) -> Strided {
        if isLast { return rows }
        var order = Dims(0..<(rank - 1))
        order.insert(rank - 1, at: axis)
        return try contiguous(rows.view(rows.layout.permuted(order)))
    }

    private var toLast: Dims {
        var order = Dims(0..<rank)
        order.remove(at: axis)
        order.append(axis)
        return order
    }
}
