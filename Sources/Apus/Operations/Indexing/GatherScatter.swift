/// One element along an axis for each index.
enum GatherAlongAxis: TableOperation {
    static var name: String { "gather" }
    static var parameters: [Parameter] { [.array("x"), Parameter("axis", .integer), .array("indices")] }
    static var takesNumbersAsVectors: Bool { true }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.integer("axis"), arguments.array("indices"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ axis: Int, _ indices: Face) throws(ApusError) -> Face {
        // In PyTorch no indices at all may have any shape.
        if indices.count == 0 && Face.world == .torch {
            _ = try normalizedAxis(axis, rank: Swift.max(x.rank, 1), name)
            let line: Face = try .apply(Reshape(shape: [x.count]), x)
            return try Take.apply(line, indices, 0, .raise)
        }
        return try .apply(Gather(selection: AxisPositions(axis, indices.value, x.value, name)), x)
    }
}

/// One element along an axis for each index, the other axes broadcast.
enum TakeAlongAxis: TableOperation {
    static var name: String { "takeAlongAxis" }
    static var parameters: [Parameter] { [.array("x"), .array("indices"), Parameter("axis", .integer, optional: true)] }
    static var takesNumbersAsVectors: Bool { true }

    /// Without an axis, the last one in NumPy's world, and all elements as one dimension in PyTorch's.
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), indices = try arguments.array("indices")
        if case .none = arguments["axis"], Face.world == .torch {
            let line: Face = try .apply(Reshape(shape: [x.count]), x)
            return [try apply(line, .apply(Reshape(shape: [indices.count]), indices), 0)]
        }
        return [try apply(x, indices, arguments.integer("axis", default: -1))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ indices: Face, _ axis: Int) throws(ApusError) -> Face {
        let axis = try normalizedAxis(axis, rank: x.rank, name)
        var source = x.shape, wanted = indices.shape
        guard source.count == wanted.count else {
            throw .shape(
                operation: name, message: "indices of shape \(wanted) for shape \(source); they must have as many axes")
        }
        source[axis] = 1
        wanted[axis] = 1
        guard var common = Layout.broadcastShape(source, wanted) else {
            throw .shape(
                operation: name,
                message: "indices of shape \(indices.shape) do not broadcast to shape \(x.shape) beside axis \(axis)")
        }
        common[axis] = x.shape[axis]
        let wide: Face = common == x.shape ? x : try .apply(Broadcast(shape: common), x)
        common[axis] = indices.shape[axis]
        let positions: Face = common == indices.shape ? indices : try .apply(Broadcast(shape: common), indices)
        return try .apply(Gather(selection: AxisPositions(axis, positions.value, wide.value, name)), wide)
    }
}

/// Values written to, or added at, one place along an axis for each index.
protocol ScatterAlongAxis: TableOperation {
    static var adding: Bool { get }
}

extension ScatterTo {
    static var parameters: [Parameter] { ScatterAdd.parameters + [Parameter("reduce", .text, optional: true)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        switch arguments["reduce"] {
        case .none: return try callAlongAxis(arguments)
        case .text("add"): return try ScatterAdd.callAlongAxis(arguments)
        default: throw .argument(operation: name, message: "reduce must be add or left out")
        }
    }
}

extension ScatterAlongAxis {
    static var parameters: [Parameter] {
        [.array("x"), Parameter("axis", .integer), .array("indices"), .array("values")]
    }
    static var takesNumbersAsVectors: Bool { true }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try callAlongAxis(arguments)
    }

    fileprivate static func callAlongAxis<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x")
        if case .scalar(let number) = arguments["values"] {
            let values = Face(value: try filled([], number, x.dtype, x.device))
            return [try apply(x, arguments.integer("axis"), arguments.array("indices"), values)]
        }
        return [try apply(x, arguments.integer("axis"), arguments.array("indices"), arguments.array("values"))]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ axis: Int, _ indices: Face, _ values: Face
    ) throws(ApusError) -> Face {
        let selection = try AxisPositions(axis, indices.value, x.value, name)
        return try .apply(Scatter(selection: selection, adding: adding), x, fitted(values, indices.shape))
    }

    /// Values that are larger than the indices are used as far as there are indices, as in PyTorch.
    private static func fitted<Face: ArrayFace>(_ values: Face, _ wanted: Dims) throws(ApusError) -> Face {
        guard values.rank == wanted.count, values.shape != wanted,
            (0..<wanted.count).allSatisfy({ values.shape[$0] >= wanted[$0] })
        else { return values }
        let steps = (0..<wanted.count).map { BasicIndex.Step.slice(axis: $0, start: 0, step: 1, size: wanted[$0]) }
        return try .apply(BasicIndex(steps: steps), values)
    }
}

