// The records of a zip file's central directory, and the local headers that must agree with them.

/// Signatures and sizes of the zip records.
enum ZipFormat {
    static let localHeader: UInt32 = 0x0403_4b50, localHeaderSize = 30
    static let directoryRecord: UInt32 = 0x0201_4b50, directoryRecordSize = 46
    static let end: UInt32 = 0x0605_4b50, endSize = 22
    static let end64: UInt32 = 0x0606_4b50, end64Size = 56
    static let locator64: UInt32 = 0x0706_4b50, locator64Size = 20
    /// The extra field that holds 64-bit sizes and offsets.
    static let extra64: UInt16 = 1
}

/// Where the central directory lies and how many records it has.
struct CentralDirectory {
    let range: Range<Int>
    let count: Int

    /// Finds the directory from the record at the end of the file.
    init(_ file: InputFile) throws(ApusError) {
        let tail = try file.read(at: max(0, file.size - 65_557), count: min(file.size, 65_557))
        let found = stride(from: tail.count - ZipFormat.endSize, through: 0, by: -1).first { offset in
            tail.number(at: offset, as: UInt32.self) == ZipFormat.end
                && offset + ZipFormat.endSize + Int(tail.number(at: offset + 20, as: UInt16.self)) == tail.count
        }
        guard let offset = found else { throw file.failure("not a zip file, or truncated") }
        let position = file.size - tail.count + offset
        var onOneDisk = tail.number(at: offset + 4, as: UInt32.self) == 0
        let shortCounts: (UInt16, UInt16) = (tail.number(at: offset + 8), tail.number(at: offset + 10))
        var counts = (UInt64(shortCounts.0), UInt64(shortCounts.1))
        var size = UInt64(tail.number(at: offset + 12, as: UInt32.self))
        var start = UInt64(tail.number(at: offset + 16, as: UInt32.self))
        var end = position
        if let record = try Self.end64(file, before: position) {
            onOneDisk = record.bytes.number(at: 16, as: UInt64.self) == 0
            counts = (record.bytes.number(at: 24), record.bytes.number(at: 32))
            size = record.bytes.number(at: 40)
            start = record.bytes.number(at: 48)
            end = record.offset
        }
        guard onOneDisk, counts.0 == counts.1 else { throw file.failure("zip files in several parts are not supported") }
        guard start <= UInt64(end), size == UInt64(end) - start,
            counts.0 <= size / UInt64(ZipFormat.directoryRecordSize)
        else { throw file.failure("the directory of the zip file does not fit") }
        range = Int(start)..<end
        count = Int(counts.0)
    }

    private static func end64(_ file: InputFile, before position: Int) throws(ApusError) -> (bytes: [UInt8], offset: Int)? {
        guard position >= ZipFormat.locator64Size else { return nil }
        let locator = try file.read(at: position - ZipFormat.locator64Size, count: ZipFormat.locator64Size)
        guard locator.number(at: 0, as: UInt32.self) == ZipFormat.locator64 else { return nil }
        let offset = locator.number(at: 8, as: UInt64.self)
        let latest = position - ZipFormat.locator64Size - ZipFormat.end64Size
        guard latest >= 0, offset <= UInt64(latest), locator.number(at: 4, as: UInt32.self) == 0 else {
            throw file.failure("the zip64 directory does not fit")
        }
        let bytes = try file.read(at: Int(offset), count: ZipFormat.end64Size)
        guard bytes.number(at: 0, as: UInt32.self) == ZipFormat.end64 else {
            throw file.failure("the zip64 directory is damaged")
        }
        return (bytes, Int(offset))
    }

    /// The directory's records, in order.
    func records(of file: InputFile) throws(ApusError) -> [ZipRecord] {
        let bytes = try file.read(at: range.lowerBound, count: range.count)
        var offset = 0
        var records: [ZipRecord] = []
        for _ in 0..<count { records.append(try ZipRecord(bytes, at: &offset, in: file)) }
        guard offset == bytes.count else { throw file.failure("the directory of the zip file is damaged") }
        return records
    }
}

/// One record of the central directory.
struct ZipRecord {
    let name: String
    let nameBytes: ArraySlice<UInt8>
    let flags: UInt16
    let method: UInt16
    let crc: UInt32
    let packedSize: Int
    let size: Int
    let headerOffset: Int

