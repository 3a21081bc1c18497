/// A Swift value that an array can be made of: an element, or an array of such values, nested to any depth.
public protocol NestedElements {
    associatedtype Leaf: ArrayElement
    /// The sizes of the nesting, taken from the first elements.
    func appendShape(to shape: inout Dims)
    /// Writes the elements in row-major order; an error if a part has another size than its neighbours.
    func write(
        to pointer: UnsafeMutablePointer<Leaf>, at position: inout Int, shape: Dims, depth: Int
    ) throws(ApusError)
}

extension ArrayElement {
    public func appendShape(to shape: inout Dims) {}

    @inlinable
    public func write(
        to pointer: UnsafeMutablePointer<Self>, at position: inout Int, shape: Dims, depth: Int
    ) throws(ApusError) {
        pointer[position] = self
        position += 1
    }
}

extension Bool: NestedElements {}
extension UInt8: NestedElements {}
extension UInt16: NestedElements {}
extension UInt32: NestedElements {}
extension UInt64: NestedElements {}
extension Int8: NestedElements {}
extension Int16: NestedElements {}
extension Int32: NestedElements {}
extension Int64: NestedElements {}
extension Int: NestedElements {}
extension Float16: NestedElements {}
extension BFloat16: NestedElements {}
extension Float: NestedElements {}
extension Double: NestedElements {}
extension Complex: NestedElements where RealType: ComplexPart {}

extension Array: NestedElements where Element: NestedElements {
    public typealias Leaf = Element.Leaf

    public func appendShape(to shape: inout Dims) {
        shape.append(count)
        first?.appendShape(to: &shape)
    }

    public func write(
        to pointer: UnsafeMutablePointer<Leaf>, at position: inout Int, shape: Dims, depth: Int
    ) throws(ApusError) {
        guard depth < shape.count, count == shape[depth] else {
            throw .shape(
                operation: "array",
                message: "nested arrays of different sizes: \(count) elements where \(shape) was begun, at depth \(depth)")
        }
        if Element.self == Leaf.self {
            let leaves = unsafeBitCast(self, to: [Leaf].self)
            leaves.withUnsafeBufferPointer { buffer in
                if let base = buffer.baseAddress { (pointer + position).update(from: base, count: buffer.count) }
            }
            position += count
            return
        }
        for element in self { try element.write(to: pointer, at: &position, shape: shape, depth: depth + 1) }
    }
}

extension ArrayFace {
    /// An array of the elements of nested Swift arrays, which must be rectangular. Without a dtype it has the Swift
    /// type's: `Int` gives int64, `Double` float64 for `NDArray` and, as in PyTorch, float32 for `Tensor`. `numpy.array`,
    /// `numpy.asarray`, `torch.tensor`.
    public init<Elements: NestedElements>(_ elements: Elements, dtype: DType? = nil) {
        self.init(value: trapping { () throws(ApusError) in try Self.make(from: elements, dtype: dtype).value })
    }
}

extension ArrayFace {
    /// The throwing form of `init(_:dtype:)`.
    public static func make<Elements: NestedElements>(
        from elements: Elements, dtype: DType? = nil
    ) throws(ApusError) -> Self {
        var shape = Dims()
        elements.appendShape(to: &shape)
        let value = try Strided.empty(shape, Elements.Leaf.dtype)
        let pointer = value.pointer.assumingMemoryBound(to: Elements.Leaf.self)
        var position = 0
        try elements.write(to: pointer, at: &position, shape: shape, depth: 0)
        let natural = Elements.Leaf.self == Double.self ? world.defaultFloat : Elements.Leaf.dtype
        return Self(value: try cast(value, to: dtype ?? natural))
    }
}
