// The two kinds of blocks that residual networks are made of.

public import Apus

/// A block whose result is added to its input, or to the input taken through `downsample` where the shapes differ.
protocol ResidualBlock: Layer {
    /// How many times as many channels come out as the width says.
    static var expansion: Int { get }
    init(_ input: Int, width: Int, stride: Int, downsample: Sequential?)
}

/// Two 3 × 3 convolutions around a shortcut: `torchvision.models.resnet.BasicBlock`.
public final class BasicBlock: Module, ResidualBlock {
    static let expansion = 1

    let conv1: Conv2d
    let bn1: BatchNorm2d
    let conv2: Conv2d
    let bn2: BatchNorm2d
    let downsample: Sequential?

    init(_ input: Int, width: Int, stride: Int, downsample: Sequential?) {
        conv1 = conv3x3(input, width, stride: stride)
        bn1 = BatchNorm2d(width)
        conv2 = conv3x3(width, width)
        bn2 = BatchNorm2d(width)
        self.downsample = downsample
    }

    /// [N, C, H, W] to [N, width, H / stride, W / stride].
    public func callAsFunction(_ x: Tensor) -> Tensor {
        let y = bn2(conv2(bn1(conv1(x)).relu()))
        return (y + (downsample?(x) ?? x)).relu()
    }
}

/// A 3 × 3 convolution between two of 1 × 1 that narrow and widen, around a shortcut; the 3 × 3 one has the stride:
/// `torchvision.models.resnet.Bottleneck`.
public final class Bottleneck: Module, ResidualBlock {
    static let expansion = 4

    let conv1: Conv2d
    let bn1: BatchNorm2d
    let conv2: Conv2d
    let bn2: BatchNorm2d
    let conv3: Conv2d
    let bn3: BatchNorm2d
    let downsample: Sequential?

    init(_ input: Int, width: Int, stride: Int, downsample: Sequential?) {
        conv1 = conv1x1(input, width)
        bn1 = BatchNorm2d(width)
        conv2 = conv3x3(width, width, stride: stride)
        bn2 = BatchNorm2d(width)
        conv3 = conv1x1(width, width * Self.expansion)
        bn3 = BatchNorm2d(width * Self.expansion)
        self.downsample = downsample
    }

    /// [N, C, H, W] to [N, 4 width, H / stride, W / stride].
    public func callAsFunction(_ x: Tensor) -> Tensor {
        let y = bn3(conv3(bn2(conv2(bn1(conv1(x)).relu())).relu()))
        return (y + (downsample?(x) ?? x)).relu()
    }
}

func conv3x3(_ input: Int, _ output: Int, stride: Int = 1) -> Conv2d {
    Conv2d(input, output, kernelSize: 3, stride: Pair(stride), padding: 1, bias: false)
}

func conv1x1(_ input: Int, _ output: Int, stride: Int = 1) -> Conv2d {
    Conv2d(input, output, kernelSize: 1, stride: Pair(stride), bias: false)
}
