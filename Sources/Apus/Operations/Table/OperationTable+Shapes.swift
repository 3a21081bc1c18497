extension OperationTable {
    /// The operations on shapes.
    static let shapes: [any TableOperation.Type] = [
        Reshape.self, Permute.self, Broadcast.self,
    ]
}
