public import ApusCore
import Glibc

/// A family of polynomials as a type, for series of it.
public protocol PolynomialBasis: Sendable {
    static var family: PolynomialFamily { get }
}

public enum PowerBasis: PolynomialBasis { public static var family: PolynomialFamily { .power } }
public enum ChebyshevBasis: PolynomialBasis { public static var family: PolynomialFamily { .chebyshev } }
public enum LegendreBasis: PolynomialBasis { public static var family: PolynomialFamily { .legendre } }
public enum LaguerreBasis: PolynomialBasis { public static var family: PolynomialFamily { .laguerre } }
public enum HermiteBasis: PolynomialBasis { public static var family: PolynomialFamily { .hermite } }
public enum HermiteEBasis: PolynomialBasis { public static var family: PolynomialFamily { .hermiteE } }

/// `numpy.polynomial.Polynomial`.
public typealias Polynomial = Series<PowerBasis>
/// `numpy.polynomial.Chebyshev`.
public typealias Chebyshev = Series<ChebyshevBasis>
/// `numpy.polynomial.Legendre`.
public typealias Legendre = Series<LegendreBasis>
/// `numpy.polynomial.Laguerre`.
public typealias Laguerre = Series<LaguerreBasis>
/// `numpy.polynomial.Hermite`.
public typealias Hermite = Series<HermiteBasis>
/// `numpy.polynomial.HermiteE`.
public typealias HermiteE = Series<HermiteEBasis>

/// The ends of an interval.
public struct Interval: Sendable, Hashable {
    public var lower: Double
    public var upper: Double

    public init(_ lower: Double, _ upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    /// Offset and scale of the linear map that takes this interval's ends to those of another.
    /// `numpy.polynomial.polyutils.mapparms`.
    public func map(to other: Interval) -> (offset: Double, scale: Double) {
        let length = upper - lower
        return ((upper * other.lower - lower * other.upper) / length, (other.upper - other.lower) / length)
    }

    /// Points of this interval where the linear map to another takes them. `numpy.polynomial.polyutils.mapdomain`.
    public func map<Face: ArrayFace>(_ x: Face, to other: Interval) -> Face {
        let (offset, scale) = map(to: other)
        return .make(Add(), .make(Multiply(), x, scale), offset)
    }

    /// The smallest interval with all elements of an array. `numpy.polynomial.polyutils.getdomain`.
    public init(of x: NDArray) {
        self.init(x.min().item(as: Double.self), x.max().item(as: Double.self))
    }
}

/// A polynomial in a basis: coefficients in order of increasing degree, the domain on which it is of use, and the window of
/// the basis onto which the domain is mapped. `numpy.polynomial.Polynomial` and its like.
public struct Series<Basis: PolynomialBasis>: Sendable {
    public let coefficients: NDArray
    public let domain: Interval
    public let window: Interval
    /// How the variable is called in print.
    public let symbol: String

    /// The interval that domain and window are where none is named.
    public static var standardInterval: Interval {
        Interval(Basis.family.interval.lower, Basis.family.interval.upper)
    }

    /// - Throws: `ApusError.argument` unless the coefficients are a vector with at least one element.
    public init(
        _ coefficients: NDArray, domain: Interval? = nil, window: Interval? = nil, symbol: String = "x"
    ) throws(ApusError) {
        self.coefficients = try SeriesIdentity().apply([coefficients], "Series", trims: false)[0]
        self.domain = domain ?? Self.standardInterval
        self.window = window ?? Self.standardInterval
        self.symbol = symbol
    }

    private init(made coefficients: NDArray, like other: Series) {
        self.coefficients = coefficients
        domain = other.domain
        window = other.window
        symbol = other.symbol
    }

    /// A series of numbers. There must be at least one.
    public init(_ coefficients: [Double], domain: Interval? = nil, window: Interval? = nil, symbol: String = "x") {
        self = trapping { () throws(ApusError) -> Series in
            try Series(NDArray(coefficients), domain: domain, window: window, symbol: symbol)
        }
    }

    /// The number of coefficients less one. `numpy.polynomial.Polynomial.degree`.
    public var degree: Int { coefficients.count - 1 }

    private var family: PolynomialFamily { Basis.family }

    /// Values at points. `numpy.polynomial.Polynomial.__call__`.
    public func callAsFunction(_ x: NDArray) -> NDArray { family.value(coefficients, at: domain.map(x, to: window)) }

