public import ApusCore

// Reductions of the elements where a mask is true, and of one number more.

/// What a reduction takes beside the elements.
enum PartialReduction {
    /// What a caller by name gives: one more element, and which of the elements count.
    static var extremeParameters: [Parameter] { [Parameter("initial", .scalar, optional: true)] + maskParameters }
    static var maskParameters: [Parameter] { [Parameter("where", .array, optional: true).known()] }

    /// The elements where a mask is true, and elsewhere a number that keeps the dtype: `false` for 0, `true` for 1.
    static func chosen<Face: ArrayFace>(_ x: Face, _ mask: Face?, else number: Scalar, _ name: String) throws(ApusError) -> Face {
        guard let mask else { return x }
        return try .select(fitting(mask, x, name), .array(x), .scalar(number))
    }

    /// The mask, which must be of bool, in the shape of the array, to which it must broadcast.
    static func fitting<Face: ArrayFace>(_ mask: Face, _ x: Face, _ name: String) throws(ApusError) -> Face {
        try checkMask(mask.value, name)
        guard mask.value.layout.broadcast(to: x.shape) != nil else {
            throw .shape(operation: name, message: "a mask of shape \(mask.shape) does not broadcast to \(x.shape)")
        }
        return mask.shape == x.shape ? mask : try .apply(Broadcast(shape: x.shape), mask)
    }

    /// A number as an array without axes, of the dtype of what it meets.
    private static func number<Face: ArrayFace>(_ number: Scalar, like x: Face, _ dtype: DType, _ name: String) throws(ApusError) -> Face {
        if case .complex = number, !dtype.isComplex {
            throw .kind(operation: name, message: "initial must be a real number for elements of \(dtype)")
        }
        try checkFits(number, in: dtype, Face.world, name)
        return Face(value: try filled([], number, dtype, x.device))
    }

    static func sum<Face: ArrayFace>(
        _ sum: Sum, _ x: Face, _ initial: Scalar?, _ mask: Face?
    ) throws(ApusError) -> Face {
        let total: Face = try .apply(sum, chosen(x, mask, else: .bool(false), Sum.name))
        guard let initial else { return total }
        return try .apply(Add(), total, number(initial, like: total, total.dtype, Sum.name))
    }

    static func product<Face: ArrayFace>(
        _ product: Product, _ x: Face, _ initial: Scalar?, _ mask: Face?
    ) throws(ApusError) -> Face {
        let total: Face = try .apply(product, chosen(x, mask, else: .bool(true), Product.name))
        guard let initial else { return total }
        return try .apply(Multiply(), total, number(initial, like: total, total.dtype, Product.name))
    }

    static func extreme<Op: Extreme, Face: ArrayFace>(
        _ operation: Op, _ x: Face, _ initial: Scalar?, _ mask: Face?
    ) throws(ApusError) -> Face {
        guard let initial else {
            if mask != nil {
                throw .argument(
                    operation: Op.name,
                    message: "reduction operation '\(Op.name)imum' does not have an identity, so to use a where mask one has to "
                        + "specify 'initial'")
            }
            return try .apply(operation, x)
        }
        try refuseComplex(x.dtype, Face.world, Op.name)
        let start: Face = try number(initial, like: x, x.dtype, Op.name)
        var elements = x
        if let mask { elements = try .apply(Select(), fitting(mask, x, Op.name), x, start) }
        let reduced = try operation.axes.normalized(rank: x.rank, Op.name)
        if reducedCount(x.shape, reduced) == 0 {
            let shape = reducedShape(x.shape, without: reduced, keepDims: operation.keepDims)
            return try .apply(Copy(), .apply(Broadcast(shape: shape), start))
        }
        return try .apply(Op.Joining(), .apply(operation, elements), start)
    }

    static func any<Face: ArrayFace>(_ operation: AnyTrue, _ x: Face, _ mask: Face?) throws(ApusError) -> Face {
        try .apply(operation, chosen(x, mask, else: .bool(false), AnyTrue.name))
    }

    static func all<Face: ArrayFace>(_ operation: AllTrue, _ x: Face, _ mask: Face?) throws(ApusError) -> Face {
        try .apply(operation, chosen(x, mask, else: .bool(true), AllTrue.name))
    }

