// QR decomposition by Householder's reflections, and least squares.

internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func qr(_ a: Strided, q: Strided?, r: Strided) throws(ApusError) {
        let w = try RowMatrices(a, order: max(a.shape[a.rank - 2], a.shape[a.rank - 1]), "qr")
        let factors = try Strided.empty(Dims(Array(a.batch) + [min(w.rows, w.columns)]), a.dtype)
        try reflect(w, factors)
        if r.count > 0 {
            w.copy(to: r)
            clear(r, below: true)
        }
        if let q { try multiplyReflections(w.matrices, factors, to: q) }
    }

    @usableFromInline
    func householder(_ a: Strided, reflections: Strided, factors: Strided) throws(ApusError) {
        let w = try RowMatrices(a, order: max(a.shape[a.rank - 2], a.shape[a.rank - 1]), "qr")
        try reflect(w, factors)
        w.copy(to: reflections.view(reflections.layout.matrixTransposed))
    }

    @usableFromInline
    func householderProduct(_ reflections: Strided, factors: Strided, to out: Strided) throws(ApusError) {
        var own = factors
        if !own.layout.isContiguous {
            own = try Strided.empty(factors.shape, factors.dtype)
            copy(factors, to: own)
        }
        try multiplyReflections(reflections, own, to: out)
    }

    /// Overwrites matrices with R and, below it, the reflections.
    private func reflect(_ w: RowMatrices, _ factors: Strided) throws(ApusError) {
        let dtype = factors.dtype.c, threads = Int32(ThreadPool.shared.threadCount)
        if factors.count == 0 { return }
        let workspace = try CPUBackend.workspace(
            byteCount: apus_qr_workspace(dtype, w.count, w.rows, w.columns, threads))
        var pool = CPUBackend.pool
        withExtendedLifetime((w, factors, workspace)) {
            apus_qr(dtype, w.count, w.rows, w.columns, w.c, factors.pointer, workspace?.aligned, &pool)
        }
    }

    /// Writes the first columns of the product of reflections, as many as `q` has. `factors` are contiguous.
    private func multiplyReflections(_ v: Strided, _ factors: Strided, to q: Strided) throws(ApusError) {
        if q.count == 0 { return }
        let rows = q.shape[q.rank - 2], columns = q.shape[q.rank - 1], k = factors.shape[factors.rank - 1]
        if k == 0 { return fillIdentity(q) }
        let dtype = q.dtype.c, threads = Int32(ThreadPool.shared.threadCount)
        let c = try RowMatrices(q.batch, rows: rows, columns: columns, order: rows, q.dtype, "qr", target: q)
        // Matrices of a batch must lie evenly.
        var even = v
        if c.count > 1 && !v.layout.hasEvenMatrices {
            even = try Strided.empty(v.shape, v.dtype)
            copy(v, to: even)
        }
        let workspace = try CPUBackend.workspace(
            byteCount: apus_reflect_workspace(dtype, c.count, rows, k, columns, threads))
        let distance = even.layout.matrixDistance * q.dtype.size
        var pool = CPUBackend.pool
        withExtendedLifetime((even, factors, c, workspace)) {
            apus_reflect(
                dtype, c.count, rows, k, CPUBackend.matrix(even), distance, factors.pointer, columns, c.c, false, false,
                true, workspace?.aligned, &pool)
        }
        c.copy(to: q)
    }

    @usableFromInline
    func leastSquares(
        _ a: Strided, _ b: Strided, cutoff: Double, to out: Strided, residuals: Strided, rank: Strided, singular: Strided
    ) throws(ApusError) {
        if try condensedLeastSquares(a, b, cutoff: cutoff, to: out, residuals: residuals, rank: rank, singular: singular) { return }
        let dtype = a.dtype, realType = dtype.realType
        let lapack = try LAPACKRoutines.of(dtype)
        let w = try ColumnMajorMatrices(a, "lstsq")
        let m = w.rows, n = w.columns, k = b.shape[b.rank - 1]
        // LAPACK gives no singular values without a right-hand side.
        let x = try ColumnMajorMatrices(a.batch, rows: max(m, n), columns: max(1, k), dtype, "lstsq")
        if k == 0 {
            fill(x.transposed, with: 0)
        } else if m > 0 {
            let whole = x.matrices
            copy(b, to: whole.view(whole.layout.sliced(axis: whole.rank - 2, start: 0, step: 1, size: m)))
        }
        if min(m, n) == 0 {
            fill(out, with: 0)
            fill(rank, with: 0)
            sumSquares(x, from: n, to: residuals)
            return
        }
        func run(_ index: Int, _ workspace: LAPACKWorkspace, _ length: Int32) -> Int32 {
            var rows = Int32(m), columns = Int32(n), sides = Int32(x.columns), lead = w.leading, leadX = x.leading
            var size = length, info: Int32 = 0, found: Int32 = 0
            withUnsafeTemporaryAllocation(byteCount: 8, alignment: 8) { limit in
                Scalar.float(cutoff).store(to: limit.baseAddress!, as: realType)
                switch lapack.gelsd {
                case .real(let gelsd):
                    gelsd(
                        &rows, &columns, &sides, w[index], &lead, x[index], &leadX, singular.row(index), limit.baseAddress!,
                        &found, workspace.elements, &size, workspace.integers, &info)
                case .complex(let gelsd):
                    gelsd(
                        &rows, &columns, &sides, w[index], &lead, x[index], &leadX, singular.row(index), limit.baseAddress!,
                        &found, workspace.elements, &size, workspace.reals, workspace.integers, &info)
                }
            }
            (rank.pointer + index * 8).storeBytes(of: Int64(found), as: Int64.self)
            return info
        }
        if w.count == 0 { return }
        let sizes = workspaceSizes(dtype) { _ = run(0, $0, -1) }
        let failure = forEachMatrix(w.count, order: min(m, n), dtype, sizes) { index, workspace in
            run(index, workspace, workspace.elementCount)
        }
        if let failure {
            throw noResult("lstsq", failure, of: w.count, "SVD did not converge in Linear Least Squares")
        }
        x.copy(to: out)
        sumSquares(x, from: n, to: residuals)
    }

    /// The sums of the squared magnitudes of every column from a row on.
    private func sumSquares(_ x: ColumnMajorMatrices, from first: Int, to out: Strided) {
        let dtype = x.transposed.dtype
        for column in 0..<out.count {
            var sum = 0.0
            let start = x.transposed.pointer + column * x.rows * dtype.size
            for row in min(first, x.rows)..<x.rows {
                let value = Scalar(loading: start + row * dtype.size, as: dtype).complexValue.rawStorage
                sum += value.x * value.x + value.y * value.y
            }
            Scalar.float(sum).store(to: out.pointer + column * out.dtype.size, as: out.dtype)
        }
    }
}
