// Random orders: the permutations of NumPy's `Generator`.

extension Generator {
    /// The integers `0 ..< count` in random order, int64. `numpy.random.Generator.permutation` of a number.
    public func permutation(_ count: Int) -> NDArray {
        trapping { () throws(ApusError) in try order(of: count) }
    }

    /// A copy of an array with the slices along an axis in random order. `numpy.random.Generator.permutation`.
    public func permutation(_ x: NDArray, axis: Int = 0) -> NDArray {
        trapping { () throws(ApusError) in try reordered(x, axis: axis, "permutation") }
    }

    /// Brings the slices of an array along an axis into random order, in place. `numpy.random.Generator.shuffle`.
    public func shuffle(_ x: NDArray, axis: Int = 0) {
        trapping { () throws(ApusError) in try shuffling(x, axis: axis) }
    }

    /// A copy of an array with its elements along an axis in random order, each row by itself; all elements without an axis.
    /// `numpy.random.Generator.permuted`.
    ///
    /// - Parameter out: An array of the same shape that takes the result, which may be `x` itself.
    @discardableResult
    public func permuted(_ x: NDArray, axis: Int? = nil, out: NDArray? = nil) -> NDArray {
        trapping { () throws(ApusError) in try permuting(x, axis: axis, out: out) }
    }

    /// The integers `0 ..< count` in random order.
    package func order(of count: Int) throws(ApusError) -> NDArray {
        guard count >= 0 else { throw .argument(operation: "permutation", message: "\(count) is below 0") }
        let value = try Strided.empty([count], .int64)
        try draw(DrawPermutation(out: value.elements(as: Int64.self)))
        return NDArray(value: value)
    }

    /// The throwing form of `permutation`.
    package func reordered(_ x: NDArray, axis: Int, _ operation: String) throws(ApusError) -> NDArray {
        guard x.rank > 0 else { throw .shape(operation: operation, message: "a 0-d array has no axis to reorder") }
        let place = try normalizedAxis(axis, rank: x.rank, operation)
        return try x.taken(order(of: x.shape[place]), axis: place, operation)
    }

    /// The throwing form of `shuffle`.
    package func shuffling(_ x: NDArray, axis: Int) throws(ApusError) {
        guard x.rank > 0 else { throw .shape(operation: "shuffle", message: "a 0-d array has no axis to reorder") }
        _ = try normalizedAxis(axis, rank: x.rank, "shuffle")
        if x.value.storage.isReadOnly { throw .readOnly(operation: "shuffle") }
        guard x.count > 0 else { return }
        try NDArray.applyInPlace(Assign(), x, [reordered(x, axis: axis, "shuffle")])
    }

    /// The throwing form of `permuted`.
    package func permuting(_ x: NDArray, axis: Int?, out: NDArray?) throws(ApusError) -> NDArray {
        if let out {
            guard out.shape == x.shape else {
                throw .shape(operation: "permuted", message: "out has shape \(out.shape), not \(x.shape)")
            }
            if out.value.storage.isReadOnly { throw .readOnly(operation: "permuted") }
            guard try World.numpy.promote(x.dtype, out.dtype) == out.dtype else {
                throw .dtype(operation: "permuted", message: "Cannot cast \(x.dtype) to \(out.dtype), that of out")
            }
        }
        let result: NDArray
        if let axis {
            result = try rowsPermuted(x, try normalizedAxis(axis, rank: x.rank, "permuted"))
        } else {
            result = try allPermuted(x, out)
        }
        guard let out else { return result }
        try NDArray.applyInPlace(Assign(), out, [result])
        return out
    }

    /// The elements in random order; those of column-major memory are counted in its own order, as in NumPy.
    private func allPermuted(_ x: NDArray, _ out: NDArray?) throws(ApusError) -> NDArray {
        let layout = (out ?? x).value.layout
        let isColumnMajor = x.rank > 1 && !layout.isContiguous && (out ?? x).T.value.layout.isContiguous
        let source = isColumnMajor ? x.T : x
        let flat = NDArray(value: try contiguous(source.value)).reshape([x.count])
        let shuffled = x.count > 1 ? try reordered(flat, axis: 0, "permuted") : flat.copy()
        let whole = shuffled.reshape(source.shape)
        return isColumnMajor ? whole.T : whole
    }

    private func rowsPermuted(_ x: NDArray, _ axis: Int) throws(ApusError) -> NDArray {
        let rows = x.moveAxis(axis, to: -1).copy()
        let length = rows.shape[rows.rank - 1]
        let indices = try Strided.empty([rows.count], .int64)
        if length > 0 { try draw(DrawRowOrders(out: indices.elements(as: Int64.self), length: length)) }
        let flat = rows.reshape([rows.count])
        return try flat.taken(NDArray(value: indices), axis: 0, "permuted").reshape(rows.shape).moveAxis(-1, to: axis)
    }
}

extension NDArray {
    /// The slices along an axis that indices, which are known to be within bounds, name.
    func taken(_ indices: NDArray, axis: Int, _ operation: String) throws(ApusError) -> NDArray {
        let front = try Apus.contiguous(moveAxis(axis, to: 0).value)
        var shape = front.shape
        shape[0] = indices.count
        let result = try Strided.empty(shape, dtype)
        let size = indices.count == 0 ? 0 : result.count / indices.count * dtype.size
        if size > 0 {
            let places = try Apus.contiguous(indices.value)
            withExtendedLifetime((front, places)) {
                copySlices(front.pointer, result.pointer, places.elements(as: Int64.self), size)
            }
        }
        return NDArray(value: result).moveAxis(0, to: axis)
    }
}

private func copySlices(
    _ source: UnsafeMutableRawPointer, _ target: UnsafeMutableRawPointer, _ indices: UnsafeMutableBufferPointer<Int64>,
    _ size: Int
) {
    func copy<Element>(_ type: Element.Type) {
        let (from, to) = (source.assumingMemoryBound(to: type), target.assumingMemoryBound(to: type))
        for (place, index) in indices.enumerated() { to[place] = from[Int(index)] }
    }
    switch size {
    case 8: copy(UInt64.self)
    case 4: copy(UInt32.self)
    case 1: copy(UInt8.self)
    default:
        for (place, index) in indices.enumerated() {
            (target + place * size).copyMemory(from: source + Int(index) * size, byteCount: size)
        }
    }
}

extension Generator {
    /// With which place each is exchanged in a shuffle of something other than an array: the last first, the second last.
    package func exchanges(_ count: Int) throws(ApusError) -> NDArray {
        let value = try Strided.empty([max(count - 1, 0)], .int64)
        try draw(DrawExchanges(out: value.elements(as: Int64.self)))
        return NDArray(value: value)
    }
}

private struct DrawExchanges: Drawing {
    let out: UnsafeMutableBufferPointer<Int64>

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        for index in out.indices { out[index] = Int64(bits.interval(UInt64(out.count - index))) }
    }
}

private struct DrawPermutation: Drawing {
    let out: UnsafeMutableBufferPointer<Int64>

    func draw(from bits: inout some BitGenerator) throws(ApusError) { bits.fillPermutation(out) }
}

/// An order for each row, as indices into all rows one after another.
private struct DrawRowOrders: Drawing {
    let out: UnsafeMutableBufferPointer<Int64>
    let length: Int

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        for start in stride(from: 0, to: out.count, by: length) {
            let row = UnsafeMutableBufferPointer(rebasing: out[start..<start + length])
            bits.fillPermutation(row)
            for index in row.indices { row[index] += Int64(start) }
        }
    }
}
