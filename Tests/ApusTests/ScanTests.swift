import Apus
import Testing

@Suite struct ScanTests {
    private let x = NDArray(spread(60)).reshape(3, 4, 5)

    private func compare(
        _ scan: (NDArray, Int?) -> NDArray, within tolerance: Double, _ combine: (Double, Double) -> Double
    ) {
        let elements = x.elements(as: Double.self)
        for axis in 0..<3 {
            var expected = elements
            for group in groups(x.shape, [axis]) {
                for i in 1..<group.count { expected[group[i]] = combine(expected[group[i - 1]], elements[group[i]]) }
            }
            forEachLayout(of: x) { name, x in
                expect(scan(x, axis), expected, shape: x.shape, within: tolerance, "axis \(axis), \(name)")
            }
        }
        var flat = elements
        for i in 1..<flat.count { flat[i] = combine(flat[i - 1], elements[i]) }
        forEachLayout(of: x) { name, x in expect(scan(x, nil), flat, shape: [60], within: tolerance, name) }
    }

    /// Long rows go by chunks and by vectors; the sums are those of double precision all the same.
    @Test(arguments: [1, 7, 8, 9, 1000, 32768, 32769, 100_003]) func longRunningSums(count: Int) {
        var x = Generator(seed: 5).normal([count]).elements(as: Double.self).map(Float.init)
        x[0] = -0.0
        var sum = 0.0
        let y = NDArray(x).cumsum().elements(as: Float.self)
        #expect(y[0].sign == .minus)
        for (value, result) in zip(x, y) {
            sum += Double(value)
            #expect(abs(Double(result) - sum) <= Double(Float(sum).ulp))
        }
    }

    @Test func runningSumsPassInfinityAndNaNOn() {
        var x = [Float](repeating: 1, count: 70_000)
        x[40_003] = .infinity
        x[60_001] = -.infinity
        let y = NDArray(x).cumsum().elements(as: Float.self)
        #expect(y[40_002] == 40_003 && y[40_003] == .infinity && y[60_000] == .infinity)
        #expect(y[60_001...].allSatisfy { $0.isNaN })
    }

    @Test func sums() { compare({ $0.cumsum(axis: $1) }, within: 1e-14, +) }
    @Test func products() { compare({ $0.cumprod(axis: $1) }, within: 1e-14, *) }
    @Test func smallest() { compare({ $0.cummin(axis: $1) }, within: 0, Swift.min) }
    @Test func largest() { compare({ $0.cummax(axis: $1) }, within: 0, Swift.max) }

    @Test func edges() {
        expect(NDArray.zeros([0, 3]).cumsum(axis: 0), [], shape: [0, 3])
        expect(NDArray(5.0).cumsum(), [5], shape: [1])
        expect(NDArray([1, .nan, 0]).cummax(), [1, .nan, .nan])
        expect(NDArray([100, 100], dtype: .int8).cumsum(dtype: .int8), [100, -56], dtype: .int8)
        #expect(Tensor.empty([2, 3], device: .meta).cumprod(axis: 1).shape == [2, 3])
        expectError("complex") {
            _ = try #require(OperationTable["cummax"]).call(Arguments("cummax", ["x": .array(NDArray([Complex(1.0, 0)]))]))
        }
    }
}

@Suite struct SoftmaxTests {
    private let x = NDArray(spread(60)).reshape(3, 4, 5)

    @Test func alongEveryAxis() {
        let elements = x.elements(as: Double.self)
        for axis in 0..<3 {
            var expected = elements, logarithms = elements
            for group in groups(x.shape, [axis]) {
                let sum = group.reduce(0.0) { $0 + Double.exp(elements[$1]) }
                for i in group {
                    expected[i] = .exp(elements[i]) / sum
                    logarithms[i] = elements[i] - .log(sum)
                }
            }
            forEachLayout(of: x) { name, x in
                expect(x.softmax(axis: axis), expected, shape: x.shape, within: 1e-15, name)
                expect(x.logSoftmax(axis: axis - 3), logarithms, shape: x.shape, within: 1e-14, name)
            }
        }
    }

    @Test func dtypes() {
        expect(NDArray([1, 1]).softmax(), [0.5, 0.5], dtype: .float64)
        expect(Tensor([1, 1]).softmax(dtype: .float32), [0.5, 0.5], dtype: .float32)
        expect(Tensor([1, 1], dtype: .bfloat16).softmax(), [0.5, 0.5], dtype: .bfloat16)
        expect(Tensor([1000.0, 1000]).softmax(), [0.5, 0.5])
        expect(Tensor.zeros([0, 3]).softmax(axis: 0), [], shape: [0, 3])
        expect(Tensor.zeros([2, 0]).logSoftmax(), [], shape: [2, 0])
    }

    @Test func gradients() throws {
        for axis in 0..<3 {
            try checkGradients([.leaf([2, 3, 4])]) {
                [$0[0].softmax(axis: axis), $0[0].transpose(2, 0, 1).logSoftmax(axis: axis)]
            }
        }
    }

    /// The fused derivative and the one in tensor vocabulary are the same function.
    @Test func fusedDerivativeAgrees() {
        for dtype in [DType.float32, .float64, .float16, .bfloat16] {
            for logarithm in [false, true] {
                let a = Tensor(spread(40), dtype: dtype).reshape(5, 8).detach().requiringGrad()
                let y = logarithm ? a.logSoftmax(axis: 0) : a.softmax(axis: 0)
                let seed = Tensor(spread(40, scale: 1).reversed() as [Double], dtype: dtype).reshape(5, 8)
                let fused = grad(of: y, wrt: [a], seed: seed, retainGraph: true)[0]
                let spelled = grad(of: y, wrt: [a], seed: seed, createGraph: true)[0]
                let ulp = dtype == .float64 ? 1e-15 : dtype == .float32 ? 1e-6 : dtype == .float16 ? 4e-3 : 3e-2
                #expect(fused.allClose(spelled, rtol: ulp, atol: ulp), "\(dtype)")
            }
        }
    }
}
