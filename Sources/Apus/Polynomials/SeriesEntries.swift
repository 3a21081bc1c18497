import ApusCore

// The functions of series as operations that can be called by name.

private let familyParameter = Parameter("family", .text, default: "power")

extension Arguments {
    fileprivate func family(_ name: String = "family") throws(ApusError) -> PolynomialFamily {
        try PolynomialFamily(named: text(name, default: "power"), operation)
    }
}

/// The sum of two series, coefficients in order of increasing degree. `numpy.polynomial.polynomial.polyadd`.
enum SeriesSum: TableOperation {
    static var name: String { "polynomialAdd" }
    static var parameters: [Parameter] { [.array("a"), .array("b")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try SeriesCall.sum.apply([arguments.array("a"), arguments.array("b")], name)
    }
}

/// The difference of two series. `numpy.polynomial.polynomial.polysub`.
enum SeriesDifference: TableOperation {
    static var name: String { "polynomialSubtract" }
    static var parameters: [Parameter] { [.array("a"), .array("b")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try SeriesCall.difference.apply([arguments.array("a"), arguments.array("b")], name)
    }
}

/// The product of two series of a family: power, chebyshev, legendre, laguerre, hermite or hermiteE.
/// `numpy.polynomial.polynomial.polymul`, `numpy.polynomial.chebyshev.chebmul`.
enum SeriesProduct: TableOperation {
    static var name: String { "polynomialMultiply" }
    static var parameters: [Parameter] { [.array("a"), .array("b"), familyParameter] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try SeriesCall.product(arguments.family()).apply([arguments.array("a"), arguments.array("b")], name)
    }
}

/// Quotient and remainder of two series of a family. `numpy.polynomial.polynomial.polydiv`.
enum SeriesQuotient: TableOperation {
    static var name: String { "polynomialDivide" }
    static var parameters: [Parameter] { [.array("a"), .array("b"), familyParameter] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try apply(arguments.array("a"), arguments.array("b"), arguments.family())
    }
}

extension SeriesQuotient {
    static func apply<Face: ArrayFace>(_ a: Face, _ b: Face, _ family: PolynomialFamily) throws(ApusError) -> [Face] {
        let call = SeriesCall.quotient(family)
        if family == .power || family == .chebyshev { return try call.apply([a, b], name) }
        // The recurrences are NumPy's, which run in double precision; the quotient then has the operands' dtype.
        var results = try call.apply([widened(a), widened(b)], name)
        let dtype = try SeriesCall.commonType([a, b])
        if results[0].dtype != dtype { results[0] = try .apply(Cast(dtype: dtype), results[0]) }
        return results
    }
}

/// In NumPy's world the array in double precision, which functions that begin with integers give.
func widened<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
    guard Face.world == .numpy else { return x }
    let dtype: DType = x.dtype.isComplex ? .complex128 : .float64
    return x.dtype == dtype ? x : try .apply(Cast(dtype: dtype), x)
}

/// A series of a family raised to a power. `numpy.polynomial.polynomial.polypow`.
enum SeriesPower: TableOperation {
    static var name: String { "polynomialPower" }
    static var parameters: [Parameter] { [.array("x"), Parameter("power", .integer), familyParameter] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let power = try arguments.integer("power")
        guard power >= 0 else { throw .argument(operation: name, message: "Power must be a non-negative integer.") }
        return try SeriesCall.power(arguments.family(), power).apply([arguments.array("x")], name)
    }
}

/// x times a series of a family. `numpy.polynomial.polynomial.polymulx`.
enum SeriesTimesX: TableOperation {
    static var name: String { "polynomialMultiplyByX" }
    static var parameters: [Parameter] { [.array("x"), familyParameter] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try SeriesCall.timesX(arguments.family()).apply([arguments.array("x")], name)
    }
}

/// The series of a family with given roots. `numpy.polynomial.polynomial.polyfromroots`.
enum SeriesWithRoots: TableOperation {
    static var name: String { "polynomialFromRoots" }
    static var parameters: [Parameter] { [.array("x"), familyParameter] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let roots = try arguments.array("x"), family = try arguments.family()
        if roots.shape == [0] {
            return [Face(value: try filled([1], 1, Face.world.defaultFloat, roots.device))]
        }
        return try SeriesCall.withRoots(family).apply([widened(roots)], name, trims: false)
    }
}

/// The coefficients in one family of a series of another. `numpy.polynomial.chebyshev.poly2cheb`.
enum SeriesConversion: TableOperation {
    static var name: String { "polynomialConvert" }
    static var parameters: [Parameter] {
        [.array("x"), Parameter("source", .text, default: "power"), Parameter("target", .text, default: "power")]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try apply(arguments.array("x"), from: arguments.family("source"), to: arguments.family("target"))
    }
}

extension SeriesConversion {
    static func apply<Face: ArrayFace>(_ x: Face, from source: PolynomialFamily, to target: PolynomialFamily) throws(ApusError) -> [Face] {
        try SeriesCall.converted(from: source, to: target).apply([target == .power ? x : widened(x)], name)
    }
}

/// The derivative of series of a family along an axis, multiplied by a scale at each step.
/// `numpy.polynomial.polynomial.polyder`.
enum SeriesDerivative: TableOperation {
    static var name: String { "polynomialDerivative" }
    static var parameters: [Parameter] {
        [.array("x"), Parameter("order", .integer, default: 1), Parameter("scale", .array, optional: true), Parameter("axis", .integer, default: 0), familyParameter]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try SeriesCalculus.differentiate(
                arguments.array("x"), arguments.family(), arguments.integer("order", default: 1), scale: arguments.given("scale", else: 1),
                axis: arguments.integer("axis", default: 0))
        ]
    }
}

