import ApusCore

/// The weighted mean.
enum Average: TableOperation {
    static var name: String { "average" }
    static var parameters: [Parameter] {
        [
            .array("x").known(as: "input", "a"), Parameter("axes", .axes, optional: true),
            Parameter("weights", .array, optional: true), Parameter("returned", .boolean, default: false),
            Parameter("keepDims", .boolean, default: false),
        ]
    }
    static var givesList: Bool { true }
    static func givesList<Face: ArrayFace>(_ arguments: Arguments<Face>) -> Bool {
        (try? arguments.boolean("returned", default: false)) ?? false
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let results = try apply(
            arguments.array("x"), arguments.axes(), arguments.optionalArray("weights"),
            keepDims: arguments.boolean("keepDims", default: false))
        return try arguments.boolean("returned", default: false) ? [results.average, results.weight] : [results.average]
    }

    /// The mean, and the sum of the weights in its shape.
    static func apply<Face: ArrayFace>(
        _ x: Face, _ axes: Axes, _ weights: Face?, keepDims: Bool
    ) throws(ApusError) -> (average: Face, weight: Face) {
        guard let weights else {
            let mean: Face = try .apply(Mean(axes: axes, keepDims: keepDims, dtype: nil), x)
            let count = Double(reducedCount(x.shape, try axes.normalized(rank: x.rank, name)))
            return (mean, Face(value: try filled(mean.shape, .float(count), mean.dtype, x.device)))
        }
        let fitting = try Quantile.weights(weights, x, axes, name)
        var dtype = try Face.world.promote(x.dtype, fitting.dtype)
        if !x.dtype.isInexact { dtype = try Face.world.promote(dtype, Face.world.defaultFloat) }
        let wide = try Face.apply(Broadcast(shape: x.shape), fitting)
        let sum = try wide.total(axes, keepDims: keepDims, dtype: dtype)
        if sum.hasElements, try holdsAny(sum.compared(Equal(), .int(0)).value) {
            throw .argument(operation: name, message: "Weights sum to zero, can't be normalized")
        }
        return (try (x.inDType(dtype) *! wide.inDType(dtype)).total(axes, keepDims: keepDims) /! sum, sum)
    }
}

/// The difference of the largest and the smallest element.
enum PeakToPeak: TableOperation {
    static var name: String { "ptp" }
    static var parameters: [Parameter] { Sum.reductionParameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.axes(), arguments.boolean("keepDims", default: false))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ axes: Axes, _ keepDims: Bool) throws(ApusError) -> Face {
        let largest: Face = try .apply(Largest(axes: axes, keepDims: keepDims), x)
        return try largest -! .apply(Smallest(axes: axes, keepDims: keepDims), x)
    }
}

extension ArrayFace {
    /// The mean of the elements along `axes`, by default of all, each counting as much as `weights` says: an array of
    /// this array's shape, or of that of `axes`. Integers become the world's default float. Weights that add up to 0 are
    /// an error. `numpy.average`.
    public func average(_ axes: Axes = .all, weights: Self? = nil, keepDims: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in try Average.apply(self, axes, weights, keepDims: keepDims).average }
    }

    /// The difference of the largest and the smallest element along `axes`, by default of all. Integers wrap.
    /// `numpy.ptp`.
    public func ptp(_ axes: Axes = .all, keepDims: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in try PeakToPeak.apply(self, axes, keepDims) }
    }
}
