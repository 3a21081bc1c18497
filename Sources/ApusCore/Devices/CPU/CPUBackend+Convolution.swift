internal import CApusKernels

extension CPUBackend {
    @usableFromInline
    func convolve(
        _ x: Strided, _ weight: Strided, bias: Strided?, _ window: ConvolutionWindow, to out: Strided
    ) throws(ApusError) {
        try convolution(APUS_CONV_FORWARD, image: x, weight: weight, result: out, window) { shape, workspace, pool in
            apus_conv_forward(
                out.dtype.c, shape, x.pointer, weight.pointer, bias?.pointer, out.pointer, workspace, pool)
        }
    }

    @usableFromInline
    func convolveInputGradient(
        _ g: Strided, _ weight: Strided, _ window: ConvolutionWindow, to out: Strided
    ) throws(ApusError) {
        try convolution(APUS_CONV_BACKWARD_INPUT, image: out, weight: weight, result: g, window) {
            apus_conv_backward_input(out.dtype.c, $0, g.pointer, weight.pointer, out.pointer, $1, $2)
        }
    }

    @usableFromInline
    func convolveWeightGradient(
        _ g: Strided, _ x: Strided, _ window: ConvolutionWindow, to out: Strided
    ) throws(ApusError) {
        try convolution(APUS_CONV_BACKWARD_WEIGHT, image: x, weight: out, result: g, window) {
            apus_conv_backward_weight(out.dtype.c, $0, g.pointer, x.pointer, out.pointer, $1, $2)
        }
    }

    private func convolution(
        _ kind: apus_conv_kind, image: Strided, weight: Strided, result: Strided, _ window: ConvolutionWindow,
        _ body: (UnsafePointer<apus_conv_shape>, UnsafeMutableRawPointer?, UnsafePointer<apus_pool>) -> Int32
    ) throws(ApusError) {
        let shape = apus_conv_shape(
            batch: image.shape[0], channels: image.shape[1], height: image.shape[2], width: image.shape[3],
            out_channels: weight.shape[0], kernel_h: weight.shape[2], kernel_w: weight.shape[3],
            stride_h: window.strideHeight, stride_w: window.strideWidth, pad_top: window.top, pad_left: window.left,
            dilation_h: window.dilationHeight, dilation_w: window.dilationWidth, groups: window.groups,
            out_height: result.shape[2], out_width: result.shape[3])
        let bytes = withUnsafePointer(to: shape) {
            apus_conv_workspace(image.dtype.c, kind, $0, Int32(ThreadPool.shared.threadCount))
        }
        let workspace = try CPUBackend.workspace(byteCount: Int(bytes))
        let status = withUnsafePointer(to: shape) { shape in
            withUnsafePointer(to: CPUBackend.pool) { pool in body(shape, workspace?.aligned, pool) }
        }
        if status != 0 { throw noKernel("convolution", image.dtype) }
    }
}

extension CPUBackend {
    /// Scratch memory for a kernel, given back when the value goes; nil for none.
    static func workspace(byteCount: Int) throws(ApusError) -> Workspace? {
        byteCount > 0 ? Workspace(storage: try .allocate(byteCount: byteCount + 64)) : nil
    }

    struct Workspace {
        let storage: Storage
        /// The first address that is a multiple of 64.
        var aligned: UnsafeMutableRawPointer {
            UnsafeMutableRawPointer(bitPattern: (UInt(bitPattern: storage.pointer) + 63) & ~63)!
        }
    }
}
