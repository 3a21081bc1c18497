// Singular values, eigenvalues and their vectors.

extension CPUBackend {
    @usableFromInline
    func svd(_ a: Strided, u: Strided?, s: Strided, vh: Strided?) throws(ApusError) {
        if try condensedSVD(a, u: u, s: s, vh: vh) { return }
        let dtype = a.dtype
        let lapack = try LAPACKRoutines.of(dtype)
        let w = try ColumnMajorMatrices(a, "svd")
        let m = w.rows, n = w.columns, k = min(m, n)
        if a.count == 0 {
            if let u { fillIdentity(u) }
            if let vh { fillIdentity(vh) }
            return
        }
        let isFull = u.map { $0.shape[$0.rank - 1] == m } ?? false, isFullRight = vh.map { $0.shape[$0.rank - 2] == n } ?? false
        let job = flag(u == nil ? "N" : isFull && isFullRight ? "A" : "S")
        let columns = u.map { $0.shape[$0.rank - 1] } ?? 0, rows = vh.map { $0.shape[$0.rank - 2] } ?? 0
        let left = try ColumnMajorMatrices(a.batch, rows: u == nil ? 0 : m, columns: columns, dtype, "svd")
        let right = try ColumnMajorMatrices(a.batch, rows: rows, columns: vh == nil ? 0 : n, dtype, "svd")
        func run(_ index: Int, _ workspace: LAPACKWorkspace, _ length: Int32) -> Int32 {
            var job = job, m = Int32(m), n = Int32(n), lead = w.leading, leadU = left.leading, leadV = right.leading
            var size = length, info: Int32 = 0
            switch lapack.gesdd {
            case .real(let gesdd):
                gesdd(
                    &job, &m, &n, w[index], &lead, s.row(index), left[index], &leadU, right[index], &leadV,
                    workspace.elements, &size, workspace.integers, &info, 1)
            case .complex(let gesdd):
                gesdd(
                    &job, &m, &n, w[index], &lead, s.row(index), left[index], &leadU, right[index], &leadV,
                    workspace.elements, &size, workspace.reals, workspace.integers, &info, 1)
            }
            return info
        }
        var sizes = workspaceSizes(dtype) { _ = run(0, $0, -1) }
        sizes.integers = Int32(clamping: 8 * k)
        // What LAPACK's documentation asks for.
        sizes.reals = Int32(clamping: max(7 * k, 5 * k * k + 7 * k, 2 * max(m, n) * k + 2 * k * k + k))
        let failure = forEachMatrix(w.count, order: k, dtype, sizes) { index, workspace in
            run(index, workspace, workspace.elementCount)
        }
        if let failure { throw noResult("svd", failure, of: w.count, "SVD did not converge") }
        if let u { left.copy(to: u) }
        if let vh { right.copy(to: vh) }
    }

    @usableFromInline
    func eigenHermitian(_ a: Strided, upper: Bool, values: Strided, vectors: Strided?) throws(ApusError) {
        if try condensedEigen(a, upper: upper, values: values, vectors: vectors) { return }
        let dtype = a.dtype
        let lapack = try LAPACKRoutines.of(dtype)
        let w = try ColumnMajorMatrices(a, "eigh")
        if a.count == 0 { return }
        func run(_ index: Int, _ workspace: LAPACKWorkspace, _ isQuestion: Bool) -> Int32 {
            var job = flag(vectors == nil ? "N" : "V"), side = flag(upper ? "U" : "L")
            var n = Int32(w.rows), lead = w.leading, info: Int32 = 0
            var size = isQuestion ? -1 : workspace.elementCount, reals = isQuestion ? -1 : workspace.realCount
            var integers = isQuestion ? -1 : workspace.integerCount
            switch lapack.syevd {
            case .real(let syevd):
                syevd(
                    &job, &side, &n, w[index], &lead, values.row(index), workspace.elements, &size, workspace.integers,
                    &integers, &info, 1, 1)
            case .complex(let heevd):
                heevd(
                    &job, &side, &n, w[index], &lead, values.row(index), workspace.elements, &size, workspace.reals, &reals,
                    workspace.integers, &integers, &info, 1, 1)
            }
            return info
        }
        let sizes = workspaceSizes(dtype) { _ = run(0, $0, true) }
        let failure = forEachMatrix(w.count, order: w.rows, dtype, sizes) { index, workspace in
            run(index, workspace, false)
        }
        if let failure { throw noResult("eigh", failure, of: w.count, "Eigenvalues did not converge") }
        if let vectors { w.copy(to: vectors) }
    }

