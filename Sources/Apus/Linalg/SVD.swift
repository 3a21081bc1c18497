import ApusCore

/// A = U·diag(S)·Vᴴ.
struct SingularValueDecomposition: VariadicOperation {
    static var name: String { "svd" }
    static var saves: Saved { [.output] }
    /// Whether U and Vᴴ are square.
    let isFull: Bool

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = inputs[0]
        try MatrixRule.requireMatrix(x, Self.name)
        let dtype = try MatrixRule.compute([x.dtype], world, Self.name)
        let k = min(x.rows, x.columns)
        let u = try Strided.empty(x.batch.with(x.rows, isFull ? x.rows : k), dtype, on: x.device)
        let s = try Strided.empty(x.batch.with(k), dtype.realType, on: x.device)
        let vh = try Strided.empty(x.batch.with(isFull ? x.columns : k, x.columns), dtype, on: x.device)
        try x.device.backend.svd(cast(x, to: dtype), u: u, s: s, vh: vh)
        return [u, s, vh]
    }

    /// PyTorch's formula, for functions that do not depend on the phases of the vectors: J. Townsend, "Differentiating the
    /// Singular Value Decomposition" (2016). Of square U and Vᴴ only the vectors that belong to a singular value count.
    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let k = context.outputs[1].shape[context.outputs[1].rank - 1]
        let rows = context.outputs[0].shape[context.outputs[0].rank - 2]
        let columns = context.outputs[2].shape[context.outputs[2].rank - 1]
        let u = narrow(context.outputs[0], -1, k), s = context.outputs[1], vh = narrow(context.outputs[2], -2, k)
        let wide = s.expandDims(-2), tall = s.expandDims(-1)
        let hasU = context.gradients[0] != nil, hasV = context.gradients[2] != nil
        if !hasU && !hasV { return [(u * context.gradient(1).expandDims(-2)).matmul(vh)] }
        let gu = narrow(context.gradient(0), -1, k), gvh = narrow(context.gradient(2), -2, k)
        let identity = Tensor.eye(k, dtype: s.dtype, device: s.device)
        let gaps = (wide * wide - tall * tall) * (1 - identity) + identity
        let left = u.H.matmul(gu), right = vh.matmul(gvh.H)
        let turnU = left - left.H, turnV = right - right.H
        var core = (turnU / gaps) * wide + tall * (turnV / gaps)
        if context.gradients[1] != nil { core = core + context.gradient(1).onDiagonal() }
        if u.dtype.isComplex { core = core + (turnU.matrixDiagonal / (2 * s)).onDiagonal() }
        var result = u.matmul(core).matmul(vh)
        if rows > k && hasU { result = result + ((gu - u.matmul(left)) / wide).matmul(vh) }
        if columns > k && hasV { result = result + u.matmul((gvh - gvh.matmul(vh.H).matmul(vh)) / tall) }
        return [result]
    }

    private func narrow(_ x: Tensor, _ axis: Int, _ count: Int) -> Tensor {
        let place = x.rank + axis
        return x.shape[place] == count ? x : x.part(place, 0..<count)
    }
}

/// Singular values alone.
struct SingularValues: UnaryOperation {
    static var name: String { "svdvals" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        try MatrixRule.requireMatrix(x, Self.name)
        let dtype = try MatrixRule.compute([x.dtype], world, Self.name)
        return Spec(x.batch.with(min(x.rows, x.columns)), dtype.realType)
    }

    func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        let spec = try result(x, world)
        let s = try Strided.empty(spec.shape, spec.dtype, on: x.device)
        try x.device.backend.svd(cast(x, to: MatrixRule.compute([x.dtype], world, Self.name)), u: nil, s: s, vh: nil)
        return s
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.svd(x, u: nil, s: out, vh: nil)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g }
}

