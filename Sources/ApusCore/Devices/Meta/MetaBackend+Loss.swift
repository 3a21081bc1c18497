extension MetaBackend {
    @usableFromInline func crossEntropy(
        _ rows: LabelledRows, losses: Strided, logSums: Strided, totals: Strided
    ) throws(ApusError) -> Int? { nil }

    @usableFromInline func crossEntropyGradient(
        _ rows: LabelledRows, logSums: Strided, scales: Strided, to out: Strided
    ) throws(ApusError) {}
}
