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
        let size = x.dtype.size
        var kept = AxisList(), reduced = AxisList()
        var outAxis = 0
        for axis in 0..<x.rank {
            if axes.contains(axis) {
                reduced.append(x.shape[axis], x.layout.strides[axis] &* size, 0)
            } else {
                kept.append(x.shape[axis], x.layout.strides[axis] &* size, out.layout.strides[outAxis] &* out.dtype.size)
                outAxis += 1
            }
        }
        if kernel != .argmin && kernel != .argmax { reduced.sortByStride() }
        var problem = apus_reduction()
        problem.keep_rank = Int32(kept.sizes.count)
        problem.reduce_rank = Int32(reduced.sizes.count)
        problem.input = UnsafePointer(x.pointer.assumingMemoryBound(to: CChar.self))
        problem.output = out.pointer.assumingMemoryBound(to: CChar.self)
        problem.dtype = x.dtype.c
        problem.op = kernelCode
        problem.ddof = parameter
        problem.p = parameter
        try kept.sizes.withUnsafeBufferPointer { keepShape throws(ApusError) in
            try kept.inStrides.withUnsafeBufferPointer { keepIn throws(ApusError) in
                try kept.outStrides.withUnsafeBufferPointer { keepOut throws(ApusError) in
                    try reduced.sizes.withUnsafeBufferPointer { reduceShape throws(ApusError) in
                        try reduced.inStrides.withUnsafeBufferPointer { reduceIn throws(ApusError) in
                            problem.keep_shape = keepShape.baseAddress
                            problem.keep_in_strides = keepIn.baseAddress
                            problem.keep_out_strides = keepOut.baseAddress
                            problem.reduce_shape = reduceShape.baseAddress
                            problem.reduce_in_strides = reduceIn.baseAddress
                            let bytes = apus_reduce_workspace(&problem)
                            let workspace = bytes > 0 ? try Storage.allocate(byteCount: Int(bytes)) : nil
                            var pool = CPUBackend.pool
                            _ = apus_reduce(&problem, workspace?.pointer, &pool)
                        }
                    }
                }
            }
        }
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

/// Axes of a reduction, joined where one continues the other.
private struct AxisList {
    var sizes: [Int] = []
    var inStrides: [Int] = []
    var outStrides: [Int] = []

    mutating func append(_ size: Int, _ inStride: Int, _ outStride: Int) {
        if size == 1 { return }
        if let last = sizes.indices.last, inStrides[last] == inStride * size, outStrides[last] == outStride * size {
            sizes[last] *= size
            inStrides[last] = inStride
            outStrides[last] = outStride
        } else {
            sizes.append(size)
            inStrides.append(inStride)
            outStrides.append(outStride)
        }
    }

    /// Puts the smallest strides last.
    mutating func sortByStride() {
        let order = sizes.indices.sorted { abs(inStrides[$0]) > abs(inStrides[$1]) }
        let old = self
        self = AxisList()
        for i in order { append(old.sizes[i], old.inStrides[i], old.outStrides[i]) }
    }
}
