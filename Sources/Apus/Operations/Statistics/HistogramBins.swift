import ApusCore
import Glibc

/// How many bins a histogram has where nobody says: NumPy's estimators.
public enum BinEstimator: String, Sendable, CaseIterable {
    case auto, doane, fd, rice, scott, sqrt, stone, sturges
}

/// The bins of a histogram.
struct HistogramBins<Face: ArrayFace> {
    /// What is said of the bins.
    enum Request {
        case count(Int)
        case estimator(BinEstimator)
        case edges(Face)
    }

    let edges: Face
    /// The ends of bins that all have one width, before they were rounded to the dtype of the edges.
    let ends: (first: Double, last: Double)?

    init(_ x: Face, _ request: Request, _ range: (Double, Double)?, isWeighted: Bool, _ name: String) throws(ApusError) {
        if case .edges(let edges) = request {
            guard edges.rank == 1 else {
                throw .argument(operation: name, message: "`bins` must be 1d, when an array")
            }
            if edges.dtype.isComplex { throw .dtype(operation: name, message: "edges of \(edges.dtype); they must be real") }
            if edges.hasElements && edges.count > 1 {
                let earlier = try edges.positions(0, 0, edges.count - 1), later = try edges.positions(0, 1, edges.count - 1)
                guard try !holdsAny(Face.apply(Greater(), earlier, later).value) else {
                    throw .argument(operation: name, message: "`bins` must increase monotonically, when an array")
                }
            }
            self.edges = edges
            self.ends = nil
            return
        }
        let ends = try Self.ends(x, range, name)
        let count: Int
        switch request {
        case .count(let given):
            guard given >= 1 else { throw .argument(operation: name, message: "`bins` must be positive, when an integer") }
            count = given
        case .estimator(let estimator):
            if isWeighted {
                throw .kind(
                    operation: name, message: "Automated estimation of the number of bins is not supported for weighted data")
            }
            count = try BinWidth.count(x, estimator, ends, isLimited: range != nil)
        case .edges: count = 1
        }
        guard count < 1 << 40 else { throw .outOfMemory(requested: .max, device: x.device) }
        let dtype = x.dtype.isFloatingPoint ? x.dtype : .float64
        edges = try Face(value: Self.spaced(ends, count, dtype, inOwnPrecision: range == nil && x.count > 0)).placed(on: x.device)
        self.ends = ends
        if edges.hasElements {
            let earlier = try edges.positions(0, 0, count), later = try edges.positions(0, 1, count)
            guard try !holdsAny(Face.apply(GreaterEqual(), earlier, later).value) else {
                throw .argument(
                    operation: name,
                    message: "Too many bins for data range. Cannot create \(count) finite-sized bins.")
            }
        }
    }

    /// The edges of equal bins. NumPy computes them in the precision of the ends: that of the elements, if they are ends
    /// themselves.
    private static func spaced(
        _ ends: (first: Double, last: Double), _ count: Int, _ dtype: DType, inOwnPrecision: Bool
    ) throws(ApusError) -> Strided {
        guard inOwnPrecision && dtype == .float32 else {
            return try Linspace(start: ends.first, stop: ends.last, count: count + 1, endpoint: true).make(dtype, .numpy)
        }
        let result = try Strided.empty([count + 1], .float32)
        let pointer = result.pointer.assumingMemoryBound(to: Float.self)
        let start = Float(ends.first), step = (Float(ends.last) - start) / Float(count)
        for index in 0..<count { pointer[index] = Float(index) * step + start }
        pointer[count] = Float(ends.last)
        return result
    }

    /// The lower edge of the first and the upper edge of the last bin.
    static func ends(_ x: Face, _ range: (Double, Double)?, _ name: String) throws(ApusError) -> (first: Double, last: Double) {
        var first = 0.0, last = 1.0
        if let range {
            (first, last) = range
            guard !(first > last) else {
                throw .argument(operation: name, message: "max must be larger than min in range parameter.")
            }
            guard first.isFinite && last.isFinite else {
                throw .argument(operation: name, message: "supplied range of [\(first), \(last)] is not finite")
            }
        } else if x.count > 0 {
            guard x.hasElements else { throw .device("\(name): the range depends on the elements, and on meta there are none") }
            first = try Face.apply(Smallest(axes: .all, keepDims: false), x).onlyElement().doubleValue
            last = try Face.apply(Largest(axes: .all, keepDims: false), x).onlyElement().doubleValue
            guard first.isFinite && last.isFinite else {
                throw .argument(operation: name, message: "autodetected range of [\(first), \(last)] is not finite")
            }
        }
        return first == last ? (first - 0.5, last + 0.5) : (first, last)
    }
}

