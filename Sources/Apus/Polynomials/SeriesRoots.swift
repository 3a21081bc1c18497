public import ApusCore
import Glibc

extension PolynomialFamily {
    /// The roots of a series in ascending order: the eigenvalues of its companion matrix.
    /// `numpy.polynomial.polynomial.polyroots`, `numpy.polynomial.chebyshev.chebroots` and its like.
    ///
    /// Real where all of them are and the coefficients are. Those of tensors are in no order, and differentiable.
    ///
    /// - Throws: `ApusError.library` without LAPACK; `ApusError.linearAlgebra` for coefficients that are not finite.
    public func roots<Face: ArrayFace>(_ c: Face) throws(ApusError) -> Face {
        let series = try SeriesIdentity().apply([c], "polynomialRoots")[0]
        let n = series.count
        if n < 2 { return Face(value: try Strided.empty([0], series.dtype, on: series.device)) }
        if n == 2 {
            let ratio: Face = try .apply(Divide(), Split.part(series, 0, 0, 1), Split.part(series, 0, 1, 1))
            switch self {
            case .laguerre: return try .apply(Add(), ratio, scalar: .int(1), reversed: false)
            case .hermite: return try .apply(Multiply(), ratio, scalar: .float(-0.5), reversed: false)
            default: return try .apply(Negative(), ratio)
            }
        }
        let companion = try SeriesMatrices.companion(series, self)
        // The matrix of an orthogonal family loses less to rounding with its axes reversed; that of powers does not.
        let roots = try SeriesMatrices.eigenvalues(self == .power ? companion : .apply(Flip(axes: .all), companion))
        return Face.world == .numpy ? try SortedRoots().apply([roots], "polynomialRoots", trims: false)[0] : roots
    }

    /// Points and weights with which sums are integrals under the family's weight, exact for polynomials up to degree
    /// 2 · `degree` − 1. `numpy.polynomial.legendre.leggauss`, `numpy.polynomial.chebyshev.chebgauss` and its like.
    ///
    /// The eigenvalues of the companion matrix, improved by a step of Newton's (G. H. Golub and J. H. Welsch, "Calculation of
    /// Gauss quadrature rules", 1969).
    ///
    /// - Throws: `ApusError.argument` for degrees below 1, and for powers; `ApusError.library` without LAPACK.
    public func gauss(degree: Int) throws(ApusError) -> (points: NDArray, weights: NDArray) {
        guard degree > 0 else { throw .argument(operation: "gauss", message: "deg must be a positive integer") }
        guard degree <= 1 << 13 || self == .chebyshev && degree <= 1 << 30 else {
            throw .argument(operation: "gauss", message: "degree \(degree) is too large")
        }
        guard self != .power else { throw .argument(operation: "gauss", message: "powers of x are orthogonal under no weight") }
        if self == .chebyshev {
            let n = Double(degree)
            let points = (0..<degree).map { cos(.pi * Double(2 * $0 + 1) / (2 * n)) }
            return (NDArray(points), NDArray(Array(repeating: 1 * (.pi / n), count: degree)))
        }
        let single = [Double](repeating: 0, count: degree) + [1]
        let (points, weights) = try improved(Array(Linalg.eigvalsh(SeriesMatrices.companion(NDArray(single), self))), degree, single)
        return (NDArray(points), NDArray(weights))
    }

    private func improved(_ start: [Double], _ degree: Int, _ single: [Double]) throws(ApusError) -> ([Double], [Double]) {
        var x = start
        var slopes: [Double], others: [Double]
        let isHermite = self == .hermite || self == .hermiteE
        if isHermite {
            let factor = (Double(degree) * (self == .hermite ? 2 : 1)).squareRoot()
            slopes = x.map { normedHermite($0, degree - 1) * factor }
            for i in x.indices { x[i] -= normedHermite(x[i], degree) / slopes[i] }
            others = x.map { normedHermite($0, degree - 1) }
        } else {
            let derivative = derivative(single)
            slopes = x.map { value(derivative, at: $0) }
            for i in x.indices { x[i] -= value(single, at: x[i]) / slopes[i] }
            let lower = Array(single.dropFirst())
            others = x.map { value(lower, at: $0) }
        }
        func scaled(_ numbers: [Double]) -> [Double] {
            let largest = numbers.map(\.magnitude).max()!
            return numbers.map { $0 / largest }
        }
        others = scaled(others)
        slopes = isHermite ? others : scaled(slopes)
        var weights = zip(others, slopes).map { 1 / ($0 * $1) }
        if self != .laguerre {
            weights = zip(weights, weights.reversed()).map { ($0 + $1) / 2 }
            x = zip(x, x.reversed()).map { ($0 - $1) / 2 }
        }
        let sum = weights.reduce(0, +)
        let total: Double = switch self {
        case .legendre: 2
        case .hermite: Double.pi.squareRoot()
        case .hermiteE: (2 * Double.pi).squareRoot()
        default: 1
        }
        return (x, self == .laguerre ? weights.map { $0 / sum } : weights.map { $0 * (total / sum) })
    }

    /// A Hermite polynomial scaled so that its square has integral 1 under the weight.
    private func normedHermite(_ x: Double, _ n: Int) -> Double {
        let isPhysicists = self == .hermite
        let first = 1 / ((isPhysicists ? 1 : 2) * Double.pi).squareRoot().squareRoot()
        if n == 0 { return first }
        var a = 0.0, b = first
        for i in 0..<(n - 1) {
            let k = Double(n - i), before = a
            a = -b * ((k - 1) / k).squareRoot()
            b = before + b * x * ((isPhysicists ? 2 : 1) / k).squareRoot()
        }
        return a + b * x * (isPhysicists ? 2.squareRoot() : 1)
    }
}

/// Numbers in ascending order.
private struct SortedRoots: SeriesFunction {
    func callAsFunction<Term: SeriesTerm>(_ inputs: [[Term]]) throws(ApusError) -> [[Term]] { [Term.sorted(inputs[0])] }
}

/// The roots of a series of a family, in ascending order. `numpy.polynomial.polynomial.polyroots`.
enum SeriesRootsEntry: TableOperation {
    static var name: String { "polynomialRoots" }
    static var parameters: [Parameter] { [.array("x"), Parameter("family", .text, default: "power")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try PolynomialFamily(named: arguments.text("family", default: "power"), name).roots(arguments.array("x"))]
    }
}
