// safetensors files: named tensors behind a JSON header.

/// A safetensors file open for reading; its tensors are read, or mapped, when they are asked for.
public struct SafetensorsFile: Sendable {
    /// The free text that the file carries, such as `["format": "pt"]`.
    public let metadata: [String: String]
    /// The names of the tensors, in the order of their data.
    public var names: [String] { header.entries.map(\.name) }

    private let file: InputFile
    private let header: SafetensorsHeader
    private let entries: [String: SafetensorsHeader.Entry]

    /// Opens a file and checks its header.
    ///
    /// - Throws: `ApusError.file` for a file that is missing or truncated, whose header is not the JSON it should be,
    ///   or whose tensors overlap, leave gaps or do not take the bytes that their shapes say.
    public init(_ path: String) throws(ApusError) {
        file = try InputFile(path)
        header = try SafetensorsHeader.read(from: file)
        metadata = header.metadata
        entries = Dictionary(uniqueKeysWithValues: header.entries.map { ($0.name, $0) })
    }

    /// Reads one tensor into memory of its own.
    ///
    /// - Throws: `ApusError.file` when there is none of that name or reading fails.
    public func tensor(_ name: String) throws(ApusError) -> Tensor {
        try tensor(entry(name))
    }

    /// The tensors, in the order of their data.
    ///
    /// - Parameter mapped: Leave the elements in the file; the tensors are read-only, and the file must not be cut
    ///   short while they are in use. A tensor that is not aligned for its dtype is read into memory all the same.
    public func tensors(mapped: Bool) throws(ApusError) -> NamedArrays<Tensor> {
        let mapping = mapped ? try file.mapped() : nil
        var tensors = NamedArrays<Tensor>()
        for entry in header.entries {
            let layout = (entry.shape, entry.dtype)
            let place = header.dataOffset + entry.range.lowerBound
            if let mapping, let value = Strided.mapped(layout, at: place, in: mapping) {
                tensors[entry.name] = Tensor(value: value)
            } else {
                tensors[entry.name] = try tensor(entry)
            }
        }
        return tensors
    }

    /// What the file holds, from its header.
    var stored: [StoredArray] {
        header.entries.map {
            StoredArray(name: $0.name, dtype: $0.dtype, shape: Dims($0.shape), storedByteCount: $0.range.count)
        }
    }

    private func entry(_ name: String) throws(ApusError) -> SafetensorsHeader.Entry {
        guard let entry = entries[name] else { throw file.failure("holds no tensor '\(name)'") }
        return entry
    }

    private func tensor(_ entry: SafetensorsHeader.Entry) throws(ApusError) -> Tensor {
        let start = header.dataOffset + entry.range.lowerBound
        var stream = FileStream(file, range: start..<start + entry.range.count)
        return Tensor(value: try Strided.read((entry.shape, entry.dtype), from: &stream))
    }
}

/// Reading and writing all tensors of a safetensors file at once.
public enum Safetensors {
    /// The tensors of a file, in the order of their data. `safetensors.torch.load_file`.
    ///
    /// - Parameter mapped: Leave the elements in the file; see `SafetensorsFile.tensors(mapped:)`.
    /// - Throws: as `SafetensorsFile`.
    public static func load(_ path: String, mapped: Bool = false) throws(ApusError) -> NamedArrays<Tensor> {
        try SafetensorsFile(path).tensors(mapped: mapped)
    }

    /// Writes tensors to a file, byte for byte as the reference implementation: widest dtypes first, then by name.
    /// `safetensors.torch.save_file`.
    ///
    /// Tensors may have any layout and be on any device that has memory. The file appears under its name when it is
    /// complete.
    ///
    /// - Throws: `ApusError.dtype` for complex128, which the format cannot name; `ApusError.file` when writing fails.
    public static func save(
        _ tensors: NamedArrays<Tensor>, to path: String, metadata: [String: String] = [:]
    ) throws(ApusError) {
        let header = try SafetensorsHeader(
            tensors.map { (name: $0.name, dtype: $0.array.dtype, shape: Array($0.array.shape)) }, metadata: metadata)
        let bytes = header.encoded()
        guard bytes.count - 8 <= SafetensorsHeader.longestHeader else {
            throw .file(path: path, message: "a header of \(bytes.count - 8) bytes is too long for safetensors")
        }
        let file = try OutputFile(path)
        try file.write(bytes)
        for entry in header.entries {
            let value = try tensors[entry.name]!.detach().cpu().contiguous().value
            try withExtendedLifetime(value) { () throws(ApusError) in try file.write(value.bytes) }
        }
        try file.commit()
    }
}
