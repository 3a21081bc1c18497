import ApusCore

/// How a quantile between elements is found: NumPy's thirteen methods. The first nine are those of Hyndman and Fan, "Sample
/// quantiles in statistical packages", The American Statistician 50 (1996).
public enum QuantileMethod: String, Sendable, CaseIterable {
    case invertedCDF = "inverted_cdf"
    case averagedInvertedCDF = "averaged_inverted_cdf"
    case closestObservation = "closest_observation"
    case interpolatedInvertedCDF = "interpolated_inverted_cdf"
    case hazen
    case weibull
    case linear
    case medianUnbiased = "median_unbiased"
    case normalUnbiased = "normal_unbiased"
    case lower
    case higher
    case midpoint
    case nearest

    init(named name: String, _ operation: String) throws(ApusError) {
        guard let method = QuantileMethod(rawValue: name) else {
            let all = QuantileMethod.allCases.map(\.rawValue).joined(separator: ", ")
            throw .argument(operation: operation, message: "\(name) is not a valid method; it must be one of \(all)")
        }
        self = method
    }
}

/// Where quantiles lie among sorted elements: between two places, counted from 0, and how far from the first of them.
private struct QuantilePlaces<Face: ArrayFace> {
    var lower: Face
    var upper: Face
    /// Nil where the quantile is the lower element itself.
    var weight: Face?

    /// `n` is the number of elements, of the dtype of `q`; both broadcast.
    init(_ q: Face, _ n: Face, _ method: QuantileMethod) throws(ApusError) {
        switch method {
        case .invertedCDF:
            self = try .discrete(n *! q -! 1.0) { gap, _ throws(ApusError) in try gap.compared(Equal(), .int(0)) }
        case .closestObservation:
            self = try .discrete(n *! q -! 1.5) { gap, floor throws(ApusError) in
                let odd = try Face.apply(Remainder(), floor, scalar: .int(2), reversed: false).compared(Equal(), .int(1))
                return try Face.apply(LogicalAnd(), gap.compared(Equal(), .int(0)), odd)
            }
        case .lower: self = .init(at: try .apply(Floor(), (n -! 1.0) *! q))
        case .higher: self = .init(at: try .apply(Ceiling(), (n -! 1.0) *! q))
        case .nearest: self = .init(at: try .apply(Round(decimals: 0), (n -! 1.0) *! q))
        case .midpoint:
            let index = try (n -! 1.0) *! q
            self = try .between((Face.apply(Floor(), index) +! Face.apply(Ceiling(), index)) *! 0.5, n)
            weight = try weight.map { gap throws(ApusError) in
                let isZero = try gap.compared(Equal(), .int(0))
                return try Face.select(isZero, .scalar(.float(0)), .scalar(.float(0.5))).inDType(gap.dtype)
            }
        case .averagedInvertedCDF:
            self = try .between(n *! q -! 1.0, n)
            weight = try weight.map { gap throws(ApusError) in
                try Face.select(gap.compared(Equal(), .int(0)), .scalar(.float(0.5)), .scalar(.float(1))).inDType(gap.dtype)
            }
        case .linear: self = try .between((n -! 1.0) *! q, n)
        case .interpolatedInvertedCDF: self = try .between(Self.index(n, q, 0, 1), n)
        case .hazen: self = try .between(Self.index(n, q, 0.5, 0.5), n)
        case .weibull: self = try .between(Self.index(n, q, 0, 0), n)
        case .medianUnbiased: self = try .between(Self.index(n, q, 1.0 / 3, 1.0 / 3), n)
        case .normalUnbiased: self = try .between(Self.index(n, q, 3.0 / 8, 3.0 / 8), n)
        }
    }

    private init(_ lower: Face, _ upper: Face, _ weight: Face?) {
        self.lower = lower
        self.upper = upper
        self.weight = weight
    }

    private init(at place: Face) { self.init(place, place, nil) }

    /// The position of Hyndman and Fan's continuous methods.
    private static func index(_ n: Face, _ q: Face, _ alpha: Double, _ beta: Double) throws(ApusError) -> Face {
        try n *! q +! (q *! (1 - alpha - beta) +! alpha) -! 1.0
    }

