import ApusCore

/// How many elements lie in each of a row of bins.
enum Histogram: TableOperation {
    static var name: String { "histogram" }
    static var givesList: Bool { true }
    static var parameters: [Parameter] {
        [
            .array("x").known(as: "input", "a"), Parameter("bins", .array, optional: true),
            Parameter("range", .array, optional: true), Parameter("density", .boolean, default: false),
            Parameter("weights", .array, optional: true).known(as: "weight"),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x")
        let result = try apply(
            x, request(arguments, name), range(arguments, name), weights: arguments.optionalArray("weights"),
            density: arguments.boolean("density", default: false))
        return [result.counts, result.edges]
    }

    /// What a call by name says of the bins.
    static func request<Face: ArrayFace>(
        _ arguments: Arguments<Face>, _ name: String
    ) throws(ApusError) -> HistogramBins<Face>.Request {
        switch arguments["bins"] {
        case .none: return .count(10)
        case .scalar(.int(let count)): return .count(Int(count))
        case .array(let edges) where edges.rank == 0 && edges.dtype.isInteger && edges.hasElements:
            return .count(Int(try edges.onlyElement().int64Value))
        case .array(let edges) where edges.rank > 0: return .edges(edges)
        case .text(let text):
            guard let estimator = BinEstimator(rawValue: text) else {
                throw .argument(operation: name, message: "'\(text)' is not a valid estimator for `bins`")
            }
            return .estimator(estimator)
        default: throw .kind(operation: name, message: "`bins` must be an integer, a string, or an array")
        }
    }

    /// The lower and the upper end that a call by name gives.
    static func range<Face: ArrayFace>(
        _ arguments: Arguments<Face>, _ name: String
    ) throws(ApusError) -> (Double, Double)? {
        guard let ends = try arguments.optionalArray("range") else { return nil }
        if !ends.hasElements { throw .device("\(name): the range is looked at, and on meta there are no numbers") }
        guard ends.shape == [2], !ends.dtype.isComplex else {
            throw .argument(operation: name, message: "range must be two numbers")
        }
        let values = try ends.inDType(.float64).elements(of: Double.self)
        return (values[0], values[1])
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ request: HistogramBins<Face>.Request, _ range: (Double, Double)?, weights: Face?, density: Bool
    ) throws(ApusError) -> (counts: Face, edges: Face) {
        if x.dtype.isComplex { throw .dtype(operation: name, message: "not defined for \(x.dtype), which has no order") }
        if let weights, weights.shape != x.shape {
            throw .shape(operation: name, message: "weights should have the same shape as a.: \(weights.shape) and \(x.shape)")
        }
        let line = try x.inShape([x.count]).inDType(x.dtype == .bool ? .uint8 : x.dtype)
        let bins = try HistogramBins(line, request, range, isWeighted: weights != nil, name)
        var counts = try counted(line, bins, weights?.inShape([x.count]))
        if density {
            let widths = try Difference.apply(bins.edges, 1, -1).inDType(.float64)
            let wide = try counts.dtype.isInexact ? counts : counts.inDType(.float64)
            counts = try wide /! widths.inDType(wide.dtype) /! wide.total()
        }
        if Face.world == .torch && x.dtype.isInexact { counts = try counts.inDType(x.dtype) }
        return (counts, bins.edges)
    }

    private static func counted<Face: ArrayFace>(
        _ x: Face, _ bins: HistogramBins<Face>, _ weights: Face?
    ) throws(ApusError) -> Face {
        guard let weights else { return try binned(x, bins, nil) }
        if weights.dtype.isComplex {
            let real = try binned(x, bins, .apply(RealPart(), weights).inDType(.float64))
            return try Face.apply(MakeComplex(), real, binned(x, bins, .apply(ImaginaryPart(), weights).inDType(.float64)))
                .inDType(weights.dtype)
        }
        return try binned(x, bins, weights.inDType(.float64)).inDType(weights.dtype)
    }

    private static func binned<Face: ArrayFace>(
        _ x: Face, _ bins: HistogramBins<Face>, _ weights: Face?
    ) throws(ApusError) -> Face {
        let count = Swift.max(bins.edges.count - 1, 0)
        let out = try filled([count], .int(0), weights == nil ? .int64 : .float64, x.device)
        if let ends = bins.ends {
            let dtype: DType = bins.edges.dtype == .float64 ? .float64 : .float32
            let line = try contiguous(cast(x.value, to: dtype)), edges = try contiguous(cast(bins.edges.value, to: dtype))
            let each = try weights.map { weights throws(ApusError) in try contiguous(weights.value) }
            try x.device.backend.countBins(line, edges: edges, ends: ends, weights: each, to: out)
            return Face(value: out)
        }
        if count == 0 || !x.hasElements { return Face(value: out) }
        let places = try Self.places(x, bins.edges)
        // Below the first bin and above the last one lies what does not count.
        let all = try Face(value: BinCount.counted(places.value, weights: weights?.value, bins: count + 2))
        return try .apply(Copy(), all.positions(0, 1, count))
    }

    /// 1 for an element of the first bin, and so on; the last bin has its upper edge.
    static func places<Face: ArrayFace>(_ x: Face, _ edges: Face) throws(ApusError) -> Face {
        let place: Face = try .apply(SearchSorted(right: true), edges, x)
        let atEnd: Face = try .apply(Equal(), x, edges.positions(0, edges.count - 1, 1))
        return try .apply(Subtract(), place, atEnd.inDType(.int64))
    }
}

/// The edges of the bins of a histogram.
enum HistogramBinEdges: TableOperation {
    static var name: String { "histogramBinEdges" }
    static var parameters: [Parameter] {
        [
            .array("x").known(as: "input", "a"), Parameter("bins", .array, optional: true),
            Parameter("range", .array, optional: true), Parameter("weights", .array, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), weights = try arguments.optionalArray("weights")
        return [try apply(x, Histogram.request(arguments, name), Histogram.range(arguments, name), isWeighted: weights != nil)]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ request: HistogramBins<Face>.Request, _ range: (Double, Double)?, isWeighted: Bool = false
    ) throws(ApusError) -> Face {
        if x.dtype.isComplex { throw .dtype(operation: name, message: "not defined for \(x.dtype), which has no order") }
        let line = try x.inShape([x.count]).inDType(x.dtype == .bool ? .uint8 : x.dtype)
        return try HistogramBins(line, request, range, isWeighted: isWeighted, name).edges
    }
}

/// How many points lie in each bin of a grid.
enum GridHistogram: TableOperation {
    static var name: String { "histogramOnGrid" }
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("edges", .arrays), Parameter("density", .boolean, default: false),
            Parameter("weights", .array, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try apply(
                arguments.array("x"), arguments.arrays("edges"), density: arguments.boolean("density", default: false),
                weights: arguments.optionalArray("weights"))
        ]
    }

