extension MetaBackend {
    @usableFromInline func layerNorm(
        _ x: Strided, length: Int, weight: Strided?, bias: Strided?, epsilon: Double, to out: Strided, mean: Strided,
        rstd: Strided
    ) {}
    @usableFromInline func layerNormBackward(
        _ x: Strided, gradient: Strided, length: Int, weight: Strided?, mean: Strided, rstd: Strided, toInput: Strided?,
        toWeight: Strided?, toBias: Strided?
    ) {}
    @usableFromInline func channelMoments(_ x: Strided, mean: Strided, variance: Strided) {}
    @usableFromInline func channelGradientSums(
        _ x: Strided, gradient: Strided, mean: Strided, sum: Strided, productSum: Strided
    ) {}
    @usableFromInline func channelAffine(
        _ x: Strided, mean: Strided, scale: Strided, shift: Strided, to out: Strided
    ) {}
    @usableFromInline func channelAffine(
        gradient: Strided, _ x: Strided, mean: Strided, a: Strided, b: Strided, d: Strided, to out: Strided
    ) {}
}
