/// A copy in another dtype.
struct Cast: UnaryOperation, TableOperation {
    static var name: String { "astype" }
    static var saves: Saved { [] }
    let dtype: DType

    static var parameters: [Parameter] { [.array("x"), Parameter("dtype", .dtype)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x")
        return [try .apply(Cast(dtype: try arguments.dtype() ?? x.dtype), x)]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec { Spec(x.shape, dtype) }
    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.copy(x, to: out)
    }
    func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided { try castCopy(x, to: dtype) }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g }
}

/// A row-major copy.
struct Copy: UnaryOperation, TableOperation {
    static var name: String { "copy" }
    static var saves: Saved { [] }

    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(Copy(), arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec { Spec(x.shape, x.dtype) }
    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.copy(x, to: out)
    }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g }
}

/// Writes another array over the target, cast and broadcast to it.
struct Assign: InPlaceOperation {
    static var name: String { "assign" }
    static var saves: Saved { [] }

    func run(_ target: Strided, _ others: [Strided], _ world: World) throws(ApusError) {
        let source = others[0]
        _ = try commonDevice(Self.name, target, source)
        let overlaps = source.sharesMemory(with: target) && !source.isSameView(as: target)
        let apart = overlaps ? try castCopy(source, to: source.dtype) : source
        guard let layout = apart.layout.broadcast(to: target.shape) else {
            throw .shape(
                operation: Self.name, message: "a value of shape \(source.shape) does not broadcast to \(target.shape)")
        }
        try target.device.backend.copy(apart.view(layout), to: target)
    }

    func derivative(of index: Int, _ g: Tensor, _ inputs: [Tensor], _ y: Tensor) -> Tensor {
        index == 0 ? Tensor.zeros(g.shape, dtype: g.dtype, device: g.device) : g
    }
}

/// Writes one number over the target.
struct Fill: InPlaceOperation {
    static var name: String { "fill" }
    static var saves: Saved { [] }
    let scalar: Scalar

    func run(_ target: Strided, _ others: [Strided], _ world: World) throws(ApusError) {
        try checkFits(scalar, in: target.dtype, world, Self.name)
        try target.device.backend.fill(target, with: scalar)
    }

    func derivative(of index: Int, _ g: Tensor, _ inputs: [Tensor], _ y: Tensor) -> Tensor {
        Tensor.zeros(g.shape, dtype: g.dtype, device: g.device)
    }
}

extension ArrayFace {
    /// A copy with elements of `dtype`, which may be the dtype that they have.
    package func copy(as dtype: DType) throws(ApusError) -> Self { try .apply(Cast(dtype: dtype), self) }

    /// A copy with elements of `dtype`, or this array itself if it has that dtype. Integers wrap, floats are truncated
    /// toward zero or rounded to nearest, an imaginary part is dropped. `numpy.ndarray.astype(copy=False)`,
    /// `torch.Tensor.to`.
    public func astype(_ dtype: DType) -> Self { dtype == self.dtype ? self : .make(Cast(dtype: dtype), self) }

    /// A row-major copy with memory of its own. `numpy.copy`, `torch.clone`.
    public func copy() -> Self { .make(Copy(), self) }

    /// This array if it is row-major, else a copy that is. `numpy.ascontiguousarray`, `torch.Tensor.contiguous`.
    public func contiguous() -> Self { isContiguous ? self : copy() }

    /// Writes `source`, broadcast to this array's shape and cast to its dtype, over the elements: `numpy.copyto`,
    /// `torch.Tensor.copy_`.
    public func assign(_ source: Self) { Self.overwrite(self, with: Assign(), [source]) }

    /// Writes one number over every element. `numpy.ndarray.fill`, `torch.Tensor.fill_`.
    public func fill(_ number: some ScalarConvertible) { Self.overwrite(self, with: Fill(scalar: number.scalar)) }
}
