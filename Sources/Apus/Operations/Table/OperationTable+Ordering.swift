extension OperationTable {
    /// The sorting and searching.
    static let ordering: [any TableOperation.Type] = []
}
