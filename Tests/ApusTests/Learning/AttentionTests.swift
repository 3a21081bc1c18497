import Testing

@testable import Apus

/// Attention in one pass against its definition: scores, their softmax, and the product with the values.
@Suite struct AttentionTests {
    /// heads, queries, keys, depth, width: whole blocks, and sizes that are multiples of nothing.
    static let sizes: [[Int]] = [
        [1, 1, 1, 1, 1], [2, 5, 3, 4, 2], [3, 13, 17, 8, 5], [2, 31, 130, 16, 33], [1, 64, 64, 32, 32], [1, 70, 257, 65, 31],
        [2, 300, 40, 3, 16], [20, 9, 12, 20, 7],
    ]

    enum Kind: CaseIterable { case plain, causal, hidden, added }

    private func mask(_ kind: Kind, _ shape: Shape, _ dtype: DType) -> Tensor? {
        let walk = numbers(shape)
        switch kind {
        case .plain, .causal: return nil
        case .hidden: return walk.greater(0.5)
        case .added: return (walk * 2).maskedFill(walk.greater(1), -Double.infinity).astype(dtype)
        }
    }

    private func composed(_ q: Tensor, _ k: Tensor, _ v: Tensor, _ mask: Tensor?, _ kind: Kind, _ scale: Double) throws -> Tensor {
        try Attention.weights(q, k, mask, kind == .causal, scale).matmul(v)
    }

    @Test(arguments: sizes, Kind.allCases)
    func agreesWithItsDefinition(_ size: [Int], _ kind: Kind) throws {
        for dtype in [DType.float64, .float32] {
            // Scores reach 40, and weights have the absolute errors of scores as relative ones.
            let tolerance = dtype == .float64 ? 1e-13 : 2e-5
            let q = numbers([size[0], size[1], size[3]], dtype: dtype).requiringGrad()
            let k = (numbers([size[0], size[2], size[3]]) / 2).flip(1).astype(dtype).requiringGrad()
            let v = numbers([size[0], size[2], size[4]], dtype: dtype).requiringGrad()
            let mask = mask(kind, [size[0], size[1], size[2]], dtype)
            let fused = q.scaledDotProductAttention(key: k, value: v, mask: mask, isCausal: kind == .causal, scale: 0.3)
            let plain = try composed(q, k, v, mask, kind, 0.3)
            expect(fused, numbers(plain), shape: plain.shape, dtype: dtype, within: tolerance, "\(size) \(kind)")
            let seed = numbers(plain.shape, dtype: dtype).flip(-1)
            let found = grad(of: fused, wrt: [q, k, v], seed: seed), wanted = grad(of: plain, wrt: [q, k, v], seed: seed)
            for (a, b) in zip(found, wanted) { expect(a, numbers(b), within: tolerance * 10, "\(size) \(kind) gradient") }
        }
    }

    @Test func operandsOfAnyLayout() throws {
        let all = numbers([3, 7, 2, 3, 5], dtype: .float64)  // batch, length, heads, part, features
        let parts = all.split(3, axis: 3).map { $0.squeeze(3).transpose(0, 2, 1, 3) }
        let plain = try composed(parts[0].copy(), parts[1].copy(), parts[2].copy(), nil, .plain, 0.4)
        let fused = parts[0].scaledDotProductAttention(key: parts[1], value: parts[2], scale: 0.4)
        expect(fused, numbers(plain), within: 1e-14)
        #expect(fused.transpose(0, 2, 1, 3).isContiguous)
        let turned = parts.map { $0.flip(2).swapAxes(-1, -2).copy().swapAxes(-1, -2) }
        expect(
            turned[0].scaledDotProductAttention(key: turned[1], value: turned[2], scale: 0.4), numbers(plain.flip(2)), within: 1e-13)
    }

