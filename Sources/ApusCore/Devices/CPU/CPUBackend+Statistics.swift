internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func countValues(_ x: Strided, weights: Strided?, to out: Strided) throws(ApusError) {
        apus_bincount(
            x.count, x.pointer.assumingMemoryBound(to: Int64.self), weights?.pointer.assumingMemoryBound(to: Double.self),
            out.pointer)
    }

    @usableFromInline
    func countBins(
        _ x: Strided, edges: Strided, ends: (first: Double, last: Double), weights: Strided?, to out: Strided
    ) throws(ApusError) {
        let status = apus_histogram(
            x.dtype.c, x.count, x.pointer, edges.count - 1, edges.pointer, ends.first, ends.last,
            weights?.pointer.assumingMemoryBound(to: Double.self), out.pointer)
        if status != 0 { throw noKernel("histogram", x.dtype) }
    }

    @usableFromInline
    func select(_ x: Strided, ranks: [Int64], to out: Strided) throws(ApusError) {
        let length = x.shape[x.rank - 1]
        var pool = CPUBackend.pool
        let status = apus_select(
            x.dtype.c, Dims(x.shape.dropLast()).product, length, x.pointer, ranks.count, ranks, out.pointer, &pool)
        if status != 0 { throw noKernel("select", x.dtype) }
    }

    @usableFromInline
    func slide(_ a: Strided, _ v: Strided, to out: Strided) throws(ApusError) {
        var pool = CPUBackend.pool
        if apus_slide(a.dtype.c, out.count, v.count, a.pointer, v.pointer, out.pointer, &pool) != 0 {
            throw noKernel("correlate", a.dtype)
        }
    }
}
