extension MetaBackend {
    @usableFromInline func cholesky(_ a: Strided, upper: Bool, to out: Strided) {}
    @usableFromInline func luFactor(_ a: Strided, to out: Strided, pivots: Strided) {}
    @usableFromInline func luSolve(_ factors: Strided, pivots: Strided, _ b: Strided, adjoint: Bool, to out: Strided) {}
    @usableFromInline func solve(_ a: Strided, _ b: Strided, adjoint: Bool, checked: Bool, to out: Strided) {}
    @usableFromInline func inverse(_ a: Strided, to out: Strided) {}
    @usableFromInline func determinant(_ a: Strided, value: Strided?, sign: Strided?, logMagnitude: Strided?) {}
    @usableFromInline func triangularSolve(_ a: Strided, _ b: Strided, upper: Bool, unit: Bool, to out: Strided) {}
    @usableFromInline func qr(_ a: Strided, q: Strided?, r: Strided) {}
    @usableFromInline func householder(_ a: Strided, reflections: Strided, factors: Strided) {}
    @usableFromInline func householderProduct(_ reflections: Strided, factors: Strided, to out: Strided) {}
    @usableFromInline func svd(_ a: Strided, u: Strided?, s: Strided, vh: Strided?) {}
    @usableFromInline func eigenHermitian(_ a: Strided, upper: Bool, values: Strided, vectors: Strided?) {}
    @usableFromInline func eigen(_ a: Strided, values: Strided, vectors: Strided?) {}
    @usableFromInline func leastSquares(
        _ a: Strided, _ b: Strided, cutoff: Double, to out: Strided, residuals: Strided, rank: Strided, singular: Strided
    ) {}
}
