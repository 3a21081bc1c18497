import Testing

@testable import Apus

/// Distributions and initialisers, number for number, over five seeds: NumPy's Generator and PyTorch's CPU stream.
@Suite struct StreamGoldenTests {
    /// One line of the golden file.
    struct Expected: Sendable {
        let seed: UInt64
        /// Of the bytes of all numbers; nil where only rounding is promised.
        let checksum: UInt32?
        /// The bits of the first three.
        let first: [UInt64]
    }

    static let goldens: [String: [Expected]] = {
        var goldens: [String: [Expected]] = [:]
        for line in (try? Goldens.lines("streams.txt")) ?? [] where !line.isEmpty {
            let words = line.split(separator: " ")
            goldens["\(words[0]) \(words[1])", default: []].append(
                Expected(
                    seed: UInt64(words[2])!, checksum: UInt32(words[3], radix: 16),
                    first: words[4...].map { UInt64($0, radix: 16)! }))
        }
        return goldens
    }()

    static let count = 2000

    static let numpy: [String: @Sendable (Generator) -> NDArray] = [
        "random": { $0.random([count]) },
        "uniform": { $0.uniform(low: -3, high: 7, [count]) },
        "standard_normal": { $0.standardNormal([count]) },
        "normal": { $0.normal(mean: 2, std: 3, [count]) },
        "standard_exponential": { $0.standardExponential([count]) },
        "standard_exponential.inv": { $0.standardExponential([count], method: .inverse) },
        "standard_gamma": { $0.standardGamma(shape: 2.5, [count]) },
        "standard_gamma.small": { $0.standardGamma(shape: 0.3, [count]) },
        "standard_gamma.float32": { $0.standardGamma(shape: 2.5, [count], dtype: .float32) },
        "gamma": { $0.gamma(shape: 3, scale: 2, [count]) },
        "beta": { $0.beta(a: 2, b: 3, [count]) },
        "beta.small": { $0.beta(a: 0.5, b: 0.5, [count]) },
        "chisquare": { $0.chiSquare(degrees: 7, [count]) },
        "noncentral_chisquare": { $0.noncentralChiSquare(degrees: 3, noncentrality: 20, [count]) },
        "noncentral_chisquare.small": { $0.noncentralChiSquare(degrees: 0.5, noncentrality: 3, [count]) },
        "f": { $0.fRatio(numerator: 5, denominator: 48, [count]) },
        "noncentral_f": { $0.noncentralF(numerator: 5, denominator: 2, noncentrality: 1, [count]) },
        "standard_t": { $0.standardT(degrees: 10, [count]) },
        "standard_cauchy": { $0.standardCauchy([count]) },
        "pareto": { $0.pareto(a: 3, [count]) },
        "weibull": { $0.weibull(a: 1.5, [count]) },
        "power": { $0.power(a: 2.5, [count]) },
        "laplace": { $0.laplace(mean: 1, scale: 2, [count]) },
        "gumbel": { $0.gumbel(mode: 1, scale: 2, [count]) },
        "logistic": { $0.logistic(mean: 1, scale: 2, [count]) },
        "lognormal": { $0.logNormal(mean: 1, sigma: 0.5, [count]) },
        "rayleigh": { $0.rayleigh(scale: 2, [count]) },
        "wald": { $0.wald(mean: 1, scale: 2, [count]) },
        "vonmises": { $0.vonMises(mu: 1, kappa: 4, [count]) },
        "triangular": { $0.triangular(left: 1, mode: 2, right: 4, [count]) },
        "binomial.inversion": { $0.binomial(n: 10, p: 0.3, [count]) },
        "binomial.btpe": { $0.binomial(n: 1000, p: 0.7, [count]) },
        "negative_binomial": { $0.negativeBinomial(n: 5, p: 0.3, [count]) },
        "poisson.small": { $0.poisson(mean: 5, [count]) },
        "poisson.ptrs": { $0.poisson(mean: 77.5, [count]) },
        "geometric.search": { $0.geometric(p: 0.5, [count]) },
        "geometric.inversion": { $0.geometric(p: 0.1, [count]) },
        "zipf": { $0.zipf(a: 2, [count]) },
        "logseries": { $0.logSeries(p: 0.6, [count]) },
        "hypergeometric.count": { $0.hypergeometric(good: 100, bad: 2, taken: 5, [count]) },
        "hypergeometric.hrua": { $0.hypergeometric(good: 150, bad: 250, taken: 100, [count]) },
        "multinomial": { $0.multinomial(n: 20, probabilities: NDArray([0.25, 0.25, 0.5]), [300]) },
        "multivariate_hypergeometric.marginals": { $0.multivariateHypergeometric(colors: [10, 20, 30], sample: 15, [300]) },
        "multivariate_hypergeometric.count": { $0.multivariateHypergeometric(colors: [10, 20, 30], sample: 40, [300], method: .count) },
        "dirichlet": { $0.dirichlet(alpha: NDArray([0.5, 2, 3]), [300]) },
        "dirichlet.small": { $0.dirichlet(alpha: NDArray([0.0625, 0.03125, 0.015625]), [300]) },
        "integers.int8": { $0.integers(-100, 81, [count], dtype: .int8) },
        "integers.bounds": { $0.integers(NDArray([0, 5, -7]), NDArray([[10], [100]]), [300, 2, 3]) },
        "choice.p": { $0.choice(5, [count], probabilities: NDArray([0.125, 0.25, 0.25, 0.125, 0.25])) },
        "choice.p.different": { $0.choice(8, [6], replacing: false, probabilities: NDArray.full([8], 0.125)) },
        "permuted": { $0.permuted(NDArray.arange(60).reshape([6, 10]), axis: 1) },
        "gamma.arrays": { $0.gamma(shape: NDArray([[0.5], [2]]), scale: NDArray([1.0, 2, 4]), [100, 2, 3]) },
    ]

