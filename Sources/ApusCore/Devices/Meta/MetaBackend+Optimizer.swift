extension MetaBackend {
    @usableFromInline func sgdStep(_ parameter: Strided, gradient: Strided, momentum: Strided?, _ options: SGDStep) {}
    @usableFromInline func adamStep(
        _ parameter: Strided, gradient: Strided, mean: Strided, square: Strided, largest: Strided?, _ options: AdamStep
    ) {}
}
