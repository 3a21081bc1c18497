extension OperationTable {
    /// The statistics and numerical functions.
    static let statistics: [any TableOperation.Type] = [
    ]

    /// Their names in Python, where those do not follow from the Swift names.
    static let statisticsSpellings: [String: [String]] = [:]
}
