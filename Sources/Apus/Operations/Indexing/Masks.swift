/// A copy with one number where a mask is true.
struct MaskedFill: BinaryOperation, TableOperation {
    static var name: String { "maskedFill" }
    static var saves: Saved { [.second] }
    let number: Scalar

    static var parameters: [Parameter] { [.array("x"), .array("mask"), .array("value")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), mask = try arguments.array("mask")
        guard case .array(let value) = arguments["value"] else {
            return [try .apply(MaskedFill(number: arguments.scalar("value")), x, mask)]
        }
        guard value.rank == 0 else {
            throw .shape(operation: name, message: "a value of shape \(value.shape); it must be a number or without axes")
        }
        try checkMask(mask.value, name)
        return [try .apply(Select(), mask, .apply(Cast(dtype: x.dtype), value), x)]
    }

    func result(_ a: Strided, _ b: Strided, _ world: World) throws(ApusError) -> Spec {
        try checkMask(b, Self.name)
        try checkNumber(a.dtype, world)
        guard let shape = Layout.broadcastShape(a.shape, b.shape) else { throw doNotBroadcast(Self.name, a.shape, b.shape) }
        return Spec(shape, a.dtype)
    }

    func evaluate(_ a: Strided, _ b: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.ternary(.select, b, filled([], number, a.dtype, a.device), a, to: out)
    }

    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { .make(MaskedFill(number: 0), g, b) }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g }

    func checkNumber(_ dtype: DType, _ world: World) throws(ApusError) {
        if case .complex = number, !dtype.isComplex {
            throw .dtype(operation: Self.name, message: "a complex number cannot be written to an array of \(dtype)")
        }
        try checkFits(number, in: dtype, world, Self.name)
    }
}

/// Writes one number where a mask is true.
struct MaskedFillInPlace: InPlaceOperation {
    static var name: String { MaskedFill.name }
    static var saves: Saved { [.second] }
    let number: Scalar

    func run(_ target: Strided, _ others: [Strided], _ world: World) throws(ApusError) {
        let mask = others[0]
        try checkMask(mask, Self.name)
        try MaskedFill(number: number).checkNumber(target.dtype, world)
        _ = try commonDevice(Self.name, target, mask)
        guard Layout.broadcastShape(target.shape, mask.shape) == target.shape else {
            throw .shape(operation: Self.name, message: "a mask of shape \(mask.shape) does not broadcast to \(target.shape)")
        }
        let apart = mask.sharesMemory(with: target) ? try castCopy(mask, to: .bool) : mask
        try target.device.backend.ternary(
            .select, apart, filled([], number, target.dtype, target.device), target, to: target)
    }

    func derivative(of index: Int, _ g: Tensor, _ inputs: [Tensor], _ y: Tensor) -> Tensor {
        index == 0 ? .make(MaskedFill(number: 0), g, inputs[1]) : g
    }
}

func checkMask(_ mask: Strided, _ operation: String) throws(ApusError) {
    guard mask.dtype == .bool else {
        throw .dtype(operation: operation, message: "a mask must be bool, not \(mask.dtype); cast with astype(.bool)")
    }
}

