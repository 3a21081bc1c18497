// A strict reader for the Python dictionary in the header of an `.npy` file.

/// Reads the one Python literal that an `.npy` header holds: a dictionary of three known keys.
struct PythonLiteralParser {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func header() throws(FormatProblem) -> NPYHeader {
        var descriptor: String?, fortranOrder: Bool?, shape: [Int]?
        try expect("{")
        while !take("}") {
            let key = try string()
            try expect(":")
            switch key {
            case "descr" where descriptor == nil: descriptor = try typeDescriptor()
            case "fortran_order" where fortranOrder == nil: fortranOrder = try boolean()
            case "shape" where shape == nil: shape = try tuple()
            default: throw FormatProblem(message: "unexpected key '\(key)'")
            }
            if !take(",") {
                try expect("}")
                break
            }
        }
        skipSpace()
        guard position == bytes.count else { throw FormatProblem(message: "text after the dictionary") }
        guard let descriptor, let fortranOrder, let shape else {
            throw FormatProblem(message: "'descr', 'fortran_order' and 'shape' are needed")
        }
        let (dtype, bigEndian) = try Self.type(named: descriptor)
        try Self.checkSize(shape, dtype)
        return NPYHeader(dtype: dtype, shape: shape, fortranOrder: fortranOrder, bigEndian: bigEndian)
    }

    private static func checkSize(_ shape: [Int], _ dtype: DType) throws(FormatProblem) {
        var size = dtype.size
        for extent in shape where extent != 0 {
            let (product, overflow) = size.multipliedReportingOverflow(by: extent)
            guard !overflow else { throw FormatProblem(message: "shape \(shape) is too large") }
            size = product
        }
    }

    private static func type(named name: String) throws(FormatProblem) -> (DType, bigEndian: Bool) {
        var text = Substring(name)
        let order = text.first.flatMap { "<>=|".contains($0) ? $0 : nil }
        if order != nil { text = text.dropFirst() }
        switch text.first {
        case "O":
            throw FormatProblem(message: "'\(name)' is an array of pickled objects, which can run code and is refused")
        case "U", "S", "a", "V", "M", "m":
            throw FormatProblem(message: "'\(name)' (text, records or dates) is not a numeric type")
        default: break
        }
        let names: [Substring: DType] = [
            "b1": .bool, "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64,
            "i1": .int8, "i2": .int16, "i4": .int32, "i8": .int64,
            "f2": .float16, "f4": .float32, "f8": .float64, "c8": .complex64, "c16": .complex128,
        ]
        guard let dtype = names[text] else { throw FormatProblem(message: "type '\(name)' is not supported") }
        guard order != "|" || dtype.size == 1 else {
            throw FormatProblem(message: "type '\(name)' lacks its byte order")
        }
        return (dtype, order == ">" && dtype.size > 1)
    }

    private mutating func typeDescriptor() throws(FormatProblem) -> String {
        skipSpace()
        guard position < bytes.count, bytes[position] != UInt8(ascii: "[") else {
            throw FormatProblem(message: "structured arrays are not supported")
        }
        return try string()
    }

    private mutating func string() throws(FormatProblem) -> String {
        skipSpace()
        guard position < bytes.count, "'\"".utf8.contains(bytes[position]) else {
            throw FormatProblem(message: "a quoted string is expected at byte \(position)")
        }
        let quote = bytes[position]
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != quote {
            guard (0x20..<0x7f).contains(bytes[position]), bytes[position] != UInt8(ascii: "\\") else {
                throw FormatProblem(message: "unexpected character in a string at byte \(position)")
            }
            position += 1
        }
        guard position < bytes.count else { throw FormatProblem(message: "a string does not end") }
        defer { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func boolean() throws(FormatProblem) -> Bool {
        skipSpace()
        for (word, value) in [("True", true), ("False", false)] where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return value
        }
        throw FormatProblem(message: "True or False is expected at byte \(position)")
    }

    private mutating func tuple() throws(FormatProblem) -> [Int] {
        try expect("(")
        var extents: [Int] = []
        while !take(")") {
            guard extents.count < NPYHeader.highestRank else { throw FormatProblem(message: "too many axes") }
            extents.append(try integer())
            if !take(",") {
                guard extents.count > 1 else { throw FormatProblem(message: "'shape' is not a tuple") }
                try expect(")")
                break
            }
        }
        return extents
    }

    private mutating func integer() throws(FormatProblem) -> Int {
        skipSpace()
        let start = position
        var value = 0
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(bytes[position] - 0x30))
            guard !overflow, !carry else { throw FormatProblem(message: "an extent is too large") }
            value = sum
            position += 1
        }
        guard position > start else { throw FormatProblem(message: "a non-negative integer is expected at byte \(start)") }
        return value
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) { position += 1 }
    }

    private mutating func take(_ character: Character) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Character) throws(FormatProblem) {
        guard take(character) else { throw FormatProblem(message: "'\(character)' is expected at byte \(position)") }
    }
}
