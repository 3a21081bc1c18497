// Made by Scripts/extract-snippets.sh from README.md.

import Apus
import ApusFrame
import ApusPython
import ApusVision

extension Snippet {
    static let ofREADME: [Snippet] = [
        Snippet("README.md", line: 25, runs: false, prints: prints25, body: snippet25),
        Snippet("README.md", line: 34, runs: true, prints: prints34, body: snippet34),
        Snippet("README.md", line: 54, runs: true, prints: prints54, body: snippet54),
        Snippet("README.md", line: 65, runs: true, prints: prints65, body: snippet65),
        Snippet("README.md", line: 91, runs: true, prints: prints91, body: snippet91),
        Snippet("README.md", line: 110, runs: true, prints: prints110, body: snippet110),
        Snippet("README.md", line: 122, runs: true, prints: prints122, body: snippet122),
    ]
}

private let prints25: [String] = []
private let prints34 = [
    ##"[ 6 10] [12 15 18 21]"##,
    ##"[[7.  5.5 9.5]]"##,
    ##"[ 9 10 11]"##,
    ##"[[10 11]"##,
    ##" [ 6  7]"##,
    ##" [ 7  7]]"##,
    ##"[ 0.30471708 -1.03998411]"##,
]
private let prints54 = [
    ##"5"##,
    ##"[2. 3.] [1.38196601 3.61803399]"##,
    ##"[ 3.5 10. ]"##,
]
private let prints65 = [
    ##"tensor(4.)"##,
    ##"true"##,
]
private let prints91 = [
    ##"tensor([[1., 0.],"##,
    ##"        [0., 2.]])"##,
    ##"true"##,
    ##"[[1. 5.]"##,
    ##" [0. 2.]]"##,
]
private let prints110 = [
    ##"a tensor that requires a gradient cannot become an NDArray, through which no gradient flows; use detach() first"##,
    ##"[1. 2.]"##,
]
private let prints122 = [
    ##"(1, 3, 64, 64) (1, 1000)"##,
]

private func snippet25() async throws {
#sourceLocation(file: "README.md", line: 26)
// In Package.swift:
//     dependencies: [.package(path: "../apus")]
//     targets: [.executableTarget(name: "tool", dependencies: [.product(name: "Apus", package: "apus")])]

#sourceLocation()
}

private func snippet34() async throws {
#sourceLocation(file: "README.md", line: 35)


let table = NDArray.arange(12).reshape(3, 4)
print(table[1..., 2], table.sum(0))            // prints [ 6 10] [12 15 18 21]
table[0] = 7                                   // writes in place
print(table.mean(1, keepDims: true).T)         // prints [[7.  5.5 9.5]]
print(table[table .> 8])                       // prints [ 9 10 11]
print(table[.slice(by: -1), .slice(from: -2)])
// prints [[10 11]
//         [ 6  7]
//         [ 7  7]]
print(Generator(seed: 42).normal([2]))         // prints [ 0.30471708 -1.03998411]
try table.save(".build/table.npy")
#sourceLocation()
}

private func snippet54() async throws {
#sourceLocation(file: "README.md", line: 55)
let time = NDArray.linspace(0, 1, count: 64)
let signal = (10 * Double.pi * time).sin() + 0.1 * (40 * Double.pi * time).sin()
print(FFT.rfft(signal).abs().argmax())         // prints 5
let a = NDArray([[3.0, 1], [1, 2]])
print(try Linalg.solve(a, NDArray([9.0, 8])), try Linalg.eigvalsh(a))  // prints [2. 3.] [1.38196601 3.61803399]
print(NDArray([2.0, 3, 5, 7, 11, 13]).percentile(NDArray([25.0, 75])))  // prints [ 3.5 10. ]
#sourceLocation()
}

private func snippet65() async throws {
#sourceLocation(file: "README.md", line: 66)


let x = Tensor(2.0).requiringGrad()
let y = x * x
y.backward()
print(x.grad!)                                 // prints tensor(4.)

Tensor.manualSeed(0)                           // the numbers of torch.manual_seed(0)
let model = Sequential(Linear(2, 16), Tanh(), Linear(16, 1))
let optimizer = Adam(model.parameters(), learningRate: 0.05)
let points = Tensor.rand([64, 2]), sums = points.sum(1, keepDims: true)
for _ in 0..<200 {
    optimizer.zeroGrad()
    model(points).mseLoss(sums).backward()
    optimizer.step()
}
let answer = noGrad { model(Tensor([[0.25, 0.5]])) }
print(answer.allClose(Tensor([[0.75]]), rtol: 0.05))  // prints true
try model.stateDict().save(".build/model.safetensors")
#sourceLocation()
}

private func snippet91() async throws {
#sourceLocation(file: "README.md", line: 92)
let array = NDArray.zeros([2, 2], dtype: .float32)
let tensor = Tensor(array)                     // or array.tensor()
tensor[0, 0] = 1
array[1, 1] = 2
print(tensor)
// prints tensor([[1., 0.],
//                [0., 2.]])
print(array.value.pointer == tensor.value.pointer)  // prints true

let back = try NDArray(tensor.T[.slice(by: -1)])    // any layout shares
back[0, 0] = 5
print(array)
// prints [[1. 5.]
//         [0. 2.]]
#sourceLocation()
}

private func snippet110() async throws {
#sourceLocation(file: "README.md", line: 111)
let weight = Tensor([1.0, 2.0]).requiringGrad()
do {
    _ = try NDArray(weight)
} catch ApusError.conversion(let message) {
    print(message)  // prints a tensor that requires a gradient cannot become an NDArray, through which no gradient flows; use detach() first
}
print(try NDArray(weight.detach().cpu()))      // prints [1. 2.]
#sourceLocation()
}

private func snippet122() async throws {
#sourceLocation(file: "README.md", line: 123)


let photo = try Image.read("Examples/Data/cat.png")            // [H, W, 3] uint8
let small = try Image.resize(photo, shortSide: 64)
let square = try Image.centerCrop(small, height: 64, width: 64)
let scaled = try Image.normalize(square, mean: Image.imageNetMean, standardDeviation: Image.imageNetStandardDeviation)
let batch = try Image.channelsFirst(scaled).tensor().expandDims(0)
let network = ResNet.resnet18().eval()         // load(_:) reads torchvision's weights by their names
let scores = try NDArray(noGrad { network(batch).softmax(axis: 1) })
print(batch.shape, scores.shape)               // prints (1, 3, 64, 64) (1, 1000)
#sourceLocation()
}

