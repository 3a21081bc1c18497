// Made by Scripts/extract-snippets.sh from Documentation/Dependencies.md.

import Apus
import ApusFrame
import ApusPython
import ApusVision

extension Snippet {
    static let ofDependencies: [Snippet] = [
        Snippet("Documentation/Dependencies.md", line: 49, runs: true, prints: prints49, body: snippet49),
    ]
}

private let prints49 = [
    ##"this page needs libnothing.so.1, which is not installed; on Debian: apt-get install libnothing1"##,
]

private func snippet49() async throws {
#sourceLocation(file: "Documentation/Dependencies.md", line: 50)
do {
    _ = try DynamicLibrary(anyOf: ["libnothing.so.1"], package: "libnothing1", purpose: "this page")
} catch ApusError.library(_, let message) {
    print(message)  // prints this page needs libnothing.so.1, which is not installed; on Debian: apt-get install libnothing1
}
#sourceLocation()
}

