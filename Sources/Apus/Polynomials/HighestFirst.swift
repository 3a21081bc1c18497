public import ApusCore

// Polynomials whose coefficients are in order of decreasing degree.

/// The values of a polynomial whose coefficients are in order of decreasing degree. Integers stay integers.
/// `numpy.polyval`.
enum HighestFirstValue: TableOperation {
    static var name: String { "polyval" }
    static var parameters: [Parameter] { [.array("p"), .array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("p"), arguments.array("x"))]
    }

    static func apply<Face: ArrayFace>(_ p: Face, _ x: Face) throws(ApusError) -> Face {
        _ = try commonDevice(name, p.value, x.value)
        let p: Face = p.rank == 0 ? try .apply(Reshape(shape: [1]), p) : p
        if p.shape[0] == 0 { return try .apply(Multiply(), x, scalar: .int(0), reversed: false) }
        let dtype = try Face.world.promote(p.value, x.value)
        if dtype.isInexact && p.rank == 1 {
            let ascending: Face = try .apply(Flip(axes: .some([0])), p)
            let result = try SeriesValues.values(x, ascending, .power, isOuter: true)
            return result.dtype == dtype ? result : try .apply(Cast(dtype: dtype), result)
        }
        let terms = try Unbind.apply(p, 0)
        var sum: Face = try .apply(Add(), .apply(Multiply(), .apply(Cast(dtype: dtype), x), scalar: .int(0), reversed: false), terms[0])
        for term in terms.dropFirst() { sum = try .apply(Add(), .apply(Multiply(), sum, x), term) }
        return sum
    }
}

/// Quotient and remainder of polynomials with coefficients in order of decreasing degree. Zeros in front of the
/// remainder are left out. `numpy.polydiv`.
enum HighestFirstQuotient: TableOperation {
    static var name: String { "polydiv" }
    static var parameters: [Parameter] { [.array("a"), .array("b")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let dividend = try arguments.array("a"), divisor = try arguments.array("b")
        if Face.world == .numpy && dividend.device == .meta {
            throw .device("polydiv: on the meta device there are no elements to compare with 0")
        }
        return try Rule().apply([dividend, divisor], name, trims: false)
    }

    private struct Rule: SeriesFunction {
        func callAsFunction<Term: SeriesTerm>(_ inputs: [[Term]]) throws(ApusError) -> [[Term]] {
            var rest = inputs[0]
            let divisor = inputs[1], zero = (rest[0] + divisor[0]).times(0)
            let scale = zero.plus(1) / divisor[0]
            guard rest.count >= divisor.count else { return [[zero], rest] }
            guard rest.count * divisor.count <= 1 << 32 else {
                throw .argument(operation: "polydiv", message: "the polynomials are too long")
            }
            var quotient: [Term] = []
            for k in 0...(rest.count - divisor.count) {
                let factor = scale * rest[k]
                quotient.append(factor)
                for (i, term) in divisor.enumerated() { rest[k + i] = rest[k + i] - factor * term }
            }
            if Term.isOpaque { return [quotient, Array(rest.suffix(max(divisor.count - 1, 1)))] }
            return [quotient, Array(rest[(rest.firstIndex { !$0.isNegligible } ?? rest.count - 1)...])]
        }
    }
}

/// The coefficients, in order of decreasing degree, of the polynomial with given roots, or of a matrix's characteristic
/// polynomial. `numpy.poly`.
enum HighestFirstFromRoots: TableOperation {
    static var name: String { "poly" }
    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        var roots = x
        if x.rank == 2 && x.shape[0] == x.shape[1] && x.shape[0] > 0 {
            roots = try SeriesMatrices.eigenvalues(x.dtype.isInexact ? x : .apply(Cast(dtype: Face.world.defaultFloat), x))
        } else if x.rank > 1 {
            throw .argument(operation: name, message: "input must be 1d or non-empty square 2d array.")
        }
        if roots.count == 0 { return Face(value: try filled([], 1, Face.world.defaultFloat, roots.device)) }
        let result = try Rule().apply([roots], name, trims: false)[0]
        guard Face.world == .numpy, result.dtype.isComplex else { return result }
        if x.device == .meta { throw .device("poly: on the meta device there are no elements to compare") }
        guard try arePaired(roots) else { return result }
        return try .apply(Copy(), .apply(RealPart(), result))
    }

    /// Whether with each root there is its conjugate.
    private static func arePaired<Face: ArrayFace>(_ roots: Face) throws(ApusError) -> Bool {
        let numbers = try NDArray.apply(Cast(dtype: .complex128), NDArray(value: roots.value)).elements(of: Complex<Double>.self)
        let places = numbers.map { ($0.rawStorage.x, $0.rawStorage.y) }
        let first = places.sorted { $0 < $1 }, second = places.map { ($0.0, -$0.1) }.sorted { $0 < $1 }
        return zip(first, second).allSatisfy { $0 == $1 }
    }