    @Test func leadingAxesBroadcast() throws {
        let q = numbers([4, 1, 3, 2]).requiringGrad(), k = numbers([1, 2, 5, 2]).requiringGrad(), v = numbers([5, 3]).requiringGrad()
        let mask = numbers([2, 1, 5]).greater(0)
        let fused = q.scaledDotProductAttention(key: k, value: v, mask: mask, scale: 1)
        let plain = try composed(q, k, v, mask, .hidden, 1)
        expect(fused, numbers(plain), shape: [4, 2, 3, 3], within: 1e-14)
        let found = grad(of: fused.sum(), wrt: [q, k, v]), wanted = grad(of: plain.sum(), wrt: [q, k, v])
        for (a, b) in zip(found, wanted) { expect(a, numbers(b), shape: b.shape, within: 1e-12) }
    }

    @Test(arguments: [[], [1], [5], [1, 1], [3, 1], [1, 5], [2, 1, 1]] as [Shape])
    func masksBroadcast(_ shape: Shape) throws {
        let q = numbers([2, 3, 2]), k = numbers([2, 5, 2]), v = numbers([2, 5, 3])
        let added = numbers(shape).requiringGrad()
        for mask in [added, numbers(shape).greater(-1), Tensor.zeros(shape).astype(.bool)] {
            let fused = q.scaledDotProductAttention(key: k, value: v, mask: mask, scale: 1)
            let plain = try composed(q, k, v, mask, .added, 1)
            expect(fused, numbers(plain), shape: [2, 3, 3], within: 1e-14, "\(shape) \(mask.dtype)")
            guard mask.dtype != .bool else { continue }
            let seed = numbers([2, 3, 3])
            expect(
                grad(of: fused, wrt: [added], seed: seed)[0], numbers(grad(of: plain, wrt: [added], seed: seed)[0]), shape: shape,
                within: 1e-12, "\(shape) gradient")
        }
    }

    @Test(arguments: Kind.allCases)
    func derivativesOfBothOrders(_ kind: Kind) throws {
        let q = numbers([2, 3, 2]).requiringGrad(), k = (numbers([2, 4, 2]) / 2).requiringGrad(), v = numbers([2, 4, 3]).requiringGrad()
        var inputs = [q, k, v]
        if kind == .added { inputs.append(numbers([3, 4]).requiringGrad()) }
        let hidden = kind == .hidden ? numbers([2, 3, 4]).greater(-1) : nil
        func attend(_ x: [Tensor]) -> Tensor {
            x[0].scaledDotProductAttention(key: x[1], value: x[2], mask: x.count > 3 ? x[3] : hidden, isCausal: kind == .causal)
        }
        try gradCheck(inputs) { attend($0) }
        try gradGradCheck(inputs) { attend($0) }
    }

    @Test func aQueryThatSeesNothingGivesZerosAndTakesNoGradient() {
        for mask in [Tensor([[false, false], [true, true]]), Tensor([[-Double.infinity, -.infinity], [0, 0]])] {
            let q = numbers([2, 3]).requiringGrad(), k = numbers([2, 3]).requiringGrad()
            let y = q.scaledDotProductAttention(key: k, value: k, mask: mask)
            y.sum().backward()
            #expect(numbers(y[0]) == [0, 0, 0] && numbers(q.grad![0]) == [0, 0, 0])
            let isFinite = numbers(k.grad!).allSatisfy { $0.isFinite }, isSeen = numbers(y[1]).allSatisfy { $0 != 0 }
            #expect(isFinite && isSeen)
        }
        let infinite = Tensor.full([2, 3], -Double.infinity, dtype: .float64), ones = Tensor.ones([2, 3], dtype: .float64)
        #expect(numbers(ones.scaledDotProductAttention(key: infinite, value: ones)) == Array(repeating: 0, count: 6))
    }

