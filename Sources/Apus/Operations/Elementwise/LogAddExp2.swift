import ApusCore

/// The logarithm to base 2 of 2ᵃ + 2ᵇ.
struct LogAddExp2: PlainBinary {
    static var name: String { "logAddExp2" }
    static var kernel: BinaryKernel { .logAddExp2 }
    static let types = ElementwiseTypes.realInexact
    static var saves: Saved { [.first, .second] }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g / ((b - a).exp2() + 1) }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g / ((a - b).exp2() + 1) }
}

extension ArrayFace {
    /// The logarithm to base 2 of 2ᵃ + 2ᵇ for the elements a and b of two arrays, without overflow. Integers become floats.
    /// `numpy.logaddexp2`, `torch.logaddexp2`.
    public consuming func logAddExp2(_ other: consuming Self) -> Self { .make(LogAddExp2(), self, other) }
    /// The logarithm to base 2 of 2ᵃ + 2ᵇ for each element a and a number b.
    public consuming func logAddExp2(_ other: some ScalarConvertible) -> Self { .make(LogAddExp2(), self, other) }
}
