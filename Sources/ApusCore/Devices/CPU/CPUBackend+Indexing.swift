internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func wrapPositions(_ positions: Strided, bound: Int) -> Int? {
        var bad = 0
        return apus_check_indices(positions.int64, positions.count, Int64(bound), &bad) ? nil : bad
    }

    @usableFromInline
    func gather(_ x: Strided, at index: IndexedAxes, to out: Strided) throws(ApusError) {
        var pool = CPUBackend.pool
        let size = x.dtype.size
        if let block = try Block(x, index) {
            apus_take(
                block.outer, block.extent, block.count, block.inner * size, x.pointer, block.positions.int64, out.pointer,
                &pool)
        } else {
            let spread = try Spread(x, index)
            apus_take(1, spread.span, out.count, size, spread.base, spread.positions.int64, out.pointer, &pool)
        }
    }

    @usableFromInline
    func scatter(_ values: Strided, at index: IndexedAxes, to target: Strided, adding: Bool) throws(ApusError) {
        var pool = CPUBackend.pool
        let size = target.dtype.size
        if let block = try Block(target, index) {
            if adding {
                apus_index_add(
                    target.dtype.c, block.outer, block.extent, block.count, block.inner, values.pointer,
                    block.positions.int64, target.pointer, &pool)
            } else {
                apus_put(
                    block.outer, block.extent, block.count, block.inner * size, values.pointer, block.positions.int64,
                    target.pointer, &pool)
            }
        } else {
            let spread = try Spread(target, index)
            if adding {
                apus_index_add(
                    target.dtype.c, 1, spread.span, values.count, 1, values.pointer, spread.positions.int64, spread.base,
                    &pool)
            } else {
                apus_put(1, spread.span, values.count, size, values.pointer, spread.positions.int64, spread.base, &pool)
            }
        }
    }

    @usableFromInline
    func gather(_ x: Strided, along axis: Int, positions: Strided, to out: Strided) throws(ApusError) {
        let source = try dense(x, sizes: positions.shape, except: axis)
        let (outer, inner) = out.shape.around(axis)
        var pool = CPUBackend.pool
        _ = apus_gather(
            outer, source.shape[axis], out.shape[axis], inner, x.dtype.size, source.pointer, positions.int64, out.pointer,
            &pool)
    }

    @usableFromInline
    func scatter(_ values: Strided, along axis: Int, positions: Strided, to target: Strided, adding: Bool) throws(ApusError) {
        let region = try dense(target, sizes: positions.shape, except: axis)
        let (outer, inner) = positions.shape.around(axis)
        let extent = target.shape[axis], count = positions.shape[axis]
        var pool = CPUBackend.pool
        if adding {
            apus_scatter_add(
                target.dtype.c, outer, extent, count, inner, values.pointer, positions.int64, region.pointer, &pool)
        } else {
            _ = apus_scatter(
                outer, extent, count, inner, target.dtype.size, values.pointer, positions.int64, region.pointer, &pool)
        }
        if region.storage !== target.storage {
            copy(region, to: target.view(cropped(target.layout, to: positions.shape, except: axis)))
        }
    }

    @usableFromInline
    func countTrue(_ mask: Strided) -> Int {
        Int(apus_count_true(mask.pointer.assumingMemoryBound(to: UInt8.self), mask.count))
    }

    @usableFromInline
    func truePositions(_ mask: Strided, to out: Strided) {
        apus_nonzero(mask.pointer.assumingMemoryBound(to: UInt8.self), mask.count, out.int64)
    }

    /// The part of `x` that positions of shape `sizes` can reach: all of `axis`, the first elements along the others.
    private func dense(_ x: Strided, sizes: Dims, except axis: Int) throws(ApusError) -> Strided {
        let part = x.view(cropped(x.layout, to: sizes, except: axis))
        if part.layout.isContiguous { return part }
        let copied = try Strided.empty(part.shape, x.dtype)
        copy(part, to: copied)
        return copied
    }

    private func cropped(_ layout: Layout, to sizes: Dims, except axis: Int) -> Layout {
        var result = layout
        for i in 0..<sizes.count where i != axis { result.shape[i] = sizes[i] }
        return result
    }
}

/// An indexing that is one kernel call: the array is contiguous and the indexed axes are one block of it.
private struct Block {
    var outer = 1
    var extent = 1
    var inner = 1
    var count: Int
    var positions: Strided

