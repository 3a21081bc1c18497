// Made by Scripts/extract-snippets.sh from Documentation/PyTorchGuide.md.

import Apus
import ApusFrame
import ApusPython
import ApusVision

extension Snippet {
    static let ofPyTorchGuide: [Snippet] = [
        Snippet("Documentation/PyTorchGuide.md", line: 7, runs: true, prints: prints7, body: snippet7),
        Snippet("Documentation/PyTorchGuide.md", line: 58, runs: true, prints: prints58, body: snippet58),
        Snippet("Documentation/PyTorchGuide.md", line: 88, runs: true, prints: prints88, body: snippet88),
        Snippet("Documentation/PyTorchGuide.md", line: 112, runs: true, prints: prints112, body: snippet112),
        Snippet("Documentation/PyTorchGuide.md", line: 140, runs: true, prints: prints140, body: snippet140),
        Snippet("Documentation/PyTorchGuide.md", line: 162, runs: true, prints: prints162, body: snippet162),
        Snippet("Documentation/PyTorchGuide.md", line: 189, runs: true, prints: prints189, body: snippet189),
    ]
}

private let prints7 = [
    ##"tensor(44., grad_fn=<SumBackward0>)"##,
    ##"tensor([[ 6., 10.],"##,
    ##"        [ 8., 12.]])"##,
]
private let prints58 = [
    ##"tensor([ 3., 12., 27.]) tensor([ 6., 12., 18.])"##,
    ##"tensor([2., 2., 2.])"##,
    ##"false"##,
]
private let prints88 = [
    ##"tensor([0.5000, 1.0000])"##,
]
private let prints112 = [
    ##"["temperature", "calls", "features.0.weight", "features.0.bias", "features.3.weight", "features.3.bias", "head.weight", "head.bias"]"##,
    ##"7 (2, 10)"##,
]
private let prints140 = [
    ##"(4, 10, 16) (2, 4, 16)"##,
    ##"(4, 10, 16)"##,
]
private let prints162 = [
    ##"true"##,
]
private let prints189 = [
    ##"true"##,
    ##"the state does not fit the module: missing keys: bias. unexpected keys: gain. shape or dtype differs: weight is (2, 3), the module's (2, 4)"##,
]

private func snippet7() async throws {
#sourceLocation(file: "Documentation/PyTorchGuide.md", line: 8)


let x = Tensor([[1, 2], [3, 4]], dtype: .float32).requiringGrad()
let y = (x.matmul(x) - x.mean()).relu().sum()
y.backward()
print(y)                                        // prints tensor(44., grad_fn=<SumBackward0>)
print(x.grad!)
// prints tensor([[ 6., 10.],
//                [ 8., 12.]])
#sourceLocation()
}

private func snippet58() async throws {
#sourceLocation(file: "Documentation/PyTorchGuide.md", line: 59)
let x = Tensor([1.0, 2, 3]).requiringGrad()
let first = grad(of: (x ** 3).sum(), wrt: [x], createGraph: true)[0]
let second = grad(of: first.sum(), wrt: [x])[0]
print(first.detach(), second)                   // prints tensor([ 3., 12., 27.]) tensor([ 6., 12., 18.])

let handle = x.registerHook { $0 * 2 }          // sees, and may replace, the gradient
x.sum().backward()
print(x.grad!)                                  // prints tensor([2., 2., 2.])
handle.remove()

print(noGrad { (x * 2).requiresGrad })          // prints false
#sourceLocation()
}

#sourceLocation(file: "Documentation/PyTorchGuide.md", line: 76)
/// The identity, with gradients clipped to −1…1 on their way back.
struct ClipGradient: UnaryOperation {
    static var name: String { "clipGradient" }
    static var saves: Saved { [] }                          // the derivative needs neither operand nor result
    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec { Spec(x.shape, x.dtype) }
    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.copy(x, to: out)
    }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g.clip(min: -1, max: 1) }
}
#sourceLocation()