    /// Between an index rounded down and the next, both inside.
    private static func between(_ index: Face, _ n: Face) throws(ApusError) -> Self {
        let last = try n -! 1.0
        let down: Face = try .apply(Floor(), index)
        let above: Face = try .apply(GreaterEqual(), index, last)
        let below = try index.compared(Less(), .int(0))
        let first = try down.replacing(where: below, with: .int(0))
        let second = try (down +! 1.0).replacing(where: below, with: .int(0))
        let lower = try Face.apply(Select(), above, last, first), upper = try Face.apply(Select(), above, last, second)
        // At and beyond the ends both places are one.
        return Self(lower, upper, try index -! down)
    }

    /// One of two neighbours of an index.
    private static func discrete(
        _ index: Face, _ takesLower: (_ gap: Face, _ floor: Face) throws(ApusError) -> Face
    ) throws(ApusError) -> Self {
        let down: Face = try .apply(Floor(), index)
        let chosen = try Face.apply(Select(), takesLower(index -! down, down), down, down +! 1.0)
        return Self(at: try .apply(ClipBelow(), chosen, scalar: .int(0), reversed: false))
    }
}


/// Quantiles along axes.
enum Quantile {
    /// Quantiles of the elements along axes: the shape of `q`, then that of the reduced array.
    static func apply<Face: ArrayFace>(
        _ x: Face, _ q: Face, _ axes: Axes, keepDims: Bool, _ method: QuantileMethod, weights: Face?, withoutNaN: Bool,
        isWeak: Bool, _ name: String
    ) throws(ApusError) -> Face {
        try check(x, q, method, name)
        _ = try commonDevice(name, x.value, q.value)
        let reduced = try axes.normalized(rank: x.rank, name)
        let shape = reducedShape(x.shape, without: reduced, keepDims: keepDims)
        let rows = try x.rank == 0 ? x.inShape([1]) : x.gatheringAxes(reduced)
        if x.rank > 0 && reduced.isEmpty {
            return try alongRows(x.inShape(Dims(Array(x.shape) + [1])), q, method, withoutNaN, isWeak, name)
                .inShape(Dims(Array(q.shape) + Array(shape)))
        }
        var result: Face
        if let weights {
            let spread = try Self.weights(weights, x, axes, name)
            let wide = try Face.apply(Broadcast(shape: x.shape), spread)
            let weightRows = try x.rank == 0 ? wide.inShape([1]) : wide.gatheringAxes(reduced)
            result = try weighted(rows, weightRows, q, withoutNaN, name)
        } else {
            result = try alongRows(rows, q, method, withoutNaN, isWeak, name)
        }
        result = try result.inShape(Dims(Array(q.shape) + Array(shape)))
        return result
    }

    private static func check<Face: ArrayFace>(
        _ x: Face, _ q: Face, _ method: QuantileMethod, _ name: String
    ) throws(ApusError) {
        if x.dtype.isComplex || Face.world == .torch && !x.dtype.isFloatingPoint {
            throw .dtype(operation: name, message: "not defined for \(x.dtype); the array must be one of real numbers")
        }
        guard q.dtype.isFloatingPoint else {
            throw .dtype(operation: name, message: "quantiles of \(q.dtype); they must be floats")
        }
        if q.hasElements && q.count > 0 {
            let within = try Face.apply(
                LogicalAnd(), q.compared(GreaterEqual(), .int(0)), q.compared(LessEqual(), .int(1)))
            guard try holdsAll(within.value) else {
                let isInPercent = name.lowercased().contains("percentile")
                throw .argument(
                    operation: name,
                    message: isInPercent ? "Percentiles must be in the range [0, 100]" : "Quantiles must be in the range [0, 1]")
            }
        }
    }

