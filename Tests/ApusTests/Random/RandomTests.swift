import Testing

@testable import Apus

/// What random generators promise beyond their numbers: state, shapes, refusals.
@Suite struct RandomTests {
    @Test func savedStateRepeatsTheStream() {
        let g = Generator(seed: 7)
        _ = g.random([3], dtype: .float32)
        let saved = g.bits
        let first = elementBytes(g.standardNormal([50], dtype: .float32))
        g.bits = saved
        #expect(elementBytes(g.standardNormal([50], dtype: .float32)) == first)

        let t = TensorGenerator(seed: 7)
        _ = Tensor.randn([3], generator: t)
        let state = t.state
        #expect(state.spareNormal != nil)
        let numbers = elementBytes(Tensor.randn([5], generator: t))
        let copy = TensorGenerator(seed: 1)
        copy.state = TensorGenerator.State(
            seed: state.seed, words: state.words, position: state.position, spareNormal: state.spareNormal)!
        #expect(elementBytes(Tensor.randn([5], generator: copy)) == numbers)
        #expect(TensorGenerator.State(seed: 0, words: [1, 2], position: 0, spareNormal: nil) == nil)
        #expect(TensorGenerator.State(seed: 0, words: state.words, position: 625, spareNormal: nil) == nil)
    }

    @Test func seedingStartsTheStreamAgain() {
        let g = TensorGenerator()
        #expect(g.state.seed == 67_280_421_310_721, "PyTorch's default seed")
        _ = Tensor.randn([3], generator: g)
        g.manualSeed(99)
        #expect(g.state.seed == 99 && g.state.spareNormal == nil)
        let numbers = elementBytes(Tensor.rand([20], generator: g))
        #expect(numbers == elementBytes(Tensor.rand([20], generator: TensorGenerator(seed: 99))))
    }

