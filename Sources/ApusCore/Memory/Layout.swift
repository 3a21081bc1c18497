/// Where the elements of a strided array lie, counted in elements from the start of a storage.
///
/// Strides may be negative (a reversed axis) or zero (a broadcast axis).
@frozen
public struct Layout: Sendable, Hashable {
    public var shape: Dims
    public var strides: Dims
    public var offset: Int

    @inlinable
    public init(shape: Dims, strides: Dims, offset: Int = 0) {
        self.shape = shape
        self.strides = strides
        self.offset = offset
    }

    /// The row-major layout of a new array.
    @inlinable
    public init(contiguous shape: Dims, offset: Int = 0) {
        self.shape = shape
        self.strides = Layout.contiguousStrides(shape)
        self.offset = offset
    }

    @inlinable public var rank: Int { shape.count }

    /// The number of elements.
    @inlinable public var count: Int { shape.product }

    @inlinable
    public static func contiguousStrides(_ shape: Dims) -> Dims {
        var strides = Dims(repeating: 0, count: shape.count)
        if _fastPath(shape.spilled == nil) {
            var step = 1
            var axis = shape.length - 1
            while axis >= 0 {
                strides.inline[unchecked: axis] = step
                step &*= Swift.max(shape.inline[unchecked: axis], 1)
                axis -= 1
            }
            return strides
        }
        var step = 1
        var axis = shape.count - 1
        while axis >= 0 {
            strides[axis] = step
            step &*= Swift.max(shape[axis], 1)
            axis -= 1
        }
        return strides
    }

    /// Whether the elements lie one after another in row-major order. Axes of size 1 may have any stride, and an array
    /// without elements is contiguous.
    @inlinable
    public var isContiguous: Bool {
        if _fastPath(shape.spilled == nil && strides.spilled == nil) { return isContiguousInline }
        var step = 1
        var axis = rank - 1
        var contiguous = true
        while axis >= 0 {
            let size = shape[axis]
            if size == 0 { return true }
            if size != 1 {
                if strides[axis] != step { contiguous = false }
                step &*= size
            }
            axis -= 1
        }
        return contiguous
    }

    /// `isContiguous` for a rank that is stored inline.
    @inlinable
    var isContiguousInline: Bool {
        var step = 1
        var contiguous = true
        var axis = shape.length - 1
        while axis >= 0 {
            let size = shape.inline[unchecked: axis]
            if size == 0 { return true }
            if size != 1 {
                if strides.inline[unchecked: axis] != step { contiguous = false }
                step &*= size
            }
            axis -= 1
        }
        return contiguous
    }

    /// The lowest and one past the highest element position that the layout touches; empty for an array without elements.
    public var extent: Range<Int> {
        var low = offset
        var high = offset
        for axis in 0..<rank {
            let size = shape[axis]
            if size == 0 { return offset..<offset }
            let reach = (size - 1) * strides[axis]
            if reach < 0 { low += reach } else { high += reach }
        }
        return low..<(high + 1)
    }

    /// Whether two different indices can name the same element, as after a broadcast. Conservative: may say true for an
    /// unusual hand-made layout that does not overlap.
    public var mayOverlapItself: Bool {
        if count <= 1 { return false }
        var axes: [(stride: Int, size: Int)] = []
        for axis in 0..<rank where shape[axis] > 1 { axes.append((abs(strides[axis]), shape[axis])) }
        axes.sort { $0.stride < $1.stride }
        var reach = 0
        for axis in axes {
            if axis.stride <= reach { return true }
            reach += axis.stride * (axis.size - 1)
        }
        return false
    }

    /// Whether the elements fill their extent without gaps or repetition, in any order of axes and any direction.
    public var isDense: Bool { count == 0 || (!mayOverlapItself && extent.count == count) }
}

// MARK: - Views

extension Layout {
    /// The layout with its axes in another order.
    @inlinable
    public func permuted(_ order: Dims) -> Layout {
        var result = self
        for i in 0..<rank {
            result.shape[i] = shape[order[i]]
            result.strides[i] = strides[order[i]]
        }
        return result
    }

