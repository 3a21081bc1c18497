// Text measured in columns, as the layout of printed arrays needs it.

/// A piece of text with its width in columns.
struct Word {
    let text: String
    let width: Int

    init(_ text: String) {
        self.text = text
        width = text.unicodeScalars.count
    }
}

extension String {
    /// The text, preceded by as many spaces as bring it to `width` columns.
    func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: max(width - unicodeScalars.count, 0)) + self
    }

    mutating func dropTrailingSpaces() {
        while utf8.last == UInt8(ascii: " ") { removeLast() }
    }

    /// The text without white space at its end.
    var trailingSpaceTrimmed: String {
        var text = self
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }

    /// Number of columns of the last line.
    var lastLineWidth: Int {
        var width = 0
        for scalar in unicodeScalars.reversed() {
            if scalar == "\n" { break }
            width += 1
        }
        return width
    }
}
