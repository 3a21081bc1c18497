extension MetaBackend {
    @usableFromInline func convolve(
        _ x: Strided, _ weight: Strided, bias: Strided?, _ window: ConvolutionWindow, to out: Strided
    ) {}
    @usableFromInline func convolveInputGradient(
        _ g: Strided, _ weight: Strided, _ window: ConvolutionWindow, to out: Strided
    ) {}
    @usableFromInline func convolveWeightGradient(
        _ g: Strided, _ x: Strided, _ window: ConvolutionWindow, to out: Strided
    ) {}
}
