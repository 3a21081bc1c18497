// Least squares for large real matrices: Apus brings a matrix to bidiagonal form and turns the right-hand sides with it; LAPACK
// solves what stands between, by singular values, without their vectors.

internal import CApusKernels

extension CPUBackend {
    /// What `leastSquares` computes.
    ///
    /// - Returns: false, with nothing done, for matrices that are better left to LAPACK.
    func condensedLeastSquares(
        _ a: Strided, _ b: Strided, cutoff: Double, to out: Strided, residuals: Strided, rank: Strided, singular: Strided
    ) throws(ApusError) -> Bool {
        let dtype = a.dtype, m = a.shape[a.rank - 2], n = a.shape[a.rank - 1], sides = b.shape[b.rank - 1]
        if dtype.isComplex || n < CPUBackend.leastOrder || m < n || sides == 0 { return false }
        let w = try RowMatrices(a, order: m, "lstsq"), given = try RowMatrices(b, order: m, "lstsq")
        guard suitsCondensing(w, dtype, lower: false), suitsCondensing(given, dtype, lower: false) else { return false }
        let job = try CondensedLeastSquares(m, n, sides, dtype, cutoff)
        for index in 0..<w.count {
            let found = withExtendedLifetime((w, given)) {
                job.run(
                    apus_rows(data: w.c.data + index * w.c.batch, row: w.c.row, batch: 0),
                    apus_rows(data: given.c.data + index * given.c.batch, row: given.c.row, batch: 0), singular.row(index))
            }
            guard let found else {
                throw noResult("lstsq", (index, 1), of: w.count, "SVD did not converge in Linear Least Squares")
            }
            (rank.pointer + index * 8).storeBytes(of: Int64(found), as: Int64.self)
            copy(job.solution.matrices, to: out.matrix(index))
            withExtendedLifetime((given, residuals)) {
                let turned = given.c.data + index * given.c.batch
                for column in 0..<sides {
                    var sum = 0.0
                    for row in n..<m {
                        let value = Scalar(loading: turned + row * given.c.row + column * dtype.size, as: dtype).doubleValue
                        sum += value * value
                    }
                    Scalar.float(sum).store(to: residuals.pointer + (index * sides + column) * dtype.size, as: dtype)
                }
            }
        }
        return true
    }
}

/// Least squares with one matrix, with no more columns than rows, at a time.
private struct CondensedLeastSquares {
    let rows: Int
    let columns: Int
    let sides: Int
    let dtype: DType
    let cutoff: Double
    /// Tall matrices are made triangular first.
    let isTall: Bool
    let square: RowMatrices
    let solution: RowMatrices
    let tauR: Strided
    let tauQ: Strided
    let tauP: Strided
    let beside: Strided
    /// The right-hand sides of the bidiagonal matrix, column by column.
    let inner: Strided
    let workspace: CPUBackend.Workspace?
    let lapack: LAPACKCondensed
    let space: LAPACKWorkspace
    /// LAPACK's order up to which it solves directly.
    private static let smallest = 25

    init(_ rows: Int, _ columns: Int, _ sides: Int, _ dtype: DType, _ cutoff: Double) throws(ApusError) {
        self.rows = rows
        self.columns = columns
        self.sides = sides
        self.dtype = dtype
        self.cutoff = cutoff
        isTall = rows * 5 >= columns * 8
        square = try RowMatrices([], rows: isTall ? columns : 0, columns: columns, order: rows, dtype, "lstsq")
        solution = try RowMatrices([], rows: columns, columns: sides, order: rows, dtype, "lstsq")
        tauR = try Strided.empty([columns], dtype)
        tauQ = try Strided.empty([columns], dtype)
        tauP = try Strided.empty([columns], dtype)
        beside = try Strided.empty([columns], dtype)
        inner = try Strided.empty([sides, columns], dtype)
        let threads = Int32(ThreadPool.shared.threadCount), height = isTall ? columns : rows
        let needs = [
            apus_qr_workspace(dtype.c, 1, rows, columns, threads),
            apus_bidiagonal_workspace(dtype.c, height, columns, threads),
            apus_reflect_workspace(dtype.c, 1, rows, columns, sides, threads),
            apus_reflect_workspace(dtype.c, 1, height, columns, sides, threads),
            apus_reflect_workspace(dtype.c, 1, columns - 1, columns - 1, sides, threads),
        ]
        workspace = try CPUBackend.workspace(byteCount: needs.max()!)
        lapack = try LAPACKCondensed.of(dtype)
        // What LAPACK's documentation of lalsd asks for.
        var levels = 1, size = columns / (CondensedLeastSquares.smallest + 1)
        while size > 1 {
            levels += 1
            size /= 2
        }
        let more = (CondensedLeastSquares.smallest + 1) * (CondensedLeastSquares.smallest + 1)
        let elements = columns * (9 + 2 * CondensedLeastSquares.smallest + 8 * levels + sides) + more
        space = LAPACKWorkspace(
            dtype, LAPACKWorkspaceSizes(elements: elements, integers: 3 * columns * levels + 11 * columns))
    }

