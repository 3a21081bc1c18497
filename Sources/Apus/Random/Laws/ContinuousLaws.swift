// Laws on the real numbers that are functions of uniform, normal and exponential numbers.

import Glibc

struct UniformLaw: Law {
    static let name = "uniform"
    static let parameters = [LawParameter("low", .any), LawParameter("high", .any)]
    let low, range: Double
    init(_ values: LawValues) { (low, range) = (values.a, values.b - values.a) }
    static func objection(_ values: LawValues) -> String? {
        let range = values.b - values.a
        if !range.isFinite { return rangeObjection }
        return range.sign == .minus ? "high - low < 0" : nil
    }
    /// A binding tells this one from others, since it is an overflow.
    package static let rangeObjection = "high - low range exceeds valid bounds"
    func sample(from bits: inout some BitGenerator) -> Double { low + range * bits.nextDouble() }
}

struct NormalLaw: Law {
    static let name = "normal"
    static let parameters = [LawParameter("loc", .any), LawParameter("scale", .notNegative)]
    let mean, deviation: Double
    init(_ values: LawValues) { (mean, deviation) = (values.a, values.b) }
    func sample(from bits: inout some BitGenerator) -> Double { mean + deviation * bits.normal() }
}

struct LogNormalLaw: Law {
    static let name = "lognormal"
    static let parameters = [LawParameter("mean", .any), LawParameter("sigma", .notNegative)]
    let mean, deviation: Double
    init(_ values: LawValues) { (mean, deviation) = (values.a, values.b) }
    func sample(from bits: inout some BitGenerator) -> Double { exp(mean + deviation * bits.normal()) }
}

struct CauchyLaw: Law {
    static let name = "standard_cauchy"
    static let parameters: [LawParameter] = []
    init(_ values: LawValues) {}
    func sample(from bits: inout some BitGenerator) -> Double {
        let upper = bits.normal()
        return upper / bits.normal()
    }
}

/// J. R. Michael, W. R. Schucany, R. W. Haas, "Generating Random Variates Using Transformations with Multiple Roots" (1976).
struct WaldLaw: Law {
    static let name = "wald"
    static let parameters = [LawParameter("mean", .positive), LawParameter("scale", .positive)]
    let mean, scale: Double
    init(_ values: LawValues) { (mean, scale) = (values.a, values.b) }
    func sample(from bits: inout some BitGenerator) -> Double {
        var y = bits.normal()
        y = mean * y * y
        let d = 1 + (1 + 4 * scale / y).squareRoot()
        let x = mean * (1 - 2 / d)
        return bits.nextDouble() <= mean / (mean + x) ? x : mean * mean / x
    }
}

struct ExponentialLaw: Law {
    static let name = "exponential"
    static let parameters = [LawParameter("scale", .notNegative)]
    let scale: Double
    init(_ values: LawValues) { scale = values.a }
    func sample(from bits: inout some BitGenerator) -> Double { scale * bits.exponential() }
}

struct ParetoLaw: Law {
    static let name = "pareto"
    static let parameters = [LawParameter("a", .positive)]
    let a: Double
    init(_ values: LawValues) { a = values.a }
    func sample(from bits: inout some BitGenerator) -> Double { expm1(bits.exponential() / a) }
}

struct WeibullLaw: Law {
    static let name = "weibull"
    static let parameters = [LawParameter("a", .notNegative)]
    let a: Double
    init(_ values: LawValues) { a = values.a }
    func sample(from bits: inout some BitGenerator) -> Double { a == 0 ? 0 : pow(bits.exponential(), 1 / a) }
}

struct PowerFunctionLaw: Law {
    static let name = "power"
    static let parameters = [LawParameter("a", .positive)]
    let a: Double
    init(_ values: LawValues) { a = values.a }
    func sample(from bits: inout some BitGenerator) -> Double { pow(-expm1(-bits.exponential()), 1 / a) }
}

struct RayleighLaw: Law {
    static let name = "rayleigh"
    static let parameters = [LawParameter("scale", .notNegative)]
    let scale: Double
    init(_ values: LawValues) { scale = values.a }
    func sample(from bits: inout some BitGenerator) -> Double { scale * (2 * bits.exponential()).squareRoot() }
}

