import ApusCore

/// Normalises channels of an array [N, C, ...] by their own statistics. Results: the normalised array; of each channel
/// mean, reciprocal deviation and variance.
struct BatchNormalisation: Normalisation {
    static var name: String { "batchNorm" }
    let hasWeight: Bool
    let hasBias: Bool
    let epsilon: Double

    func savesOutput(_ index: Int) -> Bool { index == 1 || index == 2 }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let channels = try channelCount(inputs[0], Self.name)
        try check(inputs, parameters: [channels])
        let x = try contiguous(inputs[0])
        guard x.count != channels, x.count > 0 || channels == 0 else {
            throw .shape(
                operation: Self.name,
                message: "an array of shape \(x.shape) has fewer than two elements a channel, whose variance in training "
                    + "means nothing")
        }
        let out = try Strided.empty(x.shape, x.dtype, on: x.device)
        let mean = try Strided.empty([channels], x.dtype.statistics, on: x.device)
        let variance = try Strided.empty([channels], x.dtype.statistics, on: x.device)
        if channels == 0 { return [out, mean, variance, variance] }
        try x.device.backend.channelMoments(x, mean: mean, variance: variance)
        let rstd = try variance.reciprocalDeviation(epsilon)
        try normalise(x, mean, rstd, weight(inputs), bias(inputs), to: out)
        return [out, mean, rstd, variance]
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let x = context.inputs[0], g = context.gradient()
        if isGradEnabled { return expression(x, g, weight(context.inputs)) }
        let results = Tensor.make(
            BatchNormalisationBackward(),
            [x, g, context.outputs[1], context.outputs[2]] + (weight(context.inputs).map { [$0] } ?? []))
        return gradients(results[0], weight: results[1], bias: results[2])
    }

    /// The gradients in tensor vocabulary, for derivatives of higher order.
    private func expression(_ x: Tensor, _ g: Tensor, _ weight: Tensor?) -> [Tensor?] {
        let axes = otherAxes(x)
        let centred = x - x.mean(axes, keepDims: true)
        let rstd = (centred.square().mean(axes, keepDims: true) + epsilon).rsqrt()
        let normal = centred * rstd
        let scale = weight.map { rstd * $0.reshape(channelLine(x)) } ?? rstd
        let input = scale * (g - g.mean(axes, keepDims: true) - normal * (g * normal).mean(axes, keepDims: true))
        return gradients(input, weight: (g * normal).sum(axes), bias: g.sum(axes))
    }
}

/// The gradients of batch normalisation, fused. Inputs: the array, the gradient, means, reciprocal deviations and the
/// weight if there is one; results: the gradients of array, weight and bias.
struct BatchNormalisationBackward: VariadicOperation {
    static var name: String { "batchNormBackward" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = try contiguous(inputs[0]), g = try contiguous(cast(inputs[1], to: inputs[0].dtype))
        let mean = inputs[2], rstd = inputs[3]
        let channels = x.shape[1]
        let out = try Strided.empty(x.shape, x.dtype, on: x.device)
        if channels == 0 { return [out, try cast(mean, to: x.dtype), try cast(mean, to: x.dtype)] }
        let backend = try x.device.backend
        let sum = try Strided.empty([channels], mean.dtype, on: x.device)
        let productSum = try Strided.empty([channels], mean.dtype, on: x.device)
        try backend.channelGradientSums(x, gradient: g, mean: mean, sum: sum, productSum: productSum)
        let scale = inputs.count > 4 ? try rstd.times(cast(inputs[4], to: rstd.dtype)) : rstd
        let share = try scale.times(-Double(channels) / Double(x.count))
        try backend.channelAffine(
            gradient: g, x, mean: mean, a: scale, b: share.times(rstd).times(rstd).times(productSum), d: share.times(sum),
            to: out)
        return [out, try cast(rstd.times(productSum), to: x.dtype), try cast(sum, to: x.dtype)]
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] { context.inputs.map { _ in nil } }
}

/// Normalises channels by statistics that are given: the array, running means and variances, which are constants.
struct FixedBatchNormalisation: Normalisation {
    static var name: String { "batchNorm" }
    static var fixedInputs: Int { 3 }
    let hasWeight: Bool
    let hasBias: Bool
    let epsilon: Double

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let channels = try channelCount(inputs[0], Self.name)
        try check(inputs, parameters: [channels])
        let x = try contiguous(inputs[0])
        let mean = try contiguous(cast(inputs[1], to: x.dtype.statistics))
        let rstd = try contiguous(cast(inputs[2], to: x.dtype.statistics)).reciprocalDeviation(epsilon)
        let out = try Strided.empty(x.shape, x.dtype, on: x.device)
        if x.count > 0 { try normalise(x, mean, rstd, weight(inputs), bias(inputs), to: out) }
        return [out]
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let x = context.inputs[0], g = context.gradient(), line = channelLine(x)
        let mean = context.inputs[1].detach().reshape(line)
        let rstd = (context.inputs[2].detach().reshape(line) + epsilon).rsqrt()
        let scale = weight(context.inputs).map { rstd * $0.reshape(line) } ?? rstd
        let axes = otherAxes(x)
        return gradients(
            context.needs(0) ? g * scale : nil, weight: hasWeight ? (g * (x - mean) * rstd).sum(axes) : nil,
            bias: hasBias ? g.sum(axes) : nil)
    }
}

/// The number of channels, or an error if there is no axis of them.
private func channelCount(_ x: Strided, _ operation: String) throws(ApusError) -> Int {
    guard x.rank >= 2 else {
        throw .shape(
            operation: operation, message: "an array of shape \(x.shape) has no axis of channels; it must be [N, C, ...]")
    }
    return x.shape[1]
}

