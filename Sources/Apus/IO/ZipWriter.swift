// Writes zip files: stored or deflated entries, zip64 where sizes need it.

/// Writes the entries of a zip file one after the other, then its directory.
struct ZipWriter: ~Copyable {
    private struct Finished {
        let name: [UInt8]
        let deflated: Bool
        let crc: UInt32
        let packedSize: Int
        let size: Int
        let headerOffset: Int
    }

    private let file: OutputFile
    private let deflating: Bool
    private var finished: [Finished] = []

    /// - Parameter deflating: Pack the entries; otherwise they are stored as they are.
    init(_ file: OutputFile, deflating: Bool) {
        self.file = file
        self.deflating = deflating
    }

    /// Adds an entry whose contents are `parts`, one after the other.
    mutating func add(_ name: String, _ parts: [UnsafeRawBufferPointer]) throws(ApusError) {
        let name = Array(name.utf8)
        guard name.count <= Int(UInt16.max) else {
            throw .argument(
                operation: "save", message: "a name of \(name.count) bytes is too long for a zip file")
        }
        let size = parts.reduce(0) { $0 + $1.count }
        let wide = size + size / 1000 + 1024 > Int(UInt32.max)
        let start = file.position
        try file.write(localHeader(name, crc: 0, packedSize: 0, size: 0, wide: wide))
        var crc = CRC32()
        let dataStart = file.position
        if deflating {
            let deflater = try Deflater()
            for part in parts {
                crc.update(part)
                try deflater.write(part) { bytes throws(ApusError) in try file.write(bytes) }
            }
            try deflater.finish { bytes throws(ApusError) in try file.write(bytes) }
        } else {
            for part in parts {
                crc.update(part)
                try file.write(part)
            }
        }
        let packedSize = file.position - dataStart
        let header = localHeader(name, crc: crc.value, packedSize: packedSize, size: size, wide: wide)
        try file.overwrite(header, at: start)
        finished.append(Finished(
            name: name, deflated: deflating, crc: crc.value, packedSize: packedSize, size: size, headerOffset: start))
    }

    /// Writes the directory; the file is then complete but not yet committed.
    consuming func finish() throws(ApusError) {
        let start = file.position
        for entry in finished { try file.write(directoryRecord(entry)) }
        try file.write(endRecords(directory: start..<file.position))
    }

    private func localHeader(_ name: [UInt8], crc: UInt32, packedSize: Int, size: Int, wide: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(littleEndian: ZipFormat.localHeader)
        appendCommon(&bytes, name, deflated: deflating, wide: wide)
        bytes.append(littleEndian: crc)
        bytes.append(littleEndian: wide ? .max : UInt32(packedSize))
        bytes.append(littleEndian: wide ? .max : UInt32(size))
        bytes.append(littleEndian: UInt16(name.count))
        bytes.append(littleEndian: UInt16(wide ? 20 : 0))
        bytes += name
        if wide { appendExtra(&bytes, [size, packedSize]) }
        return bytes
    }

    private func directoryRecord(_ entry: Finished) -> [UInt8] {
        func narrow(_ value: Int) -> UInt32 { UInt32(exactly: value) ?? .max }
        let wide = [entry.size, entry.packedSize, entry.headerOffset].filter { narrow($0) == .max }
        var bytes: [UInt8] = []
        bytes.append(littleEndian: ZipFormat.directoryRecord)
        bytes.append(littleEndian: UInt16(3 << 8 | 45))
        appendCommon(&bytes, entry.name, deflated: entry.deflated, wide: !wide.isEmpty)
        bytes.append(littleEndian: entry.crc)
        bytes.append(littleEndian: narrow(entry.packedSize))
        bytes.append(littleEndian: narrow(entry.size))
        bytes.append(littleEndian: UInt16(entry.name.count))
        bytes.append(littleEndian: UInt16(wide.isEmpty ? 0 : 4 + 8 * wide.count))
        bytes += [UInt8](repeating: 0, count: 6)  // comment length, disk, internal attributes
        bytes.append(littleEndian: UInt32(0o100644) << 16)
        bytes.append(littleEndian: narrow(entry.headerOffset))
        bytes += entry.name
        if !wide.isEmpty { appendExtra(&bytes, wide) }
        return bytes
    }

    private func endRecords(directory: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        let count = finished.count
        if count >= 0xffff || directory.upperBound >= Int(UInt32.max) {
            bytes.append(littleEndian: ZipFormat.end64)
            bytes.append(littleEndian: UInt64(ZipFormat.end64Size - 12))
            bytes.append(littleEndian: UInt16(3 << 8 | 45))
            bytes.append(littleEndian: UInt16(45))
            bytes.append(littleEndian: UInt64(0))
            for value in [count, count, directory.count, directory.lowerBound] {
                bytes.append(littleEndian: UInt64(value))
            }
            bytes.append(littleEndian: ZipFormat.locator64)
            bytes.append(littleEndian: UInt32(0))
            bytes.append(littleEndian: UInt64(directory.upperBound))
            bytes.append(littleEndian: UInt32(1))
        }
        let shortCount = UInt16(exactly: count) ?? .max
        bytes.append(littleEndian: ZipFormat.end)
        bytes.append(littleEndian: UInt32(0))
        bytes.append(littleEndian: shortCount)
        bytes.append(littleEndian: shortCount)
        bytes.append(littleEndian: UInt32(exactly: directory.count) ?? .max)
        bytes.append(littleEndian: UInt32(exactly: directory.lowerBound) ?? .max)
        bytes.append(littleEndian: UInt16(0))
        return bytes
    }

    /// Version, flags, method and the time: 1 January 1980, so that equal arrays give equal files.
    private func appendCommon(_ bytes: inout [UInt8], _ name: [UInt8], deflated: Bool, wide: Bool) {
        bytes.append(littleEndian: UInt16(wide ? 45 : 20))
        bytes.append(littleEndian: UInt16(name.allSatisfy { $0 < 0x80 } ? 0 : 0x800))
        bytes.append(littleEndian: UInt16(deflated ? 8 : 0))
        bytes.append(littleEndian: UInt16(0))
        bytes.append(littleEndian: UInt16(0x21))
    }

    private func appendExtra(_ bytes: inout [UInt8], _ values: [Int]) {
        bytes.append(littleEndian: ZipFormat.extra64)
        bytes.append(littleEndian: UInt16(8 * values.count))
        for value in values { bytes.append(littleEndian: UInt64(value)) }
    }
}
