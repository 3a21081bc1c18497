internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func matmul(_ a: Strided, _ b: Strided, bias: Strided?, to out: Strided) throws(ApusError) {
        if out.count == 0 { return }
        let rank = out.rank
        if rank == 2 {
            return try multiply(a, b, bias, out, m: out.shape[0], n: out.shape[1], k: a.shape[1], batch: nil)
        }
        let lead = Dims(out.shape.dropLast(2))
        let m = out.shape[rank - 2], n = out.shape[rank - 1], k = a.shape[a.rank - 1]
        if let folded = folded(a, b, out) {
            return try multiply(folded.a, b, bias, folded.out, m: lead.product * m, n: n, k: k, batch: nil)
        }
        // The leading axes that step evenly in all three operands make one batch; the others are walked here.
        let aLead = leadingStrides(a, lead), bLead = leadingStrides(b, lead), outLead = leadingStrides(out, lead)
        var axis = lead.count - 1
        var batch: Batch?
        while axis >= 0 {
            let size = lead[axis]
            if size != 1 {
                if let inner = batch {
                    guard aLead[axis] == inner.a * inner.count, bLead[axis] == inner.b * inner.count,
                        outLead[axis] == inner.out * inner.count
                    else { break }
                    batch!.count *= size
                } else {
                    batch = Batch(count: size, a: aLead[axis], b: bLead[axis], out: outLead[axis])
                }
            }
            axis -= 1
        }
        let outer = Dims(lead.prefix(axis + 1))
        var index = Dims(repeating: 0, count: outer.count)
        for _ in 0..<outer.product {
            var x = a, y = b, z = out
            for i in 0..<outer.count {
                x.layout.offset += index[i] * aLead[i]
                y.layout.offset += index[i] * bLead[i]
                z.layout.offset += index[i] * outLead[i]
            }
            try multiply(x, y, bias, z, m: m, n: n, k: k, batch: batch)
            var i = outer.count - 1
            while i >= 0 {
                index[i] += 1
                if index[i] < outer[i] { break }
                index[i] = 0
                i -= 1
            }
        }
    }

    /// A batch of evenly spaced matrices; distances in elements.
    private struct Batch {
        var count: Int
        let a: Int, b: Int, out: Int
    }

    /// With one matrix on the right, the rows of all matrices on the left are rows of one.
    private func folded(_ a: Strided, _ b: Strided, _ out: Strided) -> (a: Strided, out: Strided)? {
        let rows = out.count / out.shape[out.rank - 1]
        guard b.rank == 2, a.rank > 2, a.rank == out.rank, a.shape.dropLast(1).elementsEqual(out.shape.dropLast(1)),
            let left = a.layout.reshaped(to: [rows, a.shape[a.rank - 1]]),
            let result = out.layout.reshaped(to: [rows, out.shape[out.rank - 1]])
        else { return nil }
        return (a.view(left), out.view(result))
    }

    private func leadingStrides(_ x: Strided, _ lead: Dims) -> Dims {
        var result = Dims(repeating: 0, count: lead.count)
        let own = x.rank - 2
        for i in 0..<own where x.shape[own - 1 - i] != 1 {
            result[lead.count - 1 - i] = x.layout.strides[own - 1 - i]
        }
        return result
    }

    private func multiply(
        _ a: Strided, _ b: Strided, _ bias: Strided?, _ out: Strided, m: Int, n: Int, k: Int, batch: Batch?
    ) throws(ApusError) {
        let dtype = out.dtype.c
        let size = out.dtype.size
        let threads = Int32(ThreadPool.shared.threadCount)
        let bytes = batch.map { apus_gemm_batched_workspace(dtype, $0.count, m, n, k, threads) }
            ?? apus_gemm_workspace(dtype, m, n, k, threads)
        let workspace = try CPUBackend.workspace(byteCount: Int(bytes))
        let aligned = workspace?.aligned
        var epilogue = apus_gemm_epilogue(
            bias: bias?.pointer, bias_kind: bias == nil ? APUS_BIAS_NONE : APUS_BIAS_PER_COLUMN,
            activation: APUS_ACTIVATION_NONE)
        var pool = CPUBackend.pool
        let status: Int32
        if let batch {
            status = apus_gemm_batched(
                dtype, batch.count, m, n, k, matrix(a), batch.a * size, matrix(b), batch.b * size, matrix(out),
                batch.out * size, false, &epilogue, aligned, &pool)
        } else {
            status = apus_gemm(dtype, m, n, k, matrix(a), matrix(b), matrix(out), false, &epilogue, aligned, &pool)
        }
        if status != 0 { throw noKernel("matmul", out.dtype) }
    }

    private func matrix(_ x: Strided) -> apus_matrix {
        let size = x.dtype.size
        return apus_matrix(
            data: x.pointer.assumingMemoryBound(to: CChar.self), row: x.layout.strides[x.rank - 2] * size,
            column: x.layout.strides[x.rank - 1] * size)
    }
}