    static let torch: [String: @Sendable () -> Tensor] = [
        "rand": { Tensor.rand([count]) },
        "rand.float64": { Tensor.rand([count], dtype: .float64) },
        "rand.float16": { Tensor.rand([count], dtype: .float16) },
        "randint": { Tensor.randint(-3, 997, [count]) },
        "randint.wide": { Tensor.randint(-3, 1 << 40, [count]) },
        "randint.float32": { Tensor.randint(0, 100, [count], dtype: .float32) },
        "randperm": { Tensor.randperm(count) },
        "bernoulli": { Tensor.bernoulli(Tensor.linspace(0, 1, count: count)) },
        "bernoulli_": { filled { $0.fillBernoulli(0.25) } },
        "uniform_": { filled { $0.fillUniform(low: -2, high: 3) } },
        "uniform_.float64": { filled(.float64) { $0.fillUniform(low: -2, high: 3) } },
        "dropout": { Tensor.ones([count]).dropout(0.25) },
        "dropout.half": { Tensor.arange(count, dtype: .float64).dropout(0.5) },
        "init.uniform": { Init.uniform(Tensor.empty([30, 40]), low: -1, high: 2) },
        "init.xavier_uniform": { Init.xavierUniform(Tensor.empty([30, 40])) },
        "init.xavier_uniform.gain": { Init.xavierUniform(Tensor.empty([8, 6, 3, 3]), gain: 2) },
        "init.kaiming_uniform": { Init.kaimingUniform(Tensor.empty([30, 40])) },
        "init.kaiming_uniform.fan_out": { Init.kaimingUniform(Tensor.empty([8, 6, 3, 3]), mode: .fanOut) },
        "linear.weight": { Linear(40, 30).weight.detach() },
        "conv2d.weight": { Conv2d(3, 8, kernelSize: 3).weight.detach() },
        "geometric_": { filled { $0.fillGeometric(0.25) } },
        "multinomial": { Tensor.multinomial(Tensor.arange(1, 11, dtype: .float32), count, replacing: true) },
        "multinomial.different": { Tensor.multinomial(Tensor.arange(1, 101, dtype: .float32), 40) },
        "randn": { Tensor.randn([count]) },
        "randn.few": { Tensor.randn([5]) },
        "randn.float64": { Tensor.randn([count], dtype: .float64) },
        "normal_": { filled { $0.fillNormal(mean: 1, std: 2) } },
        "init.normal": { Init.normal(Tensor.empty([30, 40]), mean: 1, std: 2) },
        "init.xavier_normal": { Init.xavierNormal(Tensor.empty([30, 40])) },
        "init.kaiming_normal": { Init.kaimingNormal(Tensor.empty([30, 40])) },
        "exponential_": { filled(.float64) { $0.fillExponential(rate: 2) } },
        "cauchy_": { filled { $0.fillCauchy(median: 1, sigma: 2) } },
        "log_normal_": { filled { $0.fillLogNormal(mean: 0.5, std: 0.25) } },
    ]

