/// 2 ÷ √π.
private let twoOverRootPi = 1.1283791670955126

/// The error function.
struct ErrorFunction: PlainUnary {
    static var name: String { "erf" }
    static var kernel: UnaryKernel { .erf }
    static let types = ElementwiseTypes.realInexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * twoOverRootPi * (-(x * x)).exp() }
}

/// 1 less the error function.
struct ComplementaryErrorFunction: PlainUnary {
    static var name: String { "erfc" }
    static var kernel: UnaryKernel { .erfc }
    static let types = ElementwiseTypes.realInexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * -twoOverRootPi * (-(x * x)).exp() }
}

extension ArrayFace {
    /// The error function of each element. `scipy.special.erf`, `torch.erf`.
    public consuming func erf() -> Self { .make(ErrorFunction(), self) }

    /// 1 less the error function of each element, exact where that is close to 1. `scipy.special.erfc`, `torch.erfc`.
    public consuming func erfc() -> Self { .make(ComplementaryErrorFunction(), self) }
}
