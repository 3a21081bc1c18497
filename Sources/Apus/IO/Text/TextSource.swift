package import ApusCore

/// The bytes of a text as UTF-8.
package enum TextSource {
    /// The whole of a file; unpacked, if its name ends in `.gz`.
    package static func file(_ path: String, _ encoding: TextEncoding, _ operation: String) throws(ApusError) -> [UInt8] {
        let file = try InputFile(path)
        var bytes = try file.read(at: 0, count: file.size)
        if path.hasSuffix(".gz") {
            let packed = bytes
            bytes = try packed.withUnsafeBufferPointer { packed throws(ApusError) in
                try unpackedGzip(UnsafeRawBufferPointer(packed)) { file.failure($0) }
            }
        }
        return try utf8(bytes, encoding, operation)
    }

    /// Bytes of an encoding as UTF-8, without the mark that some programs put before it.
    package static func utf8(_ bytes: [UInt8], _ encoding: TextEncoding, _ operation: String) throws(ApusError) -> [UInt8] {
        guard let first = bytes.firstIndex(where: { $0 >= 0x80 }) else { return bytes }
        if encoding == .latin1 {
            var result = Array(bytes[..<first])
            result.reserveCapacity(bytes.count + bytes.count / 8)
            for byte in bytes[first...] {
                if byte < 0x80 {
                    result.append(byte)
                } else {
                    result.append(0xC0 | byte >> 6)
                    result.append(0x80 | byte & 0x3F)
                }
            }
            return result
        }
        let isValid = bytes.withUnsafeBufferPointer { UTF8Check.isValid($0) }
        guard isValid else {
            let line = bytes[..<first].count { $0 == 0x0A } + 1
            throw .text(
                operation: operation, line: line, column: 1,
                message: "bytes that are no UTF-8, perhaps from this line on; another encoding can be named")
        }
        return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }
}

private enum UTF8Check {
    static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue: continue
            case .emptyInput: return true
            case .error: return false
            }
        }
    }
}

extension TextRequest {
    /// The table in UTF-8 bytes as an array of a dtype, with as many axes as asked for.
    package func read(_ bytes: [UInt8], _ dtype: DType, minimumRank: Int, unpack: Bool) throws(ApusError) -> Strided {
        guard (0...2).contains(minimumRank) else {
            throw .argument(operation: operation, message: "Illegal value of ndmin keyword: \(minimumRank); it is 0, 1 or 2")
        }
        try check()
        let table = try withTextElement(dtype) { (type) throws(ApusError) in try open(bytes, type) }
        let shaped = table.view(Self.shaped(table.layout, minimumRank))
        return unpack ? shaped.view(shaped.layout.permuted(Dims((0..<shaped.rank).reversed()))) : shaped
    }

    private func open<Element: TextElement>(_ bytes: [UInt8], _ type: Element.Type) throws(ApusError) -> Strided {
        // A line end at the end changes nothing, and there is a byte then.
        let bytes = bytes.isEmpty ? [0x0A] : bytes
        return try bytes.withUnsafeBufferPointer { buffer throws(ApusError) in
            var table = TextTable<Element>(buffer, self)
            return try table.read()
        }
    }

    /// Rows and columns, without axes of size 1 beyond the minimum.
    private static func shaped(_ layout: Layout, _ minimumRank: Int) -> Layout {
        if minimumRank == 2 { return layout }
        let kept = (0..<2).filter { layout.shape[$0] != 1 }
        var shape = Dims(kept.map { layout.shape[$0] })
        if shape.isEmpty && minimumRank == 1 { shape = [1] }
        return Layout(contiguous: shape, offset: layout.offset)
    }
}
