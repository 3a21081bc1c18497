import ApusCore

/// The pseudoinverse of Moore and Penrose: by singular values, of which small ones count as 0.
struct PseudoInverse: VariadicOperation {
    static var name: String { "pinv" }
    static var saves: Saved { [.first, .output] }
    let hermitian: Bool
    /// Which operands follow the matrices: the bounds of what counts as 0.
    let hasAbsolute: Bool
    let hasRelative: Bool

    func savesInput(_ index: Int) -> Bool { index == 0 }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        world == .numpy ? [try compute(inputs, NDArray.self)] : [try compute(inputs, Tensor.self)]
    }

    private func compute<Face: ArrayFace>(_ inputs: [Strided], _ face: Face.Type) throws(ApusError) -> Strided {
        let x = Face(value: inputs[0])
        try hermitian ? MatrixRule.requireSquare(x.value, Self.name) : MatrixRule.requireMatrix(x.value, Self.name)
        let absolute = hasAbsolute ? Face(value: inputs[1]) : nil
        let relative = hasRelative ? Face(value: inputs[hasAbsolute ? 2 : 1]) : nil
        let parts = hermitian
            ? try Linalg.svdHermitian(x) : try Face.apply(SingularValueDecomposition(isFull: false), [x])
        let s = parts[1]
        let cutoff = try MatrixRule.cutoff(s, x.shape, absolute, relative)
        let large: Face = try .apply(Greater(), s, cutoff)
        let inverse: Face = try .apply(Reciprocal(), s)
        let kept: Face = try .apply(Select(), large, inverse, Face.zeros(like: s))
        let scaled: Face = try .apply(
            Multiply(), parts[2].adjoint(), .apply(ExpandDims(axes: [-2]), kept))
        return try Face.apply(MatMul(), scaled, parts[0].adjoint()).value
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        [PseudoInverse.derivative(context.gradient(), context.inputs[0], context.outputs[0])]
            + Array(repeating: nil, count: context.inputs.count - 1)
    }

    /// G. Golub and V. Pereyra, "The Differentiation of Pseudo-Inverses and Nonlinear Least Squares Problems Whose
    /// Variables Separate" (1973), arranged so that products are small.
    static func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let adjoint = y.H, seed = g.H
        if x.shape[x.rank - 2] <= x.shape[x.rank - 1] {
            let k = seed.matmul(y), product = k.matmul(adjoint)
            return product - y.matmul(k).H - x.matmul(y).matmul(product) + adjoint.matmul(y).matmul(seed - k.matmul(x))
        }
        let k = y.matmul(seed), product = adjoint.matmul(k)
        return (seed - x.matmul(k)).matmul(y).matmul(adjoint) + product - k.matmul(y).H - product.matmul(y).matmul(x)
    }
}

extension MatrixRule {
    /// The bound up to which singular values count as 0: the greater of an absolute one and one relative to the largest.
    /// Without both, the relative one is the greater of the matrices' sizes times epsilon.
    static func cutoff<Face: ArrayFace>(
        _ s: Face, _ shape: Dims, _ absolute: Face?, _ relative: Face?
    ) throws(ApusError) -> Face {
        let first: Face? = try absolute.map { absolute throws(ApusError) in
            try .apply(ExpandDims(axes: [-1]), absolute)
        }
        if relative == nil, let first, Face.world == .numpy || s.device == .meta { return first }
        let largest: Face = s.shape[s.rank - 1] == 0
            ? .zeros(reducedShape(s.shape, without: [s.rank - 1], keepDims: true), dtype: s.dtype, device: s.device)
            : try .apply(Largest(axes: -1, keepDims: true), s)
        let second: Face
        if let relative {
            second = try .apply(Multiply(), largest, .apply(ExpandDims(axes: [-1]), relative))
        } else {
            let epsilon = s.dtype == .float32 ? 0x1p-23 : 0x1p-52
            let size = Double(max(shape[shape.count - 1], shape[shape.count - 2]))
            second = try .apply(Multiply(), largest, scalar: .float(size * epsilon), reversed: false)
        }
        guard let first else { return second }
        // PyTorch: an absolute bound other than 0 takes the place of the relative one that is not given.
        if relative == nil {
            let isGiven: Face = try .apply(Greater(), first, scalar: .int(0), reversed: false)
            return try .apply(Select(), isGiven, first.placed(as: s.dtype, s.device), second)
        }
        return try .apply(Maximum(), first.placed(as: s.dtype, s.device), second.placed(as: s.dtype, s.device))
    }
}

