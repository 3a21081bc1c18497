import ApusCore

/// Lays out an array as NumPy's `str` and `repr` do.
struct ArrayPrinter {
    private let separator: String
    /// Columns to the left of the outermost bracket.
    private let indent: Int
    private let words: [Word]
    private let shown: ShownElements
    private var output = ""
    private var position = 0

    /// NumPy's `str(a)`. An array without axes prints as its element does.
    static func text(_ array: Strided, _ options: PrintOptions) -> String {
        if array.rank == 0 { return scalarText(PrintElement(loading: array.pointer, as: array.dtype), array.dtype) }
        return body(array, options, separator: " ", indent: 0, lineWidth: options.lineWidth)
    }

    /// NumPy's `array2string(a)`.
    static func text(
        _ array: Strided, _ options: PrintOptions, separator: String, prefix: String, suffix: String
    ) -> String {
        body(
            array, options, separator: separator, indent: prefix.unicodeScalars.count,
            lineWidth: options.lineWidth - suffix.unicodeScalars.count)
    }

    /// NumPy's `repr(a)`: `array(…)`, with the shape and the dtype where the elements do not tell them.
    static func representation(_ array: Strided, _ options: PrintOptions) -> String {
        let prefix = "array("
        let count = array.count
        let body =
            prefix
            + body(
                array, options, separator: ", ", indent: prefix.utf8.count,
                lineWidth: options.lineWidth - 1)
        var extras: [String] = []
        if (count == 0 && array.shape != [0]) || count > options.threshold {
            extras.append("shape=" + array.shape.description)
        }
        if count == 0 || ![.bool, .int64, .float64, .complex128].contains(array.dtype) {
            extras.append("dtype=" + array.dtype.name)
        }
        guard !extras.isEmpty else { return body + ")" }
        let suffix = extras.joined(separator: ", ") + ")"
        let fits = body.lastLineWidth + 1 + suffix.utf8.count + 1 <= options.lineWidth
        return body + "," + (fits ? " " : "\n" + String(repeating: " ", count: prefix.utf8.count)) + suffix
    }

    private static func scalarText(_ element: PrintElement, _ dtype: DType) -> String {
        switch element {
        case .bool(let value):
            return value ? "True" : "False"
        case .signed, .unsigned:
            return element.integerText()
        case .real(let value):
            return FloatText.scalar(value, dtype: dtype)
        case .complex(let real, let imaginary):
            if real == 0 && real.sign == .plus {
                return FloatText.scalar(imaginary, dtype: dtype, trimsPoint: true) + "j"
            }
            return "(" + FloatText.scalar(real, dtype: dtype, trimsPoint: true)
                + FloatText.scalar(imaginary, dtype: dtype, trimsPoint: true, showsPlus: true) + "j)"
        }
    }

    private static func body(
        _ array: Strided, _ options: PrintOptions, separator: String, indent: Int,
        lineWidth: Int
    ) -> String {
        let count = array.count
        guard count > 0 else { return "[]" }
        guard array.device == .cpu else { return "..." }
        // A summary always shows the last element of an axis, even when no edge items are wanted.
        let edges = options.edgeItems
        let shown = ShownElements(array, edges: count > options.threshold ? (edges, max(edges, 1), 2 * edges) : nil)
        let texts = elementTexts(shown.elements, array, options)
        var printer = ArrayPrinter(separator: separator, indent: indent, words: texts.map { Word($0) }, shown: shown)
        if array.rank == 0 { return printer.words[0].text }
        printer.write(axis: 0, lineWidth: lineWidth)
        return printer.output
    }

    /// The text of each element: of the formatter where it gives one, else in the format that all have in common.
    private static func elementTexts(_ elements: [PrintElement], _ array: Strided, _ options: PrintOptions) -> [String] {
        let own = options.formatter.map { formatter in elements.map { formatter($0.scalar, array.dtype) } } ?? []
        if !own.isEmpty && own.allSatisfy({ $0 != nil }) { return own.map { $0! } }
        let format = ArrayElementFormat(elements, dtype: array.dtype, isScalar: array.rank == 0, options)
        return elements.enumerated().map { index, element in
            (index < own.count ? own[index] : nil) ?? format.text(element)
        }
    }

    private init(separator: String, indent: Int, words: [Word], shown: ShownElements) {
        self.separator = separator
        self.indent = indent
        self.words = words
        self.shown = shown
    }

    private mutating func write(axis: Int, lineWidth: Int) {
        output += "["
        if axis == shown.axes.count - 1 {
            let separatorWidth = separator.trailingSpaceTrimmed.unicodeScalars.count
            writeRow(hangingIndent: indent + axis + 1, lineWidth: lineWidth - max(separatorWidth, 1))
        } else {
            writeBlocks(axis: axis, lineWidth: lineWidth)
        }
        output += "]"
    }

    /// The subarrays along an axis, on lines of their own.
    private mutating func writeBlocks(axis: Int, lineWidth: Int) {
        var lineBreak = separator.trailingSpaceTrimmed
        lineBreak += String(repeating: "\n", count: shown.axes.count - axis - 1)
        lineBreak += String(repeating: " ", count: indent + axis + 1)
        let extent = shown.axes[axis]
        for index in 0..<extent.count {
            if index > 0 { output += lineBreak }
            if index == extent.leading { output += "..." + lineBreak }
            write(axis: axis + 1, lineWidth: lineWidth - 1)
        }
    }

    /// The elements along the last axis, broken into lines.
    private mutating func writeRow(hangingIndent: Int, lineWidth: Int) {
        var line = ""
        var width = hangingIndent
        let extent = shown.axes[shown.axes.count - 1]
        func append(_ word: Word) {
            if word.text.contains("\n") { return appendLines(word.text.split(separator: "\n", omittingEmptySubsequences: false)) }
            if width + word.width > lineWidth && width > hangingIndent {
                endLine(String(repeating: " ", count: hangingIndent))
                width = hangingIndent
            }
            line += word.text
            width += word.width
        }
        func endLine(_ next: String) {
            output += line.trailingSpaceTrimmed + "\n"
            line = next
        }
        /// An element of several lines stands as a block.
        func appendLines(_ texts: [Substring]) {
            let widest = texts.map(\.unicodeScalars.count).max() ?? 0
            if width + widest > lineWidth && width > hangingIndent {
                endLine(String(repeating: " ", count: hangingIndent))
                width = hangingIndent
            }
            let margin = String(repeating: " ", count: width)
            line += texts[0]
            for text in texts.dropFirst() { endLine(margin + text) }
            line += String(repeating: " ", count: widest - (texts.last?.unicodeScalars.count ?? 0))
            width += widest
        }
        func appendSeparator() {
            line += separator
            width += separator.unicodeScalars.count
        }
        for index in 0..<extent.count {
            if index > 0 { appendSeparator() }
            if index == extent.leading {
                append(Word("..."))
                appendSeparator()
            }
            append(words[position])
            position += 1
        }
        output += line
    }
}
