/// What a backend does for an operation: partial orders, orders of rows, tables of members, bits.
///
/// Operands and outputs are contiguous, and rows run along the last axis.
public protocol ArrangementKernels {
    /// Puts at each of the ascending places `kth` of every row what a sort would put there; elements, positions (int64), or
    /// both. NaN is above all numbers. An error for complex dtypes.
    func partition(_ x: Strided, kth: [Int], values: Strided?, indices: Strided?) throws(ApusError)

    /// The stable order (int64) of the rows of a matrix, compared element by element, and for each row in that order
    /// whether it differs from the one before (bool). A row with NaN differs from all.
    func sortRows(_ x: Strided, order: Strided, fresh: Strided) throws(ApusError)

    /// Rows of booleans as the bits of rows of bytes, the first the highest or, if `little`, the lowest.
    func packBits(_ x: Strided, little: Bool, to out: Strided) throws(ApusError)

    /// Rows of bytes as rows of bits, each 0 or 1; rows of the output may be shorter or longer.
    func unpackBits(_ x: Strided, little: Bool, to out: Strided) throws(ApusError)

    /// Whether each integer is among `members`, of the same dtype, by a table over their range; false, and nothing is
    /// written, if that has more than `limit` places.
    func areAmong(_ x: Strided, _ members: Strided, limit: Int, to out: Strided) throws(ApusError) -> Bool
}
