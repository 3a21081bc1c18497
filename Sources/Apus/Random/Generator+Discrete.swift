// Distributions of integers with parameters, which are numbers or arrays that broadcast.

extension Generator {
    /// How many of n trials succeed, each with probability p; int64. `numpy.random.Generator.binomial`.
    ///
    /// V. Kachitvichyanukul, B. W. Schmeiser (1988), BTPE; inversion up to a mean of 30.
    public func binomial(n: some DistributionParameter, p: some DistributionParameter, _ size: Shape? = nil) -> NDArray {
        draws(BinomialLaw.self, n, p, size: size)
    }

    /// How many trials fail before n succeed, each with probability p; int64. `numpy.random.Generator.negative_binomial`.
    ///
    /// Poisson's law with a mean from the gamma law.
    public func negativeBinomial(
        n: some DistributionParameter, p: some DistributionParameter, _ size: Shape? = nil
    ) -> NDArray {
        draws(NegativeBinomialLaw.self, n, p, size: size)
    }

    /// Numbers from Poisson's law of a mean, not negative; int64. `numpy.random.Generator.poisson`.
    ///
    /// W. Hörmann (1993), PTRS; products of uniform numbers below a mean of 10.
    public func poisson(mean: some DistributionParameter = 1.0, _ size: Shape? = nil) -> NDArray {
        draws(PoissonLaw.self, mean, size: size)
    }

    /// Which trial is the first to succeed, each with probability p > 0; int64. `numpy.random.Generator.geometric`.
    public func geometric(p: some DistributionParameter, _ size: Shape? = nil) -> NDArray {
        draws(GeometricLaw.self, p, size: size)
    }

    /// Numbers from Zipf's law of an exponent above 1; int64. `numpy.random.Generator.zipf`.
    ///
    /// L. Devroye (1986).
    public func zipf(a: some DistributionParameter, _ size: Shape? = nil) -> NDArray {
        draws(ZipfLaw.self, a, size: size)
    }

    /// Numbers from the logarithmic series law of 0 ≤ p < 1; int64. `numpy.random.Generator.logseries`.
    ///
    /// A. W. Kemp (1981).
    public func logSeries(p: some DistributionParameter, _ size: Shape? = nil) -> NDArray {
        draws(LogSeriesLaw.self, p, size: size)
    }

    /// How many good ones are among those taken of good and bad ones without replacement; int64.
    /// `numpy.random.Generator.hypergeometric`.
    ///
    /// E. Stadlober (1990), HRUA; counting for small samples.
    public func hypergeometric(
        good: some DistributionParameter, bad: some DistributionParameter, taken: some DistributionParameter, _ size: Shape? = nil
    ) -> NDArray {
        draws(HypergeometricLaw.self, good, bad, taken, size: size)
    }

    /// Numbers from a law that NumPy's name tells; the form for callers by name.
    package func sample(
        named name: String, _ parameters: [NDArray], size: Shape?
    ) throws(ApusError) -> NDArray {
        guard let entry = Self.laws[name] else { throw .argument(operation: name, message: "there is no such distribution") }
        return try entry(self, parameters, size)
    }

    private typealias LawEntry = @Sendable (Generator, [NDArray], Shape?) throws(ApusError) -> NDArray

    private static func entry<L: Law>(_ law: L.Type) -> (String, LawEntry) {
        (
            L.name,
            { (generator, parameters, size) throws(ApusError) in
                guard parameters.count == L.parameters.count else {
                    throw .argument(operation: L.name, message: "\(L.parameters.count) parameters are needed")
                }
                return try generator.sample(law, parameters, size: size)
            }
        )
    }

    private static let laws: [String: LawEntry] = Dictionary(uniqueKeysWithValues: [
        entry(GammaLaw.self),
        entry(BetaLaw.self),
        entry(ChiSquareLaw.self),
        entry(NoncentralChiSquareLaw.self),
        entry(FRatioLaw.self),
        entry(NoncentralFLaw.self),
        entry(StudentTLaw.self),
        entry(CauchyLaw.self),
        entry(ParetoLaw.self),
        entry(WeibullLaw.self),
        entry(PowerFunctionLaw.self),
        entry(LaplaceLaw.self),
        entry(GumbelLaw.self),
        entry(LogisticLaw.self),
        entry(LogNormalLaw.self),
        entry(RayleighLaw.self),
        entry(WaldLaw.self),
        entry(VonMisesLaw.self),
        entry(TriangularLaw.self),
        entry(BinomialLaw.self),
        entry(NegativeBinomialLaw.self),
        entry(PoissonLaw.self),
        entry(GeometricLaw.self),
        entry(ZipfLaw.self),
        entry(LogSeriesLaw.self),
        entry(HypergeometricLaw.self),
        entry(UniformLaw.self),
        entry(NormalLaw.self),
        entry(ExponentialLaw.self),
    ])
}