private func snippet88() async throws {
#sourceLocation(file: "Documentation/PyTorchGuide.md", line: 89)
let w = Tensor([1.0, 2]).requiringGrad()
(Tensor.make(ClipGradient(), w) * Tensor([0.5, 30.0])).sum().backward()
print(w.grad!)                                  // prints tensor([0.5000, 1.0000])
#sourceLocation()
}

#sourceLocation(file: "Documentation/PyTorchGuide.md", line: 100)
final class Classifier: Module, Layer {
    let features = Sequential(
        Conv2d(1, 16, kernelSize: 3, padding: 1), ReLU(), MaxPool2d(kernelSize: 2),
        Conv2d(16, 32, kernelSize: 3, padding: 1), ReLU(), Flatten())
    let head = Linear(32 * 4 * 4, 10)
    @Parameter var temperature = Tensor.ones([1])
    @Buffer var calls = Tensor.zeros([], dtype: .int64)

    func callAsFunction(_ x: Tensor) -> Tensor { head(features(x)) / temperature }
}
#sourceLocation()

private func snippet112() async throws {
#sourceLocation(file: "Documentation/PyTorchGuide.md", line: 113)
let model = Classifier()
print(model.stateDict().names)
// prints ["temperature", "calls", "features.0.weight", "features.0.bias", "features.3.weight", "features.3.bias", "head.weight", "head.bias"]
print(model.parameters().count, model(Tensor.zeros([2, 1, 8, 8])).shape)  // prints 7 (2, 10)
try model.to(dtype: .float64)                   // in place, like eval() and train()
#sourceLocation()
}

private func snippet140() async throws {
#sourceLocation(file: "Documentation/PyTorchGuide.md", line: 141)
let lstm = LSTM(8, 16, layers: 2, batchFirst: true)
let (output, state) = lstm(Tensor.rand([4, 10, 8]))
print(output.shape, state.hidden.shape)         // prints (4, 10, 16) (2, 4, 16)
let encoder = TransformerEncoderLayer(16, heads: 4, hidden: 32, batchFirst: true).eval()
print(encoder(output).shape)                    // prints (4, 10, 16)
#sourceLocation()
}

private func snippet162() async throws {
#sourceLocation(file: "Documentation/PyTorchGuide.md", line: 163)
Tensor.manualSeed(1)
let digits = try NDArray.loadArchive("Examples/Data/digits.npz")
let images = Tensor(digits["images"]!).astype(.float32).expandDims(1) / 16
let labels = Tensor(digits["labels"]!).astype(.int64)
let loader = DataLoader(try TensorDataset(images, labels), batchSize: 64, shuffle: true, workers: 1)

let model = Classifier()
let optimizer = AdamW(model.parameters(), learningRate: 3e-3)
for _ in 0..<2 {
    try loader.forEach { images, labels in
        optimizer.zeroGrad()
        model(images).crossEntropy(labels).backward()
        optimizer.step()
    }
}
let accuracy = noGrad { (model.eval()(images).argmax(axis: 1) .== labels).astype(.float32).mean() }
print(accuracy.item(as: Float.self) > 0.9)      // prints true
#sourceLocation()
}

private func snippet189() async throws {
#sourceLocation(file: "Documentation/PyTorchGuide.md", line: 190)
let model = Classifier(), other = Classifier()
try model.stateDict().save(".build/classifier.safetensors")
try other.load(StateDict(contentsOf: ".build/classifier.safetensors"))
print(other.head.weight.arrayEqual(model.head.weight))  // prints true

do {
    try Linear(4, 2).load(["weight": Tensor.zeros([2, 3]), "gain": Tensor.zeros([1])])
} catch {
    print(error)  // prints the state does not fit the module: missing keys: bias. unexpected keys: gain. shape or dtype differs: weight is (2, 3), the module's (2, 4)
}
#sourceLocation()
}

