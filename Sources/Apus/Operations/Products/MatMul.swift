/// Matrix products over the last two axes; leading axes broadcast. A vector is a row on the left and a column on the right, and
/// its axis is not in the result.
struct MatMul: BinaryOperation {
    static var name: String { "matmul" }
    static var saves: Saved { [.first, .second] }

    func result(_ a: Strided, _ b: Strided, _ world: World) throws(ApusError) -> Spec {
        guard a.shape[a.rank - 1] == b.shape[max(b.rank - 2, 0)] else {
            throw .shape(
                operation: Self.name,
                message: "shapes \(a.shape) and \(b.shape): the first has \(a.shape[a.rank - 1]) columns, "
                    + "the second \(b.shape[max(b.rank - 2, 0)]) rows; they must agree")
        }
        if a.rank == 2 && b.rank == 2 { return Spec([a.shape[0], b.shape[1]], try world.promote(a, b)) }
        guard var shape = Layout.broadcastShape(Dims(a.shape.dropLast(2)), Dims(b.shape.dropLast(2))) else {
            throw doNotBroadcast(Self.name, Dims(a.shape.dropLast(2)), Dims(b.shape.dropLast(2)))
        }
        if a.rank > 1 { shape.append(a.shape[a.rank - 2]) }
        if b.rank > 1 { shape.append(b.shape[b.rank - 1]) }
        return Spec(shape, try world.promote(a, b))
    }

    func evaluate(_ a: Strided, _ b: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let x = try cast(a, to: out.dtype), y = try cast(b, to: out.dtype)
        if a.rank > 1 && b.rank > 1 { return try backend.matmul(x, y, bias: nil, to: out) }
        var layout = out.layout
        if b.rank == 1 { layout = layout.expanded(at: layout.rank) }
        if a.rank == 1 { layout = layout.expanded(at: layout.rank - 1) }
        try backend.matmul(
            a.rank == 1 ? x.view(x.layout.expanded(at: 0)) : x, b.rank == 1 ? y.view(y.layout.expanded(at: 1)) : y, bias: nil,
            to: out.view(layout))
    }

    func run(_ a: Strided, _ b: Strided, _ world: World) throws(ApusError) -> Strided {
        if let small = try smallProduct(a, transposed: false, b, transposed: false) { return small }
        let device = try commonDevice(Self.name, a, b)
        let spec = try result(a, b, world)
        let out = try Strided.empty(spec.shape, spec.dtype, on: device)
        try evaluate(a, b, to: out, on: device.backend)
        return out
    }

    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor {
        if a.rank > 1 && b.rank > 1 { return g.matmul(b.H) }
        let gradient = matrix(g, a, b).matmul(b.rank == 1 ? b.conjugate().expandDims(0) : b.H)
        return a.rank == 1 ? vectors(gradient, a.count) : gradient
    }

    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor {
        // One matrix that multiplied many: their rows are rows of one product.
        if b.rank == 2 && a.rank > 2 {
            return a.rows().H.matmul(g.rows())
        }
        if a.rank > 1 && b.rank > 1 { return a.H.matmul(g) }
        let gradient = (a.rank == 1 ? a.conjugate().expandDims(1) : a.H).matmul(matrix(g, a, b))
        return b.rank == 1 ? vectors(gradient, b.count) : gradient
    }

    /// A gradient with the axes that vectors lack.
    private func matrix(_ g: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
        let columns = b.rank == 1 ? g.expandDims(-1) : g
        return a.rank == 1 ? columns.expandDims(-2) : columns
    }

    /// Matrices of one row or column as vectors.
    private func vectors(_ x: Tensor, _ count: Int) -> Tensor {
        var shape = Dims(x.shape.dropLast(2))
        shape.append(count)
        return x.reshape(shape)
    }
}

/// x · weightᵀ + bias: a matrix product with the bias added as the result is stored.
struct LinearMap: TernaryOperation, TableOperation {
    static var name: String { "linear" }
    static var saves: Saved { [.first, .second] }

