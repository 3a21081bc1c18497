extension MetaBackend {
    @usableFromInline func reduce(
        _ kernel: ReduceKernel, _ x: Strided, axes: Dims, parameter: Double, to out: Strided
    ) {}
    @usableFromInline func scan(_ kernel: ScanKernel, _ x: Strided, axis: Int, to out: Strided) {}
    @usableFromInline func softmax(_ kernel: SoftmaxKernel, _ x: Strided, axis: Int, to out: Strided) {}
    @usableFromInline func softmaxBackward(
        _ kernel: SoftmaxKernel, result: Strided, gradient: Strided, axis: Int, to out: Strided
    ) {}
}
