import Testing

@testable import Apus

/// Series in the six families, beside NumPy's results.
@Suite struct PolynomialTests {
    @Test func asInNumPy() throws {
        var count = 0
        for line in try Goldens.lines("polynomials.txt") where !line.isEmpty {
            let parts = line.split(separator: " ").map(String.init)
            let family = try #require(PolynomialFamily(rawValue: parts[0]))
            func arrays(_ text: String) -> [NDArray] {
                text == "-" ? [] : text.split(separator: ";").map { NDArray($0.split(separator: ",").map { Double($0)! }) }
            }
            let results = try results(family, parts[1], arrays(parts[2])), expected = arrays(parts[3])
            #expect(results.count == expected.count)
            for (result, wanted) in zip(results, expected) {
                let found = result.elements(as: Double.self), numbers = wanted.elements(as: Double.self)
                // The bound is for sums of a few dozen terms of size up to 1000.
                let isClose = found.count == numbers.count && zip(found, numbers).allSatisfy { abs($0 - $1) <= 1e-11 * max(1, abs($1)) }
                #expect(isClose, "\(family) \(parts[1]): \(found), not \(numbers)")
            }
            count += 1
        }
        #expect(count > 90)
    }

    private func results(_ family: PolynomialFamily, _ name: String, _ x: [NDArray]) throws -> [NDArray] {
        switch name {
        case "add": return [family.add(x[0], x[1])]
        case "subtract": return [family.subtract(x[0], x[1])]
        case "multiply": return [family.multiply(x[0], x[1])]
        case "divide":
            let (quotient, remainder) = try family.divide(x[0], by: x[1])
            return [quotient, remainder]
        case "power": return [family.power(x[0], 3)]
        case "multiplyByX": return [family.multiplyByX(x[0])]
        case "derivative": return [family.derivative(x[0], order: 2, scale: 0.5)]
        case "integral": return [family.integral(x[0], order: 2, constants: [1, 2], lower: 0.5, scale: 2)]
        case "value": return [family.value(x[0], at: x[1])]
        case "vander": return [family.vander(x[0], degree: 4)]
        case "companion": return [family.companion(x[0])]
        case "fromRoots": return [family.fromRoots(x[0])]
        case "fit": return [try family.fit(x[0], x[1], degree: 3).coefficients]
        case "roots": return [try family.roots(x[0])]
        case "gauss":
            let (points, weights) = try family.gauss(degree: 6)
            return [points, weights]
        case "toPower": return [PolynomialFamily.power.convert(x[0], from: family)]
        default: return [family.convert(x[0], from: .power)]
        }
    }

    /// What NumPy gives for one series at a time is given for rows, over all layouts, and for tensors.
    @Test(arguments: PolynomialFamily.allCases) func valuesOfManySeries(_ family: PolynomialFamily) throws {
        let c = counting([4, 3], dtype: .float64, as: NDArray.self), x = NDArray([[-1.5, 0, 0.25], [1, 2, 3]])
        let together = family.value(c, at: x)
        #expect(together.shape == [3, 2, 3])
        for row in 0..<3 {
            #expect(elementBytes(together[row]) == elementBytes(family.value(c[0..., row], at: x)))
        }
        forEachLayout(of: x) { name, x in
            #expect(elementBytes(family.value(c, at: x)) == elementBytes(together), "\(name)")
            #expect(elementBytes(family.vander(x, degree: 3)) == elementBytes(family.vander(x.copy(), degree: 3)), "\(name)")
        }
        let tensors = family.value(Tensor(c), at: Tensor(x))
        #expect(zip(numbers(tensors), numbers(together)).allSatisfy { abs($0 - $1) <= 1e-12 * max(1, abs($1)) })
        let paired = family.value(c[0..., 0..<3], at: NDArray([0.5, 1, 2]), isOuter: false)
        #expect(paired.shape == [3])
        let grid = family.gridValue(NDArray([[1.0, 2], [3, 4]]), at: [NDArray([0.0, 1]), NDArray([2.0, 3, 4])])
        #expect(grid.shape == [2, 3])
        #expect(family.vander([x, x], degrees: [1, 2]).shape == [2, 3, 6])
    }