    @Test func aSharedGeneratorOfOnesOwn() async {
        let expected = elementBytes(Tensor.rand([4], generator: TensorGenerator(seed: 5)))
        let before = TensorGenerator.shared
        let outer = TensorGenerator(seed: 5)
        TensorGenerator.withShared(outer) {
            TensorGenerator.withShared(TensorGenerator(seed: 6)) { _ = Tensor.rand([4]) }
            #expect(TensorGenerator.shared === outer)
            #expect(elementBytes(Tensor.rand([4])) == expected)
        }
        await TensorGenerator.withShared(TensorGenerator(seed: 0)) {
            Tensor.manualSeed(5)
            let drawn = await Task { elementBytes(Tensor.rand([4])) }.value
            #expect(drawn == expected)
        }
        #expect(TensorGenerator.shared === before)
        #expect(throws: ApusError.device("no")) {
            try TensorGenerator.withShared(outer) { () throws(ApusError) in throw .device("no") }
        }
    }

    @Test func unseededGeneratorsDiffer() {
        #expect(elementBytes(Generator().random([8])) != elementBytes(Generator().random([8])))
    }

    @Test func zeroSizedShapesDrawNothing() {
        let g = Generator(seed: 3)
        let next = elementBytes(Generator(seed: 3).random([2]))
        #expect(g.random([0, 4]).shape == [0, 4])
        #expect(g.permutation(0).count == 0)
        #expect(g.choice(0, [0], replacing: false).count == 0)
        #expect(elementBytes(g.random([2])) == next)
        let t = TensorGenerator(seed: 3)
        #expect(Tensor.randn([0], generator: t).count == 0)
        #expect(Tensor.randperm(0, generator: t).count == 0)
    }

    @Test func metaTensorsHaveShapesOnly() {
        let x = Tensor.randn([3, 4], device: .meta)
        #expect(x.device == .meta && x.shape == [3, 4])
    }

    @Test func shuffleWritesThroughViews() {
        let x = NDArray((0..<24).map { Double($0) }).reshape([4, 6])
        let column = x.T
        Generator(seed: 5).shuffle(column)
        let expected = Generator(seed: 5).permutation(NDArray((0..<24).map { Double($0) }).reshape([4, 6]).T)
        #expect(elementBytes(x.T) == elementBytes(expected))
        #expect(column.value.sharesMemory(with: x.value))
    }

    @Test func integersCoverTheirRange() {
        let counts = Generator(seed: 1).integers(-2, 3, [10_000], dtype: .int8)
        var seen = [Int](repeating: 0, count: 5)
        for byte in elementBytes(counts) { seen[Int(Int8(bitPattern: byte)) + 2] += 1 }
        #expect(seen.allSatisfy { (1_800...2_200).contains($0) })
    }

    /// Values of NumPy 2.4.
    @Test func normalVectors() throws {
        let mean = NDArray([1, 2]), covariance = NDArray([[4.0, 1], [1, 3]])
        let drawn = try Generator(seed: 42).multivariateNormal(
            mean: mean, covariance: covariance, [2], method: .cholesky)
        let expected = NDArray([[1.6094341595088628, 0.42774000571080006], [2.5009023916129145, 3.9349757255615767]])
        #expect(drawn.allClose(expected, rtol: 1e-13))
        for method in [Generator.CovarianceMethod.svd, .eigh] {
            let many = try Generator(seed: 1).multivariateNormal(
                mean: mean, covariance: covariance, [20_000], method: method)
            let centered = many - many.mean(axis: 0)
            #expect((centered.T.matmul(centered) / 20_000).allClose(covariance, rtol: 0.05))
        }
        #expect(throws: ApusError.self) {
            try Generator(seed: 1).multivariateNormal(mean: mean, covariance: NDArray([[1.0, 2], [2, 1]]))
        }
        #expect(throws: ApusError.self) { try Generator(seed: 1).multivariateNormal(mean: mean, covariance: mean) }
    }

    @Test func parametersAreChecked() {
        let g = Generator(seed: 1)
        let half = NDArray(0.5), wrong = NDArray([1.0, -1])
        #expect(throws: ApusError.self) { try g.sample(GammaLaw.self, [wrong, half], size: nil) }
        #expect(throws: ApusError.self) { try g.sample(BinomialLaw.self, [half, half], size: nil) }
        #expect(throws: ApusError.self) { try g.sample(TriangularLaw.self, [half, half, half], size: nil) }
        #expect(throws: ApusError.self) { try g.sample(PoissonLaw.self, [NDArray(1e19)], size: nil) }
        #expect(throws: ApusError.self) { try g.sample(PoissonLaw.self, [NDArray([1.0, 2])], size: [3]) }
        #expect(throws: ApusError.self) { try g.sample(HypergeometricLaw.self, [1, 2, 4].map { NDArray($0) }, size: nil) }
        #expect(throws: ApusError.self) { try g.sample(named: "nothing", [], size: nil) }
        #expect(throws: ApusError.self) { try g.drawMultinomial(NDArray(3), NDArray([0.9, 0.9, 0]), nil) }
        #expect(throws: ApusError.self) { try g.drawColors([3, 4], 8, [], .marginals) }
        #expect(throws: ApusError.self) { try g.drawDirichlet(wrong, []) }
        #expect(throws: ApusError.self) { try g.standard(.normal, nil, .float64, out: NDArray.zeros([3], dtype: .float32)) }
        #expect(throws: ApusError.self) {
            try g.sample(3, [2], replacing: true, probabilities: NDArray([0.5, 0.2, 0.2]), shuffled: true)
        }
        #expect(throws: ApusError.self) {
            try g.drawIntegers(NDArray([0, 200]), NDArray([10, 300]), nil, .uint8, endpoint: false)
        }
    }

    @Test func numbersGoIntoArraysThatAreGiven() {
        let out = NDArray.zeros([2, 3])
        Generator(seed: 3).standardNormal(out: out)
        #expect(elementBytes(out) == elementBytes(Generator(seed: 3).standardNormal([2, 3])))
        let gamma = NDArray.zeros([4])
        Generator(seed: 3).standardGamma(shape: NDArray([1.0, 2, 3, 4]), out: gamma)
        #expect(elementBytes(gamma) == elementBytes(Generator(seed: 3).standardGamma(shape: NDArray([1.0, 2, 3, 4]))))
        let rows = NDArray.arange(12).reshape([3, 4])
        let target = NDArray.zeros([3, 4], dtype: .int64)
        Generator(seed: 3).permuted(rows, axis: 1, out: target)
        #expect(elementBytes(target) == elementBytes(Generator(seed: 3).permuted(rows, axis: 1)))
    }

    @Test func badRangesAreRefused() {
        #expect(throws: ApusError.self) { try integerSpan(3, 3, endpoint: false, .int64, "integers") }
        #expect(throws: ApusError.self) { try integerSpan(4, 3, endpoint: true, .int64, "integers") }
        #expect(throws: ApusError.self) { try integerSpan(-1, 3, endpoint: false, .uint8, "integers") }
        #expect(throws: ApusError.self) { try integerSpan(0, 257, endpoint: false, .uint8, "integers") }
        #expect(throws: ApusError.self) { try integerSpan(0, 2, endpoint: false, .float32, "integers") }
        #expect(throws: ApusError.self) { try integerSpan(0, .min, endpoint: false, .int64, "integers") }
        let x = trapping { () throws(ApusError) in try Strided.empty([4], .int32) }
        let g = TensorGenerator(seed: 1)
        #expect(throws: ApusError.self) { try g.fillUniform(x, low: 0, high: 1, "rand") }
        #expect(throws: ApusError.self) { try g.integerRange(0, 300, .uint8, "randperm") }
        #expect(throws: ApusError.self) { try g.integerRange(0, 3000, .float16, "randperm") }
        #expect(throws: ApusError.self) { try g.fillBernoulli(x, probability: 1.5, "bernoulli") }
        #expect(throws: ApusError.self) { try g.fillBernoulli(x, probability: .nan, "bernoulli") }
        #expect(throws: ApusError.self) { try g.fillNormal(x, mean: 0, std: -1, "normal") }
    }

    @Test func generatorsMayBeSharedBetweenThreads() async {
        let g = Generator(seed: 11)
        let parts = await withTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 { group.addTask { elementBytes(g.random([1000])) } }
            return await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        let whole = elementBytes(Generator(seed: 11).random([8000]))
        let expected = Set(stride(from: 0, to: whole.count, by: 8000).map { Array(whole[$0..<$0 + 8000]) })
        #expect(parts == expected)
    }
}
