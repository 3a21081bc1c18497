// The header of a safetensors file: reading it strictly, writing it as the reference implementation does.

/// Names, types, shapes and places of the tensors in a safetensors file.
///
/// Format: the safetensors specification (8 bytes of length, a JSON header, then the tensors without gaps).
struct SafetensorsHeader: Sendable {
    /// One tensor.
    struct Entry: Equatable, Sendable {
        var name: String
        var dtype: DType
        var shape: [Int]
        /// Its bytes, counted from the end of the header.
        var range: Range<Int>
    }

    /// In the order of their data.
    var entries: [Entry]
    /// The free text under `__metadata__`.
    var metadata: [String: String]
    /// Where the data begins in the file.
    var dataOffset: Int

    static let longestHeader = 100_000_000
    private static let metadataKey = "__metadata__"

    /// Reads the header and checks that it describes the whole file.
    ///
    /// - Throws: `ApusError.file`.
    static func read(from file: InputFile) throws(ApusError) -> SafetensorsHeader {
        guard file.size >= 8 else { throw file.failure("not a safetensors file: too short") }
        let length = try file.read(at: 0, count: 8).number(at: 0, as: UInt64.self)
        guard length <= UInt64(longestHeader) else {
            throw file.failure("not a safetensors file: a header of \(length) bytes is refused")
        }
        guard length <= UInt64(file.size - 8) else { throw file.failure("truncated: the header is not complete") }
        let bytes = try file.read(at: 8, count: Int(length))
        guard bytes.first == UInt8(ascii: "{") else { throw file.failure("not a safetensors file: no JSON header") }
        do throws(FormatProblem) {
            return try bytes.withUnsafeBufferPointer { buffer throws(FormatProblem) in
                let dataOffset = 8 + buffer.count
                return try parse(
                    UnsafeRawBufferPointer(buffer), dataOffset: dataOffset, dataSize: file.size - dataOffset)
            }
        } catch {
            throw file.failure("bad safetensors header: \(error.message)")
        }
    }

    private static func parse(
        _ bytes: UnsafeRawBufferPointer, dataOffset: Int, dataSize: Int
    ) throws(FormatProblem) -> SafetensorsHeader {
        var entries: [Entry] = []
        var metadata: [String: String] = [:]
        var parser = JSONParser(bytes)
        try parser.object { parser, key throws(FormatProblem) in
            if key == metadataKey {
                try parser.object { parser, key throws(FormatProblem) in metadata[key] = try parser.string() }
            } else {
                entries.append(try entry(key, &parser))
            }
        }
        try parser.end()
        entries.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
        var end = 0
        for entry in entries {
            guard entry.range.lowerBound == end else {
                throw FormatProblem(message: "tensor '\(entry.name)' overlaps another or leaves a gap before it")
            }
            end = entry.range.upperBound
        }
        guard end == dataSize else {
            throw FormatProblem(message: "tensors take \(end) bytes, but the file holds \(dataSize)")
        }
        return SafetensorsHeader(entries: entries, metadata: metadata, dataOffset: dataOffset)
    }

