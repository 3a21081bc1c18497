/// x · weightᵀ + bias along the last axis: `torch.nn.Linear`.
public final class Linear: Module, Layer {
    public let inputs: Int
    public let outputs: Int
    /// [outputs, inputs].
    @Parameter public var weight: Tensor
    /// [outputs].
    @Parameter public var bias: Tensor?

    public init(_ inputs: Int, _ outputs: Int, bias: Bool = true, dtype: DType = .float32, device: Device = .cpu) {
        self.inputs = inputs
        self.outputs = outputs
        weight = .empty([outputs, inputs], dtype: dtype, device: device)
        self.bias = bias ? .empty([outputs], dtype: dtype, device: device) : nil
        super.init()
        Init.fillAffine(weight, self.bias)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.linear(weight: weight, bias: bias) }
}
