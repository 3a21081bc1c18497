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

/// How one step of a recurrence goes.
protocol RecurrentStep {
    /// The state that is carried: the hidden values, and with an LSTM the cells.
    typealias State = [Tensor]
    /// Matrices of weights that lie one above the other.
    static var gates: Int { get }
    /// Tensors of state.
    static var states: Int { get }
    /// The state after a step. `input` is what the step's input contributes to the gates.
    func step(_ input: Tensor, _ state: State, _ weights: RecurrentWeights) -> State
    /// What all inputs contribute to the gates, in one product: [..., gates · hidden].
    func inputs(_ x: Tensor, _ weights: RecurrentWeights) -> Tensor
}

extension RecurrentStep {
    func inputs(_ x: Tensor, _ weights: RecurrentWeights) -> Tensor {
        var bias = weights.inputBias
        if let first = bias, let second = weights.hiddenBias { bias = first + second }
        return x.linear(weight: weights.input, bias: bias)
    }
}

/// h′ = activation(W x + U h + b).
struct PlainStep: RecurrentStep {
    static var gates: Int { 1 }
    static var states: Int { 1 }
    let activation: RNN.Activation

    func step(_ input: Tensor, _ state: State, _ weights: RecurrentWeights) -> State {
        let sum = input + state[0].matmul(weights.hidden.T)
        return [activation == .tanh ? sum.tanh() : sum.relu()]
    }
}

/// Long short-term memory (Hochreiter and Schmidhuber, 1997).
struct LSTMStep: RecurrentStep {
    static var gates: Int { 4 }
    static var states: Int { 2 }

    func step(_ input: Tensor, _ state: State, _ weights: RecurrentWeights) -> State {
        let gates = (input + state[0].matmul(weights.hidden.T)).split(4, axis: -1)
        let cells = gates[1].sigmoid() * state[1] + gates[0].sigmoid() * gates[2].tanh()
        return [gates[3].sigmoid() * cells.tanh(), cells]
    }
}

/// Gated recurrent units (Cho and others, 2014), with the reset gate behind the product as in PyTorch and cuDNN.
struct GRUStep: RecurrentStep {
    static var gates: Int { 3 }
    static var states: Int { 1 }

    /// The biases stay apart, since the reset gate scales one of them.
    func inputs(_ x: Tensor, _ weights: RecurrentWeights) -> Tensor { x.linear(weight: weights.input, bias: weights.inputBias) }

    func step(_ input: Tensor, _ state: State, _ weights: RecurrentWeights) -> State {
        let x = input.split(3, axis: -1), h = state[0].linear(weight: weights.hidden, bias: weights.hiddenBias).split(3, axis: -1)
        let reset = (x[0] + h[0]).sigmoid(), update = (x[1] + h[1]).sigmoid()
        let new = (x[2] + reset * h[2]).tanh()
        return [new + update * (state[0] - new)]
    }
}