    @usableFromInline
    func eigen(_ a: Strided, values: Strided, vectors: Strided?) throws(ApusError) {
        let dtype = a.dtype
        let lapack = try LAPACKRoutines.of(dtype)
        let w = try ColumnMajorMatrices(a, "eig")
        if a.count == 0 { return }
        let n = w.rows
        let found = try ColumnMajorMatrices(
            a.batch, rows: vectors == nil ? 0 : n, columns: n, dtype, "eig")
        // Real matrices: the real parts of all eigenvalues, then the imaginary parts.
        let parts = dtype.isComplex ? nil : try Strided.empty(Dims(Array(a.batch) + [2 * n]), dtype)
        func run(_ index: Int, _ workspace: LAPACKWorkspace, _ length: Int32) -> Int32 {
            var none = flag("N"), job = flag(vectors == nil ? "N" : "V"), size = Int32(n), lead = w.leading
            var leadLeft: Int32 = 1, leadRight = found.leading, count = length, info: Int32 = 0
            switch lapack.geev {
            case .real(let geev):
                let real = parts!.row(index)
                geev(
                    &none, &job, &size, w[index], &lead, real, real + n * dtype.size, workspace.reals, &leadLeft,
                    found[index], &leadRight, workspace.elements, &count, &info, 1, 1)
            case .complex(let geev):
                geev(
                    &none, &job, &size, w[index], &lead, values.row(index), workspace.integers, &leadLeft, found[index],
                    &leadRight, workspace.elements, &count, workspace.reals, &info, 1, 1)
            }
            return info
        }
        var sizes = workspaceSizes(dtype) { _ = run(0, $0, -1) }
        sizes.reals = Int32(clamping: 2 * n)
        sizes.integers = 4
        let failure = forEachMatrix(w.count, order: n, dtype, sizes) { index, workspace in
            run(index, workspace, workspace.elementCount)
        }
        if let failure { throw noResult("eig", failure, of: w.count, "Eigenvalues did not converge") }
        guard let parts else {
            if let vectors { found.copy(to: vectors) }
            return
        }
        for index in 0..<w.count {
            if dtype == .float32 {
                joinPairs(index, parts, vectors == nil ? nil : found, values, vectors, as: Float.self)
            } else {
                joinPairs(index, parts, vectors == nil ? nil : found, values, vectors, as: Double.self)
            }
        }
    }

    /// Makes complex eigenvalues and vectors of what LAPACK gives for a real matrix: of a conjugate pair's vectors the real
    /// parts are in one column and the imaginary parts in the next.
    private func joinPairs<Real: BinaryFloatingPoint>(
        _ index: Int, _ parts: Strided, _ found: ColumnMajorMatrices?, _ values: Strided, _ vectors: Strided?, as: Real.Type
    ) {
        let n = values.shape[values.rank - 1]
        let part = parts.row(index).assumingMemoryBound(to: Real.self)
        let value = values.row(index).assumingMemoryBound(to: Real.self)
        for j in 0..<n {
            value[2 * j] = part[j]
            value[2 * j + 1] = part[n + j]
        }
        guard let found, let vectors else { return }
        let columns = found[index].assumingMemoryBound(to: Real.self)
        let out = vectors.row(index * n).assumingMemoryBound(to: Real.self)
        var j = 0
        while j < n {
            let isPair = part[n + j] != 0 && j + 1 < n
            for i in 0..<n {
                let real = columns[j * n + i], imaginary = isPair ? columns[(j + 1) * n + i] : 0
                out[2 * (i * n + j)] = real
                out[2 * (i * n + j) + 1] = imaginary
                if isPair {
                    out[2 * (i * n + j + 1)] = real
                    out[2 * (i * n + j + 1) + 1] = -imaginary
                }
            }
            j += isPair ? 2 : 1
        }
    }
}
