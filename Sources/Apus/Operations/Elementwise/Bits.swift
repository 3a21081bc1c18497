/// The bits that both have.
struct BitwiseAnd: StepBinary {
    static var name: String { "bitwiseAnd" }
    static var kernel: BinaryKernel { .bitwiseAnd }
    static let types = ElementwiseTypes.bits
}

/// The bits that one or both have.
struct BitwiseOr: StepBinary {
    static var name: String { "bitwiseOr" }
    static var kernel: BinaryKernel { .bitwiseOr }
    static let types = ElementwiseTypes.bits
}

/// The bits that exactly one has.
struct BitwiseXor: StepBinary {
    static var name: String { "bitwiseXor" }
    static var kernel: BinaryKernel { .bitwiseXor }
    static let types = ElementwiseTypes.bits
}

/// The bits that it does not have.
struct BitwiseNot: StepUnary {
    static var name: String { "bitwiseNot" }
    static var kernel: UnaryKernel { .bitwiseNot }
    static let types = ElementwiseTypes.bits
}

/// The bits of a, b places up.
struct ShiftLeft: StepBinary {
    static var name: String { "shiftLeft" }
    static var kernel: BinaryKernel { .shiftLeft }
    static let types = ElementwiseTypes.integers
}

/// The bits of a, b places down.
struct ShiftRight: StepBinary {
    static var name: String { "shiftRight" }
    static var kernel: BinaryKernel { .shiftRight }
    static let types = ElementwiseTypes.integers
}

extension ArrayFace {
    /// The bits that both elements have; the operator is `&`. For integers and booleans. `numpy.bitwise_and`,
    /// `torch.bitwise_and`.
    public consuming func bitwiseAnd(_ other: consuming Self) -> Self { .make(BitwiseAnd(), self, other) }
    /// The bits that each element shares with a number.
    public consuming func bitwiseAnd(_ other: some ScalarConvertible) -> Self { .make(BitwiseAnd(), self, other) }

    /// The bits that one or both elements have; the operator is `|`. `numpy.bitwise_or`, `torch.bitwise_or`.
    public consuming func bitwiseOr(_ other: consuming Self) -> Self { .make(BitwiseOr(), self, other) }
    /// The bits that each element or a number has.
    public consuming func bitwiseOr(_ other: some ScalarConvertible) -> Self { .make(BitwiseOr(), self, other) }

    /// The bits that exactly one of two elements has; the operator is `^`. `numpy.bitwise_xor`, `torch.bitwise_xor`.
    public consuming func bitwiseXor(_ other: consuming Self) -> Self { .make(BitwiseXor(), self, other) }
    /// The bits that exactly one of each element and a number has.
    public consuming func bitwiseXor(_ other: some ScalarConvertible) -> Self { .make(BitwiseXor(), self, other) }

    /// The bits that each element does not have; of a bool, its negation. The operator is `~`. `numpy.bitwise_not`,
    /// `torch.bitwise_not`.
    public consuming func bitwiseNot() -> Self { .make(BitwiseNot(), self) }

    /// The bits of each element, moved up by that of `other`; the operator is `<<`. A shift by the type's width or more
    /// gives 0. `numpy.left_shift`, `torch.bitwise_left_shift`.
    public consuming func shiftLeft(_ other: consuming Self) -> Self { .make(ShiftLeft(), self, other) }
    /// The bits of each element, moved up by a number of places.
    public consuming func shiftLeft(_ other: some ScalarConvertible) -> Self { .make(ShiftLeft(), self, other) }

    /// The bits of each element, moved down by that of `other`; the operator is `>>`. The sign is kept; a shift by the
    /// type's width or more gives 0, or −1 for negative elements. `numpy.right_shift`, `torch.bitwise_right_shift`.
    public consuming func shiftRight(_ other: consuming Self) -> Self { .make(ShiftRight(), self, other) }
    /// The bits of each element, moved down by a number of places.
    public consuming func shiftRight(_ other: some ScalarConvertible) -> Self { .make(ShiftRight(), self, other) }
}
