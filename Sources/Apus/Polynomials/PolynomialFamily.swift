/// The basis in which a polynomial's coefficients are counted: powers, or one of the orthogonal families.
///
/// Coefficients are in order of increasing degree. The families' recurrences are those of M. Abramowitz and I. A. Stegun,
/// "Handbook of Mathematical Functions" (1964), chapter 22.
public enum PolynomialFamily: String, CaseIterable, Sendable {
    /// 1, x, x², …: `numpy.polynomial.polynomial`.
    case power
    /// Chebyshev polynomials of the first kind: `numpy.polynomial.chebyshev`.
    case chebyshev
    /// `numpy.polynomial.legendre`.
    case legendre
    /// `numpy.polynomial.laguerre`.
    case laguerre
    /// Hermite polynomials of the physicists, with weight exp(−x²): `numpy.polynomial.hermite`.
    case hermite
    /// Hermite polynomials of the probabilists, with weight exp(−x²/2): `numpy.polynomial.hermite_e`.
    case hermiteE
}

extension PolynomialFamily {
    /// The family that an argument names.
    init(named name: String, _ operation: String) throws(ApusError) {
        guard let family = PolynomialFamily(rawValue: name) else {
            let names = PolynomialFamily.allCases.map(\.rawValue).joined(separator: ", ")
            throw .argument(operation: operation, message: "'\(name)' is no family of polynomials; they are \(names)")
        }
        self = family
    }

    /// The interval on which the family is orthogonal, or which is usual for it.
    var interval: (lower: Double, upper: Double) { self == .laguerre ? (0, 1) : (-1, 1) }

    /// The coefficients of offset + slope · x.
    func line<Term: SeriesTerm>(_ offset: Term, _ slope: Term) -> [Term] {
        if slope.isZero { return [offset] }
        switch self {
        case .laguerre: return [offset + slope, -slope]
        case .hermite: return [offset, slope.over(2)]
        default: return [offset, slope]
        }
    }

    /// The coefficients of x times a series.
    func timesX<Term: SeriesTerm>(_ c: [Term]) -> [Term] {
        if c.count == 1 && c[0].isZero { return c }
        let n = c.count
        switch self {
        case .power: return [c[0].times(0)] + c
        case .chebyshev:
            var product = [c[0].times(0), c[0]]
            for term in c.dropFirst() { product.append(term.over(2)) }
            for i in 1..<max(n, 1) { product[i - 1] = product[i - 1] + c[i].over(2) }
            return product
        case .legendre:
            var product = [c[0].times(0), c[0]]
            for i in 1..<max(n, 1) {
                let j = Double(i)
                product.append(c[i].times(j + 1).over(2 * j + 1))
                product[i - 1] = product[i - 1] + c[i].times(j).over(2 * j + 1)
            }
            return product
        case .laguerre:
            var product = [c[0], -c[0]]
            for i in 1..<max(n, 1) {
                let j = Double(i)
                product.append((-c[i]).times(j + 1))
                product[i] = product[i] + c[i].times(2 * j + 1)
                product[i - 1] = product[i - 1] - c[i].times(j)
            }
            return product
        case .hermite:
            var product = [c[0].times(0), c[0].over(2)]
            for i in 1..<max(n, 1) {
                product.append(c[i].over(2))
                product[i - 1] = product[i - 1] + c[i].times(Double(i))
            }
            return product
        case .hermiteE:
            var product = [c[0].times(0), c[0]]
            for i in 1..<max(n, 1) {
                product.append(c[i])
                product[i - 1] = product[i - 1] + c[i].times(Double(i))
            }
            return product
        }
    }

