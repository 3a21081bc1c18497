import Glibc

/// The binomial law, as `Generator.binomial`: inversion up to a mean of 30, beyond it the algorithm BTPE.
///
/// V. Kachitvichyanukul, B. W. Schmeiser, "Binomial Random Variate Generation" (1988). The correction of Stirling's series
/// has the constants and signs that NumPy 2.4 has, 13680 and four sums.
struct BinomialLaw: Law {
    static let name = "binomial"
    static let parameters = [LawParameter("n", .notNegative, isInteger: true), LawParameter("p", .unit)]

    private enum Method {
        case zero
        case inversion(Inversion)
        case triangle(Triangle)
    }

    private let n: Int64
    /// Whether failures are counted instead of successes, which are the rarer then.
    private let countsFailures: Bool
    private let method: Method

    init(_ values: LawValues) { self.init(n: values.integerA, p: values.b) }

    init(n: Int64, p: Double) {
        self.n = n
        countsFailures = p > 0.5
        let rarer = p <= 0.5 ? p : 1 - p
        if n == 0 || p == 0 || p.isNaN {
            method = .zero
        } else if rarer * Double(n) <= 30 {
            method = .inversion(Inversion(n: n, p: rarer))
        } else {
            method = .triangle(Triangle(n: n, p: rarer))
        }
    }

    func sample(from bits: inout some BitGenerator) -> Int64 {
        let count: Int64
        switch method {
        case .zero: return 0
        case .inversion(let inversion): count = inversion.sample(from: &bits)
        case .triangle(let triangle): count = triangle.sample(from: &bits)
        }
        return countsFailures ? n - count : count
    }
}

extension BinomialLaw {
    /// Adds up probabilities until they exceed a uniform number.
    private struct Inversion {
        let n: Int64
        let p, q, none: Double
        let bound: Int64

        init(n: Int64, p: Double) {
            (self.n, self.p, q) = (n, p, 1 - p)
            none = exp(Double(n) * log1p(-p))
            let mean = Double(n) * p
            let limit = mean + 10 * (mean * q + 1).squareRoot()
            bound = Double(n) < limit ? n : Int64(limit)
        }

        func sample(from bits: inout some BitGenerator) -> Int64 {
            var (x, probability, u): (Int64, Double, Double) = (0, none, bits.nextDouble())
            while u > probability {
                x += 1
                if x > bound {
                    (x, probability, u) = (0, none, bits.nextDouble())
                } else {
                    u -= probability
                    probability = (Double(n - x + 1) * p * probability) / (Double(x) * q)
                }
            }
            return x
        }
    }

    /// BTPE: a triangle, two parallelograms and two exponential tails over the probabilities.
    private struct Triangle {
        let n, m: Int64
        let p, q, p1, p2, p3, p4, xm, xl, xr, c, left, right: Double

        init(n: Int64, p: Double) {
            (self.n, self.p, q) = (n, p, 1 - p)
            let count = Double(n)
            let mode = count * p + p
            m = Int64(mode.rounded(.down))
            p1 = (2.195 * (count * p * q).squareRoot() - 4.6 * q).rounded(.down) + 0.5
            xm = Double(m) + 0.5
            xl = xm - p1
            xr = xm + p1
            c = 0.134 + 20.5 / (15.3 + Double(m))
            var a = (mode - xl) / (mode - xl * p)
            left = a * (1 + a / 2)
            a = (xr - mode) / (xr * q)
            right = a * (1 + a / 2)
            p2 = p1 * (1 + 2 * c)
            p3 = p2 + c / left
            p4 = p3 + c / right
        }

        func sample(from bits: inout some BitGenerator) -> Int64 {
            while true {
                let u = bits.nextDouble() * p4
                var v = bits.nextDouble()
                if u <= p1 { return integer((xm - p1 * v + u).rounded(.down)) }
                let y: Int64
                if u <= p2 {
                    let x = xl + (u - p1) / c
                    v = v * c + 1 - abs(Double(m) - x + 0.5) / p1
                    if v > 1 { continue }
                    y = integer(x.rounded(.down))
                } else if u <= p3 {
                    y = integer((xl + log(v) / left).rounded(.down))
                    if y < 0 || v == 0 { continue }
                    v = v * (u - p2) * left
                } else {
                    y = integer((xr - log(v) / right).rounded(.down))
                    if y > n || v == 0 { continue }
                    v = v * (u - p3) * right
                }
                if accepts(y, v) { return y }
            }
        }

        private func integer(_ value: Double) -> Int64 { Int64(exactly: value) ?? .min }

        private func accepts(_ y: Int64, _ v: Double) -> Bool {
            let variance = Double(n) * p * q
            let distance = abs(y - m)
            guard distance > 20, Double(distance) < variance / 2 - 1 else { return v <= ratio(y) }
            let k = Double(distance)
            let rho = (k / variance) * ((k * (k / 3 + 0.625) + 0.16666666666666666) / variance + 0.5)
            let t = Double(-distance &* distance) / (2 * variance)
            let a = log(v)
            if a < t - rho { return true }
            if a > t + rho { return false }
            let (x1, f1) = (Double(y) + 1, Double(m) + 1)
            let (z, w) = (Double(n) + 1 - Double(m), Double(n) - Double(y) + 1)
            var bound = xm * log(f1 / x1) + (Double(n - m) + 0.5) * log(z / w)
            bound += Double(y - m) * log(w * p / (x1 * q))
            bound += correction(f1)
            bound += correction(z)
            bound += correction(x1)
            bound += correction(w)
            return a <= bound
        }

        /// The probability of y by that of the mode.
        private func ratio(_ y: Int64) -> Double {
            let s = p / q
            let a = s * Double(n + 1)
            var f = 1.0
            if m < y {
                for i in m + 1...y { f *= a / Double(i) - s }
            } else if m > y {
                for i in y + 1...m { f /= a / Double(i) - s }
            }
            return f
        }

        private func correction(_ x: Double) -> Double {
            let square = x * x
            return (13680 - (462 - (132 - (99 - 140 / square) / square) / square) / square) / x / 166320
        }
    }
}
