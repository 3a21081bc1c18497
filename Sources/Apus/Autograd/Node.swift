import Synchronization

/// Where the gradient of a value goes: a result of the node that made it, or a leaf.
struct Edge {
    let node: Node
    let index: Int
}

/// A recorded operation, a vertex of the graph that `backward()` walks.
///
/// A node holds the edges to its inputs' nodes and the values its derivative needs. It never holds tensors of the
/// graph, so that releasing a graph is the nodes' business alone (see `deinit`).
class Node: @unchecked Sendable {
    private static let clock = Atomic<UInt64>(0)

    /// Nodes are numbered as they are made; an edge always leads to a smaller number.
    let sequence = Node.clock.wrappingAdd(1, ordering: .relaxed).newValue
    var hooks: HookTable?

    /// The operation's name.
    var name: String { fatalError("abstract") }
    var outputCount: Int { 1 }
    var inputCount: Int { fatalError("abstract") }

    func edge(_ index: Int) -> Edge? { fatalError("abstract") }

    /// The gradients of the inputs that have an edge (or for which `wanted` says so), given those of the outputs.
    func derive(_ gradients: GradientSlots) throws(ApusError) -> GradientSlots { fatalError("abstract") }

    /// Gives up the saved values. A later `derive` fails with a message.
    func releaseSaved() {}

    /// Moves the edges out, for the iterative teardown.
    func takeEdges(into list: inout [Node]) {}

    /// Puts an edge's node on the list of those that may go too. Leaves have no edges of their own and are left out.
    final func push(_ edge: Edge?, on list: inout [Node]) {
        if let node = edge?.node, !(node is LeafNode) { list.append(node) }
    }

    deinit {
        var pending: [Node] = []
        takeEdges(into: &pending)
        while var node = pending.popLast() {
            if isKnownUniquelyReferenced(&node) { node.takeEdges(into: &pending) }
        }
    }

    func alreadyReleased() -> ApusError {
        .autograd(
            "backward through \(name) a second time: its saved values were released by the first pass; "
                + "pass retainGraph: true to that one")
    }
}

/// A few gradients: the first inline, more in an array.
struct GradientSlots {
    var first: Tensor?
    var rest: [Tensor?] = []

    init(_ first: Tensor?) { self.first = first }

    init(_ all: [Tensor?]) {
        first = all.first ?? nil
        rest = Array(all.dropFirst())
    }

    subscript(index: Int) -> Tensor? {
        get { index == 0 ? first : index <= rest.count ? rest[index - 1] : nil }
        set {
            if index == 0 {
                first = newValue
            } else {
                while rest.count < index { rest.append(nil) }
                rest[index - 1] = newValue
            }
        }
    }
}

/// A value as it was when an operation used it. Without storage it is a shape and a dtype only.
struct SavedValue {
    var storage: Storage?
    let layout: Layout
    let dtype: DType
    let version: Int
    let isNumber: Bool

    init(_ tensor: Tensor, keeping: Bool) {
        storage = keeping ? tensor.value.storage : nil
        layout = tensor.value.layout
        dtype = tensor.dtype
        version = tensor.value.storage.version
        isNumber = tensor.isNumber
    }

    /// The value as a tensor of the graph; a meta tensor if its elements were not kept.
    func unpack(_ edge: Edge?, _ operation: String) throws(ApusError) -> Tensor {
        guard let storage else { return Tensor(value: Strided(placeholder: layout.shape, dtype)) }
        if storage.version != version {
            throw .autograd(
                "a value of shape \(layout.shape) that \(operation) needs for its derivative was overwritten in place "
                    + "(version \(storage.version), needed \(version)); overwrite a copy() instead")
        }
        let value = Strided(storage: storage, layout: layout, dtype: dtype)
        if isNumber { return try Tensor(number: Scalar(loading: value.pointer, as: dtype), dtype: dtype) }
        return Tensor(value: value, history: edge?.node, index: edge?.index ?? 0)
    }

    /// Sums a gradient over the axes along which the value was broadcast, and casts it to the value's dtype.
    func fit(_ gradient: Tensor) -> Tensor {
        var result = gradient
        if result.shape != layout.shape { result = result.summed(to: layout.shape) }
        if result.dtype != dtype { result = result.dtype.isComplex && !dtype.isComplex ? result.real() : result }
        return result.dtype == dtype ? result : result.astype(dtype)
    }
}

final class UnaryNode: Node, @unchecked Sendable {
    let operation: any UnaryOperation
    var x: SavedValue
    var y: SavedValue
    var input: Edge?
    var released = false

    init<Op: UnaryOperation>(_ operation: Op, _ x: Tensor, _ edge: Edge, _ y: Tensor) {
        self.operation = operation
        self.x = SavedValue(x, keeping: Op.saves.contains(.first))
        self.y = SavedValue(y, keeping: Op.saves.contains(.output))
        input = edge
    }

