/// What a backend does for an operation: sorting and searching.
///
/// Operands and outputs are contiguous, and rows run along the last axis. NaN comes last in ascending order and first in
/// descending order; equal elements keep their order.
public protocol OrderingKernels {
    /// Sorts every row.
    func sort(_ x: Strided, descending: Bool, to out: Strided) throws(ApusError)

    /// The positions that sort every row, and the sorted rows if `values` is given.
    func argsort(_ x: Strided, descending: Bool, values: Strided?, indices: Strided) throws(ApusError)

    /// The largest or smallest elements of every row in order, as many as the last axis of the outputs has, with their
    /// positions.
    func topK(_ x: Strided, largest: Bool, values: Strided, indices: Strided) throws(ApusError)

    /// Where `values` would be inserted in sorted rows: in the only row if `sorted` has one axis, else each row of values
    /// in its own. Before equal elements, or after them if `right`.
    func searchSorted(_ sorted: Strided, _ values: Strided, right: Bool, to out: Strided) throws(ApusError)

    /// The distinct elements of a one-dimensional array in order, the position where each first occurs, which of them each
    /// element is, and how often each occurs. Gives how many there are; the outputs have room for as many as `x` has.
    func unique(
        _ x: Strided, values: Strided, first: Strided?, inverse: Strided?, counts: Strided?
    ) throws(ApusError) -> Int
}
