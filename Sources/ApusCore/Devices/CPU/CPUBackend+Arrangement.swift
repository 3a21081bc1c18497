internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func partition(_ x: Strided, kth: [Int], values: Strided?, indices: Strided?) throws(ApusError) {
        let (rows, n) = matrix(x)
        let bytes = Int(apus_partition_workspace(x.dtype.c, rows, n, indices != nil))
        let workspace = bytes > 0 ? try Storage.allocate(byteCount: bytes) : nil
        var pool = CPUBackend.pool
        let status = kth.map(Int64.init).withUnsafeBufferPointer { places in
            apus_partition(
                x.dtype.c, rows, n, x.pointer, values?.pointer, indices.map(int64), places.baseAddress, places.count,
                workspace?.pointer, &pool)
        }
        if status != 0 { throw noKernel("partition", x.dtype) }
    }

    @usableFromInline
    func sortRows(_ x: Strided, order: Strided, fresh: Strided) throws(ApusError) {
        let (rows, width) = matrix(x)
        let workspace = try Storage.allocate(byteCount: max(1, Int(apus_sort_rows_workspace(x.dtype.c, rows, width))))
        apus_sort_rows(x.dtype.c, rows, width, x.pointer, int64(order), bytes(fresh), workspace.pointer)
    }

    @usableFromInline
    func packBits(_ x: Strided, little: Bool, to out: Strided) {
        let (rows, n) = matrix(x)
        apus_pack_bits(rows, n, bytes(x), bytes(out), little)
    }

    @usableFromInline
    func unpackBits(_ x: Strided, little: Bool, to out: Strided) {
        let (rows, n) = matrix(out)
        apus_unpack_bits(rows, x.shape[x.rank - 1], n, bytes(x), bytes(out), little)
    }

    @usableFromInline
    func areAmong(_ x: Strided, _ members: Strided, limit: Int, to out: Strided) throws(ApusError) -> Bool {
        let table = try Storage.allocate(byteCount: max(1, limit))
        return apus_among(
            x.dtype.c, x.count, x.pointer, members.count, members.pointer, bytes(out), limit,
            table.pointer.assumingMemoryBound(to: UInt8.self))
    }

    private func matrix(_ x: Strided) -> (rows: Int, width: Int) {
        (Dims(x.shape.dropLast()).product, x.shape[x.rank - 1])
    }

    private func int64(_ x: Strided) -> UnsafeMutablePointer<Int64> { x.pointer.assumingMemoryBound(to: Int64.self) }

    private func bytes(_ x: Strided) -> UnsafeMutablePointer<UInt8> { x.pointer.assumingMemoryBound(to: UInt8.self) }
}
