extension OperationTable {
    /// The sorting and searching.
    static let ordering: [any TableOperation.Type] = [
        SortEntry.self, ArgSort.self, SortWithIndices.self, TopK.self, SearchSorted.self, UniqueEntry.self,
        UniqueAllEntry.self, Membership.self,
    ]
}
