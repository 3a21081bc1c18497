import ApusCore

/// The arithmetic mean.
struct Mean: Reduction, TableOperation {
    static var name: String { "mean" }
    static var saves: Saved { [] }
    let axes: Axes
    let keepDims: Bool
    let dtype: DType?
    var kernel: ReduceKernel { .mean }

    static var parameters: [Parameter] {
        reductionParameters + [Parameter("dtype", .dtype, optional: true)] + PartialReduction.maskParameters
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let mean = Mean(
            axes: try arguments.axes(), keepDims: try arguments.boolean("keepDims", default: false),
            dtype: try arguments.dtype())
        return [try PartialReduction.mean(mean, arguments.array("x"), arguments.optionalArray("where"))]
    }

    func compute(_ dtype: DType, _ world: World) throws(ApusError) -> DType {
        try requireInexact(self.dtype ?? dtype, world, Self.name)
        return self.dtype ?? dtype
    }
    func resultType(_ compute: DType, _ world: World) -> DType { dtype ?? kernel.result(compute) }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        (restored(g, x) / Double(reducedCount(x))).broadcast(to: x.shape)
    }
}

/// A reduction by squared deviations from the mean.
protocol Deviation: Reduction, TableOperation {
    /// What is subtracted from the number of elements; nil for the world's default.
    var correction: Double { get }
    init(axes: Axes, correction: Double, keepDims: Bool)
}

extension Deviation {
    var parameter: Double { correction }

    static var parameters: [Parameter] {
        reductionParameters + [
            Parameter("correction", .real, optional: true), Parameter("unbiased", .boolean, optional: true),
            Parameter("mean", .array, optional: true),
        ] + PartialReduction.maskParameters
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        // PyTorch's older form has `unbiased` in the place of the axes.
        if case .scalar(.bool) = arguments["axes"] {
            return try call(arguments.with("unbiased", arguments["axes"]).with("axes", .none))
        }
        let unbiased = try arguments.boolean("unbiased", default: Face.world.correction == 1)
        let operation = Self(
            axes: try arguments.axes(), correction: try arguments.real("correction", default: unbiased ? 1 : 0),
            keepDims: try arguments.boolean("keepDims", default: false))
        return [
            try PartialReduction.deviation(
                operation, arguments.array("x"), mean: arguments.optionalArray("mean"), arguments.optionalArray("where"))
        ]
    }

    func compute(_ dtype: DType, _ world: World) throws(ApusError) -> DType {
        try requireInexact(dtype, world, Self.name)
        return dtype
    }

    /// Of complex numbers, the variances of the real and imaginary parts, added.
    fileprivate func evaluateParts(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let reduced = try axes.normalized(rank: x.rank, Self.name)
        let shape = reducedShape(x.shape, without: reduced, keepDims: false)
        let short = out.view(Layout(contiguous: shape, offset: out.layout.offset))
        let other = try Strided.empty(short.shape, out.dtype, on: x.device)
        try backend.reduce(.variance, x.part(0), axes: reduced, parameter: parameter, to: short)
        try backend.reduce(.variance, x.part(1), axes: reduced, parameter: parameter, to: other)
        try backend.binary(.add, short, other, to: short)
    }

    /// The gradient of the operand, given that of the variance with the reduced axes restored.
    fileprivate func throughVariance(_ g: Tensor, _ x: Tensor) -> Tensor {
        let degrees = Swift.max(Double(reducedCount(x)) - correction, 0)
        return g * (x - x.mean(.some(reducedAxes(x)), keepDims: true)) * (2 / degrees)
    }
}

extension Strided {
    /// The real (0) or imaginary (1) parts of complex elements, in place.
    fileprivate func part(_ index: Int) -> Strided {
        var half = layout
        half.offset = 2 * layout.offset + index
        for axis in 0..<rank { half.strides[axis] *= 2 }
        return Strided(storage: storage, layout: half, dtype: dtype.realType)
    }
}

/// The mean of squared deviations.
struct Variance: Deviation {
    static var name: String { "var" }
    static var saves: Saved { [.first] }
    let axes: Axes
    let correction: Double
    let keepDims: Bool
    var kernel: ReduceKernel { .variance }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        if x.dtype.isComplex { return try evaluateParts(x, to: out, on: backend) }
        try reduce(x, to: out, on: backend)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { throughVariance(restored(g, x), x) }
}

/// The square root of the variance.
struct StandardDeviation: Deviation {
    static var name: String { "std" }
    static var saves: Saved { [.first, .output] }
    let axes: Axes
    let correction: Double
    let keepDims: Bool
    var kernel: ReduceKernel { .standardDeviation }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        if x.dtype.isComplex {
            try evaluateParts(x, to: out, on: backend)
            return try backend.unary(.sqrt, out, to: out, parameters: (0, 0))
        }
        try reduce(x, to: out, on: backend)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        throughVariance(restored((g / (2 * y)).kept(where: y .!= 0), x), x)
    }
}

extension World {
    /// What `var` and `std` subtract from the number of elements by default.
    var correction: Double { self == .numpy ? 0 : 1 }
}

extension ArrayFace {
    /// The mean of the elements along `axes`, by default all. Integers give float64 in NumPy's world and are refused in
    /// PyTorch's; float16 is summed in higher precision. The mean of nothing is NaN. `numpy.mean`, `torch.mean`.
    public func mean(_ axes: Axes = .all, keepDims: Bool = false, dtype: DType? = nil) -> Self {
        .make(Mean(axes: axes, keepDims: keepDims, dtype: dtype), self)
    }

    /// The mean of the squared deviations from the mean, in two passes merged by Chan's formula; for complex elements of
    /// |x − mean|², which is real. Dtypes as for `mean`. `numpy.var`, `torch.var`.
    ///
    /// - Parameter correction: what is subtracted from the number of elements, by default 0 for an `NDArray` and 1 for a
    ///   `Tensor`: NumPy's `ddof`.
    public func `var`(_ axes: Axes = .all, correction: Double? = nil, keepDims: Bool = false) -> Self {
        .make(Variance(axes: axes, correction: correction ?? Self.world.correction, keepDims: keepDims), self)
    }

    /// The square root of `var`. Its derivative is 0 where the deviation is. `numpy.std`, `torch.std`.
    public func std(_ axes: Axes = .all, correction: Double? = nil, keepDims: Bool = false) -> Self {
        .make(StandardDeviation(axes: axes, correction: correction ?? Self.world.correction, keepDims: keepDims), self)
    }
}
