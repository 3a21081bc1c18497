// Eigenvalues and singular values of large matrices: Apus brings a matrix to tridiagonal or bidiagonal form and turns the
// vectors back; LAPACK decomposes what stands between.

internal import CApusKernels

extension CPUBackend {
    /// Whether matrices are worth the way over condensed forms, and none has elements whose squares overflow or vanish, for
    /// which LAPACK scales matrices. Of square ones the lower triangle counts if `lower`.
    func suitsCondensing(_ w: RowMatrices, _ dtype: DType, lower: Bool) -> Bool {
        withExtendedLifetime(w) { apus_factor_is_ordinary(dtype.c, w.count, w.rows, w.columns, w.c, lower) }
    }

    /// The least order at which this is faster than LAPACK's own drivers.
    static var leastOrder: Int { 64 }

    /// Decomposes Hermitian matrices.
    ///
    /// - Returns: false, with nothing done, for matrices that are better left to LAPACK.
    func condensedEigen(_ a: Strided, upper: Bool, values: Strided, vectors: Strided?) throws(ApusError) -> Bool {
        let dtype = a.dtype, real = dtype.realType, n = a.shape[a.rank - 1]
        if n < CPUBackend.leastOrder { return false }
        let lapack = try LAPACKCondensed.of(real)
        let w = try RowMatrices(upper ? a.view(a.layout.matrixTransposed) : a, order: n, "eigh")
        guard suitsCondensing(w, dtype, lower: true) else { return false }
        let threads = Int32(ThreadPool.shared.threadCount)
        let workspace = try CPUBackend.workspace(
            byteCount: max(
                apus_tridiagonal_workspace(dtype.c, n, threads), apus_reflect_workspace(dtype.c, 1, n - 1, n - 1, n, threads)))
        let beside = try Strided.empty([n], real), tau = try Strided.empty([n], dtype)
        let inner = try Strided.empty(vectors == nil ? [0, 0] : [n, n], real)
        let turned = try RowMatrices([], rows: vectors == nil ? 0 : n, columns: n, order: n, dtype, "eigh")
        // What LAPACK's documentation of stedc asks for.
        let own = vectors == nil
            ? LAPACKWorkspaceSizes() : LAPACKWorkspaceSizes(elements: 1 + 4 * n + n * n, integers: 3 + 5 * n)
        let space = LAPACKWorkspace(real, own)
        var pool = CPUBackend.pool, failure: Int?
        for index in 0..<w.count where failure == nil {
            withExtendedLifetime((w, values, beside, tau, inner, turned, workspace)) {
                let matrix = w.c.data + index * w.c.batch
                apus_tridiagonal(
                    dtype.c, n, matrix, w.c.row, values.row(index), beside.pointer, tau.pointer, workspace?.aligned, &pool)
                var job = flag(vectors == nil ? "N" : "I"), size = Int32(n), info: Int32 = 0
                var elements = space.elementCount, integers = space.integerCount
                lapack.stedc(
                    &job, &size, values.row(index), beside.pointer, inner.pointer, &size, space.elements, &elements,
                    space.integers, &integers, &info, 1)
                if info != 0 { failure = index }
                guard let vectors, info == 0 else { return }
                copy(inner.view(inner.layout.matrixTransposed), to: turned.matrices)
                var rows = turned.c
                rows.data += rows.row
                // The transpose of a matrix whose upper triangle is given is its conjugate.
                apus_reflect(
                    dtype.c, 1, n - 1, n - 1, apus_matrix(data: matrix + w.c.row, row: w.c.row, column: dtype.size), 0,
                    tau.pointer, n, rows, false, upper && dtype.isComplex, false, workspace?.aligned, &pool)
                copy(turned.matrices, to: vectors.matrix(index))
            }
        }
        if let failure { throw noResult("eigh", (failure, 1), of: w.count, "Eigenvalues did not converge") }
        return true
    }

