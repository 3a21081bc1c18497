import Apus
import Testing

@Suite struct NormalisationTests {
    private let x = Tensor(spread(2 * 6 * 5), dtype: .float64).reshape(2, 6, 5)
    private let weight = Tensor([1.5, -0.5, 2, 1, 0.25, 3], dtype: .float64)
    private let bias = Tensor([0.1, 0.2, 0.3, -0.4, 0.5, 0.6], dtype: .float64)

    /// The normalised elements of groups of positions; `channel` says which weight and bias each position has.
    private func reference(
        _ x: Tensor, _ groups: [[Int]], _ weight: Tensor?, _ bias: Tensor?, channel: (Int) -> Int
    ) -> [Double] {
        let elements = x.elements(as: Double.self)
        let scale = weight?.elements(as: Double.self), shift = bias?.elements(as: Double.self)
        var result = elements
        for group in groups {
            let mean = group.reduce(0) { $0 + elements[$1] } / Double(group.count)
            let variance = group.reduce(0) { $0 + (elements[$1] - mean) * (elements[$1] - mean) } / Double(group.count)
            for i in group {
                let normal = (elements[i] - mean) / (variance + 1e-5).squareRoot()
                result[i] = normal * (scale?[channel(i)] ?? 1) + (shift?[channel(i)] ?? 0)
            }
        }
        return result
    }

    private let choices: [(Bool, Bool)] = [(false, false), (true, false), (false, true), (true, true)]

    @Test func layers() {
        for (hasWeight, hasBias) in choices {
            let w = hasWeight ? weight : nil, b = hasBias ? bias : nil
            let turned = x.transpose(0, 2, 1).contiguous()
            let expected = reference(turned, groups(turned.shape, [2]), w, b) { $0 % 6 }
            forEachLayout(of: turned) { name, x in
                expect(x.layerNorm([6], weight: w, bias: b), expected, shape: [2, 5, 6], dtype: .float64, within: 1e-13, name)
            }
        }
        let expected = reference(x, groups(x.shape, [1, 2]), nil, nil) { $0 }
        expect(x.layerNorm([6, 5]), expected, within: 1e-13)
    }

    @Test(arguments: [1, 2, 3, 6]) func groupings(count: Int) {
        for (hasWeight, hasBias) in choices {
            let w = hasWeight ? weight : nil, b = hasBias ? bias : nil
            let expected = reference(x, groups([2, count, 30 / count], [2]), w, b) { $0 / 5 % 6 }
            forEachLayout(of: x) { name, x in
                expect(x.groupNorm(count, weight: w, bias: b), expected, shape: x.shape, within: 1e-13, name)
                if count == 6 { expect(x.instanceNorm(weight: w, bias: b), expected, within: 1e-13, name) }
            }
        }
    }

    @Test func batches() {
        for (hasWeight, hasBias) in choices {
            let w = hasWeight ? weight : nil, b = hasBias ? bias : nil
            let expected = reference(x, groups(x.shape, [0, 2]), w, b) { $0 / 5 % 6 }
            forEachLayout(of: x) { name, x in
                expect(x.batchNorm(weight: w, bias: b, training: true), expected, shape: x.shape, within: 1e-13, name)
            }
        }
        let mean = Tensor([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], dtype: .float64)
        let variance = Tensor([1.0, 2, 3, 4, 5, 6], dtype: .float64)
        let m = mean.elements(as: Double.self), v = variance.elements(as: Double.self)
        let expected = x.elements(as: Double.self).enumerated().map { i, value in
            (value - m[i / 5 % 6]) / (v[i / 5 % 6] + 1e-5).squareRoot()
        }
        forEachLayout(of: x) { name, x in
            expect(x.batchNorm(runningMean: mean, runningVariance: variance), expected, within: 1e-13, name)
        }
        expect(mean, m, "evaluation does not change the statistics")
    }

