/// What `take` does with an index outside of its axis.
public enum TakeMode: String, Sendable {
    /// It is an error; negative indices count from the end.
    case raise
    /// It is taken modulo the size.
    case wrap
    /// It stands for the nearest end; negative ones for the first position.
    case clip
}

/// Elements along an axis, or of all, by one array of indices.
enum Take: TableOperation {
    static var name: String { "take" }
    static var parameters: [Parameter] {
        [
            .array("x"), .array("indices"), Parameter("axis", .integer, optional: true),
            Parameter("mode", .text, default: "raise"),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        guard let mode = TakeMode(rawValue: try arguments.text("mode", default: "raise")) else {
            throw .argument(operation: name, message: "mode must be raise, wrap or clip")
        }
        let x = try arguments.array("x"), indices = try arguments.array("indices")
        guard case .none = arguments["axis"] else { return [try apply(x, indices, arguments.integer("axis"), mode)] }
        return [try apply(x, indices, nil, mode)]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ indices: Face, _ axis: Int?, _ mode: TakeMode) throws(ApusError) -> Face {
        try .apply(Gather(selection: selection(x.value, indices.value, axis, mode, name)), x)
    }

    /// The positions that indices name along an axis, or without one in row-major order over all axes.
    static func selection(
        _ x: Strided, _ indices: Strided, _ axis: Int?, _ mode: TakeMode, _ name: String
    ) throws(ApusError) -> IndexedAxes {
        try checkIndexDevice(indices, of: x.device, name)
        guard let named = axis else {
            let positions = try positions(indices, axis: 0, size: x.count, mode, name)
            let group = IndexedAxes.Group(axis: 0, count: x.rank, positions: positions)
            return IndexedAxes(groups: [group], shape: positions.shape, place: 0)
        }
        let axis = try normalizedAxis(named, rank: x.rank, name)
        return IndexedAxes(axis: axis, positions: try positions(indices, axis: axis, size: x.shape[axis], mode, name))
    }

    private static func positions(
        _ indices: Strided, axis: Int, size: Int, _ mode: TakeMode, _ name: String
    ) throws(ApusError) -> Strided {
        if mode == .raise { return try checkedPositions(indices, axis: axis, size: size, name) }
        let positions = try rawPositions(indices, name)
        if positions.count == 0 { return positions }
        guard size > 0 else { throw outOfRange(name, 0, axis: axis, size: 0) }
        let backend = try positions.device.backend
        if mode == .wrap {
            try backend.binary(.remainder, positions, .int(Int64(size)), reversed: false, to: positions)
        } else {
            try backend.binary(.maximum, positions, .int(0), reversed: false, to: positions)
            try backend.binary(.minimum, positions, .int(Int64(size - 1)), reversed: false, to: positions)
        }
        return positions
    }
}

/// Rows of a table by their numbers. The row `padding` gets no gradient.
struct EmbeddedRows: UnaryOperation {
    static var name: String { "embedding" }
    static var saves: Saved { [] }
    let selection: IndexedAxes
    let padding: Int?

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec { Spec(selection.result(x.shape), x.dtype) }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try selection.gather(x, to: out, backend)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let embed = Embed(selection: selection, shape: x.shape)
        guard let padding else { return .make(embed, g) }
        return .make(embed, g.maskedFill(isPadding(padding).expandDims(-1), 0))
    }

    private func isPadding(_ padding: Int) -> Tensor {
        let positions = selection.groups[0].positions
        return trapping { () throws(ApusError) -> Tensor in
            let mask = try Strided.empty(positions.shape, .bool, on: positions.device)
            try positions.device.backend.binary(.equal, positions, .int(Int64(padding)), reversed: false, to: mask)
            return Tensor(value: mask)
        }
    }
}

