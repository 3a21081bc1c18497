// Further distributions over row-major memory, in PyTorch's order: one number after another, in float64, then rounded.

import Glibc

extension TensorGenerator {
    /// Which trial is the first to succeed, on real dtypes, as `Tensor.geometric_`.
    func fillGeometric(_ x: Strided, probability: Double, _ operation: String) throws(ApusError) {
        guard probability > 0, probability < 1 else {
            throw .argument(operation: operation, message: "a probability of \(probability) is not between 0 and 1")
        }
        guard x.dtype != .bool, !x.dtype.isComplex else {
            throw .dtype(operation: operation, message: "a real dtype is needed, not \(x.dtype)")
        }
        let scale = log1p(-probability)
        draw { stream in
            stream.fill(x) { stream in ceil(log(stream.nextDouble()) / scale) }
        }
    }

    /// Numbers from the Cauchy law on floating dtypes, as `Tensor.cauchy_`.
    func fillCauchy(_ x: Strided, median: Double, sigma: Double, _ operation: String) throws(ApusError) {
        guard sigma > 0 else { throw .argument(operation: operation, message: "a sigma of \(sigma) is not above 0") }
        try checkFloating(x.dtype, operation)
        draw { stream in
            stream.fill(x) { stream in
                let uniform = min(max(stream.nextDouble(), 0x1p-52), 1 - 0x1p-52)
                return median + sigma * tan(.pi * (uniform - 0.5))
            }
        }
    }

    /// Exponentials of normal numbers on floating dtypes, as `Tensor.log_normal_`.
    func fillLogNormal(_ x: Strided, mean: Double, std: Double, _ operation: String) throws(ApusError) {
        guard std > 0 else { throw .argument(operation: operation, message: "a standard deviation of \(std) is not above 0") }
        try checkFloating(x.dtype, operation)
        draw { stream in
            stream.fill(x) { stream in exp(stream.nextNormal() * std + mean) }
        }
    }

    private func checkFloating(_ dtype: DType, _ operation: String) throws(ApusError) {
        guard dtype.isFloatingPoint else {
            throw .dtype(operation: operation, message: "a floating dtype is needed, not \(dtype)")
        }
    }
}

extension TensorStream {
    /// Fills memory of a real dtype with what `next` gives.
    mutating func fill(_ x: Strided, _ next: (inout TensorStream) -> Double) {
        func floats<Real: BinaryFloatingPoint>(_ type: Real.Type, _ stream: inout TensorStream) {
            let out = x.elements(as: type)
            for index in out.indices { out[index] = Real(next(&stream)) }
        }
        func halves<Half>(_ type: Half.Type, _ stream: inout TensorStream, _ convert: (Float) -> Half) {
            let out = x.elements(as: type)
            for index in out.indices { out[index] = convert(Float(next(&stream))) }
        }
        switch x.dtype {
        case .float64: floats(Double.self, &self)
        case .float32: floats(Float.self, &self)
        case .float16: halves(Float16.self, &self) { Float16($0) }
        case .bfloat16: halves(BFloat16.self, &self) { BFloat16($0) }
        default:
            for index in 0..<x.count {
                Scalar.float(next(&self)).store(to: x.pointer + index * x.dtype.size, as: x.dtype)
            }
        }
    }
}

extension Tensor {
    /// Writes numbers of trials until the first that succeeds over the elements. `torch.Tensor.geometric_`.
    public func fillGeometric(_ probability: Double, generator: TensorGenerator = .shared) {
        fillRandom { out throws(ApusError) in
            try generator.fillGeometric(out, probability: probability, "fillGeometric")
        }
    }

    /// Writes numbers from the Cauchy law over the elements. `torch.Tensor.cauchy_`.
    public func fillCauchy(median: Double = 0, sigma: Double = 1, generator: TensorGenerator = .shared) {
        fillRandom { out throws(ApusError) in
            try generator.fillCauchy(out, median: median, sigma: sigma, "fillCauchy")
        }
    }

    /// Writes exponentials of normal numbers over the elements. `torch.Tensor.log_normal_`.
    public func fillLogNormal(mean: Double = 1, std: Double = 2, generator: TensorGenerator = .shared) {
        fillRandom { out throws(ApusError) in
            try generator.fillLogNormal(out, mean: mean, std: std, "fillLogNormal")
        }
    }

