// Linear systems: LU decomposition, what it solves, and determinants.

extension CPUBackend {
    @usableFromInline
    func cholesky(_ a: Strided, upper: Bool, to out: Strided) throws(ApusError) {
        let lapack = try LAPACKRoutines.of(a.dtype)
        let w = try ColumnMajorMatrices(a, "cholesky")
        let failure = forEachMatrix(w.count, order: w.rows, a.dtype) { index, _ in
            var n = Int32(w.rows), lead = w.leading, side = flag(upper ? "U" : "L"), info: Int32 = 0
            lapack.potrf(&side, &n, w[index], &lead, &info, 1)
            w.clear(index, below: upper)
            return info
        }
        if let failure {
            throw noResult("cholesky", failure, of: w.count, "Matrix is not positive definite")
        }
        w.copy(to: out)
    }

    @usableFromInline
    func luFactor(_ a: Strided, to out: Strided, pivots: Strided) throws(ApusError) {
        let lapack = try LAPACKRoutines.of(a.dtype)
        let w = try ColumnMajorMatrices(a, "luFactor")
        if a.count == 0 {
            let ones = pivots.count
            let first = pivots.pointer.assumingMemoryBound(to: Int32.self)
            for i in 0..<ones { first[i] = 1 }
            return
        }
        _ = forEachMatrix(w.count, order: min(w.rows, w.columns), a.dtype) { index, _ in
            factor(lapack, w, index, pivots.row(index).assumingMemoryBound(to: Int32.self))
            return 0
        }
        w.copy(to: out)
    }

    @discardableResult
    private func factor(
        _ lapack: LAPACKRoutines, _ w: ColumnMajorMatrices, _ index: Int, _ pivots: UnsafeMutablePointer<Int32>
    ) -> Int32 {
        var m = Int32(w.rows), n = Int32(w.columns), lead = w.leading, info: Int32 = 0
        lapack.getrf(&m, &n, w[index], &lead, pivots, &info)
        return info
    }

    @usableFromInline
    func luSolve(
        _ factors: Strided, pivots: Strided, _ b: Strided, adjoint: Bool, to out: Strided
    ) throws(ApusError) {
        let lapack = try LAPACKRoutines.of(b.dtype)
        let w = try ColumnMajorMatrices(factors, "luSolve"), x = try ColumnMajorMatrices(b, "luSolve")
        let exchanges = try Strided.empty(pivots.shape, .int32)
        copy(pivots, to: exchanges)
        if b.count == 0 { return }
        _ = forEachMatrix(x.count, order: w.rows, b.dtype) { index, _ in
            var n = Int32(w.rows), k = Int32(x.columns), lead = w.leading, leadX = x.leading, info: Int32 = 0
            var form = flag(adjoint ? "C" : "N")
            lapack.getrs(
                &form, &n, &k, w[index], &lead, exchanges.row(index).assumingMemoryBound(to: Int32.self), x[index], &leadX,
                &info, 1)
            return info
        }
        x.copy(to: out)
    }

    @usableFromInline
    func solve(_ a: Strided, _ b: Strided, adjoint: Bool, checked: Bool, to out: Strided) throws(ApusError) {
        try solve(a, try ColumnMajorMatrices(b, "solve"), adjoint, checked, "solve", to: out)
    }

    @usableFromInline
    func inverse(_ a: Strided, to out: Strided) throws(ApusError) {
        let n = a.shape[a.rank - 1]
        let identity = try ColumnMajorMatrices(a.batch, rows: n, columns: n, a.dtype, "inv")
        fillIdentity(identity.transposed)
        try solve(a, identity, false, true, "inv", to: out)
    }

    private func solve(
        _ a: Strided, _ x: ColumnMajorMatrices, _ adjoint: Bool, _ checked: Bool, _ operation: String, to out: Strided
    ) throws(ApusError) {
        let lapack = try LAPACKRoutines.of(a.dtype)
        let w = try ColumnMajorMatrices(a, operation)
        let n = w.rows
        let failure = forEachMatrix(w.count, order: n, a.dtype, LAPACKWorkspaceSizes(integers: n)) { index, workspace in
            if n == 0 { return 0 }
            let singular = factor(lapack, w, index, workspace.integers)
            if checked && singular != 0 { return singular }
            var size = Int32(n), k = Int32(x.columns), lead = w.leading, leadX = x.leading, info: Int32 = 0
            var form = flag(adjoint ? "C" : "N")
            lapack.getrs(&form, &size, &k, w[index], &lead, workspace.integers, x[index], &leadX, &info, 1)
            return info
        }
        if let failure {
            throw noResult(operation, failure, of: w.count, "Singular matrix")
        }
        x.copy(to: out)
    }

    @usableFromInline
    func determinant(_ a: Strided, value: Strided?, sign: Strided?, logMagnitude: Strided?) throws(ApusError) {
        let lapack = try LAPACKRoutines.of(a.dtype)
        let w = try ColumnMajorMatrices(a, "det")
        let n = w.rows, dtype = a.dtype, size = dtype.size
        _ = forEachMatrix(w.count, order: n, dtype, LAPACKWorkspaceSizes(integers: n)) { index, workspace in
            var product = PivotProduct()
            let info = n > 0 ? factor(lapack, w, index, workspace.integers) : 0
            for i in 0..<n {
                if workspace.integers[i] != Int32(i + 1) { product.changeSign() }
                product.multiply(Scalar(loading: w[index] + (i * n + i) * size, as: dtype).complexValue)
            }
            if info > 0 { product = .zero }
            if let value { product.value.store(to: value.pointer + index * size, as: dtype) }
            if let sign { product.sign.store(to: sign.pointer + index * size, as: dtype) }
            if let logMagnitude {
                Scalar.float(product.logMagnitude).store(
                    to: logMagnitude.pointer + index * logMagnitude.dtype.size, as: logMagnitude.dtype)
            }
            return 0
        }
    }

    @usableFromInline
    func triangularSolve(_ a: Strided, _ b: Strided, upper: Bool, unit: Bool, to out: Strided) throws(ApusError) {
        let lapack = try LAPACKRoutines.of(a.dtype)
        let w = try ColumnMajorMatrices(a, "triangularSolve"), x = try ColumnMajorMatrices(b, "triangularSolve")
        if b.count == 0 { return }
        _ = forEachMatrix(x.count, order: w.rows, a.dtype) { index, workspace in
            var left = flag("L"), side = flag(upper ? "U" : "L"), form = flag("N"), diagonal = flag(unit ? "U" : "N")
            var n = Int32(x.rows), k = Int32(x.columns), lead = w.leading, leadX = x.leading
            Scalar.float(1).store(to: workspace.elements, as: a.dtype)
            lapack.trsm(
                &left, &side, &form, &diagonal, &n, &k, workspace.elements, w[index], &lead, x[index], &leadX, 1, 1, 1, 1)
            return 0
        }
        x.copy(to: out)
    }
}

/// One of LAPACK's letters.
func flag(_ letter: Unicode.Scalar) -> CChar { CChar(letter.value) }
