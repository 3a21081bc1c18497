// Times of the operations that the architecture is held to. `swift run -c release Benchmarks [FILTER]` here; the same rows
// in PyTorch and NumPy: `python3 peers.py`.
import Apus

let filter = CommandLine.arguments.dropFirst().first ?? ""

/// The least time of seven batches, each of which runs for about a tenth of a second.
func measure(_ name: String, unit work: Double = 0, _ body: () -> Void) {
    if !filter.isEmpty && !name.contains(filter) { return }
    let clock = ContinuousClock()
    body()
    var repetitions = 1
    while clock.measure({ for _ in 0..<repetitions { body() } }) < .milliseconds(20) { repetitions *= 2 }
    repetitions *= 5
    var best = Duration.seconds(1_000_000)
    for _ in 0..<7 { best = min(best, clock.measure { for _ in 0..<repetitions { body() } }) }
    let parts = best.components
    let seconds = (Double(parts.seconds) + Double(parts.attoseconds) * 1e-18) / Double(repetitions)
    let rate = work > 0 ? "  \((work / seconds / 1e9).rounded()) G/s" : ""
    print("\(name): \((seconds * 1e9).rounded() / 1000) µs\(rate)")
}

func arrays(_ count: Int) -> (NDArray, NDArray) {
    let numbers = (0..<count).map { Float($0 % 97) / 97 + 0.5 }
    return (NDArray(numbers), NDArray(numbers))
}

let (a16, b16) = arrays(16)
let (t16, u16) = (Tensor(a16), Tensor(b16))
let g16 = Tensor(a16.copy()).requiringGrad()
measure("add[16] NDArray") { _ = a16 + b16 }
measure("add[16] Tensor") { _ = t16 + u16 }
measure("add[16] Tensor with a graph node") { _ = g16 + u16 }

for count in [1000, 100_000, 1_000_000, 16_000_000] {
    let (a, b) = arrays(count)
    measure("add[\(count)]") { _ = a + b }
    measure("exp[\(count)]") { _ = a.exp() }
    measure("sum[\(count)]") { _ = a.sum() }
}

for size in [64, 256, 1024] {
    let a = Tensor(arrays(size * size).0).reshape(size, size), b = Tensor(arrays(size * size).1).reshape(size, size)
    measure("matmul[\(size)]", unit: 2 * Double(size * size * size)) { _ = a.matmul(b) }
}

do {
    // 16-16-4 with tanh, batch of 8, SGD.
    let w1 = (Tensor(arrays(256).0).reshape(16, 16) * 0.1).detach().requiringGrad()
    let b1 = Tensor.zeros([16]).requiringGrad()
    let w2 = (Tensor(arrays(64).0).reshape(4, 16) * 0.1).detach().requiringGrad()
    let b2 = Tensor.zeros([4]).requiringGrad()
    let x = Tensor(arrays(128).0).reshape(8, 16)
    let target = Tensor(arrays(32).0).reshape(8, 4)
    let optimizer = SGD([w1, b1, w2, b2], learningRate: 0.01)
    measure("train tiny mlp b8") {
        optimizer.zeroGrad()
        let hidden = x.linear(weight: w1, bias: b1).tanh()
        let error = hidden.linear(weight: w2, bias: b2) - target
        (error * error).sum().backward()
        optimizer.step()
    }
}
