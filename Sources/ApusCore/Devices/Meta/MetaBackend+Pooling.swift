extension MetaBackend {
    @usableFromInline func maxPool(_ x: Strided, _ window: PoolingWindow, to out: Strided, indices: Strided) {}
    @usableFromInline func maxPoolGradient(_ g: Strided, indices: Strided, to out: Strided) {}
    @usableFromInline func averagePool(_ x: Strided, _ window: PoolingWindow, to out: Strided) {}
    @usableFromInline func averagePoolGradient(_ g: Strided, _ window: PoolingWindow, to out: Strided) {}
    @usableFromInline func adaptiveAveragePool(_ x: Strided, to out: Strided) {}
    @usableFromInline func adaptiveAveragePoolGradient(_ g: Strided, to out: Strided) {}
}
