extension OperationTable {
    /// The matrix products.
    static let products: [any TableOperation.Type] = []
}
