extension MetaBackend {
    @usableFromInline func countValues(_ x: Strided, weights: Strided?, to out: Strided) {}
    @usableFromInline func countBins(
        _ x: Strided, edges: Strided, ends: (first: Double, last: Double), weights: Strided?, to out: Strided
    ) {}
    @usableFromInline func select(_ x: Strided, ranks: [Int64], to out: Strided) {}
    @usableFromInline func slide(_ a: Strided, _ v: Strided, to out: Strided) {}
}
