/// ⌊a ÷ b⌋.
struct FloorDivide: StepBinary {
    static var name: String { "floorDivide" }
    static var kernel: BinaryKernel { .floorDivide }
    static let types = ElementwiseTypes.quotients
}

/// a − b ⌊a ÷ b⌋, with the sign of b.
struct Remainder: PlainBinary {
    static var name: String { "remainder" }
    static var kernel: BinaryKernel { .remainder }
    static let types = ElementwiseTypes.quotients
    static var saves: Saved { [.first, .second] }
    static func saves(first: Bool, second: Bool) -> Saved { second ? saves : [] }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { -g * a.floorDivide(b) }
}

/// a − b trunc(a ÷ b), with the sign of a.
struct TruncatedRemainder: PlainBinary {
    static var name: String { "fmod" }
    static var kernel: BinaryKernel { .fmod }
    static let types = ElementwiseTypes.quotients
    static var saves: Saved { [.first, .second] }
    static func saves(first: Bool, second: Bool) -> Saved { second ? saves : [] }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { -g * (a / b).trunc() }
}

extension ArrayFace {
    /// The quotient rounded down, as Python's `//`: an integer for integers, of which division by zero gives 0.
    /// `numpy.floor_divide`, `torch.floor_divide`.
    public consuming func floorDivide(_ divisor: consuming Self) -> Self { .make(FloorDivide(), self, divisor) }
    /// The quotient rounded down, by a number.
    public consuming func floorDivide(_ divisor: some ScalarConvertible) -> Self { .make(FloorDivide(), self, divisor) }

    /// The remainder with the sign of the divisor, as Python's `%`; of an integer by zero, 0. Not defined for complex
    /// numbers. `numpy.remainder`, `torch.remainder`.
    public consuming func remainder(_ divisor: consuming Self) -> Self { .make(Remainder(), self, divisor) }
    /// The remainder with the sign of the divisor, by a number.
    public consuming func remainder(_ divisor: some ScalarConvertible) -> Self { .make(Remainder(), self, divisor) }

    /// The remainder with the sign of the dividend, as Swift's and C's `%`; of an integer by zero, 0. Not defined for
    /// complex numbers. `numpy.fmod`, `torch.fmod`.
    public consuming func fmod(_ divisor: consuming Self) -> Self { .make(TruncatedRemainder(), self, divisor) }
    /// The remainder with the sign of the dividend, by a number.
    public consuming func fmod(_ divisor: some ScalarConvertible) -> Self { .make(TruncatedRemainder(), self, divisor) }
}
