import Synchronization

/// A block of code in a document.
struct Snippet: Sendable, CustomStringConvertible {
    let document: String
    let line: Int
    /// Whether it is run, or only compiled.
    let runs: Bool
    /// The lines that it says it prints; none if it does not say.
    let prints: [String]
    let body: @Sendable () async throws -> Void

    init(_ document: String, line: Int, runs: Bool, prints: [String], body: @escaping @Sendable () async throws -> Void) {
        self.document = document
        self.line = line
        self.runs = runs
        self.prints = prints
        self.body = body
    }

    var description: String { "\(document):\(line)" }
}

/// What a running snippet has printed.
final class Output: Sendable {
    @TaskLocal static var current: Output?
    private let text = Mutex("")

    func write(_ more: String) { text.withLock { $0 += more } }
    var lines: [String] {
        var lines = text.withLock { $0 }.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}

/// Stands before Swift's own `print` in the snippets of this module.
func print(_ items: Any..., separator: String = " ", terminator: String = "\n") {
    Output.current?.write(items.map { "\($0)" }.joined(separator: separator) + terminator)
}
