extension OperationTable {
    /// The Fourier transforms.
    static let fourier: [any TableOperation.Type] = [
    ]

    /// Their names in Python, where those do not follow from the Swift names.
    static let fourierSpellings: [String: [String]] = [:]
}
