extension OperationTable {
    /// The reductions, scans and what is built on them.
    static let reductions: [any TableOperation.Type] = [
        Sum.self,
    ]
}
