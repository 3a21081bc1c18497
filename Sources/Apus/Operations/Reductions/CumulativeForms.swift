public import ApusCore

/// A running sum or product of the array API standard: along an axis that only vectors need not name, and with the empty
/// sum or product before it, if that is asked for.
protocol StandardScan: TableOperation {
    associatedtype Running: Scan
    static var empty: Scalar { get }
}

extension StandardScan {
    static var parameters: [Parameter] {
        Running.parameters + [Parameter("includeInitial", .boolean, default: false)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try apply(
                arguments.array("x"), arguments.optionalInteger("axis"), arguments.dtype(),
                arguments.boolean("includeInitial", default: false))
        ]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ axis: Int?, _ dtype: DType?, _ includesInitial: Bool
    ) throws(ApusError) -> Face {
        guard axis != nil || x.rank <= 1 else {
            throw .argument(operation: name, message: "an axis must be named for an array of shape \(x.shape)")
        }
        let line: Face = x.rank == 0 ? try .apply(Reshape(shape: [1]), x) : x
        let axis = try normalizedAxis(axis ?? 0, rank: line.rank, name)
        let running = try Running.apply(line, axis, dtype)
        guard includesInitial else { return running }
        var shape = running.shape
        shape[axis] = 1
        let first = Face(value: try filled(shape, empty, running.dtype, running.device))
        return try Face.apply(Concatenate(axis: axis), [first, running])[0]
    }
}

enum StandardCumulativeSum: StandardScan {
    typealias Running = CumulativeSum
    static var name: String { "cumulativeSum" }
    static var empty: Scalar { 0 }
}

enum StandardCumulativeProduct: StandardScan {
    typealias Running = CumulativeProduct
    static var name: String { "cumulativeProd" }
    static var empty: Scalar { 1 }
}

extension ArrayFace {
    /// The running sum along `axis`, which arrays of one axis need not name; with `includeInitial` 0 comes first, so that the
    /// result is longer by one. Dtypes are those of `cumsum`. `numpy.cumulative_sum`.
    public func cumulativeSum(axis: Int? = nil, dtype: DType? = nil, includeInitial: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in try StandardCumulativeSum.apply(self, axis, dtype, includeInitial) }
    }

    /// The running product along `axis`, which arrays of one axis need not name; with `includeInitial` 1 comes first.
    /// `numpy.cumulative_prod`.
    public func cumulativeProd(axis: Int? = nil, dtype: DType? = nil, includeInitial: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in try StandardCumulativeProduct.apply(self, axis, dtype, includeInitial) }
    }
}