    /// Quantiles of rows along the last axis: the shape of `q`, then that of the rows without it.
    private static func alongRows<Face: ArrayFace>(
        _ rows: Face, _ q: Face, _ method: QuantileMethod, _ withoutNaN: Bool, _ isWeak: Bool, _ name: String
    ) throws(ApusError) -> Face {
        let length = rows.shape[rows.rank - 1]
        guard length > 0 || rows.count == 0 && Dims(rows.shape.dropLast()).product == 0 else {
            if withoutNaN && Face.world == .numpy { return try nothing(rows, q) }
            throw .index(operation: name, message: "there are no elements along axis of shape \(rows.shape)")
        }
        if length == 0 { return try nothing(rows, q) }
        let wide: DType = q.dtype == .float16 || q.dtype == .bfloat16 ? .float32 : q.dtype
        let line = try q.inShape([q.count]).inDType(wide)
        if withoutNaN, try WithoutNaN.mayMiss(rows) {
            return try alongSorted(rows, line, method, isWeak)
        }
        let n: Face = try .number(.float(Double(length)), wide, on: rows.device)
        let places = try QuantilePlaces(line, n, method)
        let lower = try host(places.lower), upper = try host(places.upper)
        let chosen: Face = try .apply(RankSelection(ranks: lower + (places.weight == nil ? [] : upper)), rows)
        let front: Face = try .apply(Permute(axes: Dims([rows.rank - 1] + Array(0..<(rows.rank - 1)))), chosen)
        guard let weight = places.weight else { return try .apply(Copy(), front) }
        let column = try weight.inShape(Dims([line.count] + Array(repeating: 1, count: rows.rank - 1)))
        return try interpolated(
            front.positions(0, 0, line.count), front.positions(0, line.count, line.count), column, isWeak)
    }

    /// The values of places on the host; on the meta device, zeros.
    private static func host<Face: ArrayFace>(_ places: Face) throws(ApusError) -> [Int] {
        guard places.hasElements else { return Array(repeating: 0, count: places.count) }
        return try places.inDType(.float64).elements(of: Double.self).map { Int($0) }
    }

    private static func nothing<Face: ArrayFace>(_ rows: Face, _ q: Face) throws(ApusError) -> Face {
        let dtype = rows.dtype.isInexact ? rows.dtype : Face.world.defaultFloat
        let shape = Dims([q.count] + Array(rows.shape.dropLast()))
        return Face(value: try filled(shape, .float(.nan), dtype, rows.device))
    }

    /// Between two elements; a weak number as quantile does not widen the array's dtype.
    private static func interpolated<Face: ArrayFace>(
        _ lower: Face, _ upper: Face, _ weight: Face, _ isWeak: Bool
    ) throws(ApusError) -> Face {
        let dtype = try lower.dtype.isFloatingPoint && isWeak
            ? lower.dtype : Face.world.promote(lower.dtype, weight.dtype)
        let wide: DType = dtype == .float16 || dtype == .bfloat16 ? .float32 : dtype
        return try Face.apply(Lerp(), lower.inDType(wide), upper.inDType(wide), weight.inDType(wide)).inDType(dtype)
    }

    /// Quantiles of the elements of each row that are not NaN, of which there may be as many as one likes.
    private static func alongSorted<Face: ArrayFace>(
        _ rows: Face, _ q: Face, _ method: QuantileMethod, _ isWeak: Bool
    ) throws(ApusError) -> Face {
        let last = rows.rank - 1
        let sorted: Face = try .apply(Sort(axis: last, descending: false), rows)
        let missing: Face = try .apply(IsNaN(), rows)
        let counts = try WithoutNaN.count(missing, Axes(last), true, q.dtype)
        let places = try QuantilePlaces(q.inShape(Dims(Array(repeating: 1, count: last) + [q.count])), counts, method)
        func taken(_ at: Face) throws(ApusError) -> Face {
            let inside: Face = try .apply(ClipBelow(), at, scalar: .int(0), reversed: false)
            return try TakeAlongAxis.apply(sorted, inside.inDType(.int64), last)
        }
        let lower = try taken(places.lower)
        let result = try places.weight.map { weight throws(ApusError) in
            try interpolated(lower, taken(places.upper), weight, isWeak)
        } ?? lower
        return try .apply(Permute(axes: Dims([last] + Array(0..<last))), result)
    }

    // MARK: Weights