    override var name: String { type(of: operation).name }
    override var inputCount: Int { 1 }
    override func edge(_ index: Int) -> Edge? { input }

    override func derive(_ gradients: GradientSlots) throws(ApusError) -> GradientSlots {
        if released { throw alreadyReleased() }
        guard let g = gradients.first else { return GradientSlots(nil) }
        let result = operation.derivative(g, try x.unpack(input, name), try y.unpack(Edge(node: self, index: 0), name))
        return GradientSlots(x.fit(result))
    }

    override func releaseSaved() {
        if x.storage != nil || y.storage != nil { released = true }
        x.storage = nil
        y.storage = nil
    }

    override func takeEdges(into list: inout [Node]) {
        push(input, on: &list)
        input = nil
    }
}

final class BinaryNode: Node, @unchecked Sendable {
    let operation: any BinaryOperation
    var a: SavedValue
    var b: SavedValue
    var y: SavedValue
    var first: Edge?
    var second: Edge?
    var released = false

    init<Op: BinaryOperation>(_ operation: Op, _ a: Tensor, _ first: Edge?, _ b: Tensor, _ second: Edge?, _ y: Tensor) {
        self.operation = operation
        let saves = Op.saves(first: first != nil, second: second != nil)
        self.a = SavedValue(a, keeping: saves.contains(.first))
        self.b = SavedValue(b, keeping: saves.contains(.second))
        self.y = SavedValue(y, keeping: saves.contains(.output))
        self.first = first
        self.second = second
    }

    override var name: String { type(of: operation).name }
    override var inputCount: Int { 2 }
    override func edge(_ index: Int) -> Edge? { index == 0 ? first : second }

    override func derive(_ gradients: GradientSlots) throws(ApusError) -> GradientSlots {
        if released { throw alreadyReleased() }
        guard let g = gradients.first else { return GradientSlots(nil) }
        let a = try self.a.unpack(first, name)
        let b = try self.b.unpack(second, name)
        let y = try self.y.unpack(Edge(node: self, index: 0), name)
        var result = GradientSlots(first == nil ? nil : self.a.fit(operation.derivativeA(g, a, b, y)))
        if second != nil { result[1] = self.b.fit(operation.derivativeB(g, a, b, y)) }
        return result
    }

    override func releaseSaved() {
        if a.storage != nil || b.storage != nil || y.storage != nil { released = true }
        a.storage = nil
        b.storage = nil
        y.storage = nil
    }

    override func takeEdges(into list: inout [Node]) {
        push(first, on: &list)
        push(second, on: &list)
        first = nil
        second = nil
    }
}

final class TernaryNode: Node, @unchecked Sendable {
    let operation: any TernaryOperation
    var saved: (SavedValue, SavedValue, SavedValue)
    var y: SavedValue
    var edges: (Edge?, Edge?, Edge?)
    var released = false

    init<Op: TernaryOperation>(
        _ operation: Op, _ a: Tensor, _ first: Edge?, _ b: Tensor, _ second: Edge?, _ c: Tensor, _ third: Edge?,
        _ y: Tensor
    ) {
        self.operation = operation
        saved = (
            SavedValue(a, keeping: Op.saves.contains(.first)), SavedValue(b, keeping: Op.saves.contains(.second)),
            SavedValue(c, keeping: Op.saves.contains(.third))
        )
        self.y = SavedValue(y, keeping: Op.saves.contains(.output))
        edges = (first, second, third)
    }

    override var name: String { type(of: operation).name }
    override var inputCount: Int { 3 }
    override func edge(_ index: Int) -> Edge? { index == 0 ? edges.0 : index == 1 ? edges.1 : edges.2 }

    override func derive(_ gradients: GradientSlots) throws(ApusError) -> GradientSlots {
        if released { throw alreadyReleased() }
        guard let g = gradients.first else { return GradientSlots(nil) }
        let a = try saved.0.unpack(edges.0, name)
        let b = try saved.1.unpack(edges.1, name)
        let c = try saved.2.unpack(edges.2, name)
        let y = try self.y.unpack(Edge(node: self, index: 0), name)
        var result = GradientSlots(edges.0 == nil ? nil : saved.0.fit(operation.derivative(of: 0, g, a, b, c, y)))
        if edges.1 != nil { result[1] = saved.1.fit(operation.derivative(of: 1, g, a, b, c, y)) }
        if edges.2 != nil { result[2] = saved.2.fit(operation.derivative(of: 2, g, a, b, c, y)) }
        return result
    }

    override func releaseSaved() {
        if saved.0.storage != nil || saved.1.storage != nil || saved.2.storage != nil || y.storage != nil {
            released = true
        }
        saved.0.storage = nil
        saved.1.storage = nil
        saved.2.storage = nil
        y.storage = nil
    }

    override func takeEdges(into list: inout [Node]) {
        push(edges.0, on: &list)
        push(edges.1, on: &list)
        push(edges.2, on: &list)
        edges = (nil, nil, nil)
    }
}