    /// Decomposes real matrices into singular values and vectors.
    ///
    /// - Returns: false, with nothing done, for matrices that are better left to LAPACK.
    func condensedSVD(_ a: Strided, u: Strided?, s: Strided, vh: Strided?) throws(ApusError) -> Bool {
        let isWide = a.shape[a.rank - 2] < a.shape[a.rank - 1]
        let n = min(a.shape[a.rank - 2], a.shape[a.rank - 1])
        if n < CPUBackend.leastOrder || a.dtype.isComplex { return false }
        let m = max(a.shape[a.rank - 2], a.shape[a.rank - 1])
        let w = try RowMatrices(isWide ? a.view(a.layout.matrixTransposed) : a, order: m, "svd")
        guard suitsCondensing(w, a.dtype, lower: false) else { return false }
        // Of a wide matrix the transpose is decomposed, whose left vectors are the right ones.
        let left = isWide ? vh.map { $0.view($0.layout.matrixTransposed) } : u
        let right = isWide ? u.map { $0.view($0.layout.matrixTransposed) } : vh
        let job = try CondensedSVD(w, rows: m, columns: n, a.dtype, leftColumns: left.map { $0.shape[$0.rank - 1] })
        for index in 0..<w.count {
            guard job.run(index, values: s.row(index)) else {
                throw noResult("svd", (index, 1), of: w.count, "SVD did not converge")
            }
            if let left, let right {
                copy(job.left.matrices, to: left.matrix(index))
                copy(job.right.matrices, to: right.view(right.layout.matrixTransposed).matrix(index))
            }
        }
        return true
    }
}

/// The singular value decomposition of real matrices with no more columns than rows, one at a time.
private struct CondensedSVD {
    let w: RowMatrices
    let rows: Int
    let columns: Int
    let dtype: DType
    let wantsVectors: Bool
    /// Tall matrices are made triangular first.
    let isTall: Bool
    let square: RowMatrices
    /// U by rows, and V by rows.
    let left: RowMatrices
    let right: RowMatrices
    let leftColumns: Int
    let tauR: Strided
    let tauQ: Strided
    let tauP: Strided
    let beside: Strided
    let innerU: Strided
    let innerV: Strided
    let workspace: CPUBackend.Workspace?
    let lapack: LAPACKCondensed
    let space: LAPACKWorkspace

    init(
        _ w: RowMatrices, rows: Int, columns: Int, _ dtype: DType, leftColumns: Int?
    ) throws(ApusError) {
        self.w = w
        self.rows = rows
        self.columns = columns
        self.dtype = dtype
        wantsVectors = leftColumns != nil
        self.leftColumns = leftColumns ?? 0
        isTall = rows * 5 >= columns * 8
        let m = wantsVectors ? rows : 0, n = wantsVectors ? columns : 0
        square = try RowMatrices([], rows: isTall ? columns : 0, columns: columns, order: rows, dtype, "svd")
        left = try RowMatrices([], rows: m, columns: self.leftColumns, order: rows, dtype, "svd")
        right = try RowMatrices([], rows: n, columns: n, order: rows, dtype, "svd")
        tauR = try Strided.empty([columns], dtype)
        tauQ = try Strided.empty([columns], dtype)
        tauP = try Strided.empty([columns], dtype)
        beside = try Strided.empty([columns], dtype)
        innerU = try Strided.empty([n, n], dtype)
        innerV = try Strided.empty([n, n], dtype)
        let threads = Int32(ThreadPool.shared.threadCount)
        let height = isTall ? columns : rows, sides = max(columns, self.leftColumns)
        let needs = [
            apus_qr_workspace(dtype.c, 1, rows, columns, threads),
            apus_bidiagonal_workspace(dtype.c, height, columns, threads),
            apus_reflect_workspace(dtype.c, 1, rows, columns, sides, threads),
            apus_reflect_workspace(dtype.c, 1, height, columns, sides, threads),
            apus_reflect_workspace(dtype.c, 1, columns - 1, columns - 1, columns, threads),
        ]
        workspace = try CPUBackend.workspace(byteCount: needs.max()!)
        lapack = try LAPACKCondensed.of(dtype)
        // What LAPACK's documentation of bdsdc asks for.
        let elements = wantsVectors ? 3 * columns * columns + 4 * columns : 8 * columns
        space = LAPACKWorkspace(dtype, LAPACKWorkspaceSizes(elements: elements, integers: 8 * columns))
    }