/// The elements where a mask is true.
enum MaskedSelect: TableOperation {
    static var name: String { "maskedSelect" }
    static var parameters: [Parameter] { [.array("x"), .array("mask")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.array("mask"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ mask: Face) throws(ApusError) -> Face {
        try checkMask(mask.value, name)
        try checkIndexDevice(mask.value, of: x.device, name)
        guard let shape = Layout.broadcastShape(x.shape, mask.shape) else { throw doNotBroadcast(name, x.shape, mask.shape) }
        let wide: Face = shape == x.shape ? x : try .apply(Broadcast(shape: shape), x)
        let positions = try truePositions(mask.value.view(mask.value.layout.broadcast(to: shape)!))
        let group = IndexedAxes.Group(axis: 0, count: shape.count, positions: positions)
        return try .apply(Gather(selection: IndexedAxes(groups: [group], shape: positions.shape, place: 0)), wide)
    }
}

/// The indices of the elements that are not zero, one row for each.
struct ArgWhere: UnaryOperation, TableOperation {
    static var name: String { "argwhere" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }

    static var parameters: [Parameter] { [.array("x"), Parameter("asTuple", .boolean, default: false)] }
    static func givesList<Face: ArrayFace>(_ arguments: Arguments<Face>) -> Bool {
        (try? arguments.boolean("asTuple", default: false)) ?? false
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x")
        return try arguments.boolean("asTuple", default: false) ? Nonzero.apply(x) : [.apply(ArgWhere(), x)]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec { Spec([try nonzeroPositions(x).count, x.rank], .int64) }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try unravel(nonzeroPositions(x), x.shape, to: out, backend)
    }

    func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        let positions = try nonzeroPositions(x)
        let out = try Strided.empty([positions.count, x.rank], .int64, on: x.device)
        try unravel(positions, x.shape, to: out, x.device.backend)
        return out
    }

    private func nonzeroPositions(_ x: Strided) throws(ApusError) -> Strided { try truePositions(cast(x, to: .bool)) }

    /// Writes row-major positions as indices, axis by axis.
    private func unravel(_ positions: Strided, _ shape: Dims, to out: Strided, _ backend: any Backend) throws(ApusError) {
        var step = 1
        for axis in (0..<shape.count).reversed() {
            let column = out.view(out.layout.selected(axis: 1, at: axis))
            try backend.binary(.floorDivide, positions, .int(Int64(step)), reversed: false, to: column)
            try backend.binary(.remainder, column, .int(Int64(max(shape[axis], 1))), reversed: false, to: column)
            step *= max(shape[axis], 1)
        }
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g }
}

/// The indices of the elements that are not zero, one array for each axis.
enum Nonzero: TableOperation {
    static var name: String { "nonzero" }
    static var givesList: Bool { true }
    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try apply(arguments.array("x"))
    }

    static func apply<Face: ArrayFace>(_ x: Face) throws(ApusError) -> [Face] {
        if x.rank == 0 && Face.world == .numpy {
            throw .shape(operation: name, message: "an array without axes has no indices; use reshape([1]) or argwhere()")
        }
        let line: Face = x.rank == 0 ? try .apply(Reshape(shape: [1]), x) : x
        return try Unbind.apply(.apply(ArgWhere(), line), 1)
    }
}

extension ArrayFace {
    /// A copy with `number` where `mask`, a bool array that broadcasts with this one, is true. `torch.masked_fill`.
    public func maskedFill(_ mask: Self, _ number: some ScalarConvertible) -> Self {
        .make(MaskedFill(number: number.scalar), self, mask)
    }

    /// Writes `number` where `mask`, which broadcasts to this array's shape, is true. `torch.Tensor.masked_fill_`,
    /// `numpy.putmask`.
    public func fill(_ number: some ScalarConvertible, where mask: Self) {
        Self.overwrite(self, with: MaskedFillInPlace(number: number.scalar), [mask])
    }

    /// The elements where `mask`, which broadcasts with this array, is true, along one axis. A copy.
    /// `torch.masked_select`; in NumPy an index.
    public func maskedSelect(_ mask: Self) -> Self {
        trapping { () throws(ApusError) -> Self in try MaskedSelect.apply(self, mask) }
    }

    /// The indices of the elements that are not zero, as one int64 array for each axis. `numpy.nonzero`,
    /// `torch.nonzero(as_tuple=True)`.
    public func nonzero() -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try Nonzero.apply(self) }
    }

    /// The indices of the elements that are not zero, as an int64 array with one row for each. `numpy.argwhere`,
    /// `torch.nonzero`.
    public func argwhere() -> Self { .make(ArgWhere(), self) }
}
