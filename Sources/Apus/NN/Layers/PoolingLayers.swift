/// The largest value of each window of an image: `torch.nn.MaxPool2d`.
public final class MaxPool2d: Module, Layer {
    public let kernelSize: Pair
    public let stride: Pair?
    public let padding: Pair
    public let dilation: Pair
    public let ceilMode: Bool

    public init(
        kernelSize: Pair, stride: Pair? = nil, padding: Pair = 0, dilation: Pair = 1, ceilMode: Bool = false
    ) {
        self.kernelSize = kernelSize
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.ceilMode = ceilMode
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.maxPool2d(kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
    }
}

/// The largest value of each window of a sequence: `torch.nn.MaxPool1d`.
public final class MaxPool1d: Module, Layer {
    public let kernelSize: Int
    public let stride: Int?
    public let padding: Int
    public let dilation: Int
    public let ceilMode: Bool

    public init(kernelSize: Int, stride: Int? = nil, padding: Int = 0, dilation: Int = 1, ceilMode: Bool = false) {
        self.kernelSize = kernelSize
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.ceilMode = ceilMode
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.maxPool1d(kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
    }
}

/// The mean of each window of an image: `torch.nn.AvgPool2d`.
public final class AvgPool2d: Module, Layer {
    public let kernelSize: Pair
    public let stride: Pair?
    public let padding: Pair
    public let ceilMode: Bool
    public let countIncludePad: Bool
    public let divisor: Int?

    public init(
        kernelSize: Pair, stride: Pair? = nil, padding: Pair = 0, ceilMode: Bool = false, countIncludePad: Bool = true,
        divisor: Int? = nil
    ) {
        self.kernelSize = kernelSize
        self.stride = stride
        self.padding = padding
        self.ceilMode = ceilMode
        self.countIncludePad = countIncludePad
        self.divisor = divisor
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.averagePool2d(
            kernelSize: kernelSize, stride: stride, padding: padding, ceilMode: ceilMode,
            countIncludePad: countIncludePad, divisor: divisor)
    }
}

/// The mean of each window of a sequence: `torch.nn.AvgPool1d`.
public final class AvgPool1d: Module, Layer {
    public let kernelSize: Int
    public let stride: Int?
    public let padding: Int
    public let ceilMode: Bool
    public let countIncludePad: Bool

    public init(
        kernelSize: Int, stride: Int? = nil, padding: Int = 0, ceilMode: Bool = false, countIncludePad: Bool = true
    ) {
        self.kernelSize = kernelSize
        self.stride = stride
        self.padding = padding
        self.ceilMode = ceilMode
        self.countIncludePad = countIncludePad
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.averagePool1d(
            kernelSize: kernelSize, stride: stride, padding: padding, ceilMode: ceilMode, countIncludePad: countIncludePad)
    }
}

/// The means of as many windows of an image as the result shall have pixels: `torch.nn.AdaptiveAvgPool2d`.
public final class AdaptiveAvgPool2d: Module, Layer {
    public let outputSize: Pair

    public init(_ outputSize: Pair) { self.outputSize = outputSize }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.adaptiveAveragePool2d(outputSize) }
}

/// The means of as many windows of a sequence as the result shall have elements: `torch.nn.AdaptiveAvgPool1d`.
public final class AdaptiveAvgPool1d: Module, Layer {
    public let outputSize: Int

    public init(_ outputSize: Int) { self.outputSize = outputSize }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.adaptiveAveragePool1d(outputSize) }
}
