/// What a file holds, without its elements.
public struct StoredArray: Sendable, Hashable {
    /// The array's name in the file; empty in an `.npy` file, which holds one array.
    public let name: String
    public let dtype: DType
    public let shape: Shape
    /// How many bytes it takes in the file, packed if it is compressed.
    public let storedByteCount: Int

    /// The arrays of an `.npy`, `.npz` or safetensors file, in its order; the kind is told by the contents.
    ///
    /// - Throws: `ApusError.file` for any other file, and for one that cannot be read.
    public static func all(in path: String) throws(ApusError) -> [StoredArray] {
        let file = try InputFile(path)
        let start = try file.read(at: 0, count: min(file.size, 9))
        if start.starts(with: NPYHeader.magic) {
            var stream = FileStream(file, range: 0..<file.size)
            let header = try NPYHeader.read(from: &stream)
            try header.check(against: stream)
            let shape = Dims(header.shape)
            return [StoredArray(name: "", dtype: header.dtype, shape: shape, storedByteCount: stream.remaining)]
        }
        if start.starts(with: [0x50, 0x4b]) {
            let archive = try NDArrayArchive(path)
            var arrays: [StoredArray] = []
            for name in archive.names { arrays.append(try archive.stored(name)) }
            return arrays
        }
        if start.count == 9, start[8] == UInt8(ascii: "{") { return try SafetensorsFile(path).stored }
        throw file.failure("not an .npy, .npz or safetensors file")
    }
}
