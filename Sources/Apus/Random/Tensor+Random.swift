// Random tensors, as PyTorch draws them on the CPU.

extension Tensor {
    /// Numbers in [0, 1), float32 by default; of a complex tensor, each part. `torch.rand`.
    ///
    /// Without a generator the shared one is used (`Tensor.manualSeed`). Numbers are drawn in host memory and then
    /// copied to `device`, so that a seed gives the same tensor everywhere.
    public static func rand(
        _ shape: Shape, dtype: DType = .float32, device: Device = .cpu, generator: TensorGenerator = .shared
    ) -> Tensor {
        random(shape, dtype, device) { out throws(ApusError) in
            try generator.fillUniform(out, low: 0, high: 1, "rand")
        }
    }

    /// Numbers from the normal law of mean 0 and standard deviation 1, float32 by default. `torch.randn`.
    public static func randn(
        _ shape: Shape, dtype: DType = .float32, device: Device = .cpu, generator: TensorGenerator = .shared
    ) -> Tensor {
        random(shape, dtype, device) { out throws(ApusError) in
            try generator.fillNormal(out, mean: 0, std: 1, "randn")
        }
    }

    /// Integers in `low ..< high`, int64 by default; every real dtype. `torch.randint`.
    public static func randint(
        _ low: Int = 0, _ high: Int, _ shape: Shape, dtype: DType = .int64, device: Device = .cpu,
        generator: TensorGenerator = .shared
    ) -> Tensor {
        random(shape, dtype, device) { out throws(ApusError) in
            try generator.fillIntegers(out, low: low, high: high, "randint")
        }
    }

    /// The integers `0 ..< count` in random order, int64 by default. `torch.randperm`.
    public static func randperm(
        _ count: Int, dtype: DType = .int64, device: Device = .cpu, generator: TensorGenerator = .shared
    ) -> Tensor {
        trapping { () throws(ApusError) in try permutation(count, dtype, device, generator) }
    }

    static func permutation(
        _ count: Int, _ dtype: DType, _ device: Device, _ generator: TensorGenerator
    ) throws(ApusError) -> Tensor {
        guard count >= 0 else { throw .argument(operation: "randperm", message: "\(count) is below 0") }
        if count > 0 { _ = try generator.integerRange(0, count, dtype, "randperm") }
        let order = try drawn([count], .int64, device) { out throws(ApusError) in
            generator.draw { $0.fillPermutation(out.elements(as: Int64.self)) }
        }
        return try .apply(Cast(dtype: dtype), order)
    }

    /// 1 with the given probability, else 0. `torch.full(shape, 0).bernoulli_(p)`.
    public static func bernoulli(
        _ probability: Double, _ shape: Shape, dtype: DType = .float32, device: Device = .cpu,
        generator: TensorGenerator = .shared
    ) -> Tensor {
        random(shape, dtype, device) { out throws(ApusError) in
            try generator.fillBernoulli(out, probability: probability, "bernoulli")
        }
    }

    /// 1 with the probability that the element says, else 0; float32 and float64. `torch.bernoulli`.
    public static func bernoulli(_ probabilities: Tensor, generator: TensorGenerator = .shared) -> Tensor {
        trapping { () throws(ApusError) in try drawn(probabilities, generator) }
    }

    static func drawn(_ probabilities: Tensor, _ generator: TensorGenerator) throws(ApusError) -> Tensor {
        let p = try Apus.contiguous(probabilities.detach().cpu().value)
        return try drawn(p.shape, p.dtype, probabilities.device) { out throws(ApusError) in
            try generator.fillBernoulli(out, probabilities: p)
        }
    }

    /// Numbers in [0, 1) in the shape, dtype and device of another tensor. `torch.rand_like`.
    public static func randLike(_ x: Tensor, dtype: DType? = nil, generator: TensorGenerator = .shared) -> Tensor {
        rand(x.shape, dtype: dtype ?? x.dtype, device: x.device, generator: generator)
    }

    /// Normal numbers in the shape, dtype and device of another tensor. `torch.randn_like`.
    public static func randnLike(_ x: Tensor, dtype: DType? = nil, generator: TensorGenerator = .shared) -> Tensor {
        randn(x.shape, dtype: dtype ?? x.dtype, device: x.device, generator: generator)
    }

    private static func random(
        _ shape: Shape, _ dtype: DType, _ device: Device, _ fill: (Strided) throws(ApusError) -> Void
    ) -> Tensor {
        trapping { () throws(ApusError) in try drawn(shape, dtype, device, fill) }
    }

    /// A new tensor that `fill` writes in host memory.
    static func drawn(
        _ shape: Shape, _ dtype: DType, _ device: Device, _ fill: (Strided) throws(ApusError) -> Void
    ) throws(ApusError) -> Tensor {
        if device == .meta { return Tensor(value: try .empty(shape, dtype, on: .meta)) }
        let value = try Strided.empty(shape, dtype)
        try fill(value)
        return try Tensor(value: value).to(device: device)
    }
}

extension Tensor {
    /// Writes numbers in [low, high) over the elements. `torch.Tensor.uniform_`.
    ///
    /// The elements take their numbers in row-major order, whatever the layout. As with every in-place operation, a
    /// leaf that requires a gradient can be written inside `noGrad` only.
    public func fillUniform(low: Double = 0, high: Double = 1, generator: TensorGenerator = .shared) {
        fillRandom { out throws(ApusError) in try generator.fillUniform(out, low: low, high: high, "fillUniform") }
    }

    /// Writes normal numbers over the elements. `torch.Tensor.normal_`.
    public func fillNormal(mean: Double = 0, std: Double = 1, generator: TensorGenerator = .shared) {
        fillRandom { out throws(ApusError) in try generator.fillNormal(out, mean: mean, std: std, "fillNormal") }
    }

    /// Writes exponential numbers over the elements. `torch.Tensor.exponential_`.
    public func fillExponential(rate: Double = 1, generator: TensorGenerator = .shared) {
        fillRandom { out throws(ApusError) in try generator.fillExponential(out, rate: rate, "fillExponential") }
    }

    /// Writes 1 with the given probability, else 0, over the elements. `torch.Tensor.bernoulli_`.
    public func fillBernoulli(_ probability: Double, generator: TensorGenerator = .shared) {
        fillRandom { out throws(ApusError) in
            try generator.fillBernoulli(out, probability: probability, "fillBernoulli")
        }
    }

    func fillRandom(_ fill: (Strided) throws(ApusError) -> Void) {
        trapping { () throws(ApusError) in try overwrite(drawing: fill) }
    }

    /// Writes over the elements what `fill` writes in host memory.
    func overwrite(drawing fill: (Strided) throws(ApusError) -> Void) throws(ApusError) {
        if device == .meta { return }
        let value = try Strided.empty(shape, dtype)
        try fill(value)
        try Tensor.applyInPlace(Assign(), self, [try Tensor(value: value).to(device: device)])
    }
}