/// `svd` by its name.
enum SVDEntry: TableOperation {
    static var name: String { "svd" }
    static var parameters: [Parameter] {
        [
            .array("x").known(as: "input", "A", "a"), Parameter("fullMatrices", .boolean, default: true),
            Parameter("computeVectors", .boolean, default: true).known(as: "compute_uv"),
            Parameter("hermitian", .boolean, default: false),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), hermitian = try arguments.boolean("hermitian", default: false)
        guard try arguments.boolean("computeVectors", default: true) else {
            return [try hermitian ? Linalg.svdvalsHermitian(x) : Linalg.svdvals(x)]
        }
        if hermitian { return try Linalg.svdHermitian(x) }
        let isFull = try arguments.boolean("fullMatrices", default: true)
        return try Face.apply(SingularValueDecomposition(isFull: isFull), [x])
    }
}

/// `svdvals` by its name.
enum SingularValuesEntry: TableOperation {
    static var name: String { "svdvals" }
    static var parameters: [Parameter] { [.array("x").known(as: "input", "A", "a")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try Linalg.svdvals(arguments.array("x"))]
    }
}

extension ArrayFace {
    /// Whether operations on this are recorded for a derivative.
    var isRecorded: Bool { (self as? Tensor)?.requiresGrad == true && Gradients.areEnabled }
}

extension Linalg {
    /// A = U·diag(S)·Vᴴ with orthonormal columns in U and V and the singular values, descending, in S.
    /// `numpy.linalg.svd`, `torch.linalg.svd`.
    ///
    /// For an m×n matrix with k = min(m, n): S has k entries; U is m×m and Vᴴ n×n, or with `fullMatrices` false m×k and
    /// k×n. Vectors are determined up to a common phase of a column of U and V; derivatives exist for functions that do not
    /// depend on it, where the singular values differ.
    ///
    /// - Throws: `ApusError.linearAlgebra` if the iteration does not converge, as for NaN.
    public static func svd<Face: ArrayFace>(
        _ x: Face, fullMatrices: Bool = true
    ) throws(ApusError) -> (u: Face, s: Face, vh: Face) {
        let results = try Face.apply(SingularValueDecomposition(isFull: fullMatrices), [x])
        return (results[0], results[1], results[2])
    }

    /// The singular values, descending. `numpy.linalg.svdvals`, `torch.linalg.svdvals`.
    public static func svdvals<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        if x.isRecorded { return try Face.apply(SingularValueDecomposition(isFull: false), [x])[1] }
        return try .apply(SingularValues(), x)
    }

    /// The singular values of Hermitian matrices, descending, by their eigenvalues.
    static func svdvalsHermitian<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        try .apply(Sort(axis: -1, descending: true), .apply(Absolute(), eigvalsh(x)))
    }

    /// The singular value decomposition of Hermitian matrices by their eigenvalues.
    static func svdHermitian<Face: ArrayFace>(_ x: Face) throws(ApusError) -> [Face] {
        let (values, vectors) = try eigh(x)
        let order: Face = try .apply(ArgSort(axis: -1, descending: true), .apply(Absolute(), values))
        let sorted = try TakeAlongAxis.apply(values, order, -1)
        let wide: Face = try .apply(ExpandDims(axes: [-2]), order)
        let u = try TakeAlongAxis.apply(vectors, .apply(Broadcast(shape: vectors.shape), wide), -1)
        let one = try Face.number(.float(1)).placed(as: sorted.dtype, x.device)
        let signs: Face = try .apply(CopySign(), one, sorted)
        let signed: Face = try .apply(Multiply(), u, .apply(ExpandDims(axes: [-2]), signs))
        return [u, try .apply(Absolute(), sorted), try signed.adjoint()]
    }
}

extension ArrayFace {
    /// A number in a dtype and on a device.
    func placed(as dtype: DType, _ device: Device) throws(ApusError) -> Self {
        if device == .meta { return Self(value: Strided(placeholder: shape, dtype)) }
        return try .apply(Cast(dtype: dtype), self)
    }
}
