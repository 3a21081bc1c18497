// The gamma law and those made of it.

import Glibc

extension BitGenerator {
    /// A number from the gamma law of scale 1, as `Generator.standard_gamma`.
    ///
    /// From shape 1 on G. Marsaglia, W. W. Tsang, "A Simple Method for Generating Gamma Variables" (2000); below it
    /// J. H. Ahrens, U. Dieter, "Computer Methods for Sampling from Gamma, Beta, Poisson and Binomial Distributions" (1974),
    /// algorithm GS with an exponential number for the test.
    mutating func standardGamma(_ shape: Double) -> Double {
        if shape == 1 { return exponential() }
        if shape == 0 { return 0 }
        return shape < 1 ? smallGamma(shape) : largeGamma(shape)
    }

    private mutating func smallGamma(_ shape: Double) -> Double {
        while true {
            let uniform = nextDouble()
            let bound = exponential()
            if uniform <= 1 - shape {
                let x = pow(uniform, 1 / shape)
                if x <= bound { return x }
            } else {
                let y = -log((1 - uniform) / shape)
                let x = pow(1 - shape + shape * y, 1 / shape)
                if x <= bound + y { return x }
            }
        }
    }

    private mutating func largeGamma(_ shape: Double) -> Double {
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            var (x, v) = (0.0, 0.0)
            repeat {
                x = normal()
                v = 1 + c * x
            } while v <= 0
            v = v * v * v
            let uniform = nextDouble()
            if uniform < 1 - 0.0331 * (x * x) * (x * x) { return d * v }
            if log(uniform) < 0.5 * x * x + d * (1 - v + log(v)) { return d * v }
        }
    }

    /// The same in float32, as `Generator.standard_gamma(dtype=np.float32)`.
    mutating func standardGamma(_ shape: Float) -> Float {
        if shape == 1 { return standardExponential(Ziggurats.exponentialFloat) }
        if shape == 0 { return 0 }
        return shape < 1 ? smallGamma(shape) : largeGamma(shape)
    }

    private mutating func smallGamma(_ shape: Float) -> Float {
        while true {
            let uniform = nextFloat()
            let bound: Float = standardExponential(Ziggurats.exponentialFloat)
            if uniform <= 1 - shape {
                let x = powf(uniform, 1 / shape)
                if x <= bound { return x }
            } else {
                let y = -logf((1 - uniform) / shape)
                let x = powf(1 - shape + shape * y, 1 / shape)
                if x <= bound + y { return x }
            }
        }
    }

    private mutating func largeGamma(_ shape: Float) -> Float {
        let d = shape - Float(1) / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            var (x, v): (Float, Float) = (0, 0)
            repeat {
                x = standardNormal(Ziggurats.normalFloat)
                v = 1 + c * x
            } while v <= 0
            v = v * v * v
            let uniform = nextFloat()
            if uniform < 1 - 0.0331 * (x * x) * (x * x) { return d * v }
            if logf(uniform) < 0.5 * x * x + d * (1 - v + logf(v)) { return d * v }
        }
    }

    /// A number from the χ² law.
    mutating func chiSquare(_ degrees: Double) -> Double { 2 * standardGamma(degrees / 2) }

    /// A number from the noncentral χ² law, as `Generator.noncentral_chisquare`.
    mutating func noncentralChiSquare(_ degrees: Double, _ noncentrality: Double) -> Double {
        if noncentrality.isNaN { return .nan }
        if noncentrality == 0 { return chiSquare(degrees) }
        if degrees > 1 {
            let rest = chiSquare(degrees - 1)
            let shifted = normal() + noncentrality.squareRoot()
            return rest + shifted * shifted
        }
        return chiSquare(degrees + Double(2 &* poisson(noncentrality / 2)))
    }

    /// A number from the beta law, as `Generator.beta`: a ratio of gamma numbers, or, for two parameters up to 1,
    /// M. D. Jöhnk, "Erzeugung von betaverteilten und gammaverteilten Zufallszahlen" (1964).
    mutating func beta(_ a: Double, _ b: Double) -> Double {
        guard a <= 1, b <= 1 else {
            let first = standardGamma(a)
            return first / (first + standardGamma(b))
        }
        // Below this nearly every number is 0 or 1.
        if a < 3e-103 && b < 3e-103 { return (a + b) * nextDouble() < a ? 1 : 0 }
        while true {
            let (u, v) = (nextDouble(), nextDouble())
            let (x, y) = (pow(u, 1 / a), pow(v, 1 / b))
            guard x + y <= 1, u + v > 0 else { continue }
            if x > 0 && y > 0 { return x / (x + y) }
            let distance = log(u) / a - log(v) / b
            return distance > 0 ? exp(-log1p(exp(-distance))) : exp(distance - log1p(exp(distance)))
        }
    }
}

