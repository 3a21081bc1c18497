import ApusCore

/// The middle of the elements: in NumPy's world the mean of the two in the middle, in PyTorch's the lower of them.
protocol MedianFunction: TableOperation {
    static var withoutNaN: Bool { get }
}

extension MedianFunction {
    static var parameters: [Parameter] { Sum.reductionParameters }
    static var givesList: Bool { true }
    /// PyTorch's gives positions too where an axis is named.
    static func givesList<Face: ArrayFace>(_ arguments: Arguments<Face>) -> Bool {
        if Face.world == .numpy { return false }
        if case .none = arguments["axes"] { return false }
        return true
    }

    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), keepDims = try arguments.boolean("keepDims", default: false)
        if Face.world == .numpy { return [try apply(x, arguments.axes(), keepDims)] }
        if case .none = arguments["axes"] { return [try lower(x)] }
        return try lowerWithIndices(x, arguments.integer("axes"), keepDims)
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ axes: Axes, _ keepDims: Bool) throws(ApusError) -> Face {
        if x.dtype.isComplex { return try ofSorted(x, axes, keepDims) }
        let reduced = try axes.normalized(rank: x.rank, name)
        let shape = reducedShape(x.shape, without: reduced, keepDims: keepDims)
        let count = reducedCount(x.shape, reduced)
        if count == 0 { return try .apply(Mean(axes: axes, keepDims: keepDims, dtype: nil), x) }
        let rows = try reduced.isEmpty ? x.inShape(Dims(Array(x.shape) + [1])) : x.gatheringAxes(reduced)
        if withoutNaN, try WithoutNaN.mayMiss(x) {
            return try ofPresent(rows).inShape(shape)
        }
        let ranks = count % 2 == 1 ? [count / 2] : [count / 2 - 1, count / 2]
        let middle: Face = try .apply(RankSelection(ranks: ranks), rows)
        return try Face.apply(Mean(axes: Axes(middle.rank - 1), keepDims: false, dtype: nil), middle).inShape(shape)
    }

    /// The median of each row along the last axis, NaN left out: the middle of its sorted elements, NaN being last.
    private static func ofPresent<Face: ArrayFace>(_ rows: Face) throws(ApusError) -> Face {
        let last = rows.rank - 1
        let sorted: Face = try .apply(Sort(axis: last, descending: false), rows)
        let counts = try WithoutNaN.count(Face.apply(IsNaN(), rows), Axes(last), true, .float64).inDType(.int64)
        func half(_ offset: Int64) throws(ApusError) -> Face {
            let shifted: Face = try .apply(Add(), counts, scalar: .int(offset), reversed: false)
            let place: Face = try .apply(FloorDivide(), shifted, scalar: .int(2), reversed: false)
            return try .apply(ClipBelow(), place, scalar: .int(0), reversed: false)
        }
        let middle = try Face.apply(
            Concatenate(axis: last), [TakeAlongAxis.apply(sorted, half(-1), last), TakeAlongAxis.apply(sorted, half(0), last)])[0]
        let odd: Face = try .apply(Remainder(), counts, scalar: .int(2), reversed: false).compared(Equal(), .int(1))
        let mean: Face = try .apply(Mean(axes: Axes(last), keepDims: true, dtype: nil), middle)
        return try .apply(Select(), odd, middle.positions(last, 0, 1), mean)
    }

    /// Complex numbers, in lexicographic order.
    private static func ofSorted<Face: ArrayFace>(_ x: Face, _ axes: Axes, _ keepDims: Bool) throws(ApusError) -> Face {
        let reduced = try axes.normalized(rank: x.rank, name)
        let shape = reducedShape(x.shape, without: reduced, keepDims: keepDims), count = reducedCount(x.shape, reduced)
        if Face.world == .torch { try refuseComplex(x.dtype, .torch, name) }
        if count == 0 { return try .apply(Mean(axes: axes, keepDims: keepDims, dtype: nil), x) }
        let rows = try reduced.isEmpty ? x.inShape(Dims(Array(x.shape) + [1])) : x.gatheringAxes(reduced)
        if withoutNaN, try WithoutNaN.mayMiss(x) { return try ofPresent(rows).inShape(shape) }
        let last = rows.rank - 1
        let sorted: Face = try .apply(Sort(axis: last, descending: false), rows)
        let middle = try sorted.positions(last, (count - 1) / 2, count % 2 == 1 ? 1 : 2)
        let mean: Face = try .apply(Mean(axes: Axes(last), keepDims: true, dtype: nil), middle)
        let end = try sorted.positions(last, count - 1, 1)
        return try Face.apply(Select(), .apply(IsNaN(), end), end, mean).inShape(shape)
    }

    /// PyTorch's median of all elements.
    private static func lower<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        try refuseComplex(x.dtype, Face.world, name)
        if x.count == 0 {
            return Face(value: try filled([], x.dtype.isInexact ? .float(.nan) : .int(.min), x.dtype, x.device))
        }
        return try lowerWithIndices(x.inShape([x.count]), 0, false)[0]
    }

    /// PyTorch's median along an axis, and where it stands.
    private static func lowerWithIndices<Face: ArrayFace>(_ x: Face, _ axis: Int, _ keepDims: Bool) throws(ApusError) -> [Face] {
        try refuseComplex(x.dtype, Face.world, name)
        if x.rank == 0 {
            return try lowerWithIndices(x.inShape([1]), axis, false).map { result throws(ApusError) in try result.inShape([]) }
        }
        let axis = try normalizedAxis(axis, rank: x.rank, name), count = x.shape[axis]
        guard count > 0 else {
            throw .index(operation: name, message: "axis \(axis) of shape \(x.shape) has no elements")
        }
        let ranked = try Face.apply(SortWithIndices(axis: axis, descending: false), [x])
        let shape = reducedShape(x.shape, without: [axis], keepDims: keepDims)
        guard x.dtype.isInexact else {
            return try ranked.map { part throws(ApusError) in try part.positions(axis, (count - 1) / 2, 1).inShape(shape) }
        }
        let present = try Face.apply(LogicalNot(), .apply(IsNaN(), x)).total(Axes(axis), keepDims: true, dtype: .int64)
        let less: Face = try .apply(ClipBelow(), .apply(Subtract(), present, scalar: .int(1), reversed: false), scalar: .int(0), reversed: false)
        var place: Face = try .apply(FloorDivide(), less, scalar: .int(2), reversed: false)
        if !withoutNaN {
            let whole = try present.compared(Equal(), .int(Int64(count)))
            place = try .apply(Select(), whole, place, present)
        }
        return try ranked.map { part throws(ApusError) in try TakeAlongAxis.apply(part, place, axis).inShape(shape) }
    }
}

