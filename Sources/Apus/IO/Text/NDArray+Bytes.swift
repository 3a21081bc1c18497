public import ApusCore

extension NDArray {
    /// The numbers in a text, one after the other with a separator between them. `numpy.fromstring`, with a separator.
    ///
    /// White space in the separator stands for any white space, none included; before each number it is left out anyway.
    ///
    /// - Parameter count: How many numbers to read at most; nil for all.
    /// - Throws: `ApusError.text` where neither a number of the dtype nor the separator stands.
    public static func fromString(
        _ text: String, dtype: DType = .float64, separator: String = " ", count: Int? = nil
    ) throws(ApusError) -> NDArray {
        try fromText(Array(text.utf8), dtype, separator, count, "fromString")
    }

    /// The numbers in UTF-8 bytes.
    package static func fromText(
        _ bytes: [UInt8], _ dtype: DType, _ separator: String, _ count: Int?, _ operation: String
    ) throws(ApusError) -> NDArray {
        guard !separator.isEmpty else { throw .argument(operation: operation, message: "the separator is empty") }
        guard count ?? 0 >= 0 else { throw .argument(operation: operation, message: "a count of \(count!)") }
        let padded = bytes.isEmpty ? [0x20] : bytes
        return NDArray(value: try withTextElement(dtype) { (type) throws(ApusError) in
            try padded.withUnsafeBufferPointer { buffer throws(ApusError) in
                try separated(buffer, type, Array(separator.utf8), count ?? .max, operation)
            }
        })
    }

    private static func separated<Element: TextElement>(
        _ bytes: UnsafeBufferPointer<UInt8>, _ type: Element.Type, _ separator: [UInt8], _ limit: Int, _ operation: String
    ) throws(ApusError) -> Strided {
        let start = bytes.baseAddress!, end = start + bytes.count
        let powers = PowersOfFive.shared
        var elements = GrowingElements<Element>()
        var p = start
        while elements.memory.count < limit {
            let first = skipSpace(p, before: end)
            if first == end { break }
            guard let (value, after) = Element.read(at: first, before: end, powers) else {
                throw unmatched(bytes, first, "no \(Element.dtype) stands here", operation)
            }
            try elements.append(value)
            if skipSpace(after, before: end) == end { break }
            guard elements.memory.count < limit else { break }
            guard let next = Self.next(separator, after, end) else {
                throw unmatched(bytes, after, "the separator does not follow", operation)
            }
            p = next
        }
        let value = try elements.memory.array(rows: 1, columns: elements.memory.count)
        return value.view(Layout(contiguous: [elements.memory.count], offset: value.layout.offset))
    }

    /// Where a separator ends that stands at `place`.
    @inline(never)
    private static func next(_ separator: [UInt8], _ place: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
        var p = place
        for byte in separator {
            if byte == 0x20 {
                p = skipSpace(p, before: end)
            } else {
                guard p < end, p.pointee == byte else { return nil }
                p += 1
            }
        }
        return p > place ? p : nil
    }

    @inline(never)
    private static func unmatched(
        _ bytes: UnsafeBufferPointer<UInt8>, _ place: UnsafePointer<UInt8>, _ message: String, _ operation: String
    ) -> ApusError {
        let before = bytes[..<(place - bytes.baseAddress!)]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return .text(
            operation: operation, line: before.count { $0 == 0x0A } + 1, column: before.count - lineStart + 1,
            message: "the text could not be read to its end due to unmatched data: \(message)")
    }

    /// The elements in a sequence of bytes, which are copied. `numpy.frombuffer`.
    ///
    /// - Parameters:
    ///   - count: How many elements; nil for as many as there are, which must fill the bytes.
    ///   - offset: How many bytes to leave out at the start.
    /// - Throws: `ApusError.argument` where the bytes are too few, or no whole number of elements.
    public static func fromBytes(
        _ bytes: UnsafeRawBufferPointer, dtype: DType, count: Int? = nil, offset: Int = 0
    ) throws(ApusError) -> NDArray {
        let count = try elementCount(bytes.count, dtype, count, offset, "fromBytes")
        let value = try Strided.empty([count], dtype)
        if count > 0 { value.pointer.copyMemory(from: bytes.baseAddress! + offset, byteCount: count * dtype.size) }
        if dtype == .bool { normalize(value) }
        return NDArray(value: value)
    }