    /// Reads the record at `offset` and moves past it.
    fileprivate init(_ bytes: [UInt8], at offset: inout Int, in file: InputFile) throws(ApusError) {
        let damaged = file.failure("the directory of the zip file is damaged")
        guard bytes.count - offset >= ZipFormat.directoryRecordSize,
            bytes.number(at: offset, as: UInt32.self) == ZipFormat.directoryRecord
        else { throw damaged }
        func short(_ field: Int) -> UInt16 { bytes.number(at: offset + field) }
        func long(_ field: Int) -> UInt32 { bytes.number(at: offset + field) }
        let nameStart = offset + ZipFormat.directoryRecordSize
        let extraStart = nameStart + Int(short(28))
        let commentStart = extraStart + Int(short(30))
        let end = commentStart + Int(short(32))
        guard end <= bytes.count, short(34) == 0 || short(34) == 0xffff else { throw damaged }

        nameBytes = bytes[nameStart..<extraStart]
        guard let name = String(validating: nameBytes, as: UTF8.self), !nameBytes.contains(0) else {
            throw file.failure("an entry's name is not UTF-8")
        }
        self.name = name
        flags = short(8)
        method = short(10)
        crc = long(16)
        guard flags & 0x2041 == 0 else { throw file.failure("entry '\(name)' is encrypted") }
        guard method == 0 || method == 8 else {
            throw file.failure("entry '\(name)' is packed by method \(method); only stored and deflated are supported")
        }
        var wide = Self.wideFields(bytes[extraStart..<commentStart])
        func widened(_ value: UInt32) throws(ApusError) -> Int {
            guard value == .max else { return Int(value) }
            guard let first = wide.popFirst(), let value = Int(exactly: first) else { throw damaged }
            return value
        }
        size = try widened(long(24))
        packedSize = try widened(long(20))
        headerOffset = try widened(long(42))
        offset = end
    }

    /// The 64-bit numbers of the zip64 extra field.
    private static func wideFields(_ extra: ArraySlice<UInt8>) -> ArraySlice<UInt64> {
        var rest = Array(extra)
        while rest.count >= 4 {
            let length = Int(rest.number(at: 2, as: UInt16.self))
            guard rest.count >= 4 + length else { break }
            if rest.number(at: 0, as: UInt16.self) == ZipFormat.extra64 {
                return stride(from: 4, through: 4 + length - 8, by: 8).map { rest.number(at: $0, as: UInt64.self) }[...]
            }
            rest.removeFirst(4 + length)
        }
        return []
    }

    /// Where the packed bytes lie, after checking the local header against this record.
    func dataRange(in file: InputFile, before limit: Int) throws(ApusError) -> Range<Int> {
        let damaged = file.failure("entry '\(name)' does not match its local header")
        guard headerOffset <= limit - ZipFormat.localHeaderSize - nameBytes.count else { throw damaged }
        let header = try file.read(at: headerOffset, count: ZipFormat.localHeaderSize + nameBytes.count)
        guard header.number(at: 0, as: UInt32.self) == ZipFormat.localHeader,
            header.number(at: 8, as: UInt16.self) == method,
            (header.number(at: 6, as: UInt16.self) ^ flags) & 0x2041 == 0,
            Int(header.number(at: 26, as: UInt16.self)) == nameBytes.count,
            header[ZipFormat.localHeaderSize...].elementsEqual(nameBytes),
            flags & 8 != 0 || header.number(at: 14, as: UInt32.self) == crc
        else { throw damaged }
        let start = headerOffset + header.count + Int(header.number(at: 28, as: UInt16.self))
        guard start <= limit, packedSize <= limit - start else {
            throw file.failure("entry '\(name)' lies beyond the end of the data")
        }
        return start..<start + packedSize
    }

    /// Refuses sizes that no packed data can have, before memory is set aside for them.
    func checkSizes(_ file: InputFile) throws(ApusError) {
        // Deflate's best is 258 bytes from two bits.
        let possible = method == 0 ? size == packedSize : size / 1032 <= packedSize
        guard possible else { throw file.failure("entry '\(name)' claims an impossible size") }
    }
}
