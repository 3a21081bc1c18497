internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func crossEntropy(
        _ rows: LabelledRows, losses: Strided, logSums: Strided, totals: Strided
    ) throws(ApusError) -> Int? {
        var problem = problem(rows)
        let bad = apus_cross_entropy_check(&problem)
        if bad >= 0 { return bad }
        let sums = doubles(totals)
        var pool = CPUBackend.pool
        let status = apus_cross_entropy_forward(&problem, doubles(losses), doubles(logSums), sums, sums + 1, &pool)
        if status != 0 { throw noKernel("crossEntropy", rows.logits.dtype) }
        return nil
    }

    @usableFromInline
    func crossEntropyGradient(
        _ rows: LabelledRows, logSums: Strided, scales: Strided, to out: Strided
    ) throws(ApusError) {
        var problem = problem(rows)
        var pool = CPUBackend.pool
        let status = apus_cross_entropy_backward(
            &problem, doubles(logSums), doubles(scales), scales.rank == 0 ? 0 : scales.layout.strides[0], out.pointer, &pool)
        if status != 0 { throw noKernel("crossEntropyGradient", rows.logits.dtype) }
    }

    private func problem(_ rows: LabelledRows) -> apus_cross_entropy {
        apus_cross_entropy(
            rows: rows.logits.shape[0], classes: rows.logits.shape[1], logits: UnsafeRawPointer(rows.logits.pointer),
            targets: UnsafePointer(rows.targets.pointer.assumingMemoryBound(to: Int64.self)),
            weights: rows.weights.map { UnsafeRawPointer($0.pointer) }, smoothing: rows.smoothing,
            ignored: Int64(rows.ignored), dtype: rows.logits.dtype.c)
    }

    private func doubles(_ value: Strided) -> UnsafeMutablePointer<Double> {
        value.pointer.assumingMemoryBound(to: Double.self)
    }
}
