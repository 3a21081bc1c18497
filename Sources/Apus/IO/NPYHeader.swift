// The header of NumPy's `.npy` format: reading it strictly, writing it byte for byte as NumPy does.

/// What the header of an `.npy` file says about the data behind it.
///
/// Format: NumPy Enhancement Proposal 1, versions 1.0 to 3.0.
struct NPYHeader: Equatable, Sendable {
    var dtype: DType
    var shape: [Int]
    /// The first index varies fastest in memory.
    var fortranOrder = false
    /// Numbers are stored most significant byte first.
    var bigEndian = false

    /// The data's size in bytes; `parse` has checked that it does not overflow.
    var byteCount: Int { shape.reduce(dtype.size, *) }

    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    private static let longestHeader = 1 << 20
    static let highestRank = 64
    private static let alignment = 64

    /// Reads a header and leaves the stream at the first byte of data.
    ///
    /// - Throws: `ApusError.file` for anything but a well-formed header of a plain numeric array.
    static func read(from stream: inout some ByteStream) throws(ApusError) -> NPYHeader {
        let start = try stream.read(count: 8)
        guard Array(start[..<6]) == magic else { throw stream.failure("not an .npy file") }
        let version = start[6]
        guard (1...3).contains(version), start[7] == 0 else {
            throw stream.failure(".npy version \(version).\(start[7]) is not supported")
        }
        let lengthBytes = try stream.read(count: version == 1 ? 2 : 4)
        let length = version == 1 ? Int(lengthBytes.number(at: 0, as: UInt16.self))
            : Int(lengthBytes.number(at: 0, as: UInt32.self))
        guard length <= longestHeader else { throw stream.failure("an .npy header of \(length) bytes is refused") }
        var parser = PythonLiteralParser(try stream.read(count: length))
        do throws(FormatProblem) {
            return try parser.header()
        } catch {
            throw stream.failure("bad .npy header: \(error.message)")
        }
    }

    /// The bytes of a version 1.0 header, padded as NumPy pads: data starts at a multiple of 64.
    ///
    /// - Throws: `ApusError.invalidArgument` for bfloat16, which the format cannot name.
    func encoded() throws(ApusError) -> [UInt8] {
        guard let descriptor = Self.descriptor(of: dtype) else {
            throw .dtype(
                operation: "save",
                message: ".npy has no name for \(dtype); convert to float32 first, or save as safetensors")
        }
        let tuple = shape.count == 1 ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
        let order = fortranOrder ? "True" : "False"
        var text = "{'descr': '\(descriptor)', 'fortran_order': \(order), 'shape': \(tuple), }"
        if let growing = fortranOrder ? shape.last : shape.first {
            let digitsOfGrowth = 21
            text += String(repeating: " ", count: max(0, digitsOfGrowth - String(growing).utf8.count))
        }
        let unpadded = Self.magic.count + 4 + text.utf8.count + 1
        text += String(repeating: " ", count: Self.alignment - unpadded % Self.alignment) + "\n"
        var bytes = Self.magic + [1, 0]
        bytes.append(littleEndian: UInt16(text.utf8.count))
        return bytes + text.utf8
    }

    /// NumPy's name of a dtype with its byte order; nil for bfloat16.
    static func descriptor(of dtype: DType) -> String? {
        switch dtype {
        case .bool: "|b1"
        case .uint8: "|u1"
        case .int8: "|i1"
        case .uint16: "<u2"
        case .uint32: "<u4"
        case .uint64: "<u8"
        case .int16: "<i2"
        case .int32: "<i4"
        case .int64: "<i8"
        case .float16: "<f2"
        case .bfloat16: nil
        case .float32: "<f4"
        case .float64: "<f8"
        case .complex64: "<c8"
        case .complex128: "<c16"
        }
    }
}