    /// The value at a number.
    public func callAsFunction(_ x: Double) -> Double { self(NDArray(x)).item(as: Double.self) }

    /// The derivative. `numpy.polynomial.Polynomial.deriv`.
    public func derivative(order: Int = 1) -> Series {
        Series(made: family.derivative(coefficients, order: order, scale: domain.map(to: window).scale), like: self)
    }

    /// The integral that is 0 at `lower` and to which constants are added. `numpy.polynomial.Polynomial.integ`.
    public func integral(order: Int = 1, constants: [Double] = [], lower: Double? = nil) -> Series {
        let (offset, scale) = domain.map(to: window)
        let bound = lower.map { offset + scale * $0 } ?? 0
        return Series(
            made: family.integral(coefficients, order: order, constants: constants, lower: bound, scale: 1 / scale), like: self)
    }

    /// The first terms. `numpy.polynomial.Polynomial.truncate`, `numpy.polynomial.Polynomial.cutdeg`.
    public func truncated(toDegree degree: Int) -> Series {
        Series(made: NDArray(value: coefficients.value.view(Layout(contiguous: [Swift.min(Swift.max(degree, 0) + 1, coefficients.count)], offset: coefficients.value.layout.offset))), like: self)
    }

    /// Without the terms at its end that are at most as large as a tolerance. `numpy.polynomial.Polynomial.trim`.
    public func trimmed(tolerance: Double = 0) -> Series {
        Series(made: PolynomialFamily.trim(coefficients, tolerance: tolerance), like: self)
    }

    /// The same polynomial in another basis. `numpy.polynomial.Polynomial.convert`.
    public func converted<Other: PolynomialBasis>(
        to type: Series<Other>.Type, domain: Interval? = nil, window: Interval? = nil
    ) -> Series<Other> {
        let target = domain ?? Series<Other>.standardInterval, frame = window ?? Series<Other>.standardInterval
        let (offset, scale) = self.domain.map(to: self.window), (back, stretch) = frame.map(to: target)
        let inner = NDArray(Other.family.line(offset + scale * back, scale * stretch))
        let coefficients = family.compose(coefficients, with: inner, of: Other.family)
        return trapping { () throws(ApusError) -> Series<Other> in
            try Series<Other>(coefficients, domain: target, window: frame, symbol: symbol)
        }
    }

    /// The series that is closest to points. Without a domain it is the interval of the places. `numpy.polynomial.Polynomial.fit`.
    public static func fit(
        _ x: NDArray, _ y: NDArray, degree: Int, domain: Interval? = nil, window: Interval? = nil, weights: NDArray? = nil,
        rcond: Double? = nil, symbol: String = "x"
    ) throws(ApusError) -> Series {
        guard x.count > 0 else { throw .kind(operation: "fit", message: "expected non-empty vector for x") }
        var interval = domain ?? Interval(of: x)
        if interval.lower == interval.upper { interval = Interval(interval.lower - 1, interval.upper + 1) }
        let frame = window ?? standardInterval
        let c = try Basis.family.fit(interval.map(x, to: frame), y, degree: degree, weights: weights, rcond: rcond).coefficients
        return try Series(c, domain: interval, window: frame, symbol: symbol)
    }

    /// The roots, in ascending order. `numpy.polynomial.Polynomial.roots`.
    public func roots() throws(ApusError) -> NDArray { window.map(try family.roots(coefficients), to: domain) }

    /// Points across the domain and the values there. `numpy.polynomial.Polynomial.linspace`.
    public func linspace(count: Int = 100, over interval: Interval? = nil) -> (x: NDArray, y: NDArray) {
        let interval = interval ?? domain
        let x = NDArray.linspace(interval.lower, interval.upper, count: count)
        return (x, self(x))
    }

    /// The family's polynomial of a degree. `numpy.polynomial.Polynomial.basis`.
    public static func basis(_ degree: Int, domain: Interval? = nil, window: Interval? = nil, symbol: String = "x") -> Series {
        Series(Array(repeating: 0, count: degree) + [1], domain: domain, window: window, symbol: symbol)
    }

