extension OperationTable {
    /// The operations of neural networks.
    static let network: [any TableOperation.Type] = []
}
