public import ApusCore

extension PolynomialFamily {
    /// The sum of two series, without zeros at its end. Coefficients are in order of increasing degree; integers become floats.
    /// `numpy.polynomial.polynomial.polyadd` and its like.
    ///
    /// The functions of this type take tensors too and are differentiable; of tensors, zeros at the end stay.
    public func add<Face: ArrayFace>(_ a: Face, _ b: Face) -> Face { made { () throws(ApusError) in try SeriesCall.sum.apply([a, b], "add") } }

    /// The difference of two series. `numpy.polynomial.polynomial.polysub` and its like.
    public func subtract<Face: ArrayFace>(_ a: Face, _ b: Face) -> Face {
        made { () throws(ApusError) in try SeriesCall.difference.apply([a, b], "subtract") }
    }

    /// The product of two series of this family. `numpy.polynomial.polynomial.polymul`, `numpy.polynomial.chebyshev.chebmul` and
    /// its like.
    public func multiply<Face: ArrayFace>(_ a: Face, _ b: Face) -> Face {
        made { () throws(ApusError) in try SeriesCall.product(self).apply([a, b], "multiply") }
    }

    /// x times a series. `numpy.polynomial.polynomial.polymulx` and its like.
    public func multiplyByX<Face: ArrayFace>(_ c: Face) -> Face {
        made { () throws(ApusError) in try SeriesCall.timesX(self).apply([c], "multiplyByX") }
    }

    /// Quotient and remainder of two series. `numpy.polynomial.polynomial.polydiv` and its like.
    ///
    /// - Throws: `ApusError.argument` for a divisor of zeros.
    public func divide<Face: ArrayFace>(_ a: Face, by b: Face) throws(ApusError) -> (quotient: Face, remainder: Face) {
        let results = try SeriesQuotient.apply(a, b, self)
        return (results[0], results[1])
    }

    /// A series raised to a power. `numpy.polynomial.polynomial.polypow` and its like.
    public func power<Face: ArrayFace>(_ c: Face, _ exponent: Int) -> Face {
        made { () throws(ApusError) in
            guard exponent >= 0 else { throw .argument(operation: "power", message: "Power must be a non-negative integer.") }
            return try SeriesCall.power(self, exponent).apply([c], "power")
        }
    }

    /// The series of this family with given roots, whose leading coefficient in powers of x is 1.
    /// `numpy.polynomial.polynomial.polyfromroots` and its like.
    public func fromRoots<Face: ArrayFace>(_ roots: Face) -> Face {
        made { () throws(ApusError) in
            try SeriesWithRoots.call(Arguments<Face>("fromRoots", ["x": .array(roots), "family": .text(rawValue)]))
        }
    }

    /// The values of series, along the first axis of `c`, at the elements of `x`, by Clenshaw's recurrence.
    /// `numpy.polynomial.polynomial.polyval`, `numpy.polynomial.chebyshev.chebval` and its like.
    ///
    /// - Parameter isOuter: Whether each series is evaluated at each element, so that the result has the further axes of `c` and
    ///   then those of `x`; else they broadcast.
    public func value<Face: ArrayFace>(_ c: Face, at x: Face, isOuter: Bool = true) -> Face {
        trapping { () throws(ApusError) -> Face in try SeriesValues.values(x, c, self, isOuter: isOuter) }
    }

    /// The values of series in several variables at points, of which each array gives one coordinate; the first axes of `c`
    /// belong to the variables. `numpy.polynomial.polynomial.polyval2d`, `numpy.polynomial.polynomial.polyval3d` and its like.
    public func value<Face: ArrayFace>(_ c: Face, at points: [Face]) -> Face {
        trapping { () throws(ApusError) -> Face in
            guard let first = points.first, points.allSatisfy({ $0.shape == first.shape }) else {
                throw .shape(operation: "value", message: "the coordinates must be arrays of one shape")
            }
            var result = try SeriesValues.values(first, c, self, isOuter: true)
            for point in points.dropFirst() { result = try SeriesValues.values(point, result, self, isOuter: false) }
            return result
        }
    }

