import Testing

@testable import Apus

/// Recurrent layers in one operation against the walk step by step.
@Suite struct RecurrenceTests {
    /// steps, batch, inputs, hidden.
    static let sizes: [[Int]] = [[1, 1, 1, 1], [3, 2, 5, 4], [5, 17, 3, 33], [2, 60, 20, 16], [4, 5, 33, 70]]
    static let kinds: [Recurrence] = [.tanh, .relu, .gru, .lstm]

    private struct Case {
        let kind: Recurrence
        let x: Tensor, weights: RecurrentWeights, state: [Tensor]?
        let isReversed: Bool

        init(_ kind: Recurrence, _ size: [Int], _ dtype: DType, bias: Bool, state: Bool, reversed: Bool) {
            func leaf(_ shape: Shape, _ turn: Int = 0) -> Tensor {
                (turn == 0 ? numbers(shape) / 4 : numbers(shape).flip(0) / 4).astype(dtype).requiringGrad()
            }
            let rows = kind.gates * size[3]
            self.kind = kind
            x = leaf([size[0], size[1], size[2]])
            weights = RecurrentWeights(
                input: leaf([rows, size[2]]), hidden: leaf([rows, size[3]], 1), inputBias: bias ? leaf([rows]) : nil,
                hiddenBias: bias ? leaf([rows], 1) : nil)
            self.state = state ? (0..<(kind == .lstm ? 2 : 1)).map { leaf([size[1], size[3]], $0) } : nil
            isReversed = reversed
        }

        var inputs: [Tensor] {
            [x, weights.input, weights.hidden] + [weights.inputBias, weights.hiddenBias].compactMap { $0 } + (state ?? [])
        }

        func fused(_ inputs: [Tensor], keeps: Bool = true) -> [Tensor] {
            let operation = RecurrentSequence(
                kind: kind, isReversed: isReversed, hasBias: weights.inputBias != nil, hasState: state != nil, keeps: keeps)
            return Array(Tensor.make(operation, inputs).prefix(1 + operation.states))
        }

        var walked: [Tensor] {
            let result = kind.walk(x, state, weights, reversed: isReversed)
            return [result.output] + result.state
        }

        func gradients(_ results: [Tensor]) throws -> [Tensor] {
            try Autograd.gradients(
                of: results, wrt: inputs, seeds: results.map { numbers($0.shape, dtype: $0.dtype).flip(0) }, retainGraph: true
            ).map { $0! }
        }
    }

    @Test(arguments: kinds, sizes)
    func agreesWithTheWalkStepByStep(_ kind: Recurrence, _ size: [Int]) throws {
        for (dtype, tolerance) in [(DType.float64, 1e-13), (.float32, 2e-5)] {
            for options in 0..<8 {
                let test = Case(kind, size, dtype, bias: options & 1 == 0, state: options & 2 == 0, reversed: options & 4 != 0)
                let fused = test.fused(test.inputs), walked = test.walked, name = "\(kind) \(size) \(options)"
                for (a, b) in zip(fused, walked) { expect(a, numbers(b), shape: b.shape, dtype: dtype, within: tolerance, name) }
                for (a, b) in zip(test.fused(test.inputs, keeps: false), fused) { #expect(numbers(a) == numbers(b)) }
                for (a, b) in zip(try test.gradients(fused), try test.gradients(walked)) {
                    expect(a, numbers(b), shape: b.shape, within: tolerance * 20, "\(name) gradient")
                }
            }
        }
    }

    @Test(arguments: kinds)
    func derivativesOfBothOrders(_ kind: Recurrence) throws {
        for reversed in [false, true] {
            let test = Case(kind, [3, 2, 2, 3], .float64, bias: true, state: true, reversed: reversed)
            try gradCheck(test.inputs) { test.fused($0) }
            if kind != .relu { try gradGradCheck(test.inputs) { test.fused($0) } }
        }
    }

    @Test func aResultThatIsNotUsedHasNoGradient() throws {
        let test = Case(.lstm, [3, 2, 2, 3], .float64, bias: true, state: true, reversed: false)
        let fused = test.fused(test.inputs), walked = test.walked
        for index in 0..<3 {
            let found = try Autograd.gradients(of: [fused[index].sum()], wrt: test.inputs, retainGraph: true, allowUnused: true)
            let wanted = try Autograd.gradients(of: [walked[index].sum()], wrt: test.inputs, retainGraph: true, allowUnused: true)
            for (a, b) in zip(found, wanted) { expect(a!, numbers(b!), within: 1e-13, "\(index)") }
        }
        let frozen = LSTM(2, 3, dtype: .float64)
        for parameter in frozen.parameters().dropLast(3) { parameter.requiresGrad = false }
        frozen(test.x.detach()).output.sum().backward()
        let have = frozen.parameters().map { $0.grad != nil }
        #expect(have == [false, true, true, true])
    }

    @Test(arguments: kinds)
    func emptySequencesAndBatches(_ kind: Recurrence) throws {
        for size in [[0, 2, 3, 4], [3, 0, 3, 4]] {
            let test = Case(kind, size, .float64, bias: true, state: true, reversed: false)
            let fused = test.fused(test.inputs)
            #expect(fused[0].shape == [size[0], size[1], 4])
            #expect(numbers(fused[1]) == numbers(test.state![0]))
            let gradients = try test.gradients(fused)
            for (gradient, input) in zip(gradients, test.inputs) { #expect(gradient.shape == input.shape) }
            let areZero = [1, 3].map { numbers(gradients[$0]).allSatisfy { $0 == 0 } }
            #expect(areZero == [true, true])
        }
    }

    @Test(arguments: [DType.float16, .bfloat16])
    func halfPrecisionIsRoundedOnce(_ dtype: DType) {
        let layer = GRU(3, 5, batchFirst: true, dtype: dtype), wide = GRU(3, 5, batchFirst: true)
        for (a, b) in zip(wide.parameters(), layer.parameters()) { noGrad { a.assign(b.astype(.float32)) } }
        let x = numbers([4, 6, 3], dtype: dtype)
        let found = layer(x), exact = wide(x.astype(.float32))
        expect(found.output, numbers(exact.output.astype(dtype)), dtype: dtype)
        expect(found.hidden, numbers(exact.hidden.astype(dtype)), dtype: dtype)
    }

    @Test(arguments: kinds)
    func resultsAreTheSameForAnyNumberOfThreads(_ kind: Recurrence) throws {
        let test = Case(kind, [4, 37, 9, 40], .float32, bias: true, state: true, reversed: false)
        func compute() throws -> [[Float]] {
            let results = test.fused(test.inputs)
            return (results + (try test.gradients(results))).map { $0.elements(as: Float.self) }
        }
        let threads = ThreadPool.shared.threadCount
        defer { ThreadPool.shared.setThreadCount(threads) }
        ThreadPool.shared.setThreadCount(1)
        let alone = try compute()
        ThreadPool.shared.setThreadCount(4)
        let shared = try compute()
        #expect(shared == alone)
    }
}
