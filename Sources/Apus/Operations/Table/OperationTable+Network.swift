extension OperationTable {
    /// The operations of neural networks.
    static let network: [any TableOperation.Type] = [
        Conv2dEntry.self, Conv1dEntry.self, MaxPool.self, AveragePool.self, AdaptiveAveragePool.self,
        LayerNormEntry.self, GroupNormEntry.self, BatchNormEntry.self, Attention.self,
    ]
}
