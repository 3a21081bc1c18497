extension OperationTable {
    /// The elementwise functions.
    static let elementwise: [any TableOperation.Type] = [
        Add.self, Subtract.self, Multiply.self, Divide.self, Negative.self, Conjugate.self, RealPart.self,
        Cast.self, Copy.self,
    ]
}
