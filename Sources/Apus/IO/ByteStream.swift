// A sequence of bytes read once from front to back: part of a file, or what a compressed part unpacks to.

/// Bytes that arrive in order.
protocol ByteStream {
    /// How many bytes are still to come.
    var remaining: Int { get }
    /// Fills `buffer` with the next bytes.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ApusError)
    /// An error about the place that the bytes come from.
    func failure(_ message: String) -> ApusError
}

extension ByteStream {
    /// The next `count` bytes; throws, before allocating, when there are fewer.
    mutating func read(count: Int) throws(ApusError) -> [UInt8] {
        guard count >= 0, count <= remaining else {
            throw failure("truncated: \(count) bytes expected, \(remaining) left")
        }
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeMutableBufferPointer { buffer throws(ApusError) in
            try read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        return bytes
    }
}

/// A range of bytes of a file.
struct FileStream: ByteStream {
    let file: InputFile
    /// Where the next byte comes from.
    private(set) var position: Int
    private let end: Int

    var remaining: Int { end - position }

    /// A range that must lie within the file.
    init(_ file: InputFile, range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= file.size)
        self.file = file
        position = range.lowerBound
        end = range.upperBound
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ApusError) {
        guard buffer.count <= remaining else {
            throw failure("truncated: \(buffer.count) bytes expected, \(remaining) left")
        }
        try file.read(at: position, into: buffer)
        position += buffer.count
    }

    func failure(_ message: String) -> ApusError { file.failure(message) }
}