/// The integral of series of a family along an axis. `numpy.polynomial.polynomial.polyint`.
enum SeriesIntegral: TableOperation {
    static var name: String { "polynomialIntegral" }
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("order", .integer, default: 1), Parameter("constants", .array, optional: true),
            Parameter("lower", .array, optional: true), Parameter("scale", .array, optional: true), Parameter("axis", .integer, default: 0),
            familyParameter,
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try SeriesCalculus.integrate(
                arguments.array("x"), arguments.family(), arguments.integer("order", default: 1),
                constants: arguments.optionalArray("constants"), lower: arguments.given("lower", else: 0),
                scale: arguments.given("scale", else: 1), axis: arguments.integer("axis", default: 0))
        ]
    }
}

extension Arguments {
    /// A number or array that was given, or a number.
    fileprivate func given(_ name: String, else fallback: Int64) -> Argument<Face> {
        if case .none = self[name] { return .scalar(.int(fallback)) }
        return self[name]
    }
}

/// The values of series of a family, along the first axis of the coefficients, at points.
/// `numpy.polynomial.polynomial.polyval`.
enum SeriesValue: TableOperation {
    static var name: String { "polynomialValue" }
    static var parameters: [Parameter] { [.array("x"), .array("coefficients"), familyParameter, Parameter("tensor", .boolean, default: true)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let c = try arguments.array("coefficients")
        var x = try arguments.array("x")
        if case .scalar(let number) = arguments["x"] {
            // A number is weak: it takes the dtype of the coefficients.
            let dtype = c.dtype.isInexact ? c.dtype : Face.world.defaultFloat
            x = try .apply(Cast(dtype: Face.world.promote(dtype, with: number)), x)
        }
        return [try SeriesValues.values(x, c, arguments.family(), isOuter: arguments.boolean("tensor", default: true))]
    }
}

/// The products of a family's polynomials in one variable or several, along a new last axis.
/// `numpy.polynomial.polynomial.polyvander`.
enum SeriesBasis: TableOperation {
    static var name: String { "polynomialVander" }
    static var parameters: [Parameter] { [Parameter("points", .arrays), Parameter("degrees", .integers), familyParameter] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try SeriesValues.basis(arguments.arrays("points"), arguments.family(), degrees: arguments.integers("degrees"))]
    }
}

/// The companion matrix of a series, whose eigenvalues are its roots. `numpy.polynomial.polynomial.polycompanion`.
enum SeriesCompanion: TableOperation {
    static var name: String { "polynomialCompanion" }
    static var parameters: [Parameter] { [.array("x"), familyParameter] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try SeriesMatrices.companion(arguments.array("x"), arguments.family())]
    }
}

/// The function under which a family is orthogonal. `numpy.polynomial.chebyshev.chebweight`.
enum SeriesWeight: TableOperation {
    static var name: String { "polynomialWeight" }
    static var parameters: [Parameter] { [.array("x"), familyParameter] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try SeriesMatrices.weight(arguments.array("x"), arguments.family())]
    }
}

/// A series without the terms at its end of magnitude up to a tolerance. `numpy.polynomial.polyutils.trimcoef`.
enum SeriesTrim: TableOperation {
    static var name: String { "polynomialTrim" }
    static var parameters: [Parameter] { [.array("x"), Parameter("tolerance", .real, default: 0)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try SeriesMatrices.trimmed(arguments.array("x"), tolerance: arguments.real("tolerance", default: 0))]
    }
}
