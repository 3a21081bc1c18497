public import ApusCore
import ComplexModule

/// How the lines of a text with gaps are cut into fields.
public enum TextSplitting: Sendable, Hashable {
    /// At white space of any length.
    case whitespace
    /// At each occurrence of a text, so that fields may be empty.
    case delimiter(String)
    /// After so many characters each; what is left of the line is one more field of the last width, again and again, where
    /// there is one width only.
    case widths([Int])
}

/// What stands in a text for numbers that are missing, and which numbers take their places.
public struct MissingValues: Sendable {
    /// By column, texts for a missing number, beside the empty one; the key nil stands for all columns.
    public var texts: [Int?: [String]]
    /// By column, the number to put there; the key nil stands for all columns. Else it is NaN, −1 for integers, false.
    public var fillings: [Int?: Scalar]
    /// Whether whatever is no number counts as missing.
    public var includesAnyText: Bool

    public init(texts: [Int?: [String]] = [:], fillings: [Int?: Scalar] = [:], includesAnyText: Bool = true) {
        self.texts = texts
        self.fillings = fillings
        self.includesAnyText = includesAnyText
    }
}

/// What is read from a text with gaps, beside the dtype.
public struct IncompleteTextOptions: Sendable {
    public var splitting = TextSplitting.whitespace
    /// What begins a comment; nil for none.
    public var comments: String? = "#"
    public var missing = MissingValues()
    /// Lines to leave out at the start, whatever is in them, and rows at the end.
    public var skipHeader = 0, skipFooter = 0
    /// Which columns to read, counted from the end where negative; nil for all.
    public var columns: [Int]?
    public var maxRows: Int?
    /// Whether white space around fields is left out.
    public var strips = false
    /// Whether lines with another number of fields than the first are left out instead of refused.
    public var skipsInvalidLines = false
    public var encoding = TextEncoding.utf8

    public init() {}
}

/// A line that was left out because it has another number of fields than the first.
public struct InvalidTextLine: Sendable, Hashable {
    /// Counted from 1.
    public let line: Int
    public let fieldCount: Int
}

extension NDArray {
    /// Reads a table of numbers in which some are missing from a text file. `numpy.genfromtxt`.
    ///
    /// - Parameter dtype: The dtype of the elements; nil for the first of bool, int64, float64 and complex128 that all
    ///   columns can be read as, which must be the same for all of them.
    /// - Returns: The array, without axes of size 1, and the lines that were left out.
    /// - Throws: `ApusError.text` for lines of different length and, unless any text counts as missing, for what is no number;
    ///   `ApusError.dtype` for columns of different kinds, which would need a structured dtype; `ApusError.file` for a file
    ///   that cannot be read.
    public static func loadIncompleteText(
        _ path: String, dtype: DType? = .float64, options: IncompleteTextOptions = IncompleteTextOptions()
    ) throws(ApusError) -> (array: NDArray, invalid: [InvalidTextLine]) {
        let bytes = try TextSource.file(path, options.encoding, "loadIncompleteText")
        return try readIncompleteText(bytes, dtype, options)
    }

    /// Reads a table from a text in memory, as `loadIncompleteText` does from a file. `numpy.genfromtxt`.
    public static func parseIncompleteText(
        _ text: String, dtype: DType? = .float64, options: IncompleteTextOptions = IncompleteTextOptions()
    ) throws(ApusError) -> (array: NDArray, invalid: [InvalidTextLine]) {
        try readIncompleteText(Array(text.utf8), dtype, options)
    }

    package static func readIncompleteText(
        _ bytes: [UInt8], _ dtype: DType?, _ options: IncompleteTextOptions
    ) throws(ApusError) -> (array: NDArray, invalid: [InvalidTextLine]) {
        let bytes = bytes.isEmpty ? [0x0A] : bytes
        return try bytes.withUnsafeBufferPointer { (buffer) throws(ApusError) -> (array: NDArray, invalid: [InvalidTextLine]) in
            var table = IncompleteText(buffer, options)
            try table.readRows()
            let chosen = if let dtype { dtype } else { try table.commonType() }
            let value = try withTextElement(chosen) { (type) throws(ApusError) in try table.elements(type) }
            let shape = Dims(value.shape.filter { $0 != 1 })
            return (NDArray(value: value.view(Layout(contiguous: shape, offset: value.layout.offset))), table.invalid)
        }
    }
}

/// The rows of a text with gaps, as the places of their fields.
struct IncompleteText {
    typealias Bytes = UnsafePointer<UInt8>
    private struct Field {
        let start: Bytes
        let end: Bytes
    }

