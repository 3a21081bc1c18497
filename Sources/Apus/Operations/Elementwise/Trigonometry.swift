/// The sine.
struct Sine: PlainUnary {
    static var name: String { "sin" }
    static var kernel: UnaryKernel { .sin }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * x.cos().conjugate() }
}

/// The cosine.
struct Cosine: PlainUnary {
    static var name: String { "cos" }
    static var kernel: UnaryKernel { .cos }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { -g * x.sin().conjugate() }
}

/// The tangent.
struct Tangent: PlainUnary {
    static var name: String { "tan" }
    static var kernel: UnaryKernel { .tan }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.output] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * (1 + y * y).conjugate() }
}

/// The inverse sine.
struct ArcSine: PlainUnary {
    static var name: String { "asin" }
    static var kernel: UnaryKernel { .asin }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * (1 - x * x).rsqrt().conjugate() }
}

/// The inverse cosine.
struct ArcCosine: PlainUnary {
    static var name: String { "acos" }
    static var kernel: UnaryKernel { .acos }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { -g * (1 - x * x).rsqrt().conjugate() }
}

/// The inverse tangent.
struct ArcTangent: PlainUnary {
    static var name: String { "atan" }
    static var kernel: UnaryKernel { .atan }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g / (1 + x * x).conjugate() }
}

/// The angle of the point (b, a).
struct ArcTangent2: PlainBinary {
    static var name: String { "atan2" }
    static var kernel: BinaryKernel { .atan2 }
    static let types = ElementwiseTypes.realInexact
    static var saves: Saved { [.first, .second] }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g * (b / (a * a + b * b)) }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g * (-a / (a * a + b * b)) }
}

/// √(a² + b²).
struct Hypotenuse: PlainBinary {
    static var name: String { "hypot" }
    static var kernel: BinaryKernel { .hypot }
    static let types = ElementwiseTypes.realInexact
    static var saves: Saved { [.first, .second, .output] }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g * (a / y) }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g * (b / y) }
}

extension ArrayFace {
    /// The sine of each element, in radians. `numpy.sin`, `torch.sin`.
    public consuming func sin() -> Self { .make(Sine(), self) }

    /// The cosine of each element, in radians. `numpy.cos`, `torch.cos`.
    public consuming func cos() -> Self { .make(Cosine(), self) }

    /// The tangent of each element, in radians. `numpy.tan`, `torch.tan`.
    public consuming func tan() -> Self { .make(Tangent(), self) }

    /// The inverse sine of each element, in radians; NaN outside −1...1. `numpy.arcsin`, `torch.asin`.
    public consuming func asin() -> Self { .make(ArcSine(), self) }

    /// The inverse cosine of each element, in radians; NaN outside −1...1. `numpy.arccos`, `torch.acos`.
    public consuming func acos() -> Self { .make(ArcCosine(), self) }

    /// The inverse tangent of each element, in radians. `numpy.arctan`, `torch.atan`.
    public consuming func atan() -> Self { .make(ArcTangent(), self) }

    /// The angle in −π...π between the positive x axis and the point whose y is this element and whose x is that of
    /// `x`. `numpy.arctan2`, `torch.atan2`.
    public consuming func atan2(_ x: consuming Self) -> Self { .make(ArcTangent2(), self, x) }
    /// The angle of the points whose y are these elements and whose x is a number.
    public consuming func atan2(_ x: some ScalarConvertible) -> Self { .make(ArcTangent2(), self, x) }

    /// √(a² + b²), without overflow on the way. `numpy.hypot`, `torch.hypot`.
    public consuming func hypot(_ other: consuming Self) -> Self { .make(Hypotenuse(), self, other) }
    /// √(a² + b²) for a number b.
    public consuming func hypot(_ other: some ScalarConvertible) -> Self { .make(Hypotenuse(), self, other) }
}
