/// An n-dimensional array on a device, with automatic differentiation: PyTorch's `Tensor`.
///
/// A tensor is a reference, and views share memory, as with `NDArray`. A tensor whose `requiresGrad` is set records the
/// operations on it; `backward()` on a result then fills its `grad`.
public final class Tensor: ArrayFace, @unchecked Sendable {
    public static var world: World { .torch }

    @exclusivity(unchecked) public internal(set) var value: Strided

    /// What made this tensor, or for a leaf where its gradient goes; nil if no gradient flows to it.
    @exclusivity(unchecked) var history: Node?
    /// Which result of `history` this is.
    @exclusivity(unchecked) var historyIndex = 0
    /// The tensor whose memory this one views, if it is a view.
    @exclusivity(unchecked) var viewInfo: ViewInfo?
    /// How often an in-place operation changed the history of this memory; views compare it with what they saw.
    var rewritings = 0
    /// Whether this is a number that took part in an operation: it does not widen other dtypes.
    let isNumber: Bool

    public init(value: Strided) {
        self.value = value
        isNumber = false
    }

    public var mayBeRecorded: Bool { mayNeedGradient && Gradients.areEnabled }

    /// Elements from the start of a storage, in the shape and with the strides of another tensor.
    init(_ storage: Storage, like other: Tensor, _ dtype: DType) {
        value = Strided(
            storage: storage, layout: Layout(shape: other.value.layout.shape, strides: other.value.layout.strides),
            dtype: dtype)
        isNumber = false
    }

    /// A 0-d tensor that stands for a number.
    init(number: Scalar, dtype: DType) throws(ApusError) {
        value = try Strided.empty([], dtype)
        number.store(to: value.pointer, as: dtype)
        isNumber = true
    }

    init(value: Strided, history: Node?, index: Int) {
        self.value = value
        self.history = history
        historyIndex = index
        isNumber = false
    }
}

extension Tensor {
    public static func apply<Op: UnaryOperation>(_ operation: Op, _ x: Tensor) throws(ApusError) -> Tensor {
        let plain = try withUnsafeMutablePointer(to: &x.value) { x throws(ApusError) in try operation.runPlain(x) }
        let y: Tensor
        if let plain {
            y = Tensor(plain.storage, like: x, plain.dtype)
        } else {
            y = Tensor(value: try operation.run(x.value, .torch))
        }
        if x.mayNeedGradient, let edge = x.edge, Gradients.areEnabled, Op.isDifferentiable, y.dtype.isInexact {
            y.history = UnaryNode(operation, x, edge, y)
        }
        if y.value.storage === x.value.storage { y.viewInfo = ViewInfo(of: x) }
        return y
    }

    public static func apply<Op: BinaryOperation>(
        _ operation: Op, _ a: Tensor, _ b: Tensor
    ) throws(ApusError) -> Tensor {
        let plain = try withUnsafeMutablePointer(to: &a.value) { a throws(ApusError) in
            try withUnsafeMutablePointer(to: &b.value) { b throws(ApusError) in try operation.runPlain(a, b) }
        }
        let y: Tensor
        if let plain {
            y = Tensor(plain.storage, like: a, plain.dtype)
        } else {
            y = Tensor(value: try operation.run(a.value, b.value, .torch))
        }
        if a.mayNeedGradient || b.mayNeedGradient, Gradients.areEnabled, Op.isDifferentiable, y.dtype.isInexact {
            let first = a.edge, second = b.edge
            if first != nil || second != nil { y.history = BinaryNode(operation, a, first, b, second, y) }
        }
        return y
    }

    public static func apply<Op: ElementwiseBinary>(
        _ operation: Op, _ a: Tensor, scalar: Scalar, reversed: Bool
    ) throws(ApusError) -> Tensor {
        let plain = try withUnsafeMutablePointer(to: &a.value) { a throws(ApusError) in
            try operation.runPlain(a, scalar: scalar, reversed: reversed, .torch)
        }
        let y: Tensor
        if let plain {
            y = Tensor(plain.storage, like: a, plain.dtype)
        } else {
            y = Tensor(value: try operation.run(a.value, scalar: scalar, reversed: reversed, .torch))
        }
        if a.mayNeedGradient, let edge = a.edge, Gradients.areEnabled, Op.isDifferentiable, y.dtype.isInexact {
            let number = try Tensor(number: scalar, dtype: World.torch.promote(a.dtype, with: scalar))
            y.history = reversed
                ? BinaryNode(operation, number, nil, a, edge, y) : BinaryNode(operation, a, edge, number, nil, y)
        }
        return y
    }

    public static func apply<Op: TernaryOperation>(
        _ operation: Op, _ a: Tensor, _ b: Tensor, _ c: Tensor
    ) throws(ApusError) -> Tensor {
        let y = Tensor(value: try operation.run(a.value, b.value, c.value, .torch))
        if Gradients.areEnabled, Op.isDifferentiable, y.dtype.isInexact {
            let edges = (a.edge, b.edge, c.edge)
            if edges.0 != nil || edges.1 != nil || edges.2 != nil {
                y.history = TernaryNode(operation, a, edges.0, b, edges.1, c, edges.2, y)
            }
        }
        return y
    }

    public static func apply<Op: VariadicOperation>(
        _ operation: Op, _ inputs: [Tensor]
    ) throws(ApusError) -> [Tensor] { try applyAny(operation, inputs) }

    public static func applyInPlace<Op: InPlaceOperation>(
        _ operation: Op, _ target: Tensor, _ others: [Tensor]
    ) throws(ApusError) { try applyAnyInPlace(operation, target, others) }

    // Compiled once instead of for each operation: what they do costs more than finding its members.

    private static func applyAny(
        _ operation: any VariadicOperation, _ inputs: [Tensor]
    ) throws(ApusError) -> [Tensor] {
        let results = try operation.run(inputs.map(\.value), .torch).map(Tensor.init(value:))
        for result in results {
            if let base = inputs.first(where: { $0.value.storage === result.value.storage }) {
                result.viewInfo = ViewInfo(of: base)
            }
        }
        guard Gradients.areEnabled, type(of: operation).isDifferentiable, inputs.contains(where: \.mayNeedGradient)
        else { return results }
        let edges = inputs.map(\.edge)
        if edges.contains(where: { $0 != nil }) {
            let node = VariadicNode(operation, inputs, edges, results)
            for (index, result) in results.enumerated()
            where result.dtype.isInexact && operation.isDifferentiable(output: index) {
                result.history = node
                result.historyIndex = index
            }
        }
        return results
    }

    private static func applyAnyInPlace(
        _ operation: any InPlaceOperation, _ target: Tensor, _ others: [Tensor]
    ) throws(ApusError) {
        if target.value.storage.isReadOnly { throw .readOnly(operation: type(of: operation).name) }
        let values = others.map(\.value)
        let records = Gradients.areEnabled && type(of: operation).isDifferentiable
            && (target.requiresGrad || others.contains(where: \.requiresGrad))
        if records {
            try target.checkMayBeOverwritten(type(of: operation).name)
            let node = try InPlaceNode(operation, [target] + others)
            try operation.run(target.value, values, .torch)
            target.value.storage.version &+= 1
            node.saveResult(target)
            target.replaceHistory(by: node)
        } else {
            try operation.run(target.value, values, .torch)
            target.value.storage.version &+= 1
        }
    }
}
