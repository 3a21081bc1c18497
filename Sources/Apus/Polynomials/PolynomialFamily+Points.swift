import ApusCore
import Glibc

extension PolynomialFamily {
    /// The coefficients in this family of `offset` + `scale` · x. `numpy.polynomial.polynomial.polyline`,
    /// `numpy.polynomial.chebyshev.chebline` and its like.
    public func line(offset: Double, scale: Double) -> NDArray {
        if scale == 0 { return NDArray([offset]) }
        return switch self {
        case .laguerre: NDArray([offset + scale, -scale])
        case .hermite: NDArray([offset, scale / 2])
        default: NDArray([offset, scale])
        }
    }

    /// The Chebyshev points of the first kind, ascending: the roots of the Chebyshev polynomial of degree `count`.
    /// `numpy.polynomial.chebyshev.chebpts1`.
    public static func chebyshevPoints(_ count: Int) -> [Double] {
        precondition(count >= 1, "chebyshevPoints: there must be at least one point, not \(count)")
        return (0..<count).map { sin(0.5 * Double.pi / Double(count) * Double(2 * $0 + 1 - count)) }
    }

    /// The Chebyshev points of the second kind, ascending, both ends among them: where the Chebyshev polynomial of degree
    /// `count` − 1 is 1 or −1. `numpy.polynomial.chebyshev.chebpts2`.
    public static func chebyshevExtrema(_ count: Int) -> [Double] {
        precondition(count >= 2, "chebyshevExtrema: there must be at least two points, not \(count)")
        return NDArray.linspace(-Double.pi, 0, count: count).elements(as: Double.self).map { cos($0) }
    }

    /// The values at the elements of `x` of the polynomials with given roots, along the first axis of `roots`, and leading
    /// coefficient 1 in powers of x. `numpy.polynomial.polynomial.polyvalfromroots`.
    ///
    /// - Parameter isOuter: Whether each polynomial is evaluated at each element, so that the result has the further axes of
    ///   `roots` and then those of `x`; else they broadcast, and `x` has fewer axes than `roots`.
    public static func value<Face: ArrayFace>(fromRoots roots: Face, at x: Face, isOuter: Bool = true) -> Face {
        trapping { () throws(ApusError) -> Face in
            let line: Face = roots.rank == 0 ? try .apply(Reshape(shape: [1]), roots) : roots
            let roots = try line.dtype.isInexact ? line : line.inDType(Face.world.defaultFloat)
            guard isOuter || x.rank < roots.rank else {
                throw .argument(operation: "value", message: "x.ndim must be < r.ndim when tensor == False")
            }
            let wide = isOuter ? try roots.inShape(Dims(Array(roots.shape) + Array(repeating: 1, count: x.rank))) : roots
            return try .apply(Product(axes: 0, keepDims: false, dtype: nil), .apply(Subtract(), x, wide))
        }
    }
}
