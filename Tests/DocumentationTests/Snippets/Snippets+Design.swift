// Made by Scripts/extract-snippets.sh from Documentation/Design.md.

import Apus
import ApusFrame
import ApusPython
import ApusVision

extension Snippet {
    static let ofDesign: [Snippet] = [
        Snippet("Documentation/Design.md", line: 64, runs: true, prints: prints64, body: snippet64),
        Snippet("Documentation/Design.md", line: 87, runs: true, prints: prints87, body: snippet87),
        Snippet("Documentation/Design.md", line: 124, runs: true, prints: prints124, body: snippet124),
        Snippet("Documentation/Design.md", line: 157, runs: true, prints: prints157, body: snippet157),
        Snippet("Documentation/Design.md", line: 275, runs: true, prints: prints275, body: snippet275),
    ]
}

private let prints64 = [
    ##"true"##,
]
private let prints87 = [
    ##"float64 float32"##,
    ##"uint8"##,
    ##"float64"##,
    ##"float32"##,
]
private let prints124 = [
    ##"add: shapes (2, 3) and (2, 4) do not broadcast: counted from the last axis, sizes must be equal or 1"##,
]
private let prints157 = [
    ##"(10, 1000000)"##,
    ##"cuda:0 is not available: this build of Apus has no CUDA backend; use .cpu (or .meta for shapes only)"##,
]
private let prints275 = [
    ##"tensor([ 0., 16., 24.])"##,
]

private func snippet64() async throws {
#sourceLocation(file: "Documentation/Design.md", line: 65)
HostMemory.resetPeak()
let before = HostMemory.statistics
let big = NDArray.zeros([1024, 1024])
print(HostMemory.statistics.current - before.current >= big.count * 8)  // prints true
HostMemory.trim()
#sourceLocation()
}

private func snippet87() async throws {
#sourceLocation(file: "Documentation/Design.md", line: 88)
print(try World.numpy.promote(.int32, .float32), try World.torch.promote(.int32, .float32))  // prints float64 float32
print((NDArray([1, 2], dtype: .uint8) + 1).dtype)     // prints uint8
print((NDArray([1, 2], dtype: .uint8) + 1.5).dtype)   // prints float64
print((Tensor([1, 2], dtype: .uint8) + 1.5).dtype)    // prints float32
#sourceLocation()
}

private func snippet124() async throws {
#sourceLocation(file: "Documentation/Design.md", line: 125)
let a = NDArray.ones([2, 3]), b = NDArray.ones([2, 4])
do {
    _ = try OperationTable["add"]!.call(Arguments("add", ["a": .array(a), "b": .array(b)]))
} catch {
    print(error)  // prints add: shapes (2, 3) and (2, 4) do not broadcast: counted from the last axis, sizes must be equal or 1
}
#sourceLocation()
}

private func snippet157() async throws {
#sourceLocation(file: "Documentation/Design.md", line: 158)
let x = Tensor.zeros([1_000_000, 1_000_000], device: .meta)
print(x.T[0 ..< 10].exp().shape)                // prints (10, 1000000)
do {
    _ = try Tensor.zeros([2]).to(device: .cuda(0))
} catch {
    print(error)  // prints cuda:0 is not available: this build of Apus has no CUDA backend; use .cpu (or .meta for shapes only)
}
#sourceLocation()
}

private func snippet275() async throws {
#sourceLocation(file: "Documentation/Design.md", line: 276)
let w = Tensor([1.0, 2, 3]).requiringGrad()
let y = w * 2
y[0] = 10                                       // writes into a view of y
(y * y).sum().backward()
print(w.grad!)                                  // prints tensor([ 0., 16., 24.])
#sourceLocation()
}

