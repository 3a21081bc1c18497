/// The largest element of every window of images [..., H, W], and where it lies in its plane.
struct MaxPool: VariadicOperation {
    static var name: String { "maxPool2d" }
    static var saves: Saved { [] }
    let window: PoolingWindow

    func savesOutput(_ index: Int) -> Bool { index == 1 }
    func isDifferentiable(output index: Int) -> Bool { index == 0 }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = inputs[0]
        if x.dtype.isComplex { throw .dtype(operation: Self.name, message: "not defined for \(x.dtype), which has no order") }
        let shape = try window.outputShape(x.shape, Self.name)
        let out = try Strided.empty(shape, x.dtype, on: x.device)
        let indices = try Strided.empty(shape, .int64, on: x.device)
        try x.device.backend.maxPool(contiguous(x), window, to: out, indices: indices)
        return [out, indices]
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        [.make(MaxPoolGradient(inputShape: context.inputs[0].shape), context.gradient(), context.outputs[1])]
    }
}

/// Gradients put back where the largest elements were.
struct MaxPoolGradient: BinaryOperation {
    static var name: String { "maxPool2dGradient" }
    static var saves: Saved { .second }
    let inputShape: Dims

    func result(_ g: Strided, _ indices: Strided, _ world: World) throws(ApusError) -> Spec { Spec(inputShape, g.dtype) }

    func evaluate(_ g: Strided, _ indices: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.fill(out, with: 0)
        try backend.maxPoolGradient(contiguous(g), indices: contiguous(indices), to: out)
    }

    func derivativeA(_ gg: Tensor, _ g: Tensor, _ indices: Tensor, _ y: Tensor) -> Tensor {
        func planes(_ x: Tensor) -> Tensor {
            x.reshape(Dims(Array(x.shape.dropLast(2)) + [x.shape[x.rank - 2] * x.shape[x.rank - 1]]))
        }
        let flat = planes(gg).takeAlongAxis(planes(indices), axis: -1)
        return flat.reshape(indices.shape)
    }

    func derivativeB(_ gg: Tensor, _ g: Tensor, _ indices: Tensor, _ y: Tensor) -> Tensor {
        preconditionFailure("indices have no gradient")
    }
}

/// The mean of every window of images [..., H, W].
struct AveragePool: UnaryOperation {
    static var name: String { "averagePool2d" }
    static var saves: Saved { [] }
    let window: PoolingWindow

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        try checkFloating(x.dtype, Self.name)
        return Spec(try window.outputShape(x.shape, Self.name), x.dtype)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.averagePool(contiguous(x), window, to: out)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        .make(AveragePoolGradient(window: window, inputShape: x.shape), g)
    }
}

/// Each gradient shared out over its window.
struct AveragePoolGradient: UnaryOperation {
    static var name: String { "averagePool2dGradient" }
    static var saves: Saved { [] }
    let window: PoolingWindow
    let inputShape: Dims

    func result(_ g: Strided, _ world: World) throws(ApusError) -> Spec { Spec(inputShape, g.dtype) }

    func evaluate(_ g: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.averagePoolGradient(contiguous(g), window, to: out)
    }

    func derivative(_ gg: Tensor, _ g: Tensor, _ y: Tensor) -> Tensor { .make(AveragePool(window: window), gg) }
}

/// Means of a given number of bins along each axis of images [..., H, W].
struct AdaptiveAveragePool: UnaryOperation {
    static var name: String { "adaptiveAveragePool2d" }
    static var saves: Saved { [] }
    let height: Int
    let width: Int

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        try checkFloating(x.dtype, Self.name)
        guard x.rank >= 2, height >= 0, width >= 0 else {
            throw .shape(
                operation: Self.name, message: "\(height) × \(width) bins of an input of shape \(x.shape), not [..., H, W]")
        }
        if (height > 0 && x.shape[x.rank - 2] == 0) || (width > 0 && x.shape[x.rank - 1] == 0) {
            throw .shape(operation: Self.name, message: "the mean of an empty plane, shape \(x.shape)")
        }
        return Spec(Dims(Array(x.shape.dropLast(2)) + [height, width]), x.dtype)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.adaptiveAveragePool(contiguous(x), to: out)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        .make(AdaptiveAveragePoolGradient(inputShape: x.shape), g)
    }
}

