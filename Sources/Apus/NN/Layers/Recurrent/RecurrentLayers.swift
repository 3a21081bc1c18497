import ApusCore

/// What the recurrent layers have in common: weights for every layer and direction, and the walk over time.
public class RecurrentLayer: Module {
    public let inputs: Int
    public let hidden: Int
    public let layerCount: Int
    public let isBidirectional: Bool
    /// Whether sequences are [batch, length, features] instead of [length, batch, features].
    public let batchFirst: Bool
    /// With which probability an output of a layer is dropped before the next, in training.
    public let dropout: Double
    private let hasBias: Bool
    /// Weights and biases, layer by layer and direction by direction, under PyTorch's names (`weight_ih_l0`, …).
    let tensors: [Parameter<Tensor>]
    private let kind: Recurrence

    init(
        _ kind: Recurrence, _ inputs: Int, _ hidden: Int, layers: Int, bias: Bool, batchFirst: Bool, dropout: Double,
        bidirectional: Bool, _ dtype: DType, _ device: Device
    ) {
        precondition(inputs > 0 && hidden > 0 && layers > 0, "a recurrent layer of \(inputs) inputs, \(hidden) hidden, \(layers) layers")
        precondition((0...1).contains(dropout), "a probability of \(dropout); it must be in 0...1")
        self.kind = kind
        self.inputs = inputs
        self.hidden = hidden
        layerCount = layers
        hasBias = bias
        self.batchFirst = batchFirst
        self.dropout = dropout
        isBidirectional = bidirectional
        var tensors: [Parameter<Tensor>] = []
        let rows = kind.gates * hidden, directions = bidirectional ? 2 : 1
        for layer in 0..<layers {
            for direction in 0..<directions {
                let end = "l\(layer)" + (direction == 1 ? "_reverse" : "")
                func add(_ name: String, _ shape: Shape) {
                    tensors.append(Parameter(wrappedValue: .empty(shape, dtype: dtype, device: device), key: "\(name)_\(end)"))
                }
                add("weight_ih", [rows, layer == 0 ? inputs : hidden * directions])
                add("weight_hh", [rows, hidden])
                if bias {
                    add("bias_ih", [rows])
                    add("bias_hh", [rows])
                }
            }
        }
        self.tensors = tensors
        super.init()
        let bound = 1 / Double(hidden).squareRoot()
        for tensor in tensors { Init.uniform(tensor.wrappedValue, low: -bound, high: bound) }
    }

    /// The weights of a layer, forward or with `reverse` backward in time.
    public func weights(layer: Int, reverse: Bool = false) -> RecurrentWeights {
        let each = hasBias ? 4 : 2
        let first = (layer * (isBidirectional ? 2 : 1) + (reverse ? 1 : 0)) * each
        return RecurrentWeights(
            input: tensors[first].wrappedValue, hidden: tensors[first + 1].wrappedValue,
            inputBias: hasBias ? tensors[first + 2].wrappedValue : nil, hiddenBias: hasBias ? tensors[first + 3].wrappedValue : nil)
    }

    /// Walks through sequences. The state has a tensor [layers · directions, batch, hidden] for each kind.
    func run(_ x: Tensor, _ initial: [Tensor]?) -> (output: Tensor, state: [Tensor]) {
        precondition((2...3).contains(x.rank), "a recurrent layer of a tensor of shape \(x.shape); it needs two axes, or three with a batch")
        precondition(x.shape[x.rank - 1] == inputs, "a recurrent layer of \(inputs) inputs, a tensor of shape \(x.shape)")
        let isBatched = x.rank == 3, directions = isBidirectional ? 2 : 1
        var sequence = isBatched ? (batchFirst ? x.swapAxes(0, 1) : x) : x.expandDims(1)
        let start = initial.map { $0.map { isBatched ? $0 : $0.expandDims(1) } }
        var last = Array(repeating: [Tensor](), count: kind == .lstm ? 2 : 1)
        for layer in 0..<layerCount {
            var outputs: [Tensor] = []
            for direction in 0..<directions {
                let state = start.map { $0.map { $0[layer * directions + direction] } }
                let walked = walk(sequence, state, weights(layer: layer, reverse: direction == 1), reversed: direction == 1)
                outputs.append(walked.output)
                for (kind, tensor) in walked.state.enumerated() { last[kind].append(tensor) }
            }
            sequence = outputs.count == 1 ? outputs[0] : .concatenate(outputs, axis: -1)
            if layer < layerCount - 1 { sequence = sequence.dropout(dropout, training: isTraining) }
        }
        let state = last.map { Tensor.stack($0) }
        guard isBatched else { return (sequence.squeeze(1), state.map { $0.squeeze(1) }) }
        return (batchFirst ? sequence.swapAxes(0, 1) : sequence, state)
    }