    /// Weights in a shape that broadcasts to that of the array: they have its shape, or that of the axes named.
    static func weights<Face: ArrayFace>(_ weights: Face, _ x: Face, _ axes: Axes, _ name: String) throws(ApusError) -> Face {
        if weights.shape == x.shape { return weights }
        guard case .some(let named) = axes else {
            throw .kind(
                operation: name,
                message: "Axis must be specified when shapes of a and weights differ: \(x.shape) and \(weights.shape)")
        }
        var order: [Int] = []
        for axis in named { order.append(try normalizedAxis(axis, rank: x.rank, name)) }
        guard weights.shape == Dims(order.map { x.shape[$0] }) else {
            throw .shape(
                operation: name,
                message: "Shape of weights must be consistent with shape of a along specified axis: \(weights.shape), "
                    + "\(x.shape) along \(named)")
        }
        let ascending = order.indices.sorted { order[$0] < order[$1] }
        let turned: Face = order.count < 2 ? weights : try .apply(Permute(axes: Dims(ascending)), weights)
        return try turned.inShape(Dims((0..<x.rank).map { order.contains($0) ? x.shape[$0] : 1 }))
    }

    /// The first element up to which the weights add up to the share `q` of their sum.
    private static func weighted<Face: ArrayFace>(
        _ rows: Face, _ weights: Face, _ q: Face, _ withoutNaN: Bool, _ name: String
    ) throws(ApusError) -> Face {
        let last = rows.rank - 1, length = rows.shape[last]
        guard rows.hasElements else { throw .device("\(name): weights are looked at, and on meta there are none") }
        guard length > 0 else { throw .index(operation: name, message: "there are no elements along the axis") }
        if weights.dtype.isComplex { throw .dtype(operation: name, message: "weights of \(weights.dtype); they must be real") }
        guard try !holdsAny(weights.compared(Less(), .int(0)).value) else {
            throw .argument(operation: name, message: "Weights must be non-negative.")
        }
        var wide = try weights.inDType(.float64)
        var limit: Face?
        if rows.dtype.isInexact {
            let missing: Face = try .apply(IsNaN(), rows)
            if withoutNaN {
                wide = try wide.replacing(where: missing, with: .int(0))
                let counts = try WithoutNaN.count(missing, Axes(last), true, .float64)
                limit = try Face.apply(ClipBelow(), counts -! 1.0, scalar: .int(0), reversed: false).inDType(.int64)
            }
        }
        let ranked = try Face.apply(SortWithIndices(axis: last, descending: false), [rows])
        let sorted = ranked[0]
        let sums: Face = try .apply(CumulativeSum(axis: last, dtype: nil), TakeAlongAxis.apply(wide, ranked[1], last))
        var shares = try sums /! sums.positions(last, length - 1, 1)
        let allMissing = try withoutNaN && rows.dtype.isInexact
            ? Face.apply(IsNaN(), sorted.positions(last, 0, 1)) : nil
        let bad = try Face.apply(IsNaN(), shares.positions(last, length - 1, 1))
        let failed = try allMissing.map { rowIsEmpty throws(ApusError) in
            try Face.apply(LogicalAnd(), bad, Face.apply(LogicalNot(), rowIsEmpty))
        } ?? bad
        guard try !holdsAny(failed.value) else {
            throw .argument(operation: name, message: "Weights included NaN, inf or were all zero.")
        }
        shares = try shares.replacing(where: shares.compared(Equal(), .int(0)), with: .int(-1)).inDType(q.dtype)
        var targets = rows.shape
        targets[last] = q.count
        let wanted: Face = try .apply(Broadcast(shape: targets), q.inShape([q.count]))
        var at: Face = try .apply(SearchSorted(right: false), shares, wanted)
        at = try .apply(ClipAbove(), at, scalar: .int(Int64(length - 1)), reversed: false)
        if let limit { at = try .apply(Minimum(), at, limit) }
        var result = try TakeAlongAxis.apply(sorted, at, last)
        if rows.dtype.isInexact && !withoutNaN {
            let end = try sorted.positions(last, length - 1, 1)
            result = try .apply(Select(), .apply(IsNaN(), end), end, result)
        }
        return try .apply(Permute(axes: Dims([last] + Array(0..<last))), result)
    }
}
