import Apus
import Benchmark

/// Steps of training: forward, backward, and the optimizer.
func trainingRows() {
    row("train mlp b64") {
        let network = Sequential([Linear(784, 256), ReLU(), Linear(256, 128), ReLU(), Linear(128, 10)])
        return step(network, Tensor(normals(64, 784)), Adam(network.parameters()))
    }
    row("train tiny mlp b8", times: .kilo) {
        let network = Sequential([Linear(16, 16), Tanh(), Linear(16, 4)])
        return step(network, Tensor(normals(8, 16)), SGD(network.parameters(), learningRate: 0.01), classes: 4)
    }
    row("train cnn b64 28x28") {
        let network = Sequential([
            Conv2d(1, 32, kernelSize: 3, padding: 1), ReLU(), MaxPool2d(kernelSize: 2),
            Conv2d(32, 64, kernelSize: 3, padding: 1), ReLU(), MaxPool2d(kernelSize: 2),
            Flatten(), Linear(3136, 128), ReLU(), Linear(128, 10),
        ])
        return step(network, Tensor(normals(64, 1, 28, 28)), Adam(network.parameters()))
    }
    row("train transformer layer b16x64x256") {
        let network = SequenceClassifier()
        return step(network, Tensor(normals(16, 64, 256)), AdamW(network.parameters()))
    }
}

/// One encoder layer, the mean over time, and ten classes.
private final class SequenceClassifier: Module, Layer {
    let layer = TransformerEncoderLayer(256, heads: 8, hidden: 1024, dropout: 0, batchFirst: true)
    let head = Linear(256, 10)

    func callAsFunction(_ x: Tensor) -> Tensor { head(layer(x).mean(axis: 1)) }
}

/// A step of classification with random targets.
func step(_ network: some Layer, _ x: Tensor, _ optimizer: some Optimizer, classes: Int = 10) -> () -> Void {
    let targets = Tensor(Generator(seed: 3).integers(0, classes, [x.shape[0]]))
    return {
        optimizer.zeroGrad()
        network(x).crossEntropy(targets).backward()
        optimizer.step()
    }
}
