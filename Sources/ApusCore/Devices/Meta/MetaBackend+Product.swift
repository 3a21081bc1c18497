extension MetaBackend {
    @usableFromInline func matmul(_ a: Strided, _ b: Strided, bias: Strided?, to out: Strided) {}
}
