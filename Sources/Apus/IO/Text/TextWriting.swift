public import ApusCore

/// How a table of numbers is written to a text, beside the format of the numbers.
public struct TextLayout: Sendable, Hashable {
    /// What stands between the columns.
    public var delimiter: String
    /// What ends each line.
    public var newline: String
    /// Text before the rows, each line of it with `comments` in front; nothing where it is empty.
    public var header: String
    /// Text after the rows.
    public var footer: String
    /// What marks the lines of header and footer.
    public var comments: String
    public var encoding: TextEncoding

    public init(
        delimiter: String = " ", newline: String = "\n", header: String = "", footer: String = "", comments: String = "# ",
        encoding: TextEncoding = .utf8
    ) {
        self.delimiter = delimiter
        self.newline = newline
        self.header = header
        self.footer = footer
        self.comments = comments
        self.encoding = encoding
    }

    /// Header or footer with its marks.
    func marked(_ text: String) -> [UInt8] {
        text.isEmpty ? [] : Array((comments + text.replacing("\n", with: "\n" + comments) + newline).utf8)
    }
}

/// Writes the rows of an array, format by format.
struct TextRows {
    private let value: Strided
    private let format: PrintfFormat
    private let newline: [UInt8]
    private let isComplex: Bool

    /// - Throws: `ApusError.shape` for other than one or two axes; `ApusError.argument` for formats that are none, or are not
    ///   as many as the columns.
    init(_ array: NDArray, _ formats: [String], _ layout: TextLayout, _ operation: String) throws(ApusError) {
        guard array.rank == 1 || array.rank == 2 else {
            throw .shape(operation: operation, message: "Expected 1D or 2D array, got \(array.rank)D array instead")
        }
        let contiguous = array.contiguous().value
        value = array.rank == 2 ? contiguous : contiguous.view(Layout(contiguous: [array.count, 1], offset: contiguous.layout.offset))
        isComplex = array.dtype.isComplex
        newline = Array(layout.newline.utf8)
        let columns = value.shape[1], perNumber = isComplex ? 2 : 1
        let wrongCount = ApusError.argument(
            operation: operation, message: "fmt has wrong number of % formats: \(formats.joined(separator: layout.delimiter))")
        var parsed: [PrintfFormat] = []
        if formats.count == 1 {
            let only = try PrintfFormat(formats[0], operation)
            if only.conversionCount == 1 {
                let number = isComplex ? try PrintfFormat(" (\(formats[0])+\(formats[0])j)", operation) : only
                parsed = Array(repeating: number, count: columns)
            } else {
                parsed = [only]
            }
        } else {
            guard formats.count == columns else {
                throw .argument(operation: operation, message: "fmt has wrong shape: \(formats.count) formats for \(columns) columns")
            }
            for text in formats { parsed.append(try PrintfFormat(text, operation)) }
        }
        format = PrintfFormat(joining: parsed, delimiter: layout.delimiter)
        guard format.conversionCount == columns * perNumber else { throw wrongCount }
        guard !format.needsIntegers || array.dtype.isInteger || array.dtype == .bool else {
            throw .kind(
                operation: operation,
                message: "Mismatch between array dtype ('\(array.dtype)') and format specifier ('\(formats.joined(separator: layout.delimiter))')")
        }
    }

    /// Gives the text in pieces to a sink.
    func write(to sink: ([UInt8]) throws(ApusError) -> Void) throws(ApusError) {
        let rows = value.shape[0], columns = value.shape[1], dtype = value.dtype
        var output: [UInt8] = []
        var place = value.pointer
        for _ in 0..<rows {
            let start = output.count
            var numbers: [Scalar] = []
            for _ in 0..<columns {
                let number = Scalar(loading: place, as: dtype)
                place += dtype.size
                if case .complex(let z) = number {
                    numbers += [.float(z.rawStorage.x), .float(z.rawStorage.y)]
                } else {
                    numbers.append(number)
                }
            }
            try append(numbers, dtype, to: &output)
            if isComplex { Self.joinSigns(&output, from: start) }
            output += newline
            if output.count >= 1 << 18 {
                try sink(output)
                output.removeAll(keepingCapacity: true)
            }
        }
        try withExtendedLifetime(value) { () throws(ApusError) in try sink(output) }
    }

