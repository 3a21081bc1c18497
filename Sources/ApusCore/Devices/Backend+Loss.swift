/// What a backend does for an operation: losses that are computed in one pass.
public protocol LossKernels {
    /// For each row of logits its loss and the logarithm of the sum of their exponentials; in `totals` the sum of the
    /// losses and of the targets' weights. All three are float64. Gives the first row whose target is no class, and is
    /// not ignored either, instead of computing anything; nil if there is none.
    func crossEntropy(_ rows: LabelledRows, losses: Strided, logSums: Strided, totals: Strided) throws(ApusError) -> Int?

    /// The derivative of each row's loss with respect to the logits, times its element of `scales` (float64, one a row,
    /// of any stride).
    func crossEntropyGradient(_ rows: LabelledRows, logSums: Strided, scales: Strided, to out: Strided) throws(ApusError)
}

/// Rows of logits, of shape [rows, classes], and the class of each.
public struct LabelledRows: Sendable {
    /// Contiguous, float32 or float64.
    public var logits: Strided
    /// Contiguous, int64, one a row.
    public var targets: Strided
    /// Contiguous, of the logits' dtype, one a class.
    public var weights: Strided?
    /// How much of each target's weight is spread evenly over all classes.
    public var smoothing: Double
    /// A target that stands for no loss.
    public var ignored: Int

    public init(logits: Strided, targets: Strided, weights: Strided?, smoothing: Double, ignored: Int) {
        self.logits = logits
        self.targets = targets
        self.weights = weights
        self.smoothing = smoothing
        self.ignored = ignored
    }
}
