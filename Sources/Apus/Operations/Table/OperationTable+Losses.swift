extension OperationTable {
    /// The losses and dropout.
    static let losses: [any TableOperation.Type] = [
        CrossEntropy.self, NegativeLogLikelihood.self, SquaredDistance.self, AbsoluteDistance.self,
        SmoothAbsoluteDistance.self, HuberDistance.self, BinaryCrossEntropy.self, BinaryCrossEntropyWithLogits.self,
        DropoutEntry.self,
    ]
}
