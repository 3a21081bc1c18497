extension OperationTable {
    /// The operations with indices and masks.
    static let indexing: [any TableOperation.Type] = []
}
