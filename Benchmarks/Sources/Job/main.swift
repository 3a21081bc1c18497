// One piece of work a process, for what only a whole process shows: the time to a first result, and the peak of its memory.
// `Job first-step`, `Job cnn`, `Job transformer`.
import Apus

let job = CommandLine.arguments.dropFirst().first ?? ""
switch job {
case "first-step":
    let network = Sequential([Linear(784, 128), ReLU(), Linear(128, 10)])
    train(network, Tensor.rand([64, 784]), steps: 1)
case "cnn":
    let network = Sequential([
        Conv2d(1, 32, kernelSize: 3, padding: 1), ReLU(), MaxPool2d(kernelSize: 2),
        Conv2d(32, 64, kernelSize: 3, padding: 1), ReLU(), MaxPool2d(kernelSize: 2),
        Flatten(), Linear(3136, 128), ReLU(), Linear(128, 10),
    ])
    train(network, Tensor.rand([64, 1, 28, 28]), steps: 20)
case "transformer":
    train(SequenceClassifier(), Tensor.rand([16, 64, 256]), steps: 20)
default:
    print("usage: Job first-step | cnn | transformer")
}

/// One encoder layer, the mean over time, and ten classes.
final class SequenceClassifier: Module, Layer {
    let layer = TransformerEncoderLayer(256, heads: 8, hidden: 1024, dropout: 0, batchFirst: true)
    let head = Linear(256, 10)

    func callAsFunction(_ x: Tensor) -> Tensor { head(layer(x).mean(axis: 1)) }
}

func train(_ network: some Layer, _ x: Tensor, steps: Int) {
    let optimizer = Adam(network.parameters())
    let targets = Tensor(Generator(seed: 3).integers(0, 10, [x.shape[0]]))
    for _ in 0..<steps {
        optimizer.zeroGrad()
        network(x).crossEntropy(targets).backward()
        optimizer.step()
    }
}