    /// The value of a series at x, by Clenshaw's recurrence, or Horner's for powers.
    func value<Term: SeriesTerm>(_ c: [Term], at x: Term) -> Term {
        let n = c.count
        if self == .power {
            var sum = c[n - 1] + x.times(0)
            for i in stride(from: n - 2, through: 0, by: -1) { sum = c[i] + sum * x }
            return sum
        }
        if n == 1 { return c[0] + x.times(0) }
        let double = x.times(2)
        var a = c[n - 2], b = c[n - 1]
        for i in stride(from: n - 3, through: 0, by: -1) {
            let k = Double(i + 2), before = a
            switch self {
            case .chebyshev:
                a = c[i] - b
                b = before + b * double
            case .legendre:
                a = c[i] - b.times((k - 1) / k)
                b = before + (b * x).times((2 * k - 1) / k)
            case .laguerre:
                a = c[i] - b.times(k - 1).over(k)
                b = before + (b * x.subtracted(from: 2 * k - 1)).over(k)
            case .hermite:
                a = c[i] - b.times(2 * (k - 1))
                b = before + b * double
            case .hermiteE, .power:
                a = c[i] - b.times(k - 1)
                b = before + b * x
            }
        }
        switch self {
        case .laguerre: return a + b * x.subtracted(from: 1)
        case .hermite: return a + b * double
        default: return a + b * x
        }
    }

    /// The values at x of the family's polynomials up to a degree.
    func basis<Term: SeriesTerm>(at x: Term, degree: Int) -> [Term] {
        var values = [x.times(0).plus(1)]
        if degree == 0 { return values }
        let double = x.times(2)
        values.append(self == .laguerre ? x.subtracted(from: 1) : self == .hermite ? double : x)
        for i in 2..<max(degree + 1, 2) {
            let k = Double(i), a = values[i - 1], b = values[i - 2]
            switch self {
            case .power: values.append(a * x)
            case .chebyshev: values.append(a * double - b)
            case .legendre: values.append(((a * x).times(2 * k - 1) - b.times(k - 1)).over(k))
            case .laguerre: values.append((a * x.subtracted(from: 2 * k - 1) - b.times(k - 1)).over(k))
            case .hermite: values.append(a * double - b.times(2 * (k - 1)))
            case .hermiteE: values.append(a * x - b.times(k - 1))
            }
        }
        return values
    }

    /// The derivative of a series, of at least two terms.
    func derivative<Term: SeriesTerm>(_ series: [Term]) -> [Term] {
        var c = series
        let n = c.count - 1
        switch self {
        case .power, .hermiteE: return (1...n).map { c[$0].times(Double($0)) }
        case .hermite: return (1...n).map { c[$0].times(2 * Double($0)) }
        case .chebyshev, .legendre:
            let isLegendre = self == .legendre
            var result = Array(c[1...])
            for j in stride(from: n, to: 2, by: -1) {
                let k = Double(j)
                result[j - 1] = c[j].times(isLegendre ? 2 * k - 1 : 2 * k)
                c[j - 2] = c[j - 2] + (isLegendre ? c[j] : c[j].times(k).over(k - 2))
            }
            if n > 1 { result[1] = c[2].times(isLegendre ? 3 : 4) }
            result[0] = c[1]
            return result
        case .laguerre:
            var result = Array(c[1...])
            for j in stride(from: n, to: 1, by: -1) {
                result[j - 1] = -c[j]
                c[j - 1] = c[j - 1] + c[j]
            }
            result[0] = -c[1]
            return result
        }
    }

    /// An integral of a series.
    func integral<Term: SeriesTerm>(_ c: [Term]) -> [Term] {
        let n = c.count
        switch self {
        case .power, .hermiteE:
            return [c[0].times(0), c[0]] + (1..<max(n, 1)).map { c[$0].over(Double($0 + 1)) }
        case .hermite:
            return [c[0].times(0), c[0].over(2)] + (1..<max(n, 1)).map { c[$0].over(2 * Double($0 + 1)) }
        case .chebyshev:
            var result = [c[0].times(0), c[0]]
            if n > 1 { result.append(c[1].over(4)) }
            for j in 2..<max(n, 2) {
                let k = Double(j)
                result.append(c[j].over(2 * (k + 1)))
                result[j - 1] = result[j - 1] - c[j].over(2 * (k - 1))
            }
            return result
        case .legendre:
            var result = [c[0].times(0), c[0]]
            if n > 1 { result.append(c[1].over(3)) }
            for j in 2..<max(n, 2) {
                let part = c[j].over(2 * Double(j) + 1)
                result.append(part)
                result[j - 1] = result[j - 1] - part
            }
            return result
        case .laguerre:
            var result = [c[0], -c[0]]
            for j in 1..<max(n, 1) {
                result[j] = result[j] + c[j]
                result.append(-c[j])
            }
            return result
        }
    }
}