    /// The layout as seen in a larger shape, with stride 0 along repeated axes; nil if the shapes do not agree.
    @inlinable
    public func broadcast(to target: Dims) -> Layout? {
        if shape == target { return self }
        let lead = target.count - rank
        if lead < 0 { return nil }
        var result = Layout(shape: target, strides: Dims(repeating: 0, count: target.count), offset: offset)
        for axis in 0..<rank {
            let size = shape[axis]
            if size == target[lead + axis] {
                result.strides[lead + axis] = strides[axis]
            } else if size != 1 {
                return nil
            }
        }
        return result
    }

    /// A view of the same elements in another shape of as many elements, or nil if no strides express it.
    public func reshaped(to target: Dims) -> Layout? {
        if isContiguous { return Layout(contiguous: target, offset: offset) }
        if count == 0 { return Layout(contiguous: target, offset: offset) }
        var oldShape = Dims()
        var oldStrides = Dims()
        for axis in 0..<rank where shape[axis] != 1 {
            oldShape.append(shape[axis])
            oldStrides.append(strides[axis])
        }
        var result = Layout(contiguous: target, offset: offset)
        var old = 0
        var new = 0
        while old < oldShape.count || new < target.count {
            var oldEnd = old
            var newEnd = new
            var oldSize = 1
            var newSize = 1
            if oldEnd < oldShape.count { oldSize = oldShape[oldEnd]; oldEnd += 1 }
            if newEnd < target.count { newSize = target[newEnd]; newEnd += 1 }
            while oldSize != newSize {
                if oldSize < newSize {
                    oldSize *= oldShape[oldEnd]
                    oldEnd += 1
                } else {
                    newSize *= target[newEnd]
                    newEnd += 1
                }
            }
            var axis = old
            while axis + 1 < oldEnd {
                if oldStrides[axis] != oldShape[axis + 1] * oldStrides[axis + 1] { return nil }
                axis += 1
            }
            var step = oldEnd > old ? oldStrides[oldEnd - 1] : 1
            var position = newEnd - 1
            while position >= new {
                result.strides[position] = step
                step *= target[position]
                position -= 1
            }
            old = oldEnd
            new = newEnd
        }
        return result
    }

    /// The part of one axis that starts at `start` and has `size` elements `step` apart.
    public func sliced(axis: Int, start: Int, step: Int, size: Int) -> Layout {
        var result = self
        if size > 0 { result.offset += start * strides[axis] }
        result.shape[axis] = size
        result.strides[axis] = strides[axis] &* step
        return result
    }

    /// The layout without an axis, at one position along it.
    public func selected(axis: Int, at index: Int) -> Layout {
        var result = self
        result.offset += index * strides[axis]
        result.shape.remove(at: axis)
        result.strides.remove(at: axis)
        return result
    }

    /// The layout with an axis of size 1 inserted.
    public func expanded(at axis: Int) -> Layout {
        var result = self
        result.shape.insert(1, at: axis)
        result.strides.insert(axis < rank ? shape[axis] &* strides[axis] : 1, at: axis)
        return result
    }
}

// MARK: - Broadcasting

extension Layout {
    /// The shape that two shapes broadcast to, by the rule that NumPy and PyTorch share; nil if they do not agree.
    @inlinable
    public static func broadcastShape(_ a: Dims, _ b: Dims) -> Dims? {
        if a == b { return a }
        let rank = Swift.max(a.count, b.count)
        var result = Dims(repeating: 1, count: rank)
        for i in 0..<rank {
            let x = i < a.count ? a[a.count - 1 - i] : 1
            let y = i < b.count ? b[b.count - 1 - i] : 1
            if x == y || y == 1 {
                result[rank - 1 - i] = x
            } else if x == 1 {
                result[rank - 1 - i] = y
            } else {
                return nil
            }
        }
        return result
    }
}
