import ApusCore

/// Quantiles by name.
protocol QuantileFunction: TableOperation {
    /// What the share of elements is given in: 1 or 100.
    static var whole: Double { get }
    static var withoutNaN: Bool { get }
}

extension QuantileFunction {
    static var parameters: [Parameter] {
        [
            .array("x").known(as: "input", "a"), Parameter("q", .array), Parameter("axes", .axes, optional: true),
            Parameter("keepDims", .boolean, default: false), Parameter("method", .text, default: "linear").known(as: "interpolation"),
            Parameter("weights", .array, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x")
        let method = try QuantileMethod(named: arguments.text("method", default: "linear"), name)
        let weights = try arguments.optionalArray("weights")
        let keepDims = try arguments.boolean("keepDims", default: false)
        if case .scalar(let number) = arguments["q"] {
            return [try apply(x, number, arguments.axes(), keepDims, method, weights)]
        }
        let q = try arguments.array("q")
        return [try apply(x, q, arguments.axes(), keepDims, method, weights)]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ q: Face, _ axes: Axes, _ keepDims: Bool, _ method: QuantileMethod, _ weights: Face?, isWeak: Bool = false
    ) throws(ApusError) -> Face {
        if weights != nil && method != .invertedCDF {
            throw .argument(
                operation: name, message: "Only method 'inverted_cdf' supports weights. Got: \(method.rawValue).")
        }
        guard q.rank <= 2 else {
            throw .shape(operation: name, message: "quantiles of shape \(q.shape); they must be a number or a vector")
        }
        let shares = q.dtype.isInexact ? q : try q.inDType(.float64)
        return try Quantile.apply(
            x, whole == 1 ? shares : shares /! whole, axes, keepDims: keepDims, method, weights: weights,
            withoutNaN: withoutNaN, isWeak: isWeak, name)
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ q: Scalar, _ axes: Axes, _ keepDims: Bool, _ method: QuantileMethod, _ weights: Face?
    ) throws(ApusError) -> Face {
        if case .complex = q { throw .kind(operation: name, message: "a quantile must be a real number") }
        let share: Face = try .number(q, Face.world == .torch && x.dtype.isFloatingPoint ? x.dtype : .float64, on: x.device)
        return try apply(x, share, axes, keepDims, method, weights, isWeak: true)
    }
}

enum QuantileEntry: QuantileFunction {
    static var name: String { "quantile" }
    static var whole: Double { 1 }
    static var withoutNaN: Bool { false }
}

enum Percentile: QuantileFunction {
    static var name: String { "percentile" }
    static var whole: Double { 100 }
    static var withoutNaN: Bool { false }
}

enum NaNQuantile: QuantileFunction {
    static var name: String { "nanQuantile" }
    static var whole: Double { 1 }
    static var withoutNaN: Bool { true }
}

enum NaNPercentile: QuantileFunction {
    static var name: String { "nanPercentile" }
    static var whole: Double { 100 }
    static var withoutNaN: Bool { true }
}

extension ArrayFace {
    /// The elements below which a share `q`, from 0 through 1, of the elements along `axes` lies, by default of all; NaN if
    /// one is NaN. Selected in linear time, not sorted. The array's dtype, float64 for integers. A share outside of 0...1
    /// is an error, and so are no elements. `numpy.quantile`, `torch.quantile`.
    ///
    /// - Parameters:
    ///   - method: what lies between elements.
    ///   - weights: how much each element counts, in the array's shape or that of `axes`; with `.invertedCDF` alone.
    public func quantile(
        _ q: Double, _ axes: Axes = .all, keepDims: Bool = false, method: QuantileMethod = .linear, weights: Self? = nil
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            try QuantileEntry.apply(self, .float(q), axes, keepDims, method, weights)
        }
    }

    /// Quantiles for several shares, of one axis at most two: their axes come first in the result. Floats of the dtype in
    /// which the array and the shares meet. `numpy.quantile`, `torch.quantile`.
    public func quantile(
        _ q: Self, _ axes: Axes = .all, keepDims: Bool = false, method: QuantileMethod = .linear, weights: Self? = nil
    ) -> Self {
        trapping { () throws(ApusError) -> Self in try QuantileEntry.apply(self, q, axes, keepDims, method, weights) }
    }

    /// The quantile for a share in percent; otherwise as `quantile`. `numpy.percentile`.
    public func percentile(
        _ q: Double, _ axes: Axes = .all, keepDims: Bool = false, method: QuantileMethod = .linear, weights: Self? = nil
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            try Percentile.apply(self, .float(q), axes, keepDims, method, weights)
        }
    }

    /// The quantiles for several shares in percent. `numpy.percentile`.
    public func percentile(
        _ q: Self, _ axes: Axes = .all, keepDims: Bool = false, method: QuantileMethod = .linear, weights: Self? = nil
    ) -> Self {
        trapping { () throws(ApusError) -> Self in try Percentile.apply(self, q, axes, keepDims, method, weights) }
    }

    /// The quantile of the elements that are not NaN; NaN where there is none. Otherwise as `quantile`. `numpy.nanquantile`, `torch.nanquantile`.
    public func nanQuantile(
        _ q: Double, _ axes: Axes = .all, keepDims: Bool = false, method: QuantileMethod = .linear, weights: Self? = nil
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            try NaNQuantile.apply(self, .float(q), axes, keepDims, method, weights)
        }
    }

    /// The quantiles for several shares of the elements that are not NaN. `numpy.nanquantile`, `torch.nanquantile`.
    public func nanQuantile(
        _ q: Self, _ axes: Axes = .all, keepDims: Bool = false, method: QuantileMethod = .linear, weights: Self? = nil
    ) -> Self {
        trapping { () throws(ApusError) -> Self in try NaNQuantile.apply(self, q, axes, keepDims, method, weights) }
    }

    /// The quantile for a share in percent of the elements that are not NaN. `numpy.nanpercentile`.
    public func nanPercentile(
        _ q: Double, _ axes: Axes = .all, keepDims: Bool = false, method: QuantileMethod = .linear, weights: Self? = nil
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            try NaNPercentile.apply(self, .float(q), axes, keepDims, method, weights)
        }
    }

    /// The quantiles for several shares in percent of the elements that are not NaN. `numpy.nanpercentile`.
    public func nanPercentile(
        _ q: Self, _ axes: Axes = .all, keepDims: Bool = false, method: QuantileMethod = .linear, weights: Self? = nil
    ) -> Self {
        trapping { () throws(ApusError) -> Self in try NaNPercentile.apply(self, q, axes, keepDims, method, weights) }
    }
}