    /// The values of series in several variables at all points of a grid. `numpy.polynomial.polynomial.polygrid2d`,
    /// `numpy.polynomial.polynomial.polygrid3d` and its like.
    public func gridValue<Face: ArrayFace>(_ c: Face, at axes: [Face]) -> Face {
        trapping { () throws(ApusError) -> Face in
            var result = c
            for axis in axes { result = try SeriesValues.values(axis, result, self, isOuter: true) }
            return result
        }
    }

    /// The values at `x` of the family's polynomials of degree 0 to `degree`, along a new last axis.
    /// `numpy.polynomial.polynomial.polyvander`, `numpy.polynomial.chebyshev.chebvander` and its like.
    public func vander<Face: ArrayFace>(_ x: Face, degree: Int) -> Face {
        trapping { () throws(ApusError) -> Face in try SeriesValues.basis(x, self, degree: degree) }
    }

    /// The products of the family's polynomials in several variables at points, the degree of the last varying fastest.
    /// `numpy.polynomial.polynomial.polyvander2d`, `numpy.polynomial.polynomial.polyvander3d` and its like.
    public func vander<Face: ArrayFace>(_ points: [Face], degrees: [Int]) -> Face {
        trapping { () throws(ApusError) -> Face in try SeriesValues.basis(points, self, degrees: degrees) }
    }

    /// The derivative of series along an axis, multiplied by `scale` at each step. `numpy.polynomial.polynomial.polyder`,
    /// `numpy.polynomial.chebyshev.chebder` and its like.
    public func derivative<Face: ArrayFace>(_ c: Face, order: Int = 1, scale: Double = 1, axis: Int = 0) -> Face {
        trapping { () throws(ApusError) -> Face in
            try SeriesCalculus.differentiate(c, self, order, scale: .scalar(.float(scale)), axis: axis)
        }
    }

    /// The integral of series along an axis, multiplied by `scale` at each step before the constant is added; without a
    /// constant it is 0 at `lower`. `numpy.polynomial.polynomial.polyint`, `numpy.polynomial.chebyshev.chebint` and its like.
    public func integral<Face: ArrayFace>(
        _ c: Face, order: Int = 1, constants: [Double] = [], lower: Double = 0, scale: Double = 1, axis: Int = 0
    ) -> Face {
        trapping { () throws(ApusError) -> Face in
            let constants: Face? = constants.isEmpty ? nil : Face(constants, dtype: .float64)
            return try SeriesCalculus.integrate(
                c, self, order, constants: constants, lower: .scalar(.float(lower)), scale: .scalar(.float(scale)), axis: axis)
        }
    }

    /// The coefficients in this family of a series of another. `numpy.polynomial.chebyshev.poly2cheb`,
    /// `numpy.polynomial.chebyshev.cheb2poly` and its like.
    public func convert<Face: ArrayFace>(_ c: Face, from other: PolynomialFamily) -> Face {
        made { () throws(ApusError) in try SeriesConversion.apply(c, from: other, to: self) }
    }

    /// The companion matrix, whose eigenvalues are the roots, scaled so that it is symmetric for a single polynomial of an
    /// orthogonal family. `numpy.polynomial.polynomial.polycompanion`, `numpy.polynomial.chebyshev.chebcompanion` and its like.
    public func companion<Face: ArrayFace>(_ c: Face) -> Face {
        trapping { () throws(ApusError) -> Face in try SeriesMatrices.companion(c, self) }
    }

    /// The function under which the family is orthogonal. `numpy.polynomial.chebyshev.chebweight` and its like.
    public func weight<Face: ArrayFace>(_ x: Face) -> Face {
        trapping { () throws(ApusError) -> Face in try SeriesMatrices.weight(x, self) }
    }

    /// A series without the terms at its end whose magnitude is at most `tolerance`.
    /// `numpy.polynomial.polynomial.polytrim`, `numpy.polynomial.polyutils.trimcoef`.
    public static func trim<Face: ArrayFace>(_ c: Face, tolerance: Double = 0) -> Face {
        trapping { () throws(ApusError) -> Face in try SeriesMatrices.trimmed(c, tolerance: tolerance) }
    }

    private func made<Face: ArrayFace>(_ body: () throws(ApusError) -> [Face]) -> Face {
        trapping { () throws(ApusError) -> Face in try body()[0] }
    }
}
