internal import CApusKernels

/// The host: kernels in C for the best instruction set at hand, on the threads of the pool.
@usableFromInline
struct CPUBackend: Backend {
    @usableFromInline static let shared = CPUBackend()

    @usableFromInline var device: Device { .cpu }

    @usableFromInline
    func allocate(byteCount: Int) throws(ApusError) -> Storage { try .allocate(byteCount: byteCount) }

    @usableFromInline
    func fill(_ out: Strided, with value: Scalar) {
        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { buffer in
            value.store(to: buffer.baseAddress!, as: out.dtype)
            let size = out.dtype.size
            let bytes = UnsafePointer(buffer.baseAddress!.assumingMemoryBound(to: CChar.self))
            let nest = LoopNest(out.shape, (out.layout.strides, size))
            let base = out.pointer.assumingMemoryBound(to: CChar.self)
            nest.forEachRows { place in
                for row in 0..<place.rows {
                    apus_fill(
                        place.count, base + place.offsets.0 + row &* place.steps.0, nest.innerStrides.0, bytes, size)
                }
            }
        }
    }

    @usableFromInline
    func copy(_ x: Strided, to out: Strided) {
        if x.dtype == out.dtype && !(x.layout.isContiguous && out.layout.isContiguous) && x.rank <= 64 {
            if !x.isSameView(as: out) { copyStrided(x, to: out) }
            return
        }
        run1(apus_cast(x.dtype.c, out.dtype.c)!, x, out, (0, 0))
    }

    /// Moves elements as bytes: transposes go by blocks that fit the cache.
    private func copyStrided(_ x: Strided, to out: Strided) {
        let size = x.dtype.size, rank = x.rank
        var pool = CPUBackend.pool
        withUnsafeTemporaryAllocation(of: Int.self, capacity: max(1, 3 * rank)) { numbers in
            for axis in 0..<rank {
                numbers[axis] = x.shape[axis]
                numbers[rank + axis] = out.layout.strides[axis] &* size
                numbers[2 * rank + axis] = x.layout.strides[axis] &* size
            }
            let first = numbers.baseAddress!
            _ = apus_copy_strided(
                Int32(rank), first, out.pointer, first + rank, x.pointer, first + 2 * rank, size, &pool)
        }
    }

    @usableFromInline
    func unary(
        _ kernel: UnaryKernel, _ x: Strided, to out: Strided, parameters: KernelParameters
    ) throws(ApusError) {
        guard let loop = apus_unary(kernel.c, x.dtype.c) else { throw noKernel("\(kernel)", x.dtype) }
        run1(loop, x, out, parameters)
    }

    @usableFromInline
    func binary(_ kernel: BinaryKernel, _ a: Strided, _ b: Strided, to out: Strided) throws(ApusError) {
        guard let loop = apus_binary(kernel.c, a.dtype.c) else { throw noKernel("\(kernel)", a.dtype) }
        let size = a.dtype.size
        let o = out.pointer.assumingMemoryBound(to: CChar.self)
        let p = UnsafePointer(a.pointer.assumingMemoryBound(to: CChar.self))
        let q = UnsafePointer(b.pointer.assumingMemoryBound(to: CChar.self))
        if a.shape == b.shape && a.layout.isContiguous && b.layout.isContiguous && out.layout.isContiguous {
            inRuns(out.count) { start, count in
                loop(
                    count, o + start &* out.dtype.size, out.dtype.size, p + start &* size, size, q + start &* size, size)
            }
            return
        }
        let nest = LoopNest(
            out.shape, (out.layout.strides, out.dtype.size),
            (a.layout.broadcast(to: out.shape)!.strides, size), (b.layout.broadcast(to: out.shape)!.strides, size))
        let strides = nest.innerStrides
        nest.forEachRows { place in
            let (offsets, steps) = (place.offsets, place.steps)
            apus_rows2(
                loop, place.rows, place.count, o + offsets.0, strides.0, steps.0, p + offsets.1, strides.1, steps.1,
                q + offsets.2, strides.2, steps.2)
        }
    }