    /// The polynomial x. `numpy.polynomial.Polynomial.identity`.
    public static func identity(domain: Interval? = nil, window: Interval? = nil, symbol: String = "x") -> Series {
        let domain = domain ?? standardInterval, frame = window ?? standardInterval
        let (offset, scale) = frame.map(to: domain)
        return Series(Basis.family.line(offset, scale), domain: domain, window: frame, symbol: symbol)
    }

    /// The series with given roots, on a domain. `numpy.polynomial.Polynomial.fromroots`.
    public static func fromRoots(_ roots: NDArray, domain: Interval? = nil, window: Interval? = nil, symbol: String = "x") -> Series {
        let domain = domain ?? standardInterval, frame = window ?? standardInterval
        let (offset, scale) = domain.map(to: frame)
        let mapped = NDArray.make(Add(), NDArray.make(Multiply(), roots, scale), offset)
        let leading = Double.pow(scale, roots.count)
        let coefficients = NDArray.make(Divide(), Basis.family.fromRoots(mapped), leading)
        return trapping { () throws(ApusError) -> Series in try Series(coefficients, domain: domain, window: frame, symbol: symbol) }
    }
}

extension Series {
    /// A result on the domain that two operands share.
    private func combined(_ other: Series, _ body: (NDArray, NDArray) -> NDArray) -> Series {
        trapping { () throws(ApusError) -> Series in
            guard domain == other.domain && window == other.window && symbol == other.symbol else {
                throw .argument(operation: "series", message: "operands have different domains, windows or symbols; convert one of them first")
            }
            return Series(made: body(coefficients, other.coefficients), like: self)
        }
    }

    public static func + (a: Series, b: Series) -> Series { a.combined(b, Basis.family.add) }
    public static func - (a: Series, b: Series) -> Series { a.combined(b, Basis.family.subtract) }
    public static func * (a: Series, b: Series) -> Series { a.combined(b, Basis.family.multiply) }
    public static func + (a: Series, b: Double) -> Series { Series(made: Basis.family.add(a.coefficients, NDArray([b])), like: a) }
    public static func * (a: Series, b: Double) -> Series { Series(made: NDArray.make(Multiply(), a.coefficients, b), like: a) }
    public static func * (a: Double, b: Series) -> Series { b * a }
    public static func / (a: Series, b: Double) -> Series { Series(made: NDArray.make(Divide(), a.coefficients, b), like: a) }
    public static prefix func - (a: Series) -> Series { Series(made: NDArray.make(Negative(), a.coefficients), like: a) }

    /// The series multiplied with itself. `numpy.polynomial.Polynomial.__pow__`.
    public func power(_ exponent: Int) -> Series { Series(made: Basis.family.power(coefficients, exponent), like: self) }

    /// Quotient and remainder. `numpy.polynomial.Polynomial.__divmod__`.
    ///
    /// - Throws: `ApusError.argument` for a divisor of zeros, or one on another domain.
    public func divided(by other: Series) throws(ApusError) -> (quotient: Series, remainder: Series) {
        guard domain == other.domain && window == other.window else {
            throw .argument(operation: "divided", message: "operands have different domains or windows; convert one of them first")
        }
        let (quotient, remainder) = try Basis.family.divide(coefficients, by: other.coefficients)
        return (Series(made: quotient, like: self), Series(made: remainder, like: self))
    }
}

extension Series where Basis == ChebyshevBasis {
    /// The series of a degree that agrees with a function at the Chebyshev points of the first kind.
    /// `numpy.polynomial.Chebyshev.interpolate`, `numpy.polynomial.chebyshev.chebinterpolate`.
    public static func interpolate(
        degree: Int, domain: Interval? = nil, _ function: (Double) throws -> Double
    ) rethrows -> Series {
        precondition(degree >= 0, "interpolate: expected deg >= 0")
        let interval = domain ?? standardInterval, count = degree + 1
        let points = PolynomialFamily.chebyshevPoints(count)
        let (offset, scale) = standardInterval.map(to: interval)
        let values = try points.map { try function(offset + scale * $0) }
        var c = [Double](repeating: 0, count: count)
        for (x, y) in zip(points, values) {
            for (k, value) in PolynomialFamily.chebyshev.basis(at: x, degree: degree).enumerated() { c[k] += value * y }
        }
        for k in c.indices { c[k] /= k == 0 ? Double(count) : 0.5 * Double(count) }
        return Series(c, domain: interval)
    }
}
