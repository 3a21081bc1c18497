extension MetaBackend {
    @usableFromInline func attend(_ operands: AttentionOperands, to out: Strided, statistics: Strided) {}
    @usableFromInline func attendBackward(
        _ operands: AttentionOperands, result: Strided, statistics: Strided, gradient: Strided, toQuery: Strided, toKey: Strided,
        toValue: Strided
    ) {}
}
