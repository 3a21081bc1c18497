// Laws on the integers: Poisson's and those with one or two parameters.

import Glibc

/// Truncates as a cast in C does on x86-64 and arm64 alike where the number fits; what does not fit is the smallest integer.
@inline(__always)
private func integer(_ value: Double) -> Int64 { Int64(exactly: value.rounded(.towardZero)) ?? .min }

extension BitGenerator {
    /// A number from Poisson's law, as `Generator.poisson`.
    ///
    /// From a mean of 10 on W. Hörmann, "The Transformed Rejection Method for Generating Poisson Random Variables" (1993),
    /// PTRS; below it products of uniform numbers.
    mutating func poisson(_ mean: Double) -> Int64 {
        if mean >= 10 { return largePoisson(mean) }
        if mean == 0 { return 0 }
        let bound = exp(-mean)
        var (count, product): (Int64, Double) = (0, 1)
        while true {
            product *= nextDouble()
            if !(product > bound) { return count }
            count += 1
        }
    }

    private mutating func largePoisson(_ mean: Double) -> Int64 {
        let (root, logarithm) = (mean.squareRoot(), log(mean))
        let b = 0.931 + 2.53 * root
        let a = -0.059 + 0.02483 * b
        let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
        let quick = 0.9277 - 3.6224 / (b - 2)
        while true {
            let u = nextDouble() - 0.5
            let v = nextDouble()
            let us = 0.5 - abs(u)
            let k = integer(((2 * a / us + b) * u + mean + 0.43).rounded(.down))
            if us >= 0.07 && v <= quick { return k }
            if k < 0 || (us < 0.013 && v > us) { continue }
            let accepted = log(v) + log(inverseAlpha) - log(a / (us * us) + b)
            if accepted <= -mean + Double(k) * logarithm - logGamma(Double(k) + 1) { return k }
        }
    }
}

struct PoissonLaw: Law {
    static let name = "poisson"
    static let parameters = [LawParameter("lam", .poisson)]
    let mean: Double
    init(_ values: LawValues) { mean = values.a }
    func sample(from bits: inout some BitGenerator) -> Int64 { bits.poisson(mean) }
}

struct NegativeBinomialLaw: Law {
    static let name = "negative_binomial"
    static let parameters = [LawParameter("n", .positiveNumber), LawParameter("p", .unitAboveZero)]
    let n, p: Double
    init(_ values: LawValues) { (n, p) = (values.a, values.b) }
    static func objection(_ values: LawValues) -> String? {
        let (n, p) = (values.a, values.b)
        let largest = (1 - p) / p * (n + 10 * n.squareRoot())
        return largest > LawParameter.largestPoisson ? "n too large or p too small" : nil
    }
    func sample(from bits: inout some BitGenerator) -> Int64 { bits.poisson((1 - p) / p * bits.standardGamma(n)) }
}

struct GeometricLaw: Law {
    static let name = "geometric"
    static let parameters = [LawParameter("p", .unitAboveZero)]
    let p: Double
    init(_ values: LawValues) { p = values.a }

    func sample(from bits: inout some BitGenerator) -> Int64 {
        guard p >= 1.0 / 3 else {
            let trials = ceil(-bits.exponential() / log1p(-p))
            return Int64(exactly: trials) ?? .max
        }
        let u = bits.nextDouble()
        var (trials, sum, product): (Int64, Double, Double) = (1, p, p)
        while u > sum {
            product *= 1 - p
            sum += product
            trials += 1
        }
        return trials
    }
}

/// L. Devroye, "Non-Uniform Random Variate Generation" (1986), chapter X.6.
struct ZipfLaw: Law {
    static let name = "zipf"
    static let parameters = [LawParameter("a", .aboveOne)]
    let a, b, least: Double

    init(_ values: LawValues) {
        a = values.a
        b = pow(2, a - 1)
        least = pow(Double(Int64.max), -(a - 1))
    }

    func sample(from bits: inout some BitGenerator) -> Int64 {
        // Powers of 2 overflow from here on; anything but 1 has a probability below 3e-309.
        if a >= 1025 { return 1 }
        while true {
            let u01 = bits.nextDouble()
            let u = u01 * least + (1 - u01)
            let v = bits.nextDouble()
            let x = floor(pow(u, -1 / (a - 1)))
            if x > Double(Int64.max) || x < 1 { continue }
            let t = pow(1 + 1 / x, a - 1)
            if v * x * (t - 1) / (b - 1) <= t / b { return integer(x) }
        }
    }
}

/// A. W. Kemp, "Efficient Generation of Logarithmically Distributed Pseudo-Random Variables" (1981), algorithm LK.
struct LogSeriesLaw: Law {
    static let name = "logseries"
    static let parameters = [LawParameter("p", .unitBelowOne)]
    let p, r: Double
    init(_ values: LawValues) { (p, r) = (values.a, log1p(-values.a)) }

    func sample(from bits: inout some BitGenerator) -> Int64 {
        while true {
            let v = bits.nextDouble()
            if v >= p { return 1 }
            let q = -expm1(r * bits.nextDouble())
            if v <= q * q {
                let result = integer(floor(1 + log(v) / log(q)))
                if result < 1 || v == 0 { continue }
                return result
            }
            return v >= q ? 1 : 2
        }
    }
}

/// ln Γ(x) for x > 0, as precise as the samplers need.
///
/// Stirling's series from x = 7 on, and the recurrence below. S. Zhang, J. Jin, "Computation of Special Functions" (1996).
func logGamma(_ x: Double) -> Double {
    if x == 1 || x == 2 { return 0 }
    let steps = x < 7 ? Int(7 - x) : 0
    var y = x + Double(steps)
    let inverseSquare = (1 / y) * (1 / y)
    var series = stirling[9]
    for k in stride(from: 8, through: 0, by: -1) {
        series *= inverseSquare
        series += stirling[k]
    }
    var result = series / y + 0.5 * 1.8378770664093453e+00 + (y - 0.5) * log(y) - y
    for _ in 0..<steps {
        result -= log(y - 1)
        y -= 1
    }
    return result
}

/// B₂ₖ / (2k (2k − 1)), as Zhang and Jin round them.
private let stirling: [Double] = [
    8.333333333333333e-02, -2.777777777777778e-03, 7.936507936507937e-04, -5.952380952380952e-04, 8.417508417508418e-04,
    -1.917526917526918e-03, 6.410256410256410e-03, -2.955065359477124e-02, 1.796443723688307e-01, -1.39243221690590e+00,
]
