/// The order of the elements along axes reversed.
struct Flip: ViewOperation, TableOperation {
    static var name: String { "flip" }
    let axes: Axes

    static var parameters: [Parameter] { [.array("x"), Parameter("axes", .axes, optional: true)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(Flip(axes: try arguments.axes()), arguments.array("x"))]
    }

    func layout(of x: Layout) throws(ApusError) -> Layout {
        var result = x
        for axis in try axes.normalized(rank: x.rank, Self.name) {
            result = result.sliced(axis: axis, start: x.shape[axis] - 1, step: -1, size: x.shape[axis])
        }
        return result
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { .make(self, g) }
}

/// The elements moved along axes; what goes beyond the end comes in at the start.
struct Roll: UnaryOperation, TableOperation {
    static var name: String { "roll" }
    static var saves: Saved { [] }
    let shifts: Dims
    let axes: Dims

    static var parameters: [Parameter] {
        [.array("x"), Parameter("shifts", .integers), Parameter("axes", .axes, optional: true)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.integers("shifts"), arguments.axes())]
    }

    /// Without axes the elements are moved in row-major order.
    static func apply<Face: ArrayFace>(_ x: Face, _ shifts: [Int], _ axes: Axes) throws(ApusError) -> Face {
        if case .some(let axes) = axes { return try .apply(Roll(shifts: Dims(shifts), axes: axes), x) }
        let line: Face = try .apply(Reshape(shape: [-1]), x)
        let rolled: Face = try .apply(Roll(shifts: Dims(shifts), axes: Dims(repeating: 0, count: shifts.count)), line)
        return try .apply(Reshape(shape: x.shape), rolled)
    }

    /// The shift along every axis, from 0 to below its size.
    private func distances(_ shape: Dims) throws(ApusError) -> Dims {
        guard shifts.count == axes.count || shifts.count == 1 else {
            throw .argument(operation: Self.name, message: "\(shifts.count) shifts for \(axes.count) axes")
        }
        var result = Dims(repeating: 0, count: shape.count)
        for i in 0..<axes.count {
            let axis = try normalizedAxis(axes[i], rank: shape.count, Self.name)
            let size = shape[axis]
            if size == 0 { continue }
            let shift = shifts[shifts.count == 1 ? 0 : i] % size
            result[axis] = (result[axis] + shift + size) % size
        }
        return result
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        _ = try distances(x.shape)
        return Spec(x.shape, x.dtype)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try move(x, to: out, distances(x.shape), axis: 0, backend)
    }

    private func move(
        _ x: Strided, to out: Strided, _ distances: Dims, axis: Int, _ backend: any Backend
    ) throws(ApusError) {
        guard let axis = (axis..<x.rank).first(where: { distances[$0] != 0 }) else { return try backend.copy(x, to: out) }
        let shift = distances[axis], rest = x.shape[axis] - shift
        for (from, to, size) in [(0, shift, rest), (rest, 0, shift)] {
            try move(
                x.view(x.layout.sliced(axis: axis, start: from, step: 1, size: size)),
                to: out.view(out.layout.sliced(axis: axis, start: to, step: 1, size: size)), distances, axis: axis + 1,
                backend)
        }
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        .make(Roll(shifts: Dims(shifts.map { 0 &- $0 }), axes: axes), g)
    }
}

/// A plane turned by right angles.
enum Rot90: TableOperation {
    static var name: String { "rot90" }
    static var parameters: [Parameter] {
        [.array("x"), Parameter("turns", .integer, default: 1), Parameter("axes", .integers, default: [0, 1])]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let axes = try arguments.integers("axes", default: [0, 1])
        guard axes.count == 2 else { throw .argument(operation: name, message: "axes \(axes) must be two") }
        return [try apply(arguments.array("x"), arguments.integer("turns", default: 1), axes[0], axes[1])]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ turns: Int, _ first: Int, _ second: Int
    ) throws(ApusError) -> Face {
        let a = try normalizedAxis(first, rank: x.rank, name), b = try normalizedAxis(second, rank: x.rank, name)
        guard a != b else { throw .argument(operation: name, message: "axes \(first) and \(second) are the same") }
        var order = Dims(0..<x.rank)
        (order[a], order[b]) = (b, a)
        switch turns & 3 {
        case 0: return try .apply(Flip(axes: []), x)
        case 1: return try .apply(Permute(axes: order), .apply(Flip(axes: [b]), x))
        case 2: return try .apply(Flip(axes: [a, b]), x)
        default: return try .apply(Flip(axes: [b]), .apply(Permute(axes: order), x))
        }
    }
}

extension ArrayFace {
    /// A view with the order of the elements along `axes`, by default all, reversed. `numpy.flip`, `torch.flip` (which
    /// copies).
    public func flip(_ axes: Axes = .all) -> Self { .make(Flip(axes: axes), self) }

    /// A view with the order of the rows, along the first axis, reversed. `numpy.flipud`, `torch.flipud`.
    public func flipud() -> Self {
        trapping { () throws(ApusError) -> Self in
            guard rank >= 1 else { throw .argument(operation: "flipud", message: "Input must be >= 1-d.") }
            return try .apply(Flip(axes: 0), self)
        }
    }

    /// A view with the order of the columns, along the second axis, reversed. `numpy.fliplr`, `torch.fliplr`.
    public func fliplr() -> Self {
        trapping { () throws(ApusError) -> Self in
            guard rank >= 2 else { throw .argument(operation: "fliplr", message: "Input must be >= 2-d.") }
            return try .apply(Flip(axes: 1), self)
        }
    }

    /// A copy with the elements moved by `shift` along `axis`, those beyond the end put at the start; without an axis,
    /// along the row-major order of all elements. `numpy.roll`, `torch.roll`.
    public func roll(_ shift: Int, axis: Int? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try Roll.apply(self, [shift], axis.map { Axes($0) } ?? .all) }
    }

    /// A copy with the elements moved along several axes. `numpy.roll`, `torch.roll`.
    public func roll(_ shifts: [Int], axes: [Int]) -> Self {
        trapping { () throws(ApusError) -> Self in try Roll.apply(self, shifts, Axes(axes)) }
    }

    /// A view with the plane of two axes turned by 90° as often as `turns` says, from the first axis towards the second.
    /// `numpy.rot90`, `torch.rot90`.
    public func rot90(_ turns: Int = 1, axes: (Int, Int) = (0, 1)) -> Self {
        trapping { () throws(ApusError) -> Self in try Rot90.apply(self, turns, axes.0, axes.1) }
    }
}
