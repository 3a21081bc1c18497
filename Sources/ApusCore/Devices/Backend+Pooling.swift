/// What a backend does for an operation: pooling. Operands are contiguous; the last two axes are the image.
public protocol PoolingKernels {
    /// The largest element of every window, and where it lies in its plane (int64).
    func maxPool(_ x: Strided, _ window: PoolingWindow, to out: Strided, indices: Strided) throws(ApusError)
    /// Each gradient added where the index of its window says.
    func maxPoolGradient(_ g: Strided, indices: Strided, to out: Strided) throws(ApusError)
    func averagePool(_ x: Strided, _ window: PoolingWindow, to out: Strided) throws(ApusError)
    func averagePoolGradient(_ g: Strided, _ window: PoolingWindow, to out: Strided) throws(ApusError)
    func adaptiveAveragePool(_ x: Strided, to out: Strided) throws(ApusError)
    func adaptiveAveragePoolGradient(_ g: Strided, to out: Strided) throws(ApusError)
}

/// The window of a pooling and how it moves.
public struct PoolingWindow: Sendable, Hashable {
    public var kernelHeight: Int, kernelWidth: Int
    public var strideHeight: Int, strideWidth: Int
    public var paddingHeight: Int, paddingWidth: Int
    public var dilationHeight: Int, dilationWidth: Int
    /// Whether the last window may reach over the edge.
    public var ceilMode: Bool
    /// Whether an average counts the padding.
    public var countsPadding: Bool
    /// What sums are divided by instead of the number of elements, if not 0.
    public var divisor: Int

    public init(
        kernel: (Int, Int), stride: (Int, Int), padding: (Int, Int), dilation: (Int, Int) = (1, 1),
        ceilMode: Bool = false, countsPadding: Bool = true, divisor: Int = 0
    ) {
        (kernelHeight, kernelWidth) = kernel
        (strideHeight, strideWidth) = stride
        (paddingHeight, paddingWidth) = padding
        (dilationHeight, dilationWidth) = dilation
        self.ceilMode = ceilMode
        self.countsPadding = countsPadding
        self.divisor = divisor
    }
}
