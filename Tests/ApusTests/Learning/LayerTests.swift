@testable import Apus
import Testing

@Suite struct LayerTests {
    private func seeded<Result>(_ make: () -> Result) -> Result {
        TensorGenerator.withShared(TensorGenerator(seed: 0), make)
    }

    @Test func initialValuesArePyTorchs() throws {
        let linear = seeded { Linear(3, 4) }
        try expectGolden(linear.weight, "Linear.weight", within: 1e-7)
        try expectGolden(linear.bias!, "Linear.bias", within: 1e-7)
        let conv2d = seeded { Conv2d(4, 2, kernelSize: [3, 2], groups: 2) }
        try expectGolden(conv2d.weight, "Conv2d.weight", within: 1e-7)
        try expectGolden(conv2d.bias!, "Conv2d.bias", within: 1e-7)
        let conv1d = seeded { Conv1d(3, 2, kernelSize: 4) }
        try expectGolden(conv1d.weight, "Conv1d.weight", within: 1e-7)
        try expectGolden(conv1d.bias!, "Conv1d.bias", within: 1e-7)
        try expectGolden(seeded { Embedding(5, 4, paddingIndex: -2).weight }, "Embedding.weight", within: 1e-6)
        let weight = Tensor.empty([4, 3, 2])
        try expectGolden(seeded { Init.xavierUniform(weight) }, "xavier_uniform_", within: 1e-7)
        try expectGolden(seeded { Init.xavierNormal(weight) }, "xavier_normal_", within: 1e-6)
        try expectGolden(seeded { Init.kaimingUniform(weight) }, "kaiming_uniform_", within: 1e-7)
        try expectGolden(seeded { Init.kaimingNormal(weight) }, "kaiming_normal_", within: 1e-6)
        expect(Init.ones(Tensor.empty([2])), [1, 1])
        #expect(Init.calculateGain(.tanh) == 5.0 / 3 && Init.calculateGain(.relu) == 2.0.squareRoot())
    }

