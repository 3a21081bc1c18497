internal import CApusKernels

extension Strided {
    /// The shortest way through a binary kernel: for two small row-major arrays in host memory of one shape and dtype, whose
    /// result has that dtype or is boolean. Nil if the operands are not like that.
    ///
    /// It does what the general way does, without copying layouts about: of the time that an operation on a few numbers
    /// takes, that is most.
    public static func plainBinary(
        _ kernel: BinaryKernel, _ a: borrowing Strided, _ b: borrowing Strided
    ) throws(ApusError) -> Strided? {
        guard a.storage.isHost, b.storage.isHost, let count = a.layout.plainCount(like: b.layout),
            count &* a.dtype.size < HostMemory.smallest,
            let loop = apus_binary(apus_binary_op(rawValue: kernel.rawValue), a.dtype.c)
        else { return nil }
        let result = kernel.result(a.dtype)
        let size = a.dtype.size
        let storage = try Storage.allocate(byteCount: count &* result.size)
        if count > 0 {
            loop(
                count, storage.pointer.assumingMemoryBound(to: CChar.self), result.size,
                (a.storage.pointer + a.layout.offset &* size).assumingMemoryBound(to: CChar.self), size,
                (b.storage.pointer + b.layout.offset &* size).assumingMemoryBound(to: CChar.self), size)
        }
        return Strided(
            storage: storage, layout: Layout(shape: a.layout.shape, strides: a.layout.strides, offset: 0), dtype: result)
    }
}

extension Layout {
    /// The number of elements, if both layouts have one shape of at most six axes and the strides of a new array.
    @inline(__always)
    fileprivate func plainCount(like other: borrowing Layout) -> Int? {
        let rank = shape.length
        guard rank == other.shape.length, shape.spilled == nil else { return nil }
        var step = 1
        var axis = rank - 1
        while axis >= 0 {
            let size = shape.inline[unchecked: axis]
            guard size == other.shape.inline[unchecked: axis], strides.inline[unchecked: axis] == step,
                other.strides.inline[unchecked: axis] == step
            else { return nil }
            step &*= Swift.max(size, 1)
            axis -= 1
        }
        return shape.product
    }
}
