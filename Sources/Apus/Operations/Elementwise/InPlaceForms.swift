public import ApusCore

extension ArrayFace {
    /// Writes the result of an elementwise operation on `target` and `other` over `target`: the throwing form of `+=` and
    /// its like.
    public static func applyInPlace<Op: ElementwiseBinary>(
        _ operation: Op, _ target: Self, with other: Self
    ) throws(ApusError) {
        try applyInPlace(BinaryInPlace(operation: operation), target, [other])
    }

    /// Writes the result of an elementwise operation on `target` and a number over `target`.
    public static func applyInPlace<Op: ElementwiseBinary>(
        _ operation: Op, _ target: Self, scalar: Scalar
    ) throws(ApusError) {
        try applyInPlace(ScalarInPlace(operation: operation, scalar: scalar), target, [])
    }

    /// Writes `source`, broadcast and cast, over every element of `target`: the throwing form of `assign(_:)`.
    public static func overwrite(_ target: Self, from source: Self) throws(ApusError) {
        try applyInPlace(Assign(), target, [source])
    }

    /// Writes one number over every element of `target`: the throwing form of `fill(_:)`.
    public static func overwrite(_ target: Self, filling number: Scalar) throws(ApusError) {
        try applyInPlace(Fill(scalar: number), target, [])
    }
}
