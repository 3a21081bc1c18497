internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func sort(_ x: Strided, descending: Bool, to out: Strided) throws(ApusError) {
        let (rows, n) = rows(x)
        var pool = CPUBackend.pool
        let workspace = try sortWorkspace(x.dtype, rows, n, &pool)
        try check(apus_sort(x.dtype.c, rows, n, x.pointer, out.pointer, descending, workspace?.pointer, &pool), "sort", x)
    }

    @usableFromInline
    func argsort(_ x: Strided, descending: Bool, values: Strided?, indices: Strided) throws(ApusError) {
        let (rows, n) = rows(x)
        var pool = CPUBackend.pool
        let workspace = try sortWorkspace(x.dtype, rows, n, &pool)
        let status = apus_argsort(
            x.dtype.c, rows, n, x.pointer, values?.pointer, positions(indices), descending, workspace?.pointer, &pool)
        try check(status, "argsort", x)
    }

    @usableFromInline
    func topK(_ x: Strided, largest: Bool, values: Strided, indices: Strided) throws(ApusError) {
        let (rows, n) = rows(x)
        var pool = CPUBackend.pool
        let workspace = try sortWorkspace(x.dtype, rows, n, &pool)
        let status = apus_top_k(
            x.dtype.c, rows, n, values.shape[values.rank - 1], x.pointer, values.pointer, positions(indices), largest,
            workspace?.pointer, &pool)
        try check(status, "topK", x)
    }

    @usableFromInline
    func searchSorted(_ sorted: Strided, _ values: Strided, right: Bool, to out: Strided) throws(ApusError) {
        let shared = sorted.rank == 1
        let (rows, n) = rows(sorted)
        let m = shared ? values.count : values.shape[values.rank - 1]
        var pool = CPUBackend.pool
        let status = apus_searchsorted(
            sorted.dtype.c, rows, n, m, sorted.pointer, shared, values.pointer, right, positions(out), &pool)
        try check(status, "searchSorted", sorted)
    }

    @usableFromInline
    func unique(
        _ x: Strided, values: Strided, first: Strided?, inverse: Strided?, counts: Strided?
    ) throws(ApusError) -> Int {
        let bytes = Int(apus_sort_workspace(x.dtype.c, 1, x.count, nil))
        let workspace = bytes > 0 ? try Storage.allocate(byteCount: bytes) : nil
        return apus_unique(
            x.dtype.c, x.count, x.pointer, values.pointer, first.map(positions), inverse.map(positions),
            counts.map(positions), workspace?.pointer)
    }

    private func rows(_ x: Strided) -> (rows: Int, length: Int) {
        let length = x.shape[x.rank - 1]
        return (Dims(x.shape.dropLast()).product, length)
    }

    private func positions(_ x: Strided) -> UnsafeMutablePointer<Int64> {
        x.pointer.assumingMemoryBound(to: Int64.self)
    }

    private func sortWorkspace(
        _ dtype: DType, _ rows: Int, _ n: Int, _ pool: inout apus_pool
    ) throws(ApusError) -> Storage? {
        let bytes = Int(apus_sort_workspace(dtype.c, rows, n, &pool))
        return bytes > 0 ? try Storage.allocate(byteCount: bytes) : nil
    }

    private func check(_ status: Int32, _ kernel: String, _ x: Strided) throws(ApusError) {
        if status != 0 { throw noKernel(kernel, x.dtype) }
    }
}
