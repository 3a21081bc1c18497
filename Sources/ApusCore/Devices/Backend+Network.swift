/// What a backend does for an operation: convolution and pooling. Operands are contiguous and have one dtype; images are
/// [batch, channels, height, width].
public protocol NetworkKernels {
    func convolve(
        _ x: Strided, _ weight: Strided, bias: Strided?, _ window: ConvolutionWindow, to out: Strided
    ) throws(ApusError)
    /// The transposed convolution: the gradient of the input.
    func convolveInputGradient(
        _ g: Strided, _ weight: Strided, _ window: ConvolutionWindow, to out: Strided
    ) throws(ApusError)
    func convolveWeightGradient(
        _ g: Strided, _ x: Strided, _ window: ConvolutionWindow, to out: Strided
    ) throws(ApusError)
}

/// How a window moves over an image: everything of a convolution but the sizes.
public struct ConvolutionWindow: Sendable, Hashable {
    public var strideHeight: Int, strideWidth: Int
    public var top: Int, bottom: Int, left: Int, right: Int
    public var dilationHeight: Int, dilationWidth: Int
    public var groups: Int

    public init(
        stride: (Int, Int), top: Int, bottom: Int, left: Int, right: Int, dilation: (Int, Int), groups: Int
    ) {
        strideHeight = stride.0
        strideWidth = stride.1
        self.top = top
        self.bottom = bottom
        self.left = left
        self.right = right
        dilationHeight = dilation.0
        dilationWidth = dilation.1
        self.groups = groups
    }
}
