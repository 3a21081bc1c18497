/// What becomes of the losses of the elements: PyTorch's `reduction=`.
public enum LossReduction: String, Sendable, CaseIterable {
    /// They are the result.
    case none
    /// Their mean; where losses are weighted, divided by the sum of the weights.
    case mean
    /// Their sum.
    case sum
}

extension LossReduction {
    /// The losses reduced.
    func apply<Face: ArrayFace>(_ losses: Face) throws(ApusError) -> Face {
        switch self {
        case .none: return losses
        case .sum: return try .apply(Sum(axes: .all, keepDims: false, dtype: nil), losses)
        case .mean:
            let sum = try Face.apply(Sum(axes: .all, keepDims: false, dtype: nil), losses)
            return try .apply(Divide(), sum, scalar: .float(Double(losses.count)), reversed: false)
        }
    }

    static let parameter = Parameter("reduction", .text, default: "mean")

    init<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) {
        let text = try arguments.text("reduction", default: "mean")
        guard let reduction = LossReduction(rawValue: text) else {
            throw .argument(operation: arguments.operation, message: "reduction '\(text)'; it must be none, mean or sum")
        }
        self = reduction
    }
}

/// Refuses predictions and targets of different shapes, which broadcasting would turn into a plausible wrong loss.
func checkSameShape<Face: ArrayFace>(_ operation: String, _ x: Face, _ target: Face) throws(ApusError) {
    guard x.shape == target.shape else {
        throw .shape(
            operation: operation,
            message: "predictions of shape \(x.shape) and targets of shape \(target.shape); they must be equal, "
                + "reshape(_:) or broadcast(to:) one")
    }
}

/// Refuses operands that are not real numbers with a fractional part.
func checkFloats<Face: ArrayFace>(_ operation: String, _ operands: Face...) throws(ApusError) {
    for operand in operands where !operand.dtype.isFloatingPoint {
        throw .dtype(operation: operation, message: "not defined for \(operand.dtype); cast with astype(_:) first")
    }
}
