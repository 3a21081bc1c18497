import ApusCore

/// How the characters of a text are stored as bytes.
public enum TextEncoding: Sendable, Hashable {
    case utf8, latin1
}

/// How a table of numbers is written as text: one row a line, and what stands between and beside the numbers.
public struct TextFormat: Sendable, Hashable {
    /// What separates the fields of a line; nil for any white space.
    public var delimiter: Character?
    /// What begins a comment, which reaches to the end of the line.
    public var comments: [String]
    /// What encloses a field in which delimiters, comments and line ends have no meaning; doubled, it stands for itself.
    public var quote: Character?
    public var encoding: TextEncoding

    public init(
        delimiter: Character? = nil, comments: [String] = ["#"], quote: Character? = nil, encoding: TextEncoding = .utf8
    ) {
        self.delimiter = delimiter
        self.comments = comments
        self.quote = quote
        self.encoding = encoding
    }

    /// Checks that no character has two meanings.
    func check(_ operation: String) throws(ApusError) {
        guard !comments.contains("") else {
            throw .argument(operation: operation, message: "comments cannot be an empty string; without comments the list is empty")
        }
        if let delimiter, comments.count > 1, comments.contains(String(delimiter)) {
            throw .kind(operation: operation, message: "Comment characters \(comments) cannot include the delimiter '\(delimiter)'")
        }
        guard quote == nil || comments.count <= 1 && comments.allSatisfy({ $0.count == 1 }) else {
            throw .argument(
                operation: operation,
                message: "when multiple comments or a multi-character comment is given, quotes are not supported. "
                    + "The quote character must be left out then")
        }
        let single = comments.count == 1 && comments[0].count == 1 ? comments[0].first : nil
        let controls = [("delimiter", delimiter), ("quote", quote), ("comment", single)].compactMap { name, character in
            character.map { (name, $0) }
        }
        for (index, (name, character)) in controls.enumerated() {
            if character.isNewlineByte {
                throw .kind(operation: operation, message: "a control character cannot be a newline, as the \(name) is")
            }
            let other = controls[..<index].first { $0.1 == character }?.0
            let hidesSpace = delimiter == nil && name != "delimiter" && character.isWhitespace
            if let other = other ?? (hidesSpace ? "delimiter" : nil) {
                throw .kind(
                    operation: operation, message: "the control characters \(other) and \(name) are incompatible: both are '\(character)'")
            }
        }
    }
}

extension Character {
    fileprivate var isNewlineByte: Bool { self == "\n" || self == "\r" || self == "\r\n" }
}

/// What the bytes of a text mean, looked up by byte.
final class ByteClasses: Sendable {
    static let delimiter: UInt8 = 1, newline: UInt8 = 2, comment: UInt8 = 4, space: UInt8 = 8

    let delimiter: [UInt8]
    let comments: [[UInt8]]
    let quote: [UInt8]
    /// Whether white space separates fields.
    let isSpaced: Bool
    /// By byte, of which sequences it may be the first.
    private let table: [UInt8]

    init(_ format: TextFormat) {
        delimiter = format.delimiter.map { Array(String($0).utf8) } ?? []
        comments = format.comments.map { Array($0.utf8) }
        quote = format.quote.map { Array(String($0).utf8) } ?? []
        isSpaced = format.delimiter == nil
        var table = [UInt8](repeating: 0, count: 256)
        table[0x0A] |= Self.newline
        table[0x0D] |= Self.newline
        if let first = delimiter.first { table[Int(first)] |= Self.delimiter }
        for comment in comments { table[Int(comment[0])] |= Self.comment }
        if isSpaced {
            for byte in [0x09, 0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0xC2, 0xE1, 0xE2, 0xE3] { table[byte] |= Self.space }
        }
        self.table = table
    }

    @inline(__always)
    subscript(byte: UInt8) -> UInt8 { table.withUnsafeBufferPointer { $0[Int(byte)] } }

    /// Whether a sequence stands at a place.
    @inline(__always)
    static func stands(_ sequence: [UInt8], at p: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>) -> Bool {
        if sequence.count == 1 { return p.pointee == sequence[0] }
        guard !sequence.isEmpty, end - p >= sequence.count else { return false }
        for (index, byte) in sequence.enumerated() where p[index] != byte { return false }
        return true
    }

    /// Whether a comment begins at a place.
    func commentStands(at p: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>) -> Bool {
        comments.contains { Self.stands($0, at: p, before: end) }
    }
}
