// QR decomposition by Householder's reflections, and least squares.

extension CPUBackend {
    @usableFromInline
    func qr(_ a: Strided, q: Strided?, r: Strided) throws(ApusError) {
        let w = try ColumnMajorMatrices(a, "qr")
        let factors = try Strided.empty(Dims(Array(a.batch) + [min(w.rows, w.columns)]), a.dtype)
        try reflect(w, factors)
        if r.count > 0 {
            w.copy(to: r)
            clearBelowDiagonal(r)
        }
        if let q { try multiplyReflections(w, factors, to: q) }
    }

    @usableFromInline
    func householder(_ a: Strided, reflections: Strided, factors: Strided) throws(ApusError) {
        let w = try ColumnMajorMatrices(a, "qr")
        try reflect(w, factors)
        copy(w.transposed, to: reflections)
    }

    @usableFromInline
    func householderProduct(_ reflections: Strided, factors: Strided, to out: Strided) throws(ApusError) {
        let w = try ColumnMajorMatrices(reflections, "householderProduct")
        let own = try Strided.empty(factors.shape, factors.dtype)
        copy(factors, to: own)
        try multiplyReflections(w, own, to: out)
    }

    /// Overwrites matrices with R and, below it, the reflections.
    private func reflect(_ w: ColumnMajorMatrices, _ factors: Strided) throws(ApusError) {
        let dtype = factors.dtype
        let lapack = try LAPACKRoutines.of(dtype)
        if factors.count == 0 { return }
        func run(_ matrix: UnsafeMutableRawPointer, _ tau: UnsafeMutableRawPointer, _ workspace: LAPACKWorkspace, _ length: Int32) -> Int32 {
            var m = Int32(w.rows), n = Int32(w.columns), lead = w.leading, count = length, info: Int32 = 0
            lapack.geqrf(&m, &n, matrix, &lead, tau, workspace.elements, &count, &info)
            return info
        }
        let sizes = workspaceSizes(dtype) { _ = run(w[0], factors.row(0), $0, -1) }
        let failure = forEachMatrix(w.count, order: min(w.rows, w.columns), dtype, sizes) { index, workspace in
            run(w[index], factors.row(index), workspace, workspace.elementCount)
        }
        if let failure {
            throw noResult("qr", failure, of: w.count, "Incorrect argument found while performing QR factorization")
        }
    }

    /// Writes the first columns of the product of reflections, as many as `q` has.
    private func multiplyReflections(_ w: ColumnMajorMatrices, _ factors: Strided, to q: Strided) throws(ApusError) {
        let dtype = q.dtype
        let lapack = try LAPACKRoutines.of(dtype)
        if q.count == 0 { return }
        let columns = q.shape[q.rank - 1], count = min(factors.shape[factors.rank - 1], columns)
        if count == 0 { return fillIdentity(q) }
        let isWide = columns > w.columns
        let target = isWide
            ? try ColumnMajorMatrices(q.batch, rows: w.rows, columns: columns, dtype, "qr") : w
        if isWide {
            let whole = target.matrices
            copy(w.matrices, to: whole.view(whole.layout.sliced(axis: whole.rank - 1, start: 0, step: 1, size: w.columns)))
        }
        func run(_ matrix: UnsafeMutableRawPointer, _ tau: UnsafeMutableRawPointer, _ workspace: LAPACKWorkspace, _ length: Int32) -> Int32 {
            var m = Int32(w.rows), n = Int32(columns), k = Int32(count), lead = w.leading, size = length, info: Int32 = 0
            lapack.orgqr(&m, &n, &k, matrix, &lead, tau, workspace.elements, &size, &info)
            return info
        }
        let sizes = workspaceSizes(dtype) { _ = run(target[0], factors.row(0), $0, -1) }
        let failure = forEachMatrix(w.count, order: columns, dtype, sizes) { index, workspace in
            run(target[index], factors.row(index), workspace, workspace.elementCount)
        }
        if let failure {
            throw noResult("qr", failure, of: w.count, "Incorrect argument found while performing QR factorization")
        }
        target.copy(to: q)
    }

    /// Clears what stands below the diagonals of a contiguous array of matrices.
    private func clearBelowDiagonal(_ r: Strided) {
        let rows = r.shape[r.rank - 2], columns = r.shape[r.rank - 1]
        let size = r.dtype.size
        for index in 0..<(r.count / max(1, columns)) {
            let length = min(index % rows, columns)
            if length > 0 { r.row(index).initializeMemory(as: UInt8.self, repeating: 0, count: length * size) }
        }
    }

    @usableFromInline
    func leastSquares(
        _ a: Strided, _ b: Strided, cutoff: Double, to out: Strided, residuals: Strided, rank: Strided, singular: Strided
    ) throws(ApusError) {
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
