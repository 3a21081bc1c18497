@testable import Apus
import Testing

@Suite struct LossTests {
    private static let logits = numbers([5, 3]) * 3
    private static let classes = Tensor([2, 0, -100, 1, 2])
    private static let weight = Tensor([0.5, 2.0, 1.25], dtype: .float64)
    private static let image = numbers([2, 3, 2, 2])
    private static let imageClasses = Tensor([[[0, 1], [2, 1]], [[1, 1], [0, 2]]])
    private static let target = numbers([15]).flip().reshape(5, 3)

    private struct Case: CustomTestStringConvertible {
        let name: String
        let input: Tensor
        let loss: @Sendable (Tensor, LossReduction) -> Tensor
        var testDescription: String { name }

        init(_ name: String, _ input: Tensor = logits, loss: @escaping @Sendable (Tensor, LossReduction) -> Tensor) {
            self.name = name
            self.input = input
            self.loss = loss
        }
    }

    private static let cases: [Case] = [
        Case("crossEntropy") { $0.crossEntropy(classes, reduction: $1) },
        Case("crossEntropy.weight") { $0.crossEntropy(classes, weight: weight, reduction: $1) },
        Case("crossEntropy.smooth") { $0.crossEntropy(classes, reduction: $1, labelSmoothing: 0.2) },
        Case("crossEntropy.image", image) {
            $0.crossEntropy(imageClasses, weight: weight, ignoreIndex: 1, reduction: $1, labelSmoothing: 0.1)
        },
        Case("crossEntropy.probabilities") {
            $0.crossEntropy(numbers([5, 3]).softmax(axis: 1), weight: weight, reduction: $1, labelSmoothing: 0.3)
        },
        Case("nllLoss") { $0.logSoftmax(axis: 1).nllLoss(classes, weight: weight, reduction: $1) },
        Case("nllLoss.image", image) { $0.logSoftmax(axis: 1).nllLoss(imageClasses, ignoreIndex: 1, reduction: $1) },
        Case("mseLoss") { $0.mseLoss(target, reduction: $1) },
        Case("l1Loss") { $0.l1Loss(target, reduction: $1) },
        Case("smoothL1Loss") { $0.smoothL1Loss(target, beta: 0.7, reduction: $1) },
        Case("huberLoss") { $0.huberLoss(target, delta: 1.3, reduction: $1) },
        Case("bce") {
            $0.sigmoid().binaryCrossEntropy(target.sigmoid(), weight: numbers([5, 1]).abs(), reduction: $1)
        },
        Case("bceLogits") {
            ($0 * 20).binaryCrossEntropyWithLogits(
                target.sigmoid(), weight: numbers([5, 1]).abs(), posWeight: weight, reduction: $1)
        },
    ]

