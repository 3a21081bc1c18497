import ApusCore

/// The fields of a text, one after the other.
struct TextFields {
    typealias Bytes = UnsafePointer<UInt8>

    /// What ends a field.
    enum Terminator { case delimiter, line }

    let classes: ByteClasses
    let start: Bytes
    let end: Bytes
    /// Where the next field begins.
    var position: Bytes
    /// The field read last.
    private(set) var fieldStart: Bytes
    private(set) var fieldEnd: Bytes
    /// Whether it was quoted, so that it counts even if it is empty.
    private(set) var isQuoted = false
    /// The field read last where quotes were taken out of it.
    private var unquoted: [UInt8] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ classes: ByteClasses) {
        self.classes = classes
        start = bytes.baseAddress!
        end = start + bytes.count
        position = start
        fieldStart = start
        fieldEnd = start
    }

    /// The number of the line at `position`, counted from 1.
    func lineNumber(at place: Bytes) -> Int {
        var line = 1
        var p = start
        while p < place {
            let byte = p.pointee
            if byte == 0x0A || byte == 0x0D && !(p + 1 < end && p[1] == 0x0A) { line += 1 }
            p += 1
        }
        return line
    }

    /// Moves past the end of the line.
    mutating func skipLine() {
        while position < end && position.pointee != 0x0A && position.pointee != 0x0D { position += 1 }
        skipNewline()
    }

    /// Moves past a line end if one stands here.
    @inline(__always)
    private mutating func skipNewline() {
        guard position < end else { return }
        position += position.pointee == 0x0D && position + 1 < end && position[1] == 0x0A ? 2 : 1
    }

    /// Moves to the first field of the next line that has any, past empty lines and comments. False at the end.
    mutating func nextLine() -> Bool {
        while position < end {
            if classes.isSpaced { position = skipBlanks(position) }
            guard position < end else { return false }
            let kind = classes[position.pointee]
            if kind & ByteClasses.newline != 0 {
                skipNewline()
            } else if kind & ByteClasses.comment != 0 && classes.commentStands(at: position, before: end) {
                skipLine()
            } else {
                return true
            }
        }
        return false
    }

    /// White space that is no line end.
    @inline(__always)
    func skipBlanks(_ place: Bytes) -> Bytes {
        var p = place
        while p < end, classes[p.pointee] & ByteClasses.space != 0 {
            if p.pointee == 0x20 {
                p += 1
                continue
            }
            let length = spaceLength(p, before: end)
            if length == 0 { break }
            p += length
        }
        return p
    }

    /// If what stands at `p`, after a number, ends its field: moves past it and says how.
    @inline(__always)
    mutating func endField(at p: Bytes) -> Terminator? {
        var p = p
        guard p < end else {
            position = end
            return .line
        }
        if classes.isSpaced {
            let next = skipBlanks(p)
            if next == p && classes[p.pointee] & (ByteClasses.newline | ByteClasses.comment) == 0 { return nil }
            p = next
            guard p < end else {
                position = end
                return .line
            }
        } else if classes[p.pointee] == 0 {
            p = skipSpaceInLine(p)
            guard p < end else {
                position = end
                return .line
            }
        }
        let kind = classes[p.pointee]
        if kind & ByteClasses.delimiter != 0 && ByteClasses.stands(classes.delimiter, at: p, before: end) {
            position = p + classes.delimiter.count
            return .delimiter
        }
        position = p
        if kind & ByteClasses.newline != 0 {
            skipNewline()
            return .line
        }
        if kind & ByteClasses.comment != 0 && classes.commentStands(at: p, before: end) {
            skipLine()
            return .line
        }
        return classes.isSpaced ? .delimiter : nil
    }

    private func skipSpaceInLine(_ place: Bytes) -> Bytes {
        var p = place
        while p < end, classes[p.pointee] == 0, case let length = spaceLength(p, before: end), length > 0 { p += length }
        return p
    }

    /// Reads the field at `position` as text.
    mutating func next() -> Terminator {
        isQuoted = false
        fieldStart = position
        if !classes.quote.isEmpty, position < end, ByteClasses.stands(classes.quote, at: position, before: end) {
            return quoted()
        }
        var p = position
        while p < end, !isEnd(p) { p += 1 }
        fieldEnd = p
        return finish(p)
    }

    /// Whether a field that is not quoted ends at a place.
    @inline(__always)
    private func isEnd(_ p: Bytes) -> Bool {
        let kind = classes[p.pointee]
        if kind == 0 { return false }
        return kind & ByteClasses.newline != 0
            || kind & ByteClasses.delimiter != 0 && ByteClasses.stands(classes.delimiter, at: p, before: end)
            || kind & ByteClasses.comment != 0 && classes.commentStands(at: p, before: end)
            || kind & ByteClasses.space != 0 && spaceLength(p, before: end) > 0
    }

    /// Moves past what ends a field at a place where `isEnd` holds, or at the end.
    private mutating func finish(_ p: Bytes) -> Terminator {
        position = p
        return endField(at: p) ?? .delimiter
    }

    /// A field that begins with a quote: doubled quotes are one, and what follows the closing quote belongs to it.
    private mutating func quoted() -> Terminator {
        isQuoted = true
        unquoted.removeAll(keepingCapacity: true)
        let quote = classes.quote
        var p = position + quote.count
        var isInside = true
        while p < end {
            if isInside && ByteClasses.stands(quote, at: p, before: end) {
                p += quote.count
                if p < end && ByteClasses.stands(quote, at: p, before: end) {
                    unquoted += quote
                    p += quote.count
                } else {
                    isInside = false
                }
            } else if !isInside && isEnd(p) {
                break
            } else {
                unquoted.append(p.pointee)
                p += 1
            }
        }
        return finish(p)
    }

    /// Calls `body` with the bytes of the field read last.
    func withField<Result>(_ body: (Bytes, Bytes) -> Result) -> Result {
        guard isQuoted else { return body(fieldStart, fieldEnd) }
        return unquoted.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return body(fieldStart, fieldStart) }
            return body(base, base + bytes.count)
        }
    }

    /// The field read last.
    var field: String { withField { String(decoding: UnsafeBufferPointer(start: $0, count: $1 - $0), as: UTF8.self) } }

    /// Whether the field read last has no characters and no quotes.
    var isEmpty: Bool { !isQuoted && fieldStart == fieldEnd }
}
