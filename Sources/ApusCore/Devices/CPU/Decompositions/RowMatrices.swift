internal import CApusKernels

/// The matrices of a batch by rows, as Apus's own decompositions take them: in memory of their own, with room after each row
/// where that helps, or in a result's memory.
struct RowMatrices {
    let rows: Int
    let columns: Int
    /// How many matrices there are.
    let count: Int
    /// Contiguous, with as many columns as fit between rows.
    private let padded: Strided

    /// Room for matrices, its contents undefined.
    ///
    /// - Parameters:
    ///   - order: the most rows or columns that the problem has.
    ///   - target: a contiguous array of the matrices' shape, whose memory is used if rows need no room after them.
    init(
        _ batch: Dims, rows: Int, columns: Int, order: Int, _ dtype: DType, _ operation: String, target: Strided? = nil
    ) throws(ApusError) {
        guard rows <= Int32.max, columns <= Int32.max else {
            throw .argument(operation: operation, message: "matrices of \(rows)×\(columns) are too large")
        }
        self.rows = rows
        self.columns = columns
        count = batch.product
        let width = apus_factor_row(dtype.c, order, columns) / dtype.size
        if let target, width == columns {
            padded = target
        } else {
            padded = try Strided.empty(Dims(Array(batch) + [rows, width]), dtype)
        }
    }

    /// A copy of the matrices of an array.
    init(_ x: Strided, order: Int, _ operation: String, target: Strided? = nil) throws(ApusError) {
        try self.init(
            x.batch, rows: x.shape[x.rank - 2], columns: x.shape[x.rank - 1], order: order, x.dtype, operation,
            target: target)
        CPUBackend.shared.copy(x, to: matrices)
    }

    /// The matrices as an array.
    var matrices: Strided {
        padded.view(padded.layout.sliced(axis: padded.rank - 1, start: 0, step: 1, size: columns))
    }

    /// The matrices as kernels take them; only while this value lives.
    var c: apus_rows {
        let row = padded.shape[padded.rank - 1] &* padded.dtype.size
        return apus_rows(data: padded.pointer.assumingMemoryBound(to: CChar.self), row: row, batch: row &* rows)
    }

    /// Copies the first rows and columns of every matrix, as many as the output has, unless they stand there already.
    func copy(to out: Strided) {
        let whole = matrices
        if whole.isSameView(as: out) { return }
        let layout = whole.layout
            .sliced(axis: whole.rank - 2, start: 0, step: 1, size: out.shape[out.rank - 2])
            .sliced(axis: whole.rank - 1, start: 0, step: 1, size: out.shape[out.rank - 1])
        CPUBackend.shared.copy(whole.view(layout), to: out)
    }
}

extension CPUBackend {
    /// Clears one side of the diagonals of a contiguous array of matrices.
    func clear(_ out: Strided, below: Bool) {
        let rows = out.shape[out.rank - 2], columns = out.shape[out.rank - 1]
        if out.count == 0 { return }
        withExtendedLifetime(out) {
            let row = columns &* out.dtype.size
            let matrices = apus_rows(
                data: out.pointer.assumingMemoryBound(to: CChar.self), row: row, batch: row &* rows)
            apus_factor_clear(out.dtype.c, out.count / (rows * columns), rows, columns, matrices, below)
        }
    }

    /// The first matrix for which a kernel says that it has no result.
    func firstFailure(_ failures: [Int64]) -> (index: Int, info: Int32)? {
        failures.firstIndex { $0 != 0 }.map { ($0, Int32(clamping: failures[$0])) }
    }
}