/// `EmbeddedRows` by its name.
enum EmbeddingLookup: TableOperation {
    static var name: String { EmbeddedRows.name }
    static var parameters: [Parameter] {
        [.array("weight"), .array("indices").known(as: "input"), Parameter("paddingIndex", .integer, optional: true)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let weight = try arguments.array("weight"), indices = try arguments.array("indices")
        guard case .none = arguments["paddingIndex"] else {
            return [try apply(weight, indices, arguments.integer("paddingIndex"))]
        }
        return [try apply(weight, indices, nil)]
    }

    static func apply<Face: ArrayFace>(_ weight: Face, _ indices: Face, _ padding: Int?) throws(ApusError) -> Face {
        guard weight.rank == 2 else {
            throw .shape(operation: name, message: "the table has shape \(weight.shape); it must have two axes")
        }
        let selection = try Take.selection(weight.value, indices.value, 0, .raise, name)
        let row = try padding.map { row throws(ApusError) in
            let wrapped = row < 0 ? row + weight.shape[0] : row
            guard wrapped >= 0 && wrapped < weight.shape[0] else {
                throw outOfRange(name, row, axis: 0, size: weight.shape[0])
            }
            return wrapped
        }
        return try .apply(EmbeddedRows(selection: selection, padding: row), weight)
    }
}

/// Zeros with a one at each index along a new last axis.
struct OneHot: UnaryOperation, TableOperation {
    static var name: String { "oneHot" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    /// The size of the new axis; if nil, one more than the largest index.
    let classes: Int?
    let dtype: DType

    static var parameters: [Parameter] {
        [.array("x"), Parameter("classes", .integer, optional: true), Parameter("dtype", .dtype, optional: true)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        var classes: Int?
        if case .none = arguments["classes"] {} else { classes = try arguments.integer("classes") }
        if classes == -1 && Face.world == .torch { classes = nil }
        return [try .apply(OneHot(classes: classes, dtype: arguments.dtype() ?? .int64), arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        var shape = x.shape
        shape.append(try size(rawPositions(x, Self.name)))
        return Spec(shape, dtype)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.fill(out, with: 0)
        let positions = try rawPositions(x, Self.name)
        var shape = x.shape
        shape.append(1)
        let ones = try Strided.empty(shape, dtype, on: x.device)
        try backend.fill(ones, with: 1)
        try backend.scatter(
            ones, along: x.rank, positions: positions.view(Layout(contiguous: shape)), to: out, adding: false)
    }

    /// The number of classes; an error if an index is negative or beyond it.
    private func size(_ positions: Strided) throws(ApusError) -> Int {
        if let classes, classes < 0 { throw .argument(operation: Self.name, message: "\(classes) classes; 0 is the least") }
        guard positions.device == .cpu else {
            if let classes { return classes }
            throw .device("oneHot: the number of classes must be given for indices on device \(positions.device)")
        }
        if positions.count == 0 {
            guard let classes else {
                throw .argument(operation: Self.name, message: "the number of classes must be given where there is no index")
            }
            return classes
        }
        let ends = try Strided.empty([2], .int64)
        let axes = Dims(0..<positions.rank)
        for (i, kernel) in [ReduceKernel.minimum, .maximum].enumerated() {
            try positions.device.backend.reduce(
                kernel, positions, axes: axes, parameter: 0, to: ends.view(Layout(shape: [], strides: [], offset: i)))
        }
        let least = ends.pointer.load(as: Int.self), most = ends.pointer.load(fromByteOffset: 8, as: Int.self)
        guard least >= 0, most < classes ?? .max else {
            throw .index(
                operation: Self.name,
                message: "indices from \(least) through \(most); they must not be negative"
                    + (classes.map { " and be below \($0)" } ?? ""))
        }
        return classes ?? most + 1
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g }
}

extension ArrayFace {
    /// The elements at `indices` along `axis`, whose place the axes of `indices` take; without an axis, of the elements in
    /// row-major order. A copy. `numpy.take`, `torch.index_select`, `torch.take`.
    ///
    /// - Parameter mode: what becomes of indices outside of the axis.
    public func take(_ indices: Self, axis: Int? = nil, mode: TakeMode = .raise) -> Self {
        trapping { () throws(ApusError) -> Self in try Take.apply(self, indices, axis, mode) }
    }

    /// The elements at `indices` along `axis`, or in row-major order.
    public func take(_ indices: [Int], axis: Int? = nil, mode: TakeMode = .raise) -> Self {
        take(Self(indices), axis: axis, mode: mode)
    }

    /// The rows of this table, of shape [rows, width], that `indices` (of any shape) name, along a new last axis. The
    /// gradient of a row is the sum over its uses; the row `paddingIndex` gets none.
    /// `torch.nn.functional.embedding(indices, table)`.
    public func embedding(_ indices: Self, paddingIndex: Int? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try EmbeddingLookup.apply(self, indices, paddingIndex) }
    }

    /// An array of `dtype` with a new last axis of size `classes` (by default one more than the largest element), which
    /// is one at the place that the element names and zero elsewhere. `torch.nn.functional.one_hot`.
    public func oneHot(classes: Int? = nil, dtype: DType = .int64) -> Self {
        .make(OneHot(classes: classes, dtype: dtype), self)
    }
}
