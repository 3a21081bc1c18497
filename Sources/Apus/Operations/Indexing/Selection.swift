/// Elements of an array that are named by positions. What can be done with them (`Gather`, `Scatter`, ...) is the same
/// however they are named.
protocol Selection: Sendable {
    /// The name of reading the elements, and of writing them.
    static var readName: String { get }
    static var writeName: String { get }
    /// The shape of the selected elements of an array of shape `x`.
    func result(_ x: Dims) throws(ApusError) -> Dims
    func gather(_ x: Strided, to out: Strided, _ backend: any Backend) throws(ApusError)
    /// `values` is contiguous, of the selection's shape and the target's dtype.
    func scatter(_ values: Strided, to target: Strided, adding: Bool, _ backend: any Backend) throws(ApusError)
}

extension IndexedAxes: Selection {
    static var readName: String { "index" }
    static var writeName: String { "indexPut" }

    func gather(_ x: Strided, to out: Strided, _ backend: any Backend) throws(ApusError) {
        try backend.gather(x, at: self, to: out)
    }

    func scatter(_ values: Strided, to target: Strided, adding: Bool, _ backend: any Backend) throws(ApusError) {
        try backend.scatter(values, at: self, to: target, adding: adding)
    }
}

/// One element along an axis for each of an array of positions, whose place gives the other axes.
struct AxisPositions: Selection {
    static var readName: String { "gather" }
    static var writeName: String { "scatter" }
    let axis: Int
    /// int64, contiguous, in range.
    let positions: Strided

    /// Checks integer indices for an array of shape `x`.
    init(_ axis: Int, _ indices: Strided, _ x: Strided, _ name: String) throws(ApusError) {
        self.axis = try normalizedAxis(axis, rank: x.rank, name)
        guard indices.rank == x.rank else {
            throw .shape(
                operation: name, message: "indices of shape \(indices.shape) for shape \(x.shape); they must have as many axes")
        }
        try checkIndexDevice(indices, of: x.device, name)
        positions = try checkedPositions(indices, axis: self.axis, size: x.shape[self.axis], name)
        _ = try result(x.shape)
    }

    /// Positions that an operation found: int64, contiguous and in range.
    init(axis: Int, checked positions: Strided) {
        self.axis = axis
        self.positions = positions
    }

    func result(_ x: Dims) throws(ApusError) -> Dims {
        for i in 0..<x.count where i != axis && positions.shape[i] > x[i] {
            throw .shape(
                operation: Self.readName,
                message: "indices of shape \(positions.shape) reach beyond shape \(x) along axis \(i)")
        }
        return positions.shape
    }

    func gather(_ x: Strided, to out: Strided, _ backend: any Backend) throws(ApusError) {
        try backend.gather(x, along: axis, positions: positions, to: out)
    }

    func scatter(_ values: Strided, to target: Strided, adding: Bool, _ backend: any Backend) throws(ApusError) {
        try backend.scatter(values, along: axis, positions: positions, to: target, adding: adding)
    }
}

/// The selected elements: a copy.
struct Gather<Chosen: Selection>: UnaryOperation {
    static var name: String { Chosen.readName }
    static var saves: Saved { [] }
    let selection: Chosen

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec { Spec(try selection.result(x.shape), x.dtype) }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try selection.gather(x, to: out, backend)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        .make(Embed(selection: selection, shape: x.shape), g)
    }
}

/// Zeros of a shape with the operand's elements added where they are selected: the derivative of `Gather`.
struct Embed<Chosen: Selection>: UnaryOperation {
    static var name: String { Chosen.readName + "Embedding" }
    static var saves: Saved { [] }
    let selection: Chosen
    let shape: Dims

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec { Spec(shape, x.dtype) }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.fill(out, with: 0)
        try selection.scatter(Apus.contiguous(x), to: out, adding: true, backend)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { .make(Gather(selection: selection), g) }
}

/// The operand with zeros where it is selected.
struct Erase<Chosen: Selection>: UnaryOperation {
    static var name: String { Chosen.writeName + "Erasure" }
    static var saves: Saved { [] }
    let selection: Chosen

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec { Spec(x.shape, x.dtype) }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let zeros = try Strided.empty(selection.result(x.shape), x.dtype, on: x.device)
        try backend.fill(zeros, with: 0)
        try backend.copy(x, to: out)
        try selection.scatter(zeros, to: out, adding: false, backend)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { .make(self, g) }
}

/// A copy of the first operand with the second's elements, broadcast, written or added where they are selected.
struct Scatter<Chosen: Selection>: BinaryOperation {
    static var name: String { Chosen.writeName }
    static var saves: Saved { [] }
    let selection: Chosen
    let adding: Bool

    func result(_ a: Strided, _ b: Strided, _ world: World) throws(ApusError) -> Spec {
        try checkWritable(b.dtype, to: a.dtype, world, Self.name)
        let wanted = try selection.result(a.shape)
        guard Layout.broadcastShape(b.shape, wanted) == wanted else {
            throw valuesDoNotFit(Self.name, b.shape, wanted)
        }
        return Spec(a.shape, a.dtype)
    }

    func evaluate(_ a: Strided, _ b: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.copy(a, to: out)
        try selection.scatter(spread(b, to: selection.result(a.shape), a.dtype), to: out, adding: adding, backend)
    }

    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor {
        adding ? g : .make(Erase(selection: selection), g)
    }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor {
        .make(Gather(selection: selection), g)
    }
}

/// Writes or adds another array's elements, broadcast and cast, where they are selected.
struct Put<Chosen: Selection>: InPlaceOperation {
    static var name: String { Chosen.writeName }
    static var saves: Saved { [] }
    let selection: Chosen
    let adding: Bool

    func run(_ target: Strided, _ others: [Strided], _ world: World) throws(ApusError) {
        _ = try commonDevice(Self.name, target, others[0])
        if adding { try checkWritable(others[0].dtype, to: target.dtype, world, Self.name) }
        let wanted = try selection.result(target.shape)
        guard Layout.broadcastShape(others[0].shape, wanted) == wanted else {
            throw valuesDoNotFit(Self.name, others[0].shape, wanted)
        }
        let values = try spread(others[0], to: wanted, target.dtype)
        let apart = values.sharesMemory(with: target) ? try castCopy(values, to: target.dtype) : values
        try selection.scatter(apart, to: target, adding: adding, target.device.backend)
    }

    func derivative(of index: Int, _ g: Tensor, _ inputs: [Tensor], _ y: Tensor) -> Tensor {
        if index == 1 { return .make(Gather(selection: selection), g) }
        return adding ? g : .make(Erase(selection: selection), g)
    }
}

private func valuesDoNotFit(_ operation: String, _ values: Dims, _ wanted: Dims) -> ApusError {
    .shape(
        operation: operation, message: "values of shape \(values) do not broadcast to the selected elements' shape \(wanted)")
}

/// A contiguous array of a shape and dtype, by broadcast and cast.
private func spread(_ x: Strided, to shape: Dims, _ dtype: DType) throws(ApusError) -> Strided {
    let wide = x.view(x.layout.broadcast(to: shape)!)
    return wide.dtype == dtype ? try contiguous(wide) : try castCopy(wide, to: dtype)
}