    private func append(_ numbers: [Scalar], _ dtype: DType, to output: inout [UInt8]) throws(ApusError) {
        var next = 0
        for part in format.parts {
            switch part {
            case .literal(let text): output += text
            case .conversion(let conversion):
                let number = numbers[next]
                next += 1
                guard conversion.isFloat || conversion.isText || number.doubleValue.isFinite else {
                    throw .argument(operation: "saveText", message: "\(number.doubleValue) cannot be written as an integer")
                }
                conversion.append(number, dtype: dtype, to: &output)
            }
        }
    }

    /// Makes `+-` a minus sign.
    private static func joinSigns(_ output: inout [UInt8], from start: Int) {
        var kept = start
        for index in start..<output.count {
            if output[index] == 0x2B && index + 1 < output.count && output[index + 1] == 0x2D { continue }
            output[kept] = output[index]
            kept += 1
        }
        output.removeLast(output.count - kept)
    }
}

extension NDArray {
    /// Writes an array of one or two axes as text, a row a line. `numpy.savetxt`.
    ///
    /// The file appears under its name when it is complete; it is packed where the name ends in `.gz`.
    ///
    /// - Parameters:
    ///   - formats: How numbers are written, as in C's `printf` and Python's `%`: one format for all columns, one for each,
    ///     or one with as many conversions as a row has numbers, in which the delimiter is not put in. Complex numbers take
    ///     two conversions, or one that is used for both parts.
    ///   - layout: Delimiter, line ends, header, footer and encoding.
    /// - Throws: `ApusError.argument` for what is no format; `ApusError.kind` for formats of integers (`%x`) and an array
    ///   that has none; `ApusError.shape` for other numbers of axes; `ApusError.file` when writing fails.
    public func saveText(
        _ path: String, formats: [String] = ["%.18e"], layout: TextLayout = TextLayout()
    ) throws(ApusError) {
        let rows = try TextRows(self, formats, layout, "saveText")
        let file = try OutputFile(path)
        let deflater = path.hasSuffix(".gz") ? try Deflater(gzip: true) : nil
        func write(_ text: [UInt8]) throws(ApusError) {
            let bytes = layout.encoding == .utf8 ? text : try Self.latin1(text)
            guard let deflater else { return try file.write(bytes) }
            try bytes.withUnsafeBufferPointer { bytes throws(ApusError) in
                try deflater.write(UnsafeRawBufferPointer(bytes)) { packed throws(ApusError) in try file.write(packed) }
            }
        }
        try write(layout.marked(layout.header))
        try rows.write { text throws(ApusError) in try write(text) }
        try write(layout.marked(layout.footer))
        try deflater?.finish { packed throws(ApusError) in try file.write(packed) }
        try file.commit()
    }

    /// The text that `saveText` writes. `numpy.savetxt`.
    public func formattedText(formats: [String] = ["%.18e"], layout: TextLayout = TextLayout()) throws(ApusError) -> String {
        var text = layout.marked(layout.header)
        try TextRows(self, formats, layout, "saveText").write { text += $0 }
        return String(decoding: text + layout.marked(layout.footer), as: UTF8.self)
    }

    private static func latin1(_ text: [UInt8]) throws(ApusError) -> [UInt8] {
        guard text.contains(where: { $0 >= 0x80 }) else { return text }
        var result: [UInt8] = []
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else {
                throw .argument(operation: "saveText", message: "'\(scalar)' cannot be written in Latin-1")
            }
            result.append(byte)
        }
        return result
    }
}
