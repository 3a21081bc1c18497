import ApusCore

/// 1 ÷ (1 + e⁻ˣ).
struct SigmoidFunction: PlainUnary {
    static var name: String { "sigmoid" }
    static var kernel: UnaryKernel { .sigmoid }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.output] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * ((1 - y) * y).conjugate() }
}

/// x where it is positive, else 0.
struct Relu: PlainUnary {
    static var name: String { "relu" }
    static var kernel: UnaryKernel { .relu }
    static let types = ElementwiseTypes.realNumbers
    static var saves: Saved { [.output] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g.kept(where: ~(y .<= 0)) }
}

/// x Φ(x), where Φ is the standard normal distribution.
struct Gelu: PlainUnary {
    static var name: String { "gelu" }
    static var parameters: [Parameter] { [.array("x"), Parameter("approximate", .text, default: "none")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        switch try arguments.text("approximate", default: "none") {
        case "none": return [try .apply(Gelu(), arguments.array("x"))]
        case "tanh": return [try .apply(GeluTanh(), arguments.array("x"))]
        case let other:
            throw .argument(operation: name, message: "approximate '\(other)'; it must be none or tanh")
        }
    }
    static var kernel: UnaryKernel { .gelu }
    static let types = ElementwiseTypes.realInexact
    static var saves: Saved { [.first] }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * .make(GeluSlope(), x) }
}

/// Gelu with Φ approximated by a hyperbolic tangent.
struct GeluTanh: PlainUnary {
    static var name: String { "geluTanh" }
    static var kernel: UnaryKernel { .geluTanh }
    static let types = ElementwiseTypes.realInexact
    static var saves: Saved { [.first] }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * .make(GeluTanhSlope(), x) }
}

/// x σ(x), where σ is the sigmoid.
struct Silu: PlainUnary {
    static var name: String { "silu" }
    static var kernel: UnaryKernel { .silu }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        if !x.dtype.isComplex { return g * .make(SiluSlope(), x) }
        let s = x.sigmoid()
        return g * (s * (1 + x * (1 - s))).conjugate()
    }
}

/// log(1 + e^(βx)) ÷ β, or x where βx is above a threshold.
struct SoftplusFunction: ElementwiseUnary, TableOperation {
    static var name: String { "softplus" }
    static var kernel: UnaryKernel { .softplus }
    static let types = ElementwiseTypes.realInexact
    static var saves: Saved { [.first] }
    let beta: Double
    let threshold: Double

    var parameters: KernelParameters { (beta, threshold) }

    static var parameters: [Parameter] {
        [.array("x"), Parameter("beta", .real, default: 1), Parameter("threshold", .real, default: 20)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let softplus = SoftplusFunction(
            beta: try arguments.real("beta", default: 1), threshold: try arguments.real("threshold", default: 20))
        return [try .apply(softplus, arguments.array("x"))]
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let scaled = x * beta
        return .where(scaled .> threshold, g, g * scaled.sigmoid())
    }
}

/// x where it is positive, else a multiple of x.
struct LeakyRelu: ElementwiseUnary, TableOperation {
    static var name: String { "leakyRelu" }
    static var kernel: UnaryKernel { .leakyRelu }
    static let types = ElementwiseTypes.realInexact
    static var saves: Saved { [.first] }
    let slope: Double

    var parameters: KernelParameters { (slope, 0) }

    static var parameters: [Parameter] { [.array("x"), Parameter("negativeSlope", .real, default: 0.01)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(LeakyRelu(slope: try arguments.real("negativeSlope", default: 0.01)), arguments.array("x"))]
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { .where(x .> 0, g, g * slope) }
}

/// x where it is positive, else α (eˣ − 1).
struct Elu: ElementwiseUnary, TableOperation {
    static var name: String { "elu" }
    static var kernel: UnaryKernel { .elu }
    static let types = ElementwiseTypes.realInexact
    static var saves: Saved { [.first] }
    let alpha: Double

    var parameters: KernelParameters { (alpha, 0) }

    static var parameters: [Parameter] { [.array("x"), Parameter("alpha", .real, default: 1)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(Elu(alpha: try arguments.real("alpha", default: 1)), arguments.array("x"))]
    }

    /// The exponential is taken of what is not positive alone: elsewhere it might overflow and spoil second derivatives.
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        .where(x .> 0, g, g * alpha * x.clip(max: 0).exp())
    }
}

/// How `gelu` computes the normal distribution.
public enum GeluApproximation: Sendable {
    /// By the error function.
    case none
    /// By a hyperbolic tangent.
    case tanh
}

extension ArrayFace {
    /// The logistic function 1 ÷ (1 + e⁻ˣ) of each element. `scipy.special.expit`, `torch.sigmoid`.
    public consuming func sigmoid() -> Self { .make(SigmoidFunction(), self) }

    /// Each element where it is positive, else 0; NaN stays. The derivative at 0 is 0. `torch.relu`.
    public consuming func relu() -> Self { .make(Relu(), self) }

    /// x Φ(x), where Φ is the standard normal distribution, or its approximation by a hyperbolic tangent (Hendrycks
    /// and Gimpel, 2016). `torch.nn.functional.gelu`.
    public consuming func gelu(approximate: GeluApproximation = .none) -> Self {
        approximate == .none ? .make(Gelu(), self) : .make(GeluTanh(), self)
    }

    /// x σ(x), where σ is the sigmoid; also called swish. `torch.nn.functional.silu`.
    public consuming func silu() -> Self { .make(Silu(), self) }

    /// log(1 + e^(βx)) ÷ β, a smooth relu; the element itself where βx is above `threshold`.
    /// `torch.nn.functional.softplus`.
    public consuming func softplus(beta: Double = 1, threshold: Double = 20) -> Self {
        .make(SoftplusFunction(beta: beta, threshold: threshold), self)
    }

    /// Each element where it is positive, else its product with `negativeSlope`. `torch.nn.functional.leaky_relu`.
    public consuming func leakyRelu(negativeSlope: Double = 0.01) -> Self { .make(LeakyRelu(slope: negativeSlope), self) }

    /// Each element where it is positive, else α (eˣ − 1) (Clevert and others, 2015). `torch.nn.functional.elu`.
    public consuming func elu(alpha: Double = 1) -> Self { .make(Elu(alpha: alpha), self) }
}