/// The width of bins that suits the elements.
private enum BinWidth<Face: ArrayFace> {
    static func count(
        _ x: Face, _ estimator: BinEstimator, _ ends: (first: Double, last: Double), isLimited: Bool
    ) throws(ApusError) -> Int {
        guard x.hasElements else { throw .device("histogram: the bins depend on the elements, and on meta there are none") }
        var data = try x.inShape([x.count])
        if isLimited {
            let inside: Face = try .apply(
                LogicalAnd(), data.compared(GreaterEqual(), .float(ends.first)), data.compared(LessEqual(), .float(ends.last)))
            data = try MaskedSelect.apply(data, inside)
        }
        if data.count == 0 { return 1 }
        let wide = try data.inDType(.float64)
        var width = try self.width(wide, estimator, ends)
        if width.isNaN { throw .argument(operation: "histogram", message: "the elements have NaN, so they have no range") }
        if width == 0 { return 1 }
        if x.dtype.isInteger { width = Swift.max(width, 1) }
        let count = ((ends.last - ends.first) / width).rounded(.up)
        return count < 1e15 ? Int(count) : .max
    }

    private static func width(
        _ x: Face, _ estimator: BinEstimator, _ ends: (first: Double, last: Double)
    ) throws(ApusError) -> Double {
        let n = Double(x.count)
        switch estimator {
        case .sqrt: return try spread(x) / n.squareRoot()
        case .sturges: return try spread(x) / (log2(n) + 1)
        case .rice: return try spread(x) / (2 * pow(n, 1.0 / 3))
        case .scott: return try pow(24 * Double.pi.squareRoot() / n, 1.0 / 3) * deviation(x)
        case .fd: return try freedmanDiaconis(x, n)
        case .doane: return try doane(x, n)
        case .stone: return try stone(x, n, ends)
        case .auto:
            let narrow = try Swift.max(freedmanDiaconis(x, n), spread(x) / n.squareRoot() / 2)
            return try Swift.min(narrow, spread(x) / (log2(n) + 1))
        }
    }

    private static func spread(_ x: Face) throws(ApusError) -> Double {
        try PeakToPeak.apply(x, .all, false).onlyElement().doubleValue
    }

    private static func deviation(_ x: Face) throws(ApusError) -> Double {
        try Face.apply(StandardDeviation(axes: .all, correction: 0, keepDims: false), x).onlyElement().doubleValue
    }

    /// Freedman and Diaconis, "On the histogram as a density estimator" (1981).
    private static func freedmanDiaconis(_ x: Face, _ n: Double) throws(ApusError) -> Double {
        let quarters = Face(value: NDArray([0.75, 0.25]).value)
        let range = try QuantileEntry.apply(x, quarters, .all, false, .linear, nil).elements(of: Double.self)
        return 2 * (range[0] - range[1]) * pow(n, -1.0 / 3)
    }

    /// Doane, "Aesthetic frequency classifications" (1976).
    private static func doane(_ x: Face, _ n: Double) throws(ApusError) -> Double {
        let sigma = try deviation(x)
        guard n > 2 && sigma > 0 else { return 0 }
        let error = (6 * (n - 2) / ((n + 1) * (n + 3))).squareRoot()
        let centred = try (x -! Face.apply(Mean(axes: .all, keepDims: false, dtype: nil), x)) /! sigma
        let skewness = try Face.apply(Mean(axes: .all, keepDims: false, dtype: nil), centred *! centred *! centred)
            .onlyElement().doubleValue
        return try spread(x) / (1 + log2(n) + log2(1 + Swift.abs(skewness) / error))
    }

    /// Stone, "An asymptotically optimal histogram selection rule" (1984): the least estimated squared error.
    private static func stone(_ x: Face, _ n: Double, _ ends: (first: Double, last: Double)) throws(ApusError) -> Double {
        let range = try spread(x)
        if n <= 1 || range == 0 { return 0 }
        var best = Double.infinity, chosen = 1
        for count in 1...Swift.max(100, Int(n.squareRoot())) {
            let counts = try Histogram.apply(x, .count(count), ends, weights: nil, density: false).counts
                .elements(of: Int64.self)
            let squares = counts.reduce(0.0) { $0 + (Double($1) / n) * (Double($1) / n) }
            let error = (2 - (n + 1) * squares) / (range / Double(count))
            if error < best { (best, chosen) = (error, count) }
        }
        return range / Double(chosen)
    }
}