/// Each gradient shared out over its bin.
struct AdaptiveAveragePoolGradient: UnaryOperation {
    static var name: String { "adaptiveAveragePool2dGradient" }
    static var saves: Saved { [] }
    let inputShape: Dims

    func result(_ g: Strided, _ world: World) throws(ApusError) -> Spec { Spec(inputShape, g.dtype) }

    func evaluate(_ g: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.adaptiveAveragePoolGradient(contiguous(g), to: out)
    }

    func derivative(_ gg: Tensor, _ g: Tensor, _ y: Tensor) -> Tensor {
        .make(AdaptiveAveragePool(height: g.shape[g.rank - 2], width: g.shape[g.rank - 1]), gg)
    }
}

private func checkFloating(_ dtype: DType, _ operation: String) throws(ApusError) {
    if !dtype.isFloatingPoint {
        throw .dtype(operation: operation, message: "not defined for \(dtype); cast with astype(_:) first")
    }
}

extension PoolingWindow {
    /// The shape of the result, or an error that says what does not fit. PyTorch's rule: with `ceilMode` a window may
    /// reach over the end, but it must start inside the image or its leading padding.
    func outputShape(_ x: Dims, _ operation: String) throws(ApusError) -> Dims {
        guard x.count >= 2 else {
            throw .shape(operation: operation, message: "an input of shape \(x); it must be [..., H, W]")
        }
        guard [kernelHeight, kernelWidth, strideHeight, strideWidth, dilationHeight, dilationWidth].allSatisfy({
            (1..<1 << 31).contains($0)
        }) else {
            throw .argument(operation: operation, message: "kernel, stride and dilation must be positive and below 2³¹")
        }
        guard paddingHeight >= 0, paddingWidth >= 0, paddingHeight <= kernelHeight / 2, paddingWidth <= kernelWidth / 2
        else {
            throw .argument(
                operation: operation,
                message: "padding (\(paddingHeight), \(paddingWidth)) must be between 0 and half of the kernel, "
                    + "(\(kernelHeight), \(kernelWidth))")
        }
        let height = try extent(x[x.count - 2], kernelHeight, strideHeight, paddingHeight, dilationHeight, operation, x)
        let width = try extent(x[x.count - 1], kernelWidth, strideWidth, paddingWidth, dilationWidth, operation, x)
        return Dims(Array(x.dropLast(2)) + [height, width])
    }

    private func extent(
        _ size: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ dilation: Int, _ operation: String, _ x: Dims
    ) throws(ApusError) -> Int {
        let free = size + 2 * padding - dilation * (kernel - 1) - 1
        var count = (free + (ceilMode ? stride - 1 : 0)).flooredDivision(by: stride) + 1
        if ceilMode && (count - 1) * stride >= size + padding { count -= 1 }
        guard count > 0 else {
            throw .shape(
                operation: operation,
                message: "a window that spans \(dilation * (kernel - 1) + 1) does not fit in \(size) + padding "
                    + "2 × \(padding), input shape \(x)")
        }
        return count
    }
}

