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

/// Reads a table of numbers from text: what is the same for all types of elements stands in `TableLines`.
struct TextTable<Element: TextElement> {
    private var rows: TableLines
    private var elements = GrowingElements<Element>()
    private let powers = PowersOfFive.shared

    /// - Parameter bytes: UTF-8, at least one byte.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ request: TextRequest) {
        rows = TableLines(bytes, request, Element.dtype)
    }

    /// The rows as an array with two axes.
    mutating func read() throws(ApusError) -> Strided {
        rows.skip()
        while rows.next() { try rows.arePlain ? readPlainRow() : readChosenColumns() }
        return try elements.memory.array(rows: rows.count, columns: rows.columnCount)
    }

    /// A row of which every field is a number.
    private mutating func readPlainRow() throws(ApusError) {
        let line = rows.fields.position
        var count = 0
        var terminator = TextFields.Terminator.delimiter
        while terminator == .delimiter {
            if let width = rows.width, count == width { return try rows.countError(line) }
            let start = rows.fields.position
            if let (value, after) = Element.read(
                at: rows.fields.classes.isSpaced ? start : rows.fields.skipSpaces(start), before: rows.fields.end, powers),
                let ending = rows.fields.endField(at: after)
            {
                terminator = ending
                try elements.append(value)
            } else {
                terminator = rows.readField(at: start)
                if count == 0 && terminator == .line && rows.fields.isEmpty { return }
                guard let value = rows.fields.withField({ wholeNumber($0, $1, powers, as: Element.self) }) else {
                    throw rows.conversionError(rows.fields.field, line: start, column: count)
                }
                try elements.append(value)
            }
            count += 1
        }
        if let width = rows.width, count != width { return try rows.countError(line) }
        if rows.count == 0 { try elements.memory.reserve(rows.expectFurther(line, width: count)) }
        rows.count += 1
    }

    /// A row of which some columns are read, or are read by converters.
    private mutating func readChosenColumns() throws(ApusError) {
        guard let line = try rows.chosenFields() else { return }
        for field in line.fields {
            guard let value = value(field) else {
                throw rows.conversionError(field.text, line: line.start, column: field.column)
            }
            try elements.append(value)
        }
        rows.count += 1
    }

    private func value(_ field: TableLines.ChosenField) -> Element? {
        if let converter = field.converter { return converter(field.text).map { Element(scalar: $0) } }
        var text = field.text
        return text.withUTF8 { bytes in
            bytes.baseAddress.flatMap { wholeNumber($0, $0 + bytes.count, powers, as: Element.self) }
        }
    }
}

/// The rows of a table in text, whatever its elements are.
struct TableLines {
    /// A field that is to be read.
    struct ChosenField {
        let text: String
        let converter: TextRequest.Converter?
        let column: Int
    }

