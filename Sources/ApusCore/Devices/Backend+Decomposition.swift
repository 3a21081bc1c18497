/// What a backend does for an operation: decompositions of matrices and what rests on them.
///
/// Matrices stand in the last two axes; the leading axes, a batch, are those of the outputs, to which those of operands
/// are broadcast beforehand. Operands have one dtype, float32, float64, complex64 or complex128, and any layout; outputs
/// are contiguous. Sizes of 0 are allowed everywhere. A matrix for which there is no result is an error,
/// `ApusError.linearAlgebra`.
public protocol DecompositionKernels {
    /// The factor L of A = L·Lᴴ, or with `upper` the factor U of A = Uᴴ·U, from the triangle of that side alone.
    func cholesky(_ a: Strided, upper: Bool, to out: Strided) throws(ApusError)

    /// A = P·L·U with both factors in one matrix, and for every column the row, counted from 1, that it was exchanged with
    /// (int32). Singular matrices have factors too.
    func luFactor(_ a: Strided, to out: Strided, pivots: Strided) throws(ApusError)

    /// The X of A·X = B, or with `adjoint` of Aᴴ·X = B, for the factors of A.
    func luSolve(
        _ factors: Strided, pivots: Strided, _ b: Strided, adjoint: Bool, to out: Strided
    ) throws(ApusError)

    /// The X of A·X = B, or with `adjoint` of Aᴴ·X = B. For a singular A an error if `checked`, else what division by 0
    /// gives.
    func solve(_ a: Strided, _ b: Strided, adjoint: Bool, checked: Bool, to out: Strided) throws(ApusError)

    /// The inverse; an error for a singular matrix.
    func inverse(_ a: Strided, to out: Strided) throws(ApusError)

    /// The determinant, or its sign and the logarithm of its magnitude; what is not wanted is nil.
    func determinant(_ a: Strided, value: Strided?, sign: Strided?, logMagnitude: Strided?) throws(ApusError)

    /// The X of A·X = B for a triangular A, of which one triangle is read; with `unit` its diagonal counts as ones.
    func triangularSolve(_ a: Strided, _ b: Strided, upper: Bool, unit: Bool, to out: Strided) throws(ApusError)

    /// A = Q·R. Q, if it is wanted, has as many columns as R has rows: all of A's rows, or the lesser of A's sizes.
    func qr(_ a: Strided, q: Strided?, r: Strided) throws(ApusError)

    /// The reflections that make A upper triangular, as LAPACK stores them, transposed, and their factors.
    func householder(_ a: Strided, reflections: Strided, factors: Strided) throws(ApusError)

    /// The first columns, as many as `out` has, of the product of reflections.
    func householderProduct(_ reflections: Strided, factors: Strided, to out: Strided) throws(ApusError)

    /// A = U·diag(S)·Vᴴ with S descending; U and Vᴴ are both given or both nil, and square or as narrow as S is long.
    func svd(_ a: Strided, u: Strided?, s: Strided, vh: Strided?) throws(ApusError)

    /// The eigenvalues of a Hermitian matrix, ascending, and its eigenvectors, if they are wanted, from one triangle.
    func eigenHermitian(_ a: Strided, upper: Bool, values: Strided, vectors: Strided?) throws(ApusError)

    /// The eigenvalues of a matrix and, if they are wanted, its eigenvectors of length 1; both complex.
    func eigen(_ a: Strided, values: Strided, vectors: Strided?) throws(ApusError)

    /// The X of least norm among those for which A·X is nearest to B, the squared distances for each column of B (where
    /// A has more rows than columns), A's rank (int64) and singular values. Singular values up to `cutoff` times the
    /// largest count as 0.
    func leastSquares(
        _ a: Strided, _ b: Strided, cutoff: Double, to out: Strided, residuals: Strided, rank: Strided, singular: Strided
    ) throws(ApusError)
}
