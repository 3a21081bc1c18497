import ApusCore

/// How often each natural number occurs.
enum BinCount: TableOperation {
    static var name: String { "bincount" }
    static var parameters: [Parameter] {
        [.array("x").known(as: "input"), Parameter("weights", .array, optional: true), Parameter("minlength", .integer, default: 0)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.optionalArray("weights"), arguments.integer("minlength", default: 0))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ weights: Face?, _ minimum: Int) throws(ApusError) -> Face {
        guard x.rank == 1 else { throw .shape(operation: name, message: "an array of shape \(x.shape); it must have one axis") }
        guard minimum >= 0 else { throw .argument(operation: name, message: "'minlength' must not be negative") }
        // The list of nothing is float64.
        guard x.dtype.isInteger || x.dtype == .bool || x.count == 0 && x.dtype == .float64 else {
            throw .kind(operation: name, message: "elements of \(x.dtype); they must be integers")
        }
        if let weights, weights.shape != x.shape {
            throw .shape(operation: name, message: "the weights and list don't have the same length: \(weights.shape) and \(x.shape)")
        }
        if let weights, weights.dtype.isComplex {
            throw .kind(operation: name, message: "weights of \(weights.dtype); they must be real")
        }
        guard x.hasElements else { throw .device("\(name): how many there are depends on the elements, and on meta there are none") }
        let values = try x.inDType(.int64)
        var bins = minimum
        if x.count > 0 {
            let least = try Face.apply(Smallest(axes: .all, keepDims: false), values).onlyElement().int64Value
            guard least >= 0 else { throw .argument(operation: name, message: "'list' argument must have no negative elements") }
            let most = try Int(Face.apply(Largest(axes: .all, keepDims: false), values).onlyElement().int64Value)
            guard most < .max else { throw .outOfMemory(requested: .max, device: x.device) }
            bins = Swift.max(bins, most + 1)
        }
        let wide = try weights?.inDType(.float64)
        let result = try counted(values.value, weights: wide?.value, bins: bins)
        if Face.world == .torch, let weights, weights.dtype == .float32 { return try Face(value: result).inDType(.float32) }
        return Face(value: result)
    }

    /// The counts of values in 0 ..< `bins`, int64, or the sums of their weights, float64.
    static func counted(_ values: Strided, weights: Strided?, bins: Int) throws(ApusError) -> Strided {
        let out = try filled([bins], .int(0), weights == nil ? .int64 : .float64, values.device)
        let backend = try values.device.backend
        let line = try weights.map { weights throws(ApusError) in try contiguous(weights) }
        try backend.countValues(contiguous(values), weights: line, to: out)
        return out
    }
}

/// The bin in which each element lies.
enum Digitize: TableOperation {
    static var name: String { "digitize" }
    static var parameters: [Parameter] {
        [.array("x").known(as: "input"), .array("bins").known(as: "boundaries"), Parameter("right", .boolean, default: false)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.array("bins"), arguments.boolean("right", default: false))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ bins: Face, _ right: Bool) throws(ApusError) -> Face {
        if x.dtype.isComplex || bins.dtype.isComplex { throw .kind(operation: name, message: "x may not be complex") }
        guard bins.rank == 1 else {
            throw .shape(operation: name, message: "bins of shape \(bins.shape); they must have one axis")
        }
        guard bins.hasElements, bins.count > 1 else { return try .apply(SearchSorted(right: !right), bins, x) }
        let earlier = try bins.positions(0, 0, bins.count - 1), later = try bins.positions(0, 1, bins.count - 1)
        if try holdsAll(Face.apply(LessEqual(), earlier, later).value) { return try .apply(SearchSorted(right: !right), bins, x) }
        guard try holdsAll(Face.apply(GreaterEqual(), earlier, later).value) else {
            throw .argument(operation: name, message: "bins must be monotonically increasing or decreasing")
        }
        let place: Face = try .apply(SearchSorted(right: !right), .apply(Flip(axes: 0), bins), x)
        return try .apply(Subtract(), place, scalar: .int(Int64(bins.count)), reversed: true)
    }
}

extension ArrayFace {
    /// How often each of 0, 1, … up to the largest element occurs among integers that are not negative, as int64; with
    /// `weights`, their sums, as float64. At least `minlength` counts. In one pass. `numpy.bincount`, `torch.bincount`.
    public func bincount(weights: Self? = nil, minlength: Int = 0) -> Self {
        trapping { () throws(ApusError) -> Self in try BinCount.apply(self, weights, minlength) }
    }

    /// The number of the bin in which each element lies, as int64: of increasing `bins`, the i with bins[i − 1] ≤ x <
    /// bins[i], or with `right` bins[i − 1] < x ≤ bins[i]; decreasing bins are counted in their order. `numpy.digitize`.
    public func digitize(_ bins: Self, right: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in try Digitize.apply(self, bins, right) }
    }
}
