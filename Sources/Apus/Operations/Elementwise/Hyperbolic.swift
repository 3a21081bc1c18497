/// The hyperbolic sine.
struct HyperbolicSine: PlainUnary {
    static var name: String { "sinh" }
    static var kernel: UnaryKernel { .sinh }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * x.cosh().conjugate() }
}

/// The hyperbolic cosine.
struct HyperbolicCosine: PlainUnary {
    static var name: String { "cosh" }
    static var kernel: UnaryKernel { .cosh }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * x.sinh().conjugate() }
}

/// The hyperbolic tangent.
struct HyperbolicTangent: PlainUnary {
    static var name: String { "tanh" }
    static var kernel: UnaryKernel { .tanh }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.output] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * (1 - y * y).conjugate() }
}

/// The inverse hyperbolic sine.
struct InverseHyperbolicSine: PlainUnary {
    static var name: String { "asinh" }
    static var kernel: UnaryKernel { .asinh }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * (1 + x * x).rsqrt().conjugate() }
}

/// The inverse hyperbolic cosine.
struct InverseHyperbolicCosine: PlainUnary {
    static var name: String { "acosh" }
    static var kernel: UnaryKernel { .acosh }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * ((x - 1).rsqrt() * (x + 1).rsqrt()).conjugate() }
}

/// The inverse hyperbolic tangent.
struct InverseHyperbolicTangent: PlainUnary {
    static var name: String { "atanh" }
    static var kernel: UnaryKernel { .atanh }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g / (1 - x * x).conjugate() }
}

extension ArrayFace {
    /// The hyperbolic sine of each element. `numpy.sinh`, `torch.sinh`.
    public consuming func sinh() -> Self { .make(HyperbolicSine(), self) }

    /// The hyperbolic cosine of each element. `numpy.cosh`, `torch.cosh`.
    public consuming func cosh() -> Self { .make(HyperbolicCosine(), self) }

    /// The hyperbolic tangent of each element. `numpy.tanh`, `torch.tanh`.
    public consuming func tanh() -> Self { .make(HyperbolicTangent(), self) }

    /// The inverse hyperbolic sine of each element. `numpy.arcsinh`, `torch.asinh`.
    public consuming func asinh() -> Self { .make(InverseHyperbolicSine(), self) }

    /// The inverse hyperbolic cosine of each element; NaN below 1. `numpy.arccosh`, `torch.acosh`.
    public consuming func acosh() -> Self { .make(InverseHyperbolicCosine(), self) }

    /// The inverse hyperbolic tangent of each element; NaN outside −1...1. `numpy.arctanh`, `torch.atanh`.
    public consuming func atanh() -> Self { .make(InverseHyperbolicTangent(), self) }
}
