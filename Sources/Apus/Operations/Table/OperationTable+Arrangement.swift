extension OperationTable {
    /// The set operations, index functions and arrangements of arrays.
    static let arrangement: [any TableOperation.Type] = [
    ]

    /// Their names in Python, where those do not follow from the Swift names.
    static let arrangementSpellings: [String: [String]] = [:]
}