struct LaplaceLaw: Law {
    static let name = "laplace"
    static let parameters = [LawParameter("loc", .any), LawParameter("scale", .notNegative)]
    let mean, scale: Double
    init(_ values: LawValues) { (mean, scale) = (values.a, values.b) }
    func sample(from bits: inout some BitGenerator) -> Double {
        while true {
            let u = bits.nextDouble()
            if u >= 0.5 { return mean - scale * log(2 - u - u) }
            if u > 0 { return mean + scale * log(u + u) }
        }
    }
}

struct GumbelLaw: Law {
    static let name = "gumbel"
    static let parameters = [LawParameter("loc", .any), LawParameter("scale", .notNegative)]
    let mode, scale: Double
    init(_ values: LawValues) { (mode, scale) = (values.a, values.b) }
    func sample(from bits: inout some BitGenerator) -> Double {
        while true {
            let u = 1 - bits.nextDouble()
            if u < 1 { return mode - scale * log(-log(u)) }
        }
    }
}

struct LogisticLaw: Law {
    static let name = "logistic"
    static let parameters = [LawParameter("loc", .any), LawParameter("scale", .notNegative)]
    let mean, scale: Double
    init(_ values: LawValues) { (mean, scale) = (values.a, values.b) }
    func sample(from bits: inout some BitGenerator) -> Double {
        while true {
            let u = bits.nextDouble()
            if u > 0 { return mean + scale * log(u / (1 - u)) }
        }
    }
}

struct TriangularLaw: Law {
    static let name = "triangular"
    static let parameters = [LawParameter("left", .any), LawParameter("mode", .any), LawParameter("right", .any)]
    let left, mode, right: Double
    init(_ values: LawValues) { (left, mode, right) = (values.a, values.b, values.c) }
    static func objection(_ values: LawValues) -> String? {
        if values.a > values.b { return "left > mode" }
        if values.b > values.c { return "mode > right" }
        return values.a == values.c ? "left == right" : nil
    }
    func sample(from bits: inout some BitGenerator) -> Double {
        let (base, rising) = (right - left, mode - left)
        let u = bits.nextDouble()
        if u <= rising / base { return left + (u * (rising * base)).squareRoot() }
        return right - ((1 - u) * ((right - mode) * base)).squareRoot()
    }
}

/// D. J. Best, N. I. Fisher, "Efficient Simulation of the von Mises Distribution" (1979); a uniform angle for very small κ,
/// a normal one for very large.
struct VonMisesLaw: Law {
    static let name = "vonmises"
    static let parameters = [LawParameter("mu", .any), LawParameter("kappa", .notNegative)]
    let mu, kappa, s: Double

    init(_ values: LawValues) {
        (mu, kappa) = (values.a, values.b)
        if kappa < 1e-5 {
            s = 1 / kappa + kappa
        } else {
            let r = 1 + (1 + 4 * kappa * kappa).squareRoot()
            let rho = (r - (2 * r).squareRoot()) / (2 * kappa)
            s = (1 + rho * rho) / (2 * rho)
        }
    }

    func sample(from bits: inout some BitGenerator) -> Double {
        if kappa.isNaN { return .nan }
        if kappa < 1e-8 { return .pi * (2 * bits.nextDouble() - 1) }
        if kappa > 1e6 {
            let angle = mu + (1 / kappa).squareRoot() * bits.normal()
            return angle < -.pi ? angle + 2 * .pi : angle > .pi ? angle - 2 * .pi : angle
        }
        var w = 0.0
        while true {
            let z = cos(.pi * bits.nextDouble())
            w = (1 + s * z) / (s + z)
            let y = kappa * (s - w)
            let v = bits.nextDouble()
            if y * (2 - y) - v >= 0 || log(y / v) + 1 - y >= 0 { break }
        }
        let u = bits.nextDouble()
        let angle = (u < 0.5 ? -acos(w) : acos(w)) + mu
        let wrapped = fmod(abs(angle) + .pi, 2 * .pi) - .pi
        return angle < 0 ? -wrapped : wrapped
    }
}
