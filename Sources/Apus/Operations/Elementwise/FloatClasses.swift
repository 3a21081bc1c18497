/// Whether it is not a number.
struct IsNaN: StepUnary {
    static var name: String { "isNaN" }
    static var kernel: UnaryKernel { .isNaN }
    static let types = ElementwiseTypes.all
}

/// Whether it is infinite.
struct IsInfinite: StepUnary {
    static var name: String { "isInfinite" }
    static var kernel: UnaryKernel { .isInfinite }
    static let types = ElementwiseTypes.all
}

/// Whether it is neither infinite nor NaN.
struct IsFinite: StepUnary {
    static var name: String { "isFinite" }
    static var kernel: UnaryKernel { .isFinite }
    static let types = ElementwiseTypes.all
}

/// Whether its sign is minus, zeros included.
struct SignBit: StepUnary {
    static var name: String { "signBit" }
    static var kernel: UnaryKernel { .signBit }
    static let types = ElementwiseTypes.real
}

extension ArrayFace {
    /// Whether each element is not a number, as bool; of a complex one, whether either part is. `numpy.isnan`,
    /// `torch.isnan`.
    public func isNaN() -> Self { .make(IsNaN(), self) }

    /// Whether each element is infinite, as bool. `numpy.isinf`, `torch.isinf`.
    public func isInfinite() -> Self { .make(IsInfinite(), self) }

    /// Whether each element is neither infinite nor NaN, as bool. `numpy.isfinite`, `torch.isfinite`.
    public func isFinite() -> Self { .make(IsFinite(), self) }

    /// Whether each element has a minus sign, as −0 and negative NaN have too, as bool. `numpy.signbit`,
    /// `torch.signbit`.
    public func signBit() -> Self { .make(SignBit(), self) }
}
