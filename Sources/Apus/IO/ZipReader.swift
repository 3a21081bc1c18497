// Reads zip files from their central directory, refusing what is damaged, hostile or of no use for arrays.

/// The parts of a zip file, by name and in the order of its central directory.
///
/// Format: PKWARE APPNOTE 6.3: stored and deflated entries, zip64. Encrypted, multi-part, overlapping and
/// otherwise inconsistent files are refused.
struct ZipReader: Sendable {
    /// One packed file.
    struct Entry: Sendable {
        let name: String
        let deflated: Bool
        let crc: UInt32
        let size: Int
        /// Where its packed bytes lie in the zip file.
        let data: Range<Int>
    }

    let file: InputFile
    let entries: [Entry]

    /// Reads and checks the directory; no entry is unpacked.
    ///
    /// - Throws: `ApusError.file`.
    init(_ file: InputFile) throws(ApusError) {
        self.file = file
        let directory = try CentralDirectory(file)
        let records = try directory.records(of: file)
        var entries: [Entry] = []
        var names: Set<String> = []
        var extents: [Range<Int>] = []
        for record in records {
            let data = try record.dataRange(in: file, before: directory.range.lowerBound)
            guard names.insert(record.name).inserted else {
                throw file.failure("two entries are called '\(record.name)'")
            }
            try record.checkSizes(file)
            extents.append(record.headerOffset..<data.upperBound)
            entries.append(Entry(
                name: record.name, deflated: record.method == 8, crc: record.crc, size: record.size, data: data))
        }
        extents.sort { $0.lowerBound < $1.lowerBound }
        for (first, second) in zip(extents, extents.dropFirst()) where first.upperBound > second.lowerBound {
            throw file.failure("entries of the zip file overlap")
        }
        self.entries = entries
    }

    /// The unpacked bytes of an entry, in order; their checksum is compared by `finish()`.
    func open(_ entry: Entry) throws(ApusError) -> ZipEntryStream {
        try ZipEntryStream(entry, in: file)
    }
}

/// The unpacked bytes of one entry of a zip file.
struct ZipEntryStream: ByteStream {
    private enum Source {
        case stored(FileStream)
        case deflated(InflateStream)
    }

    private let entry: ZipReader.Entry
    private let file: InputFile
    private var source: Source
    private var crc = CRC32()

    fileprivate init(_ entry: ZipReader.Entry, in file: InputFile) throws(ApusError) {
        self.entry = entry
        self.file = file
        let packed = FileStream(file, range: entry.data)
        source = entry.deflated ? .deflated(try InflateStream(packed, size: entry.size)) : .stored(packed)
    }

    var remaining: Int {
        switch source {
        case .stored(let stream): stream.remaining
        case .deflated(let stream): stream.remaining
        }
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ApusError) {
        switch source {
        case .stored(var stream):
            try stream.read(into: buffer)
            source = .stored(stream)
        case .deflated(let stream):
            try stream.read(into: buffer)
        }
        crc.update(UnsafeRawBufferPointer(buffer))
    }

    /// Checks that everything was read and is what was packed.
    func finish() throws(ApusError) {
        if case .deflated(let stream) = source { try stream.finish() }
        guard remaining == 0 else { throw failure("has \(remaining) bytes too many") }
        guard crc.value == entry.crc else { throw failure("checksum does not match: the data is damaged") }
    }

    func failure(_ message: String) -> ApusError { file.failure("entry '\(entry.name)': \(message)") }
}