    @Test(arguments: cases)
    private func valuesAndGradientsArePyTorchs(_ test: Case) throws {
        for reduction in LossReduction.allCases {
            let input = test.input.copy().requiringGrad()
            let result = test.loss(input, reduction)
            try expectGolden(result, "\(test.name).\(reduction)", within: 1e-12)
            result.backward(result.rank > 0 ? numbers(result.shape) : nil)
            try expectGolden(try #require(input.grad), "\(test.name).\(reduction).grad", within: 1e-12)
        }
    }

    @Test(arguments: cases)
    private func derivativesAgreeWithDifferences(_ test: Case) throws {
        // Twenty times the logits are a step function to finite differences.
        if test.name == "bceLogits" { return }
        for reduction in LossReduction.allCases {
            let input = (test.input / 3).requiringGrad()
            try gradCheck([input]) { test.loss($0[0], reduction) }
            if test.name != "l1Loss" { try gradGradCheck([input]) { test.loss($0[0], reduction) } }
        }
    }

    @Test func probabilitiesAndTargetsHaveGradients() throws {
        let x = numbers([4, 3]).requiringGrad(), target = numbers([12]).flip().reshape(4, 3).sigmoid().requiringGrad()
        try gradCheck([x, target]) { $0[0].crossEntropy($0[1], labelSmoothing: 0.1) }
        try gradCheck([x, target]) { $0[0].sigmoid().binaryCrossEntropy($0[1]) }
        try gradCheck([x, target]) { $0[0].binaryCrossEntropyWithLogits($0[1]) }
        try gradGradCheck([x, target]) { $0[0].binaryCrossEntropyWithLogits($0[1]) }
        try gradGradCheck([x, target]) { $0[0].sigmoid().binaryCrossEntropy($0[1]) }
        try gradCheck([x, target]) { $0[0].mseLoss($0[1]) }
    }

    @Test func crossEntropyTakesEveryLayoutAndClassType() throws {
        let expected = try LearningGoldens.values("crossEntropy.none")
        forEachLayout(of: Self.logits) { name, x in
            expect(x.crossEntropy(Self.classes, reduction: .none), expected, dtype: .float64, within: 1e-12, name)
        }
        for dtype in [DType.int8, .int16, .int32] {
            expect(Self.logits.crossEntropy(Self.classes.astype(dtype), reduction: .none), expected, within: 1e-12)
        }
        let array = try NDArray(Self.logits), classes = try NDArray(Self.classes)
        expect(array.crossEntropy(classes, reduction: .none), expected, dtype: .float64, within: 1e-12)
    }

    @Test func crossEntropyOfOtherFloats() throws {
        let expected = try LearningGoldens.values("crossEntropy.mean")
        for (dtype, tolerance) in [(DType.float32, 1e-6), (.float16, 2e-3), (.bfloat16, 1e-2)] {
            let x = Self.logits.astype(dtype).requiringGrad()
            let loss = x.crossEntropy(Self.classes)
            expect(loss, expected, shape: [], dtype: dtype, within: tolerance)
            loss.backward()
            #expect(x.grad?.dtype == dtype)
        }
    }

    /// Large logits lose nothing: the shift is subtracted before rounding.
    @Test func crossEntropyOfLargeLogits() {
        let x = Tensor([[10_000.0, 9_999, 9_998]], dtype: .float32).requiringGrad()
        let loss = x.crossEntropy(Tensor([0]))
        expect(loss, [0.40760596444437946], within: 1e-7)
        loss.backward()
        expect(x.grad!, [-0.33475904, 0.24472847, 0.09003057], within: 1e-7)
    }

    @Test func crossEntropyOfNothingAndOfOne() {
        #expect(Tensor.zeros([0, 3]).crossEntropy(Tensor.zeros([0], dtype: .int64)).item(as: Double.self).isNaN)
        expect(Tensor.zeros([0, 3]).crossEntropy(Tensor.zeros([0], dtype: .int64), reduction: .sum), [0])
        let ignored = Tensor([[1.0, 2]]).requiringGrad()
        let loss = ignored.crossEntropy(Tensor([-100]))
        #expect(loss.item(as: Double.self).isNaN)
        let x = numbers([3]).requiringGrad()
        let one = Tensor(1 as Int), expected = [-x.logSoftmax(axis: 0).elements(as: Double.self)[1]]
        expect(x.crossEntropy(one), expected, shape: [], within: 1e-12)
        expect(x.crossEntropy(one, reduction: .none), expected, shape: [], within: 1e-12)
    }

    @Test func manyRowsAreTheSameForAnyNumberOfThreads() {
        let x = numbers([5000, 11], dtype: .float32), classes = Tensor((0..<5000).map { $0 % 11 })
        func compute() -> [[Float]] {
            let leaf = x.detach().requiringGrad()
            let loss = leaf.crossEntropy(classes)
            loss.backward()
            return [loss.elements(as: Float.self), leaf.grad!.elements(as: Float.self)]
        }
        let threads = ThreadPool.shared.threadCount
        defer { ThreadPool.shared.setThreadCount(threads) }
        ThreadPool.shared.setThreadCount(1)
        let alone = compute()
        ThreadPool.shared.setThreadCount(4)
        #expect(compute() == alone)
    }

    @Test func errorsSayWhatIsWrong() {
        let x = numbers([5, 3])
        func options(_ smoothing: Double = 0) -> CrossEntropyOptions {
            CrossEntropyOptions(smoothing: smoothing, ignored: -100, reduction: .mean)
        }
        expectError("target 3, at position 1, is not a class") {
            _ = try CrossEntropy.apply(x, Tensor([0, 3, 1, 1, 1]), nil, options())
        }
        expectError("must have shape (5,)") { _ = try CrossEntropy.apply(x, Tensor([0, 1]), nil, options()) }
        expectError("class indices (integers) or probabilities") {
            _ = try CrossEntropy.apply(x, Tensor([true, true, true, true, true]), nil, options())
        }
        expectError("0...1") { _ = try CrossEntropy.apply(x, Tensor([0, 1, 1, 1, 1]), nil, options(2)) }
        expectError("one for each") {
            _ = try CrossEntropy.apply(x, Tensor([0, 1, 1, 1, 1]), Tensor([1.0, 2]), options())
        }
        expectError("not defined for int64") {
            _ = try CrossEntropy.apply(x.astype(.int64), Tensor([0, 1, 1, 1, 1]), nil, options())
        }
        expectError("they must be equal") { _ = try SquaredDistance.apply(x, numbers([5]), .mean) }
        expectError("not defined for int64") {
            _ = try SquaredDistance.apply(Tensor([1, 2]), Tensor([1, 2]), .mean)
        }
        expectError("do not broadcast") { _ = try BinaryCrossEntropy.apply(x, x, numbers([2]), .mean) }
        expectError("it must be in 0...1") { _ = try DropoutEntry.apply(x, 1.5, true, .shared) }
        expectError("reduction 'average'") {
            _ = try OperationTable["mseLoss"]!.call(
                Arguments("mseLoss", ["x": .array(x), "target": .array(x), "reduction": .text("average")]))
        }
    }

    @Test func metaTensorsRunTheRules() throws {
        let x = Tensor.zeros([5, 3], device: .meta), classes = Tensor.zeros([5], dtype: .int64, device: .meta)
        #expect(x.crossEntropy(classes).shape == [] && x.crossEntropy(classes, reduction: .none).shape == [5])
        #expect(x.nllLoss(classes).device == .meta)
        #expect(x.mseLoss(x).shape == [] && x.binaryCrossEntropyWithLogits(x).shape == [])
        #expect(x.binaryCrossEntropy(x).shape == [] && x.dropout().shape == [5, 3])
        expectError("different devices") {
            _ = try CrossEntropy.apply(
                x, Tensor([0, 1, 2, 0, 1]), nil, CrossEntropyOptions(smoothing: 0, ignored: -100, reduction: .mean))
        }
    }

    @Test func dropoutDrawsAsPyTorch() throws {
        let generator = TensorGenerator(seed: 0)
        let x = Tensor.ones([20]).requiringGrad()
        let y = x.dropout(0.3, generator: generator)
        try expectGolden(y, "dropout", within: 1e-7)
        y.sum().backward()
        try expectGolden(x.grad!, "dropout", within: 1e-7)
        #expect(x.dropout(0.3, training: false) === x && x.dropout(0) === x)
        expect(x.dropout(1), Array(repeating: 0, count: 20))
    }
}
