/// Whether both are true, or not zero.
struct LogicalAnd: StepBinary {
    static var name: String { "logicalAnd" }
    static var kernel: BinaryKernel { .logicalAnd }
    static let types = ElementwiseTypes.all
}

/// Whether one or both are true, or not zero.
struct LogicalOr: StepBinary {
    static var name: String { "logicalOr" }
    static var kernel: BinaryKernel { .logicalOr }
    static let types = ElementwiseTypes.all
}

/// Whether one and not the other is true, or not zero.
struct LogicalXor: StepBinary {
    static var name: String { "logicalXor" }
    static var kernel: BinaryKernel { .logicalXor }
    static let types = ElementwiseTypes.all
}

/// Whether it is false, or zero.
struct LogicalNot: StepUnary {
    static var name: String { "logicalNot" }
    static var kernel: UnaryKernel { .logicalNot }
    static let types = ElementwiseTypes.all
}

extension ArrayFace {
    /// Whether both elements are true (not zero), as bool. `numpy.logical_and`, `torch.logical_and`.
    public consuming func logicalAnd(_ other: consuming Self) -> Self { .make(LogicalAnd(), self, other) }
    /// Whether each element and a number are true (not zero), as bool.
    public consuming func logicalAnd(_ other: some ScalarConvertible) -> Self { .make(LogicalAnd(), self, other) }

    /// Whether one or both elements are true (not zero), as bool. `numpy.logical_or`, `torch.logical_or`.
    public consuming func logicalOr(_ other: consuming Self) -> Self { .make(LogicalOr(), self, other) }
    /// Whether each element or a number is true (not zero), as bool.
    public consuming func logicalOr(_ other: some ScalarConvertible) -> Self { .make(LogicalOr(), self, other) }

    /// Whether exactly one of two elements is true (not zero), as bool. `numpy.logical_xor`,
    /// `torch.logical_xor`.
    public consuming func logicalXor(_ other: consuming Self) -> Self { .make(LogicalXor(), self, other) }
    /// Whether exactly one of each element and a number is true (not zero), as bool.
    public consuming func logicalXor(_ other: some ScalarConvertible) -> Self { .make(LogicalXor(), self, other) }

    /// Whether each element is false (zero), as bool. `numpy.logical_not`, `torch.logical_not`.
    public consuming func logicalNot() -> Self { .make(LogicalNot(), self) }
}
