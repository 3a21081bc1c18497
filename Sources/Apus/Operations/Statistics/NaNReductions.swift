import ApusCore

/// What reductions that leave NaN out have in common: NaN is replaced by what does not count.
enum WithoutNaN {
    /// The elements with a number for NaN, and where NaN stands; of dtypes without NaN, no mask.
    static func replaced<Face: ArrayFace>(_ x: Face, _ number: Scalar) throws(ApusError) -> (elements: Face, missing: Face?) {
        guard x.dtype.isInexact else { return (x, nil) }
        let missing: Face = try .apply(IsNaN(), x)
        return (try x.replacing(where: missing, with: number), missing)
    }

    /// Whether there may be a NaN: false where it is known that there is none.
    static func mayMiss<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Bool {
        if !x.dtype.isInexact { return false }
        return try x.hasElements ? holdsAny(Face.apply(IsNaN(), x).value) : true
    }

    /// How many elements along axes are not NaN, in the real dtype of `like`.
    static func count<Face: ArrayFace>(_ missing: Face, _ axes: Axes, _ keepDims: Bool, _ dtype: DType) throws(ApusError) -> Face {
        let present: Face = try .apply(LogicalNot(), missing)
        return try present.total(axes, keepDims: keepDims, dtype: .int64).inDType(dtype.realType)
    }
}

/// The sum or product of the elements that are not NaN.
protocol SumWithoutNaN: TableOperation {
    static var neutral: Scalar { get }
    static func reduce<Face: ArrayFace>(_ x: Face, _ axes: Axes, _ keepDims: Bool, _ dtype: DType?) throws(ApusError) -> Face
}

extension SumWithoutNaN {
    static var parameters: [Parameter] { Sum.parameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let keepDims = try arguments.boolean("keepDims", default: false)
        return [try apply(arguments.array("x"), arguments.axes(), keepDims, arguments.dtype())]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ axes: Axes, _ keepDims: Bool, _ dtype: DType?) throws(ApusError) -> Face {
        try reduce(WithoutNaN.replaced(x, neutral).elements, axes, keepDims, dtype)
    }
}

enum NaNSum: SumWithoutNaN {
    static var name: String { "nanSum" }
    static var neutral: Scalar { .int(0) }
    static func reduce<Face: ArrayFace>(_ x: Face, _ axes: Axes, _ keepDims: Bool, _ dtype: DType?) throws(ApusError) -> Face {
        try .apply(Sum(axes: axes, keepDims: keepDims, dtype: dtype), x)
    }
}

enum NaNProduct: SumWithoutNaN {
    static var name: String { "nanProd" }
    static var neutral: Scalar { .int(1) }
    static func reduce<Face: ArrayFace>(_ x: Face, _ axes: Axes, _ keepDims: Bool, _ dtype: DType?) throws(ApusError) -> Face {
        try .apply(Product(axes: axes, keepDims: keepDims, dtype: dtype), x)
    }
}

/// The mean of the elements that are not NaN.
enum NaNMean: TableOperation {
    static var name: String { "nanMean" }
    static var parameters: [Parameter] { Sum.parameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let keepDims = try arguments.boolean("keepDims", default: false)
        return [try apply(arguments.array("x"), arguments.axes(), keepDims, arguments.dtype())]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ axes: Axes, _ keepDims: Bool, _ dtype: DType?) throws(ApusError) -> Face {
        let (elements, missing) = try WithoutNaN.replaced(x, .int(0))
        guard let missing else { return try .apply(Mean(axes: axes, keepDims: keepDims, dtype: dtype), x) }
        let result = dtype ?? x.dtype
        let wide: DType = result == .float16 || result == .bfloat16 ? .float32 : result
        let sum = try elements.inDType(wide).total(axes, keepDims: keepDims)
        return try (sum /! WithoutNaN.count(missing, axes, keepDims, wide)).inDType(result)
    }
}

/// The mean squared deviation of the elements that are not NaN, or its root.
protocol DeviationWithoutNaN: TableOperation {
    static var takesRoot: Bool { get }
}