    static func apply<Face: ArrayFace>(
        _ points: Face, _ edges: [Face], density: Bool, weights: Face?
    ) throws(ApusError) -> Face {
        guard points.rank == 2, points.shape[1] == edges.count, !edges.isEmpty else {
            throw .shape(
                operation: name,
                message: "points of shape \(points.shape) and \(edges.count) axes; points are rows with a column for each axis")
        }
        if let weights, weights.shape != [points.shape[0]] {
            throw .shape(operation: name, message: "weights of shape \(weights.shape) for \(points.shape[0]) points")
        }
        if points.dtype.isComplex || weights?.dtype.isComplex == true {
            throw .dtype(operation: name, message: "not defined for complex numbers")
        }
        var shape = Dims(), core = Dims()
        var place: Face?
        for (column, edge) in edges.enumerated() {
            guard edge.rank == 1, edge.count > 0 else {
                throw .shape(operation: name, message: "edges of shape \(edge.shape); there must be a vector of them")
            }
            guard edge.dtype.isInteger || edge.dtype.isFloatingPoint else {
                throw .dtype(operation: name, message: "edges of \(edge.dtype); they must be real numbers")
            }
            shape.append(edge.count + 1)
            core.append(edge.count - 1)
            guard points.hasElements else { continue }
            let own = try Histogram.places(points.position(1, column), edge)
            if let before = place {
                place = try Face.apply(Multiply(), before, scalar: .int(Int64(edge.count + 1)), reversed: false) +! own
            } else {
                place = own
            }
        }
        guard let all = shape.checkedProduct, all < 1 << 40 else { throw .outOfMemory(requested: .max, device: points.device) }
        guard let place else { return Face(value: try Strided.empty(core, .float64, on: points.device)) }
        let counts = try Face(value: BinCount.counted(place.value, weights: weights?.inDType(.float64).value, bins: all))
        let steps = (0..<core.count).map { BasicIndex.Step.slice(axis: $0, start: 1, step: 1, size: core[$0]) }
        var result = try Face.apply(BasicIndex(steps: steps), counts.inShape(shape)).inDType(.float64)
        if !density { return try .apply(Copy(), result) }
        let total = try result.total()
        for (axis, edge) in edges.enumerated() {
            var own = Dims(repeating: 1, count: edges.count)
            own[axis] = edge.count - 1
            result = try result /! Difference.apply(edge, 1, -1).inDType(.float64).inShape(own)
        }
        return try result /! total
    }
}

/// PyTorch's histogram of equal bins.
enum HistogramOfTensor: TableOperation {
    static var name: String { "histc" }
    static var parameters: [Parameter] {
        [
            .array("x").known(as: "input"), Parameter("bins", .integer, default: 100), Parameter("min", .real, default: 0.0),
            Parameter("max", .real, default: 0.0),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), bins = try arguments.integer("bins", default: 100)
        return [try apply(x, bins, arguments.real("min", default: 0), arguments.real("max", default: 0))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ bins: Int, _ least: Double, _ most: Double) throws(ApusError) -> Face {
        guard x.dtype.isFloatingPoint else { throw .dtype(operation: name, message: "not defined for \(x.dtype)") }
        if x.dtype == .float16 || x.dtype == .bfloat16 {
            return try apply(x.inDType(.float32), bins, least, most).inDType(x.dtype)
        }
        var range: (Double, Double)? = (least, most)
        if least == most {
            range = x.count == 0 ? (least - 1, most + 1) : nil
            if x.count > 0, x.hasElements {
                let ends = try HistogramBins<Face>.ends(x, nil, name)
                if ends.last - ends.first == 1, try PeakToPeak.apply(x, .all, false).onlyElement().doubleValue == 0 {
                    range = (ends.first - 0.5, ends.last + 0.5)
                }
            }
        }
        let flat = try HistogramBins(x.inShape([x.count]), .count(bins), range, isWeighted: false, name)
        return try Histogram.apply(x, .count(bins), range, weights: nil, density: false).counts.inDType(flat.edges.dtype)
    }
}

extension ArrayFace {
    /// How many elements lie in each of `bins` equal bins, and the bins' edges, one more than there are bins. Each bin has
    /// its lower edge, the last one its upper edge too. Without sorting. Counts are int64, or of the dtype of `weights`;
    /// for tensors they have the elements' dtype. `numpy.histogram`, `torch.histogram`.
    ///
    /// - Parameters:
    ///   - range: the ends of the bins, by default the least and the greatest element; what lies outside does not count.
    ///   - weights: what each element adds to its bin, in the array's shape.
    ///   - density: whether the result is divided by the widths and its sum, so that its integral is 1.
    public func histogram(
        bins: Int = 10, range: ClosedRange<Double>? = nil, weights: Self? = nil, density: Bool = false
    ) -> (counts: Self, edges: Self) {
        trapping { () throws(ApusError) in
            try Histogram.apply(
                self, .count(bins), range.map { ($0.lowerBound, $0.upperBound) }, weights: weights, density: density)
        }
    }

