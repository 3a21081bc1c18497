/// What a backend does for an operation: gathering and scattering by indices and masks.
///
/// Outputs and values are contiguous, positions are int64 and in range.
public protocol IndexingKernels {
    /// Adds `bound` to negative elements of `positions`, which is contiguous; gives the place of the first that is not in
    /// `-bound ..< bound`, or nil.
    func wrapPositions(_ positions: Strided, bound: Int) throws(ApusError) -> Int?

    /// Takes the elements that `index` names.
    func gather(_ x: Strided, at index: IndexedAxes, to out: Strided) throws(ApusError)

    /// Writes `values` over the elements of `target` that `index` names, or adds them. Of values written to one element
    /// the last remains; values are added in their order.
    func scatter(_ values: Strided, at index: IndexedAxes, to target: Strided, adding: Bool) throws(ApusError)

    /// Takes one element along `axis` for each of `positions`, which has the output's shape. Along the other axes `x` has
    /// its sizes.
    func gather(_ x: Strided, along axis: Int, positions: Strided, to out: Strided) throws(ApusError)

    /// The reverse: writes each of `values` to its position along `axis`, or adds it. `target` is contiguous.
    func scatter(
        _ values: Strided, along axis: Int, positions: Strided, to target: Strided, adding: Bool
    ) throws(ApusError)

    /// How many elements of a contiguous mask are true.
    func countTrue(_ mask: Strided) throws(ApusError) -> Int

    /// The places of the true elements of a contiguous mask, in order.
    func truePositions(_ mask: Strided, to out: Strided) throws(ApusError)
}
