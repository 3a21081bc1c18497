import ApusCore

/// Values over and over, until there are `count` of them.
private func repeated<Face: ArrayFace>(_ values: Face, _ count: Int) throws(ApusError) -> Face {
    let line: Face = try .apply(Reshape(shape: [-1]), values)
    return line.count == count || line.count == 1 ? line : try Resize.apply(line, [count])
}

/// Values written where positions name them, counted in row-major order.
enum PutElements: TableOperation {
    static var name: String { "put" }
    static var parameters: [Parameter] {
        [
            .array("x"), .array("indices"), .array("values"), Parameter("accumulate", .boolean, default: false),
            Parameter("mode", .text, default: "raise"),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        guard let mode = TakeMode(rawValue: try arguments.text("mode", default: "raise")) else {
            throw .argument(operation: name, message: "mode must be raise, wrap or clip")
        }
        let adding = try arguments.boolean("accumulate", default: false)
        let x = try arguments.array("x"), indices = try arguments.array("indices")
        return [try apply(x, indices, arguments.array("values"), mode, adding: adding)]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ indices: Face, _ values: Face, _ mode: TakeMode, adding: Bool
    ) throws(ApusError) -> Face {
        let line: Face = try .apply(Reshape(shape: [-1]), x)
        let selection = try selection(line, indices, values, mode)
        let fitting = try repeated(values, selection.shape.product)
        return try .apply(Reshape(shape: x.shape), .apply(Scatter(selection: selection, adding: adding), line, fitting))
    }

    /// The places along one axis of all elements.
    static func selection<Face: ArrayFace>(
        _ line: Face, _ indices: Face, _ values: Face, _ mode: TakeMode
    ) throws(ApusError) -> IndexedAxes {
        let flat: Face = try .apply(Reshape(shape: [-1]), indices)
        // Without values nothing is written.
        let wanted = values.count == 0 ? try Split.part(flat, 0, 0, 0) : flat
        return try Take.selection(line.value, wanted.value, 0, mode, name)
    }

    /// Writes over the elements themselves, whatever their layout.
    static func write<Face: ArrayFace>(
        _ x: Face, _ indices: Face, _ values: Face, _ mode: TakeMode
    ) throws(ApusError) {
        if x.value.layout.reshaped(to: [x.count]) != nil {
            let line: Face = try .apply(Reshape(shape: [-1]), x)
            let selection = try selection(line, indices, values, mode)
            try Face.applyInPlace(Put(selection: selection, adding: false), line, [repeated(values, selection.shape.product)])
        } else {
            let whole = try apply(Face(value: x.value), indices, values, mode, adding: false)
            try Face.applyInPlace(Assign(), x, [whole])
        }
    }
}

/// Values written where a mask is true, each element that at its place in the values, which begin again where they end.
enum PutMask: TableOperation {
    static var name: String { "putMask" }
    static var parameters: [Parameter] { [.array("x"), .array("mask"), .array("values")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.array("mask"), arguments.array("values"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ mask: Face, _ values: Face) throws(ApusError) -> Face {
        guard mask.count == x.count else {
            throw .shape(
                operation: name, message: "mask and data must be the same size; the shapes are \(mask.shape) and \(x.shape)")
        }
        if values.count == 0 { return try .apply(Copy(), x) }
        let chosen: Face = try .apply(Cast(dtype: .bool), .apply(Reshape(shape: x.shape), mask))
        let fitting = try repeated(values, x.count)
        let spread: Face = fitting.count == x.count ? try .apply(Reshape(shape: x.shape), fitting) : fitting
        return try .apply(Select(), chosen, .apply(Cast(dtype: x.dtype), spread), x)
    }
}

/// Values written to one place along an axis for each index.
enum PutAlongAxis: TableOperation {
    static var name: String { "putAlongAxis" }
    static var parameters: [Parameter] {
        [.array("x"), .array("indices"), .array("values"), Parameter("axis", .integer)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), axis = try arguments.integer("axis")
        let selection = try selection(x, arguments.array("indices"), axis)
        return [try .apply(Scatter(selection: selection, adding: false), x, arguments.array("values"))]
    }

    /// The indices broadcast beside the axis.
    static func selection<Face: ArrayFace>(_ x: Face, _ indices: Face, _ axis: Int) throws(ApusError) -> AxisPositions {
        let axis = try normalizedAxis(axis, rank: x.rank, name)
        guard indices.rank == x.rank else {
            throw .shape(
                operation: name, message: "indices of shape \(indices.shape) for shape \(x.shape); they must have as many axes")
        }
        var shape = x.shape
        shape[axis] = indices.shape[axis]
        let wide: Face = try .apply(Broadcast(shape: shape), indices)
        return try AxisPositions(axis, wide.value, x.value, name)
    }
}

/// Values written along the main diagonal.
enum FillDiagonal: TableOperation {
    static var name: String { "fillDiagonal" }
    static var parameters: [Parameter] { [.array("x"), .array("value"), Parameter("wrap", .boolean, default: false)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.array("value"), wrap: arguments.boolean("wrap", default: false))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ value: Face, wrap: Bool) throws(ApusError) -> Face {
        try PutElements.apply(x, positions(x, wrap: wrap), value, .raise, adding: false)
    }

    /// The row-major places of the diagonal.
    static func positions<Face: ArrayFace>(_ x: Face, wrap: Bool) throws(ApusError) -> Face {
        guard x.rank >= 2 else {
            throw .argument(operation: name, message: "array must be at least 2-d, not of shape \(x.shape)")
        }
        guard x.rank == 2 || x.shape.allSatisfy({ $0 == x.shape[0] }) else {
            throw .argument(operation: name, message: "All dimensions of input must be of equal length, not \(x.shape)")
        }
        let step = Layout.contiguousStrides(x.shape).reduce(0, +)
        let end = x.rank == 2 && !wrap ? min(x.count, x.shape[1] * x.shape[1]) : x.count
        let range = Arange(start: .int(0), stop: .int(Int64(end)), step: .int(Int64(max(1, step))))
        return Face(value: try range.make(.int64, Face.world))
    }
}

extension ArrayFace {
    /// Writes values over the elements at `indices`, counted in row-major order; values begin again where they end, and of
    /// those for one place the last remains. `numpy.put`, `torch.Tensor.put_`.
    ///
    /// - Parameter mode: what becomes of indices out of range.
    public func put(_ indices: Self, _ values: Self, mode: TakeMode = .raise) throws(ApusError) {
        try PutElements.write(self, indices, values, mode)
    }

    /// Writes values, cast, over the elements where `mask` is true, to each the one at its own row-major place in the
    /// values, which begin again where they end. `numpy.putmask`.
    public func putMask(_ mask: Self, _ values: Self) throws(ApusError) {
        try Self.applyInPlace(Assign(), self, [PutMask.apply(Self(value: value), mask, values)])
    }

    /// Writes values, which broadcast to the shape of `indices`, to the places along `axis` that the indices name; the
    /// reverse of `takeAlongAxis`. `numpy.put_along_axis`.
    public func putAlongAxis(_ indices: Self, _ values: Self, axis: Int) throws(ApusError) {
        let selection = try PutAlongAxis.selection(self, indices, axis)
        try Self.applyInPlace(Put(selection: selection, adding: false), self, [values])
    }

    /// Writes values, which begin again where they end, along the main diagonal of two axes or more. `numpy.fill_diagonal`,
    /// `torch.Tensor.fill_diagonal_`.
    ///
    /// - Parameter wrap: whether in a tall matrix the diagonal begins again below its end, a row free between.
    public func fillDiagonal(_ values: Self, wrap: Bool = false) throws(ApusError) {
        try PutElements.write(self, FillDiagonal.positions(self, wrap: wrap), values, .raise)
    }
}