/// All axes but that of the channels.
private func otherAxes(_ x: Tensor) -> Axes { .some(Dims((0..<x.rank).filter { $0 != 1 })) }

/// The shape with which one number a channel broadcasts against an array.
private func channelLine(_ x: Tensor) -> Dims {
    var shape = Dims(repeating: 1, count: x.rank)
    shape[1] = x.shape[1]
    return shape
}

/// (x − mean) · rstd · weight + bias for each channel.
private func normalise(
    _ x: Strided, _ mean: Strided, _ rstd: Strided, _ weight: Strided?, _ bias: Strided?, to out: Strided
) throws(ApusError) {
    var scale = rstd
    if let weight { scale = try rstd.times(cast(weight, to: rstd.dtype)) }
    let shift: Strided
    if let bias {
        shift = try contiguous(cast(bias, to: rstd.dtype))
    } else {
        shift = try .filled(mean.shape, 0, rstd.dtype, on: x.device)
    }
    try x.device.backend.channelAffine(x, mean: mean, scale: scale, shift: shift, to: out)
}

/// `batchNorm` by its name.
enum BatchNormEntry: TableOperation {
    static var name: String { BatchNormalisation.name }
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("runningMean", .array, optional: true),
            Parameter("runningVariance", .array, optional: true), Parameter("weight", .array, optional: true),
            Parameter("bias", .array, optional: true),
            Parameter("training", .boolean, default: false), Parameter("momentum", .real, default: 0.1),
            Parameter("epsilon", .real, default: 1e-5),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try Face.batchNorm(
                arguments.array("x"), arguments.optionalArray("runningMean"), arguments.optionalArray("runningVariance"),
                arguments.optionalArray("weight"), arguments.optionalArray("bias"),
                training: arguments.boolean("training", default: false), momentum: arguments.real("momentum", default: 0.1),
                epsilon: arguments.real("epsilon", default: 1e-5))
        ]
    }
}

extension ArrayFace {
    /// The throwing form of `batchNorm`.
    static func batchNorm(
        _ x: Self, _ runningMean: Self?, _ runningVariance: Self?, _ weight: Self?, _ bias: Self?, training: Bool,
        momentum: Double, epsilon: Double
    ) throws(ApusError) -> Self {
        guard (runningMean == nil) == (runningVariance == nil), training || runningMean != nil else {
            throw .argument(
                operation: BatchNormalisation.name,
                message: "a running mean and a running variance go together, and without training they are needed")
        }
        let channels = try channelCount(x.value, BatchNormalisation.name)
        for running in [runningMean, runningVariance] {
            guard let running else { continue }
            guard running.shape == [channels], running.dtype.isFloatingPoint else {
                throw .shape(
                    operation: BatchNormalisation.name,
                    message: "running statistics of shape \(running.shape) and dtype \(running.dtype) for an array of shape "
                        + "\(x.shape); there must be a float for each of \(channels) channels")
            }
            _ = try commonDevice(BatchNormalisation.name, x.value, running.value)
            if training && running.value.storage.isReadOnly { throw .readOnly(operation: BatchNormalisation.name) }
        }
        let hasWeight = weight != nil, hasBias = bias != nil
        if let runningMean, let runningVariance, !training {
            let operation = FixedBatchNormalisation(hasWeight: hasWeight, hasBias: hasBias, epsilon: epsilon)
            return try apply(operation, normalisationInputs([x, runningMean, runningVariance], weight, bias))[0]
        }
        let operation = BatchNormalisation(hasWeight: hasWeight, hasBias: hasBias, epsilon: epsilon)
        let results = try apply(operation, normalisationInputs([x], weight, bias))
        if let runningMean, let runningVariance, channels > 0 {
            let count = Double(x.count / channels)
            try update(runningMean, towards: results[1], by: momentum)
            try update(runningVariance, towards: results[3], times: count / (count - 1), by: momentum)
        }
        return results[0]
    }

    /// running ← (1 − momentum) · running + momentum · correction · new, in place.
    private static func update(
        _ running: Self, towards new: Self, times correction: Double = 1, by momentum: Double
    ) throws(ApusError) {
        try noGrad { () throws(ApusError) in
            let old = try apply(Multiply(), running, scalar: .float(1 - momentum), reversed: false)
            let part = try apply(Multiply(), new, scalar: .float(momentum * correction), reversed: false)
            try applyInPlace(Assign(), running, [apply(Add(), old, part)])
        }
    }

    /// (x − mean) ÷ √(variance + ε) · weight + bias for each channel of an array [N, C, ...]; weight and bias have one
    /// number a channel. For floats; float16 and bfloat16 compute in float32. `torch.nn.functional.batch_norm`.
    ///
    /// - Parameters:
    ///   - runningMean, runningVariance: the statistics that are used, or, in training, moved in place towards those of the
    ///     batch (the variance divided by one less than the number of elements); of any float dtype.
    ///   - training: whether the statistics are those of the batch, which then needs two elements a channel.
    ///   - momentum: the part of the batch in the new running statistics.
    public func batchNorm(
        runningMean: Self? = nil, runningVariance: Self? = nil, weight: Self? = nil, bias: Self? = nil,
        training: Bool = false, momentum: Double = 0.1, epsilon: Double = 1e-5
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            try Self.batchNorm(
                self, runningMean, runningVariance, weight, bias, training: training, momentum: momentum,
                epsilon: epsilon)
        }
    }
}
