// Made by Scripts/extract-snippets.sh from Documentation/AddingAnOperation.md.

import Apus
import ApusFrame
import ApusPython
import ApusVision

extension Snippet {
    static let ofAddingAnOperation: [Snippet] = [
        Snippet("Documentation/AddingAnOperation.md", line: 130, runs: true, prints: prints130, body: snippet130),
    ]
}

private let prints130 = [
    ##"[1001.            2.            5.32192809          -inf]"##,
    ##"tensor([3.3219, 3.5850])"##,
]

#sourceLocation(file: "Documentation/AddingAnOperation.md", line: 70)
import ApusCore

/// The logarithm to base 2 of 2ᵃ + 2ᵇ.
struct LogAddExp2: PlainBinary {
    static var name: String { "logAddExp2" }
    static var kernel: BinaryKernel { .logAddExp2 }
    static let types = ElementwiseTypes.realInexact
    static var saves: Saved { [.first, .second] }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g / ((b - a).exp2() + 1) }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g / ((a - b).exp2() + 1) }
}
#sourceLocation()

#sourceLocation(file: "Documentation/AddingAnOperation.md", line: 99)
extension ArrayFace {
    /// The logarithm to base 2 of 2ᵃ + 2ᵇ for the elements a and b of two arrays, without overflow. Integers become floats.
    /// `numpy.logaddexp2`, `torch.logaddexp2`.
    public consuming func logAddExp2(_ other: consuming Self) -> Self { .make(LogAddExp2(), self, other) }
    /// The logarithm to base 2 of 2ᵃ + 2ᵇ for each element a and a number b.
    public consuming func logAddExp2(_ other: some ScalarConvertible) -> Self { .make(LogAddExp2(), self, other) }
}
#sourceLocation()

private func snippet130() async throws {
#sourceLocation(file: "Documentation/AddingAnOperation.md", line: 131)
let a = NDArray([1000.0, -1000, 3, -.infinity]), b = NDArray([1000.0, 2, 5, -.infinity])
print(a.logAddExp2(b))                           // prints [1001.            2.            5.32192809          -inf]
print(Tensor([1, 2]).logAddExp2(3))              // prints tensor([3.3219, 3.5850])

let x = Tensor([0.5, -1.5, 3], dtype: .float64).requiringGrad()
let y = Tensor([[0.25], [2]], dtype: .float64).requiringGrad()
try gradCheck([x, y]) { $0[0].logAddExp2($0[1]) }
try gradGradCheck([x, y]) { $0[0].logAddExp2($0[1]) }
#sourceLocation()
}

