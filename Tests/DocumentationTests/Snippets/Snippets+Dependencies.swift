// Made by Scripts/extract-snippets.sh from Documentation/Dependencies.md.

import Apus
import ApusFrame
import ApusPython
import ApusVision

extension Snippet {
    static let ofDependencies: [Snippet] = [
        Snippet("Documentation/Dependencies.md", line: 48, runs: true, prints: prints48, body: snippet48),
    ]
}

private let prints48 = [
    ##"this page needs libnothing.so.1, which is not installed; on Debian: apt-get install libnothing1"##,
]

private func snippet48() async throws {
#sourceLocation(file: "Documentation/Dependencies.md", line: 49)
do {
    _ = try DynamicLibrary(anyOf: ["libnothing.so.1"], package: "libnothing1", purpose: "this page")
} catch ApusError.library(_, let message) {
    print(message)  // prints this page needs libnothing.so.1, which is not installed; on Debian: apt-get install libnothing1
}
#sourceLocation()
}

