// Buffers of uniform, normal and exponential numbers.

extension PCG64 {
    /// Numbers in [low, high), as `Generator.uniform`; `random()` with the default bounds.
    mutating func fillUniform(_ out: UnsafeMutableBufferPointer<Double>, low: Double = 0, high: Double = 1) {
        let range = high - low
        for index in out.indices { out[index] = low + range * nextDouble() }
    }

    /// Numbers in [0, 1), as `Generator.random(dtype=np.float32)`, scaled to [low, high) in float32.
    mutating func fillUniform(_ out: UnsafeMutableBufferPointer<Float>, low: Float = 0, high: Float = 1) {
        let range = high - low
        for index in out.indices { out[index] = low + range * nextFloat() }
    }

    /// Normal numbers, as `Generator.normal`; `standard_normal()` with the default parameters.
    mutating func fillNormal(_ out: UnsafeMutableBufferPointer<Double>, mean: Double = 0, deviation: Double = 1) {
        let table = Ziggurats.normal
        for index in out.indices { out[index] = mean + deviation * standardNormal(table) }
    }

    /// Normal numbers in float32, as `Generator.standard_normal(dtype=np.float32)`, scaled in float32.
    mutating func fillNormal(_ out: UnsafeMutableBufferPointer<Float>, mean: Float = 0, deviation: Float = 1) {
        let table = Ziggurats.normalFloat
        for index in out.indices { out[index] = mean + deviation * standardNormal(table) }
    }

    /// Exponential numbers of the given mean, as `Generator.exponential`.
    mutating func fillExponential(_ out: UnsafeMutableBufferPointer<Double>, scale: Double = 1) {
        let table = Ziggurats.exponential
        for index in out.indices { out[index] = scale * standardExponential(table) }
    }

    /// Exponential numbers in float32, as `Generator.standard_exponential(dtype=np.float32)`, scaled in float32.
    mutating func fillExponential(_ out: UnsafeMutableBufferPointer<Float>, scale: Float = 1) {
        let table = Ziggurats.exponentialFloat
        for index in out.indices { out[index] = scale * standardExponential(table) }
    }
}
