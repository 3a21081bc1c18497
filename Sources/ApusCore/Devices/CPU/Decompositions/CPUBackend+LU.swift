// Linear systems: LU and Cholesky decompositions, what they solve, and determinants.

internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func cholesky(_ a: Strided, upper: Bool, to out: Strided) throws(ApusError) {
        // The factor of the transpose is the conjugate of L, and the transpose of that is U.
        let result = upper ? out.view(out.layout.matrixTransposed) : out
        let w = try RowMatrices(
            upper ? a.view(a.layout.matrixTransposed) : a, order: a.shape[a.rank - 1], "cholesky",
            target: upper ? nil : out)
        let threads = Int32(ThreadPool.shared.threadCount)
        let workspace = try CPUBackend.workspace(
            byteCount: apus_cholesky_workspace(a.dtype.c, w.count, w.rows, threads))
        var failures = [Int64](repeating: 0, count: w.count), pool = CPUBackend.pool
        withExtendedLifetime((w, workspace)) {
            apus_cholesky(a.dtype.c, w.count, w.rows, w.c, &failures, workspace?.aligned, &pool)
        }
        if let failure = firstFailure(failures) {
            throw noResult("cholesky", failure, of: w.count, "Matrix is not positive definite")
        }
        w.copy(to: result)
        clear(out, below: upper)
    }

    @usableFromInline
    func luFactor(_ a: Strided, to out: Strided, pivots: Strided) throws(ApusError) {
        let own = pivots.pointer.assumingMemoryBound(to: Int32.self)
        if a.count == 0 {
            for i in 0..<pivots.count { own[i] = 1 }
            return
        }
        let w = try RowMatrices(a, order: max(a.shape[a.rank - 2], a.shape[a.rank - 1]), "luFactor", target: out)
        let factors = try factor(w, a.dtype)
        withExtendedLifetime(pivots) {
            for i in 0..<pivots.count { own[i] = factors.pivots[i] + 1 }
        }
        w.copy(to: out)
    }

    /// Row exchanges, counted from 0, and for each matrix the first column without a pivot, or 0.
    private typealias Exchanges = (pivots: [Int32], failures: [Int64])

    /// Overwrites matrices with their factors.
    private func factor(_ w: RowMatrices, _ dtype: DType) throws(ApusError) -> Exchanges {
        let threads = Int32(ThreadPool.shared.threadCount)
        let workspace = try CPUBackend.workspace(
            byteCount: apus_lu_workspace(dtype.c, w.count, w.rows, w.columns, threads))
        var pivots = [Int32](repeating: 0, count: w.count * min(w.rows, w.columns))
        var failures = [Int64](repeating: 0, count: w.count), pool = CPUBackend.pool
        withExtendedLifetime((w, workspace)) {
            apus_lu(dtype.c, w.count, w.rows, w.columns, w.c, &pivots, &failures, workspace?.aligned, &pool)
        }
        return (pivots, failures)
    }

    /// Overwrites right-hand sides with solutions.
    private func solve(
        _ w: RowMatrices, _ pivots: [Int32], _ x: RowMatrices, _ adjoint: Bool, _ dtype: DType
    ) throws(ApusError) {
        let threads = Int32(ThreadPool.shared.threadCount)
        let workspace = try CPUBackend.workspace(
            byteCount: apus_lu_solve_workspace(dtype.c, x.count, x.rows, x.columns, threads))
        var pool = CPUBackend.pool
        withExtendedLifetime((w, x, workspace)) {
            apus_lu_solve(dtype.c, x.count, x.rows, x.columns, w.c, pivots, x.c, adjoint, workspace?.aligned, &pool)
        }
    }

    @usableFromInline
    func luSolve(
        _ factors: Strided, pivots: Strided, _ b: Strided, adjoint: Bool, to out: Strided
    ) throws(ApusError) {
        if b.count == 0 { return }
        let exchanges = try Strided.empty(pivots.shape, .int32)
        copy(pivots, to: exchanges)
        let fromZero = withExtendedLifetime(exchanges) {
            let own = exchanges.pointer.assumingMemoryBound(to: Int32.self)
            return (0..<exchanges.count).map { own[$0] - 1 }
        }
        let n = b.shape[b.rank - 2]
        let x = try RowMatrices(b, order: n, "luSolve", target: out)
        try solve(RowMatrices(factors, order: n, "luSolve"), fromZero, x, adjoint, b.dtype)
        x.copy(to: out)
    }

    /// Solves batches of small systems, many at once; false where that does not suit. Without `b` the results are inverses.
    private func solveSmall(
        _ a: Strided, _ b: Strided?, _ checked: Bool, _ operation: String, to out: Strided
    ) throws(ApusError) -> Bool {
        let n = out.shape[out.rank - 2], columns = out.shape[out.rank - 1], count = out.batch.product
        guard apus_small_suits(out.dtype.c, count, n, columns), a.layout.hasEvenMatrices, out.layout.hasEvenMatrices,
            b?.layout.hasEvenMatrices != false
        else { return false }
        var failures = [Int64](repeating: 0, count: count), pool = CPUBackend.pool
        let size = out.dtype.size
        withExtendedLifetime((a, b, out)) {
            apus_small_solve(
                out.dtype.c, count, n, columns, CPUBackend.matrix(a), a.layout.matrixDistance * size,
                b.map(CPUBackend.matrix) ?? apus_matrix(), (b?.layout.matrixDistance ?? 0) * size, CPUBackend.matrix(out),
                out.layout.matrixDistance * size, &failures, &pool)
        }
        if checked, let failure = firstFailure(failures) {
            throw noResult(operation, failure, of: count, "Singular matrix")
        }
        return true
    }

    @usableFromInline
    func solve(_ a: Strided, _ b: Strided, adjoint: Bool, checked: Bool, to out: Strided) throws(ApusError) {
        if !adjoint, try solveSmall(a, b, checked, "solve", to: out) { return }
        let x = try RowMatrices(b, order: a.shape[a.rank - 1], "solve", target: out)
        try solve(a, x, adjoint, checked, "solve", to: out)
    }

    @usableFromInline
    func inverse(_ a: Strided, to out: Strided) throws(ApusError) {
        if try solveSmall(a, nil, true, "inv", to: out) { return }
        let n = a.shape[a.rank - 1]
        let identity = try RowMatrices(a.batch, rows: n, columns: n, order: n, a.dtype, "inv", target: out)
        withExtendedLifetime(identity) { apus_factor_identity(a.dtype.c, identity.count, n, n, identity.c) }
        try solve(a, identity, false, true, "inv", to: out)
    }

    private func solve(
        _ a: Strided, _ x: RowMatrices, _ adjoint: Bool, _ checked: Bool, _ operation: String, to out: Strided
    ) throws(ApusError) {
        let w = try RowMatrices(a, order: a.shape[a.rank - 1], operation)
        let factors = try factor(w, a.dtype)
        if checked, let failure = firstFailure(factors.failures) {
            throw noResult(operation, failure, of: w.count, "Singular matrix")
        }
        try solve(w, factors.pivots, x, adjoint, a.dtype)
        x.copy(to: out)
    }

    @usableFromInline
    func determinant(_ a: Strided, value: Strided?, sign: Strided?, logMagnitude: Strided?) throws(ApusError) {
        let n = a.shape[a.rank - 1], count = a.batch.product
        if let value, sign == nil, logMagnitude == nil, apus_small_suits(a.dtype.c, count, n, 0), a.layout.hasEvenMatrices {
            var pool = CPUBackend.pool
            withExtendedLifetime((a, value)) {
                apus_small_determinant(
                    a.dtype.c, count, n, CPUBackend.matrix(a), a.layout.matrixDistance * a.dtype.size, value.pointer, &pool)
            }
            return
        }
        let w = try RowMatrices(a, order: n, "det")
        let factors = try factor(w, a.dtype)
        withExtendedLifetime((w, value, sign, logMagnitude)) {
            apus_lu_determinant(
                a.dtype.c, w.count, n, w.c, factors.pivots, factors.failures, value?.pointer, sign?.pointer,
                logMagnitude?.pointer)
        }
    }

    @usableFromInline
    func triangularSolve(_ a: Strided, _ b: Strided, upper: Bool, unit: Bool, to out: Strided) throws(ApusError) {
        if b.count == 0 { return }
        let n = b.shape[b.rank - 2], dtype = a.dtype
        let x = try RowMatrices(b, order: n, "triangularSolve", target: out)
        // One matrix is taken where it is; of a batch the matrices must lie evenly.
        var triangles = a
        if x.count > 1 && !a.layout.hasEvenMatrices {
            triangles = try Strided.empty(a.shape, dtype)
            copy(a, to: triangles)
        }
        let threads = Int32(ThreadPool.shared.threadCount)
        let workspace = try CPUBackend.workspace(
            byteCount: apus_triangle_workspace(dtype.c, x.count, n, x.columns, threads))
        var pool = CPUBackend.pool
        withExtendedLifetime((triangles, x, workspace)) {
            apus_triangle(
                dtype.c, x.count, n, x.columns, CPUBackend.matrix(triangles),
                triangles.layout.matrixDistance * dtype.size, x.c, upper, unit, workspace?.aligned, &pool)
        }
        x.copy(to: out)
    }

    /// The first matrix of an array as kernels take it; only while the array lives.
    static func matrix(_ x: Strided) -> apus_matrix {
        let size = x.dtype.size
        return apus_matrix(
            data: x.pointer.assumingMemoryBound(to: CChar.self), row: x.layout.strides[x.rank - 2] * size,
            column: x.layout.strides[x.rank - 1] * size)
    }
}