    /// How many elements count, in a float of the precision of `dtype`.
    private static func counts<Face: ArrayFace>(
        _ x: Face, _ mask: Face?, _ axes: Axes, keepDims: Bool, _ dtype: DType, _ name: String
    ) throws(ApusError) -> Face {
        let sum = Sum(axes: axes, keepDims: keepDims, dtype: .int64)
        if let mask { return try .apply(Cast(dtype: dtype), .apply(sum, fitting(mask, x, name))) }
        let reduced = try axes.normalized(rank: x.rank, name)
        return Face(value: try filled([], .int(Int64(reducedCount(x.shape, reduced))), dtype, x.device))
    }

    /// The dtype in which moments are computed: half precision is too small for sums.
    private static func wide(_ dtype: DType) -> DType { dtype == .float16 || dtype == .bfloat16 ? .float32 : dtype }

    static func mean<Face: ArrayFace>(_ mean: Mean, _ x: Face, _ mask: Face?) throws(ApusError) -> Face {
        guard mask != nil else { return try .apply(mean, x) }
        let asked = try mean.compute(x.dtype, Face.world)
        let target = mean.dtype ?? (asked.isInexact ? asked : Face.world.defaultFloat), wide = wide(target)
        let sum = Sum(axes: mean.axes, keepDims: mean.keepDims, dtype: wide)
        let total: Face = try .apply(sum, chosen(x, mask, else: .bool(false), Mean.name))
        let count = try counts(x, mask, mean.axes, keepDims: mean.keepDims, wide.realType, Mean.name)
        return try (total /! count).inDType(target)
    }

    /// Squared deviations from the mean, or from one given with its axes kept, of the elements that count.
    static func deviation<Op: Deviation, Face: ArrayFace>(
        _ operation: Op, _ x: Face, mean given: Face?, _ mask: Face?
    ) throws(ApusError) -> Face {
        guard mask != nil || given != nil else { return try .apply(operation, x) }
        let asked = try operation.compute(x.dtype, Face.world)
        let target = asked.isInexact ? asked : Face.world.defaultFloat, wide = wide(target)
        let elements = try x.inDType(wide)
        let center: Face
        if let given { center = given } else { center = try mean(Mean(axes: operation.axes, keepDims: true, dtype: nil), elements, mask) }
        let distance = try elements -! center.inDType(wide)
        guard distance.shape == x.shape else {
            throw .shape(operation: Op.name, message: "a mean of shape \(center.shape) for shape \(x.shape)")
        }
        let square: Face = wide.isComplex
            ? try .apply(RealPart(), distance *! .apply(Conjugate(), distance)) : try distance *! distance
        let sum = Sum(axes: operation.axes, keepDims: operation.keepDims, dtype: nil)
        let total: Face = try .apply(sum, chosen(square, mask, else: .bool(false), Op.name))
        let count = try counts(x, mask, operation.axes, keepDims: operation.keepDims, wide.realType, Op.name)
        let degrees: Face = try (count -! operation.correction).compared(Maximum(), .float(0))
        let variance = try total /! degrees
        let result: Face = Op.self == StandardDeviation.self ? try .apply(SquareRoot(), variance) : variance
        return try result.inDType(target.realType)
    }
}

