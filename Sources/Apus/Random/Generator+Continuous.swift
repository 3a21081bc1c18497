// Distributions of real numbers with parameters. Parameters are numbers or arrays, which broadcast; the result has the shape
// `size` if one is given, to which they must broadcast, and else the parameters' common shape. float64.

extension Generator {
    /// Numbers in [low, high), float64 or, of plain numbers and computed in it, float32. `numpy.random.Generator.uniform`.
    public func uniform(low: Double = 0, high: Double = 1, _ size: Shape = [], dtype: DType = .float64) -> NDArray {
        trapping { () throws(ApusError) in try drawUniform(low, high, size, dtype) }
    }

    /// Numbers between bounds that are arrays.
    public func uniform(low: some DistributionParameter, high: some DistributionParameter, _ size: Shape? = nil) -> NDArray {
        draws(UniformLaw.self, low, high, size: size)
    }

    func drawUniform(_ low: Double, _ high: Double, _ shape: Shape, _ dtype: DType) throws(ApusError) -> NDArray {
        var values = LawValues()
        (values[0], values[1]) = (low.bitPattern, high.bitPattern)
        if let objection = UniformLaw.objection(values) { throw .argument(operation: "uniform", message: objection) }
        let value = try floats(shape, dtype, "uniform")
        try scaled(.uniform, value, shift: low, factor: high - low)
        return NDArray(value: value)
    }

    /// Numbers from a normal law, float64 or, computed in it, float32. `numpy.random.Generator.normal`.
    public func normal(mean: Double = 0, std: Double = 1, _ size: Shape = [], dtype: DType = .float64) -> NDArray {
        trapping { () throws(ApusError) in try drawNormal(mean, std, size, dtype) }
    }

    /// Numbers from normal laws whose parameters are arrays.
    public func normal(mean: some DistributionParameter, std: some DistributionParameter, _ size: Shape? = nil) -> NDArray {
        draws(NormalLaw.self, mean, std, size: size)
    }

    func drawNormal(_ mean: Double, _ std: Double, _ shape: Shape, _ dtype: DType) throws(ApusError) -> NDArray {
        guard std >= 0 else { throw .argument(operation: "normal", message: "a standard deviation of \(std) is below 0") }
        let value = try floats(shape, dtype, "normal")
        try scaled(.normal, value, shift: mean, factor: std)
        return NDArray(value: value)
    }

    /// Numbers from the exponential law of mean `scale`, float64 or, computed in it, float32.
    /// `numpy.random.Generator.exponential`.
    public func exponential(scale: Double = 1, _ size: Shape = [], dtype: DType = .float64) -> NDArray {
        trapping { () throws(ApusError) in try drawExponential(scale, size, dtype) }
    }

    /// Numbers from exponential laws whose means are an array.
    public func exponential(scale: some DistributionParameter, _ size: Shape? = nil) -> NDArray {
        draws(ExponentialLaw.self, scale, size: size)
    }

    func drawExponential(_ scale: Double, _ shape: Shape, _ dtype: DType) throws(ApusError) -> NDArray {
        guard scale >= 0 else { throw .argument(operation: "exponential", message: "a scale of \(scale) is below 0") }
        let value = try floats(shape, dtype, "exponential")
        try scaled(.exponential, value, shift: 0, factor: scale)
        return NDArray(value: value)
    }

    private func floats(_ shape: Shape, _ dtype: DType, _ operation: String) throws(ApusError) -> Strided {
        guard dtype == .float64 || dtype == .float32 else {
            throw .dtype(operation: operation, message: "float64 or float32 is needed, not \(dtype); use astype after")
        }
        return try .empty(shape, dtype)
    }

    /// Numbers from the gamma law of scale 1, float64 or float32, which are two streams.
    /// `numpy.random.Generator.standard_gamma`.
    ///
    /// - Parameter out: A contiguous array of the dtype that takes the numbers, instead of a new one.
    @discardableResult
    public func standardGamma(
        shape: some DistributionParameter, _ size: Shape? = nil, dtype: DType = .float64, out: NDArray? = nil
    ) -> NDArray {
        trapping { () throws(ApusError) in try drawStandardGamma(shape.distributionParameter, size, dtype, out: out) }
    }

    package func drawStandardGamma(
        _ shape: NDArray, _ size: Shape?, _ dtype: DType, out: NDArray?
    ) throws(ApusError) -> NDArray {
        switch dtype {
        case .float64: try sample(StandardGammaLaw.self, [shape], size: size, out: out)
        case .float32: try sample(StandardGammaFloatLaw.self, [shape], size: size, out: out)
        default: throw .dtype(operation: "standard_gamma", message: "float64 or float32 is needed, not \(dtype)")
        }
    }

    /// Numbers from the gamma law of a shape and a scale, not negative. `numpy.random.Generator.gamma`.
    ///
    /// G. Marsaglia, W. W. Tsang (2000), and J. H. Ahrens, U. Dieter (1974) below a shape of 1.
    public func gamma(
        shape: some DistributionParameter, scale: some DistributionParameter = 1.0, _ size: Shape? = nil
    ) -> NDArray {
        draws(GammaLaw.self, shape, scale, size: size)
    }

    /// Numbers in [0, 1] from the beta law of two positive parameters. `numpy.random.Generator.beta`.
    ///
    /// A ratio of gamma numbers, or M. D. Jöhnk (1964) where both parameters are at most 1.
    public func beta(a: some DistributionParameter, b: some DistributionParameter, _ size: Shape? = nil) -> NDArray {
        draws(BetaLaw.self, a, b, size: size)
    }

