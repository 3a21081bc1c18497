internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func maxPool(_ x: Strided, _ window: PoolingWindow, to out: Strided, indices: Strided) throws(ApusError) {
        try pooling("maxPool", x.dtype, image: x, result: out, window) { shape, pool in
            apus_max_pool(
                x.dtype.c, shape, x.pointer, out.pointer, indices.pointer.assumingMemoryBound(to: Int64.self), pool)
        }
    }

    @usableFromInline
    func maxPoolGradient(_ g: Strided, indices: Strided, to out: Strided) throws(ApusError) {
        try pooling("maxPoolGradient", g.dtype, image: out, result: g, nil) { shape, pool in
            apus_max_pool_backward(
                g.dtype.c, shape, g.pointer, indices.pointer.assumingMemoryBound(to: Int64.self), out.pointer, pool)
        }
    }

    @usableFromInline
    func averagePool(_ x: Strided, _ window: PoolingWindow, to out: Strided) throws(ApusError) {
        try pooling("averagePool", x.dtype, image: x, result: out, window) {
            apus_average_pool(x.dtype.c, $0, divisor(window), x.pointer, out.pointer, $1)
        }
    }

    @usableFromInline
    func averagePoolGradient(_ g: Strided, _ window: PoolingWindow, to out: Strided) throws(ApusError) {
        try pooling("averagePoolGradient", g.dtype, image: out, result: g, window) {
            apus_average_pool_backward(g.dtype.c, $0, divisor(window), g.pointer, out.pointer, $1)
        }
    }

    @usableFromInline
    func adaptiveAveragePool(_ x: Strided, to out: Strided) throws(ApusError) {
        try pooling("adaptiveAveragePool", x.dtype, image: x, result: out, nil) {
            apus_adaptive_average_pool(x.dtype.c, $0, x.pointer, out.pointer, $1)
        }
    }

    @usableFromInline
    func adaptiveAveragePoolGradient(_ g: Strided, to out: Strided) throws(ApusError) {
        try pooling("adaptiveAveragePoolGradient", g.dtype, image: out, result: g, nil) {
            apus_adaptive_average_pool_backward(g.dtype.c, $0, g.pointer, out.pointer, $1)
        }
    }

    private func divisor(_ window: PoolingWindow) -> apus_pool_divisor {
        apus_pool_divisor(count_include_pad: window.countsPadding, fixed: window.divisor)
    }

    /// Calls a kernel with the sizes of image and result; without a window (1 × 1) where the kernel reads none.
    private func pooling(
        _ name: String, _ dtype: DType, image: Strided, result: Strided, _ window: PoolingWindow?,
        _ body: (UnsafePointer<apus_pool_shape>, UnsafePointer<apus_pool>) -> Int32
    ) throws(ApusError) {
        if image.count == 0 || result.count == 0 { return }
        let rank = image.rank
        let w = window ?? PoolingWindow(kernel: (1, 1), stride: (1, 1), padding: (0, 0))
        let shape = apus_pool_shape(
            planes: Dims(image.shape.dropLast(2)).product, height: image.shape[rank - 2], width: image.shape[rank - 1],
            kernel_h: w.kernelHeight, kernel_w: w.kernelWidth, stride_h: w.strideHeight, stride_w: w.strideWidth,
            dilation_h: w.dilationHeight, dilation_w: w.dilationWidth, pad_top: w.paddingHeight,
            pad_left: w.paddingWidth, pad_bottom: w.paddingHeight, pad_right: w.paddingWidth,
            out_height: result.shape[rank - 2], out_width: result.shape[rank - 1])
        let status = withUnsafePointer(to: shape) { shape in
            withUnsafePointer(to: CPUBackend.pool) { pool in body(shape, pool) }
        }
        if status != 0 { throw noKernel(name, dtype) }
    }
}
