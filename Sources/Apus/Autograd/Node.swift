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
    @exclusivity(unchecked) var hooks: HookTable?

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

final class UnaryNode: Node, @unchecked Sendable {
    let operation: any UnaryOperation
    let shape: Dims
    @exclusivity(unchecked) var x: SavedValue
    @exclusivity(unchecked) var y: SavedValue
    @exclusivity(unchecked) var input: Edge?
    @exclusivity(unchecked) var released = false

    init<Op: UnaryOperation>(_ operation: Op, _ x: Tensor, _ edge: Edge, _ y: Tensor) {
        self.operation = operation
        shape = y.shape
        self.x = SavedValue(x, keeping: Op.saves.contains(.first), like: shape)
        self.y = SavedValue(result: y, keeping: Op.saves.contains(.output), like: shape)
        input = edge
    }

    override var name: String { type(of: operation).name }
    override var inputCount: Int { 1 }
    override func edge(_ index: Int) -> Edge? { input }

    override func derive(_ gradients: GradientSlots) throws(ApusError) -> GradientSlots {
        if released { throw alreadyReleased() }
        guard let g = gradients.first else { return GradientSlots(nil) }
        let x = try self.x.unpack(input, shape, name)
        let y = try self.y.unpack(Edge(node: self, index: 0), shape, name)
        return GradientSlots(self.x.fit(operation.derivative(g, x, y), shape))
    }

    override func releaseSaved() {
        if x.release() { released = true }
        if y.release() { released = true }
    }

    override func takeEdges(into list: inout [Node]) {
        push(input, on: &list)
        input = nil
    }
}

final class BinaryNode: Node, @unchecked Sendable {
    let operation: any BinaryOperation
    let shape: Dims
    @exclusivity(unchecked) var a: SavedValue
    @exclusivity(unchecked) var b: SavedValue
    @exclusivity(unchecked) var y: SavedValue
    @exclusivity(unchecked) var first: Edge?
    @exclusivity(unchecked) var second: Edge?
    @exclusivity(unchecked) var released = false

    init<Op: BinaryOperation>(_ operation: Op, _ a: Tensor, _ first: Edge?, _ b: Tensor, _ second: Edge?, _ y: Tensor) {
        self.operation = operation
        let saves = Op.saves(first: first != nil, second: second != nil)
        shape = y.shape
        self.a = SavedValue(a, keeping: saves.contains(.first), like: shape)
        self.b = SavedValue(b, keeping: saves.contains(.second), like: shape)
        self.y = SavedValue(result: y, keeping: saves.contains(.output), like: shape)
        self.first = first
        self.second = second
    }

    override var name: String { type(of: operation).name }
    override var inputCount: Int { 2 }
    override func edge(_ index: Int) -> Edge? { index == 0 ? first : second }

    override func derive(_ gradients: GradientSlots) throws(ApusError) -> GradientSlots {
        if released { throw alreadyReleased() }
        guard let g = gradients.first else { return GradientSlots(nil) }
        let a = try self.a.unpack(first, shape, name)
        let b = try self.b.unpack(second, shape, name)
        let y = try self.y.unpack(Edge(node: self, index: 0), shape, name)
        var result = GradientSlots(first == nil ? nil : self.a.fit(operation.derivativeA(g, a, b, y), shape))
        if second != nil { result[1] = self.b.fit(operation.derivativeB(g, a, b, y), shape) }
        return result
    }

    override func releaseSaved() {
        if a.release() { released = true }
        if b.release() { released = true }
        if y.release() { released = true }
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
    let shape: Dims
    var saved: (SavedValue, SavedValue, SavedValue)
    @exclusivity(unchecked) var y: SavedValue
    @exclusivity(unchecked) var edges: (Edge?, Edge?, Edge?)
    @exclusivity(unchecked) var released = false

    init<Op: TernaryOperation>(
        _ operation: Op, _ a: Tensor, _ first: Edge?, _ b: Tensor, _ second: Edge?, _ c: Tensor, _ third: Edge?,
        _ y: Tensor
    ) {
        self.operation = operation
        shape = y.shape
        saved = (
            SavedValue(a, keeping: Op.saves.contains(.first), like: shape),
            SavedValue(b, keeping: Op.saves.contains(.second), like: shape),
            SavedValue(c, keeping: Op.saves.contains(.third), like: shape)
        )
        self.y = SavedValue(result: y, keeping: Op.saves.contains(.output), like: shape)
        edges = (first, second, third)
    }

    override var name: String { type(of: operation).name }
    override var inputCount: Int { 3 }
    override func edge(_ index: Int) -> Edge? { index == 0 ? edges.0 : index == 1 ? edges.1 : edges.2 }

    override func derive(_ gradients: GradientSlots) throws(ApusError) -> GradientSlots {
        if released { throw alreadyReleased() }
        guard let g = gradients.first else { return GradientSlots(nil) }
        let a = try saved.0.unpack(edges.0, shape, name)
        let b = try saved.1.unpack(edges.1, shape, name)
        let c = try saved.2.unpack(edges.2, shape, name)
        let y = try self.y.unpack(Edge(node: self, index: 0), shape, name)
        var result = GradientSlots(edges.0 == nil ? nil : saved.0.fit(operation.derivative(of: 0, g, a, b, c, y), shape))
        if edges.1 != nil { result[1] = saved.1.fit(operation.derivative(of: 1, g, a, b, c, y), shape) }
        if edges.2 != nil { result[2] = saved.2.fit(operation.derivative(of: 2, g, a, b, c, y), shape) }
        return result
    }

    override func releaseSaved() {
        if saved.0.release() { released = true }
        if saved.1.release() { released = true }
        if saved.2.release() { released = true }
        if y.release() { released = true }
    }

    override func takeEdges(into list: inout [Node]) {
        push(edges.0, on: &list)
        push(edges.1, on: &list)
        push(edges.2, on: &list)
        edges = (nil, nil, nil)
    }
}