    /// Nil if the array or the index is of another kind.
    init?(_ x: Strided, _ index: IndexedAxes) throws(ApusError) {
        guard index.isBlock, x.layout.isContiguous else { return nil }
        for axis in 0..<index.place { outer *= x.shape[axis] }
        var end = index.place
        for group in index.groups {
            for axis in group.axis..<(group.axis + group.count) { extent *= x.shape[axis] }
            end += group.count
        }
        for axis in end..<x.rank { inner *= x.shape[axis] }
        count = index.shape.product
        let first = index.groups[0].positions
        if index.groups.count == 1 && first.shape == index.shape && first.layout.isContiguous {
            positions = first
            return
        }
        positions = try Strided.empty(index.shape, .int64)
        let backend = CPUBackend.shared
        backend.fill(positions, with: 0)
        for group in index.groups {
            var size = 1
            for axis in group.axis..<(group.axis + group.count) { size *= x.shape[axis] }
            try backend.binary(.multiply, positions, .int(Int64(size)), reversed: false, to: positions)
            try backend.binary(.add, positions, group.positions, to: positions)
        }
    }
}

/// Any other indexing, as the place in memory of every single element of the result.
private struct Spread {
    /// The array's lowest address.
    let base: UnsafeMutableRawPointer
    /// How many elements lie from there to its highest.
    let span: Int
    let positions: Strided

    init(_ x: Strided, _ index: IndexedAxes) throws(ApusError) {
        let extent = x.layout.extent
        base = x.storage.pointer + extent.lowerBound * x.dtype.size
        span = extent.count
        let rest = index.rest(rank: x.rank)
        let before = try Spread.offsets(x.layout, rest[0..<index.place])
        let after = try Spread.offsets(x.layout, rest[index.place..<rest.count])
        let indexed = try Spread.offsets(x.layout, index, from: x.layout.offset - extent.lowerBound)
        positions = try Strided.empty([before.count * indexed.count * after.count], .int64)
        var out = positions.int64
        for b in 0..<before.count {
            for i in 0..<indexed.count {
                let start = before.int64[b] + indexed.int64[i]
                for a in 0..<after.count { out[a] = start + after.int64[a] }
                out += after.count
            }
        }
    }

    /// The distance of every element from the first along some axes, in row-major order.
    private static func offsets(_ layout: Layout, _ axes: Slice<Dims>) throws(ApusError) -> Strided {
        var shape = Dims()
        for axis in axes { shape.append(layout.shape[axis]) }
        let result = try Strided.empty([shape.product], .int64)
        if result.count == 0 { return result }
        let out = result.int64
        out[0] = 0
        var filled = 1
        // Axis by axis from the last: what is there already is repeated at every step along the next axis.
        for axis in axes.reversed() {
            let stride = Int64(layout.strides[axis])
            for step in 1..<max(1, layout.shape[axis]) {
                for i in 0..<filled { out[step * filled + i] = out[i] + Int64(step) * stride }
            }
            filled *= layout.shape[axis]
        }
        return result
    }

    /// The place of the first element for every position of the index.
    private static func offsets(_ layout: Layout, _ index: IndexedAxes, from start: Int) throws(ApusError) -> Strided {
        let result = try Strided.empty(index.shape, .int64)
        let backend = CPUBackend.shared
        backend.fill(result, with: .int(Int64(start)))
        for group in index.groups {
            let places = try Strided.empty(group.positions.shape, .int64)
            backend.copy(group.positions, to: places)
            let out = places.int64
            for i in 0..<places.count {
                var rest = Int(out[i])
                var offset = 0
                for axis in (group.axis..<(group.axis + group.count)).reversed() {
                    let (quotient, position) = rest.quotientAndRemainder(dividingBy: layout.shape[axis])
                    offset += position * layout.strides[axis]
                    rest = quotient
                }
                out[i] = Int64(offset)
            }
            try backend.binary(.add, result, places, to: result)
        }
        return result
    }
}

extension Strided {
    /// The elements of a contiguous int64 array.
    fileprivate var int64: UnsafeMutablePointer<Int64> { pointer.assumingMemoryBound(to: Int64.self) }
}

extension Dims {
    /// The products of the sizes before and after an axis.
    fileprivate func around(_ axis: Int) -> (outer: Int, inner: Int) {
        var outer = 1, inner = 1
        for i in 0..<axis { outer *= self[i] }
        for i in (axis + 1)..<count { inner *= self[i] }
        return (outer, inner)
    }
}
