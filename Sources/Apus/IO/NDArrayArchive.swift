// `.npz` files: named arrays in a zip file.

/// An `.npz` file open for reading; its arrays are read when they are asked for. `numpy.load`.
public struct NDArrayArchive: Sendable {
    /// The names of the arrays, in the file's order.
    public let names: [String]

    private let zip: ZipReader
    private let entries: [String: ZipReader.Entry]

    /// Opens an `.npz` file and checks its directory.
    ///
    /// - Throws: `ApusError.file` for a file that is missing or damaged, that is encrypted or packed by other methods
    ///   than deflate, whose entries overlap or claim impossible sizes, or that holds anything but `.npy` entries.
    public init(_ path: String) throws(ApusError) {
        let file = try InputFile(path)
        zip = try ZipReader(file)
        var names: [String] = []
        var entries: [String: ZipReader.Entry] = [:]
        for entry in zip.entries {
            guard entry.name.hasSuffix(".npy") else {
                throw file.failure("entry '\(entry.name)' is not an array (.npy)")
            }
            let name = String(entry.name.dropLast(4))
            names.append(name)
            entries[name] = entry
        }
        self.names = names
        self.entries = entries
    }

    /// Reads one array.
    ///
    /// - Throws: `ApusError.file` when there is none of that name, or when it is damaged, including a wrong checksum;
    ///   `ApusError.library` when it is compressed and zlib is not installed.
    public func array(_ name: String) throws(ApusError) -> NDArray {
        guard let entry = entries[name] else {
            throw zip.file.failure("holds no array '\(name)', but: \(names.joined(separator: ", "))")
        }
        var stream = try zip.open(entry)
        let header = try NPYHeader.read(from: &stream)
        let value = try header.elements(from: &stream)
        try stream.finish()
        return NDArray(value: value)
    }

    /// What an entry holds, from its header alone.
    func stored(_ name: String) throws(ApusError) -> StoredArray {
        let entry = entries[name]!
        var stream = try zip.open(entry)
        let header = try NPYHeader.read(from: &stream)
        return StoredArray(
            name: name, dtype: header.dtype, shape: Dims(header.shape), storedByteCount: entry.data.count)
    }
}

extension NDArray {
    /// Reads all arrays of an `.npz` file, in its order. `numpy.load`.
    ///
    /// - Throws: as `NDArrayArchive`.
    public static func loadArchive(_ path: String) throws(ApusError) -> NamedArrays<NDArray> {
        let archive = try NDArrayArchive(path)
        var arrays = NamedArrays<NDArray>()
        for name in archive.names { arrays[name] = try archive.array(name) }
        return arrays
    }

    /// Writes named arrays to an `.npz` file. `numpy.savez`, and with `compressed`, `numpy.savez_compressed`.
    ///
    /// The same arrays give the same bytes. The file appears under its name when it is complete.
    ///
    /// - Throws: `ApusError.dtype` for bfloat16, which the format cannot name; `ApusError.file` when writing fails;
    ///   `ApusError.library` when `compressed` needs zlib and it is not installed.
    public static func saveArchive(
        _ arrays: NamedArrays<NDArray>, to path: String, compressed: Bool = false
    ) throws(ApusError) {
        let file = try OutputFile(path)
        var zip = ZipWriter(file, deflating: compressed)
        for (name, array) in arrays {
            let (header, value) = try array.npyParts()
            try header.encoded().withUnsafeBufferPointer { encoded throws(ApusError) in
                try withExtendedLifetime(value) { () throws(ApusError) in
                    try zip.add(name + ".npy", [UnsafeRawBufferPointer(encoded), value.bytes])
                }
            }
        }
        try zip.finish()
        try file.commit()
    }
}
