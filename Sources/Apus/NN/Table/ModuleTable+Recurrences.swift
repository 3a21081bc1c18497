import ApusCore

extension ModuleTable {
    static let recurrences: [TableModule] = [
        recurrence("RNN", [Parameter("nonlinearity", .text, default: "tanh")]) { a, form, dtype throws(ApusError) in
            let activation: RNN.Activation
            switch try a.text("nonlinearity", default: "tanh") {
            case "tanh": activation = .tanh
            case "relu": activation = .relu
            case let other: throw .argument(operation: "RNN", message: "nonlinearity '\(other)'; it is tanh or relu")
            }
            return RNN(
                form.inputs, form.hidden, layers: form.layers, activation: activation, bias: form.bias,
                batchFirst: form.batchFirst, dropout: form.dropout, bidirectional: form.bidirectional, dtype: dtype)
        } call: { (layer: RNN, x, state) in
            let result = layer(x, state.first)
            return [result.output, result.hidden]
        },
        recurrence("GRU") { _, form, dtype in
            GRU(
                form.inputs, form.hidden, layers: form.layers, bias: form.bias, batchFirst: form.batchFirst,
                dropout: form.dropout, bidirectional: form.bidirectional, dtype: dtype)
        } call: { (layer: GRU, x, state) in
            let result = layer(x, state.first)
            return [result.output, result.hidden]
        },
        recurrence("LSTM", states: 2) { _, form, dtype in
            LSTM(
                form.inputs, form.hidden, layers: form.layers, bias: form.bias, batchFirst: form.batchFirst,
                dropout: form.dropout, bidirectional: form.bidirectional, dtype: dtype)
        } call: { (layer: LSTM, x, state) in
            let result = layer(x, state.isEmpty ? nil : (state[0], state[1]))
            return [result.output, result.state.hidden, result.state.cells]
        },
    ]
}

/// What the recurrent layers are made with.
private struct RecurrentForm {
    let inputs, hidden, layers: Int
    let bias, batchFirst, bidirectional: Bool
    let dropout: Double

    static func parameters(_ own: [Parameter]) -> [Parameter] {
        [
            Parameter("inputSize", .integer), Parameter("hiddenSize", .integer), Parameter("numLayers", .integer, default: 1),
        ] + own + [
            Parameter("bias", .boolean, default: true), Parameter("batchFirst", .boolean, default: false),
            Parameter("dropout", .real, default: 0.0), Parameter("bidirectional", .boolean, default: false), .dtypeOfLayer,
        ]
    }

    init(_ a: Arguments<Tensor>) throws(ApusError) {
        inputs = try a.single("inputSize", least: 1)
        hidden = try a.single("hiddenSize", least: 1)
        layers = try a.single("numLayers", default: 1, least: 1)
        bias = try a.boolean("bias", default: true)
        batchFirst = try a.boolean("batchFirst", default: false)
        bidirectional = try a.boolean("bidirectional", default: false)
        dropout = try a.real("dropout", default: 0)
        guard (0...1).contains(dropout) else {
            throw .argument(operation: a.operation, message: "a probability of \(dropout); it must be in 0...1")
        }
    }
}

/// A recurrent layer, called with sequences and, after them, with `states` tensors of initial state or with none.
private func recurrence<Layer: RecurrentLayer>(
    _ name: String, _ parameters: [Parameter] = [], states: Int = 1,
    make: @escaping @Sendable (Arguments<Tensor>, RecurrentForm, DType) throws(ApusError) -> Layer,
    call: @escaping @Sendable (Layer, Tensor, [Tensor]) -> [Tensor]
) -> TableModule {
    TableModule(
        name, RecurrentForm.parameters(parameters), inputCounts: [1, 1 + states],
        make: { a throws(ApusError) in
            let form = try RecurrentForm(a), dtype = try a.layerType()
            // Gates are at most four; hidden values of both directions go into the next layer.
            try a.checkMemory([form.layers, 2, 4, form.hidden, max(form.inputs, 2 * form.hidden)], dtype)
            return try make(a, form, dtype)
        },
        results: { module, inputs throws(ApusError) in
            guard let layer = module as? Layer else {
                throw .argument(operation: name, message: "called with a \(type(of: module))")
            }
            try check(layer, inputs, name)
            return call(layer, inputs[0], Array(inputs.dropFirst()))
        })
}

/// Refuses inputs that do not fit a layer, and those for whose results there is no memory.
private func check(_ layer: RecurrentLayer, _ inputs: [Tensor], _ name: String) throws(ApusError) {
    let x = inputs[0], weight = layer.weights(layer: 0).input
    guard (2...3).contains(x.rank), x.shape[x.rank - 1] == layer.inputs else {
        throw .shape(
            operation: name,
            message: "sequences of shape \(x.shape); it must be [length, batch, \(layer.inputs)], with batch_first "
                + "[batch, length, \(layer.inputs)], or [length, \(layer.inputs)]")
    }
    var state = [layer.layerCount * (layer.isBidirectional ? 2 : 1), layer.hidden]
    if x.rank == 3 { state.insert(x.shape[layer.batchFirst ? 0 : 1], at: 1) }
    for tensor in inputs {
        guard tensor.dtype == weight.dtype else {
            throw .dtype(operation: name, message: "\(tensor.dtype) with weights of \(weight.dtype); cast with astype(_:) first")
        }
        _ = try commonDevice(name, tensor.value, weight.value)
    }
    for tensor in inputs.dropFirst() where tensor.shape != Dims(state) {
        throw .shape(operation: name, message: "a state of shape \(tensor.shape) instead of \(Dims(state))")
    }
    if x.device == .cpu {
        _ = try Strided.empty(Dims(Array(x.shape.dropLast()) + [8, max(layer.hidden, layer.inputs)]), x.dtype)
    }
}
