import Testing

@testable import Apus

/// Recurrent layers and attention against PyTorch, with its initial weights.
@Suite struct SequenceTests {
    static let names = ["rnn", "rnn.relu", "rnn.deep", "lstm", "lstm.deep", "lstm.nobias", "gru", "gru.deep", "gru.nobias"]

    private func seeded<Result>(_ seed: UInt64, _ body: () throws -> Result) rethrows -> Result {
        try TensorGenerator.withShared(TensorGenerator(seed: seed), body)
    }

    @Test(arguments: names)
    func recurrentLayers(_ name: String) throws {
        let parts = name.split(separator: "."), isDeep = name.hasSuffix("deep")
        let bias = !name.hasSuffix("nobias") && name != "rnn.relu"
        let x = numbers([6, 2, 3]).requiringGrad()
        let layer: RecurrentLayer = seeded(5) {
            switch parts[0] {
            case "rnn":
                RNN(
                    3, 4, layers: isDeep ? 2 : 1, activation: name == "rnn.relu" ? .relu : .tanh, bias: bias, bidirectional: isDeep,
                    dtype: .float64)
            case "lstm":
                LSTM(3, 4, layers: isDeep ? 2 : 1, bias: bias, batchFirst: isDeep, bidirectional: isDeep, dtype: .float64)
            default: GRU(3, 4, layers: isDeep ? 3 : 1, bias: bias, bidirectional: isDeep, dtype: .float64)
            }
        }
        let (output, state) = layer.run(x, nil)
        try expectGolden(output, name, within: 1e-13)
        for (kind, tensor) in state.enumerated() { try expectGolden(tensor, "\(name).state\(kind)", within: 1e-13) }
        try expectGradients(name, layer, x, output)
        let begin = numbers([state[0].shape[0], layer.batchFirst ? 6 : 2, 4]) / 2
        try expectGolden(
            layer.run(x, state.count == 2 ? [begin, begin.flip(0)] : [begin]).output, "\(name).continued", within: 1e-13)
        try expectGolden(layer.run(numbers([5, 3]), nil).output, "\(name).single", within: 1e-13)
    }

    @Test(arguments: [false, true])
    func attention(batchFirst: Bool) throws {
        let name = batchFirst ? "attention.batchfirst" : "attention"
        let layer = seeded(6) { MultiheadAttention(8, heads: 2, bias: !batchFirst, batchFirst: batchFirst, dtype: .float64) }
        let x = numbers([4, 3, 8]).requiringGrad(), y = numbers(batchFirst ? [4, 5, 8] : [5, 3, 8])
        let result = layer(x, x, x)
        try expectGolden(result, "\(name).self", within: 1e-12)
        try expectGradients("\(name).self", layer, x, result)
        try expectGolden(layer(x, y, y * 2), "\(name).cross", within: 1e-12)
        let length = batchFirst ? 3 : 4, batch = batchFirst ? 4 : 3
        let mask = Tensor.ones([length, length], dtype: .bool).triu(offset: 1), hidden = Tensor.zeros([batch, length], dtype: .bool)
        hidden[1, -1] = Tensor(true)
        try expectGolden(layer(x, x, x, isCausal: true), "\(name).causal", within: 1e-12)
        try expectGolden(layer(x, x, x, mask: mask), "\(name).causal", within: 1e-12)
        try expectGolden(layer(x, x, x, mask: mask, keyMask: hidden), "\(name).masked", within: 1e-12)
        try expectGolden(layer(x, x, x, mask: numbers([batch * 2, length, length])), "\(name).added", within: 1e-12)
        try expectGolden(layer(x[0], x[0], x[0]), "\(name).single", within: 1e-12)
    }

    @Test func encoderLayers() throws {
        let x = numbers([4, 3, 8]).requiringGrad()
        let plain = seeded(7) { TransformerEncoderLayer(8, heads: 2, hidden: 16, dropout: 0, dtype: .float64) }
        let first = seeded(7) {
            TransformerEncoderLayer(
                8, heads: 2, hidden: 16, dropout: 0, activation: { $0.gelu() }, batchFirst: true, normFirst: true, dtype: .float64)
        }
        for (name, layer) in [("encoder", plain), ("encoder.normfirst", first)] {
            let result = layer(x)
            try expectGolden(result, name, within: 1e-12)
            try expectGradients(name, layer, x, result)
        }
        let stacked = TransformerEncoder([plain, plain], norm: LayerNorm(8, dtype: .float64))
        #expect(stacked(x).allClose(LayerNorm(8, dtype: .float64)(plain(plain(x)))))
    }

    @Test func stateHasPyTorchsNames() {
        let lstm = LSTM(2, 3, layers: 2, bidirectional: true)
        #expect(lstm.namedParameters().map(\.name).prefix(5) == ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_ih_l0_reverse"])
        #expect(lstm.parameters().count == 16)
        let encoder = TransformerEncoder([TransformerEncoderLayer(4, heads: 2, hidden: 8)])
        #expect(
            encoder.namedParameters().map(\.name) == [
                "layers.0.self_attn.in_proj_weight", "layers.0.self_attn.in_proj_bias", "layers.0.self_attn.out_proj.weight",
                "layers.0.self_attn.out_proj.bias", "layers.0.linear1.weight", "layers.0.linear1.bias", "layers.0.linear2.weight",
                "layers.0.linear2.bias", "layers.0.norm1.weight", "layers.0.norm1.bias", "layers.0.norm2.weight",
                "layers.0.norm2.bias",
            ])
    }

    @Test func aRowThatSeesNothingIsZero() {
        let x = numbers([2, 3]), mask = Tensor([[false, false], [true, false]])
        let y = x.scaledDotProductAttention(key: x, value: x, mask: mask)
        #expect(Array<Double>(y[0]) == [0, 0, 0])
        #expect(Array<Double>(y[1]) == Array<Double>(x[0]))
    }

    private func expectGradients(_ name: String, _ module: Module, _ x: Tensor, _ result: Tensor) throws {
        let parameters = module.parameters()
        let gradients = grad(of: result, wrt: [x] + parameters, seed: numbers(result.shape), retainGraph: true)
        try expectGolden(gradients[0], "\(name).grad", within: 1e-11)
        let sums = Tensor.stack(gradients.dropFirst().map { ($0 * numbers($0.shape)).sum() })
        try expectGolden(sums, "\(name).parameters", within: 1e-11)
    }

    /// Numbers of 16 bits are computed in float32 and rounded once.
    @Test(arguments: [DType.float16, .bfloat16]) func attentionOfHalves(dtype: DType) {
        let draw = TensorGenerator(seed: 3)
        let x = (0..<3).map { _ in (Tensor.randn([2, 5, 4], generator: draw) * 4).astype(dtype) }
        let mask = Tensor.randn([5, 5], generator: draw).astype(dtype)
        let wide = x.map { $0.astype(.float32) }
        let exact = wide[0].scaledDotProductAttention(key: wide[1], value: wide[2], mask: mask.astype(.float32))
        let result = x[0].scaledDotProductAttention(key: x[1], value: x[2], mask: mask)
        #expect(result.dtype == dtype)
        #expect((result .== exact.astype(dtype)).all().item(as: Bool.self))
    }
}
