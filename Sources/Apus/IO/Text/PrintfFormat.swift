import ApusCore
internal import CApusKernels

/// A format as C's `printf` and Python's `%` know it, checked: literal text and conversions of numbers.
struct PrintfFormat {
    enum Part {
        case literal([UInt8])
        case conversion(Conversion)
    }

    /// `%`, flags, width, precision and a letter.
    struct Conversion {
        var isLeft = false, showsPlus = false, leavesSpace = false, isAlternate = false, padsWithZeros = false
        var width = 0
        var precision: Int?
        var letter: UInt8 = 0
        /// The conversion for C, where it is one of a double.
        var format: [CChar] = []
    }

    private(set) var parts: [Part] = []
    /// How many numbers one use of the format takes.
    let conversionCount: Int

    /// Widths and precisions beyond are refused.
    private static let longest = 4096

    /// - Throws: `ApusError.argument` for what is no format, or takes other values than numbers.
    init(_ text: String, _ operation: String) throws(ApusError) {
        var bytes = Array(text.utf8)[...]
        var literal: [UInt8] = []
        var parts: [Part] = []
        while let byte = bytes.popFirst() {
            if byte != UInt8(ascii: "%") {
                literal.append(byte)
            } else if bytes.first == UInt8(ascii: "%") {
                literal.append(bytes.removeFirst())
            } else {
                if !literal.isEmpty { parts.append(.literal(literal)) }
                literal = []
                parts.append(.conversion(try Conversion(&bytes, longest: Self.longest, text, operation)))
            }
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        self.parts = parts
        conversionCount = parts.count { if case .conversion = $0 { true } else { false } }
    }

    /// Formats one after the other.
    init(joining formats: [PrintfFormat], delimiter: String) {
        let delimiter = Array(delimiter.utf8)
        for (index, format) in formats.enumerated() {
            if index > 0 && !delimiter.isEmpty { parts.append(.literal(delimiter)) }
            parts += format.parts
        }
        conversionCount = formats.reduce(0) { $0 + $1.conversionCount }
    }

    /// Whether it must be given integers.
    var needsIntegers: Bool {
        parts.contains { if case .conversion(let conversion) = $0 { conversion.needsInteger } else { false } }
    }
}

extension PrintfFormat.Conversion {
    init(_ bytes: inout ArraySlice<UInt8>, longest: Int, _ text: String, _ operation: String) throws(ApusError) {
        let wrong = ApusError.argument(operation: operation, message: "'\(text)' is no format of numbers, such as '%.6e' or '%d'")
        flags: while let byte = bytes.first {
            switch byte {
            case UInt8(ascii: "-"): isLeft = true
            case UInt8(ascii: "+"): showsPlus = true
            case UInt8(ascii: " "): leavesSpace = true
            case UInt8(ascii: "#"): isAlternate = true
            case UInt8(ascii: "0"): padsWithZeros = true
            default: break flags
            }
            bytes.removeFirst()
        }
        func number() throws(ApusError) -> Int? {
            var value: Int?
            while let byte = bytes.first, byte &- 0x30 < 10 {
                value = (value ?? 0) * 10 + Int(byte - 0x30)
                guard value! <= longest else { throw wrong }
                bytes.removeFirst()
            }
            return value
        }
        width = try number() ?? 0
        if bytes.first == UInt8(ascii: ".") {
            bytes.removeFirst()
            precision = try number() ?? 0
        }
        while let byte = bytes.first, "hlL".utf8.contains(byte) { bytes.removeFirst() }
        guard let letter = bytes.popFirst(), "diuoxXeEfFgGsra".utf8.contains(letter) else { throw wrong }
        self.letter = letter
        if isFloat { format = cFormat }
    }

    var isFloat: Bool { "eEfFgG".utf8.contains(letter) }
    var isText: Bool { "sra".utf8.contains(letter) }
    var needsInteger: Bool { "oxX".utf8.contains(letter) }