struct StandardGammaLaw: Law {
    static let name = "standard_gamma"
    static let parameters = [LawParameter("shape", .notNegative)]
    let shape: Double
    init(_ values: LawValues) { shape = values.a }
    func sample(from bits: inout some BitGenerator) -> Double { bits.standardGamma(shape) }
}

struct StandardGammaFloatLaw: Law {
    static let name = "standard_gamma"
    static let parameters = [LawParameter("shape", .notNegative)]
    let shape: Float
    init(_ values: LawValues) { shape = Float(values.a) }
    func sample(from bits: inout some BitGenerator) -> Float { bits.standardGamma(shape) }
}

struct GammaLaw: Law {
    static let name = "gamma"
    static let parameters = [LawParameter("shape", .notNegative), LawParameter("scale", .notNegative)]
    let shape, scale: Double
    init(_ values: LawValues) { (shape, scale) = (values.a, values.b) }
    func sample(from bits: inout some BitGenerator) -> Double { scale * bits.standardGamma(shape) }
}

struct BetaLaw: Law {
    static let name = "beta"
    static let parameters = [LawParameter("a", .positive), LawParameter("b", .positive)]
    let a, b: Double
    init(_ values: LawValues) { (a, b) = (values.a, values.b) }
    func sample(from bits: inout some BitGenerator) -> Double { bits.beta(a, b) }
}

struct ChiSquareLaw: Law {
    static let name = "chisquare"
    static let parameters = [LawParameter("df", .positive)]
    let degrees: Double
    init(_ values: LawValues) { degrees = values.a }
    func sample(from bits: inout some BitGenerator) -> Double { bits.chiSquare(degrees) }
}

struct NoncentralChiSquareLaw: Law {
    static let name = "noncentral_chisquare"
    static let parameters = [LawParameter("df", .positive), LawParameter("nonc", .notNegative)]
    let degrees, noncentrality: Double
    init(_ values: LawValues) { (degrees, noncentrality) = (values.a, values.b) }
    func sample(from bits: inout some BitGenerator) -> Double { bits.noncentralChiSquare(degrees, noncentrality) }
}

struct FRatioLaw: Law {
    static let name = "f"
    static let parameters = [LawParameter("dfnum", .positive), LawParameter("dfden", .positive)]
    let numerator, denominator: Double
    init(_ values: LawValues) { (numerator, denominator) = (values.a, values.b) }
    func sample(from bits: inout some BitGenerator) -> Double {
        let upper = bits.chiSquare(numerator) * denominator
        return upper / (bits.chiSquare(denominator) * numerator)
    }
}

struct NoncentralFLaw: Law {
    static let name = "noncentral_f"
    static let parameters = [
        LawParameter("dfnum", .positive), LawParameter("dfden", .positive), LawParameter("nonc", .notNegative),
    ]
    let numerator, denominator, noncentrality: Double
    init(_ values: LawValues) { (numerator, denominator, noncentrality) = (values.a, values.b, values.c) }
    func sample(from bits: inout some BitGenerator) -> Double {
        let upper = bits.noncentralChiSquare(numerator, noncentrality) * denominator
        return upper / (bits.chiSquare(denominator) * numerator)
    }
}

struct StudentTLaw: Law {
    static let name = "standard_t"
    static let parameters = [LawParameter("df", .positive)]
    let degrees: Double
    init(_ values: LawValues) { degrees = values.a }
    func sample(from bits: inout some BitGenerator) -> Double {
        let numerator = bits.normal()
        let denominator = bits.standardGamma(degrees / 2)
        return (degrees / 2).squareRoot() * numerator / denominator.squareRoot()
    }
}
