package import ApusCore

/// What is to be read from a text.
package struct TextRequest {
    /// Turns a field into a number; nil refuses it.
    package typealias Converter = (String) -> Scalar?

    package var operation = "loadText"
    package var format = TextFormat()
    /// How many lines to leave out at the start, whatever is in them.
    package var skipRows = 0
    /// Which columns to read, counted from the end where negative; nil for all.
    package var columns: [Int]?
    /// How many rows to read at most.
    package var maxRows: Int?
    /// By column, what reads its fields; the key nil stands for all columns.
    package var converters: [Int?: Converter] = [:]

    package init(
        operation: String = "loadText", format: TextFormat = TextFormat(), skipRows: Int = 0, columns: [Int]? = nil,
        maxRows: Int? = nil, converters: [Int?: Converter] = [:]
    ) {
        self.operation = operation
        self.format = format
        self.skipRows = skipRows
        self.columns = columns
        self.maxRows = maxRows
        self.converters = converters
    }

    package func check() throws(ApusError) {
        try format.check(operation)
        guard skipRows >= 0, maxRows ?? 0 >= 0 else {
            throw .argument(operation: operation, message: "skipRows and maxRows: the argument must be nonnegative")
        }
    }
}

/// Reads a table of numbers from text.
struct TextTable<Element: TextElement> {
    private let request: TextRequest
    private var fields: TextFields
    private var elements: GrowingElements<Element>
    private let powers = PowersOfFive.shared
    private var rows = 0
    /// How many fields the rows have, or how many columns are read.
    private var width: Int?
    private var converters: [TextRequest.Converter?] = []

    /// - Parameter bytes: UTF-8, at least one byte.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ request: TextRequest) {
        self.request = request
        fields = TextFields(bytes, ByteClasses(request.format))
        elements = GrowingElements()
    }

    /// The rows as an array with two axes.
    mutating func read() throws(ApusError) -> Strided {
        var skipped = 0
        while skipped < request.skipRows && fields.position < fields.end {
            fields.skipLine()
            skipped += 1
        }
        let isPlain = request.columns == nil && request.converters.isEmpty
        while rows < request.maxRows ?? .max, fields.nextLine() {
            try isPlain ? readPlainRow() : readChosenColumns()
        }
        return try elements.array(rows: rows, columns: width ?? request.columns?.count ?? 1)
    }

    /// A row of which every field is a number.
    private mutating func readPlainRow() throws(ApusError) {
        let line = fields.position
        var count = 0
        var terminator = TextFields.Terminator.delimiter
        while terminator == .delimiter {
            if let width, count == width { return try countError(line, from: width) }
            let start = fields.position
            if let (value, after) = Element.read(at: fields.classes.isSpaced ? start : fields.skipSpaces(start), before: fields.end, powers),
                let ending = fields.endField(at: after)
            {
                terminator = ending
                try elements.append(value)
            } else {
                fields.position = start
                terminator = fields.next()
                if count == 0 && terminator == .line && fields.isEmpty { return }
                guard let value = fields.withField({ wholeNumber($0, $1, powers, as: Element.self) }) else {
                    throw conversionError(fields.field, line: start, column: count)
                }
                try elements.append(value)
            }
            count += 1
        }
        if let width, count != width { return try countError(line, from: width) }
        if rows == 0 {
            width = count
            try elements.reserve(forRowsOf: count, remaining: fields.end - line, used: fields.position - line, limit: request.maxRows)
        }
        rows += 1
    }

    /// A row of which some columns are read, or are read by converters.
    private mutating func readChosenColumns() throws(ApusError) {
        let line = fields.position
        var texts: [String] = []
        var terminator = TextFields.Terminator.delimiter
        while terminator == .delimiter {
            terminator = fields.next()
            if texts.isEmpty && terminator == .line && fields.isEmpty { return }
            texts.append(fields.field)
        }
        let columns = request.columns ?? Array(0..<(width ?? texts.count))
        if rows == 0 {
            width = columns.count
            converters = try chosenConverters(columns, fieldCount: texts.count)
        }
        if request.columns == nil, let width, texts.count != width { return try countError(line, from: width, to: texts.count) }
        for (place, column) in columns.enumerated() {
            let index = column < 0 ? column + texts.count : column
            guard texts.indices.contains(index) else {
                throw .text(
                    operation: request.operation, line: fields.lineNumber(at: line), column: column,
                    message: "invalid column index \(column) at row \(rows + 1) with \(texts.count) columns")
            }
            try elements.append(value(texts[index], converters[place], line: line, column: index))
        }
        rows += 1
    }

    private func value(
        _ text: String, _ converter: TextRequest.Converter?, line: UnsafePointer<UInt8>, column: Int
    ) throws(ApusError) -> Element {
        if let converter {
            if let scalar = converter(text) { return Element(scalar: scalar) }
        } else if let value = number(text) {
            return value
        }
        throw conversionError(text, line: line, column: column)
    }

    private func number(_ text: String) -> Element? {
        var text = text
        return text.withUTF8 { bytes in
            bytes.baseAddress.flatMap { wholeNumber($0, $0 + bytes.count, powers, as: Element.self) }
        }
    }

    /// For each column that is read its converter.
    private func chosenConverters(_ columns: [Int], fieldCount: Int) throws(ApusError) -> [TextRequest.Converter?] {
        if let common = request.converters[nil] { return columns.map { _ in common } }
        func place(_ column: Int) -> Int { column < 0 ? column + fieldCount : column }
        var chosen = [TextRequest.Converter?](repeating: nil, count: columns.count)
        for (key, converter) in request.converters {
            let column = key!
            guard request.columns != nil || (-fieldCount..<fieldCount).contains(column) else {
                throw .argument(
                    operation: request.operation,
                    message: "converter specified for column \(column), which is invalid for the number of fields \(fieldCount)")
            }
            for (index, other) in columns.enumerated() where other == column || place(other) == place(column) {
                chosen[index] = converter
            }
        }
        return chosen
    }

    private func conversionError(_ text: String, line: UnsafePointer<UInt8>, column: Int) -> ApusError {
        let shown = text.count > 100 ? text.prefix(100) + "…" : text[...]
        return .text(
            operation: request.operation, line: fields.lineNumber(at: line), column: column + 1,
            message: "could not convert string '\(shown)' to \(Element.dtype) at row \(rows), column \(column + 1)")
    }

    /// Throws for a row with another number of fields than those before.
    private mutating func countError(_ line: UnsafePointer<UInt8>, from expected: Int, to found: Int? = nil) throws(ApusError) {
        var count = found ?? 0
        if found == nil {
            fields.position = line
            repeat { count += 1 } while fields.next() == .delimiter
        }
        throw .text(
            operation: request.operation, line: fields.lineNumber(at: line), column: min(count, expected) + 1,
            message: "the number of columns changed from \(expected) to \(count) at row \(rows + 1); name the columns to read")
    }
}

