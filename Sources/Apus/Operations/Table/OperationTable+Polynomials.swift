extension OperationTable {
    /// The polynomials.
    static let polynomials: [any TableOperation.Type] = [
    ]

    /// Their names in Python, where those do not follow from the Swift names.
    static let polynomialsSpellings: [String: [String]] = [:]
}
