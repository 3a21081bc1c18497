import ApusCore

/// A series as a term: what takes the place of x where one series is put into another.
private struct ComposedTerm<Number: SeriesTerm>: SeriesTerm {
    let family: PolynomialFamily
    let series: [Number]

    private func with(_ series: [Number]) -> Self { Self(family: family, series: series) }

    static func + (a: Self, b: Self) -> Self { a.with(PolynomialFamily.sum(a.series, b.series)) }
    static func - (a: Self, b: Self) -> Self { a.with(PolynomialFamily.difference(a.series, b.series)) }
    static func * (a: Self, b: Self) -> Self { a.with(a.family.product(trimmed(a.series), trimmed(b.series))) }
    static func / (a: Self, b: Self) -> Self { a.with(a.family.quotient(a.series, trimmed(b.series)).quotient) }
    static prefix func - (a: Self) -> Self { a.with(a.series.map { -$0 }) }
    func times(_ factor: Double) -> Self {
        factor == 0 ? with([series[0].times(0)]) : with(series.map { $0.times(factor) })
    }
    func over(_ divisor: Double) -> Self { with(series.map { $0.over(divisor) }) }
    func plus(_ number: Double) -> Self { with([series[0].plus(number)] + series.dropFirst()) }
    func subtracted(from number: Double) -> Self { (-self).plus(number) }
    var isZero: Bool { series.allSatisfy(\.isZero) }
    static func sorted(_ terms: [Self]) -> [Self] { terms }
}

/// A series of one family at another series, as a series of the second's family.
struct SeriesComposition: SeriesFunction {
    let outer: PolynomialFamily
    let inner: PolynomialFamily

    func callAsFunction<Term: SeriesTerm>(_ inputs: [[Term]]) throws(ApusError) -> [[Term]] {
        guard inputs[0].count * inputs[1].count <= 1 << 14 else {
            throw .argument(operation: "polynomialCompose", message: "a result of degree \(inputs[0].count * inputs[1].count) is too large")
        }
        let terms = inputs[0].map { ComposedTerm(family: inner, series: [$0]) }
        return [trimmed(outer.value(terms, at: ComposedTerm(family: inner, series: inputs[1])).series)]
    }
}

/// A series of one family at another series, as a series of the second's family.
enum SeriesCompositionEntry: TableOperation {
    static var name: String { "polynomialCompose" }
    static var parameters: [Parameter] {
        [.array("x"), .array("inner"), Parameter("source", .text, default: "power"), Parameter("target", .text, default: "power")]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let outer = try PolynomialFamily(named: arguments.text("source", default: "power"), name)
        let inner = try PolynomialFamily(named: arguments.text("target", default: "power"), name)
        return try SeriesComposition(outer: outer, inner: inner).apply([arguments.array("x"), arguments.array("inner")], name)
    }
}

extension PolynomialFamily {
    /// A series of this family at another series, as a series of the family of the latter: p(q(x)).
    public func compose<Face: ArrayFace>(_ c: Face, with other: Face, of family: PolynomialFamily? = nil) -> Face {
        trapping { () throws(ApusError) -> Face in
            try SeriesComposition(outer: self, inner: family ?? self).apply([c, other], "compose")[0]
        }
    }
}