extension ArrayFace {
    /// `sum` of `initial` and of the elements where `mask`, of bool, is true; it broadcasts
    /// to the array's shape. `numpy.sum` with `where` and `initial`.
    public func sum(
        _ axes: Axes = .all, keepDims: Bool = false, dtype: DType? = nil, initial: some ScalarConvertible = 0, where mask: Self
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            try PartialReduction.sum(Sum(axes: axes, keepDims: keepDims, dtype: dtype), self, initial.scalar, mask)
        }
    }

    /// `sum` with a number more, which is cast to the dtype of the sum.
    public func sum(
        _ axes: Axes = .all, keepDims: Bool = false, dtype: DType? = nil, initial: some ScalarConvertible
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            try PartialReduction.sum(Sum(axes: axes, keepDims: keepDims, dtype: dtype), self, initial.scalar, nil)
        }
    }

    /// `prod` of `initial` and of the elements where `mask` is true. `numpy.prod` with `where` and `initial`.
    public func prod(
        _ axes: Axes = .all, keepDims: Bool = false, dtype: DType? = nil, initial: some ScalarConvertible = 1, where mask: Self
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            try PartialReduction.product(Product(axes: axes, keepDims: keepDims, dtype: dtype), self, initial.scalar, mask)
        }
    }

    /// `prod` with a number more, which is cast to the dtype of the product.
    public func prod(
        _ axes: Axes = .all, keepDims: Bool = false, dtype: DType? = nil, initial: some ScalarConvertible
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            try PartialReduction.product(Product(axes: axes, keepDims: keepDims, dtype: dtype), self, initial.scalar, nil)
        }
    }

    /// `min` of `initial` and of the elements where `mask`, of bool, is true;
    /// without a mask of all. No elements at all give `initial`, which is cast to the dtype of the elements. Otherwise as `min`.
    /// `numpy.min` with `where` and `initial`.
    public func min(_ axes: Axes = .all, keepDims: Bool = false, initial: some ScalarConvertible, where mask: Self? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in
            try PartialReduction.extreme(Smallest(axes: axes, keepDims: keepDims), self, initial.scalar, mask)
        }
    }

    /// `max` of `initial` and of the elements where `mask` is true; otherwise
    /// as `min`. `numpy.max` with `where` and `initial`.
    public func max(_ axes: Axes = .all, keepDims: Bool = false, initial: some ScalarConvertible, where mask: Self? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in
            try PartialReduction.extreme(Largest(axes: axes, keepDims: keepDims), self, initial.scalar, mask)
        }
    }

    /// `any` of the elements where `mask`, of bool, is true. `numpy.any` with `where`.
    public func any(_ axes: Axes = .all, keepDims: Bool = false, where mask: Self) -> Self {
        trapping { () throws(ApusError) -> Self in
            try PartialReduction.any(AnyTrue(axes: axes, keepDims: keepDims), self, mask)
        }
    }

    /// `all` of the elements where `mask`, of bool, is true. `numpy.all` with `where`.
    public func all(_ axes: Axes = .all, keepDims: Bool = false, where mask: Self) -> Self {
        trapping { () throws(ApusError) -> Self in
            try PartialReduction.all(AllTrue(axes: axes, keepDims: keepDims), self, mask)
        }
    }

    /// `mean` of the elements where `mask`, of bool, is true; NaN where it nowhere is.
    /// `numpy.mean` with `where`.
    public func mean(_ axes: Axes = .all, keepDims: Bool = false, dtype: DType? = nil, where mask: Self) -> Self {
        trapping { () throws(ApusError) -> Self in
            try PartialReduction.mean(Mean(axes: axes, keepDims: keepDims, dtype: dtype), self, mask)
        }
    }

    /// `var` of the elements where `mask`, of bool, is true, from their mean or from `mean`,
    /// in which the axes are kept with size 1. `numpy.var` with `where` and `mean`.
    public func `var`(
        _ axes: Axes = .all, correction: Double? = nil, keepDims: Bool = false, mean: Self? = nil, where mask: Self
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            let variance = Variance(axes: axes, correction: correction ?? Self.world.correction, keepDims: keepDims)
            return try PartialReduction.deviation(variance, self, mean: mean, mask)
        }
    }

    /// `var` with a mean that is known, in which the axes are kept with size 1. `numpy.var` with `mean`.
    public func `var`(_ axes: Axes = .all, correction: Double? = nil, keepDims: Bool = false, mean: Self) -> Self {
        trapping { () throws(ApusError) -> Self in
            let variance = Variance(axes: axes, correction: correction ?? Self.world.correction, keepDims: keepDims)
            return try PartialReduction.deviation(variance, self, mean: mean, nil)
        }
    }

    /// `std` of the elements where `mask` is true. `numpy.std` with `where` and `mean`.
    public func std(
        _ axes: Axes = .all, correction: Double? = nil, keepDims: Bool = false, mean: Self? = nil, where mask: Self
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            let deviation = StandardDeviation(axes: axes, correction: correction ?? Self.world.correction, keepDims: keepDims)
            return try PartialReduction.deviation(deviation, self, mean: mean, mask)
        }
    }

    /// `std` with a mean that is known. `numpy.std` with `mean`.
    public func std(_ axes: Axes = .all, correction: Double? = nil, keepDims: Bool = false, mean: Self) -> Self {
        trapping { () throws(ApusError) -> Self in
            let deviation = StandardDeviation(axes: axes, correction: correction ?? Self.world.correction, keepDims: keepDims)
            return try PartialReduction.deviation(deviation, self, mean: mean, nil)
        }
    }
}