    @Test func layersCallTheirOperations() {
        let x = numbers([2, 4, 6], dtype: .float32), image = numbers([2, 4, 6, 6], dtype: .float32)
        let pairs: [(any Layer, Tensor, Tensor)] = [
            (ReLU(), x, x.relu()), (GELU(), x, x.gelu()), (GELU(approximate: .tanh), x, x.gelu(approximate: .tanh)),
            (SiLU(), x, x.silu()), (Sigmoid(), x, x.sigmoid()), (Tanh(), x, x.tanh()),
            (LeakyReLU(negativeSlope: 0.2), x, x.leakyRelu(negativeSlope: 0.2)), (ELU(alpha: 2), x, x.elu(alpha: 2)),
            (Softplus(beta: 2), x, x.softplus(beta: 2)), (Softmax(axis: 1), x, x.softmax(axis: 1)),
            (LogSoftmax(), x, x.logSoftmax(axis: -1)), (Identity(), x, x), (Flatten(), x, x.reshape(2, 24)),
            (MaxPool2d(kernelSize: 2), image, image.maxPool2d(kernelSize: 2)),
            (AvgPool2d(kernelSize: 3, padding: 1), image, image.averagePool2d(kernelSize: 3, padding: 1)),
            (AdaptiveAvgPool2d([1, 2]), image, image.adaptiveAveragePool2d([1, 2])),
            (MaxPool1d(kernelSize: 3, stride: 1), x, x.maxPool1d(kernelSize: 3, stride: 1)),
            (AvgPool1d(kernelSize: 2), x, x.averagePool1d(kernelSize: 2)),
            (AdaptiveAvgPool1d(2), x, x.adaptiveAveragePool1d(2)),
        ]
        for (layer, input, expected) in pairs { #expect(layer(input).arrayEqual(expected), "\(type(of: layer))") }
        let conv = Conv2d(4, 8, kernelSize: 3, padding: .same, groups: 2)
        #expect(conv(image).arrayEqual(image.conv2d(weight: conv.weight, bias: conv.bias, padding: .same, groups: 2)))
        #expect(conv(image).shape == [2, 8, 6, 6])
        #expect(Conv1d(4, 3, kernelSize: 3, stride: 2, padding: 1, bias: false)(x).shape == [2, 3, 3])
        #expect(Linear(6, 5, bias: false)(x).shape == [2, 4, 5])
    }

    @Test func dropoutDropsInTrainingOnly() {
        let layer = Dropout(0.5), x = Tensor.ones([1000])
        let kept = layer(x).sum().item(as: Double.self)
        #expect(kept > 800 && kept < 1200)
        layer.eval()
        #expect(layer(x) === x)
    }

    @Test func batchNormalisationFollowsItsBatches() throws {
        let x = numbers([4, 3, 5], dtype: .float32)
        let norm = BatchNorm1d(3)
        #expect(norm.stateDict().names == ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"])
        var state = norm.stateDict()
        state["weight"] = Tensor([0.5, 1.5, -1.0])
        state["bias"] = Tensor([0.1, 0.2, 0.3])
        try norm.load(state)
        try expectGolden(norm(x), "BatchNorm1d.first", within: 2e-6)
        try expectGolden(norm(2 * x + 1), "BatchNorm1d.second", within: 2e-6)
        try expectGolden(norm.runningMean!, "BatchNorm1d.running_mean", within: 1e-6)
        try expectGolden(norm.runningVariance!, "BatchNorm1d.running_var", within: 1e-6)
        #expect(norm.numBatchesTracked!.item(as: Int.self) == 2)
        norm.eval()
        try expectGolden(norm(x), "BatchNorm1d.eval", within: 2e-6)
        #expect(norm.numBatchesTracked!.item(as: Int.self) == 2)
        norm.train()
        norm(x).square().sum().backward()
        #expect(norm.weight!.grad != nil && norm.bias!.grad != nil && norm.runningMean!.grad == nil)
    }

    @Test func batchNormalisationAveragesOverAllBatches() throws {
        let norm = BatchNorm2d(2, momentum: nil)
        _ = norm(numbers([3, 2, 4, 5], dtype: .float32))
        _ = norm(numbers([2, 2, 4, 4], dtype: .float32) * 3 - 1)
        try expectGolden(norm.runningMean!, "BatchNorm2d.running_mean", within: 1e-6)
        try expectGolden(norm.runningVariance!, "BatchNorm2d.running_var", within: 1e-6)
        let bare = BatchNorm2d(2, affine: false, trackRunningStats: false)
        #expect(bare.stateDict().count == 0)
        let image = numbers([3, 2, 4, 5], dtype: .float32)
        #expect(bare.eval()(image).arrayEqual(image.batchNorm(training: true)))
    }

    @Test func otherNormalisationsArePyTorchs() throws {
        try expectGolden(LayerNorm([3, 5])(numbers([4, 3, 5], dtype: .float32)), "LayerNorm", within: 2e-6)
        try expectGolden(GroupNorm(2, 4)(numbers([2, 4, 3], dtype: .float32)), "GroupNorm", within: 2e-6)
        #expect(LayerNorm(7, bias: false).stateDict().names == ["weight"])
        #expect(GroupNorm(2, 4, affine: false).parameters().isEmpty)
    }

    @Test func embeddingLeavesThePaddingAlone() {
        let layer = Embedding(4, 2, paddingIndex: 1)
        expect(layer.weight[1], [0, 0])
        layer(Tensor([[1, 2], [2, 3]])).sum().backward()
        expect(layer.weight.grad!, [0, 0, 0, 0, 2, 2, 1, 1])
    }

    @Test func lossModulesCallTheirOperations() {
        let x = numbers([4, 3]), y = numbers([12]).flip().reshape(4, 3), classes = Tensor([0, 2, 1, 1])
        let p = x.sigmoid(), q = y.sigmoid(), weight = Tensor([1.0, 2, 3], dtype: .float64)
        #expect(CrossEntropyLoss(weight: weight, labelSmoothing: 0.1)(x, classes)
            .arrayEqual(x.crossEntropy(classes, weight: weight, labelSmoothing: 0.1)))
        #expect(NLLLoss()(x, classes).arrayEqual(x.nllLoss(classes)))
        #expect(MSELoss(reduction: .sum)(x, y).arrayEqual(x.mseLoss(y, reduction: .sum)))
        #expect(L1Loss()(x, y).arrayEqual(x.l1Loss(y)))
        #expect(SmoothL1Loss(beta: 0.5)(x, y).arrayEqual(x.smoothL1Loss(y, beta: 0.5)))
        #expect(HuberLoss(delta: 2)(x, y).arrayEqual(x.huberLoss(y, delta: 2)))
        #expect(BCELoss()(p, q).arrayEqual(p.binaryCrossEntropy(q)))
        let loss = BCEWithLogitsLoss(posWeight: weight)
        #expect(loss(x, q).arrayEqual(x.binaryCrossEntropyWithLogits(q, posWeight: weight)))
        #expect(loss.stateDict().names == ["pos_weight"])
    }

    /// A network learns exclusive or, from a fixed seed.
    @Test func networkLearnsXOR() {
        let model = TensorGenerator.withShared(TensorGenerator(seed: 1)) { Sequential(Linear(2, 16), Tanh(), Linear(16, 2)) }
        let x = Tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]]), classes = Tensor([0, 1, 1, 0])
        let optimizer = Adam(model.parameters(), learningRate: 0.05)
        var loss = Tensor([0.0])
        for _ in 0..<200 {
            optimizer.zeroGrad()
            loss = model(x).crossEntropy(classes)
            loss.backward()
            optimizer.step()
        }
        #expect(loss.item(as: Double.self) < 0.01)
        #expect(model(x).argmax(axis: 1).arrayEqual(classes))
    }
}