/// `pinv` by its name.
enum PseudoInverseEntry: TableOperation {
    static var name: String { "pinv" }
    static var parameters: [Parameter] {
        [
            .array("x").known(as: "input", "A", "a"), Parameter("rtol", .array, optional: true).known(as: "rcond"),
            Parameter("atol", .array, optional: true), Parameter("hermitian", .boolean, default: false),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x")
        return [
            try Linalg.pinv(
                x, rtol: bound("rtol", arguments, x), atol: bound("atol", arguments, x),
                hermitian: arguments.boolean("hermitian", default: false))
        ]
    }

    /// A bound of a call, on the operand's device where it is a number.
    static func bound<Face: ArrayFace>(
        _ name: String, _ arguments: Arguments<Face>, _ x: Face
    ) throws(ApusError) -> Face? {
        guard let bound = try arguments.optionalArray(name) else { return nil }
        guard bound.dtype.isComplex == false else {
            throw .dtype(operation: arguments.operation, message: "\(name) is complex; a bound must be real")
        }
        if case .scalar = arguments[name] { return try bound.placed(as: bound.dtype, x.device) }
        return bound
    }
}

/// The number of singular values that do not count as 0.
enum MatrixRank: TableOperation {
    static var name: String { "matrixRank" }
    static var parameters: [Parameter] { PseudoInverseEntry.parameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x")
        return [
            try Linalg.matrixRank(
                x, rtol: PseudoInverseEntry.bound("rtol", arguments, x), atol: PseudoInverseEntry.bound("atol", arguments, x),
                hermitian: arguments.boolean("hermitian", default: false))
        ]
    }
}

extension Linalg {
    /// The pseudoinverse of Moore and Penrose, n×m for an m×n matrix. Singular values up to `rtol` times the largest count
    /// as 0; without it, up to epsilon times the greater of m and n. (NumPy's own default is 1e-15.)
    /// `numpy.linalg.pinv`, `torch.linalg.pinv`.
    public static func pinv<Face: ArrayFace>(
        _ x: Face, rtol: Double? = nil, hermitian: Bool = false
    ) throws(ApusError) -> Face {
        let bound: Face? = try rtol.map { rtol throws(ApusError) in
            try Face.number(.float(rtol)).placed(as: .float64, x.device)
        }
        return try pinv(x, rtol: bound, atol: nil, hermitian: hermitian)
    }

    /// The pseudoinverse with bounds for each matrix of a batch: the greater of `atol` and `rtol` times the largest
    /// singular value.
    ///
    /// - Parameter hermitian: whether the matrices are Hermitian, which saves time; their lower triangles are read.
    public static func pinv<Face: ArrayFace>(
        _ x: Face, rtol: Face?, atol: Face?, hermitian: Bool = false
    ) throws(ApusError) -> Face {
        let operation = PseudoInverse(hermitian: hermitian, hasAbsolute: atol != nil, hasRelative: rtol != nil)
        return try Face.apply(operation, [x] + [atol, rtol].compactMap(\.self))[0]
    }

    /// The ranks of matrices: how many singular values are above the greater of `atol` and `rtol` times the largest. Without
    /// both, `rtol` is epsilon times the greater of the matrices' sizes. In NumPy's world an array of fewer than two axes
    /// has rank 0 if it is zero, else 1. Without derivative. `numpy.linalg.matrix_rank`, `torch.linalg.matrix_rank`.
    public static func matrixRank<Face: ArrayFace>(
        _ x: Face, rtol: Face? = nil, atol: Face? = nil, hermitian: Bool = false
    ) throws(ApusError) -> Face {
        let x = Face(value: x.value)
        if x.rank < 2 && Face.world == .numpy {
            return try .apply(Cast(dtype: .int64), .apply(AnyTrue(axes: .all, keepDims: false), x))
        }
        let s = try hermitian ? svdvalsHermitian(x) : svdvals(x)
        let cutoff = try MatrixRule.cutoff(s, x.shape, atol, rtol)
        return try .apply(CountNonzero(axes: -1, keepDims: false), .apply(Greater(), s, cutoff))
    }
}
