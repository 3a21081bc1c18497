// The network that tells digits apart.

import Apus

/// Two convolutions, each with a pooling that halves the image, and two dense layers: images [N, 1, 8, 8] of 0 to 1 to
/// logits [N, 10].
final class DigitNetwork: Module, Layer {
    let conv1 = Conv2d(1, 32, kernelSize: 3, padding: 1)
    let conv2 = Conv2d(32, 64, kernelSize: 3, padding: 1)
    let hidden = Linear(256, 128)
    let output = Linear(128, 10)

    func callAsFunction(_ x: Tensor) -> Tensor {
        let edges = conv1(x).relu().maxPool2d(kernelSize: 2)
        let shapes = conv2(edges).relu().maxPool2d(kernelSize: 2)
        return output(hidden(shapes.flatten(from: 1)).relu())
    }
}
