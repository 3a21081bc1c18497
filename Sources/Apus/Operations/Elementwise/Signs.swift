/// |x|; the magnitude of a complex number.
struct Absolute: PlainUnary {
    static var name: String { "abs" }
    static var kernel: UnaryKernel { .absolute }
    static let types = ElementwiseTypes.all
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * x.sign() }
}

/// −1, 0 or 1; a complex number divided by its magnitude.
struct Sign: PlainUnary {
    static var name: String { "sign" }
    static var kernel: UnaryKernel { .sign }
    static let types = ElementwiseTypes.all
    static var saves: Saved { [.first, .output] }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        guard x.dtype.isComplex else { return g.zeros() }
        let radial = (g * y.conjugate()).real() * y
        return ((g - radial) / x.abs()).kept(where: x .!= 0)
    }
}

/// |a| with the sign of b.
struct CopySign: PlainBinary {
    static var name: String { "copySign" }
    static var kernel: BinaryKernel { .copySign }
    static let types = ElementwiseTypes.realInexact
    static var saves: Saved { [.first, .output] }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor {
        g * (y / a).kept(where: a .!= 0)
    }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g.zeros() }
}

/// The float next to a in the direction of b.
struct NextAfter: StepBinary {
    static var name: String { "nextAfter" }
    static var kernel: BinaryKernel { .nextAfter }
    static let types = ElementwiseTypes.realInexact
    static var isDifferentiable: Bool { false }
}

extension ArrayFace {
    /// The absolute value of each element, of a complex one the magnitude, in the real dtype. The derivative at 0 is 0.
    /// `numpy.abs`, `torch.abs`.
    public consuming func abs() -> Self { .make(Absolute(), self) }

    /// The sign of each element, −1, 0 or 1; of a complex one, the number of magnitude 1 in its direction.
    /// NaN stays NaN, where PyTorch gives 0.
    /// `numpy.sign`, `torch.sgn`.
    public consuming func sign() -> Self { .make(Sign(), self) }

    /// Each element with the sign of that of `other`. `numpy.copysign`, `torch.copysign`.
    public consuming func copySign(_ other: consuming Self) -> Self { .make(CopySign(), self, other) }
    /// Each element with the sign of a number.
    public consuming func copySign(_ other: some ScalarConvertible) -> Self { .make(CopySign(), self, other) }

    /// The next float after each element in the direction of that of `other`. `numpy.nextafter`, `torch.nextafter`.
    public consuming func nextAfter(_ other: consuming Self) -> Self { .make(NextAfter(), self, other) }
    /// The next float after each element in the direction of a number.
    public consuming func nextAfter(_ other: some ScalarConvertible) -> Self { .make(NextAfter(), self, other) }
}
