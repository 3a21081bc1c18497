import ApusCore

/// The longest series that a function makes: beyond, only time would pass.
let longestSeries = 1 << 20

/// The product of two power series, term by term.
func convolved<Term: SeriesTerm>(_ a: [Term], _ b: [Term]) -> [Term] {
    (0..<(a.count + b.count - 1)).map { k in
        let first = max(0, k - b.count + 1)
        var sum = a[first] * b[k - first]
        for i in (first + 1)..<max(min(k, a.count - 1) + 1, first + 1) { sum = sum + a[i] * b[k - i] }
        return sum
    }
}

extension PolynomialFamily {
    static func sum<Term: SeriesTerm>(_ a: [Term], _ b: [Term]) -> [Term] {
        let (a, b) = (trimmed(a), trimmed(b))
        var result = a.count > b.count ? a : b
        let other = a.count > b.count ? b : a
        for i in other.indices { result[i] = result[i] + other[i] }
        return trimmed(result)
    }

    static func difference<Term: SeriesTerm>(_ a: [Term], _ b: [Term]) -> [Term] {
        let (a, b) = (trimmed(a), trimmed(b))
        var result = a.count > b.count ? a : b.map { -$0 }
        if a.count > b.count {
            for i in b.indices { result[i] = result[i] - b[i] }
        } else {
            for i in a.indices { result[i] = result[i] + a[i] }
        }
        return trimmed(result)
    }

    /// The product of two series of this family.
    func product<Term: SeriesTerm>(_ a: [Term], _ b: [Term]) -> [Term] {
        switch self {
        case .power: return trimmed(convolved(a, b))
        case .chebyshev: return trimmed(ChebyshevLaurent.series(convolved(ChebyshevLaurent.laurent(a), ChebyshevLaurent.laurent(b))))
        default: return recurrentProduct(a, b)
        }
    }

    /// The product by Clenshaw's recurrence, in which series take the places of numbers.
    private func recurrentProduct<Term: SeriesTerm>(_ first: [Term], _ second: [Term]) -> [Term] {
        let (c, xs) = first.count > second.count ? (second, first) : (first, second)
        let n = c.count
        func scaled(_ term: Term) -> [Term] { xs.map { term * $0 } }
        if n == 1 { return trimmed(scaled(c[0])) }
        var a = scaled(c[n - 2]), b = scaled(c[n - 1])
        for i in stride(from: n - 3, through: 0, by: -1) {
            let k = Double(i + 2), before = a
            switch self {
            case .legendre:
                a = Self.difference(scaled(c[i]), b.map { $0.times(k - 1).over(k) })
                b = Self.sum(before, timesX(trimmed(b)).map { $0.times(2 * k - 1).over(k) })
            case .laguerre:
                a = Self.difference(scaled(c[i]), b.map { $0.times(k - 1).over(k) })
                b = Self.sum(before, Self.difference(b.map { $0.times(2 * k - 1) }, timesX(trimmed(b))).map { $0.over(k) })
            case .hermite:
                a = Self.difference(scaled(c[i]), b.map { $0.times(2 * (k - 1)) })
                b = Self.sum(before, timesX(trimmed(b)).map { $0.times(2) })
            default:
                a = Self.difference(scaled(c[i]), b.map { $0.times(k - 1) })
                b = Self.sum(before, timesX(trimmed(b)))
            }
        }
        return Self.sum(a, afterFirst(b))
    }

    /// A series times the family's polynomial of degree 1.
    private func afterFirst<Term: SeriesTerm>(_ b: [Term]) -> [Term] {
        let product = timesX(trimmed(b))
        switch self {
        case .laguerre: return Self.difference(b, product)
        case .hermite: return product.map { $0.times(2) }
        default: return product
        }
    }

    /// Quotient and remainder of two series of this family.
    func quotient<Term: SeriesTerm>(_ a: [Term], _ b: [Term]) -> (quotient: [Term], remainder: [Term]) {
        let n = a.count, m = b.count
        if n < m { return ([a[0].times(0)], a) }
        if m == 1 { return (a.map { $0 / b[0] }, [a[0].times(0)]) }
        switch self {
        case .power: return powerQuotient(a, b)
        case .chebyshev: return ChebyshevLaurent.quotient(a, b)
        default: break
        }
        var rest = a
        var quotient: [Term] = []
        for i in stride(from: n - m, through: 0, by: -1) {
            let zero = b[0].times(0)
            let single = [Term](repeating: zero, count: i) + [zero.plus(1)]
            let product = product(single, b)
            let factor = rest[rest.count - 1] / product[product.count - 1]
            rest = zip(rest.dropLast(), product.dropLast()).map { $0 - factor * $1 }
            quotient.append(factor)
        }
        return (quotient.reversed(), trimmed(rest))
    }

    private func powerQuotient<Term: SeriesTerm>(_ a: [Term], _ b: [Term]) -> (quotient: [Term], remainder: [Term]) {
        let leading = b[b.count - 1], m = b.count - 1
        let divisor = b.dropLast().map { $0 / leading }
        var rest = a
        for i in stride(from: a.count - b.count, through: 0, by: -1) {
            let factor = rest[i + m]
            for k in 0..<m { rest[i + k] = rest[i + k] - divisor[k] * factor }
        }
        return (rest[m...].map { $0 / leading }, trimmed(Array(rest[..<m])))
    }

