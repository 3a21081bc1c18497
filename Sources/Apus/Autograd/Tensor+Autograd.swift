extension Tensor {
    /// Whether gradients flow to this tensor. Setting it makes a leaf's gradient be collected in `grad`; only floating
    /// and complex tensors can have one. The result of a recorded operation requires a gradient and cannot be told not
    /// to: `detach()` it.
    public var requiresGrad: Bool {
        get { mayNeedGradient && edge != nil }
        set { trapping { () throws(ApusError) in try setRequiresGrad(newValue) } }
    }

    /// The throwing form of setting `requiresGrad`.
    public func setRequiresGrad(_ wanted: Bool) throws(ApusError) {
        if wanted == requiresGrad { return }
        if wanted {
            guard dtype.isInexact else {
                throw .autograd("only floating and complex tensors can require a gradient, not \(dtype)")
            }
            history = LeafNode()
            historyIndex = 0
        } else {
            guard isLeaf else {
                throw .autograd("requiresGrad can be switched off on leaves only; use detach() on a result")
            }
            history = nil
        }
    }

    /// The same tensor with `requiresGrad` set: `tensor.requires_grad_()`.
    @discardableResult
    public func requiringGrad(_ wanted: Bool = true) -> Tensor {
        requiresGrad = wanted
        return self
    }

    /// Whether the user made this tensor, rather than a recorded operation.
    public var isLeaf: Bool { edge.map { $0.node is LeafNode } ?? true }

    /// The name of the operation that made this tensor and is recorded for differentiation; nil for a leaf.
    public var gradFunction: String? {
        guard let node = edge?.node, !(node is LeafNode) else { return nil }
        return node.name
    }

    /// The gradient that `backward()` collected here, or nil. Kept for leaves, and for other tensors after
    /// `retainGrad()`.
    public var grad: Tensor? {
        get {
            guard let node = history else { return nil }
            if let leaf = node as? LeafNode { return leaf.gradient }
            return node.hooks?.retained[historyIndex] ?? nil
        }
        set {
            guard let leaf = history as? LeafNode else {
                precondition(newValue == nil, "grad can be set on a leaf that requires a gradient only")
                return
            }
            if let newValue {
                precondition(
                    newValue.shape == shape && newValue.dtype == dtype,
                    "grad: shape \(newValue.shape) and dtype \(newValue.dtype) for a tensor of \(shape) and \(dtype)")
            }
            leaf.gradient = newValue
        }
    }

    /// Keeps the gradient of this result of an operation in `grad` too: `tensor.retain_grad()`.
    public func retainGrad() {
        precondition(requiresGrad, "retainGrad: the tensor does not require a gradient")
        guard let node = history, !(node is LeafNode) else { return }
        if node.hooks == nil { node.hooks = HookTable() }
        node.hooks!.retained[historyIndex] = .some(nil)
    }

    /// Whether `retainGrad()` was called on this result of an operation.
    public var retainsGrad: Bool { history?.hooks?.retained[historyIndex] != nil }

    /// Calls `body` with this tensor's gradient whenever one is computed; a tensor that it returns takes the gradient's
    /// place: `tensor.register_hook`.
    @discardableResult
    public func registerHook(_ body: @escaping (Tensor) -> Tensor?) -> HookHandle {
        precondition(requiresGrad, "registerHook: the tensor does not require a gradient")
        let node = edge!.node
        if node.hooks == nil { node.hooks = HookTable() }
        return node.hooks!.add(output: historyIndex, body)
    }

    /// Calls `body` with `grad` after a pass has added to it: `register_post_accumulate_grad_hook`. Leaves only.
    @discardableResult
    public func registerPostAccumulateGradHook(_ body: @escaping (Tensor) -> Void) -> HookHandle {
        guard let leaf = edge?.node as? LeafNode else {
            preconditionFailure("registerPostAccumulateGradHook: only for leaves that require a gradient")
        }
        if leaf.hooks == nil { leaf.hooks = HookTable() }
        return leaf.hooks!.addAfterAccumulation(body)
    }

    /// The same memory without history: gradients do not flow through it. Writing to either shows in both.
    public func detach() -> Tensor { Tensor(value: value) }

    /// Computes the gradients of this tensor with respect to the leaves it came from and adds them to their `grad`.
    ///
    /// - Parameters:
    ///   - gradient: the gradient of some scalar with respect to this tensor, of its shape. May be left out where this
    ///     tensor has one element.
    ///   - retainGraph: whether a second pass through the same graph shall be possible.
    ///   - createGraph: whether the pass itself is recorded, for second derivatives.
    public func backward(_ gradient: Tensor? = nil, retainGraph: Bool? = nil, createGraph: Bool = false) {
        trapping { () throws(ApusError) in
            try Autograd.backward([self], seeds: [gradient], retainGraph: retainGraph, createGraph: createGraph)
        }
    }
}