    /// Overwrites a matrix and its right-hand sides, and leaves the solution in `solution`.
    ///
    /// - Returns: the rank, or nil if LAPACK found no singular values.
    func run(_ matrix: apus_rows, _ given: apus_rows, _ values: UnsafeMutableRawPointer) -> Int32? {
        withExtendedLifetime(self) {
            var pool = CPUBackend.pool
            let size = dtype.size
            var condensed = matrix, height = rows
            let turn = { (m: Int, v: apus_matrix, tau: Strided, k: Int, c: apus_rows, adjoint: Bool) in
                apus_reflect(
                    dtype.c, 1, m, k, v, 0, tau.pointer, sides, c, adjoint, false, false, workspace?.aligned, &pool)
            }
            if isTall {
                apus_qr(dtype.c, 1, rows, columns, matrix, tauR.pointer, workspace?.aligned, &pool)
                turn(rows, apus_matrix(data: matrix.data, row: matrix.row, column: size), tauR, columns, given, true)
                copyUpperTriangle(matrix.data, row: matrix.row, columns: columns, size: size, to: square.c)
                condensed = square.c
                height = columns
            }
            apus_bidiagonal(
                dtype.c, height, columns, condensed.data, condensed.row, values, beside.pointer, tauQ.pointer, tauP.pointer,
                workspace?.aligned, &pool)
            turn(height, apus_matrix(data: condensed.data, row: condensed.row, column: size), tauQ, columns, given, true)
            exchange(given, toInner: true)
            guard let rank = solveBidiagonal(values) else { return nil }
            exchange(solution.c, toInner: false)
            var below = solution.c
            below.data += below.row
            let crossing = apus_matrix(data: condensed.data + size, row: size, column: condensed.row)
            turn(columns - 1, crossing, tauP, columns - 1, below, false)
            return rank
        }
    }

    /// Copies the first rows between a matrix by rows and LAPACK's columns.
    private func exchange(_ x: apus_rows, toInner: Bool) {
        let size = dtype.size, columnBytes = columns * size
        for row in 0..<columns {
            for side in 0..<sides {
                let outside = UnsafeMutableRawPointer(x.data + row * x.row + side * size)
                let inside = inner.pointer + side * columnBytes + row * size
                (toInner ? inside : outside).copyMemory(from: toInner ? outside : inside, byteCount: size)
            }
        }
    }

    private func solveBidiagonal(_ values: UnsafeMutableRawPointer) -> Int32? {
        var side = flag("U"), smallest = Int32(CondensedLeastSquares.smallest), n = Int32(columns), count = Int32(sides)
        var found: Int32 = 0, info: Int32 = 0
        withUnsafeTemporaryAllocation(byteCount: 8, alignment: 8) { limit in
            Scalar.float(cutoff).store(to: limit.baseAddress!, as: dtype)
            lapack.lalsd(
                &side, &smallest, &n, &count, values, beside.pointer, inner.pointer, &n, limit.baseAddress!, &found,
                space.elements, space.integers, &info, 1)
        }
        return info == 0 ? found : nil
    }
}
