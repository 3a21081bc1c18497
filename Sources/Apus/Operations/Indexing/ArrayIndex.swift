/// What may stand between the brackets of `array[...]`: integers, Swift ranges, `.slice(from:to:by:)`, `.newAxis`,
/// `.ellipsis`, and integer arrays or masks, as `NDArray`, `Tensor` or Swift array.
public protocol ArrayIndex {
    var indexItem: IndexItem { get throws(ApusError) }
}

/// One index of several.
public struct IndexItem: ArrayIndex, Sendable {
    enum Kind: Sendable {
        case integer(Int)
        /// As in Python: negative bounds count from the end, missing ones stand for the ends.
        case slice(from: Int?, to: Int?, by: Int)
        case newAxis
        /// All the axes that the other indices leave.
        case ellipsis
        /// Integers or booleans.
        case array(Strided)
    }

    let kind: Kind

    init(_ kind: Kind) { self.kind = kind }

    public var indexItem: IndexItem { self }
}

extension ArrayIndex where Self == IndexItem {
    /// The positions from `from` to before `to`, `by` apart. Negative bounds count from the end, a negative step goes
    /// backwards, and bounds beyond the ends stand for the ends: Python's `from:to:by`.
    public static func slice(from: Int? = nil, to: Int? = nil, by step: Int = 1) -> IndexItem {
        IndexItem(.slice(from: from, to: to, by: step))
    }

    /// A new axis of size 1: `numpy.newaxis`, `None`.
    public static var newAxis: IndexItem { IndexItem(.newAxis) }

    /// All positions of all the axes that the other indices leave: Python's `...`.
    public static var ellipsis: IndexItem { IndexItem(.ellipsis) }
}

extension Int: ArrayIndex {
    public var indexItem: IndexItem { IndexItem(.integer(self)) }
}

extension Range: ArrayIndex where Bound == Int {
    public var indexItem: IndexItem { IndexItem(.slice(from: lowerBound, to: upperBound, by: 1)) }
    /// Every `step`-th position of the range.
    public func by(_ step: Int) -> IndexItem { IndexItem(.slice(from: lowerBound, to: upperBound, by: step)) }
}

extension ClosedRange: ArrayIndex where Bound == Int {
    public var indexItem: IndexItem { by(1) }
    /// Every `step`-th position of the range.
    public func by(_ step: Int) -> IndexItem {
        IndexItem(.slice(from: lowerBound, to: positionAfter(upperBound), by: step))
    }
}

extension PartialRangeFrom: ArrayIndex where Bound == Int {
    public var indexItem: IndexItem { IndexItem(.slice(from: lowerBound, to: nil, by: 1)) }
    /// Every `step`-th position of the range.
    public func by(_ step: Int) -> IndexItem { IndexItem(.slice(from: lowerBound, to: nil, by: step)) }
}

extension PartialRangeUpTo: ArrayIndex where Bound == Int {
    public var indexItem: IndexItem { IndexItem(.slice(from: nil, to: upperBound, by: 1)) }
    /// Every `step`-th position of the range.
    public func by(_ step: Int) -> IndexItem { IndexItem(.slice(from: nil, to: upperBound, by: step)) }
}

extension PartialRangeThrough: ArrayIndex where Bound == Int {
    public var indexItem: IndexItem { by(1) }
    /// Every `step`-th position of the range.
    public func by(_ step: Int) -> IndexItem { IndexItem(.slice(from: nil, to: positionAfter(upperBound), by: step)) }
}

/// Where a range ends that includes `last`; nil after the last position of all, −1.
private func positionAfter(_ last: Int) -> Int? { last == -1 || last == .max ? nil : last + 1 }

extension NDArray: ArrayIndex {
    public var indexItem: IndexItem { IndexItem(.array(value)) }
}

extension Tensor: ArrayIndex {
    public var indexItem: IndexItem { IndexItem(.array(value)) }
}

/// A Swift type whose arrays are indices.
public protocol IndexElement: NestedElements {}

extension Bool: IndexElement {}
extension Int: IndexElement {}
extension Int32: IndexElement {}
extension Int64: IndexElement {}
extension UInt8: IndexElement {}
extension Array: IndexElement where Element: IndexElement {}

extension Array: ArrayIndex where Element: IndexElement {
    public var indexItem: IndexItem {
        get throws(ApusError) { IndexItem(.array(try NDArray.make(from: self).value)) }
    }
}

extension Bool: ArrayIndex {
    /// A mask without axes: a new axis of one position or none.
    public var indexItem: IndexItem {
        get throws(ApusError) { IndexItem(.array(try NDArray.make(from: self).value)) }
    }
}