    @Test func dtypes() throws {
        let integers = NDArray([1, 2, 3])
        #expect(PolynomialFamily.power.add(integers, integers).dtype == .float64)
        #expect(PolynomialFamily.legendre.multiply(integers.astype(.float32), integers.astype(.float32)).dtype == .float32)
        #expect(PolynomialFamily.hermite.value(integers.astype(.float16), at: NDArray([1.0]).astype(.float16)).dtype == .float16)
        #expect(PolynomialFamily.power.value(integers, at: NDArray([Complex(0.0, 1)])).dtype == .complex128)
        #expect(integers.polyval(integers).dtype == .int64 && integers.polyval(integers).elements(as: Int.self) == [6, 11, 18])
        #expect(PolynomialFamily.chebyshev.derivative(integers, order: 9).elements(as: Double.self) == [0])
        #expect(PolynomialFamily.trim(NDArray([1, 1e-9, 0]), tolerance: 1e-8).count == 1)
    }

    @Test func errors() {
        func fails(_ body: () throws(ApusError) -> Void) -> Bool { errorThrown(by: body) != nil }
        let x = NDArray([1.0, 2]), empty = NDArray.zeros([0])
        #expect(fails { () throws(ApusError) in _ = try PolynomialFamily.power.divide(x, by: NDArray([0.0])) })
        #expect(fails { () throws(ApusError) in _ = try PolynomialFamily.power.divide(x, by: empty) })
        #expect(fails { () throws(ApusError) in _ = try PolynomialFamily.power.gauss(degree: 3) })
        #expect(fails { () throws(ApusError) in _ = try PolynomialFamily.hermite.gauss(degree: 0) })
        #expect(fails { () throws(ApusError) in _ = try PolynomialFamily.power.fit(x, x, degree: -1) })
        #expect(fails { () throws(ApusError) in _ = try PolynomialFamily.power.fit(x, NDArray([1.0]), degree: 1) })
        #expect(fails { () throws(ApusError) in _ = try Polynomial(NDArray.zeros([2, 2])) })
        for name in ["polynomialPower", "polynomialIntegral", "polynomialVander"] {
            let arguments = Arguments<NDArray>(
                name, ["x": .array(x), "points": .arrays([x]), "power": .integers([1 << 40]), "order": .integers([1 << 40]), "degrees": .integers([1 << 60])])
            #expect(fails { () throws(ApusError) in _ = try OperationTable[name]!.call(arguments) }, "\(name)")
        }
    }

    @Test func seriesAsValues() throws {
        let p = Chebyshev([1, 2, 3], domain: Interval(0, 2))
        #expect(abs(p(0.5) - (1 + 2 * -0.5 + 3 * (2 * 0.25 - 1))) < 1e-15)
        #expect(abs((p * p - p / 2)(0.7) - (p(0.7) * p(0.7) - p(0.7) / 2)) < 1e-13)
        let (quotient, remainder) = try (p * p + 1).divided(by: p)
        #expect(abs((quotient * p + remainder)(0.3) - (p * p + 1)(0.3)) < 1e-12)
        #expect(abs(p.integral(lower: 0.5).derivative()(1.1) - p(1.1)) < 1e-13 && abs(p.integral(lower: 0.5)(0.5)) < 1e-14)
        let q = p.converted(to: Legendre.self, domain: Interval(-3, 5))
        #expect(abs(q(1.7) - p(1.7)) < 1e-12 && q.domain == Interval(-3, 5))
        #expect(Polynomial.identity(domain: Interval(2, 7))(3.25) == 3.25 && Hermite.basis(3)(0.5) == 8 * 0.125 - 12 * 0.5)
        let roots = try Laguerre.fromRoots(NDArray([1.0, 2, 4])).roots().elements(as: Double.self)
        #expect(zip(roots, [1, 2, 4]).allSatisfy { abs($0 - $1) < 1e-10 })
        let x = NDArray.linspace(0, 3, count: 20)
        #expect(abs(try Chebyshev.fit(x, p(x), degree: 2)(0.9) - p(0.9)) < 1e-12)
        #expect(abs(Chebyshev.interpolate(degree: 2, domain: Interval(0, 2)) { p($0) }(0.4) - p(0.4)) < 1e-13)
        #expect(p.linspace(count: 5).x.elements(as: Double.self) == [0, 0.5, 1, 1.5, 2])
        #expect(p.truncated(toDegree: 1).degree == 1 && p.trimmed(tolerance: 10).degree == 0 && p.power(3).degree == 6)
    }
}
