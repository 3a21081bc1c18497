import ApusCore

/// Normalises over the last axes. Results: the normalised array, means and reciprocal deviations.
struct LayerNormalisation: Normalisation {
    static var name: String { "layerNorm" }
    let shape: Dims
    let hasWeight: Bool
    let hasBias: Bool
    let epsilon: Double

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let lead = inputs[0].rank - shape.count
        guard !shape.isEmpty, lead >= 0, inputs[0].shape.dropFirst(lead).elementsEqual(shape) else {
            throw .shape(
                operation: Self.name,
                message: "an array of shape \(inputs[0].shape) does not end in the normalised shape \(shape)")
        }
        try check(inputs, parameters: shape)
        let x = try contiguous(inputs[0])
        let rows = Dims(Array(x.shape.prefix(lead)) + Array(repeating: 1, count: shape.count))
        let out = try Strided.empty(x.shape, x.dtype, on: x.device)
        let mean = try Strided.empty(rows, x.dtype.statistics, on: x.device)
        let rstd = try Strided.empty(rows, x.dtype.statistics, on: x.device)
        let weight = try self.weight(inputs).map(contiguous), bias = try self.bias(inputs).map(contiguous)
        if x.count > 0 {
            try x.device.backend.layerNorm(
                x, length: shape.product, weight: weight, bias: bias, epsilon: epsilon, to: out, mean: mean, rstd: rstd)
        }
        return [out, mean, rstd]
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let x = context.inputs[0], g = context.gradient()
        let lead = x.rank - shape.count
        if isGradEnabled { return expression(x, g, weight(context.inputs), lead) }
        let backward = LayerNormalisationBackward(
            shape: shape, needsInput: context.needs(0), hasWeight: hasWeight, hasBias: hasBias)
        let results = Tensor.make(
            backward, [x, g, context.outputs[1], context.outputs[2]] + (weight(context.inputs).map { [$0] } ?? []))
        return gradients(
            context.needs(0) ? results[0] : nil, weight: hasWeight ? results[1] : nil, bias: hasBias ? results[2] : nil)
    }

    /// The gradients in tensor vocabulary, for derivatives of higher order.
    private func expression(_ x: Tensor, _ g: Tensor, _ weight: Tensor?, _ lead: Int) -> [Tensor?] {
        let axes = Axes(lead..<x.rank), others = Axes(0..<lead)
        let centred = x - x.mean(axes, keepDims: true)
        let rstd = (centred.square().mean(axes, keepDims: true) + epsilon).rsqrt()
        let normal = centred * rstd
        let weighted = weight.map { g * $0 } ?? g
        let projected = normal * (weighted * normal).mean(axes, keepDims: true)
        let input = rstd * (weighted - weighted.mean(axes, keepDims: true) - projected)
        return gradients(input, weight: (g * normal).sum(others), bias: g.sum(others))
    }
}

/// The gradients of layer normalisation in one pass. Inputs: the array, the gradient, means, reciprocal deviations and the
/// weight if there is one; results: the gradients of array, weight and bias, empty where they are not wanted.
struct LayerNormalisationBackward: VariadicOperation {
    static var name: String { "layerNormBackward" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let shape: Dims
    let needsInput: Bool
    let hasWeight: Bool
    let hasBias: Bool

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = try contiguous(inputs[0]), g = try contiguous(cast(inputs[1], to: inputs[0].dtype))
        let weight = inputs.count > 4 ? try contiguous(inputs[4]) : nil
        let toInput = try Strided.empty(needsInput ? x.shape : [0], x.dtype, on: x.device)
        let toWeight = try Strided.filled(hasWeight ? shape : [0], 0, x.dtype, on: x.device)
        let toBias = try Strided.filled(hasBias ? shape : [0], 0, x.dtype, on: x.device)
        if x.count > 0 {
            try x.device.backend.layerNormBackward(
                x, gradient: g, length: shape.product, weight: weight, mean: inputs[2], rstd: inputs[3],
                toInput: needsInput ? toInput : nil, toWeight: hasWeight ? toWeight : nil, toBias: hasBias ? toBias : nil)
        }
        return [toInput, toWeight, toBias]
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] { context.inputs.map { _ in nil } }
}

/// `layerNorm` by its name.
enum LayerNormEntry: TableOperation {
    static var name: String { LayerNormalisation.name }
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("normalizedShape", .integers), Parameter("weight", .array, optional: true),
            Parameter("bias", .array, optional: true), Parameter("epsilon", .real, default: 1e-5),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try Face.layerNorm(
                arguments.array("x"), Dims(arguments.integers("normalizedShape")), arguments.optionalArray("weight"),
                arguments.optionalArray("bias"), arguments.real("epsilon", default: 1e-5))
        ]
    }
}

extension ArrayFace {
    /// The throwing form of `layerNorm(_:weight:bias:epsilon:)`.
    static func layerNorm(
        _ x: Self, _ shape: Shape, _ weight: Self?, _ bias: Self?, _ epsilon: Double
    ) throws(ApusError) -> Self {
        let operation = LayerNormalisation(
            shape: shape, hasWeight: weight != nil, hasBias: bias != nil, epsilon: epsilon)
        return try apply(operation, normalisationInputs([x], weight, bias))[0]
    }

    /// (x − mean) ÷ √(variance + ε) · weight + bias, with mean and variance over the last axes, whose sizes are
    /// `normalizedShape`; weight and bias have that shape. For floats; float16 and bfloat16 compute in float32.
    /// `torch.nn.functional.layer_norm`.
    public func layerNorm(
        _ normalizedShape: Shape, weight: Self? = nil, bias: Self? = nil, epsilon: Double = 1e-5
    ) -> Self {
        trapping { () throws(ApusError) -> Self in try Self.layerNorm(self, normalizedShape, weight, bias, epsilon) }
    }
}
