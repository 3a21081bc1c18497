/// x².
struct Square: PlainUnary {
    static var name: String { "square" }
    static var kernel: UnaryKernel { .square }
    static let types = ElementwiseTypes(.boolToInteger)
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * (2 * x).conjugate() }
}

/// √x.
struct SquareRoot: PlainUnary {
    static var name: String { "sqrt" }
    static var kernel: UnaryKernel { .sqrt }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.output] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g / (2 * y.conjugate()) }
}

/// 1 ÷ √x.
struct ReciprocalSquareRoot: PlainUnary {
    static var name: String { "rsqrt" }
    static var kernel: UnaryKernel { .rsqrt }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.output] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { -0.5 * g * (y * y * y).conjugate() }
}

/// 1 ÷ x.
struct Reciprocal: PlainUnary {
    static var name: String { "reciprocal" }
    static var kernel: UnaryKernel { .reciprocal }
    static let types = ElementwiseTypes(.keptOrFloat)
    static var saves: Saved { [.output] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { -g * (y * y).conjugate() }
}

extension ArrayFace {
    /// The square of each element. `numpy.square`, `torch.square`.
    public consuming func square() -> Self { .make(Square(), self) }

    /// The square root of each element; NaN for a negative real one. `numpy.sqrt`, `torch.sqrt`.
    public consuming func sqrt() -> Self { .make(SquareRoot(), self) }

    /// One over the square root of each element. `torch.rsqrt`.
    public consuming func rsqrt() -> Self { .make(ReciprocalSquareRoot(), self) }

    /// One over each element. Of integers, in NumPy's world the integer part, in PyTorch's a float. `numpy.reciprocal`,
    /// `torch.reciprocal`.
    public consuming func reciprocal() -> Self { .make(Reciprocal(), self) }
}
