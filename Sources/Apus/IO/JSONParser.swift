// A strict reader for the small JSON documents at the head of files.

/// What is wrong with a text that was to be read.
struct FormatProblem: Error {
    let message: String
}

/// Reads JSON (RFC 8259) token by token: no leniency, nothing nested deeper than the caller asks for.
struct JSONParser {
    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    /// The bytes must outlive the parser.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Reads an object; `body` reads the value of each key. Keys that occur twice are refused.
    mutating func object(_ body: (inout JSONParser, String) throws(FormatProblem) -> Void) throws(FormatProblem) {
        var keys: Set<String> = []
        try sequence(from: UInt8(ascii: "{"), to: UInt8(ascii: "}")) { parser throws(FormatProblem) in
            let key = try parser.string()
            guard keys.insert(key).inserted else { throw FormatProblem(message: "key '\(key)' occurs twice") }
            try parser.expect(UInt8(ascii: ":"))
            try body(&parser, key)
        }
    }

    /// Reads an array; `body` reads each element.
    mutating func array(_ body: (inout JSONParser) throws(FormatProblem) -> Void) throws(FormatProblem) {
        try sequence(from: UInt8(ascii: "["), to: UInt8(ascii: "]"), body)
    }

    private mutating func sequence(
        from first: UInt8, to last: UInt8, _ body: (inout JSONParser) throws(FormatProblem) -> Void
    ) throws(FormatProblem) {
        try expect(first)
        if take(last) { return }
        repeat { try body(&self) } while take(UInt8(ascii: ","))
        try expect(last)
    }

    /// Reads a string with its escapes.
    mutating func string() throws(FormatProblem) -> String {
        try expect(UInt8(ascii: "\""))
        var text: [UInt8] = []
        while true {
            let byte = try nextByte()
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw FormatProblem(message: "a string is not UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): try appendEscape(to: &text)
            case 0..<0x20: throw FormatProblem(message: "a control character in a string at byte \(position - 1)")
            default: text.append(byte)
            }
        }
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws(FormatProblem) {
        let byte = try nextByte()
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text += try Array(Character(escapedScalar()).utf8)
        default: throw FormatProblem(message: "an unknown escape in a string at byte \(position - 1)")
        }
    }

    private mutating func escapedScalar() throws(FormatProblem) -> Unicode.Scalar {
        let first = try fourHexDigits()
        var value = first
        if (0xd800..<0xdc00).contains(first) {
            guard try nextByte() == UInt8(ascii: "\\"), try nextByte() == UInt8(ascii: "u") else {
                throw FormatProblem(message: "half of a surrogate pair in a string")
            }
            let second = try fourHexDigits()
            guard (0xdc00..<0xe000).contains(second) else {
                throw FormatProblem(message: "half of a surrogate pair in a string")
            }
            value = 0x10000 + (first - 0xd800) << 10 + (second - 0xdc00)
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw FormatProblem(message: "half of a surrogate pair in a string")
        }
        return scalar
    }

    private mutating func fourHexDigits() throws(FormatProblem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(try nextByte())).hexDigitValue else {
                throw FormatProblem(message: "four hexadecimal digits are expected at byte \(position - 1)")
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// Reads a non-negative whole number that fits `Int`.
    mutating func integer() throws(FormatProblem) -> Int {
        skipSpace()
        let start = position
        var value = 0
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(bytes[position] - 0x30))
            guard !overflow, !carry else { throw FormatProblem(message: "a number is too large at byte \(start)") }
            value = sum
            position += 1
        }
        guard position > start, bytes[start] != 0x30 || position == start + 1 else {
            throw FormatProblem(message: "a non-negative integer is expected at byte \(start)")
        }
        return value
    }

    /// Checks that only white space is left.
    mutating func end() throws(FormatProblem) {
        skipSpace()
        guard position == bytes.count else { throw FormatProblem(message: "text after the end at byte \(position)") }
    }

    private mutating func nextByte() throws(FormatProblem) -> UInt8 {
        guard position < bytes.count else { throw FormatProblem(message: "ends too soon") }
        defer { position += 1 }
        return bytes[position]
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0a, 0x0d: position += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(FormatProblem) {
        guard take(byte) else {
            throw FormatProblem(message: "'\(Character(Unicode.Scalar(byte)))' is expected at byte \(position)")
        }
    }
}

/// A JSON string with quotes and escapes, non-ASCII characters as they are.
func jsonQuoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\n": quoted += "\\n"
        case "\r": quoted += "\\r"
        case "\t": quoted += "\\t"
        case "\u{08}": quoted += "\\b"
        case "\u{0c}": quoted += "\\f"
        case "\u{00}"..<"\u{20}":
            let digits = String(scalar.value, radix: 16)
            quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}
