import ApusCore

/// Φ(x) + x φ(x), the derivative of `Gelu`, where φ is the density of the standard normal distribution.
struct GeluSlope: ElementwiseUnary {
    static var name: String { "geluSlope" }
    static var kernel: UnaryKernel { .geluSlope }
    static let types = ElementwiseTypes.realInexact
    static var saves: Saved { [.first] }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let square = x * x
        return g * (0.3989422804014327 * (2 - square) * (-0.5 * square).exp())
    }
}

/// The derivative of `GeluTanh`.
struct GeluTanhSlope: ElementwiseUnary {
    static var name: String { "geluTanhSlope" }
    static var kernel: UnaryKernel { .geluTanhSlope }
    static let types = ElementwiseTypes.realInexact
    static var saves: Saved { [.first] }

    /// With the sigmoid s of v = 2 u the function is x s, so this is s (1 − s) (2 v' + x (1 − 2 s) v'² + x v'').
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let slope = 1.5957691216057308, cubic = 0.044715
        let square = x * x
        let s = (slope * x * (1 + cubic * square)).sigmoid()
        let first = slope * (1 + 3 * cubic * square)
        return g * (s * (1 - s) * (2 * first + x * (1 - 2 * s) * first * first + 6 * slope * cubic * square))
    }
}

/// σ(x) (1 + x (1 − σ(x))), the derivative of `Silu` on real numbers.
struct SiluSlope: ElementwiseUnary {
    static var name: String { "siluSlope" }
    static var kernel: UnaryKernel { .siluSlope }
    static let types = ElementwiseTypes.realInexact
    static var saves: Saved { [.first] }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let s = x.sigmoid()
        return g * (s * (1 - s) * (2 + x * (1 - 2 * s)))
    }
}