    let arePlain: Bool
    var fields: TextFields
    /// How many rows have been read.
    var count = 0
    /// How many fields the rows have, or how many columns are read.
    private(set) var width: Int?
    private let request: TextRequest
    private let dtype: DType
    private var converters: [TextRequest.Converter?] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ request: TextRequest, _ dtype: DType) {
        self.request = request
        self.dtype = dtype
        arePlain = request.columns == nil && request.converters.isEmpty
        fields = TextFields(bytes, ByteClasses(request.format))
    }

    var columnCount: Int { width ?? request.columns?.count ?? 1 }

    /// Leaves out the lines at the start that are not asked for.
    @inline(never)
    mutating func skip() {
        var skipped = 0
        while skipped < request.skipRows && fields.position < fields.end {
            fields.skipLine()
            skipped += 1
        }
    }

    /// Moves to the next row that is to be read; false if there is none.
    @inline(never)
    mutating func next() -> Bool { count < request.maxRows ?? .max && fields.nextLine() }

    /// Reads the field at a place as text.
    @inline(never)
    mutating func readField(at start: TextFields.Bytes) -> TextFields.Terminator {
        fields.position = start
        return fields.next()
    }

    /// Takes the row just read for the first one; how many elements all rows like it have, as far as that can be told.
    @inline(never)
    mutating func expectFurther(_ line: TextFields.Bytes, width: Int) -> Int {
        self.width = width
        let rows = (fields.end - line) / max(fields.position - line, 1)
        let (wanted, overflow) = min(rows + rows / 16 + 1, request.maxRows ?? .max).multipliedReportingOverflow(by: width)
        return overflow ? 0 : wanted
    }

    /// The fields of the row that are to be read; nil for a line without any.
    @inline(never)
    mutating func chosenFields() throws(ApusError) -> (start: TextFields.Bytes, fields: [ChosenField])? {
        let line = fields.position
        var texts: [String] = []
        var terminator = TextFields.Terminator.delimiter
        while terminator == .delimiter {
            terminator = fields.next()
            if texts.isEmpty && terminator == .line && fields.isEmpty { return nil }
            texts.append(fields.field)
        }
        let columns = request.columns ?? Array(0..<(width ?? texts.count))
        if count == 0 {
            width = columns.count
            converters = try chosenConverters(columns, fieldCount: texts.count)
        }
        if request.columns == nil, let width, texts.count != width { try countError(line, to: texts.count) }
        var chosen: [ChosenField] = []
        chosen.reserveCapacity(columns.count)
        for (place, column) in columns.enumerated() {
            let index = column < 0 ? column + texts.count : column
            guard texts.indices.contains(index) else {
                throw .text(
                    operation: request.operation, line: fields.lineNumber(at: line), column: column,
                    message: "invalid column index \(column) at row \(count + 1) with \(texts.count) columns")
            }
            chosen.append(ChosenField(text: texts[index], converter: converters[place], column: index))
        }
        return (line, chosen)
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

    @inline(never)
    func conversionError(_ text: String, line: TextFields.Bytes, column: Int) -> ApusError {
        let shown = text.count > 100 ? text.prefix(100) + "…" : text[...]
        return .text(
            operation: request.operation, line: fields.lineNumber(at: line), column: column + 1,
            message: "could not convert string '\(shown)' to \(dtype) at row \(count), column \(column + 1)")
    }

    /// Throws for a row with another number of fields than those before.
    @inline(never)
    mutating func countError(_ line: TextFields.Bytes, to found: Int? = nil) throws(ApusError) {
        let expected = width ?? 0
        var count = found ?? 0
        if found == nil {
            fields.position = line
            repeat { count += 1 } while fields.next() == .delimiter
        }
        throw .text(
            operation: request.operation, line: fields.lineNumber(at: line), column: min(count, expected) + 1,
            message: "the number of columns changed from \(expected) to \(count) at row \(self.count + 1); name the columns to read")
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
    var memory = GrowingMemory(Element.dtype)

    @inline(__always)
    mutating func append(_ element: Element) throws(ApusError) {
        if memory.isFull { try memory.grow() }
        (memory.pointer.assumingMemoryBound(to: Element.self) + memory.count).initialize(to: element)
        memory.count += 1
    }
}

/// Memory for elements of a dtype whose number is not known beforehand.
struct GrowingMemory {
    /// How many elements there are.
    var count = 0
    private(set) var pointer: UnsafeMutableRawPointer!
    private var value: Strided?
    private var capacity = 0
    private let dtype: DType

    init(_ dtype: DType) { self.dtype = dtype }

    var isFull: Bool { count == capacity }

    /// Makes room for more elements.
    @inline(never)
    mutating func grow() throws(ApusError) { try reserve(max(64, capacity + capacity / 2)) }

    /// Makes room for as many elements as wanted, if there is less.
    @inline(never)
    mutating func reserve(_ wanted: Int) throws(ApusError) {
        guard wanted > capacity else { return }
        let larger = try Strided.empty([wanted], dtype)
        if count > 0 { larger.pointer.copyMemory(from: pointer, byteCount: count * dtype.size) }
        (value, pointer, capacity) = (larger, larger.pointer, wanted)
    }

    /// The elements as rows. The elements must be as many as rows and columns say.
    @inline(never)
    func array(rows: Int, columns: Int) throws(ApusError) -> Strided {
        let shape: Dims = [rows, columns]
        guard let value, count > 0 else { return try Strided.empty(shape, dtype) }
        let view = value.view(Layout(contiguous: shape))
        if capacity <= count + count / 4 { return view }
        let exact = try Strided.empty(shape, dtype)
        exact.pointer.copyMemory(from: view.pointer, byteCount: count * dtype.size)
        return withExtendedLifetime(value) { exact }
    }
}
