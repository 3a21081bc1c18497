/// Axes of size 1 taken out.
struct Squeeze: ViewOperation, TableOperation {
    static var name: String { "squeeze" }
    let axes: Axes

    static var parameters: [Parameter] { [.array("x"), Parameter("axes", .axes, optional: true)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.axes())]
    }

    /// In PyTorch's world an axis of another size stays; in NumPy's it is an error.
    static func apply<Face: ArrayFace>(_ x: Face, _ axes: Axes) throws(ApusError) -> Face {
        guard Face.world == .torch, case .some = axes else { return try .apply(Squeeze(axes: axes), x) }
        let named = try axes.normalized(rank: x.rank, name)
        return try .apply(Squeeze(axes: .some(Dims(named.filter { x.shape[$0] == 1 }))), x)
    }

    func layout(of x: Layout) throws(ApusError) -> Layout {
        var dropped = Dims(0..<x.rank)
        if case .some = axes {
            dropped = try axes.normalized(rank: x.rank, Self.name)
            if let axis = dropped.first(where: { x.shape[$0] != 1 }) {
                throw .shape(
                    operation: Self.name, message: "axis \(axis) of shape \(x.shape) has size \(x.shape[axis]), not 1")
            }
        }
        var result = x
        for axis in dropped.reversed() where x.shape[axis] == 1 { result = result.selected(axis: axis, at: 0) }
        return result
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g.reshape(x.shape) }
}

/// New axes of size 1.
struct ExpandDims: ViewOperation, TableOperation {
    static var name: String { "expandDims" }
    /// Where the new axes are in the result.
    let axes: Dims

    static var parameters: [Parameter] { [.array("x"), Parameter("axes", .integers)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(ExpandDims(axes: Dims(arguments.integers("axes"))), arguments.array("x"))]
    }

    func layout(of x: Layout) throws(ApusError) -> Layout {
        var result = x
        for axis in try Axes.some(axes).normalized(rank: x.rank + axes.count, Self.name) {
            result = result.expanded(at: axis)
        }
        return result
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g.reshape(x.shape) }
}

extension ArrayFace {
    /// A view without axes of size 1, by default all of them. An axis named here that has another size is an error for
    /// `NDArray` and stays for `Tensor`. `numpy.squeeze`, `torch.squeeze`.
    public func squeeze(_ axes: Axes = .all) -> Self {
        trapping { () throws(ApusError) -> Self in try Squeeze.apply(self, axes) }
    }

    /// A view with a new axis of size 1 at each of `axes`, counted in the result. `numpy.expand_dims`,
    /// `torch.unsqueeze`.
    public func expandDims(_ axes: Int...) -> Self { .make(ExpandDims(axes: Dims(axes)), self) }

    /// A view with an axis at another place, the order of the others kept. `numpy.moveaxis`, `torch.movedim`.
    public func moveAxis(_ source: Int, to destination: Int) -> Self { moveAxes([source], to: [destination]) }

    /// A view with several axes at other places, the order of the others kept. `numpy.moveaxis`, `torch.movedim`.
    public func moveAxes(_ sources: [Int], to destinations: [Int]) -> Self {
        trapping { () throws(ApusError) -> Self in try MoveAxes.apply(self, sources, destinations) }
    }

    /// The elements in row-major order along one axis: a view where strides allow, else a copy. `numpy.ravel`,
    /// `torch.ravel`.
    public func ravel() -> Self { reshape([-1]) }

    /// The axes from `start` through `end` joined to one: a view where strides allow, else a copy. `torch.flatten`,
    /// `numpy.ravel`.
    public func flatten(from start: Int = 0, through end: Int = -1) -> Self {
        trapping { () throws(ApusError) -> Self in try FlattenAxes.apply(self, start, end) }
    }
}

/// Axes put to other places: a transposition.
enum MoveAxes: TableOperation {
    static var name: String { "moveAxes" }
    static var parameters: [Parameter] {
        [.array("x"), Parameter("sources", .integers), Parameter("destinations", .integers)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.integers("sources"), arguments.integers("destinations"))]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ sources: [Int], _ destinations: [Int]
    ) throws(ApusError) -> Face {
        guard sources.count == destinations.count else {
            throw .argument(
                operation: name, message: "\(sources.count) axes to be moved to \(destinations.count) places")
        }
        _ = try Axes(sources).normalized(rank: x.rank, name)
        _ = try Axes(destinations).normalized(rank: x.rank, name)
        var from: [Int: Int] = [:]
        for (source, destination) in zip(sources, destinations) {
            from[try normalizedAxis(destination, rank: x.rank, name)] = try normalizedAxis(source, rank: x.rank, name)
        }
        var others = (0..<x.rank).filter { !from.values.contains($0) }.makeIterator()
        return try .apply(Permute(axes: Dims((0..<x.rank).map { from[$0] ?? others.next()! })), x)
    }
}

/// Neighbouring axes joined: a reshape.
enum FlattenAxes: TableOperation {
    static var name: String { "flatten" }
    static var parameters: [Parameter] {
        [.array("x"), Parameter("start", .integer, default: 0), Parameter("end", .integer, default: -1)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.integer("start", default: 0), arguments.integer("end", default: -1))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ start: Int, _ end: Int) throws(ApusError) -> Face {
        if x.rank == 0 { return try .apply(Reshape(shape: [1]), x) }
        let first = try normalizedAxis(start, rank: x.rank, name), last = try normalizedAxis(end, rank: x.rank, name)
        guard first <= last else {
            throw .argument(operation: name, message: "axes from \(start) through \(end): the end is before the start")
        }
        var shape = Dims(x.shape[0..<first])
        shape.append(Dims(x.shape[first...last]).product)
        for axis in (last + 1)..<x.rank { shape.append(x.shape[axis]) }
        return try .apply(Reshape(shape: shape), x)
    }
}