    private static let operation = "loadIncompleteText"
    private let options: IncompleteTextOptions
    private let start: Bytes
    private let end: Bytes
    private let comment: [UInt8]
    private let powers = PowersOfFive.shared
    private var fields: [Field] = []
    private var lines: [Int] = []
    private var columns: [Int]?
    private var width: Int?
    private(set) var invalid: [InvalidTextLine] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ options: IncompleteTextOptions) {
        self.options = options
        start = bytes.baseAddress!
        end = start + bytes.count
        comment = options.comments.map { Array($0.utf8) } ?? []
    }

    /// Whether there was nothing to read.
    var isEmpty: Bool { width == nil }

    /// Finds the rows.
    mutating func readRows() throws(ApusError) {
        try check()
        var p = start
        var line = 0
        while p < end, lines.count < options.maxRows ?? .max {
            var stop = p
            while stop < end && stop.pointee != 0x0A && stop.pointee != 0x0D { stop += 1 }
            line += 1
            if line > options.skipHeader { add(split(p, stop), line) }
            p = stop + (stop + 1 < end && stop[0] == 0x0D && stop[1] == 0x0A ? 2 : 1)
        }
        try dropFooter()
    }

    private func check() throws(ApusError) {
        let numbers = [options.skipHeader, options.skipFooter, options.maxRows ?? 1]
        guard numbers.allSatisfy({ $0 >= 0 }), options.maxRows != 0 else {
            throw .argument(operation: Self.operation, message: "skipHeader and skipFooter must be 0 or more, and maxRows at least 1")
        }
        guard options.skipFooter == 0 || options.maxRows == nil else {
            throw .argument(
                operation: Self.operation, message: "The keywords 'skip_footer' and 'max_rows' can not be specified at the same time.")
        }
        if case .delimiter("") = options.splitting {
            throw .argument(operation: Self.operation, message: "the delimiter is empty")
        }
        if case .widths(let widths) = options.splitting, widths.isEmpty || widths.contains(where: { $0 <= 0 }) {
            throw .argument(operation: Self.operation, message: "widths \(widths) of fields; each must be at least 1")
        }
    }

    private mutating func add(_ found: [Field], _ line: Int) {
        guard !found.isEmpty else { return }
        if width == nil {
            columns = options.columns.map { $0.map { $0 < 0 ? $0 + found.count : $0 } }
            width = columns?.count ?? found.count
        }
        if let columns {
            guard columns.allSatisfy({ found.indices.contains($0) }) else {
                return invalid.append(InvalidTextLine(line: line, fieldCount: found.count))
            }
            for column in columns { fields.append(found[column]) }
        } else {
            guard found.count == width else { return invalid.append(InvalidTextLine(line: line, fieldCount: found.count)) }
            fields += found
        }
        lines.append(line)
    }

    /// Leaves out the last rows, and refuses lines of another length unless they are among them.
    private mutating func dropFooter() throws(ApusError) {
        var footer = options.skipFooter
        if footer > 0 {
            let all = (lines + invalid.map(\.line)).sorted()
            if let first = all.dropLast(footer).last {
                let before = invalid.count
                invalid.removeAll { $0.line > first }
                footer -= before - invalid.count
            } else {
                footer -= invalid.count
                invalid = []
            }
            let kept = max(0, lines.count - max(0, footer))
            lines.removeLast(lines.count - kept)
            fields.removeLast(fields.count - kept * (width ?? 0))
        }
        if let first = invalid.first, !options.skipsInvalidLines {
            let list = invalid.prefix(20).map { "    Line #\($0.line) (got \($0.fieldCount) columns instead of \(width ?? 0))" }
            throw .text(
                operation: Self.operation, line: first.line, column: min(first.fieldCount, width ?? 0) + 1,
                message: "Some errors were detected !\n" + list.joined(separator: "\n"))
        }
    }

    // MARK: - Lines

    /// The fields of a line; none if it is empty or a comment.
    private func split(_ start: Bytes, _ end: Bytes) -> [Field] {
        var first = start, last = end
        if !comment.isEmpty {
            var p = start
            while p < end && !(p.pointee == comment[0] && ByteClasses.stands(comment, at: p, before: end)) { p += 1 }
            last = p
        }
        switch options.splitting {
        case .widths(let widths):
            while last > first && (last[-1] == 0x0D || last[-1] == 0x0A) { last -= 1 }
            return last > first ? cut(first, last, widths) : []
        case .whitespace:
            return words(first, last)
        case .delimiter(let text):
            while first < last && first.pointee == 0x20 { first += 1 }
            while last > first && last[-1] == 0x20 { last -= 1 }
            return last > first ? separated(first, last, Array(text.utf8)) : []
        }
    }

    private func words(_ start: Bytes, _ end: Bytes) -> [Field] {
        var found: [Field] = []
        var p = skipSpace(start, before: end)
        while p < end {
            let first = p
            while p < end && spaceLength(p, before: end) == 0 { p += 1 }
            found.append(Field(start: first, end: p))
            p = skipSpace(p, before: end)
        }
        return found
    }

    private func separated(_ start: Bytes, _ end: Bytes, _ delimiter: [UInt8]) -> [Field] {
        var found: [Field] = []
        var first = start, p = start
        while p < end {
            if p.pointee == delimiter[0] && ByteClasses.stands(delimiter, at: p, before: end) {
                found.append(Field(start: first, end: p))
                p += delimiter.count
                first = p
            } else {
                p += 1
            }
        }
        found.append(Field(start: first, end: end))
        return found
    }

    private func cut(_ start: Bytes, _ end: Bytes, _ widths: [Int]) -> [Field] {
        var found: [Field] = []
        var p = start
        func advanced(_ count: Int) -> Bytes {
            var q = p, left = count
            while q < end && left > 0 {
                q += 1
                while q < end && q.pointee & 0xC0 == 0x80 { q += 1 }
                left -= 1
            }
            return q
        }
        if widths.count == 1 {
            while p < end {
                let next = advanced(widths[0])
                found.append(Field(start: p, end: next))
                p = next
            }
        } else {
            for width in widths {
                let next = advanced(width)
                found.append(Field(start: p, end: next))
                p = next
            }
        }
        return found
    }

    // MARK: - Numbers

    /// The texts for a missing number in each column.
    private var missingTexts: [Set<String>] {
        (0..<(width ?? 0)).map { place in
            Set([""] + (options.missing.texts[nil] ?? []) + (options.missing.texts[place] ?? []))
        }
    }

    @inline(never)
    private func isMissing(_ field: Field, _ texts: Set<String>) -> Bool {
        let first = skipSpace(field.start, before: field.end)
        if first == field.end { return true }
        var last = field.end
        while last > first && (last[-1] == 0x20 || last[-1] == 0x09) { last -= 1 }
        return texts.contains(String(decoding: UnsafeBufferPointer(start: first, count: last - first), as: UTF8.self))
    }

    /// The rows as an array with two axes.
    func elements<Element: TextElement>(_ type: Element.Type) throws(ApusError) -> Strided {
        let width = width ?? options.columns?.count ?? 0
        let value = try Strided.empty(isEmpty ? [0] : [lines.count, width], Element.dtype)
        let pointer = value.pointer.assumingMemoryBound(to: Element.self)
        let texts = missingTexts
        let fillings = fillings(width, Element.dtype).map { Element(scalar: $0) }
        for index in fields.indices {
            let field = fields[index], column = index % width
            if let number = number(field, as: type) {
                pointer[index] = number
            } else if options.missing.includesAnyText || isMissing(field, texts[column]) {
                pointer[index] = fillings[column]
            } else {
                throw conversionError(field, line: lines[index / width], column: column, Element.dtype)
            }
        }
        return value
    }

    @inline(never)
    private func conversionError(_ field: Field, line: Int, column: Int, _ dtype: DType) -> ApusError {
        let text = String(decoding: UnsafeBufferPointer(start: field.start, count: field.end - field.start), as: UTF8.self)
        return .text(
            operation: Self.operation, line: line, column: column + 1,
            message: "Cannot convert string '\(text)' to \(dtype)")
    }

    @inline(never)
    private func number<Element: TextElement>(_ field: Field, as type: Element.Type) -> Element? {
        switch Element.dtype {
        case .bool: return Self.truth(field.start, field.end).map { Element(scalar: .bool($0)) }
        case let dtype where dtype.isInteger:
            if let whole = wholeNumber(field.start, field.end, powers, as: type) { return whole }
            // As in NumPy, an integer of another width than 64 bits may be written with a point.
            guard dtype.size < 8, let real = wholeNumber(field.start, field.end, powers, as: Double.self), real.magnitude < 0x1p31
            else { return nil }
            return Element(scalar: .float(real))
        default: return wholeNumber(field.start, field.end, powers, as: type)
        }
    }

    /// By column, what stands for a missing field.
    @inline(never)
    private func fillings(_ width: Int, _ dtype: DType) -> [Scalar] {
        (0..<width).map { options.missing.fillings[$0] ?? options.missing.fillings[nil] ?? Self.standardFilling(dtype) }
    }

    private static func standardFilling(_ dtype: DType) -> Scalar {
        dtype == .bool ? .bool(false) : dtype.isInteger ? .int(-1) : dtype.isComplex ? .complex(.init(.nan, 0)) : .float(.nan)
    }

    /// `true` or `false` in any case.
    @inline(never)
    private static func truth(_ start: Bytes, _ end: Bytes) -> Bool? {
        let word = String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self).lowercased()
        return word == "true" ? true : word == "false" ? false : nil
    }

    /// The dtype that all columns have.
    func commonType() throws(ApusError) -> DType {
        let texts = missingTexts
        var types: [DType] = []
        for column in 0..<(width ?? 0) {
            let places = stride(from: column, to: fields.count, by: width!)
            func fits<Element: TextElement>(_ type: Element.Type) -> Bool {
                places.allSatisfy { number(fields[$0], as: type) != nil || isMissing(fields[$0], texts[column]) }
            }
            if fits(Bool.self) {
                types.append(.bool)
            } else if fits(Int64.self) {
                types.append(.int64)
            } else if fits(Double.self) {
                types.append(.float64)
            } else if fits(Complex<Double>.self) {
                types.append(.complex128)
            } else {
                throw .dtype(operation: Self.operation, message: "column \(column) holds text, for which there is no dtype")
            }
        }
        guard let first = types.first else { return .float64 }
        guard types.allSatisfy({ $0 == first }) else {
            throw .dtype(
                operation: Self.operation,
                message: "columns of dtypes \(types.map(\.name).joined(separator: ", ")) would need a structured dtype; name one dtype")
        }
        return first
    }
}
