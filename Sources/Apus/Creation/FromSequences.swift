import ApusCore

extension ArrayFace {
    /// An array of the elements of a sequence, in row-major order. Its dtype is the Swift type's, as with nested arrays.
    /// `numpy.fromiter`, and then `reshape`.
    public init<Elements: Sequence>(
        _ elements: Elements, shape: Shape, dtype: DType? = nil
    ) where Elements.Element: ArrayElement & NestedElements, Elements.Element.Leaf == Elements.Element {
        self.init(
            value: trapping { () throws(ApusError) in
                let flat = try Self.make(from: Array(elements), dtype: dtype)
                return try Self.apply(Reshape(shape: shape), flat).value
            })
    }
}
