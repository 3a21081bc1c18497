/// The walk back through the graph.
///
/// Nodes are visited from the newest to the oldest. Since an edge always leads to an older node, every gradient of a
/// node has arrived when its turn comes; no counting of references beforehand is needed, and nothing recurses.
struct Engine {
    /// A node that gradients have reached, with those gradients.
    private struct Pending {
        let node: Node
        var gradients: GradientSlots
    }

    /// Nodes that wait, oldest first.
    private var frontier: [Pending] = []
    private let createGraph: Bool
    private let retainGraph: Bool
    /// For `gradients(of:wrt:)`: where a gradient is taken out instead of being accumulated in leaves.
    private let captures: [Capture]?
    private var captured: [Tensor?]
    /// Nodes below this number cannot lead to a capture, since edges lead to smaller numbers only.
    private let least: UInt64

    struct Capture {
        let node: Node
        let index: Int
    }

    init(createGraph: Bool, retainGraph: Bool, captures: [Capture]? = nil) {
        self.createGraph = createGraph
        self.retainGraph = retainGraph
        self.captures = captures
        captured = Array(repeating: nil, count: captures?.count ?? 0)
        least = captures?.map(\.node.sequence).min() ?? 0
    }

    mutating func seed(_ edge: Edge, _ gradient: Tensor) { deliver(gradient, to: edge) }

    /// Walks until no gradient waits; gives what the captures took.
    mutating func run() throws(ApusError) -> [Tensor?] {
        let createGraph = createGraph
        try Gradients.with(enabled: createGraph) { () throws(ApusError) in
            while var next = frontier.popLast() { try visit(&next) }
        }
        return captured
    }

    private mutating func visit(_ pending: inout Pending) throws(ApusError) {
        let node = pending.node
        if let hooks = node.hooks { try hooks.run(&pending.gradients, outputs: node.outputCount, createGraph: createGraph) }
        if let captures {
            for (position, capture) in captures.enumerated() where capture.node === node {
                captured[position] = pending.gradients[capture.index]
            }
        }
        if let leaf = node as? LeafNode {
            guard captures == nil, let gradient = pending.gradients.first else { return }
            pending.gradients.first = nil
            leaf.accumulate(gradient, createGraph: createGraph)
            leaf.hooks?.runAfterAccumulation(leaf)
            return
        }
        var results = try node.derive(pending.gradients)
        pending.gradients = GradientSlots(nil)
        if !retainGraph { node.releaseSaved() }
        for index in 0..<node.inputCount {
            guard let edge = node.edge(index), let gradient = results[index] else { continue }
            results[index] = nil
            deliver(gradient, to: edge)
        }
    }

    private mutating func deliver(_ gradient: Tensor, to edge: Edge) {
        if edge.node.sequence < least { return }
        var low = 0
        var high = frontier.count
        while low < high {
            let middle = (low + high) / 2
            if frontier[middle].node.sequence < edge.node.sequence { low = middle + 1 } else { high = middle }
        }
        if low < frontier.count && frontier[low].node === edge.node {
            if let existing = frontier[low].gradients[edge.index] {
                frontier[low].gradients[edge.index] = existing + gradient
            } else {
                frontier[low].gradients[edge.index] = gradient
            }
        } else {
            var slots = GradientSlots(nil)
            slots[edge.index] = gradient
            frontier.insert(Pending(node: edge.node, gradients: slots), at: low)
        }
    }
}

/// The throwing forms of differentiation.
public enum Autograd {
    /// Differentiates `roots` and accumulates the gradients in the leaves: `torch.autograd.backward`.
    ///
    /// - Parameters:
    ///   - seeds: the gradient of each root, of its shape; nil stands for one, and only for a root of one element.
    ///   - retainGraph: whether values saved for the derivatives are kept, for another pass.
    ///   - createGraph: whether the derivatives are recorded themselves, for derivatives of higher order.
    public static func backward(
        _ roots: [Tensor], seeds: [Tensor?]? = nil, retainGraph: Bool? = nil, createGraph: Bool = false
    ) throws(ApusError) {
        var engine = Engine(createGraph: createGraph, retainGraph: retainGraph ?? createGraph)
        try plant(roots, seeds, in: &engine)
        _ = try engine.run()
    }

    /// The gradients of `outputs` with respect to `inputs`, without touching any `grad`: `torch.autograd.grad`.
    ///
    /// - Parameter allowUnused: whether an input that no output depends on gives nil instead of an error.
    public static func gradients(
        of outputs: [Tensor], wrt inputs: [Tensor], seeds: [Tensor?]? = nil, retainGraph: Bool? = nil,
        createGraph: Bool = false, allowUnused: Bool = false
    ) throws(ApusError) -> [Tensor?] {
        var captures: [Engine.Capture] = []
        for input in inputs {
            guard let edge = input.edge else {
                throw .autograd("a tensor of shape \(input.shape) does not require a gradient; set requiresGrad first")
            }
            captures.append(Engine.Capture(node: edge.node, index: edge.index))
        }
        var engine = Engine(createGraph: createGraph, retainGraph: retainGraph ?? createGraph, captures: captures)
        try plant(outputs, seeds, in: &engine)
        let results = try engine.run()
        if !allowUnused, let unused = results.firstIndex(where: { $0 == nil }) {
            throw .autograd(
                "input \(unused), of shape \(inputs[unused].shape), was not used in computing the outputs; "
                    + "pass allowUnused: true if that is meant")
        }
        return results
    }

    private static func plant(_ roots: [Tensor], _ seeds: [Tensor?]?, in engine: inout Engine) throws(ApusError) {
        if let seeds, seeds.count != roots.count {
            throw .autograd("\(seeds.count) seeds for \(roots.count) tensors; give one for each")
        }
        for (index, root) in roots.enumerated() {
            guard let edge = root.edge else {
                throw .autograd(
                    "backward: the tensor, of shape \(root.shape), does not require a gradient and has no history")
            }
            engine.seed(edge, try seed(for: root, seeds?[index]))
        }
    }

    private static func seed(for root: Tensor, _ given: Tensor?) throws(ApusError) -> Tensor {
        if let given {
            guard given.shape == root.shape else {
                throw .autograd("backward: a seed of shape \(given.shape) for a tensor of shape \(root.shape)")
            }
            guard given.device == root.device else {
                throw .autograd("backward: a seed on \(given.device) for a tensor on \(root.device)")
            }
            return given.dtype == root.dtype ? given : given.astype(root.dtype)
        }
        guard root.count == 1 else {
            throw .autograd(
                "backward: only a tensor of one element needs no seed, this one has shape \(root.shape); "
                    + "pass a gradient of that shape, or reduce the tensor first, as with sum()")
        }
        guard !root.dtype.isComplex else {
            throw .autograd("backward: a \(root.dtype) tensor needs a seed; only a real one has a gradient by itself")
        }
        return Tensor.full(root.shape, 1, dtype: root.dtype, device: root.device)
    }
}