extension Int {
    fileprivate func flooredDivision(by divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension ArrayFace {
    /// The largest element of every window of images [..., H, W]; NaN if there is one. `torch.nn.functional.max_pool2d`.
    ///
    /// - Parameters:
    ///   - stride: how far the window moves; by default its own size.
    ///   - padding: how far the window may reach over the edges, at most half of its size. What lies there never wins.
    ///   - ceilMode: whether a last window that reaches over the end counts.
    public func maxPool2d(
        kernelSize: Pair, stride: Pair? = nil, padding: Pair = 0, dilation: Pair = 1, ceilMode: Bool = false
    ) -> Self {
        maxPool2dWithIndices(
            kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode
        ).values
    }

    /// `maxPool2d` together with the position of each maximum in its plane, counted row by row (int64).
    public func maxPool2dWithIndices(
        kernelSize: Pair, stride: Pair? = nil, padding: Pair = 0, dilation: Pair = 1, ceilMode: Bool = false
    ) -> (values: Self, indices: Self) {
        let window = PoolingWindow(kernelSize, stride, padding, dilation: dilation, ceilMode: ceilMode)
        let results = Self.make(MaxPool(window: window), [self])
        return (results[0], results[1])
    }

    /// The largest element of every window of sequences [..., L]. `torch.nn.functional.max_pool1d`.
    public func maxPool1d(
        kernelSize: Int, stride: Int? = nil, padding: Int = 0, dilation: Int = 1, ceilMode: Bool = false
    ) -> Self {
        onLines("maxPool1d") { lines in
            lines.maxPool2d(
                kernelSize: Pair(1, kernelSize), stride: Pair(1, stride ?? kernelSize), padding: Pair(0, padding),
                dilation: Pair(1, dilation), ceilMode: ceilMode)
        }
    }

    /// The mean of every window of images [..., H, W]. `torch.nn.functional.avg_pool2d`.
    ///
    /// - Parameters:
    ///   - countIncludePad: whether zeros of the padding count as elements.
    ///   - divisor: what sums are divided by instead of the number of elements.
    public func averagePool2d(
        kernelSize: Pair, stride: Pair? = nil, padding: Pair = 0, ceilMode: Bool = false, countIncludePad: Bool = true,
        divisor: Int? = nil
    ) -> Self {
        precondition(divisor != 0, "averagePool2d: a divisor of 0")
        let window = PoolingWindow(
            kernelSize, stride, padding, ceilMode: ceilMode, countsPadding: countIncludePad, divisor: divisor ?? 0)
        return .make(AveragePool(window: window), self)
    }

    /// The mean of every window of sequences [..., L]. `torch.nn.functional.avg_pool1d`.
    public func averagePool1d(
        kernelSize: Int, stride: Int? = nil, padding: Int = 0, ceilMode: Bool = false, countIncludePad: Bool = true
    ) -> Self {
        onLines("averagePool1d") { lines in
            lines.averagePool2d(
                kernelSize: Pair(1, kernelSize), stride: Pair(1, stride ?? kernelSize), padding: Pair(0, padding),
                ceilMode: ceilMode, countIncludePad: countIncludePad)
        }
    }

    /// Means of as many bins along each axis of images [..., H, W] as asked for. `torch.nn.functional.adaptive_avg_pool2d`.
    public func adaptiveAveragePool2d(_ size: Pair) -> Self {
        .make(AdaptiveAveragePool(height: size.height, width: size.width), self)
    }

    /// Means of as many bins of sequences [..., L] as asked for. `torch.nn.functional.adaptive_avg_pool1d`.
    public func adaptiveAveragePool1d(_ size: Int) -> Self {
        onLines("adaptiveAveragePool1d") { $0.adaptiveAveragePool2d(Pair(1, size)) }
    }

    /// Applies a two-dimensional pooling to sequences, as images of one row.
    private func onLines(_ operation: String, _ body: (Self) -> Self) -> Self {
        precondition(rank >= 1, "\(operation): an input of shape \(shape); it must be [..., L]")
        let images = body(reshape(shape.with(1, at: rank - 1)))
        var flat = images.shape
        flat.remove(at: images.rank - 2)
        return images.reshape(flat)
    }
}

extension PoolingWindow {
    init(
        _ kernel: Pair, _ stride: Pair?, _ padding: Pair, dilation: Pair = 1, ceilMode: Bool, countsPadding: Bool = true,
        divisor: Int = 0
    ) {
        let step = stride ?? kernel
        self.init(
            kernel: (kernel.height, kernel.width), stride: (step.height, step.width),
            padding: (padding.height, padding.width), dilation: (dilation.height, dilation.width), ceilMode: ceilMode,
            countsPadding: countsPadding, divisor: divisor)
    }
}