    static func filled(_ dtype: DType = .float32, _ fill: (Tensor) -> Void) -> Tensor {
        let x = Tensor.empty([count], dtype: dtype)
        fill(x)
        return x
    }

    @Test func everyGoldenHasACase() {
        let names = Self.goldens.keys.filter { !$0.hasPrefix("numpy bits.") }
        #expect(Set(names) == Set(Self.numpy.keys.map { "numpy \($0)" } + Self.torch.keys.map { "torch \($0)" }))
        #expect(Self.goldens.values.allSatisfy { $0.count == 5 })
    }

    @Test(arguments: numpy.keys.sorted())
    func likeNumPy(name: String) throws {
        for expected in try #require(Self.goldens["numpy \(name)"]) {
            check(Self.numpy[name]!(Generator(seed: expected.seed)), expected, name)
        }
    }

    @Test(arguments: torch.keys.sorted())
    func likePyTorch(name: String) throws {
        for expected in try #require(Self.goldens["torch \(name)"]) {
            check(TensorGenerator.withShared(TensorGenerator(seed: expected.seed)) { Self.torch[name]!() }, expected, name)
        }
    }

    @Test func onOtherBitGenerators() throws {
        func check(_ name: String, _ bits: (some BitGenerator).Type) throws {
            for expected in try #require(Self.goldens["numpy bits.\(name)"]) {
                let generator = Generator(SeedSequence(expected.seed), bits: bits)
                let numbers = NDArray.concatenate([
                    generator.standardNormal([500]), generator.random([500], dtype: .float32).astype(.float64),
                ])
                self.check(numbers, expected, name)
            }
        }
        try check("PCG64DXSM", PCG64DXSM.self)
        try check("MT19937", MT19937.self)
        try check("Philox", Philox.self)
        try check("SFC64", SFC64.self)
    }

    private func check(_ x: some ArrayFace, _ expected: Expected, _ name: String) {
        let bytes = elementBytes(x), size = x.dtype.size
        if let checksum = expected.checksum {
            var crc = CRC32()
            bytes.withUnsafeBytes { crc.update($0) }
            #expect(crc.value == checksum, "\(name), seed \(expected.seed)")
        }
        for (place, word) in expected.first.enumerated() {
            let bits = bytes[place * size..<(place + 1) * size].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            if expected.checksum != nil {
                #expect(bits == word, "\(name), seed \(expected.seed), number \(place)")
            } else {
                // Logarithms and trigonometric functions of another library: a few units in the last place.
                let (a, b) = (number(bits, size), number(word, size))
                #expect(abs(a - b) <= abs(b) * (size == 4 ? 0x1p-20 : 0x1p-50), "\(name), seed \(expected.seed), number \(place)")
            }
        }
    }

    private func number(_ bits: UInt64, _ size: Int) -> Double {
        size == 4 ? Double(Float(bitPattern: UInt32(bits))) : Double(bitPattern: bits)
    }
}
