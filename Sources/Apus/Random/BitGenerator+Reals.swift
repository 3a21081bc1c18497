// Buffers of uniform, normal and exponential numbers.

import Glibc

extension BitGenerator {
    /// Numbers in [low, low + range), as `Generator.uniform`; `random()` with the default bounds.
    mutating func fillUniform(_ out: UnsafeMutableBufferPointer<Double>, low: Double = 0, range: Double = 1) {
        for index in out.indices { out[index] = low + range * nextDouble() }
    }

    /// Numbers in [0, 1), as `Generator.random(dtype=np.float32)`, scaled in float32.
    mutating func fillUniform(_ out: UnsafeMutableBufferPointer<Float>, low: Float = 0, range: Float = 1) {
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

    /// Exponential numbers by the inverse of the distribution function, as `standard_exponential(method='inv')`.
    mutating func fillInverseExponential(_ out: UnsafeMutableBufferPointer<Double>) {
        for index in out.indices { out[index] = -log1p(-nextDouble()) }
    }

    /// The same of float32 numbers, with the logarithm in float64.
    mutating func fillInverseExponential(_ out: UnsafeMutableBufferPointer<Float>) {
        for index in out.indices { out[index] = Float(-log1p(Double(-nextFloat()))) }
    }
}
