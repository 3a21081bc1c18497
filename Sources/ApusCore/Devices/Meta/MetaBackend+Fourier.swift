extension MetaBackend {
    @usableFromInline func fourier(
        _ kind: FourierKind, _ x: Strided, axis: Int, count: Int, forward: Bool, scale: Double, to out: Strided
    ) {}
}