enum ScatterTo: ScatterAlongAxis {
    static var name: String { "scatter" }
    static var adding: Bool { false }
}

enum ScatterAdd: ScatterAlongAxis {
    static var name: String { "scatterAdd" }
    static var adding: Bool { true }
}

/// Slices added at the positions that one array of indices names along an axis.
enum IndexAdd: TableOperation {
    static var name: String { "indexAdd" }
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("axis", .integer), .array("indices"), .array("values"),
            Parameter("alpha", .scalar, default: 1),
        ]
    }
    static var takesNumbersAsVectors: Bool { true }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), axis = try arguments.integer("axis"), alpha = try arguments.scalar("alpha", default: 1)
        var values = try arguments.array("values")
        if alpha != .int(1) { values = try .apply(Multiply(), values, scalar: alpha, reversed: false) }
        return [try apply(x, axis, arguments.array("indices"), values)]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ axis: Int, _ indices: Face, _ values: Face
    ) throws(ApusError) -> Face {
        let selection = try Take.selection(x.value, indices.value, axis, .raise, name)
        return try .apply(Scatter(selection: selection, adding: true), x, values)
    }
}

/// A new array of one number.
func filled(_ shape: Dims, _ number: Scalar, _ dtype: DType, _ device: Device) throws(ApusError) -> Strided {
    let result = try Strided.empty(shape, dtype, on: device)
    try device.backend.fill(result, with: number)
    return result
}

extension ArrayFace {
    /// One element along `axis` for each of `indices`: `result[i, j] = self[indices[i, j], j]` for axis 0. The indices have
    /// as many axes as the array and are nowhere longer beside `axis`. `torch.gather`.
    public func gather(axis: Int, indices: Self) -> Self {
        trapping { () throws(ApusError) -> Self in try GatherAlongAxis.apply(self, axis, indices) }
    }

    /// One element along `axis` for each of `indices`, which broadcast with the array beside `axis`.
    /// `numpy.take_along_axis`, `torch.take_along_dim`.
    public func takeAlongAxis(_ indices: Self, axis: Int = -1) -> Self {
        trapping { () throws(ApusError) -> Self in try TakeAlongAxis.apply(self, indices, axis) }
    }

    /// A copy with `values` written to the places that `indices` name along `axis`, the reverse of `gather`; of values for
    /// one place the last remains. Values broadcast to the shape of the indices. `torch.scatter`,
    /// `numpy.put_along_axis` (which writes in place).
    public func scatter(axis: Int, indices: Self, _ values: Self) -> Self {
        trapping { () throws(ApusError) -> Self in try ScatterTo.apply(self, axis, indices, values) }
    }

    /// A copy with one number written to the places that `indices` name along `axis`. `torch.scatter`.
    public func scatter(axis: Int, indices: Self, _ number: some ScalarConvertible) -> Self {
        trapping { () throws(ApusError) -> Self in
            try checkFits(number.scalar, in: dtype, Self.world, ScatterTo.name)
            return try ScatterTo.apply(self, axis, indices, Self(value: filled([], number.scalar, dtype, device)))
        }
    }

    /// A copy with `values` added at the places that `indices` name along `axis`, in order. `torch.scatter_add`.
    public func scatterAdd(axis: Int, indices: Self, _ values: Self) -> Self {
        trapping { () throws(ApusError) -> Self in try ScatterAdd.apply(self, axis, indices, values) }
    }

    /// A copy with the slices of `values` along `axis` added to those that `indices` name, in order: the reverse of
    /// `take`. `torch.index_add`, `numpy.add.at`.
    public func indexAdd(axis: Int, indices: Self, _ values: Self) -> Self {
        trapping { () throws(ApusError) -> Self in try IndexAdd.apply(self, axis, indices, values) }
    }
}
