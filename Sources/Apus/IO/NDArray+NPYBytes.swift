package import ApusCore

// `.npy` contents in memory, for streams that are no files of the system.

/// Bytes in memory, read from front to back.
private struct MemoryStream: ByteStream {
    let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var remaining: Int { bytes.count - position }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ApusError) {
        guard buffer.count <= remaining else { throw failure("truncated: \(buffer.count) bytes expected, \(remaining) left") }
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[position..<position + buffer.count]))
        position += buffer.count
    }

    func failure(_ message: String) -> ApusError { .file(path: "stream", message: message) }
}

extension NDArray {
    /// The array whose `.npy` file the bytes are.
    package static func decodeNPY(_ bytes: UnsafeRawBufferPointer) throws(ApusError) -> NDArray {
        var stream = MemoryStream(bytes)
        let header = try NPYHeader.read(from: &stream)
        return NDArray(value: try header.elements(from: &stream))
    }

    /// How many bytes of elements follow a header of an `.npy` file.
    package static func npyElementBytes(_ header: UnsafeRawBufferPointer) throws(ApusError) -> Int {
        var stream = MemoryStream(header)
        return try NPYHeader.read(from: &stream).byteCount
    }

    /// The bytes of an `.npy` file of this array.
    package func encodedNPY() throws(ApusError) -> [UInt8] {
        let (header, value) = try npyParts()
        let bytes = try header.encoded()
        return withExtendedLifetime(value) { bytes + value.bytes }
    }
}