    static var parameters: [Parameter] {
        [.array("x"), .array("weight"), Parameter("bias", .array, optional: true)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try Face.linear(arguments.array("x"), arguments.array("weight"), arguments.optionalArray("bias"))]
    }

    func result(_ x: Strided, _ weight: Strided, _ bias: Strided, _ world: World) throws(ApusError) -> Spec {
        guard x.rank >= 1, weight.rank == 2, x.shape[x.rank - 1] == weight.shape[1] else {
            throw .shape(
                operation: Self.name,
                message: "a weight of shape \(weight.shape) for an input of shape \(x.shape); it must be [out, in] with the "
                    + "input's last axis for in")
        }
        guard bias.shape == [weight.shape[0]] else {
            throw .shape(
                operation: Self.name, message: "a bias of shape \(bias.shape) for \(weight.shape[0]) outputs; one for each")
        }
        var shape = x.shape
        shape[x.rank - 1] = weight.shape[0]
        return Spec(shape, try world.promote(world.promote(x.dtype, weight.dtype), bias.dtype))
    }

    func evaluate(
        _ x: Strided, _ weight: Strided, _ bias: Strided, to out: Strided, on backend: any Backend
    ) throws(ApusError) {
        let transposed = weight.view(weight.layout.permuted([1, 0]))
        let rows = x.rank == 1 ? x.view(x.layout.expanded(at: 0)) : x
        try backend.matmul(
            cast(rows, to: out.dtype), cast(transposed, to: out.dtype), bias: contiguous(cast(bias, to: out.dtype)),
            to: x.rank == 1 ? out.view(out.layout.expanded(at: 0)) : out)
    }

    func run(_ x: Strided, _ weight: Strided, _ bias: Strided, _ world: World) throws(ApusError) -> Strided {
        let small = try withUnsafePointer(to: bias) { bias throws(ApusError) in
            try smallProduct(x, transposed: false, weight, transposed: true, bias: bias)
        }
        if let small { return small }
        let device = try commonDevice(Self.name, x, weight, bias)
        let spec = try result(x, weight, bias, world)
        let out = try Strided.empty(spec.shape, spec.dtype, on: device)
        try evaluate(x, weight, bias, to: out, on: device.backend)
        return out
    }

    func derivative(of index: Int, _ g: Tensor, _ x: Tensor, _ weight: Tensor, _ bias: Tensor, _ y: Tensor) -> Tensor {
        switch index {
        case 0: return g.smallProduct(weight, transposed: false) ?? g.matmul(weight.conjugate())
        case 1: return g.smallProduct(x, transposed: true) ?? g.rows().T.matmul(x.rows().conjugate())
        default: return g
        }
    }
}

/// A product of small matrices in host memory, without copying layouts about; nil where that way is not open.
private func smallProduct(
    _ a: Strided, transposed isATransposed: Bool, _ b: Strided, transposed isBTransposed: Bool,
    bias: UnsafePointer<Strided>? = nil
) throws(ApusError) -> Strided? {
    try withUnsafePointer(to: a) { a throws(ApusError) in
        try withUnsafePointer(to: b) { b throws(ApusError) in
            try Strided.plainProduct(a, transposed: isATransposed, b, transposed: isBTransposed, bias: bias)
        }
    }
}

extension Tensor {
    /// The product of this matrix, or its transpose, with another, if it is small and will not be recorded.
    fileprivate func smallProduct(_ other: Tensor, transposed isTransposed: Bool) -> Tensor? {
        if mayBeRecorded || other.mayBeRecorded { return nil }
        return trapping { () throws(ApusError) in
            try Apus.smallProduct(value, transposed: isTransposed, other.value, transposed: false).map(Tensor.init(value:))
        }
    }

    /// All axes but the last as one.
    fileprivate func rows() -> Tensor { rank == 2 ? self : reshape(Dims(shape.dropLast()).product, shape[rank - 1]) }
}

/// `matmul` by its name, vectors included.
struct MatMulEntry: PairOperation {
    static var name: String { "matmul" }
    static func combine<Face: ArrayFace>(_ a: Face, _ b: Face) throws(ApusError) -> Face { try Face.product(a, b) }
}