    @usableFromInline
    func binary(
        _ kernel: BinaryKernel, _ a: Strided, _ b: Scalar, reversed: Bool, to out: Strided
    ) throws(ApusError) {
        guard let loop = apus_binary(kernel.c, a.dtype.c) else { throw noKernel("\(kernel)", a.dtype) }
        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { buffer in
            b.store(to: buffer.baseAddress!, as: a.dtype)
            let number = UnsafePointer(buffer.baseAddress!.assumingMemoryBound(to: CChar.self))
            let o = out.pointer.assumingMemoryBound(to: CChar.self)
            let p = UnsafePointer(a.pointer.assumingMemoryBound(to: CChar.self))
            let nest = LoopNest(out.shape, (out.layout.strides, out.dtype.size), (a.layout.strides, a.dtype.size))
            let strides = nest.innerStrides
            nest.forEachRows { place in
                let (to, from) = (o + place.offsets.0, p + place.offsets.1)
                if reversed {
                    apus_rows2(
                        loop, place.rows, place.count, to, strides.0, place.steps.0, number, 0, 0, from, strides.1,
                        place.steps.1)
                } else {
                    apus_rows2(
                        loop, place.rows, place.count, to, strides.0, place.steps.0, from, strides.1, place.steps.1,
                        number, 0, 0)
                }
            }
        }
    }

    @usableFromInline
    func ternary(
        _ kernel: TernaryKernel, _ a: Strided, _ b: Strided, _ c: Strided, to out: Strided
    ) throws(ApusError) {
        guard let loop = apus_ternary(kernel.c, b.dtype.c) else { throw noKernel("\(kernel)", b.dtype) }
        let o = out.pointer.assumingMemoryBound(to: CChar.self)
        let p = UnsafePointer(a.pointer.assumingMemoryBound(to: CChar.self))
        let q = UnsafePointer(b.pointer.assumingMemoryBound(to: CChar.self))
        let r = UnsafePointer(c.pointer.assumingMemoryBound(to: CChar.self))
        let nest = LoopNest(
            out.shape, (out.layout.strides, out.dtype.size), (a.layout.broadcast(to: out.shape)!.strides, a.dtype.size),
            (b.layout.broadcast(to: out.shape)!.strides, b.dtype.size),
            (c.layout.broadcast(to: out.shape)!.strides, c.dtype.size))
        let strides = nest.innerStrides
        nest.forEachRows { place in
            let (offsets, steps) = (place.offsets, place.steps)
            apus_rows3(
                loop, place.rows, place.count, o + offsets.0, strides.0, steps.0, p + offsets.1, strides.1, steps.1,
                q + offsets.2, strides.2, steps.2, r + offsets.3, strides.3, steps.3)
        }
    }

    private func run1(_ loop: apus_loop1, _ x: Strided, _ out: Strided, _ parameters: KernelParameters) {
        let o = out.pointer.assumingMemoryBound(to: CChar.self)
        let p = UnsafePointer(x.pointer.assumingMemoryBound(to: CChar.self))
        withUnsafePointer(to: parameters) { pointer in
            let numbers = UnsafeRawPointer(pointer).assumingMemoryBound(to: Double.self)
            if x.layout.isContiguous && out.layout.isContiguous {
                inRuns(out.count) { start, count in
                    loop(
                        count, o + start &* out.dtype.size, out.dtype.size, p + start &* x.dtype.size, x.dtype.size, numbers)
                }
                return
            }
            let nest = LoopNest(out.shape, (out.layout.strides, out.dtype.size), (x.layout.strides, x.dtype.size))
            let strides = nest.innerStrides
            nest.forEachRows { place in
                apus_rows1(
                    loop, place.rows, place.count, o + place.offsets.0, strides.0, place.steps.0, p + place.offsets.1,
                    strides.1, place.steps.1, numbers)
            }
        }
    }

    /// Cuts a long contiguous run into chunks for the pool.
    @inline(__always)
    private func inRuns(_ count: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
        if count <= 2 * LoopNest.grain {
            if count > 0 { body(0, count) }
            return
        }
        let length = (LoopNest.piece(of: count, grain: LoopNest.grain(of: count)) + 63) & ~63
        ThreadPool.shared.run(count: (count + length - 1) / length) { chunk in
            body(chunk * length, min(length, count - chunk * length))
        }
    }

    func noKernel(_ kernel: String, _ dtype: DType) -> ApusError {
        .dtype(operation: kernel, message: "not defined for \(dtype); cast with astype(_:) first")
    }
}

extension DType {
    /// The C enumerator, which has the same raw value.
    @inline(__always)
    var c: apus_dtype { apus_dtype(rawValue: rawValue) }
}

extension UnaryKernel {
    @inline(__always)
    fileprivate var c: apus_unary_op { apus_unary_op(rawValue: rawValue) }
}

extension BinaryKernel {
    @inline(__always)
    fileprivate var c: apus_binary_op { apus_binary_op(rawValue: rawValue) }
}

extension TernaryKernel {
    @inline(__always)
    fileprivate var c: apus_ternary_op { apus_ternary_op(rawValue: rawValue) }
}
