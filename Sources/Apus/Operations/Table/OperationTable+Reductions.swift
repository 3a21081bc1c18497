extension OperationTable {
    /// The reductions, scans and what is built on them.
    static let reductions: [any TableOperation.Type] = [
        Sum.self, Product.self, Mean.self, Variance.self, StandardDeviation.self, Smallest.self, Largest.self, ArgMin.self,
        ArgMax.self, MinWithIndices.self, MaxWithIndices.self, AnyTrue.self, AllTrue.self, CountNonzero.self, Norm.self,
        LogSumExpEntry.self, Difference.self, CumulativeSum.self, CumulativeProduct.self, CumulativeMin.self, CumulativeMax.self,
        StandardCumulativeSum.self, StandardCumulativeProduct.self,
        SoftmaxFunction.self, LogSoftmaxFunction.self,
    ]
}
