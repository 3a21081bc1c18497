/// What random numbers a caller by name asks for: the throwing forms of the functions of random tensors.
package enum RandomRequest: Sendable {
    case uniform(low: Double, high: Double)
    case normal(mean: Double, std: Double)
    case exponential(scale: Double)
    case decay(rate: Double)
    case integers(low: Int, high: Int, endpoint: Bool)
    case bernoulli(Double)
    case geometric(Double)
    case cauchy(median: Double, sigma: Double)
    case logNormal(mean: Double, std: Double)
}

extension TensorGenerator {
    /// A new tensor of random numbers.
    package func tensor(
        _ request: RandomRequest, _ shape: Shape, _ dtype: DType, _ device: Device, _ operation: String
    ) throws(ApusError) -> Tensor {
        try Tensor.drawn(shape, dtype, device) { out throws(ApusError) in try fill(out, request, operation) }
    }

    /// Writes random numbers over a tensor's elements.
    package func overwrite(_ tensor: Tensor, _ request: RandomRequest, _ operation: String) throws(ApusError) {
        try tensor.overwrite { out throws(ApusError) in try fill(out, request, operation) }
    }

    /// The integers `0 ..< count` in random order.
    package func order(of count: Int, _ dtype: DType, _ device: Device) throws(ApusError) -> Tensor {
        try Tensor.permutation(count, dtype, device, self)
    }

    /// 1 with each element's own probability, else 0.
    package func tensor(probabilities: Tensor) throws(ApusError) -> Tensor { try Tensor.drawn(probabilities, self) }

    /// Indices of categories that are drawn with unequal weights.
    package func categories(_ weights: Tensor, _ count: Int, replacing: Bool) throws(ApusError) -> Tensor {
        try Tensor.drawnCategories(weights, count, replacing, self)
    }

    private func fill(_ out: Strided, _ request: RandomRequest, _ operation: String) throws(ApusError) {
        switch request {
        case .uniform(let low, let high): try fillUniform(out, low: low, high: high, operation)
        case .normal(let mean, let std): try fillNormal(out, mean: mean, std: std, operation)
        case .exponential(let scale): try fillExponential(out, rate: 1 / scale, operation)
        case .decay(let rate): try fillExponential(out, rate: rate, operation)
        case .integers(let low, let high, let endpoint):
            if endpoint && high == Int.max {
                throw .argument(operation: operation, message: "integers up to \(high) itself are too many")
            }
            try fillIntegers(out, low: low, high: endpoint ? high + 1 : high, operation)
        case .bernoulli(let probability): try fillBernoulli(out, probability: probability, operation)
        case .geometric(let probability): try fillGeometric(out, probability: probability, operation)
        case .cauchy(let median, let sigma): try fillCauchy(out, median: median, sigma: sigma, operation)
        case .logNormal(let mean, let std): try fillLogNormal(out, mean: mean, std: std, operation)
        }
    }
}