extension ArrayFace {
    /// The throwing form of `matmul(_:)`.
    static func product(_ a: Self, _ b: Self) throws(ApusError) -> Self {
        guard a.rank > 0, b.rank > 0 else {
            throw .shape(
                operation: "matmul", message: "shapes \(a.shape) and \(b.shape): a 0-d array is no matrix; use multiply")
        }
        return try apply(MatMul(), a, b)
    }

    /// The throwing form of `linear(weight:bias:)`.
    static func linear(_ x: Self, _ weight: Self, _ bias: Self?) throws(ApusError) -> Self {
        if weight.rank == 1 {
            let sums = try product(x, weight)
            return try bias.map { bias throws(ApusError) -> Self in try apply(Add(), sums, bias) } ?? sums
        }
        if let bias { return try apply(LinearMap(), x, weight, bias) }
        guard weight.rank == 2 else {
            throw .shape(operation: "linear", message: "a weight of shape \(weight.shape); it must be [out, in]")
        }
        return try product(x, weight.T)
    }

    /// The matrix product over the last two axes; leading axes broadcast. A vector counts as a row on the left and as a
    /// column on the right, and its axis is not in the result. `numpy.matmul`, `torch.matmul`.
    ///
    /// Operands of different dtypes meet as in addition. Products of float16 and bfloat16 are summed in float32;
    /// integers wrap.
    public func matmul(_ other: Self) -> Self { trapping { () throws(ApusError) in try Self.product(self, other) } }

    /// x · weightᵀ + bias, along the last axis, for a weight of shape [out, in], or [in] for one output without an axis.
    /// `torch.nn.functional.linear`.
    public func linear(weight: Self, bias: Self? = nil) -> Self {
        trapping { () throws(ApusError) in try Self.linear(self, weight, bias) }
    }

    /// The conjugate transpose of the last two axes: `torch.Tensor.mH`.
    public var H: Self { swapAxes(-2, -1).conjugate() }

    /// The inner product: of two vectors a number, else a sum over the last axis of this array and the last but one of
    /// the other. `numpy.dot`; for two vectors `torch.dot`.
    public func dot(_ other: Self) -> Self { trapping { () throws(ApusError) in try Self.dot(self, other) } }

    /// The product of each element of this array with each of the other, both flattened. `numpy.outer`, `torch.outer`.
    public func outer(_ other: Self) -> Self {
        .make(Multiply(), reshape(count, 1), other.reshape(1, other.count))
    }
}

/// `dot` by its name.
enum Dot: PairOperation {
    static var name: String { "dot" }
    static func combine<Face: ArrayFace>(_ a: Face, _ b: Face) throws(ApusError) -> Face { try Face.dot(a, b) }
}

/// `outer` by its name.
enum Outer: PairOperation {
    static var name: String { "outer" }
    static func combine<Face: ArrayFace>(_ a: Face, _ b: Face) throws(ApusError) -> Face {
        try .apply(Multiply(), a.reshape(a.count, 1), b.reshape(1, b.count))
    }
}

extension ArrayFace {
    /// The throwing form of `dot(_:)`.
    static func dot(_ a: Self, _ b: Self) throws(ApusError) -> Self {
        if a.rank == 0 || b.rank == 0 { return try apply(Multiply(), a, b) }
        let axis = b.rank == 1 ? 0 : b.rank - 2
        guard a.shape[a.rank - 1] == b.shape[axis] else {
            throw .shape(
                operation: "dot",
                message: "shapes \(a.shape) and \(b.shape): the last axis of the first and axis \(axis) of the second differ")
        }
        if b.rank <= 2 { return try product(a, b) }
        // The summed axis first, all others of `b` in one: a matrix product, whose columns then get b's shape back.
        var order = Dims(0..<b.rank)
        order.remove(at: axis)
        order.insert(axis, at: 0)
        var rest = b.shape
        rest.remove(at: axis)
        let columns = try product(a, b.transpose(order).reshape(b.shape[axis], rest.product))
        return columns.reshape(Dims(Array(a.shape.dropLast()) + Array(rest)))
    }
}
