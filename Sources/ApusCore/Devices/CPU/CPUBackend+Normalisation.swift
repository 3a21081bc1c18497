internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func layerNorm(
        _ x: Strided, length: Int, weight: Strided?, bias: Strided?, epsilon: Double, to out: Strided, mean: Strided,
        rstd: Strided
    ) throws(ApusError) {
        var pool = CPUBackend.pool
        let status = apus_layer_norm(
            x.dtype.c, mean.count, length, x.pointer, weight?.pointer, bias?.pointer, epsilon, out.pointer, mean.pointer,
            rstd.pointer, &pool)
        if status != 0 { throw noKernel("layerNorm", x.dtype) }
    }

    @usableFromInline
    func layerNormBackward(
        _ x: Strided, gradient: Strided, length: Int, weight: Strided?, mean: Strided, rstd: Strided, toInput: Strided?,
        toWeight: Strided?, toBias: Strided?
    ) throws(ApusError) {
        let bytes = Int(apus_layer_norm_backward_workspace(x.dtype.c, mean.count, length))
        let workspace = bytes > 0 ? try Storage.allocate(byteCount: bytes) : nil
        var pool = CPUBackend.pool
        let status = apus_layer_norm_backward(
            x.dtype.c, mean.count, length, x.pointer, gradient.pointer, weight?.pointer, mean.pointer, rstd.pointer,
            toInput?.pointer, toWeight?.pointer, toBias?.pointer, workspace?.pointer, &pool)
        if status != 0 { throw noKernel("layerNorm", x.dtype) }
    }

    @usableFromInline
    func channelMoments(_ x: Strided, mean: Strided, variance: Strided) throws(ApusError) {
        let split = AxisSplit(x.shape, 1)
        var pool = CPUBackend.pool
        let status = apus_channel_moments(
            x.dtype.c, split.outer, split.length, split.inner, x.pointer, mean.pointer, variance.pointer, &pool)
        if status != 0 { throw noKernel("normalisation", x.dtype) }
    }

    @usableFromInline
    func channelGradientSums(
        _ x: Strided, gradient: Strided, mean: Strided, sum: Strided, productSum: Strided
    ) throws(ApusError) {
        let split = AxisSplit(x.shape, 1)
        var pool = CPUBackend.pool
        let status = apus_channel_gradient_sums(
            x.dtype.c, split.outer, split.length, split.inner, x.pointer, gradient.pointer, mean.pointer, sum.pointer,
            productSum.pointer, &pool)
        if status != 0 { throw noKernel("normalisation", x.dtype) }
    }

    @usableFromInline
    func channelAffine(
        _ x: Strided, mean: Strided, scale: Strided, shift: Strided, to out: Strided
    ) throws(ApusError) {
        let split = AxisSplit(x.shape, 1)
        var pool = CPUBackend.pool
        let status = apus_channel_affine(
            x.dtype.c, split.outer, split.length, split.inner, x.pointer, mean.pointer, scale.pointer, shift.pointer,
            out.pointer, &pool)
        if status != 0 { throw noKernel("normalisation", x.dtype) }
    }

    @usableFromInline
    func channelAffine(
        gradient: Strided, _ x: Strided, mean: Strided, a: Strided, b: Strided, d: Strided, to out: Strided
    ) throws(ApusError) {
        let split = AxisSplit(x.shape, 1)
        var pool = CPUBackend.pool
        let status = apus_channel_affine2(
            x.dtype.c, split.outer, split.length, split.inner, gradient.pointer, x.pointer, mean.pointer, a.pointer,
            b.pointer, d.pointer, out.pointer, &pool)
        if status != 0 { throw noKernel("normalisation", x.dtype) }
    }
}
