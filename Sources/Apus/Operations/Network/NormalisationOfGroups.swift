import ApusCore

/// Normalises groups of channels of an array [N, C, ...]. Results: the normalised array, means and reciprocal deviations
/// [N, groups].
struct GroupNormalisation: Normalisation {
    static var name: String { "groupNorm" }
    let groups: Int
    let hasWeight: Bool
    let hasBias: Bool
    let epsilon: Double

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        guard inputs[0].rank >= 2, groups > 0, inputs[0].shape[1] % groups == 0 else {
            throw .shape(
                operation: Self.name,
                message: "\(groups) groups for an array of shape \(inputs[0].shape); it must be [N, C, ...] with a multiple "
                    + "of the groups for C")
        }
        try check(inputs, parameters: [inputs[0].shape[1]])
        let x = try contiguous(inputs[0])
        let sizes = GroupSizes(x.shape, groups)
        let out = try Strided.empty(x.shape, x.dtype, on: x.device)
        let mean = try Strided.empty([sizes.n, groups], x.dtype.statistics, on: x.device)
        let variance = try Strided.empty([sizes.n, groups], x.dtype.statistics, on: x.device)
        if x.count == 0 { return [out, mean, variance] }
        let backend = try x.device.backend
        let rows = x.shaped([1, sizes.n * groups, sizes.perGroup * sizes.length])
        try backend.channelMoments(rows, mean: mean, variance: variance)
        let rstd = try variance.reciprocalDeviation(epsilon)
        try backend.channelAffine(
            x.shaped([1, sizes.n * sizes.channels, sizes.length]), mean: sizes.spread(mean),
            scale: sizes.scale(rstd, weight(inputs)), shift: sizes.shift(bias(inputs), mean), to: out)
        return [out, mean, rstd]
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let x = context.inputs[0], g = context.gradient()
        if isGradEnabled { return expression(x, g, weight(context.inputs)) }
        let results = Tensor.make(
            GroupNormalisationBackward(groups: groups),
            [x, g, context.outputs[1], context.outputs[2]] + (weight(context.inputs).map { [$0] } ?? []))
        return gradients(results[0], weight: results[1], bias: results[2])
    }

    /// The gradients in tensor vocabulary, for derivatives of higher order.
    private func expression(_ x: Tensor, _ g: Tensor, _ weight: Tensor?) -> [Tensor?] {
        let n = x.shape[0], channels = x.shape[1]
        let grouped: Shape = [n, groups, channels / groups, -1]
        let rows = x.reshape(grouped), gradient = g.reshape(grouped)
        let axes: Axes = [2, 3]
        let centred = rows - rows.mean(axes, keepDims: true)
        let rstd = (centred.square().mean(axes, keepDims: true) + epsilon).rsqrt()
        let normal = centred * rstd
        let weighted = weight.map { gradient * $0.reshape(1, groups, channels / groups, 1) } ?? gradient
        let projected = normal * (weighted * normal).mean(axes, keepDims: true)
        let input = rstd * (weighted - weighted.mean(axes, keepDims: true) - projected)
        return gradients(
            input.reshape(x.shape), weight: (gradient * normal).sum([0, 3]).reshape(channels),
            bias: gradient.sum([0, 3]).reshape(channels))
    }
}

/// The sizes of an array whose channels are normalised in groups, and its statistics spread over channels.
struct GroupSizes {
    let n: Int, groups: Int, perGroup: Int, length: Int

    init(_ shape: Dims, _ groups: Int) {
        n = shape[0]
        self.groups = groups
        perGroup = shape[1] / groups
        length = Dims(shape.dropFirst(2)).product
    }

    var channels: Int { groups * perGroup }
    /// The shape of statistics of channels.
    var shape: Dims { [n, groups, perGroup] }

    /// One statistic a group, repeated for its channels.
    func spread(_ x: Strided) throws(ApusError) -> Strided { try x.shaped([n, groups, 1]).spread(to: shape) }

    /// A weight or bias as statistics, repeated for every n.
    func perChannel(_ x: Strided, _ dtype: DType) throws(ApusError) -> Strided {
        try contiguous(cast(x, to: dtype)).shaped([1, groups, perGroup]).spread(to: shape)
    }

    /// The bias, or zeros.
    func shift(_ bias: Strided?, _ mean: Strided) throws(ApusError) -> Strided {
        if let bias { return try perChannel(bias, mean.dtype) }
        return try .filled(shape, 0, mean.dtype, on: mean.device)
    }