extension DeviationWithoutNaN {
    static var parameters: [Parameter] {
        Sum.reductionParameters + [Parameter("correction", .real, optional: true)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let correction = try arguments.real("correction", default: Face.world.correction)
        let keepDims = try arguments.boolean("keepDims", default: false)
        return [try apply(arguments.array("x"), arguments.axes(), correction, keepDims)]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ axes: Axes, _ correction: Double, _ keepDims: Bool) throws(ApusError) -> Face {
        let isPlain = try x.hasElements ? !WithoutNaN.mayMiss(x) : !x.dtype.isInexact
        if isPlain {
            return takesRoot
                ? try .apply(StandardDeviation(axes: axes, correction: correction, keepDims: keepDims), x)
                : try .apply(Variance(axes: axes, correction: correction, keepDims: keepDims), x)
        }
        let (elements, missing) = try WithoutNaN.replaced(x, .int(0))
        guard let missing else { throw .dtype(operation: name, message: "not defined for \(x.dtype)") }
        let wide: DType = x.dtype == .float16 || x.dtype == .bfloat16 ? .float32 : x.dtype
        let count = try WithoutNaN.count(missing, axes, true, wide)
        let mean = try elements.inDType(wide).total(axes, keepDims: true) /! count
        let deviation = try (elements.inDType(wide) -! mean).replacing(where: missing, with: .int(0))
        let square = try wide.isComplex
            ? Face.apply(RealPart(), deviation *! Face.apply(Conjugate(), deviation)) : Face.apply(Square(), deviation)
        let degrees = try count -! correction
        let sum = try square.total(axes, keepDims: true) /! degrees
        let variance = try sum.replacing(where: degrees.compared(LessEqual(), .int(0)), with: .float(.nan))
        let result = try takesRoot ? Face.apply(SquareRoot(), variance) : variance
        let reduced = try axes.normalized(rank: x.rank, name)
        return try result.inShape(reducedShape(x.shape, without: reduced, keepDims: keepDims)).inDType(x.dtype.realType)
    }
}

enum NaNVariance: DeviationWithoutNaN {
    static var name: String { "nanVar" }
    static var takesRoot: Bool { false }
}

enum NaNStandardDeviation: DeviationWithoutNaN {
    static var name: String { "nanStd" }
    static var takesRoot: Bool { true }
}

/// The running sum or product of the elements, NaN counting as nothing.
protocol ScanWithoutNaN: TableOperation {
    associatedtype Plain: Scan
    static var neutral: Scalar { get }
}

extension ScanWithoutNaN {
    static var parameters: [Parameter] { Plain.parameters }
    static var takesNumbersAsVectors: Bool { true }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.optionalInteger("axis"), arguments.dtype())]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ axis: Int?, _ dtype: DType?) throws(ApusError) -> Face {
        try Plain.apply(WithoutNaN.replaced(x, neutral).elements, axis, dtype)
    }
}

enum NaNCumulativeSum: ScanWithoutNaN {
    typealias Plain = CumulativeSum
    static var name: String { "nanCumsum" }
    static var neutral: Scalar { .int(0) }
}

enum NaNCumulativeProduct: ScanWithoutNaN {
    typealias Plain = CumulativeProduct
    static var name: String { "nanCumprod" }
    static var neutral: Scalar { .int(1) }
}

extension ArrayFace {
    /// The sum of the elements along `axes` that are not NaN, by default of all; of none it is 0. Dtypes as for `sum`.
    /// `numpy.nansum`, `torch.nansum`.
    public func nanSum(_ axes: Axes = .all, keepDims: Bool = false, dtype: DType? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try NaNSum.apply(self, axes, keepDims, dtype) }
    }

    /// The product of the elements along `axes` that are not NaN, by default of all; of none it is 1. `numpy.nanprod`.
    public func nanProd(_ axes: Axes = .all, keepDims: Bool = false, dtype: DType? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try NaNProduct.apply(self, axes, keepDims, dtype) }
    }

    /// The mean of the elements along `axes` that are not NaN, by default of all; of none it is NaN. Dtypes as for
    /// `mean`; float16 is summed in higher precision. `numpy.nanmean`, `torch.nanmean`.
    public func nanMean(_ axes: Axes = .all, keepDims: Bool = false, dtype: DType? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try NaNMean.apply(self, axes, keepDims, dtype) }
    }

    /// The mean squared deviation of the elements along `axes` that are not NaN; NaN where no more than `correction` of
    /// them are there. Otherwise as `var`. `numpy.nanvar`.
    public func nanVar(_ axes: Axes = .all, correction: Double? = nil, keepDims: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in
            try NaNVariance.apply(self, axes, correction ?? Self.world.correction, keepDims)
        }
    }

    /// The square root of `nanVar`. `numpy.nanstd`.
    public func nanStd(_ axes: Axes = .all, correction: Double? = nil, keepDims: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in
            try NaNStandardDeviation.apply(self, axes, correction ?? Self.world.correction, keepDims)
        }
    }

    /// The running sum along `axis`, NaN counting as 0; without an axis, over all elements in row-major order.
    /// `numpy.nancumsum`.
    public func nanCumsum(axis: Int? = nil, dtype: DType? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try NaNCumulativeSum.apply(self, axis, dtype) }
    }

    /// The running product along `axis`, NaN counting as 1; without an axis, over all elements in row-major order.
    /// `numpy.nancumprod`.
    public func nanCumprod(axis: Int? = nil, dtype: DType? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try NaNCumulativeProduct.apply(self, axis, dtype) }
    }
}
