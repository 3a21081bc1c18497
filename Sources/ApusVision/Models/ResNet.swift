// Residual networks.

public import Apus

/// A residual network for the classification of images (He and others, 2015, arXiv:1512.03385):
/// `torchvision.models.ResNet`, with its structure, its names in state dictionaries and its initial values.
///
/// Takes a batch [N, 3, H, W] of float32 images, normalised by `Image.normalize` with ImageNet's mean and standard
/// deviation, and gives logits [N, classes]. The height and width are 224 as a rule; any from 32 on will do.
///
/// ```swift
/// let model = ResNet.resnet18().eval()
/// try model.load(StateDict(contentsOf: "resnet18.safetensors"))
/// let logits = noGrad { model(images) }
/// ```
public final class ResNet: Module, Layer {
    let conv1: Conv2d
    let bn1: BatchNorm2d
    let layer1: Sequential
    let layer2: Sequential
    let layer3: Sequential
    let layer4: Sequential
    let fc: Linear

    /// ResNet-18: basic blocks, 2 in each of the four layers. `torchvision.models.resnet18`.
    ///
    /// With PyTorch's random numbers: after `Tensor.manualSeed(_:)` the parameters are those that torchvision makes after
    /// `torch.manual_seed`.
    public static func resnet18(classes: Int = 1000) -> ResNet { ResNet(BasicBlock.self, [2, 2, 2, 2], classes) }

    /// ResNet-34: basic blocks, 3, 4, 6 and 3. `torchvision.models.resnet34`.
    public static func resnet34(classes: Int = 1000) -> ResNet { ResNet(BasicBlock.self, [3, 4, 6, 3], classes) }

    /// ResNet-50: bottlenecks, 3, 4, 6 and 3. `torchvision.models.resnet50`.
    public static func resnet50(classes: Int = 1000) -> ResNet { ResNet(Bottleneck.self, [3, 4, 6, 3], classes) }

    private init<Block: ResidualBlock>(_ block: Block.Type, _ counts: [Int], _ classes: Int) {
        precondition(classes > 0, "a network for \(classes) classes")
        var channels = 64
        func layer(_ width: Int, _ count: Int, stride: Int) -> Sequential {
            let blocks = (0..<count).map { index in
                let stride = index == 0 ? stride : 1
                let output = width * Block.expansion
                defer { channels = output }
                let downsample = stride != 1 || channels != output
                    ? Sequential(conv1x1(channels, output, stride: stride), BatchNorm2d(output)) : nil
                return Block(channels, width: width, stride: stride, downsample: downsample)
            }
            return Sequential(blocks)
        }
        conv1 = Conv2d(3, channels, kernelSize: 7, stride: 2, padding: 3, bias: false)
        bn1 = BatchNorm2d(channels)
        layer1 = layer(64, counts[0], stride: 1)
        layer2 = layer(128, counts[1], stride: 2)
        layer3 = layer(256, counts[2], stride: 2)
        layer4 = layer(512, counts[3], stride: 2)
        fc = Linear(channels, classes)
        super.init()
        for (_, module) in namedModules() {
            if let convolution = module as? Conv2d {
                Init.kaimingNormal(convolution.weight, mode: .fanOut, nonlinearity: .relu)
            }
        }
    }

    /// The logits [N, classes] of images [N, 3, H, W].
    public func callAsFunction(_ x: Tensor) -> Tensor {
        let stem = bn1(conv1(x)).relu().maxPool2d(kernelSize: 3, stride: 2, padding: 1)
        let features = layer4(layer3(layer2(layer1(stem))))
        return fc(features.mean([2, 3]))
    }
}
