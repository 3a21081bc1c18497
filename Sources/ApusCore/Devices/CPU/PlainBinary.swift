internal import CApusKernels

extension Strided {
    /// The shortest way through a binary kernel: for two small row-major arrays in host memory of one shape and dtype.
    /// Gives the memory of the result, which has the shape and strides of `a` and the kernel's dtype; nil if the operands
    /// are not like that.
    ///
    /// It does what the general way does, without copying layouts about: of the time that an operation on a few numbers
    /// takes, that is most. Pointers, because the compiler copies what it reads from an object that could change.
    public static func plainBinary(
        _ kernel: BinaryKernel, _ a: UnsafePointer<Strided>, _ b: UnsafePointer<Strided>
    ) throws(ApusError) -> Storage? {
        guard a.pointee.dtype == b.pointee.dtype, a.pointee.storage.isHost, b.pointee.storage.isHost,
            let count = plainCount(a, b), count &* a.pointee.dtype.size < HostMemory.smallestCached,
            let loop = apus_binary(apus_binary_op(rawValue: kernel.rawValue), a.pointee.dtype.c)
        else { return nil }
        let result = kernel.result(a.pointee.dtype)
        let size = a.pointee.dtype.size
        let storage = try Storage.allocate(byteCount: count &* result.size)
        if count > 0 {
            loop(
                count, storage.pointer.assumingMemoryBound(to: CChar.self), result.size,
                (a.pointee.storage.pointer + a.pointee.layout.offset &* size).assumingMemoryBound(to: CChar.self), size,
                (b.pointee.storage.pointer + b.pointee.layout.offset &* size).assumingMemoryBound(to: CChar.self), size)
        }
        return storage
    }

    /// The shortest way through a binary kernel with a number for one operand, which `isReversed` puts first.
    public static func plainBinary(
        _ kernel: BinaryKernel, _ x: UnsafePointer<Strided>, _ number: Scalar, reversed isReversed: Bool
    ) throws(ApusError) -> Storage? {
        guard x.pointee.storage.isHost, let count = plainCount(x, x),
            count &* x.pointee.dtype.size < HostMemory.smallestCached,
            let loop = apus_binary(apus_binary_op(rawValue: kernel.rawValue), x.pointee.dtype.c)
        else { return nil }
        let result = kernel.result(x.pointee.dtype)
        let size = x.pointee.dtype.size
        let storage = try Storage.allocate(byteCount: count &* result.size)
        if count == 0 { return storage }
        var element: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &element) { bytes in
            number.store(to: bytes.baseAddress!, as: x.pointee.dtype)
            let one = UnsafePointer(bytes.baseAddress!.assumingMemoryBound(to: CChar.self))
            let many = UnsafePointer(
                (x.pointee.storage.pointer + x.pointee.layout.offset &* size).assumingMemoryBound(to: CChar.self))
            let out = storage.pointer.assumingMemoryBound(to: CChar.self)
            if isReversed {
                loop(count, out, result.size, one, 0, many, size)
            } else {
                loop(count, out, result.size, many, size, one, 0)
            }
        }
        return storage
    }

    /// The shortest way through a unary kernel, as `plainBinary` is for a binary one.
    public static func plainUnary(
        _ kernel: UnaryKernel, _ x: UnsafePointer<Strided>, _ parameters: KernelParameters
    ) throws(ApusError) -> Storage? {
        guard x.pointee.storage.isHost, let count = plainCount(x, x),
            count &* x.pointee.dtype.size < HostMemory.smallestCached,
            let loop = apus_unary(apus_unary_op(rawValue: kernel.rawValue), x.pointee.dtype.c)
        else { return nil }
        let result = kernel.result(x.pointee.dtype)
        let size = x.pointee.dtype.size
        let storage = try Storage.allocate(byteCount: count &* result.size)
        if count > 0 {
            withUnsafePointer(to: parameters) { numbers in
                loop(
                    count, storage.pointer.assumingMemoryBound(to: CChar.self), result.size,
                    (x.pointee.storage.pointer + x.pointee.layout.offset &* size).assumingMemoryBound(to: CChar.self), size,
                    UnsafeRawPointer(numbers).assumingMemoryBound(to: Double.self))
            }
        }
        return storage
    }

    /// The number of elements, if both layouts have one shape and the strides of a new array.
    @inline(__always)
    private static func plainCount(_ a: UnsafePointer<Strided>, _ b: UnsafePointer<Strided>) -> Int? {
        let rank = a.pointee.layout.shape.length
        guard rank == b.pointee.layout.shape.length else { return nil }
        guard a.pointee.layout.shape.spilled == nil else { return plainCount(ofManyAxes: a, b) }
        var step = 1
        var axis = rank - 1
        while axis >= 0 {
            let size = a.pointee.layout.shape.inline[unchecked: axis]
            guard size == b.pointee.layout.shape.inline[unchecked: axis],
                a.pointee.layout.strides.inline[unchecked: axis] == step,
                b.pointee.layout.strides.inline[unchecked: axis] == step
            else { return nil }
            step &*= Swift.max(size, 1)
            axis -= 1
        }
        var count = 1
        for axis in 0..<rank { count &*= a.pointee.layout.shape.inline[unchecked: axis] }
        return count
    }

    /// `plainCount` for two layouts of one rank that is not stored inline.
    @inline(never)
    private static func plainCount(ofManyAxes a: UnsafePointer<Strided>, _ b: UnsafePointer<Strided>) -> Int? {
        let shape = a.pointee.layout.shape
        let strides = (a.pointee.layout.strides, b.pointee.layout.strides)
        guard shape == b.pointee.layout.shape else { return nil }
        var step = 1
        for axis in (0..<shape.count).reversed() {
            guard strides.0[axis] == step, strides.1[axis] == step else { return nil }
            step &*= Swift.max(shape[axis], 1)
        }
        return shape.product
    }
}
