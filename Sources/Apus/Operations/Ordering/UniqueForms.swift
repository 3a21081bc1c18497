import ApusCore

extension ArrayFace {
    /// The distinct elements in ascending order; each NaN is one, at the end. `numpy.unique_values`.
    public func uniqueValues() -> Self { unique(equalNaN: false) }

    /// The distinct elements in ascending order and, as int64, how often each occurs; each NaN is one, at the end.
    /// `numpy.unique_counts`.
    public func uniqueCounts() -> (values: Self, counts: Self) {
        let all = uniqueAll()
        return (all.values, all.counts)
    }

    /// The distinct elements in ascending order and, in the shape of this array, which of them each element is; each NaN is
    /// one, at the end. `numpy.unique_inverse`.
    public func uniqueInverse() -> (values: Self, inverse: Self) {
        let all = uniqueAll()
        return (all.values, all.inverse)
    }
}