    /// rstd · weight.
    func scale(_ rstd: Strided, _ weight: Strided?) throws(ApusError) -> Strided {
        guard let weight else { return try spread(rstd) }
        let weights = try contiguous(cast(weight, to: rstd.dtype))
        return try rstd.shaped([n, groups, 1]).times(weights.shaped([1, groups, perGroup]))
    }
}

/// The gradients of group normalisation, fused. Inputs: the array, the gradient, means, reciprocal deviations and the
/// weight if there is one; results: the gradients of array, weight and bias.
struct GroupNormalisationBackward: VariadicOperation {
    static var name: String { "groupNormBackward" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let groups: Int

    /// With the sums S = Σ g and P = Σ g · (x − mean) of each channel and their weighted sums over a group of m elements:
    /// dx = g · w · rstd − (x − mean) · rstd³ · Σ w P ÷ m − rstd · Σ w S ÷ m.
    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = try contiguous(inputs[0]), g = try contiguous(cast(inputs[1], to: inputs[0].dtype))
        let mean = inputs[2], rstd = inputs[3]
        let weight = inputs.count > 4 ? inputs[4] : nil
        let sizes = GroupSizes(x.shape, groups)
        let out = try Strided.empty(x.shape, x.dtype, on: x.device)
        if x.count == 0 {
            let zeros = try Strided.filled([sizes.channels], 0, x.dtype, on: x.device)
            return [out, zeros, zeros]
        }
        let backend = try x.device.backend
        let channels = x.shaped([1, sizes.n * sizes.channels, sizes.length]), means = try sizes.spread(mean)
        let sum = try Strided.empty(sizes.shape, mean.dtype, on: x.device)
        let productSum = try Strided.empty(sizes.shape, mean.dtype, on: x.device)
        try backend.channelGradientSums(
            channels, gradient: g.shaped(channels.shape), mean: means, sum: sum, productSum: productSum)
        var weights: Strided?
        if let weight { weights = try sizes.perChannel(weight, mean.dtype) }
        let share = -1 / Double(sizes.perGroup * sizes.length)
        let cube = try rstd.times(rstd).times(rstd)
        let b = try (weights?.times(productSum) ?? productSum).total([2]).times(cube).times(share)
        let d = try (weights?.times(sum) ?? sum).total([2]).times(rstd).times(share)
        try backend.channelAffine(
            gradient: g.shaped(channels.shape), channels, mean: means, a: sizes.scale(rstd, weight), b: sizes.spread(b),
            d: sizes.spread(d), to: out)
        let toWeight = try productSum.times(rstd.shaped([sizes.n, groups, 1])).total([0])
        return [
            out, try cast(toWeight.shaped([sizes.channels]), to: x.dtype),
            try cast(sum.total([0]).shaped([sizes.channels]), to: x.dtype),
        ]
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] { context.inputs.map { _ in nil } }
}

/// `groupNorm` by its name.
enum GroupNormEntry: TableOperation {
    static var name: String { GroupNormalisation.name }
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("groups", .integer), Parameter("weight", .array, optional: true),
            Parameter("bias", .array, optional: true), Parameter("epsilon", .real, default: 1e-5),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try Face.groupNorm(
                arguments.array("x"), arguments.integer("groups"), arguments.optionalArray("weight"),
                arguments.optionalArray("bias"), arguments.real("epsilon", default: 1e-5))
        ]
    }
}

extension ArrayFace {
    /// The throwing form of `groupNorm(_:weight:bias:epsilon:)`.
    static func groupNorm(
        _ x: Self, _ groups: Int, _ weight: Self?, _ bias: Self?, _ epsilon: Double
    ) throws(ApusError) -> Self {
        let operation = GroupNormalisation(
            groups: groups, hasWeight: weight != nil, hasBias: bias != nil, epsilon: epsilon)
        return try apply(operation, normalisationInputs([x], weight, bias))[0]
    }

    /// (x − mean) ÷ √(variance + ε) · weight + bias for an array [N, C, ...], with mean and variance of each group of
    /// C ÷ `groups` channels of each of N; weight and bias have one number a channel. For floats; float16 and bfloat16
    /// compute in float32. `torch.nn.functional.group_norm`.
    public func groupNorm(_ groups: Int, weight: Self? = nil, bias: Self? = nil, epsilon: Double = 1e-5) -> Self {
        trapping { () throws(ApusError) -> Self in try Self.groupNorm(self, groups, weight, bias, epsilon) }
    }

    /// Group normalisation with a group for each channel. `torch.nn.functional.instance_norm`.
    public func instanceNorm(weight: Self? = nil, bias: Self? = nil, epsilon: Double = 1e-5) -> Self {
        groupNorm(rank > 1 ? Swift.max(shape[1], 1) : 1, weight: weight, bias: bias, epsilon: epsilon)
    }
}