    /// The histogram with as many bins as an estimator finds. `numpy.histogram`.
    public func histogram(
        bins: BinEstimator, range: ClosedRange<Double>? = nil, density: Bool = false
    ) -> (counts: Self, edges: Self) {
        trapping { () throws(ApusError) in
            try Histogram.apply(
                self, .estimator(bins), range.map { ($0.lowerBound, $0.upperBound) }, weights: nil, density: density)
        }
    }

    /// The histogram of bins with given edges, in ascending order. `numpy.histogram`, `torch.histogram`.
    public func histogram(edges: Self, weights: Self? = nil, density: Bool = false) -> (counts: Self, edges: Self) {
        trapping { () throws(ApusError) in
            try Histogram.apply(self, .edges(edges), nil, weights: weights, density: density)
        }
    }

    /// The edges of `bins` equal bins from the least to the greatest element or over `range`. `numpy.histogram_bin_edges`.
    public func histogramBinEdges(_ bins: Int = 10, range: ClosedRange<Double>? = nil) -> Self {
        trapping { () throws(ApusError) in
            try HistogramBinEdges.apply(self, .count(bins), range.map { ($0.lowerBound, $0.upperBound) })
        }
    }

    /// The edges of as many equal bins as an estimator finds. `numpy.histogram_bin_edges`.
    public func histogramBinEdges(_ bins: BinEstimator, range: ClosedRange<Double>? = nil) -> Self {
        trapping { () throws(ApusError) in
            try HistogramBinEdges.apply(self, .estimator(bins), range.map { ($0.lowerBound, $0.upperBound) })
        }
    }

    /// How many of the points that are the rows of this matrix lie in each bin of a grid with `edges` along its axes, as
    /// float64; points outside do not count. `weights` and `density` as for `histogram`. `numpy.histogramdd`,
    /// `numpy.histogram2d`, `torch.histogramdd`.
    public func histogramOnGrid(_ edges: [Self], density: Bool = false, weights: Self? = nil) -> Self {
        trapping { () throws(ApusError) in try GridHistogram.apply(self, edges, density: density, weights: weights) }
    }

    /// How many elements lie in each of equal bins between two numbers, or between the least and the greatest element if
    /// the numbers are equal, in the dtype of the elements. `torch.histc`.
    public func histc(bins: Int = 100, min: Double = 0, max: Double = 0) -> Self {
        trapping { () throws(ApusError) in try HistogramOfTensor.apply(self, bins, min, max) }
    }
}
