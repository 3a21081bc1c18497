import ApusCore

/// The weights of one direction of one recurrent layer, or of a cell, as PyTorch lays them out.
public struct RecurrentWeights {
    /// [gates · hidden, inputs].
    public let input: Tensor
    /// [gates · hidden, hidden].
    public let hidden: Tensor
    /// [gates · hidden] each, or none.
    public let inputBias: Tensor?
    public let hiddenBias: Tensor?
}

// How a recurrence goes step by step, in tensor vocabulary; what `RecurrentSequence` does in one operation.
extension Recurrence {
    /// The hidden values at every time, and the state after the last: the hidden values, and with an LSTM the cells.
    func walk(
        _ sequence: Tensor, _ initial: [Tensor]?, _ weights: RecurrentWeights, reversed: Bool
    ) -> (output: Tensor, state: [Tensor]) {
        let zeros = { Tensor.zeros([sequence.shape[1], weights.hidden.shape[1]], dtype: sequence.dtype, device: sequence.device) }
        var state = initial ?? (self == .lstm ? [zeros(), zeros()] : [zeros()])
        var outputs: [Tensor] = []
        let inputs = inputs(sequence, weights).unbind(axis: 0)
        for input in reversed ? inputs.reversed() : inputs {
            state = step(input, state, weights)
            outputs.append(state[0])
        }
        if outputs.isEmpty { return (.zeros([0, state[0].shape[0], state[0].shape[1]], dtype: sequence.dtype, device: sequence.device), state) }
        return (.stack(reversed ? outputs.reversed() : outputs), state)
    }

    /// What all inputs contribute to the gates, in one product: [..., gates · hidden]. The biases of a GRU stay apart, since the
    /// reset gate scales one of them.
    private func inputs(_ x: Tensor, _ weights: RecurrentWeights) -> Tensor {
        var bias = weights.inputBias
        if self != .gru, let first = bias, let second = weights.hiddenBias { bias = first + second }
        return x.linear(weight: weights.input, bias: bias)
    }

    /// The state after a step. `input` is what the step's input contributes to the gates.
    ///
    /// Long short-term memory: Hochreiter and Schmidhuber, 1997. Gated recurrent units: Cho and others, 2014, with the reset
    /// gate behind the product as in PyTorch and cuDNN.
    private func step(_ input: Tensor, _ state: [Tensor], _ weights: RecurrentWeights) -> [Tensor] {
        if self == .gru {
            let x = input.split(3, axis: -1), h = state[0].linear(weight: weights.hidden, bias: weights.hiddenBias).split(3, axis: -1)
            let reset = (x[0] + h[0]).sigmoid(), update = (x[1] + h[1]).sigmoid()
            let new = (x[2] + reset * h[2]).tanh()
            return [new + update * (state[0] - new)]
        }
        let sum = input + state[0].matmul(weights.hidden.T)
        if self != .lstm { return [self == .tanh ? sum.tanh() : sum.relu()] }
        let gates = sum.split(4, axis: -1)
        let cells = gates[1].sigmoid() * state[1] + gates[0].sigmoid() * gates[2].tanh()
        return [gates[3].sigmoid() * cells.tanh(), cells]
    }
}
