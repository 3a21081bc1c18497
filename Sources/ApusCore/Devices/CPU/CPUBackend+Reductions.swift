internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func reduce(
        _ kernel: ReduceKernel, _ x: Strided, axes: Dims, parameter: Double, to out: Strided
    ) throws(ApusError) {
        let kernelCode = apus_reduce_op(rawValue: kernel.rawValue)
        guard apus_reduce_result(kernelCode, x.dtype.c).rawValue == out.dtype.rawValue else {
            throw noKernel("\(kernel)", x.dtype)
        }
        var problem = apus_reduction()
        problem.input = UnsafePointer(x.pointer.assumingMemoryBound(to: CChar.self))
        problem.output = out.pointer.assumingMemoryBound(to: CChar.self)
        problem.dtype = x.dtype.c
        problem.op = kernelCode
        problem.ddof = parameter
        problem.p = parameter
        let order = kernel == .argmin || kernel == .argmax ? axes : byStride(axes, x.layout)
        var refused: ApusError?
        let room = Swift.max(x.rank, 1)
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 5 * room) { memory in
            let start = memory.baseAddress!
            var kept = AxisList(start, start + room, start + 2 * room)
            var reduced = AxisList(start + 3 * room, start + 4 * room, nil)
            var outAxis = 0
            for axis in 0..<x.rank where !axes.contains(axis) {
                kept.append(
                    x.shape[axis], x.layout.strides[axis] &* x.dtype.size, out.layout.strides[outAxis] &* out.dtype.size)
                outAxis += 1
            }
            for axis in order { reduced.append(x.shape[axis], x.layout.strides[axis] &* x.dtype.size, 0) }
            problem.keep_rank = Int32(kept.count)
            problem.keep_shape = UnsafePointer(kept.sizes)
            problem.keep_in_strides = UnsafePointer(kept.inStrides)
            problem.keep_out_strides = UnsafePointer(kept.outStrides)
            problem.reduce_rank = Int32(reduced.count)
            problem.reduce_shape = UnsafePointer(reduced.sizes)
            problem.reduce_in_strides = UnsafePointer(reduced.inStrides)
            let bytes = Int(apus_reduce_workspace(&problem))
            do throws(ApusError) {
                let workspace = bytes > 0 ? try Storage.allocate(byteCount: bytes) : nil
                var pool = CPUBackend.pool
                _ = apus_reduce(&problem, workspace?.pointer, &pool)
            } catch {
                refused = error
            }
        }
        if let refused { throw refused }
    }

    /// Axes with the smallest strides last.
    private func byStride(_ axes: Dims, _ layout: Layout) -> Dims {
        var order = axes
        for i in 1..<Swift.max(order.count, 1) {
            var place = i
            while place > 0, abs(layout.strides[order[place]]) > abs(layout.strides[order[place - 1]]) {
                order.swapAt(place, place - 1)
                place -= 1
            }
        }
        return order
    }
}

extension CPUBackend {
    /// The thread pool as kernels in C see it.
    static var pool: apus_pool {
        apus_pool(run: runOnSharedPool, threads: Int32(ThreadPool.shared.threadCount))
    }
}

private func runOnSharedPool(_ count: Int, _ body: ThreadPool.Body?, _ context: UnsafeMutableRawPointer?) {
    ThreadPool.shared.run(count: count, context: context, body!)
}

/// Axes of a reduction in memory of the caller's, joined where one continues the other.
private struct AxisList {
    var count = 0
    let sizes: UnsafeMutablePointer<Int>
    let inStrides: UnsafeMutablePointer<Int>
    let outStrides: UnsafeMutablePointer<Int>?

    init(
        _ sizes: UnsafeMutablePointer<Int>, _ inStrides: UnsafeMutablePointer<Int>,
        _ outStrides: UnsafeMutablePointer<Int>?
    ) {
        self.sizes = sizes
        self.inStrides = inStrides
        self.outStrides = outStrides
    }

    mutating func append(_ size: Int, _ inStride: Int, _ outStride: Int) {
        if size == 1 { return }
        var place = count
        if count > 0, inStrides[count - 1] == inStride &* size,
            outStrides == nil || outStrides![count - 1] == outStride &* size
        {
            place -= 1
            sizes[place] *= size
        } else {
            sizes[place] = size
            count += 1
        }
        inStrides[place] = inStride
        outStrides?[place] = outStride
    }
}
