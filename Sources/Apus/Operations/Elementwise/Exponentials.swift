private let naturalLogOfTwo = 0.6931471805599453
private let naturalLogOfTen = 2.302585092994046

/// e to the power of x.
struct Exponential: PlainUnary {
    static var name: String { "exp" }
    static var kernel: UnaryKernel { .exp }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.output] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * y.conjugate() }
}

/// 2 to the power of x.
struct Exponential2: PlainUnary {
    static var name: String { "exp2" }
    static var kernel: UnaryKernel { .exp2 }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.output] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * y.conjugate() * naturalLogOfTwo }
}

/// e to the power of x, less 1.
struct ExponentialMinus1: PlainUnary {
    static var name: String { "expm1" }
    static var kernel: UnaryKernel { .expm1 }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.output] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * (y.conjugate() + 1) }
}

/// The natural logarithm.
struct Logarithm: PlainUnary {
    static var name: String { "log" }
    static var kernel: UnaryKernel { .log }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g / x.conjugate() }
}

/// The logarithm to base 2.
struct Logarithm2: PlainUnary {
    static var name: String { "log2" }
    static var kernel: UnaryKernel { .log2 }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g / (x.conjugate() * naturalLogOfTwo) }
}

/// The logarithm to base 10.
struct Logarithm10: PlainUnary {
    static var name: String { "log10" }
    static var kernel: UnaryKernel { .log10 }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g / (x.conjugate() * naturalLogOfTen) }
}

/// The natural logarithm of 1 + x.
struct LogarithmOf1Plus: PlainUnary {
    static var name: String { "log1p" }
    static var kernel: UnaryKernel { .log1p }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g / (x + 1).conjugate() }
}

extension ArrayFace {
    /// e to the power of each element. `numpy.exp`, `torch.exp`.
    public consuming func exp() -> Self { .make(Exponential(), self) }

    /// 2 to the power of each element. `numpy.exp2`, `torch.exp2`.
    public consuming func exp2() -> Self { .make(Exponential2(), self) }

    /// e to the power of each element, less 1, exact where elements are small. `numpy.expm1`, `torch.expm1`.
    public consuming func expm1() -> Self { .make(ExponentialMinus1(), self) }

    /// The natural logarithm of each element: −∞ of 0, NaN of a negative real one. `numpy.log`, `torch.log`.
    public consuming func log() -> Self { .make(Logarithm(), self) }

    /// The logarithm to base 2 of each element. `numpy.log2`, `torch.log2`.
    public consuming func log2() -> Self { .make(Logarithm2(), self) }

    /// The logarithm to base 10 of each element. `numpy.log10`, `torch.log10`.
    public consuming func log10() -> Self { .make(Logarithm10(), self) }

    /// The natural logarithm of 1 plus each element, exact where elements are small. `numpy.log1p`, `torch.log1p`.
    public consuming func log1p() -> Self { .make(LogarithmOf1Plus(), self) }
}