    /// - Returns: whether LAPACK found the singular values.
    func run(_ index: Int, values: UnsafeMutableRawPointer) -> Bool {
        withExtendedLifetime(self) {
            var pool = CPUBackend.pool
            let size = dtype.size, matrix = w.c.data + index * w.c.batch
            var condensed = apus_rows(data: matrix, row: w.c.row, batch: 0), height = rows
            if isTall {
                apus_qr(dtype.c, 1, rows, columns, condensed, tauR.pointer, workspace?.aligned, &pool)
                copyUpperTriangle(matrix, row: w.c.row, columns: columns, size: size, to: square.c)
                condensed = square.c
                height = columns
            }
            apus_bidiagonal(
                dtype.c, height, columns, condensed.data, condensed.row, values, beside.pointer, tauQ.pointer, tauP.pointer,
                workspace?.aligned, &pool)
            guard decomposeBidiagonal(values) else { return false }
            if !wantsVectors { return true }
            let turn = { (m: Int, v: apus_matrix, tau: Strided, k: Int, n: Int, c: apus_rows) in
                apus_reflect(
                    dtype.c, 1, m, k, v, 0, tau.pointer, n, c, false, false, false, workspace?.aligned, &pool)
            }
            startLeft()
            let block = apus_matrix(data: condensed.data, row: condensed.row, column: size)
            turn(height, block, tauQ, columns, isTall ? columns : leftColumns, left.c)
            if isTall {
                turn(rows, apus_matrix(data: matrix, row: w.c.row, column: size), tauR, columns, leftColumns, left.c)
            }
            // LAPACK's Vᵀ column by column is V row by row.
            CPUBackend.shared.copy(innerV, to: right.matrices)
            var below = right.c
            below.data += below.row
            let crossing = apus_matrix(data: condensed.data + size, row: size, column: condensed.row)
            turn(columns - 1, crossing, tauP, columns - 1, columns, below)
            return true
        }
    }

    private func decomposeBidiagonal(_ values: UnsafeMutableRawPointer) -> Bool {
        var side = flag("U"), job = flag(wantsVectors ? "I" : "N"), n = Int32(columns), info: Int32 = 0
        lapack.bdsdc(
            &side, &job, &n, values, beside.pointer, innerU.pointer, &n, innerV.pointer, &n, nil, nil, space.elements,
            space.integers, &info, 1, 1)
        return info == 0
    }

    /// The left vectors of the bidiagonal matrix in the corner, and ones on the rest of the diagonal.
    private func startLeft() {
        let backend = CPUBackend.shared, whole = left.matrices
        if rows > columns {
            backend.fill(whole, with: 0)
            backend.fill(whole.view(whole.layout.matrixDiagonal), with: 1)
        }
        let corner = whole.layout.sliced(axis: 0, start: 0, step: 1, size: columns)
            .sliced(axis: 1, start: 0, step: 1, size: columns)
        backend.copy(innerU.view(innerU.layout.matrixTransposed), to: whole.view(corner))
    }
}

/// R of a QR decomposition, without what is below its diagonal.
func copyUpperTriangle(_ matrix: UnsafeMutablePointer<CChar>, row: Int, columns: Int, size: Int, to square: apus_rows) {
    for index in 0..<columns {
        let target = UnsafeMutableRawPointer(square.data + index * square.row)
        target.initializeMemory(as: UInt8.self, repeating: 0, count: index * size)
        (target + index * size).copyMemory(
            from: UnsafeRawPointer(matrix + index * row) + index * size, byteCount: (columns - index) * size)
    }
}

extension Strided {
    /// One matrix of an array, all leading axes counted as one; of a contiguous array, or of one with the last two axes of
    /// a contiguous array exchanged.
    func matrix(_ index: Int) -> Strided {
        var layout = self.layout
        layout.offset += index &* shape[rank - 2] &* shape[rank - 1]
        layout.shape = Dims(shape.suffix(2))
        layout.strides = Dims(layout.strides.suffix(2))
        return view(layout)
    }
}