    @Test(arguments: [DType.float32, .float64, .float16, .bfloat16]) func runningStatistics(dtype: DType) {
        let y = Tensor([1.0, 2, 3, 4, 5, 7], dtype: dtype).reshape(3, 2)
        let statistics: DType = dtype == .float64 ? .float64 : .float32
        let mean = Tensor([1.0, 1], dtype: statistics), variance = Tensor([1.0, 1], dtype: statistics)
        let version = mean.value.storage.version
        let result = y.requiringGrad().batchNorm(runningMean: mean, runningVariance: variance, training: true, momentum: 0.25)
        #expect(result.dtype == dtype)
        // Channels 1, 3, 5 and 2, 4, 7: means 3 and 13/3, unbiased variances 4 and 19/3.
        expect(mean, [0.75 + 0.25 * 3, 0.75 + 0.25 * 13 / 3], dtype: statistics, within: 1e-6)
        expect(variance, [0.75 + 0.25 * 4, 0.75 + 0.25 * 19 / 3], dtype: statistics, within: 1e-6)
        #expect(mean.value.storage.version > version && !mean.requiresGrad)
    }

    @Test func halfTypesComputeInFloat() {
        for dtype in [DType.float16, .bfloat16] {
            let y = (x.astype(dtype) + 10).astype(dtype)
            let w = weight.astype(dtype), b = bias.astype(dtype)
            let exact = y.astype(.float64), ew = w.astype(.float64), eb = b.astype(.float64)
            let step = dtype == .float16 ? 0x1p-11 : 0x1p-8
            let pairs = [
                (y.groupNorm(3, weight: w, bias: b), exact.groupNorm(3, weight: ew, bias: eb)),
                (y.layerNorm([5]), exact.layerNorm([5])),
                (y.batchNorm(weight: w, bias: b, training: true), exact.batchNorm(weight: ew, bias: eb, training: true)),
            ]
            for (half, exact) in pairs {
                #expect(half.dtype == dtype)
                #expect(half.astype(.float64).allClose(exact, rtol: step, atol: 1e-5), "\(dtype)")
            }
        }
    }

    @Test func gradients() throws {
        let inputs = [
            Tensor.leaf([2, 4, 3]), .leaf(of: [1.5, -0.5, 2, 1]), .leaf(of: [0.1, 0.2, 0.3, -0.4]),
        ]
        let mean = Tensor([0.1, 0.2, 0.3, 0.4], dtype: .float64), variance = Tensor([1.0, 2, 3, 4], dtype: .float64)
        for (hasWeight, hasBias) in choices {
            func parameters(_ all: [Tensor]) -> (Tensor?, Tensor?) { (hasWeight ? all[1] : nil, hasBias ? all[2] : nil) }
            let used = [inputs[0]] + (hasWeight ? [inputs[1]] : []) + (hasBias ? [inputs[2]] : [])
            func unpacked(_ given: [Tensor]) -> (Tensor, Tensor?, Tensor?) {
                (given[0], hasWeight ? given[1] : nil, hasBias ? given[given.count - 1] : nil)
            }
            try checkGradients(used) {
                let (x, w, b) = unpacked($0)
                return [x.transpose(0, 2, 1).layerNorm([4], weight: w, bias: b)]
            }
            try checkGradients(used) {
                let (x, w, b) = unpacked($0)
                return [x.groupNorm(2, weight: w, bias: b)]
            }
            try checkGradients(used) {
                let (x, w, b) = unpacked($0)
                return [x.batchNorm(weight: w, bias: b, training: true)]
            }
            try checkGradients(used) {
                let (x, w, b) = unpacked($0)
                return [x.batchNorm(runningMean: mean, runningVariance: variance, weight: w, bias: b)]
            }
        }
    }

    /// Only the parameters ask for a gradient.
    @Test func gradientsOfParametersAlone() {
        let w = Tensor.leaf(of: [1, 1, 1, 1, 1, 1]), b = Tensor.leaf(of: [0, 0, 0, 0, 0, 0])
        let y = x.transpose(0, 2, 1).layerNorm([6], weight: w, bias: b)
        let gradients = grad(of: y, wrt: [w, b], seed: .ones(like: y))
        expect(gradients[1], [10, 10, 10, 10, 10, 10])
        #expect(gradients[0].allClose(y.sum([0, 1]).detach()))
    }

