public import ApusCore

extension ArrayFace {
    /// Applies an operation to one array, stopping the program where the arguments are a programmer's mistake. The
    /// throwing form is `apply`.
    @inlinable
    public static func make(_ operation: some UnaryOperation, _ x: Self) -> Self {
        trapping { () throws(ApusError) in try apply(operation, x) }
    }

    @inlinable
    public static func make(_ operation: some BinaryOperation, _ a: Self, _ b: Self) -> Self {
        trapping { () throws(ApusError) in try apply(operation, a, b) }
    }

    @inlinable
    public static func make(_ operation: some TernaryOperation, _ a: Self, _ b: Self, _ c: Self) -> Self {
        trapping { () throws(ApusError) in try apply(operation, a, b, c) }
    }

    @inlinable
    public static func make(_ operation: some VariadicOperation, _ inputs: [Self]) -> [Self] {
        trapping { () throws(ApusError) in try apply(operation, inputs) }
    }

    @inlinable
    public static func overwrite(_ target: Self, with operation: some InPlaceOperation, _ others: [Self] = []) {
        trapping { () throws(ApusError) in try applyInPlace(operation, target, others) }
    }
}
