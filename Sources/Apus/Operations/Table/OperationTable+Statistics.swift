extension OperationTable {
    /// The statistics and numerical functions.
    static let statistics: [any TableOperation.Type] =
        withoutNaN + orderStatistics + moments + counting + sequences + realFunctions

    private static let withoutNaN: [any TableOperation.Type] = [
        NaNSum.self, NaNProduct.self, NaNMean.self, NaNVariance.self, NaNStandardDeviation.self, NaNMin.self, NaNMax.self,
        NaNArgMin.self, NaNArgMax.self, NaNCumulativeSum.self, NaNCumulativeProduct.self,
    ]

    private static let orderStatistics: [any TableOperation.Type] = [
        Median.self, NaNMedian.self, QuantileEntry.self, Percentile.self, NaNQuantile.self, NaNPercentile.self,
    ]

    private static let moments: [any TableOperation.Type] = [
        Average.self, PeakToPeak.self, Covariance.self, CorrelationCoefficients.self,
    ]

    private static let counting: [any TableOperation.Type] = [
        BinCount.self, Digitize.self, Histogram.self, HistogramBinEdges.self, GridHistogram.self, HistogramOfTensor.self,
    ]

    private static let sequences: [any TableOperation.Type] = [
        Convolution1D.self, Correlation1D.self, PiecewiseLinear.self, Trapezoid.self, CumulativeTrapezoid.self,
        NumericGradient.self, FlatDifferences.self, Unwrap.self, ChoiceByCondition.self,
    ]

    private static let realFunctions: [any TableOperation.Type] = [
        CubeRoot.self, BesselI0.self, BesselI1.self, Sinc.self, Radians.self, Degrees.self, IsPositiveInfinity.self,
        IsNegativeInfinity.self, FiniteNumbers.self, GreatestCommonDivisor.self, LeastCommonMultiple.self, BitCount.self,
        MantissaAndExponent.self, LoadExponent.self, FractionAndWhole.self, Spacing.self, Heaviside.self, FloatPower.self, SortComplex.self,
    ]

    /// Their names in Python, where those do not follow from the Swift names.
    static let statisticsSpellings: [String: [String]] = [
        "nanSum": ["nansum"], "nanProd": ["nanprod"], "nanMean": ["nanmean"], "nanVar": ["nanvar"], "nanStd": ["nanstd"],
        "nanMin": ["nanmin"], "nanMax": ["nanmax"], "nanArgmin": ["nanargmin"], "nanArgmax": ["nanargmax"],
        "nanCumsum": ["nancumsum"], "nanCumprod": ["nancumprod"], "nanMedian": ["nanmedian"],
        "nanQuantile": ["nanquantile"], "nanPercentile": ["nanpercentile"],
        "radians": ["deg2rad", "radians"], "degrees": ["rad2deg", "degrees"], "isPositiveInfinity": ["isposinf"],
        "isNegativeInfinity": ["isneginf"], "bitCount": ["bitwise_count"],
    ]
}
