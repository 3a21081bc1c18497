// Made by Scripts/extract-snippets.sh from Documentation/Performance.md.

import Apus
import ApusFrame
import ApusPython
import ApusVision

extension Snippet {
    static let ofPerformance: [Snippet] = [
        Snippet("Documentation/Performance.md", line: 235, runs: true, prints: prints235, body: snippet235),
    ]
}

private let prints235 = [
    ##"true true 262144"##,
]

private func snippet235() async throws {
#sourceLocation(file: "Documentation/Performance.md", line: 236)
HostMemory.resetPeak()
let x = Tensor.ones([512, 512])
let before = HostMemory.statistics
let y = (x * 2).exp() + x
let after = HostMemory.statistics
print(after.allocations - before.allocations >= 1, after.peak >= after.current, y.count)  // prints true true 262144
#sourceLocation()
}

