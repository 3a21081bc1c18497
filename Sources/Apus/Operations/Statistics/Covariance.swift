import ApusCore

/// Covariances of variables, one a row, of which each column is an observation.
enum Covariance: TableOperation {
    static var name: String { "cov" }
    static var parameters: [Parameter] {
        [
            .array("x").known(as: "input", "m"), Parameter("y", .array, optional: true),
            Parameter("rowVariables", .boolean, default: true).known(as: "rowvar"), Parameter("correction", .integer, default: 1),
            Parameter("fweights", .array, optional: true), Parameter("aweights", .array, optional: true),
            Parameter("dtype", .dtype, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try apply(
                arguments.array("x"), arguments.optionalArray("y"),
                rowVariables: arguments.boolean("rowVariables", default: true),
                correction: Double(arguments.integer("correction", default: 1)), frequencies: arguments.optionalArray("fweights"),
                weights: arguments.optionalArray("aweights"), dtype: arguments.dtype())
        ]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ other: Face?, rowVariables: Bool, correction: Double, frequencies: Face?, weights: Face?, dtype: DType?
    ) throws(ApusError) -> Face {
        let natural = try inexact(x, other, weights), dtype = dtype ?? natural
        var rows = try self.rows(x, dtype, rowVariables)
        if rows.shape[0] == 0 { return Face(value: try Strided.empty([0, 0], dtype, on: x.device)) }
        if let other { rows = try Face.apply(Concatenate(axis: 0), [rows, self.rows(other, dtype, rowVariables)])[0] }
        let count = rows.shape[1]
        // PyTorch sums the weights in their own dtype.
        let own = weights.map { $0.dtype.isFloatingPoint && Face.world == .torch ? $0.dtype : dtype.realType } ?? dtype.realType
        var each = try frequencies.map { given throws(ApusError) in try observationWeights(given, count, whole: true, own) }
        let importance = try weights.map { given throws(ApusError) in try observationWeights(given, count, whole: false, own) }
        if let importance {
            if let frequency = each { each = try frequency *! importance } else { each = importance }
        }
        guard let each else {
            let mean: Face = try .apply(Mean(axes: 1, keepDims: true, dtype: nil), rows)
            let deviation = try rows -! mean
            let degrees = Swift.max(Double(count) - correction, 0)
            return try product(deviation, deviation, .number(.float(degrees), dtype.realType, on: x.device))
        }
        let sum = try each.total()
        let mean = try (rows *! each.inDType(dtype)).total(1, keepDims: true) /! sum.inDType(dtype)
        let deviation = try rows -! mean
        var degrees = sum
        if correction != 0 {
            if let importance {
                degrees = try sum -! (each *! importance).total() /! sum *! correction
            } else {
                degrees = try sum -! correction
            }
        }
        degrees = try .apply(ClipBelow(), degrees, scalar: .int(0), reversed: false)
        return try product(deviation, deviation *! each.inDType(dtype), degrees)
    }

    private static func inexact<Face: ArrayFace>(_ x: Face, _ other: Face?, _ weights: Face?) throws(ApusError) -> DType {
        var dtypes = [x.dtype] + (other.map { [$0.dtype] } ?? [])
        if Face.world == .torch, let weights, weights.dtype.isInexact { dtypes.append(weights.dtype) }
        let common = try Face.world.promote(dtypes)
        return Face.world == .numpy ? try World.numpy.promote(common, .float64) : common.isInexact ? common : .float32
    }

    /// Variables as rows of a matrix.
    private static func rows<Face: ArrayFace>(_ x: Face, _ dtype: DType, _ rowVariables: Bool) throws(ApusError) -> Face {
        guard x.rank <= 2 else {
            throw .shape(operation: name, message: "an array of shape \(x.shape) has more than 2 dimensions")
        }
        let wide = try x.inDType(dtype)
        if x.rank < 2 { return try wide.inShape([1, x.count]) }
        return rowVariables ? wide : try .apply(Permute(axes: [1, 0]), wide)
    }

    private static func observationWeights<Face: ArrayFace>(
        _ given: Face, _ count: Int, whole: Bool, _ dtype: DType
    ) throws(ApusError) -> Face {
        let kind = whole ? "fweights" : "aweights"
        guard given.rank <= 1 else {
            throw .shape(operation: name, message: "cannot handle multidimensional \(kind)")
        }
        guard given.count == count && given.rank == 1 || given.rank == 0 && count == 1 else {
            throw .shape(operation: name, message: "incompatible numbers of samples and \(kind): \(count) and \(given.count)")
        }
        if given.dtype.isComplex { throw .dtype(operation: name, message: "\(kind) of \(given.dtype); they must be real") }
        if given.hasElements {
            if whole && given.dtype.isInexact, try !holdsAll(Face.apply(Equal(), given, .apply(Round(decimals: 0), given)).value) {
                throw .kind(operation: name, message: "fweights must be integer")
            }
            guard try !holdsAny(given.compared(Less(), .int(0)).value) else {
                throw .argument(operation: name, message: "\(kind) cannot be negative")
            }
        }
        return try given.inDType(dtype).inShape([count])
    }

    private static func product<Face: ArrayFace>(_ x: Face, _ weighted: Face, _ degrees: Face) throws(ApusError) -> Face {
        let turned: Face = try .apply(Permute(axes: [1, 0]), .apply(Conjugate(), weighted))
        let matrix = try Face.apply(MatMul(), x, turned) /! degrees.inDType(x.dtype)
        return matrix.shape == [1, 1] ? try matrix.inShape([]) : matrix
    }
}

/// Correlation coefficients of variables.
enum CorrelationCoefficients: TableOperation {
    static var name: String { "corrcoef" }
    static var parameters: [Parameter] {
        [
            .array("x").known(as: "input"), Parameter("y", .array, optional: true),
            Parameter("rowVariables", .boolean, default: true).known(as: "rowvar"), Parameter("dtype", .dtype, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try apply(
                arguments.array("x"), arguments.optionalArray("y"),
                rowVariables: arguments.boolean("rowVariables", default: true), dtype: arguments.dtype())
        ]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ other: Face?, rowVariables: Bool, dtype: DType?
    ) throws(ApusError) -> Face {
        let covariance = try Covariance.apply(
            x, other, rowVariables: rowVariables, correction: 1, frequencies: nil, weights: nil, dtype: dtype)
        if covariance.rank == 0 { return try covariance /! covariance }
        let variances: Face = try .apply(Diagonal(offset: 0, axis1: 0, axis2: 1), covariance)
        let deviations: Face = try .apply(SquareRoot(), .apply(RealPart(), variances))
        let n = deviations.count
        let scaled = try covariance /! deviations.inDType(covariance.dtype).inShape([n, 1])
            /! deviations.inDType(covariance.dtype)
        let bounds = ClipToNumbers(low: .int(-1), high: .int(1))
        guard scaled.dtype.isComplex else { return try .apply(bounds, scaled) }
        return try .apply(
            MakeComplex(), .apply(bounds, .apply(RealPart(), scaled)), .apply(bounds, .apply(ImaginaryPart(), scaled)))
    }
}

extension ArrayFace {
    /// The covariances of variables, the rows of this matrix (or, unless `rowVariables`, its columns) and of `other`, of
    /// which the other axis has the observations: a symmetric (for complex numbers Hermitian) matrix, or a number for one
    /// variable. In NumPy's world at least float64. `numpy.cov`, `torch.cov`.
    ///
    /// - Parameters:
    ///   - correction: what is subtracted from the number of observations: NumPy's `ddof`.
    ///   - frequencies: how often each observation counts, whole numbers: NumPy's `fweights`.
    ///   - weights: how much each observation counts: NumPy's `aweights`.
    public func cov(
        _ other: Self? = nil, rowVariables: Bool = true, correction: Int = 1, frequencies: Self? = nil, weights: Self? = nil,
        dtype: DType? = nil
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            try Covariance.apply(
                self, other, rowVariables: rowVariables, correction: Double(correction), frequencies: frequencies,
                weights: weights, dtype: dtype)
        }
    }

    /// The correlation coefficients of variables, laid out as for `cov`, in −1...1. `numpy.corrcoef`, `torch.corrcoef`.
    public func corrcoef(_ other: Self? = nil, rowVariables: Bool = true, dtype: DType? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in
            try CorrelationCoefficients.apply(self, other, rowVariables: rowVariables, dtype: dtype)
        }
    }
}
