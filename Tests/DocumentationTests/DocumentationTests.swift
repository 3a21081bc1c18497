import Foundation
import Testing

/// The documents with code, and the snippets made of them.
private let documents: [(path: String, snippets: [Snippet])] = [
    ("README.md", Snippet.ofREADME),
    ("Documentation/NumPyGuide.md", Snippet.ofNumPyGuide),
    ("Documentation/PyTorchGuide.md", Snippet.ofPyTorchGuide),
    ("Documentation/PythonGuide.md", Snippet.ofPythonGuide),
    ("Documentation/Design.md", Snippet.ofDesign),
    ("Documentation/AddingAnOperation.md", Snippet.ofAddingAnOperation),
    ("Documentation/Dependencies.md", Snippet.ofDependencies),
    ("Documentation/Testing.md", Snippet.ofTesting),
    ("Documentation/Performance.md", Snippet.ofPerformance),
    ("Documentation/NumPyNames.md", Snippet.ofNumPyNames),
]

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

@Suite struct DocumentationTests {
    /// Every snippet runs, and prints what it says. In a process of its own, since snippets write files in relative places
    /// and seed the shared random numbers.
    @Test func snippets() async {
        await #expect(processExitsWith: .success) {
            #expect(FileManager.default.changeCurrentDirectoryPath(root.path))
            try FileManager.default.createDirectory(atPath: ".build", withIntermediateDirectories: true)
            for snippet in documents.flatMap(\.snippets) where snippet.runs { await run(snippet) }
        }
    }

    /// The functions compiled here are those of the documents as they are now.
    @Test(arguments: documents.map(\.path))
    func snippetsAreUpToDate(_ document: String) throws {
        let name = URL(filePath: document).deletingPathExtension().lastPathComponent
        let file = root.appending(path: "Tests/DocumentationTests/Snippets/Snippets+\(name).swift")
        #expect(
            try String(contentsOf: file, encoding: .utf8) == extracted(document),
            "\(document) has changed; run Scripts/extract-snippets.sh")
    }

    @Test func everyDocumentIsListed() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Documentation").path)
        let found = ["README.md"] + files.filter { $0.hasSuffix(".md") }.map { "Documentation/\($0)" }
        #expect(Set(found) == Set(documents.map(\.path)))
    }
}

private func run(_ snippet: Snippet) async {
    let output = Output()
    do {
        try await Output.$current.withValue(output) { try await snippet.body() }
    } catch {
        Issue.record("\(snippet) threw \(error)")
    }
    if !snippet.prints.isEmpty {
        #expect(output.lines == snippet.prints, "\(snippet) printed:\n\(output.lines.joined(separator: "\n"))")
    }
}

private func extracted(_ document: String) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [root.appending(path: "Scripts/extract-snippets.sh").path, document]
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
}