/// The gradient of `output` with respect to each of `inputs`, leaving every `grad` as it is: `torch.autograd.grad`.
///
/// `seed` is the gradient of `output`, needed unless it has one element.
public func grad(
    of output: Tensor, wrt inputs: [Tensor], seed: Tensor? = nil, retainGraph: Bool? = nil, createGraph: Bool = false
) -> [Tensor] {
    trapping { () throws(ApusError) in
        try Autograd.gradients(
            of: [output], wrt: inputs, seeds: [seed], retainGraph: retainGraph, createGraph: createGraph
        ).map { $0! }
    }
}

// MARK: - History

/// That a tensor is a view: of which tensor, and as of which of its rewritings.
struct ViewInfo {
    /// The tensor that owns the memory's history; never itself a view.
    let base: Tensor
    var seen: Int

    init(of tensor: Tensor) {
        base = tensor.viewInfo?.base ?? tensor
        seen = base.rewritings
    }
}

extension Tensor {
    /// Whether a gradient may flow here; `edge` tells for certain.
    @inline(__always)
    var mayNeedGradient: Bool { history != nil || viewInfo != nil }

    /// Where a gradient of this tensor goes, or nil if none is needed. The history of a view whose base was written to
    /// in the meantime is made anew.
    @inline(__always)
    var edge: Edge? {
        if viewInfo != nil { refreshView() }
        guard let history else { return nil }
        return Edge(node: history, index: historyIndex)
    }

    private func refreshView() {
        guard let info = viewInfo, info.seen != info.base.rewritings else { return }
        viewInfo!.seen = info.base.rewritings
        historyIndex = 0
        history = info.base.edge.map { edge in
            UnaryNode(StridedRegion(base: info.base.value.layout, region: value.layout), info.base, edge, self)
        }
    }

    /// Refuses an in-place operation that would destroy a leaf whose gradient is asked for.
    func checkMayBeOverwritten(_ operation: String) throws(ApusError) {
        if requiresGrad && isLeaf {
            throw .autograd(
                "\(operation): a leaf that requires a gradient cannot be overwritten in place; do it inside noGrad { }, "
                    + "or use the form that makes a new tensor")
        }
        if let base = viewInfo?.base, base.requiresGrad, base.isLeaf {
            throw .autograd(
                "\(operation): a view of a leaf that requires a gradient cannot be overwritten in place; do it inside "
                    + "noGrad { }")
        }
        if value.layout.mayOverlapItself {
            throw .autograd("\(operation): several elements of this view share memory; write to a copy() of it")
        }
    }

    /// Makes `node` the origin of what an in-place operation has written here. If this is a view, the base's history
    /// becomes: its old value outside of the view's region, this value inside.
    func replaceHistory(by node: Node) {
        if let base = viewInfo?.base {
            let written = Tensor(value: value, history: node, index: 0)
            let rewrite = RegionRewrite(base: base.value.layout, region: value.layout)
            let rewritten = VariadicNode(rewrite, [base, written], [base.edge, written.edge], [base])
            base.history = rewritten
            base.historyIndex = 0
            base.rewritings += 1
            viewInfo!.seen = base.rewritings
        } else {
            rewritings += 1
        }
        history = node
        historyIndex = 0
    }
}