    /// How many elements are to be read from bytes.
    package static func elementCount(
        _ size: Int, _ dtype: DType, _ count: Int?, _ offset: Int, _ operation: String
    ) throws(ApusError) -> Int {
        guard offset >= 0, offset <= size else {
            throw .argument(
                operation: operation, message: "offset must be non-negative and no greater than buffer length (\(size)), not \(offset)")
        }
        let left = size - offset
        guard let count else {
            guard left % dtype.size == 0 else {
                throw .argument(operation: operation, message: "buffer size must be a multiple of element size: \(left) bytes for \(dtype)")
            }
            return left / dtype.size
        }
        guard count >= 0, count <= left / dtype.size else {
            throw .argument(operation: operation, message: "buffer is smaller than requested size: \(left) bytes for \(count) \(dtype)")
        }
        return count
    }

    private static func normalize(_ value: Strided) {
        let bytes = UnsafeMutableRawBufferPointer(start: value.pointer, count: value.count)
        for index in bytes.indices where bytes[index] > 1 { bytes[index] = 1 }
    }

    /// The elements in a file that holds nothing else, in this machine's byte order. `numpy.fromfile`.
    ///
    /// - Parameters:
    ///   - separator: What stands between numbers in a text file; empty for a file of bytes.
    ///   - count: How many elements to read at most; nil for all. Bytes that are no whole element are left out.
    ///   - offset: How many bytes to leave out at the start.
    public static func fromFile(
        _ path: String, dtype: DType = .float64, count: Int? = nil, separator: String = "", offset: Int = 0
    ) throws(ApusError) -> NDArray {
        let file = try InputFile(path)
        guard offset >= 0, count ?? 0 >= 0, offset <= file.size else {
            throw .argument(operation: "fromFile", message: "count \(count ?? 0) at offset \(offset) in a file of \(file.size) bytes")
        }
        if !separator.isEmpty {
            guard offset == 0 else { throw .kind(operation: "fromFile", message: "'offset' argument only permitted for binary files") }
            return try fromText(file.read(at: 0, count: file.size), dtype, separator, count, "fromFile")
        }
        let available = Swift.min(count ?? .max, (file.size - offset) / dtype.size)
        let value = try Strided.empty([available], dtype)
        if available > 0 {
            try file.read(at: offset, into: UnsafeMutableRawBufferPointer(start: value.pointer, count: available * dtype.size))
        }
        if dtype == .bool { normalize(value) }
        return NDArray(value: value)
    }

    /// Writes the elements in row-major order and nothing else: their bytes, or with a separator their texts.
    /// `numpy.ndarray.tofile`.
    ///
    /// The file appears under its name when it is complete.
    public func toFile(_ path: String, separator: String = "", format: String = "%s") throws(ApusError) {
        let file = try OutputFile(path)
        if separator.isEmpty {
            let contiguous = contiguous()
            try withExtendedLifetime(contiguous) { () throws(ApusError) in try file.write(contiguous.value.bytes) }
        } else {
            try file.write(Array(separated(by: separator, format: format).utf8))
        }
        try file.commit()
    }

    /// The elements in row-major order as text, with a separator between them.
    public func separated(by separator: String, format: String = "%s") throws(ApusError) -> String {
        let elements = contiguous().value
        guard elements.count > 0 else { return "" }
        let row = NDArray(value: elements.view(Layout(contiguous: [1, elements.count], offset: elements.layout.offset)))
        return try row.formattedText(formats: [format], layout: TextLayout(delimiter: separator, newline: ""))
    }

    /// The elements' bytes in row-major order. `numpy.ndarray.tobytes`.
    public func bytes() -> [UInt8] {
        let contiguous = contiguous()
        return withExtendedLifetime(contiguous) { Array(contiguous.value.bytes) }
    }
}
