/// The smaller of a and b; NaN if either is.
struct Minimum: PlainBinary {
    static var name: String { "minimum" }
    static var kernel: BinaryKernel { .minimum }
    static let types = ElementwiseTypes.all
    static var saves: Saved { [.first, .second] }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g.shared(by: a, over: a .> b, b) }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g.shared(by: a, over: b .> a, b) }
}

/// The larger of a and b; NaN if either is.
struct Maximum: PlainBinary {
    static var name: String { "maximum" }
    static var kernel: BinaryKernel { .maximum }
    static let types = ElementwiseTypes.all
    static var saves: Saved { [.first, .second] }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g.shared(by: a, over: a .< b, b) }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g.shared(by: a, over: b .< a, b) }
}

extension Tensor {
    /// The part of this gradient that goes to the operand of an extremum which loses where `loses` is true; equal
    /// operands have half each.
    fileprivate func shared(by a: Tensor, over loses: Tensor, _ b: Tensor) -> Tensor {
        Tensor.where(a .== b, self / 2, self).kept(where: ~loses)
    }
}

/// The smaller of a and b; the other one if one is NaN.
struct NumericMinimum: PlainBinary {
    static var name: String { "fmin" }
    static var kernel: BinaryKernel { .fmin }
    static let types = ElementwiseTypes.all
    static var saves: Saved { [.first, .second] }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g.kept(where: wins(a, b)) }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g.kept(where: ~wins(a, b)) }
    private func wins(_ a: Tensor, _ b: Tensor) -> Tensor { (a .<= b) | b.isNaN() }
}

/// The larger of a and b; the other one if one is NaN.
struct NumericMaximum: PlainBinary {
    static var name: String { "fmax" }
    static var kernel: BinaryKernel { .fmax }
    static let types = ElementwiseTypes.all
    static var saves: Saved { [.first, .second] }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g.kept(where: wins(a, b)) }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g.kept(where: ~wins(a, b)) }
    private func wins(_ a: Tensor, _ b: Tensor) -> Tensor { (a .>= b) | b.isNaN() }
}

extension ArrayFace {
    /// The smaller of two elements; NaN if either is. Equal operands share the gradient. Complex numbers are ordered by
    /// their real, then their imaginary parts. `numpy.minimum`, `torch.minimum`.
    public consuming func minimum(_ other: consuming Self) -> Self { .make(Minimum(), self, other) }
    /// The smaller of each element and a number.
    public consuming func minimum(_ other: some ScalarConvertible) -> Self { .make(Minimum(), self, other) }

    /// The larger of two elements; NaN if either is. Equal operands share the gradient. `numpy.maximum`,
    /// `torch.maximum`.
    public consuming func maximum(_ other: consuming Self) -> Self { .make(Maximum(), self, other) }
    /// The larger of each element and a number.
    public consuming func maximum(_ other: some ScalarConvertible) -> Self { .make(Maximum(), self, other) }

    /// The smaller of two elements; if one is NaN, the other. `numpy.fmin`, `torch.fmin`.
    public consuming func fmin(_ other: consuming Self) -> Self { .make(NumericMinimum(), self, other) }
    /// The smaller of each element and a number; the number where an element is NaN.
    public consuming func fmin(_ other: some ScalarConvertible) -> Self { .make(NumericMinimum(), self, other) }

    /// The larger of two elements; if one is NaN, the other. `numpy.fmax`, `torch.fmax`.
    public consuming func fmax(_ other: consuming Self) -> Self { .make(NumericMaximum(), self, other) }
    /// The larger of each element and a number; the number where an element is NaN.
    public consuming func fmax(_ other: some ScalarConvertible) -> Self { .make(NumericMaximum(), self, other) }
}
