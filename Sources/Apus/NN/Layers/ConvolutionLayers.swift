/// The cross-correlation of images with learned kernels: `torch.nn.Conv2d`.
public final class Conv2d: Module, Layer {
    public let stride: Pair
    public let padding: Padding
    public let dilation: Pair
    public let groups: Int
    /// [outputs, inputs / groups, height, width].
    @Parameter public var weight: Tensor
    /// [outputs].
    @Parameter public var bias: Tensor?

    /// - Parameters:
    ///   - kernelSize: one number, or `[height, width]`.
    ///   - padding: zeros around the image, or `.same`.
    public init(
        _ inputs: Int, _ outputs: Int, kernelSize: Pair, stride: Pair = 1, padding: Padding = 0, dilation: Pair = 1,
        groups: Int = 1, bias: Bool = true, dtype: DType = .float32, device: Device = .cpu
    ) {
        checkChannels("Conv2d", inputs, outputs, groups)
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.groups = groups
        weight = .empty(
            [outputs, inputs / groups, kernelSize.height, kernelSize.width], dtype: dtype, device: device)
        self.bias = bias ? .empty([outputs], dtype: dtype, device: device) : nil
        super.init()
        Init.fillAffine(weight, self.bias)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.conv2d(weight: weight, bias: bias, stride: stride, padding: padding, dilation: dilation, groups: groups)
    }
}

/// The cross-correlation of sequences with learned kernels: `torch.nn.Conv1d`.
public final class Conv1d: Module, Layer {
    public let stride: Int
    public let padding: Padding
    public let dilation: Int
    public let groups: Int
    /// [outputs, inputs / groups, length].
    @Parameter public var weight: Tensor
    /// [outputs].
    @Parameter public var bias: Tensor?

    /// - Parameter padding: zeros before and after the sequence, or `.same`.
    public init(
        _ inputs: Int, _ outputs: Int, kernelSize: Int, stride: Int = 1, padding: Padding = 0, dilation: Int = 1,
        groups: Int = 1, bias: Bool = true, dtype: DType = .float32, device: Device = .cpu
    ) {
        checkChannels("Conv1d", inputs, outputs, groups)
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.groups = groups
        weight = .empty([outputs, inputs / groups, kernelSize], dtype: dtype, device: device)
        self.bias = bias ? .empty([outputs], dtype: dtype, device: device) : nil
        super.init()
        Init.fillAffine(weight, self.bias)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.conv1d(weight: weight, bias: bias, stride: stride, padding: padding, dilation: dilation, groups: groups)
    }
}

private func checkChannels(_ layer: String, _ inputs: Int, _ outputs: Int, _ groups: Int) {
    precondition(
        groups > 0 && inputs % groups == 0 && outputs % groups == 0,
        "\(layer): \(inputs) and \(outputs) channels do not divide into \(groups) groups")
}