    /// Numbers from the χ² law of positive degrees of freedom. `numpy.random.Generator.chisquare`.
    public func chiSquare(degrees: some DistributionParameter, _ size: Shape? = nil) -> NDArray {
        draws(ChiSquareLaw.self, degrees, size: size)
    }

    /// Numbers from the noncentral χ² law: sums of squares of normal numbers whose means are not 0.
    /// `numpy.random.Generator.noncentral_chisquare`.
    public func noncentralChiSquare(
        degrees: some DistributionParameter, noncentrality: some DistributionParameter, _ size: Shape? = nil
    ) -> NDArray {
        draws(NoncentralChiSquareLaw.self, degrees, noncentrality, size: size)
    }

    /// Numbers from Fisher's F law: ratios of χ² numbers of two degrees of freedom, each by its own.
    /// `numpy.random.Generator.f`.
    public func fRatio(
        numerator: some DistributionParameter, denominator: some DistributionParameter, _ size: Shape? = nil
    ) -> NDArray {
        draws(FRatioLaw.self, numerator, denominator, size: size)
    }

    /// Numbers from the noncentral F law. `numpy.random.Generator.noncentral_f`.
    public func noncentralF(
        numerator: some DistributionParameter, denominator: some DistributionParameter, noncentrality: some DistributionParameter, _ size: Shape? = nil
    ) -> NDArray {
        draws(NoncentralFLaw.self, numerator, denominator, noncentrality, size: size)
    }

    /// Numbers from Student's t law of positive degrees of freedom. `numpy.random.Generator.standard_t`.
    public func standardT(degrees: some DistributionParameter, _ size: Shape? = nil) -> NDArray {
        draws(StudentTLaw.self, degrees, size: size)
    }

    /// Numbers from the Cauchy law of mode 0: ratios of normal numbers. `numpy.random.Generator.standard_cauchy`.
    public func standardCauchy(_ size: Shape? = nil) -> NDArray {
        draws(CauchyLaw.self, size: size)
    }

    /// Numbers from the Pareto law of the second kind (Lomax's) of a positive shape; add 1 for the classical one.
    /// `numpy.random.Generator.pareto`.
    public func pareto(a: some DistributionParameter, _ size: Shape? = nil) -> NDArray {
        draws(ParetoLaw.self, a, size: size)
    }

    /// Numbers from Weibull's law of a shape, not negative. `numpy.random.Generator.weibull`.
    public func weibull(a: some DistributionParameter, _ size: Shape? = nil) -> NDArray {
        draws(WeibullLaw.self, a, size: size)
    }

    /// Numbers in [0, 1] whose density is a power, of positive exponent a − 1. `numpy.random.Generator.power`.
    public func power(a: some DistributionParameter, _ size: Shape? = nil) -> NDArray {
        draws(PowerFunctionLaw.self, a, size: size)
    }

    /// Numbers from Laplace's law: exponential on both sides of the mean. `numpy.random.Generator.laplace`.
    public func laplace(
        mean: some DistributionParameter = 0.0, scale: some DistributionParameter = 1.0, _ size: Shape? = nil
    ) -> NDArray {
        draws(LaplaceLaw.self, mean, scale, size: size)
    }

    /// Numbers from Gumbel's law of the largest of many. `numpy.random.Generator.gumbel`.
    public func gumbel(
        mode: some DistributionParameter = 0.0, scale: some DistributionParameter = 1.0, _ size: Shape? = nil
    ) -> NDArray {
        draws(GumbelLaw.self, mode, scale, size: size)
    }

    /// Numbers from the logistic law. `numpy.random.Generator.logistic`.
    public func logistic(
        mean: some DistributionParameter = 0.0, scale: some DistributionParameter = 1.0, _ size: Shape? = nil
    ) -> NDArray {
        draws(LogisticLaw.self, mean, scale, size: size)
    }

    /// Exponentials of numbers from a normal law. `numpy.random.Generator.lognormal`.
    public func logNormal(
        mean: some DistributionParameter = 0.0, sigma: some DistributionParameter = 1.0, _ size: Shape? = nil
    ) -> NDArray {
        draws(LogNormalLaw.self, mean, sigma, size: size)
    }

    /// Numbers from Rayleigh's law: lengths of vectors of two normal numbers. `numpy.random.Generator.rayleigh`.
    public func rayleigh(scale: some DistributionParameter = 1.0, _ size: Shape? = nil) -> NDArray {
        draws(RayleighLaw.self, scale, size: size)
    }

    /// Numbers from Wald's law, the inverse Gaussian, of positive mean and scale. `numpy.random.Generator.wald`.
    ///
    /// J. R. Michael, W. R. Schucany, R. W. Haas (1976).
    public func wald(mean: some DistributionParameter, scale: some DistributionParameter, _ size: Shape? = nil) -> NDArray {
        draws(WaldLaw.self, mean, scale, size: size)
    }

    /// Angles in [−π, π] from the law of von Mises about μ, the narrower the larger κ is. `numpy.random.Generator.vonmises`.
    ///
    /// D. J. Best, N. I. Fisher (1979).
    public func vonMises(mu: some DistributionParameter, kappa: some DistributionParameter, _ size: Shape? = nil) -> NDArray {
        draws(VonMisesLaw.self, mu, kappa, size: size)
    }

    /// Numbers between left and right whose density rises to the mode and falls from it, in straight lines.
    /// `numpy.random.Generator.triangular`.
    public func triangular(
        left: some DistributionParameter, mode: some DistributionParameter, right: some DistributionParameter, _ size: Shape? = nil
    ) -> NDArray {
        draws(TriangularLaw.self, left, mode, right, size: size)
    }
}
