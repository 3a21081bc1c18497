extension OperationTable {
    /// The operations with indices and masks.
    static let indexing: [any TableOperation.Type] = [
        Take.self, EmbeddingLookup.self, OneHot.self, GatherAlongAxis.self, TakeAlongAxis.self, ScatterTo.self,
        ScatterAdd.self, IndexAdd.self, MaskedFill.self, MaskedSelect.self, ArgWhere.self, Nonzero.self,
    ]
}
