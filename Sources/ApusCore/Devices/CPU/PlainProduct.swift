internal import CApusKernels

extension Strided {
    /// The shortest way to a product of two matrices, either one transposed, with a bias for each column: for small ones
    /// in host memory of one dtype, float32 or float64. Gives a new row-major matrix; nil if the operands are not like
    /// that. The numbers are those of the general way.
    public static func plainProduct(
        _ a: UnsafePointer<Strided>, transposed isATransposed: Bool, _ b: UnsafePointer<Strided>,
        transposed isBTransposed: Bool, bias: UnsafePointer<Strided>? = nil
    ) throws(ApusError) -> Strided? {
        let dtype = a.pointee.dtype
        guard dtype == .float32 || dtype == .float64, b.pointee.dtype == dtype, a.pointee.storage.isHost,
            b.pointee.storage.isHost, a.pointee.layout.shape.length == 2, b.pointee.layout.shape.length == 2
        else { return nil }
        let left = plainMatrix(a, isATransposed), right = plainMatrix(b, isBTransposed)
        let m = left.rows, n = right.columns, k = left.columns
        let threads = ThreadPool.shared.threadCount
        guard right.rows == k, m > 0, n > 0, m &* n &* dtype.size < HostMemory.smallestCached,
            apus_gemm_workspace(dtype.c, m, n, k, Int32(threads)) == 0
        else { return nil }
        var epilogue = apus_gemm_epilogue(bias: nil, bias_kind: APUS_BIAS_NONE, activation: APUS_ACTIVATION_NONE)
        if let bias {
            guard bias.pointee.dtype == dtype, bias.pointee.storage.isHost, bias.pointee.layout.shape.length == 1,
                bias.pointee.layout.shape.inline[unchecked: 0] == n,
                n == 1 || bias.pointee.layout.strides.inline[unchecked: 0] == 1
            else { return nil }
            epilogue.bias = UnsafeRawPointer(bias.pointee.storage.pointer + bias.pointee.layout.offset &* dtype.size)
            epilogue.bias_kind = APUS_BIAS_PER_COLUMN
        }
        let storage = try Storage.allocate(byteCount: m &* n &* dtype.size)
        let out = apus_matrix(
            data: storage.pointer.assumingMemoryBound(to: CChar.self), row: n &* dtype.size, column: dtype.size)
        var pool = CPUBackend.pool
        guard apus_gemm(dtype.c, m, n, k, left.matrix, right.matrix, out, false, &epilogue, nil, &pool) == 0 else { return nil }
        return Strided(storage: storage, layout: Layout(contiguous: [m, n]), dtype: dtype)
    }

    @inline(__always)
    private static func plainMatrix(
        _ x: UnsafePointer<Strided>, _ isTransposed: Bool
    ) -> (matrix: apus_matrix, rows: Int, columns: Int) {
        let size = x.pointee.dtype.size
        let rows = x.pointee.layout.shape.inline[unchecked: 0], columns = x.pointee.layout.shape.inline[unchecked: 1]
        let row = x.pointee.layout.strides.inline[unchecked: 0] &* size
        let column = x.pointee.layout.strides.inline[unchecked: 1] &* size
        let data = (x.pointee.storage.pointer + x.pointee.layout.offset &* size).assumingMemoryBound(to: CChar.self)
        return isTransposed
            ? (apus_matrix(data: data, row: column, column: row), columns, rows)
            : (apus_matrix(data: data, row: row, column: column), rows, columns)
    }
}
