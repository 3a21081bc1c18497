import ApusCore

/// The node of an operation with any number of inputs and outputs.
final class VariadicNode: Node, @unchecked Sendable {
    let operation: any VariadicOperation
    let shape: Dims
    var inputs: [SavedValue]
    var outputs: [SavedValue]
    var edges: [Edge?]
    var released = false

    init(_ operation: any VariadicOperation, _ inputs: [Tensor], _ edges: [Edge?], _ outputs: [Tensor]) {
        self.operation = operation
        let shape = inputs.first?.shape ?? []
        self.shape = shape
        self.inputs = inputs.enumerated().map { SavedValue($1, keeping: operation.savesInput($0), like: shape) }
        self.outputs = outputs.enumerated().map { SavedValue($1, keeping: operation.savesOutput($0), like: shape) }
        self.edges = edges
    }

    override var name: String { type(of: operation).name }
    override var inputCount: Int { edges.count }
    override var outputCount: Int { outputs.count }
    override func edge(_ index: Int) -> Edge? { edges[index] }

    override func derive(_ gradients: GradientSlots) throws(ApusError) -> GradientSlots {
        if released { throw alreadyReleased() }
        var unpackedInputs: [Tensor] = []
        for (saved, edge) in zip(inputs, edges) { unpackedInputs.append(try saved.unpack(edge, shape, name)) }
        var unpackedOutputs: [Tensor] = []
        for (index, saved) in outputs.enumerated() {
            let takesPart = saved.dtype.isInexact && operation.isDifferentiable(output: index)
            unpackedOutputs.append(try saved.unpack(takesPart ? Edge(node: self, index: index) : nil, shape, name))
        }
        let context = DerivativeContext(
            gradients: outputs.indices.map { gradients[$0] }, inputs: unpackedInputs, outputs: unpackedOutputs,
            needed: edges.map { $0 != nil })
        let results = operation.derivative(context)
        return GradientSlots(zip(results, zip(inputs, edges)).map { result, input in
            input.1 == nil ? nil : result.map { input.0.fit($0, shape) }
        })
    }

    override func releaseSaved() {
        if inputs.release() { released = true }
        if outputs.release() { released = true }
    }

    override func takeEdges(into list: inout [Node]) {
        for edge in edges { push(edge, on: &list) }
        for index in edges.indices { edges[index] = nil }
    }
}

/// The node of an operation that overwrote its first operand. Input 0 is the operand's old value.
final class InPlaceNode: Node, @unchecked Sendable {
    let operation: any InPlaceOperation
    let shape: Dims
    var inputs: [SavedValue]
    var edges: [Edge?]
    var y: SavedValue?
    private let savesResult: Bool
    var released = false

    /// Saves what the derivative needs before anything is overwritten: of the target, a copy.
    init(_ operation: any InPlaceOperation, _ inputs: [Tensor]) throws(ApusError) {
        self.operation = operation
        let edges = inputs.map(\.edge)
        let saves = type(of: operation).saves(first: edges[0] != nil, second: edges.count > 1 && edges[1] != nil)
        let shape = inputs[0].shape
        self.shape = shape
        self.inputs = inputs.enumerated().map { index, input in
            SavedValue(input, keeping: saves.contains(Saved(rawValue: 1 << UInt8(min(index, 2)))), like: shape)
        }
        if saves.contains(.first) {
            let old = Tensor(value: try castCopy(inputs[0].value, to: inputs[0].dtype))
            self.inputs[0] = SavedValue(old, keeping: true, like: shape)
        }
        self.edges = edges
        savesResult = saves.contains(.output)
    }

    func saveResult(_ target: Tensor) {
        y = SavedValue(target, keeping: savesResult, like: shape)
    }

    override var name: String { type(of: operation).name }
    override var inputCount: Int { edges.count }
    override func edge(_ index: Int) -> Edge? { edges[index] }

    override func derive(_ gradients: GradientSlots) throws(ApusError) -> GradientSlots {
        if released { throw alreadyReleased() }
        guard let g = gradients.first, let y else { return GradientSlots(nil) }
        var unpacked: [Tensor] = []
        for (saved, edge) in zip(inputs, edges) { unpacked.append(try saved.unpack(edge, shape, name)) }
        let result = try y.unpack(Edge(node: self, index: 0), shape, name)
        return GradientSlots(edges.indices.map { index in
            edges[index] == nil ? nil : inputs[index].fit(operation.derivative(of: index, g, unpacked, result), shape)
        })
    }

    override func releaseSaved() {
        if inputs.release() { released = true }
        if y?.release() == true { released = true }
    }

    override func takeEdges(into list: inout [Node]) {
        for edge in edges { push(edge, on: &list) }
        for index in edges.indices { edges[index] = nil }
    }
}

/// Where the gradient of a leaf is collected: `grad` of a tensor whose `requiresGrad` was set.
final class LeafNode: Node, @unchecked Sendable {
    private let collected = Guarded<Tensor?>(nil)

    override var name: String { "leaf" }
    override var inputCount: Int { 0 }

    var gradient: Tensor? {
        get { collected.withLock { $0 } }
        set { collected.withLock { $0 = newValue } }
    }

    func accumulate(_ gradient: Tensor, createGraph: Bool) {
        collected.withLock { existing in
            existing = existing.map { $0 + gradient } ?? (createGraph ? gradient : gradient.asOwnGradient())
        }
    }
}

extension Tensor {
    /// This gradient, or a copy if its memory is somebody else's too or is not laid out plainly.
    fileprivate func asOwnGradient() -> Tensor {
        if value.layout.isContiguous && isKnownUniquelyReferenced(&value.storage) { return self }
        return copy()
    }
}