    /// One direction of one layer: the hidden values at every time, and the state after the last. float16 and bfloat16 are
    /// computed in float32 and rounded once.
    private func walk(
        _ sequence: Tensor, _ initial: [Tensor]?, _ weights: RecurrentWeights, reversed: Bool
    ) -> (output: Tensor, state: [Tensor]) {
        let operands = [sequence, weights.input, weights.hidden] + [weights.inputBias, weights.hiddenBias].compactMap { $0 }
            + (initial ?? [])
        let dtype = trapping { () throws(ApusError) in try World.torch.promote(operands.map(\.dtype)) }
        let compute = dtype == .float16 || dtype == .bfloat16 ? DType.float32 : dtype
        let operation = RecurrentSequence(
            kind: kind, isReversed: reversed, hasBias: hasBias, hasState: initial != nil,
            keeps: isGradEnabled && operands.contains(where: \.requiresGrad))
        let results = Tensor.make(operation, operands.map { $0.astype(compute) }).prefix(1 + operation.states)
        return (results[0].astype(dtype), results.dropFirst().map { $0.astype(dtype) })
    }
}

/// A recurrent layer whose state is its hidden values.
public class HiddenStateLayer: RecurrentLayer {
    /// The hidden values of the last layer at every time [length, batch, directions · hidden], and of every layer and
    /// direction after the last [layers · directions, batch, hidden]. Without a state it begins with zeros.
    public func callAsFunction(_ x: Tensor, _ hidden: Tensor? = nil) -> (output: Tensor, hidden: Tensor) {
        let result = run(x, hidden.map { [$0] })
        return (result.output, result.state[0])
    }
}

/// A plain recurrent network: `torch.nn.RNN`.
public final class RNN: HiddenStateLayer {
    /// What follows the sum of products.
    public enum Activation: Sendable { case tanh, relu }

    public init(
        _ inputs: Int, _ hidden: Int, layers: Int = 1, activation: Activation = .tanh, bias: Bool = true, batchFirst: Bool = false,
        dropout: Double = 0, bidirectional: Bool = false, dtype: DType = .float32, device: Device = .cpu
    ) {
        super.init(
            activation == .tanh ? .tanh : .relu, inputs, hidden, layers: layers, bias: bias, batchFirst: batchFirst,
            dropout: dropout, bidirectional: bidirectional, dtype, device)
    }
}

/// Gated recurrent units: `torch.nn.GRU`.
public final class GRU: HiddenStateLayer {
    public init(
        _ inputs: Int, _ hidden: Int, layers: Int = 1, bias: Bool = true, batchFirst: Bool = false, dropout: Double = 0,
        bidirectional: Bool = false, dtype: DType = .float32, device: Device = .cpu
    ) {
        super.init(
            .gru, inputs, hidden, layers: layers, bias: bias, batchFirst: batchFirst, dropout: dropout,
            bidirectional: bidirectional, dtype, device)
    }
}

/// Long short-term memory: `torch.nn.LSTM`.
public final class LSTM: RecurrentLayer {
    public init(
        _ inputs: Int, _ hidden: Int, layers: Int = 1, bias: Bool = true, batchFirst: Bool = false, dropout: Double = 0,
        bidirectional: Bool = false, dtype: DType = .float32, device: Device = .cpu
    ) {
        super.init(
            .lstm, inputs, hidden, layers: layers, bias: bias, batchFirst: batchFirst, dropout: dropout,
            bidirectional: bidirectional, dtype, device)
    }

    /// The hidden values of the last layer at every time [length, batch, directions · hidden], and the hidden values and
    /// cells of every layer and direction after the last [layers · directions, batch, hidden].
    public func callAsFunction(
        _ x: Tensor, _ state: (hidden: Tensor, cells: Tensor)? = nil
    ) -> (output: Tensor, state: (hidden: Tensor, cells: Tensor)) {
        let result = run(x, state.map { [$0.hidden, $0.cells] })
        return (result.output, (result.state[0], result.state[1]))
    }
}