extension TextFields {
    /// Spaces, of which most fields have none or one in front.
    @inline(__always)
    func skipSpaces(_ place: Bytes) -> Bytes {
        var p = place
        while p < end && p.pointee == 0x20 && classes[0x20] == 0 { p += 1 }
        return p
    }
}

/// Elements whose number is not known beforehand, in the memory of the array that they will be.
struct GrowingElements<Element: ArrayElement> {
    private var value: Strided?
    private var pointer: UnsafeMutablePointer<Element>!
    private var capacity = 0
    private(set) var count = 0

    @inline(__always)
    mutating func append(_ element: Element) throws(ApusError) {
        if count == capacity { try grow(to: max(64, capacity + capacity / 2)) }
        (pointer + count).initialize(to: element)
        count += 1
    }

    /// Sets memory aside for as many rows like the first as a text will have.
    mutating func reserve(forRowsOf width: Int, remaining: Int, used: Int, limit: Int?) throws(ApusError) {
        let rows = min(remaining / max(used, 1) + remaining / max(used, 1) / 16 + 1, limit ?? .max)
        let (wanted, overflow) = rows.multipliedReportingOverflow(by: width)
        if !overflow && wanted > capacity { try grow(to: wanted) }
    }

    private mutating func grow(to wanted: Int) throws(ApusError) {
        let larger = try Strided.empty([wanted], Element.dtype)
        let memory = larger.pointer.assumingMemoryBound(to: Element.self)
        if count > 0 { memory.update(from: pointer, count: count) }
        (value, pointer, capacity) = (larger, memory, wanted)
    }

    /// The elements as rows. The elements must be as many as rows and columns say.
    func array(rows: Int, columns: Int) throws(ApusError) -> Strided {
        let shape: Dims = [rows, columns]
        guard let value, count > 0 else { return try Strided.empty(shape, Element.dtype) }
        let view = value.view(Layout(contiguous: shape))
        if capacity <= count + count / 4 { return view }
        let exact = try Strided.empty(shape, Element.dtype)
        exact.pointer.copyMemory(from: view.pointer, byteCount: count * Element.dtype.size)
        return withExtendedLifetime(value) { exact }
    }
}
