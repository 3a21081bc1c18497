/// What random numbers a caller by name asks for: the throwing forms of the functions of `Generator` and of random tensors.
package enum RandomRequest: Sendable {
    case uniform(low: Double, high: Double)
    case normal(mean: Double, std: Double)
    case exponential(scale: Double)
    case decay(rate: Double)
    case integers(low: Int, high: Int, endpoint: Bool)
    case bernoulli(Double)
}

extension Generator {
    /// New numbers, of a dtype that suits the request.
    package func array(_ request: RandomRequest, _ shape: Shape, _ dtype: DType) throws(ApusError) -> NDArray {
        switch request {
        case .uniform(let low, let high): try drawUniform(low, high, shape, dtype)
        case .normal(let mean, let std): try drawNormal(mean, std, shape, dtype)
        case .exponential(let scale): try drawExponential(scale, shape, dtype)
        case .decay(let rate): try drawExponential(1 / rate, shape, dtype)
        case .integers(let low, let high, let endpoint): try drawIntegers(low, high, shape, dtype, endpoint: endpoint)
        case .bernoulli: throw .argument(operation: "bernoulli", message: "tensors have it; compare random() with p for arrays")
        }
    }

    /// The integers `0 ..< count` in random order.
    package func order(of count: Int) throws(ApusError) -> NDArray {
        guard count >= 0 else { throw .argument(operation: "permutation", message: "\(count) is below 0") }
        return NDArray(value: try order(count))
    }

    /// Some of the integers `0 ..< population`.
    package func sample(
        _ population: Int, _ shape: Shape, replacing: Bool, shuffled: Bool
    ) throws(ApusError) -> NDArray {
        if replacing { return try drawIntegers(0, population, shape, .int64, endpoint: false) }
        let value = try Strided.empty(shape, .int64)
        guard value.count <= population else {
            throw .argument(operation: "choice", message: "\(value.count) different integers of \(population) do not exist")
        }
        draw { $0.fillSample(value.elements(as: Int64.self), population: population, shuffled: shuffled) }
        return NDArray(value: value)
    }
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
        }
    }
}