    private static func entry(_ name: String, _ parser: inout JSONParser) throws(FormatProblem) -> Entry {
        var dtype: DType?, shape: [Int]?, offsets: [Int]?
        try parser.object { parser, key throws(FormatProblem) in
            switch key {
            case "dtype":
                let text = try parser.string()
                dtype = DType.allCases.first { Self.name(of: $0) == text }
                if dtype == nil { throw FormatProblem(message: "tensor '\(name)' has unsupported type '\(text)'") }
            case "shape": shape = try integers(&parser)
            case "data_offsets": offsets = try integers(&parser)
            default: throw FormatProblem(message: "tensor '\(name)' has the unknown field '\(key)'")
            }
        }
        guard let dtype, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
            throw FormatProblem(message: "tensor '\(name)' needs dtype, shape and two rising data_offsets")
        }
        guard let size = byteCount(shape, dtype), size == offsets[1] - offsets[0] else {
            throw FormatProblem(
                message: "tensor '\(name)' of shape \(shape) does not take \(offsets[1] - offsets[0]) bytes")
        }
        return Entry(name: name, dtype: dtype, shape: shape, range: offsets[0]..<offsets[1])
    }

    private static func integers(_ parser: inout JSONParser) throws(FormatProblem) -> [Int] {
        var values: [Int] = []
        try parser.array { parser throws(FormatProblem) in values.append(try parser.integer()) }
        return values
    }

    /// The size of a tensor; nil when it, or the product of the extents other than zero, overflows.
    private static func byteCount(_ shape: [Int], _ dtype: DType) -> Int? {
        var size = dtype.size
        for extent in shape where extent != 0 {
            let (product, overflow) = size.multipliedReportingOverflow(by: extent)
            if overflow { return nil }
            size = product
        }
        return shape.contains(0) ? 0 : size
    }

    /// Lays out tensors as the reference does: widest type first, then by name, so that all are aligned.
    ///
    /// - Throws: `ApusError.invalidArgument` for complex128, which the format cannot name, and for doubled names.
    init(_ tensors: [(name: String, dtype: DType, shape: [Int])], metadata: [String: String]) throws(ApusError) {
        var names: Set<String> = []
        for tensor in tensors {
            guard Self.name(of: tensor.dtype) != nil else {
                throw .dtype(
                    operation: "save",
                    message: "safetensors has no name for \(tensor.dtype) (tensor '\(tensor.name)'); "
                        + "convert to complex64 first")
            }
            guard tensor.name != Self.metadataKey, names.insert(tensor.name).inserted else {
                throw .argument(
                    operation: "save", message: "safetensors cannot hold two tensors called '\(tensor.name)'")
            }
        }
        let sorted = tensors.sorted {
            let ranks = (Self.rank(of: $0.dtype), Self.rank(of: $1.dtype))
            return ranks.0 != ranks.1 ? ranks.0 > ranks.1 : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
        }
        entries = []
        var end = 0
        for tensor in sorted {
            let size = tensor.shape.reduce(tensor.dtype.size, *)
            entries.append(Entry(name: tensor.name, dtype: tensor.dtype, shape: tensor.shape, range: end..<end + size))
            end += size
        }
        self.metadata = metadata
        dataOffset = 0
        dataOffset = encoded().count
    }

    private init(entries: [Entry], metadata: [String: String], dataOffset: Int) {
        self.entries = entries
        self.metadata = metadata
        self.dataOffset = dataOffset
    }

    /// The bytes before the data: length and JSON, padded with spaces to a multiple of 8.
    func encoded() -> [UInt8] {
        var fields: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }.map { "\(jsonQuoted($0.key)):\(jsonQuoted($0.value))" }
            fields.append("\"\(Self.metadataKey)\":{\(pairs.joined(separator: ","))}")
        }
        for entry in entries {
            let shape = entry.shape.map(String.init).joined(separator: ",")
            fields.append(
                "\(jsonQuoted(entry.name)):{\"dtype\":\"\(Self.name(of: entry.dtype)!)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(entry.range.lowerBound),\(entry.range.upperBound)]}")
        }
        var json = Array("{\(fields.joined(separator: ","))}".utf8)
        json += [UInt8](repeating: 0x20, count: (8 - json.count % 8) % 8)
        var bytes: [UInt8] = []
        bytes.append(littleEndian: UInt64(json.count))
        return bytes + json
    }

    /// The format's name of a dtype; nil for complex128.
    static func name(of dtype: DType) -> String? {
        switch dtype {
        case .bool: "BOOL"
        case .uint8: "U8"
        case .int8: "I8"
        case .int16: "I16"
        case .uint16: "U16"
        case .float16: "F16"
        case .bfloat16: "BF16"
        case .int32: "I32"
        case .uint32: "U32"
        case .float32: "F32"
        case .complex64: "C64"
        case .float64: "F64"
        case .int64: "I64"
        case .uint64: "U64"
        case .complex128: nil
        }
    }

    /// The reference's order of types; tensors of higher rank come first in the file.
    private static func rank(of dtype: DType) -> Int {
        let order: [DType] = [
            .bool, .uint8, .int8, .int16, .uint16, .float16, .bfloat16, .int32, .uint32, .float32, .complex64,
            .float64, .int64, .uint64,
        ]
        return order.firstIndex(of: dtype) ?? order.count
    }
}