    @Test(arguments: [DType.float32, .float64, .float16, .bfloat16]) func fusedGradientsAgree(dtype: DType) {
        func check(_ name: String, _ function: (Tensor, Tensor, Tensor) -> Tensor) {
            let leaves = [x, weight, bias].map { $0.astype(dtype).detach().requiringGrad() }
            let y = function(leaves[0], leaves[1], leaves[2])
            let seed = Tensor(spread(y.count, scale: 1).reversed() as [Double], dtype: dtype).reshape(y.shape)
            let exact = [x, weight, bias].map { $0.astype(dtype).astype(.float64).detach().requiringGrad() }
            let z = function(exact[0], exact[1], exact[2])
            let fused = grad(of: y, wrt: leaves, seed: seed)
            let spelled = grad(of: z, wrt: exact, seed: seed.astype(.float64), createGraph: true)
            let step = dtype == .float64 ? 1e-13 : dtype == .float32 ? 1e-5 : dtype == .float16 ? 0x1p-10 : 0x1p-7
            for (a, b) in zip(fused, spelled) {
                #expect(a.dtype == dtype)
                #expect(a.astype(.float64).allClose(b, rtol: step, atol: step), "\(name), \(dtype)")
            }
        }
        check("layerNorm") { x, w, b in x.transpose(0, 2, 1).layerNorm([6], weight: w, bias: b) }
        check("groupNorm") { x, w, b in x.groupNorm(3, weight: w, bias: b) }
        check("batchNorm") { x, w, b in x.batchNorm(weight: w, bias: b, training: true) }
    }

    @Test func errors() throws {
        func call(_ name: String, _ arguments: [String: Argument<Tensor>]) throws {
            _ = try #require(OperationTable[name]).call(Arguments(name, arguments))
        }
        let four = Tensor.ones([4], dtype: .float64), six = Tensor.ones([6], dtype: .float64)
        expectError("does not end in") { try call("layerNorm", ["x": .array(x), "normalizedShape": .integers([6])]) }
        expectError("does not end in") { try call("layerNorm", ["x": .array(x), "normalizedShape": .integers([])]) }
        expectError("it must be (5,)") {
            try call("layerNorm", ["x": .array(x), "normalizedShape": .integers([5]), "weight": .array(four)])
        }
        expectError("4 groups") { try call("groupNorm", ["x": .array(x), "groups": .scalar(4)]) }
        expectError("0 groups") { try call("groupNorm", ["x": .array(x), "groups": .scalar(0)]) }
        expectError("a weight of float32") {
            try call("groupNorm", ["x": .array(x), "groups": .scalar(2), "weight": .array(six.astype(.float32))])
        }
        expectError("cast to a float") { try call("groupNorm", ["x": .array(x.astype(.int32)), "groups": .scalar(2)]) }
        expectError("go together") { try call("batchNorm", ["x": .array(x)]) }
        expectError("go together") { try call("batchNorm", ["x": .array(x), "runningMean": .array(six)]) }
        expectError("6 channels") {
            try call("batchNorm", ["x": .array(x), "runningMean": .array(four), "runningVariance": .array(four)])
        }
        expectError("no axis of channels") { try call("batchNorm", ["x": .array(six), "training": .scalar(true)]) }
        expectError("two elements a channel") {
            try call("batchNorm", ["x": .array(Tensor.ones([1, 3])), "training": .scalar(true)])
        }
    }

    @Test func withoutElementsOrMemory() {
        expect(Tensor.zeros([0, 4]).layerNorm([4]), [], shape: [0, 4])
        expect(Tensor.zeros([0, 4, 3]).groupNorm(2), [], shape: [0, 4, 3])
        let m = Tensor.empty([2, 4, 3], device: .meta), w = Tensor.empty([4], device: .meta)
        #expect(m.batchNorm(weight: w, training: true).shape == [2, 4, 3])
        #expect(m.groupNorm(2, weight: w, bias: w).device == .meta)
        #expect(m.layerNorm([4, 3]).shape == [2, 4, 3])
        let w0 = Tensor.leaf([4])
        Tensor.zeros([0, 4], dtype: .float64).layerNorm([4], weight: w0).sum().backward()
        expect(w0.grad!, [0, 0, 0, 0])
    }
}