    private var cFormat: [CChar] {
        var text = "%"
        if isLeft { text += "-" }
        if showsPlus { text += "+" }
        if leavesSpace { text += " " }
        if isAlternate { text += "#" }
        if padsWithZeros { text += "0" }
        if width > 0 { text += "\(width)" }
        if let precision { text += ".\(precision)" }
        return Array((text + String(UnicodeScalar(letter))).utf8CString)
    }

    /// Appends a number.
    func append(_ number: Scalar, dtype: DType, to output: inout [UInt8]) {
        if isFloat {
            append(double: number.doubleValue, to: &output)
        } else if isText {
            let text = Self.text(number, dtype)
            pad(Array(precision.map { text.prefix($0) } ?? text[...]), to: &output)
        } else {
            appendInteger(number, to: &output)
        }
    }

    private func append(double value: Double, to output: inout [UInt8]) {
        let start = output.count
        var room = 32 + width + (precision ?? 0)
        while true {
            output.append(contentsOf: repeatElement(0, count: room))
            let length = output.withUnsafeMutableBytes { bytes in
                format.withUnsafeBufferPointer { format in
                    Int(apus_format_double(
                        (bytes.baseAddress! + start).assumingMemoryBound(to: CChar.self), room, format.baseAddress!, value))
                }
            }
            output.removeLast(room - (length < room ? max(length, 0) : 0))
            if length < room { return }
            output.removeLast(output.count - start)
            room = length + 1
        }
    }

    /// What `str` gives for NumPy's scalars.
    private static func text(_ number: Scalar, _ dtype: DType) -> [UInt8] {
        switch number {
        case .bool(let value): Array((value ? "True" : "False").utf8)
        case .int(let value): Array("\(value)".utf8)
        case .uint(let value): Array("\(value)".utf8)
        case .float(let value): Array(FloatText.scalar(value, dtype: dtype.realType).utf8)
        case .complex(let value): Array(FloatText.scalar(value.rawStorage.x, dtype: dtype.realType).utf8)
        }
    }

    /// An integer, in decimal toward zero, by its sign and digits.
    private func appendInteger(_ number: Scalar, to output: inout [UInt8]) {
        var digits: [UInt8]
        var isNegative = false
        let radix = letter == UInt8(ascii: "o") ? 8 : needsInteger ? 16 : 10
        switch number {
        case .bool(let value): digits = [value ? 0x31 : 0x30]
        case .uint(let value): digits = Array(String(value, radix: radix).utf8)
        case .int(let value):
            isNegative = value < 0
            digits = Array(String(value.magnitude, radix: radix).utf8)
        case .float, .complex:
            let value = number.doubleValue.rounded(.towardZero)
            isNegative = value < 0
            digits = value.magnitude < 0x1p64
                ? Array(String(UInt64(value.magnitude)).utf8) : DecimalInteger.digits(of: value.magnitude)
        }
        if letter == UInt8(ascii: "X") { digits = digits.map { $0 >= 0x61 ? $0 - 0x20 : $0 } }
        var sign: [UInt8] = isNegative ? [0x2D] : showsPlus ? [0x2B] : leavesSpace ? [0x20] : []
        if isAlternate && needsInteger { sign += [0x30, letter] }
        if let precision, digits.count < precision { digits = repeatElement(0x30, count: precision - digits.count) + digits }
        if padsWithZeros && !isLeft && sign.count + digits.count < width {
            digits = repeatElement(0x30, count: width - sign.count - digits.count) + digits
        }
        pad(sign + digits, to: &output)
    }

    private func pad(_ text: [UInt8], to output: inout [UInt8]) {
        let spaces = repeatElement(UInt8(0x20), count: max(0, width - text.count))
        output += isLeft ? text + spaces : spaces + text
    }
}

private enum DecimalInteger {
    /// All digits of a large whole number.
    static func digits(of value: Double) -> [UInt8] {
        var output: [UInt8] = []
        let format = Array("%.0f".utf8CString)
        output.append(contentsOf: repeatElement(0, count: 400))
        let length = output.withUnsafeMutableBytes { bytes in
            Int(apus_format_double(bytes.baseAddress!.assumingMemoryBound(to: CChar.self), 400, format, value))
        }
        return Array(output[..<length])
    }
}
