extension OperationTable {
    /// The linear algebra.
    static let linalg: [any TableOperation.Type] = [
    ]

    /// Their names in Python, where those do not follow from the Swift names.
    static let linalgSpellings: [String: [String]] = [:]
}