enum Median: MedianFunction {
    static var name: String { "median" }
    static var withoutNaN: Bool { false }
}

enum NaNMedian: MedianFunction {
    static var name: String { "nanMedian" }
    static var withoutNaN: Bool { true }
}

extension NDArray {
    /// The middle of the elements along `axes`, by default of all: of an even number, the mean of the two in the middle;
    /// NaN if one is NaN. Selected in linear time. Dtypes as for `mean`. `numpy.median`.
    public func median(_ axes: Axes = .all, keepDims: Bool = false) -> NDArray {
        trapping { () throws(ApusError) -> NDArray in try Median.apply(self, axes, keepDims) }
    }

    /// The middle of the elements along `axes` that are not NaN; NaN where there is none. `numpy.nanmedian`.
    public func nanMedian(_ axes: Axes = .all, keepDims: Bool = false) -> NDArray {
        trapping { () throws(ApusError) -> NDArray in try NaNMedian.apply(self, axes, keepDims) }
    }
}

extension Tensor {
    /// The middle of all elements, of an even number the lower of the two in the middle; NaN if one is NaN.
    /// `torch.median`.
    public func median() -> Tensor {
        trapping { () throws(ApusError) -> Tensor in try Median.call(Arguments("median", ["x": .array(self)]))[0] }
    }

    /// The middle of the elements along an axis, and where it stands. `torch.median`.
    public func median(axis: Int, keepDims: Bool = false) -> (values: Tensor, indices: Tensor) {
        let results = trapping { () throws(ApusError) -> [Tensor] in
            try Median.call(Arguments("median", [
                "x": .array(self), "axes": .integers([axis]), "keepDims": .scalar(.bool(keepDims)),
            ]))
        }
        return (results[0], results[1])
    }

    /// The middle of all elements that are not NaN, of an even number the lower one. `torch.nanmedian`.
    public func nanMedian() -> Tensor {
        trapping { () throws(ApusError) -> Tensor in try NaNMedian.call(Arguments("nanMedian", ["x": .array(self)]))[0] }
    }

    /// The middle of the elements along an axis that are not NaN, and where it stands. `torch.nanmedian`.
    public func nanMedian(axis: Int, keepDims: Bool = false) -> (values: Tensor, indices: Tensor) {
        let results = trapping { () throws(ApusError) -> [Tensor] in
            try NaNMedian.call(Arguments("nanMedian", [
                "x": .array(self), "axes": .integers([axis]), "keepDims": .scalar(.bool(keepDims)),
            ]))
        }
        return (results[0], results[1])
    }
}
