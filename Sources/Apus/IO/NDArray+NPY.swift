// `.npy` files: one array each.

extension NDArray {
    /// Reads an array from an `.npy` file. `numpy.load`.
    ///
    /// Versions 1 to 3 of the format, every dtype but bfloat16, either byte order; the array keeps the order of axes
    /// in memory that the file has. Pickled objects, text and records are refused.
    ///
    /// - Parameter mapped: Leave the elements in the file and bring in pages as they are touched. The array is then
    ///   read-only, and the file must not be cut short while it is in use. Elements that cannot be used in place
    ///   (foreign byte order) are read as if this were false.
    /// - Throws: `ApusError.file` for a file that is missing, truncated, too long or otherwise not as it should be.
    public static func load(_ path: String, mapped: Bool = false) throws(ApusError) -> NDArray {
        try load(path, mapping: mapped ? .readOnly : nil)
    }

    /// How the elements of a file may be left in it.
    package enum FileMapping {
        case readOnly
        /// What is written changes the array's memory and not the file.
        case copyOnWrite
    }

    /// Reads an array from an `.npy` file, or leaves its elements there.
    package static func load(_ path: String, mapping: FileMapping?) throws(ApusError) -> NDArray {
        let file = try InputFile(path)
        var stream = FileStream(file, range: 0..<file.size)
        let header = try NPYHeader.read(from: &stream)
        try header.check(against: stream)
        if let mapping, !header.bigEndian,
            let value = Strided.mapped(
                header.stored, at: stream.position, in: try file.mapped(isPrivate: mapping == .copyOnWrite),
                isReadOnly: mapping == .readOnly)
        {
            return NDArray(value: header.oriented(value))
        }
        return NDArray(value: try header.elements(from: &stream))
    }

    /// Writes this array to an `.npy` file, byte for byte as NumPy does. `numpy.save`.
    ///
    /// The file appears under its name when it is complete: a failure leaves what was there before.
    ///
    /// - Throws: `ApusError.dtype` for bfloat16, which the format cannot name; `ApusError.file` when writing fails.
    public func save(_ path: String) throws(ApusError) {
        let (header, value) = try npyParts()
        let bytes = try header.encoded()
        let file = try OutputFile(path)
        try file.write(bytes)
        try withExtendedLifetime(value) { () throws(ApusError) in try file.write(value.bytes) }
        try file.commit()
    }

    /// The header, and the elements in the order that it tells.
    func npyParts() throws(ApusError) -> (header: NPYHeader, value: Strided) {
        let fortranOrder = !isContiguous && value.layout.permuted(Dims((0..<rank).reversed())).isContiguous
        let header = NPYHeader(dtype: dtype, shape: Array(shape), fortranOrder: fortranOrder)
        return (header, fortranOrder ? header.oriented(value) : contiguous().value)
    }
}

extension NPYHeader {
    /// Dtype and shape as the elements lie in the file, last axis fastest.
    var stored: (shape: [Int], dtype: DType) { (fortranOrder ? shape.reversed() : shape, dtype) }

    /// Checks that exactly the array's bytes follow.
    func check(against stream: some ByteStream) throws(ApusError) {
        guard stream.remaining == byteCount else {
            throw stream.failure(
                "\(dtype) of shape \(Dims(shape)) takes \(byteCount) bytes, but \(stream.remaining) follow the header")
        }
    }

    /// The array whose elements follow in a stream.
    func elements(from stream: inout some ByteStream) throws(ApusError) -> Strided {
        try check(against: stream)
        return oriented(try Strided.read(stored, bigEndian: bigEndian, from: &stream))
    }

    /// Stored elements as the array that the header describes.
    func oriented(_ value: Strided) -> Strided {
        fortranOrder ? value.view(value.layout.permuted(Dims((0..<value.rank).reversed()))) : value
    }
}
