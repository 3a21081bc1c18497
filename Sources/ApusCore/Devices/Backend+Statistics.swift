/// What a backend does for an operation: counting into bins, order statistics, sliding products. Operands and outputs are
/// contiguous.
public protocol StatisticsKernels {
    /// How often each of 0 ..< `out.count` occurs among `x` (int64, in that range), added to `out` (int64); with `weights`
    /// (float64) their sums, added to `out` (float64).
    func countValues(_ x: Strided, weights: Strided?, to out: Strided) throws(ApusError)

    /// Counts elements in equal bins between the first and the last of `edges`, which has the dtype of `x`, float32 or
    /// float64, and one element more than `out`; what lies outside of `ends` does not count. Otherwise as `countValues`.
    func countBins(
        _ x: Strided, edges: Strided, ends: (first: Double, last: Double), weights: Strided?, to out: Strided
    ) throws(ApusError)

    /// The elements at places `ranks`, ascending, of each row along the last axis in order, NaN for a row with a NaN.
    /// Reorders the rows of `x`.
    func select(_ x: Strided, ranks: [Int64], to out: Strided) throws(ApusError)

    /// The sums of products of `v` with as many neighbours in `a`, at each place where it fits.
    func slide(_ a: Strided, _ v: Strided, to out: Strided) throws(ApusError)
}
