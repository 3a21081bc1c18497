extension OperationTable {
    /// The polynomials.
    static let polynomials: [any TableOperation.Type] = [
        SeriesSum.self, SeriesDifference.self, SeriesProduct.self, SeriesQuotient.self, SeriesPower.self, SeriesTimesX.self,
        SeriesWithRoots.self, SeriesConversion.self, SeriesDerivative.self, SeriesIntegral.self, SeriesValue.self, SeriesBasis.self,
        SeriesCompanion.self, SeriesWeight.self, SeriesTrim.self, SeriesCompositionEntry.self, SeriesRootsEntry.self, SeriesFitEntry.self,
        HighestFirstValue.self, HighestFirstQuotient.self, HighestFirstFromRoots.self, HighestFirstRoots.self,
    ]

    /// Their names in Python, where those do not follow from the Swift names.
    static let polynomialsSpellings: [String: [String]] = ["polynomialMultiplyByX": ["polynomial_multiply_by_x"]]
}
