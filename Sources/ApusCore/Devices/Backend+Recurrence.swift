/// What a backend does for an operation: recurrent layers, a whole sequence at a time.
///
/// Operands are float32 or float64, of one dtype. Sequences are [steps, batch, features], the elements of the last axis
/// adjacent; everything else is contiguous.
public protocol RecurrenceKernels {
    /// Writes the hidden values after every step, the cells after the last one, and, where memory for them is given, what the
    /// derivative needs: gates [steps, batch, 4 · hidden] and cells [steps, batch, hidden].
    func recur(
        _ operands: RecurrenceOperands, to out: Strided, lastCells: Strided?, gates: Strided?, cells: Strided?
    ) throws(ApusError)

    /// The gradients of what goes into the gates at every step, and of the state before the first. Gradients that are nil are
    /// zeros. The slopes stand in the order of the weights' rows; for `gru` those of the new gate's product with the hidden
    /// values come first.
    func recurBackward(
        _ operands: RecurrenceOperands, result: Strided, gates: Strided?, cells: Strided?, gradient: Strided?, lastHidden: Strided?,
        lastCells: Strided?, toSlopes: Strided, toHidden: Strided, toCells: Strided?
    ) throws(ApusError)
}

/// What happens in a step of a recurrent layer.
public enum Recurrence: UInt8, Sendable {
    case tanh, relu, gru, lstm

    /// Matrices of weights that lie one above the other.
    public var gates: Int { self == .lstm ? 4 : self == .gru ? 3 : 1 }
    /// Values a unit that a backend keeps of each step for the derivative.
    public var kept: Int { self == .tanh || self == .relu ? 0 : 4 }
    /// Gradients a unit that a derivative gives of each step.
    public var slopes: Int { self == .tanh || self == .relu ? 1 : 4 }
}

/// The operands of one direction of a recurrent layer.
public struct RecurrenceOperands {
    public let kind: Recurrence
    /// Whether the walk is from the last step to the first.
    public let isReversed: Bool
    /// [steps, batch, inputs].
    public let x: Strided
    /// [gates · hidden, inputs] and [gates · hidden, hidden].
    public let inputWeight: Strided, hiddenWeight: Strided
    /// [gates · hidden] each.
    public let inputBias: Strided?, hiddenBias: Strided?
    /// [batch, hidden] each, before the first step; nil for zeros.
    public let hidden: Strided?, cells: Strided?

    public init(
        kind: Recurrence, isReversed: Bool, x: Strided, inputWeight: Strided, hiddenWeight: Strided, inputBias: Strided?,
        hiddenBias: Strided?, hidden: Strided?, cells: Strided?
    ) {
        self.kind = kind
        self.isReversed = isReversed
        self.x = x
        self.inputWeight = inputWeight
        self.hiddenWeight = hiddenWeight
        self.inputBias = inputBias
        self.hiddenBias = hiddenBias
        self.hidden = hidden
        self.cells = cells
    }
}