    @Test func valuesThatAreNoNumbersSpread() {
        let ones = Tensor.ones([2, 3], dtype: .float64)
        let k = ones.copy()
        k[1, 1] = Tensor(Double.nan)
        for keys in [k, Tensor.full([2, 3], Double.nan, dtype: .float64)] {
            let spreads = numbers(ones.scaledDotProductAttention(key: keys, value: ones)).allSatisfy { $0.isNaN }
            #expect(spreads)
        }
        // A key that no query sees takes no part.
        #expect(numbers(ones.scaledDotProductAttention(key: k, value: ones, mask: Tensor([[true, false]]))) == Array(repeating: 1, count: 6))
        let large = ones * 1e200
        #expect(numbers(large.scaledDotProductAttention(key: ones, value: ones)) == Array(repeating: 1, count: 6))
    }

    @Test func nothingToAttendTo() {
        let none = Tensor.zeros([2, 0, 3]), some = Tensor.ones([2, 4, 3]).requiringGrad()
        let y = some.scaledDotProductAttention(key: none, value: none)
        #expect(numbers(y) == Array(repeating: 0, count: 24))
        y.sum().backward()
        #expect(numbers(some.grad!) == Array(repeating: 0, count: 24))
        #expect(none.scaledDotProductAttention(key: some, value: some).shape == [2, 0, 3])
        let empty = Tensor.zeros([0, 4, 3])
        #expect(empty.scaledDotProductAttention(key: empty, value: empty).shape == [0, 4, 3])
        #expect(numbers(Tensor.zeros([1, 2, 0]).scaledDotProductAttention(key: Tensor.zeros([1, 5, 0]), value: Tensor.ones([1, 5, 1]))) == [1, 1])
    }

    @Test(arguments: [DType.float16, .bfloat16])
    func halfPrecisionIsRoundedOnce(_ dtype: DType) {
        let x = (0..<3).map { numbers([2, 40, 8]).flip(Axes($0)).astype(dtype) }
        let wide = x.map { $0.astype(.float32) }
        let y = x[0].scaledDotProductAttention(key: x[1], value: x[2], isCausal: true)
        let exact = wide[0].scaledDotProductAttention(key: wide[1], value: wide[2], isCausal: true)
        expect(y, numbers(exact.astype(dtype)), dtype: dtype)
    }

    @Test func resultsAreTheSameForAnyNumberOfThreads() {
        let x = (0..<3).map { numbers([1, 2, 700, 24], dtype: .float32).flip(Axes($0)) }
        func compute() -> [[Float]] {
            let leaves = x.map { $0.detach().copy().requiringGrad() }
            let y = leaves[0].scaledDotProductAttention(key: leaves[1], value: leaves[2])
            y.backward(numbers(y.shape, dtype: .float32))
            return [y.elements(as: Float.self)] + leaves.map { $0.grad!.elements(as: Float.self) }
        }
        let threads = ThreadPool.shared.threadCount
        defer { ThreadPool.shared.setThreadCount(threads) }
        ThreadPool.shared.setThreadCount(1)
        let alone = compute()
        ThreadPool.shared.setThreadCount(4)
        #expect(compute() == alone)
    }

    @Test func errorsSayWhatIsWrong() {
        func attend(_ q: Tensor, _ k: Tensor, _ v: Tensor, _ mask: Tensor?, causal: Bool = false) throws {
            _ = try Attention.apply(
                q, k, v, mask: mask, dropout: 0, isCausal: causal, scale: nil, sharesKeys: false, .shared)
        }
        let x = Tensor.ones([2, 3, 4])
        expectError("do not broadcast") { try attend(x, x, x, Tensor.ones([5, 3])) }
        expectError("do not broadcast") { try attend(x, Tensor.ones([3, 3, 4]), x, nil) }
        expectError("bool or real numbers") { try attend(x, x, x, Tensor.ones([3, 3], dtype: .complex64)) }
        expectError("causal") { try attend(x, x, x, Tensor.ones([3, 3]), causal: true) }
    }
}