    /// A series raised to a power.
    func power<Term: SeriesTerm>(_ c: [Term], _ exponent: Int) -> [Term] {
        if exponent == 0 { return [c[0].times(0).plus(1)] }
        if exponent == 1 { return c }
        switch self {
        case .power: return (1..<exponent).reduce(c) { product, _ in convolved(product, c) }
        case .chebyshev:
            let z = ChebyshevLaurent.laurent(c)
            return ChebyshevLaurent.series((1..<exponent).reduce(z) { product, _ in convolved(product, z) })
        default: return (1..<exponent).reduce(c) { result, _ in product(result, c) }
        }
    }

    /// The series with given zeros and leading coefficient 1 in powers of x, the factors multiplied in pairs.
    func withRoots<Term: SeriesTerm>(_ roots: [Term]) -> [Term] {
        var factors = Term.sorted(roots).map { line(-$0, $0.times(0).plus(1)) }
        while factors.count > 1 {
            let half = factors.count / 2
            var products = (0..<half).map { product(factors[$0], factors[$0 + half]) }
            if factors.count % 2 == 1 { products[0] = product(products[0], factors[factors.count - 1]) }
            factors = products
        }
        return factors[0]
    }

    /// The coefficients in powers of x.
    func toPowers<Term: SeriesTerm>(_ c: [Term]) -> [Term] {
        let n = c.count, power = PolynomialFamily.power
        if self == .power || n == 1 { return c }
        if n == 2 && self != .laguerre { return self == .hermite ? [c[0], c[1].times(2)] : c }
        var a = [c[n - 2]], b = [c[n - 1]]
        func x(_ series: [Term]) -> [Term] { power.timesX(trimmed(series)) }
        for i in stride(from: n - 1, to: 1, by: -1) {
            let k = Double(i), before = a, next = [c[i - 2]]
            switch self {
            case .chebyshev:
                a = Self.difference(next, b)
                b = Self.sum(before, x(b).map { $0.times(2) })
            case .legendre:
                a = Self.difference(next, b.map { $0.times(k - 1).over(k) })
                b = Self.sum(before, x(b).map { $0.times(2 * k - 1).over(k) })
            case .laguerre:
                a = Self.difference(next, b.map { $0.times(k - 1).over(k) })
                b = Self.sum(before, Self.difference(b.map { $0.times(2 * k - 1) }, x(b)).map { $0.over(k) })
            case .hermite:
                a = Self.difference(next, b.map { $0.times(2 * (k - 1)) })
                b = Self.sum(before, x(b).map { $0.times(2) })
            case .hermiteE, .power:
                a = Self.difference(next, b.map { $0.times(k - 1) })
                b = Self.sum(before, x(b))
            }
        }
        switch self {
        case .laguerre: return Self.sum(a, Self.difference(b, x(b)))
        case .hermite: return Self.sum(a, x(b).map { $0.times(2) })
        default: return Self.sum(a, x(b))
        }
    }

    /// The coefficients of this family for those in powers of x, by Horner's scheme.
    func fromPowers<Term: SeriesTerm>(_ c: [Term]) -> [Term] {
        if self == .power { return c }
        var result = [c[c.count - 1]]
        for term in c.dropLast().reversed() { result = Self.sum(timesX(trimmed(result)), [term]) }
        return result
    }
}

/// Chebyshev series as symmetric Laurent series in z, where x = (z + 1/z) / 2, whose products are those of power series.
private enum ChebyshevLaurent {
    static func laurent<Term: SeriesTerm>(_ c: [Term]) -> [Term] {
        let half = c.map { $0.over(2) }
        return half.dropFirst().reversed() + [half[0] + half[0]] + half.dropFirst()
    }

    static func series<Term: SeriesTerm>(_ z: [Term]) -> [Term] {
        let n = (z.count + 1) / 2
        return [z[n - 1]] + z[n...].map { $0.times(2) }
    }

    static func quotient<Term: SeriesTerm>(_ a: [Term], _ b: [Term]) -> (quotient: [Term], remainder: [Term]) {
        var rest = laurent(a)
        let divisor = laurent(b), scale = divisor[0], unit = divisor.map { $0 / scale }
        let length = rest.count - divisor.count
        var quotient = rest
        quotient.removeLast(rest.count - length - 1)
        var i = 0, j = length
        func subtract(_ factor: Term, at place: Int, from rest: inout [Term]) {
            for k in unit.indices { rest[place + k] = rest[place + k] - factor * unit[k] }
        }
        while i < j {
            let factor = rest[i]
            quotient[i] = factor
            quotient[length - i] = factor
            subtract(factor, at: i, from: &rest)
            subtract(factor, at: j, from: &rest)
            i += 1
            j -= 1
        }
        let factor = rest[i]
        quotient[i] = factor
        subtract(factor, at: i, from: &rest)
        let remainder = Array(rest[(i + 1)..<(i - 1 + unit.count)])
        return (trimmed(series(quotient.map { $0 / scale })), trimmed(series(remainder)))
    }
}
