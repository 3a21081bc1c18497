/// A short list of integers, one for each axis: a shape, strides, or a set of axes.
///
/// Up to four entries live inside the value, so ordinary ranks allocate nothing; more spill into an array. With room for
/// six, which makes `Strided` 145 bytes long instead of 113, a training step of a small network takes a sixth longer.
@frozen
public struct Dims: Sendable {
    @usableFromInline static var inlineCapacity: Int { 4 }

    @usableFromInline var inline: InlineArray<4, Int>
    @usableFromInline var spilled: [Int]?
    @usableFromInline var length: Int

    /// No entries: the shape of a 0-d array.
    @inlinable
    public init() {
        inline = InlineArray(repeating: 0)
        spilled = nil
        length = 0
    }

    /// `count` entries of the same value.
    @inlinable
    public init(repeating value: Int, count: Int) {
        inline = InlineArray(repeating: value)
        spilled = count > Dims.inlineCapacity ? [Int](repeating: value, count: count) : nil
        length = count
    }

    /// The numbers from 0 up to, and without, `count`: all axes of an array of that rank.
    @inlinable
    public init(upTo count: Int) {
        self.init(repeating: 0, count: count)
        for position in 0..<count { self[position] = position }
    }

    @inlinable
    public init(_ elements: some Collection<Int>) {
        self.init(repeating: 0, count: elements.count)
        var position = 0
        for element in elements {
            self[position] = element
            position += 1
        }
    }
}

extension Dims: RandomAccessCollection, MutableCollection {
    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { length }
    @inlinable public var count: Int { length }

    @inlinable
    public subscript(position: Int) -> Int {
        get {
            precondition(position >= 0 && position < length, "axis out of range")
            if _fastPath(spilled == nil) { return inline[unchecked: position] }
            return spilled![position]
        }
        set {
            precondition(position >= 0 && position < length, "axis out of range")
            if _fastPath(spilled == nil) {
                inline[unchecked: position] = newValue
            } else {
                spilled![position] = newValue
            }
        }
    }
}

extension Dims {
    @inlinable
    public mutating func append(_ value: Int) {
        if spilled != nil {
            spilled!.append(value)
        } else if length < Dims.inlineCapacity {
            inline[unchecked: length] = value
        } else {
            spilled = Array(self) + [value]
        }
        length += 1
    }

    @inlinable
    public mutating func insert(_ value: Int, at position: Int) {
        precondition(position >= 0 && position <= length, "axis out of range")
        append(value)
        var i = length - 1
        while i > position {
            self[i] = self[i - 1]
            i -= 1
        }
        self[position] = value
    }

    @discardableResult
    @inlinable
    public mutating func remove(at position: Int) -> Int {
        let removed = self[position]
        var i = position
        while i + 1 < length {
            self[i] = self[i + 1]
            i += 1
        }
        removeLast()
        return removed
    }

    @inlinable
    public mutating func removeLast() {
        precondition(length > 0, "no axis to remove")
        length -= 1
        if let all = spilled {
            if length <= Dims.inlineCapacity {
                for i in 0..<length { inline[unchecked: i] = all[i] }
                spilled = nil
            } else {
                spilled!.removeLast()
            }
        }
    }

    /// The product of all entries; 1 if there are none. Wraps on overflow: check with `checkedProduct` first where
    /// the entries come from outside.
    @inlinable
    public var product: Int {
        var result = 1
        for i in 0..<length { result &*= self[i] }
        return result
    }

    /// The product of all entries, or nil if it does not fit in an `Int` or an entry is negative.
    public var checkedProduct: Int? {
        if contains(where: { $0 < 0 }) { return nil }
        if contains(0) { return 0 }
        var result = 1
        for value in self {
            let (next, overflow) = result.multipliedReportingOverflow(by: value)
            if overflow { return nil }
            result = next
        }
        return result
    }
}

extension Dims: Hashable {
    @inlinable
    public static func == (a: Dims, b: Dims) -> Bool {
        guard a.length == b.length else { return false }
        for i in 0..<a.length where a[i] != b[i] { return false }
        return true
    }

    public func hash(into hasher: inout Hasher) {
        for value in self { hasher.combine(value) }
    }
}

extension Dims: ExpressibleByArrayLiteral {
    @inlinable
    public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Dims: CustomStringConvertible {
    /// As Python prints a tuple: `(2, 3)`, `(3,)`, `()`.
    public var description: String {
        if length == 1 { return "(\(self[0]),)" }
        return "(" + map(String.init).joined(separator: ", ") + ")"
    }
}

/// The sizes of an array's axes.
public typealias Shape = Dims
