// Made by Scripts/extract-snippets.sh from Documentation/Design.md.

import Apus
import ApusFrame
import ApusPython
import ApusVision

extension Snippet {
    static let ofDesign: [Snippet] = [
        Snippet("Documentation/Design.md", line: 67, runs: true, prints: prints67, body: snippet67),
        Snippet("Documentation/Design.md", line: 90, runs: true, prints: prints90, body: snippet90),
        Snippet("Documentation/Design.md", line: 127, runs: true, prints: prints127, body: snippet127),
        Snippet("Documentation/Design.md", line: 160, runs: true, prints: prints160, body: snippet160),
        Snippet("Documentation/Design.md", line: 288, runs: true, prints: prints288, body: snippet288),
    ]
}

private let prints67 = [
    ##"true"##,
]
private let prints90 = [
    ##"float64 float32"##,
    ##"uint8"##,
    ##"float64"##,
    ##"float32"##,
]
private let prints127 = [
    ##"add: shapes (2, 3) and (2, 4) do not broadcast: counted from the last axis, sizes must be equal or 1"##,
]
private let prints160 = [
    ##"(10, 1000000)"##,
    ##"cuda:0 is not available: this build of Apus has no CUDA backend; use .cpu (or .meta for shapes only)"##,
]
private let prints288 = [
    ##"tensor([ 0., 16., 24.])"##,
]

private func snippet67() async throws {
#sourceLocation(file: "Documentation/Design.md", line: 68)
HostMemory.resetPeak()
let before = HostMemory.statistics
let big = NDArray.zeros([1024, 1024])
print(HostMemory.statistics.current - before.current >= big.count * 8)  // prints true
HostMemory.trim()
#sourceLocation()
}

private func snippet90() async throws {
#sourceLocation(file: "Documentation/Design.md", line: 91)
print(try World.numpy.promote(.int32, .float32), try World.torch.promote(.int32, .float32))  // prints float64 float32
print((NDArray([1, 2], dtype: .uint8) + 1).dtype)     // prints uint8
print((NDArray([1, 2], dtype: .uint8) + 1.5).dtype)   // prints float64
print((Tensor([1, 2], dtype: .uint8) + 1.5).dtype)    // prints float32
#sourceLocation()
}

private func snippet127() async throws {
#sourceLocation(file: "Documentation/Design.md", line: 128)
let a = NDArray.ones([2, 3]), b = NDArray.ones([2, 4])
do {
    _ = try OperationTable["add"]!.call(Arguments("add", ["a": .array(a), "b": .array(b)]))
} catch {
    print(error)  // prints add: shapes (2, 3) and (2, 4) do not broadcast: counted from the last axis, sizes must be equal or 1
}
#sourceLocation()
}

private func snippet160() async throws {
#sourceLocation(file: "Documentation/Design.md", line: 161)
let x = Tensor.zeros([1_000_000, 1_000_000], device: .meta)
print(x.T[0 ..< 10].exp().shape)                // prints (10, 1000000)
do {
    _ = try Tensor.zeros([2]).to(device: .cuda(0))
} catch {
    print(error)  // prints cuda:0 is not available: this build of Apus has no CUDA backend; use .cpu (or .meta for shapes only)
}
#sourceLocation()
}

private func snippet288() async throws {
#sourceLocation(file: "Documentation/Design.md", line: 289)
let w = Tensor([1.0, 2, 3]).requiringGrad()
let y = w * 2
y[0] = 10                                       // writes into a view of y
(y * y).sum().backward()
print(w.grad!)                                  // prints tensor([ 0., 16., 24.])
#sourceLocation()
}

