import ApusCore

/// The row-major places, in an array of a shape, of the elements that a view of it shows.
private func places(_ layout: Layout, in count: Int) throws(ApusError) -> IndexedAxes {
    let all = try Strided.empty([count], .int64)
    let numbers = all.pointer.assumingMemoryBound(to: Int64.self)
    for i in 0..<count { numbers[i] = Int64(i) }
    let positions = try castCopy(all.view(layout), to: .int64)
    return IndexedAxes(
        groups: [IndexedAxes.Group(axis: 0, count: 1, positions: positions)], shape: positions.shape, place: 0)
}

/// Any layout of the memory in which an array lies.
struct AsStrided: ViewOperation, TableOperation {
    static var name: String { "asStrided" }
    let shape: Dims
    let strides: Dims
    /// The first element's place, counted from the start of the memory.
    let offset: Int
    /// The layout of the array whose memory it is.
    let base: Layout

    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("shape", .integers), Parameter("strides", .integers).known(as: "stride"),
            Parameter("offset", .integer, optional: true).known(as: "storage_offset"),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let shape = Dims(try arguments.integers("shape")), strides = Dims(try arguments.integers("strides"))
        return [try apply(arguments.array("x"), shape, strides, arguments.optionalInteger("offset"))]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ shape: Dims, _ strides: Dims, _ offset: Int?
    ) throws(ApusError) -> Face {
        let base = x.value.layout
        let operation = AsStrided(shape: shape, strides: strides, offset: offset ?? base.offset, base: base)
        try operation.check(within: x.value.storage.byteCount / x.dtype.size)
        return try .apply(operation, x)
    }

    /// Refuses a layout that reaches beyond the memory.
    private func check(within size: Int) throws(ApusError) {
        guard shape.count == strides.count else {
            throw .argument(operation: Self.name, message: "shape \(shape) and strides \(strides); a stride for each axis")
        }
        guard shape.allSatisfy({ $0 >= 0 }) else {
            throw .shape(operation: Self.name, message: "a size in shape \(shape) is negative")
        }
        guard shape.checkedProduct != nil else { throw .outOfMemory(requested: .max, device: .cpu) }
        if shape.contains(0) { return }
        var low = offset, high = offset
        for (size, stride) in zip(shape, strides) {
            let (reach, tooFar) = (size - 1).multipliedReportingOverflow(by: stride)
            let (end, beyond) = (reach < 0 ? low : high).addingReportingOverflow(reach)
            if tooFar || beyond { throw outside(size) }
            if reach < 0 { low = end } else { high = end }
        }
        if low < 0 || high >= size { throw outside(size) }
    }

    private func outside(_ size: Int) -> ApusError {
        .argument(
            operation: Self.name,
            message: "shape \(shape) with strides \(strides) from \(offset) leaves the memory of \(size) elements")
    }

    func layout(of x: Layout) -> Layout { Layout(shape: shape, strides: strides, offset: shape.contains(0) ? 0 : offset) }

    /// Gradients are summed where they belong in memory and read there by the array's own layout.
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        trapping { () throws(ApusError) -> Tensor in
            let shown = layout(of: base), from = shown.extent, to = base.extent
            if from.isEmpty || to.isEmpty { return .zeros(x.shape, dtype: g.dtype, device: g.device) }
            let start = min(from.lowerBound, to.lowerBound), size = max(from.upperBound, to.upperBound) - start
            func moved(_ layout: Layout) -> Layout {
                Layout(shape: layout.shape, strides: layout.strides, offset: layout.offset - start)
            }
            let memory: Tensor = try .apply(Embed(selection: places(moved(shown), in: size), shape: [size]), g)
            let own = try places(moved(base), in: size)
            let sums: Tensor = try .apply(Gather(selection: own), memory)
            if !base.mayOverlapItself { return sums }
            // Elements that share a place share its gradient evenly.
            let ones = Tensor(value: try filled(base.shape, 1, g.dtype, g.device))
            let counts: Tensor = try .apply(Gather(selection: own), .apply(Embed(selection: own, shape: [size]), ones))
            return sums / counts
        }
    }
}

/// Windows of an array at every place along axes: their places where the axes were, and the windows along new last axes.
struct SlidingWindows: ViewOperation, TableOperation {
    static var name: String { "slidingWindowView" }
    let sizes: Dims
    /// Nil stands for all axes.
    let axes: Dims?

    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("windowShape", .integers), Parameter("axes", .axes, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        var axes: Dims?
        if case .some(let named) = try arguments.axes() { axes = named }
        return [try .apply(SlidingWindows(sizes: Dims(arguments.integers("windowShape")), axes: axes), arguments.array("x"))]
    }

    func layout(of x: Layout) throws(ApusError) -> Layout {
        let axes = self.axes ?? Dims(0..<x.rank)
        guard sizes.count == axes.count else {
            throw .argument(
                operation: Self.name, message: "a window of \(sizes.count) sizes over \(axes.count) axes; there must be one for each")
        }
        var result = x
        for (size, named) in zip(sizes, axes) {
            let axis = try normalizedAxis(named, rank: x.rank, Self.name)
            guard size >= 0 else { throw .argument(operation: Self.name, message: "a window of size \(size)") }
            guard size <= result.shape[axis] else {
                throw .argument(
                    operation: Self.name, message: "a window of size \(size) is larger than axis \(named) of shape \(x.shape)")
            }
            result.shape[axis] = result.shape[axis] - size + 1
            result.shape.append(size)
            result.strides.append(x.strides[axis])
        }
        guard result.shape.checkedProduct != nil else { throw .outOfMemory(requested: .max, device: .cpu) }
        return result
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        trapping { () throws(ApusError) -> Tensor in
            let shown = try layout(of: Layout(contiguous: x.shape))
            let line: Tensor = try .apply(Embed(selection: places(shown, in: x.count), shape: [x.count]), g)
            return line.reshape(x.shape)
        }
    }
}

extension ArrayFace {
    /// A view with any shape and strides, counted in elements, of the memory in which this array lies; an error if it would
    /// leave it. `offset` is the place of the first element, counted from the start of the memory; by default it is this
    /// array's. `torch.as_strided`; `numpy.lib.stride_tricks.as_strided`, which counts strides in bytes.
    public func asStrided(_ shape: Shape, strides: Dims, offset: Int? = nil) throws(ApusError) -> Self {
        try AsStrided.apply(self, shape, strides, offset)
    }

    /// A view of the windows of size `window` at every place along `axis`, the windows along a new last axis.
    /// `numpy.lib.stride_tricks.sliding_window_view`, `torch.Tensor.unfold`.
    public func slidingWindowView(_ window: Int, axis: Int) -> Self {
        .make(SlidingWindows(sizes: [window], axes: [axis]), self)
    }

    /// A view of the windows of a shape at every place along `axes`, by default all, the windows along new last axes.
    public func slidingWindowView(_ window: [Int], axes: [Int]? = nil) -> Self {
        .make(SlidingWindows(sizes: Dims(window), axes: axes.map { Dims($0) }), self)
    }
}