    private struct Rule: SeriesFunction {
        func callAsFunction<Term: SeriesTerm>(_ inputs: [[Term]]) throws(ApusError) -> [[Term]] {
            guard inputs[0].count <= 1 << 14 else { throw .argument(operation: "poly", message: "\(inputs[0].count) roots are too many") }
            var c = [inputs[0][0].times(0).plus(1)]
            for root in inputs[0] { c = convolved(c, [root.times(0).plus(1), -root]) }
            return [c]
        }
    }
}

/// The roots of a polynomial whose coefficients are in order of decreasing degree. `numpy.roots`.
enum HighestFirstRoots: TableOperation {
    static var name: String { "roots" }
    static var parameters: [Parameter] { [.array("p")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("p"))]
    }

    static func apply<Face: ArrayFace>(_ p: Face) throws(ApusError) -> Face {
        guard p.rank <= 1 else { throw .argument(operation: name, message: "Input must be a rank-1 array.") }
        guard p.device != .meta else { throw .device("roots: on the meta device there are no elements to find roots of") }
        let p: Face = p.rank == 0 ? try .apply(Reshape(shape: [1]), p) : p
        let numbers = NDArray(value: p.value).elements(as: Complex<Double>.self).map { $0.rawStorage.x != 0 || $0.rawStorage.y != 0 }
        guard let first = numbers.firstIndex(of: true), let last = numbers.lastIndex(of: true) else {
            return Face(value: try Strided.empty([0], Face.world.defaultFloat))
        }
        var series = try Split.part(p, 0, first, last - first + 1)
        if !series.dtype.isInexact { series = try .apply(Cast(dtype: Face.world.defaultFloat), series) }
        let zeros = numbers.count - last - 1
        guard series.count > 1 else {
            return Face(value: try filled([zeros], 0, Face.world.defaultFloat, p.device))
        }
        let ascending: Face = try .apply(Flip(axes: .some([0])), series)
        let companion = try SeriesMatrices.companion(ascending, .power, trims: false)
        let matrix: Face = try .apply(Permute(axes: [1, 0]), .apply(Flip(axes: .all), companion))
        let found = try SeriesMatrices.eigenvalues(matrix)
        if zeros == 0 { return found }
        return try Face.apply(Concatenate(axis: 0), [found, Face(value: try filled([zeros], 0, found.dtype, p.device))])[0]
    }
}

extension SeriesTerm {
    /// Whether it is within 1e−8 of 0, which is what NumPy takes for 0 in a remainder.
    fileprivate var isNegligible: Bool {
        switch self {
        case let number as Double: number.magnitude <= 1e-8
        case let number as Float: number.magnitude <= 1e-8
        case let number as ComplexTerm<Double>: (number.x * number.x + number.y * number.y).squareRoot() <= 1e-8
        case let number as ComplexTerm<Float>: (number.x * number.x + number.y * number.y).squareRoot() <= 1e-8
        default: false
        }
    }
}

extension NDArray {
    /// The values of a polynomial, whose coefficients are in order of decreasing degree, at the elements of this array. Integers
    /// stay integers. `numpy.polyval`.
    public func polyval(_ coefficients: NDArray) -> NDArray {
        trapping { () throws(ApusError) -> NDArray in try HighestFirstValue.apply(coefficients, self) }
    }

    /// The roots of the polynomial with these coefficients, in order of decreasing degree, in no order. `numpy.roots`.
    public func polynomialRoots() throws(ApusError) -> NDArray { try HighestFirstRoots.apply(self) }

    /// The coefficients, in order of decreasing degree, of the polynomial with these roots, or the characteristic polynomial of
    /// a matrix. `numpy.poly`.
    public static func poly(_ roots: NDArray) throws(ApusError) -> NDArray { try HighestFirstFromRoots.apply(roots) }

    /// Quotient and remainder of polynomials with coefficients in order of decreasing degree. `numpy.polydiv`.
    public static func polydiv(_ a: NDArray, _ b: NDArray) throws(ApusError) -> (quotient: NDArray, remainder: NDArray) {
        let results = try HighestFirstQuotient.call(Arguments<NDArray>("polydiv", ["a": .array(a), "b": .array(b)]))
        return (results[0], results[1])
    }

    /// The polynomial of a degree that is closest to points, its coefficients in order of decreasing degree. `numpy.polyfit`.
    public static func polyfit(
        _ x: NDArray, _ y: NDArray, degree: Int, weights: NDArray? = nil, rcond: Double? = nil
    ) throws(ApusError) -> NDArray {
        try .apply(Flip(axes: .some([0])), PolynomialFamily.power.fit(x, y, degree: degree, weights: weights, rcond: rcond).coefficients)
    }
}
