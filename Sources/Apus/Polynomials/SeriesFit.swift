public import ApusCore

extension PolynomialFamily {
    /// The series of this family with which the sum of the squared, weighted distances from points is least.
    /// `numpy.polynomial.polynomial.polyfit`, `numpy.polynomial.chebyshev.chebfit` and its like.
    ///
    /// The columns of the matrix of the family's polynomials are scaled to length 1 first.
    ///
    /// - Parameters:
    ///   - x: A vector of places.
    ///   - y: A vector of values, or a column of values for each series.
    ///   - degrees: The degrees of the terms; one degree stands for all up to it (`degree:`).
    ///   - weights: What each distance is multiplied with before it is squared.
    ///   - rcond: Singular values up to this times the largest count as 0; by default the number of points times epsilon.
    /// - Returns: The coefficients, the sums of squared distances (empty where the rank is too small), the rank, and the
    ///   singular values of the scaled matrix.
    /// - Throws: `ApusError.kind` for arrays of other shapes; `ApusError.argument` for negative degrees.
    public func fit<Face: ArrayFace>(
        _ x: Face, _ y: Face, degrees: [Int], weights: Face? = nil, rcond: Double? = nil
    ) throws(ApusError) -> (coefficients: Face, residuals: Face, rank: Face, singularValues: Face) {
        let name = "polynomialFit"
        guard let highest = degrees.max(), degrees.min()! >= 0 else {
            throw degrees.isEmpty
                ? .kind(operation: name, message: "deg must be an int or non-empty 1-D array of int")
                : .argument(operation: name, message: "expected deg >= 0")
        }
        guard highest < 1 << 16 else { throw .argument(operation: name, message: "degree \(highest) is too large") }
        func require(_ condition: Bool, _ message: String) throws(ApusError) {
            if !condition { throw .kind(operation: name, message: message) }
        }
        try require(x.rank == 1, "expected 1D vector for x")
        try require(x.count > 0, "expected non-empty vector for x")
        try require(y.rank == 1 || y.rank == 2, "expected 1D or 2D array for y")
        try require(y.shape[0] == x.count, "expected x and y to have same length")
        try require(weights?.rank ?? 1 == 1, "expected 1D vector for w")
        try require(weights?.count ?? x.count == x.count, "expected x and w to have same length")

        _ = try commonDevice(name, x.value, y.value)
        if let weights { _ = try commonDevice(name, x.value, weights.value) }
        let x = try inexact(x)
        var matrix = try SeriesValues.basis(x, self, degree: highest), sides = try inexact(y)
        let sorted = degrees.sorted(), isWhole = sorted.elementsEqual(0...highest)
        if !isWhole { matrix = try Take.apply(matrix, placed(Face(sorted), x.device), -1, .raise) }
        if let weights {
            let column: Face = try .apply(Reshape(shape: [x.count, 1]), inexact(weights))
            matrix = try .apply(Multiply(), matrix, column)
            sides = try .apply(Multiply(), sides, sides.rank == 2 ? column : inexact(weights))
        }
        let sizes: Face = matrix.dtype.isComplex ? try .apply(Absolute(), matrix) : matrix
        let squares: Face = try .apply(Sum(axes: .some([0]), keepDims: false, dtype: nil), .apply(Square(), sizes))
        let lengths: Face = try .apply(SquareRoot(), squares)
        let isZero: Face = try .apply(Equal(), lengths, scalar: .int(0), reversed: false)
        let scale: Face = try .apply(Add(), lengths, .apply(Cast(dtype: lengths.dtype), isZero))
        let cutoff = rcond ?? Double(x.count) * x.dtype.realType.epsilon
        let found = try Linalg.lstsq(.apply(Divide(), matrix, scale), sides, rcond: cutoff)
        let divisor: Face = sides.rank == 2 ? try .apply(Reshape(shape: [sorted.count, 1]), scale) : scale
        var c: Face = try .apply(Divide(), found.solution, divisor)
        if !isWhole { c = try spread(c, sorted, highest) }
        return (c, found.residuals, found.rank, found.singularValues)
    }

    /// The series of all degrees up to one. `numpy.polynomial.polynomial.polyfit` and its like.
    public func fit<Face: ArrayFace>(
        _ x: Face, _ y: Face, degree: Int, weights: Face? = nil, rcond: Double? = nil
    ) throws(ApusError) -> (coefficients: Face, residuals: Face, rank: Face, singularValues: Face) {
        guard degree < 1 << 16 else { throw .argument(operation: "polynomialFit", message: "degree \(degree) is too large") }
        return try fit(x, y, degrees: degree < 0 ? [degree] : Array(0...degree), weights: weights, rcond: rcond)
    }

    private func inexact<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        x.dtype.isInexact ? x : try .apply(Cast(dtype: Face.world.defaultFloat), x)
    }

    private func placed<Face: ArrayFace>(_ x: Face, _ device: Device) throws(ApusError) -> Face {
        if device == .cpu { return x }
        guard let tensor = x as? Tensor else { return Face(value: try Strided.empty(x.shape, x.dtype, on: device)) }
        return try tensor.to(device: device) as! Face
    }

    /// Coefficients of some degrees, zeros between them.
    private func spread<Face: ArrayFace>(_ c: Face, _ degrees: [Int], _ highest: Int) throws(ApusError) -> Face {
        let zero: Face = try .apply(Multiply(), Split.part(c, 0, 0, 1), scalar: .int(0), reversed: false)
        var parts = Array(repeating: zero, count: highest + 1)
        for (place, degree) in degrees.enumerated() { parts[degree] = try Split.part(c, 0, place, 1) }
        return try Face.apply(Concatenate(axis: 0), parts)[0]
    }
}

extension DType {
    /// The distance from 1 to the next number of a real floating dtype.
    fileprivate var epsilon: Double {
        switch self {
        case .float16: 0x1p-10
        case .bfloat16: 0x1p-7
        case .float32: 0x1p-23
        default: 0x1p-52
        }
    }
}

/// The series of a family that is closest to points: its coefficients, the sums of squared distances, the rank and the
/// singular values. `numpy.polynomial.polynomial.polyfit`.
enum SeriesFitEntry: TableOperation {
    static var name: String { "polynomialFit" }
    static var parameters: [Parameter] {
        [
            .array("x"), .array("y"), Parameter("degrees", .integers), Parameter("weights", .array, optional: true),
            Parameter("rcond", .real, optional: true), Parameter("family", .text, default: "power"),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let family = try PolynomialFamily(named: arguments.text("family", default: "power"), name)
        var rcond: Double?
        if case .none = arguments["rcond"] {} else { rcond = try arguments.real("rcond") }
        let x = try arguments.array("x")
        let found = try family.fit(
            x, arguments.array("y"), degrees: arguments.integers("degrees"),
            weights: arguments.optionalArray("weights"), rcond: rcond)
        // PyTorch's least squares leave the singular values out, and so does what is recorded.
        let values: Face = Face.world == .numpy ? found.singularValues : .empty([0], dtype: found.singularValues.dtype, device: x.device)
        return [found.coefficients, found.residuals, found.rank, values]
    }
}
