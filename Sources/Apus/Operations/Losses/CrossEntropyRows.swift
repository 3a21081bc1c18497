/// What cross-entropy with class indices is computed by, beside its operands.
struct CrossEntropyOptions: Sendable {
    var smoothing: Double
    var ignored: Int
    var reduction: LossReduction
}

/// Cross-entropy of logits [rows, classes] with class indices [rows] and, optionally, weights [classes].
///
/// Results: the loss; the logarithm of each row's sum of exponentials; the sums of losses and of weights. The last two
/// are float64 and kept for the derivative.
struct CrossEntropyRows: VariadicOperation {
    static var name: String { "crossEntropy" }
    static var saves: Saved { [.first, .second, .third] }
    let options: CrossEntropyOptions

    func savesOutput(_ index: Int) -> Bool { index > 0 }
    func isDifferentiable(output index: Int) -> Bool { index == 0 }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let rows = try labelledRows(inputs, options)
        let device = rows.logits.device, count = rows.logits.shape[0]
        let losses = try Strided.empty([count], .float64, on: device)
        let logSums = try Strided.empty([count], .float64, on: device)
        let totals = try Strided.empty([2], .float64, on: device)
        let backend = try device.backend
        if let bad = try backend.crossEntropy(rows, losses: losses, logSums: logSums, totals: totals) {
            let target = rows.targets.pointer.load(fromByteOffset: bad * 8, as: Int64.self)
            throw .index(
                operation: Self.name,
                message: "target \(target), at position \(bad), is not a class: there are \(rows.logits.shape[1]) logits")
        }
        let dtype = inputs[0].dtype
        if device == .cpu && options.reduction != .none {
            let sums = totals.pointer.assumingMemoryBound(to: Double.self)
            let loss = options.reduction == .sum ? sums[0] : sums[0] / sums[1]
            return [try number(loss, dtype), logSums, totals]
        }
        return [try cast(reduced(losses, totals, backend), to: dtype), logSums, totals]
    }

    private func reduced(_ losses: Strided, _ totals: Strided, _ backend: any Backend) throws(ApusError) -> Strided {
        switch options.reduction {
        case .none: return losses
        case .sum: return total(totals, 0)
        case .mean:
            let mean = try Strided.empty([], .float64, on: losses.device)
            try backend.binary(.divide, total(totals, 0), total(totals, 1), to: mean)
            return mean
        }
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let inputs = context.inputs
        let operands = [context.gradient(), inputs[0], inputs[1], context.outputs[1], context.outputs[2]] + inputs.dropFirst(2)
        return [Tensor.make(CrossEntropyGradient(options: options), operands)[0]] + inputs.dropFirst().map { _ in nil }
    }
}

/// The derivative of `CrossEntropyRows` with respect to the logits, given that of the loss: softmax less the wanted
/// distribution, in one pass.
struct CrossEntropyGradient: VariadicOperation {
    static var name: String { "crossEntropyGradient" }
    static var saves: Saved { [.first, .second, .third] }
    let options: CrossEntropyOptions

    func savesInput(_ index: Int) -> Bool { true }
    func savesOutput(_ index: Int) -> Bool { false }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let rows = try labelledRows([inputs[1], inputs[2]] + inputs.dropFirst(5), options)
        let out = try Strided.empty(inputs[1].shape, inputs[1].dtype, on: inputs[1].device)
        let backend = try out.device.backend
        if out.device == .cpu && options.reduction != .none {
            let scale = Scalar(loading: inputs[0].pointer, as: inputs[0].dtype).doubleValue
            let weights = total(inputs[4], 1).pointer.load(as: Double.self)
            let shares = try number(options.reduction == .mean ? scale / weights : scale, .float64)
            try backend.crossEntropyGradient(rows, logSums: inputs[3], scales: shares, to: out)
            return [out]
        }
        var scales = try cast(inputs[0], to: .float64)
        if options.reduction == .mean {
            let shares = try Strided.empty([], .float64, on: out.device)
            try backend.binary(.divide, scales, total(inputs[4], 1), to: shares)
            scales = shares
        }
        try backend.crossEntropyGradient(rows, logSums: inputs[3], scales: scales, to: out)
        return [out]
    }

    /// Of dx = s (m p − q), where p is the softmax, q the wanted distribution, m its sum and s the scale of the row.
    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let g = context.gradient(), inputs = context.inputs
        var results = [Tensor?](repeating: nil, count: inputs.count)
        let share = options.reduction == .mean ? 1 / Tensor(value: total(inputs[4].value, 1)).astype(g.dtype) : nil
        if context.needs(0) {
            var unit = options
            unit.reduction = .sum
            let one = Tensor.ones([], dtype: g.dtype, device: g.device)
            let direction = Tensor.make(CrossEntropyGradient(options: unit), [one] + inputs.dropFirst())[0]
            let rows = (g * direction).sum(1)
            results[0] = options.reduction == .none ? rows : share.map { rows.sum() * $0 } ?? rows.sum()
        }
        if context.needs(1) {
            let p = inputs[1].softmax(axis: 1)
            let scale = share.map { inputs[0] * $0 } ?? inputs[0]
            let scaled = (scale * masses(inputs, g.dtype)).reshape(-1, 1)
            results[1] = scaled * p * (g - (g * p).sum(1, keepDims: true))
        }
        return results
    }

    /// The sum of each row's wanted distribution.
    private func masses(_ inputs: [Tensor], _ dtype: DType) -> Tensor {
        let counts = inputs[2] .!= options.ignored
        guard inputs.count > 5 else { return counts.astype(dtype) }
        let weights = inputs[5].detach()
        let own = weights.take(.where(counts, inputs[2], 0), axis: 0) * (1 - options.smoothing)
        return .where(counts, own + weights.sum() * (options.smoothing / Double(weights.count)), 0)
    }
}

/// A number in host memory.
private func number(_ number: Double, _ dtype: DType) throws(ApusError) -> Strided {
    let value = try Strided.empty([], dtype)
    Scalar.float(number).store(to: value.pointer, as: dtype)
    return value
}

/// The sum of the losses (0) or of the weights (1).
private func total(_ totals: Strided, _ index: Int) -> Strided {
    totals.view(Layout(shape: [], strides: [], offset: totals.layout.offset + index))
}

/// Checks logits [rows, classes], targets [rows] and perhaps weights [classes], and lays them out for the kernel.
private func labelledRows(_ inputs: [Strided], _ options: CrossEntropyOptions) throws(ApusError) -> LabelledRows {
    let operation = CrossEntropyRows.name, logits = inputs[0], targets = inputs[1]
    guard logits.rank == 2, targets.shape == [logits.shape[0]] else {
        throw .shape(
            operation: operation, message: "targets of shape \(targets.shape) for logits of shape \(logits.shape)")
    }
    _ = try commonDevice(operation, logits, targets)
    var weights: Strided?
    if inputs.count > 2 {
        _ = try commonDevice(operation, logits, inputs[2])
        guard inputs[2].shape == [logits.shape[1]] else {
            throw .shape(
                operation: operation,
                message: "weights of shape \(inputs[2].shape) for \(logits.shape[1]) classes; there must be one for each")
        }
        weights = try contiguous(cast(inputs[2], to: logits.dtype))
    }
    return LabelledRows(
        logits: try contiguous(logits), targets: try contiguous(cast(targets, to: .int64)), weights: weights,
        smoothing: options.smoothing, ignored: options.ignored)
}
