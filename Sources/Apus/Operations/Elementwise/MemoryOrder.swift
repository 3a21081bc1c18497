import ApusCore

// Kernels read operands along the result's last axis. Where that jumps through an operand's memory, as in a transposed
// array, the work is done in the order of memory, or on a copy, and blocks that fit the cache are turned: results are row-major.

extension Strided {
    /// Below this count the jumps cost less than another array.
    private static var fewElements: Int { 1024 }

    /// Whether the elements lie nearer to each other along another axis than along the last one.
    fileprivate var isTurned: Bool {
        guard rank > 1, count >= Strided.fewElements, device == .cpu else { return false }
        var axis = rank - 1
        while axis > 0 && shape[axis] == 1 { axis -= 1 }
        let last = layout.strides[axis].magnitude
        while axis > 0 {
            axis -= 1
            if shape[axis] > 1 && layout.strides[axis] != 0 && layout.strides[axis].magnitude < last { return true }
        }
        return false
    }

    /// The axes by descending stride, if the array is row-major in that order; nil if there are gaps.
    fileprivate var orderInMemory: Dims? {
        var order = Dims()
        for axis in 0..<rank {
            order.append(axis)
            var place = axis
            while place > 0 && layout.strides[order[place - 1]] < layout.strides[axis] {
                order[place] = order[place - 1]
                place -= 1
            }
            order[place] = axis
        }
        return layout.permuted(order).isContiguous ? order : nil
    }

    fileprivate func permuted(_ order: Dims) -> Strided { view(layout.permuted(order)) }

    /// The row-major array whose axes in the given order are those of this one.
    fileprivate func returned(from order: Dims) throws(ApusError) -> Strided {
        var inverse = Dims(repeating: 0, count: rank)
        for axis in 0..<rank { inverse[order[axis]] = axis }
        return try contiguous(permuted(inverse))
    }
}

/// A row-major copy of an array whose last axis jumps through memory, or the array itself.
func straightened(_ x: Strided) throws(ApusError) -> Strided { x.isTurned ? try contiguous(x) : x }

/// The result of `body` for an array that is read along its memory; nil if reading it along the last axis does.
@inline(never)
func inMemoryOrder(
    _ x: Strided, _ body: (Strided) throws(ApusError) -> Strided
) throws(ApusError) -> Strided? {
    guard x.isTurned else { return nil }
    guard let order = x.orderInMemory else { return try body(contiguous(x)) }
    return try body(x.permuted(order)).returned(from: order)
}

/// The result of `body` for two arrays of which one or both are turned; nil if none is.
@inline(never)
func inMemoryOrder(
    _ a: Strided, _ b: Strided, _ body: (Strided, Strided) throws(ApusError) -> Strided
) throws(ApusError) -> Strided? {
    guard a.isTurned || b.isTurned else { return nil }
    if a.shape == b.shape, a.layout.strides == b.layout.strides, let order = a.orderInMemory {
        return try body(a.permuted(order), b.permuted(order)).returned(from: order)
    }
    return try body(straightened(a), straightened(b))
}
