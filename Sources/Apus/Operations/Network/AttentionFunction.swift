import ApusCore

/// Attention without its matrix of weights in memory. Inputs: query, key, value, of float32 or float64, and the mask if there
/// is one; results: the means of values, and what the derivative needs to know of each query.
struct AttentionFunction: VariadicOperation {
    static var name: String { Attention.name }
    static var saves: Saved { [] }
    let isCausal: Bool
    let scale: Double

    func savesInput(_ index: Int) -> Bool { true }
    func savesOutput(_ index: Int) -> Bool { true }
    func isDifferentiable(output index: Int) -> Bool { index == 0 }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let operands = try AttentionOperands(inputs, isCausal: isCausal, scale: scale)
        let query = operands.query, rank = query.rank
        var shape = query.shape
        shape[rank - 1] = operands.value.shape[rank - 1]
        let out = try Strided.empty(shape, inTheOrderOf: query)
        shape[rank - 1] = 2
        let statistics = try Strided.empty(shape, query.dtype, on: query.device)
        try query.device.backend.attend(operands, to: out, statistics: statistics)
        return [out, statistics]
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let inputs = context.inputs, g = context.gradient()
        if isGradEnabled || inputs.count > 3 && context.needs(3) { return expression(g, inputs) }
        let backward = AttentionBackward(isCausal: isCausal, scale: scale)
        let gradients = Tensor.make(backward, [context.outputs[0], context.outputs[1], g] + inputs)
        return gradients.map { $0 } + Array(repeating: nil, count: inputs.count - 3)
    }

    /// The gradients in tensor vocabulary, for derivatives of higher order and those of masks.
    private func expression(_ g: Tensor, _ inputs: [Tensor]) -> [Tensor?] {
        let mask = inputs.count > 3 ? inputs[3] : nil
        let weights = trapping { () throws(ApusError) -> Tensor in
            try Attention.weights(inputs[0], inputs[1], mask, isCausal, scale)
        }
        let slopes = g.matmul(inputs[2].swapAxes(-2, -1)) * weights
        let scores = slopes - weights * slopes.sum(-1, keepDims: true)
        let gradients: [Tensor?] = [
            scores.matmul(inputs[1]) * scale, scores.swapAxes(-2, -1).matmul(inputs[0]) * scale,
            weights.swapAxes(-2, -1).matmul(g),
        ]
        return mask == nil ? gradients : gradients + [mask!.dtype == .bool ? nil : scores]
    }
}

/// The gradients of query, key and value. Inputs: the result of attention, its statistics and its gradient, then the inputs of
/// attention.
struct AttentionBackward: VariadicOperation {
    static var name: String { "scaledDotProductAttentionBackward" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let isCausal: Bool
    let scale: Double

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let operands = try AttentionOperands(Array(inputs[3...]), isCausal: isCausal, scale: scale)
        let gradient = try withAdjacentElements(cast(inputs[2], to: operands.query.dtype))
        let results = try [
            Strided.empty(operands.query.shape, inTheOrderOf: operands.query),
            Strided.empty(operands.key.shape, inTheOrderOf: operands.key),
            Strided.empty(operands.value.shape, inTheOrderOf: operands.value),
        ]
        try gradient.device.backend.attendBackward(
            operands, result: inputs[0], statistics: contiguous(inputs[1]), gradient: gradient, toQuery: results[0],
            toKey: results[1], toValue: results[2])
        return results
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] { context.inputs.map { _ in nil } }
}

extension AttentionOperands {
    /// Query, key, value and mask as a backend takes them: with common leading axes and adjacent elements in the last one.
    fileprivate init(_ inputs: [Strided], isCausal: Bool, scale: Double) throws(ApusError) {
        var lead: Dims = []
        for input in inputs {
            let own = Dims(input.shape.dropLast(2))
            guard let both = Layout.broadcastShape(lead, own) else { throw doNotBroadcast(Attention.name, lead, own) }
            lead = both
            _ = try commonDevice(Attention.name, inputs[0], input)
        }
        func whole(_ x: Strided) throws(ApusError) -> Strided {
            let x = try withAdjacentElements(x)
            return x.view(x.layout.broadcast(to: Dims(Array(lead) + x.shape.suffix(2)))!)
        }
        let query = try whole(inputs[0]), key = try whole(inputs[1]), rank = query.rank
        var mask: Strided?
        if inputs.count > 3 {
            var seen = inputs[3].dtype == .bool ? inputs[3] : try cast(inputs[3], to: query.dtype)
            let scores = Dims([query.shape[rank - 2], key.shape[rank - 2]])
            var shape = seen.shape
            if shape.isEmpty { shape = [scores[1]] } else if shape.last == 1 { shape[shape.count - 1] = scores[1] }
            guard let row = seen.layout.broadcast(to: shape) else { throw doNotBroadcast(Attention.name, seen.shape, scores) }
            seen = try withAdjacentElements(seen.view(row))
            let all = Dims(Array(lead) + scores)
            guard let layout = seen.layout.broadcast(to: all) else {
                throw doNotBroadcast(Attention.name, inputs[3].shape, all)
            }
            mask = seen.view(layout)
        }
        self.init(query: query, key: key, value: try whole(inputs[2]), mask: mask, isCausal: isCausal, scale: scale)
    }
}

/// The array, or a copy of it if the elements of its last axis are not adjacent.
func withAdjacentElements(_ x: Strided) throws(ApusError) -> Strided {
    x.rank == 0 || x.shape[x.rank - 1] <= 1 || x.layout.strides[x.rank - 1] == 1 ? x : try contiguous(x)
}

extension Strided {
    /// A new array whose axes lie in memory in the order of another's, the last one innermost, so that what a view had
    /// exchanged can be exchanged back without a copy.
    static func empty(_ shape: Dims, inTheOrderOf other: Strided) throws(ApusError) -> Strided {
        let last = shape.count - 1, strides = other.layout.strides
        let order = (0..<last).sorted { strides[$0] == strides[$1] ? $0 < $1 : strides[$0] > strides[$1] } + [last]
        guard (0..<last).allSatisfy({ strides[$0] > 0 || other.shape[$0] == 1 }), order != Array(0...last) else {
            return try empty(shape, other.dtype, on: other.device)
        }
        let out = try empty(Dims(order.map { shape[$0] }), other.dtype, on: other.device)
        var back = Dims(repeating: 0, count: shape.count)
        for (place, axis) in order.enumerated() { back[axis] = place }
        return out.view(out.layout.permuted(back))
    }
}