    /// Indices of categories, `count` for each row, drawn with weights that need not sum to 1; int64. `torch.multinomial`.
    ///
    /// - Parameters:
    ///   - weights: Those of the categories along the last axis, float32 or float64; one or two axes.
    ///   - replacing: A category may be drawn more than once.
    public static func multinomial(
        _ weights: Tensor, _ count: Int, replacing: Bool = false, generator: TensorGenerator = .shared
    ) -> Tensor {
        trapping { () throws(ApusError) in try drawnCategories(weights, count, replacing, generator) }
    }

    static func drawnCategories(
        _ weights: Tensor, _ count: Int, _ replacing: Bool, _ generator: TensorGenerator
    ) throws(ApusError) -> Tensor {
        func refusal(_ message: String) -> ApusError { .argument(operation: "multinomial", message: message) }
        guard weights.dtype == .float32 || weights.dtype == .float64 else {
            throw .dtype(operation: "multinomial", message: "float32 or float64 is needed, not \(weights.dtype)")
        }
        guard let categories = weights.shape.last, weights.rank <= 2 else { throw refusal("weights must have 1 or 2 axes") }
        guard count > 0 else { throw refusal("\(count) draws") }
        guard replacing || count <= categories else {
            throw refusal("\(count) different ones of \(categories) categories do not exist")
        }
        let source = try Apus.contiguous(weights.detach().cpu().value)
        let out = try Strided.empty(Dims(Array(weights.shape.dropLast()) + [count]), .int64)
        let wide = NDArray(value: source).elements(as: Double.self)
        for start in stride(from: 0, to: wide.count, by: Swift.max(categories, 1)) {
            let row = wide[start..<start + categories]
            guard row.allSatisfy({ $0 >= 0 && $0.isFinite }) else { throw refusal("weights must be finite and not negative") }
            guard row.contains(where: { $0 > 0 }) else { throw refusal("the weights of a row are all 0") }
            guard replacing || row.count(where: { $0 > 0 }) >= count || weights.dtype == .float32 || count == 1 else {
                throw refusal("fewer weights are above 0 than the \(count) that are to be drawn")
            }
        }
        func draw<Real: BinaryFloatingPoint>(_ type: Real.Type) {
            let work = CategoryDraw(
                weights: source.elements(as: type), categories: categories, count: count, out: out.elements(as: Int64.self))
            withExtendedLifetime((source, out)) {
                generator.draw { replacing && count > 1 ? work.replacing(&$0) : work.different(&$0) }
            }
        }
        if weights.dtype == .float32 { draw(Float.self) } else { draw(Double.self) }
        return try Tensor(value: out).to(device: weights.device)
    }
}

/// Draws of categories, in the arithmetic of the weights' type.
private struct CategoryDraw<Real: BinaryFloatingPoint> {
    let weights: UnsafeMutableBufferPointer<Real>
    let categories, count: Int
    let out: UnsafeMutableBufferPointer<Int64>

    /// Looks uniform numbers up in the sums of the weights.
    func replacing(_ stream: inout TensorStream) {
        var bounds = [Real](repeating: 0, count: categories)
        for row in 0..<weights.count / categories {
            var sum: Real = 0
            for place in 0..<categories {
                sum += weights[row * categories + place]
                bounds[place] = sum
            }
            for place in 0..<categories { bounds[place] /= sum }
            bounds[categories - 1] = 1
            for draw in 0..<count {
                let number = stream.nextDouble()
                var (low, high) = (0, categories)
                while low < high {
                    let middle = low + (high - low) / 2
                    if Double(bounds[middle]) < number { low = middle + 1 } else { high = middle }
                }
                out[row * count + draw] = Int64(low)
            }
        }
    }

    /// The largest of the weights, each divided by an exponential number: P. S. Efraimidis, P. G. Spirakis, "Weighted Random
    /// Sampling with a Reservoir" (2006).
    func different(_ stream: inout TensorStream) {
        let keys = UnsafeMutableBufferPointer<Real>.allocate(capacity: weights.count)
        defer { keys.deallocate() }
        stream.fillExponential(keys) { Real($0) }
        for index in weights.indices { keys[index] = weights[index] / keys[index] }
        for row in 0..<weights.count / categories {
            let base = row * categories
            let order = (0..<categories).sorted { keys[base + $0] > keys[base + $1] }
            for draw in 0..<count { out[row * count + draw] = Int64(order[draw]) }
        }
    }
}
