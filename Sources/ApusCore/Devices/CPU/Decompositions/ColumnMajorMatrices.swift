/// The matrices of a batch in memory of their own, each column by column, as LAPACK takes them.
struct ColumnMajorMatrices {
    let rows: Int
    let columns: Int
    /// How many matrices there are.
    let count: Int
    /// The columns as rows: a contiguous array.
    let transposed: Strided

    /// Room for matrices, its contents undefined.
    init(_ batch: Dims, rows: Int, columns: Int, _ dtype: DType, _ operation: String) throws(ApusError) {
        guard rows <= Int32.max, columns <= Int32.max else {
            throw .argument(operation: operation, message: "matrices of \(rows)×\(columns) are too large for LAPACK")
        }
        self.rows = rows
        self.columns = columns
        count = batch.product
        transposed = try Strided.empty(Dims(Array(batch) + [columns, rows]), dtype)
    }

    /// A copy of the matrices of an array.
    init(_ x: Strided, _ operation: String) throws(ApusError) {
        try self.init(
            x.batch, rows: x.shape[x.rank - 2], columns: x.shape[x.rank - 1], x.dtype, operation)
        CPUBackend.shared.copy(x, to: matrices)
    }

    /// The matrices as an array, its rows in the last axis but one.
    var matrices: Strided { transposed.view(transposed.layout.matrixTransposed) }

    subscript(index: Int) -> UnsafeMutableRawPointer {
        transposed.pointer + index &* rows &* columns &* transposed.dtype.size
    }

    /// How far apart LAPACK is told that columns are.
    var leading: Int32 { Int32(max(1, rows)) }

    /// Copies the first rows and columns of every matrix, as many as the output has.
    func copy(to out: Strided) {
        let whole = matrices
        let layout = whole.layout
            .sliced(axis: whole.rank - 2, start: 0, step: 1, size: out.shape[out.rank - 2])
            .sliced(axis: whole.rank - 1, start: 0, step: 1, size: out.shape[out.rank - 1])
        CPUBackend.shared.copy(whole.view(layout), to: out)
    }
}

extension Strided {
    /// The axes before those of the matrices.
    var batch: Dims { Dims(shape.dropLast(2)) }

    /// The address of row `index`, all axes but the last counted as one; the array is contiguous.
    func row(_ index: Int) -> UnsafeMutableRawPointer { pointer + index &* shape[rank - 1] &* dtype.size }
}

extension Layout {
    /// The layout with the last two axes exchanged.
    var matrixTransposed: Layout {
        var result = self
        result.shape[rank - 2] = shape[rank - 1]
        result.shape[rank - 1] = shape[rank - 2]
        result.strides[rank - 2] = strides[rank - 1]
        result.strides[rank - 1] = strides[rank - 2]
        return result
    }

    /// How far apart the matrices of a batch are, if they lie evenly.
    var matrixDistance: Int {
        for axis in stride(from: rank - 3, through: 0, by: -1) where shape[axis] != 1 { return strides[axis] }
        return 0
    }

    /// Whether the matrices of a batch lie evenly.
    var hasEvenMatrices: Bool {
        var expected: Int?
        for axis in stride(from: rank - 3, through: 0, by: -1) where shape[axis] != 1 {
            if let expected, strides[axis] != expected { return false }
            expected = strides[axis] &* shape[axis]
        }
        return true
    }

    /// The diagonal of the last two axes.
    var matrixDiagonal: Layout {
        var result = self
        let size = Swift.min(shape[rank - 2], shape[rank - 1])
        let step = strides[rank - 2] &+ strides[rank - 1]
        result.shape.removeLast()
        result.strides.removeLast()
        result.shape[rank - 2] = size
        result.strides[rank - 2] = step
        return result
    }
}

extension CPUBackend {
    /// Ones on the diagonal of every matrix, zeros beside it.
    func fillIdentity(_ out: Strided) {
        fill(out, with: 0)
        fill(out.view(out.layout.matrixDiagonal), with: 1)
    }

    /// Does something to every matrix of a batch, small ones on the threads of the pool.
    ///
    /// - Parameters:
    ///   - order: how many rows and columns the matrices have, about.
    ///   - body: gets a matrix's number and the workspace of its thread, and gives LAPACK's `info`.
    /// - Returns: the first matrix for which `info` was not 0, and it.
    func forEachMatrix(
        _ count: Int, order: Int, _ dtype: DType, _ sizes: LAPACKWorkspaceSizes = LAPACKWorkspaceSizes(),
        _ body: (Int, LAPACKWorkspace) -> Int32
    ) -> (index: Int, info: Int32)? {
        // Matrices as small as this are not worth several threads each; LAPACK may use its own for larger ones.
        let isSmall = order <= 96
        let length = isSmall ? max(1, 50_000 / max(1, order * order * order)) : count
        if !isSmall || count <= length {
            let workspace = LAPACKWorkspace(dtype, sizes)
            var failure: (index: Int, info: Int32)?
            for index in 0..<count {
                let info = body(index, workspace)
                if info != 0 && failure == nil { failure = (index, info) }
            }
            return failure
        }
        let found = Guarded<(index: Int, info: Int32)?>(nil)
        ThreadPool.shared.run(count: (count + length - 1) / length) { chunk in
            let workspace = LAPACKWorkspace(dtype, sizes)
            for index in chunk * length..<min((chunk + 1) * length, count) {
                let info = body(index, workspace)
                if info != 0 {
                    found.withLock { if $0 == nil || $0!.index > index { $0 = (index, info) } }
                }
            }
        }
        return found.value
    }

    /// The sizes of workspaces that a routine asks for.
    func workspaceSizes(_ dtype: DType, _ ask: (LAPACKWorkspace) -> Void) -> LAPACKWorkspaceSizes {
        let question = LAPACKWorkspace(dtype, LAPACKWorkspaceSizes())
        question.integers[0] = 1
        Scalar.float(1).store(to: question.reals, as: dtype.realType)
        Scalar.float(1).store(to: question.elements, as: dtype)
        ask(question)
        return LAPACKWorkspaceSizes(answeredIn: question, dtype)
    }
}

/// The error for a matrix that has no result; in a batch it says which.
func noResult(_ operation: String, _ failure: (index: Int, info: Int32), of count: Int, _ message: String) -> ApusError {
    let place = count > 1 ? " (matrix \(failure.index) of \(count))" : ""
    return .linearAlgebra(operation: operation, message: message + place)
}
