// Buffers of uniform, normal and exponential numbers.

import Glibc

extension BitGenerator {
    /// Numbers in [low, low + range), as `Generator.uniform`; `random()` with the default bounds.
    mutating func fillUniform(_ out: UnsafeMutableBufferPointer<Double>, low: Double = 0, range: Double = 1) {
        for index in out.indices { out[index] = low + range * nextDouble() }
    }

    /// Numbers in [0, 1), as `Generator.random(dtype=np.float32)`, scaled in float32.
    mutating func fillUniform(_ out: UnsafeMutableBufferPointer<Float>, low: Float = 0, range: Float = 1) {
        if Self.self == PCG64.self {
            withUnsafeMutablePointer(to: &self) { bits in
                bits.withMemoryRebound(to: PCG64.self, capacity: 1) { $0.pointee.fillPairs(out, low: low, range: range) }
            }
        } else {
            for index in out.indices { out[index] = low + range * nextFloat() }
        }
    }

    /// Normal numbers, as `Generator.normal`; `standard_normal()` with the default parameters.
    mutating func fillNormal(_ out: UnsafeMutableBufferPointer<Double>, mean: Double = 0, deviation: Double = 1) {
        let table = Ziggurats.normal
        for index in out.indices { out[index] = mean + deviation * standardNormal(table) }
    }

    /// Normal numbers in float32, as `Generator.standard_normal(dtype=np.float32)`, scaled in float32.
    mutating func fillNormal(_ out: UnsafeMutableBufferPointer<Float>, mean: Float = 0, deviation: Float = 1) {
        if Self.self == PCG64.self {
            withUnsafeMutablePointer(to: &self) { bits in
                bits.withMemoryRebound(to: PCG64.self, capacity: 1) {
                    $0.pointee.fillNormalPairs(out, mean: mean, deviation: deviation)
                }
            }
            return
        }
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

extension PCG64 {
    /// `fillNormal` on float32. Both halves of a word usually give a number; a half that gives none goes the long way, for
    /// which the other one waits as the spare half.
    fileprivate mutating func fillNormalPairs(_ out: UnsafeMutableBufferPointer<Float>, mean: Float, deviation: Float) {
        let table = Ziggurats.normalFloat
        var bits = self
        var index = 0
        @inline(__always) func quick(_ word: UInt32) -> Float? {
            let layer = Int(word & 0xff), magnitude = (word >> 9) & 0x007f_ffff
            guard magnitude < table.thresholds[layer] else { return nil }
            let size = Float(Int32(bitPattern: magnitude)) * table.widths[layer]
            return Float(bitPattern: size.bitPattern ^ (word & 0x100) << 23)
        }
        while index < out.count {
            if bits.spareWord != nil || index + 1 == out.count {
                out[index] = mean + deviation * bits.standardNormal(table)
                index += 1
                continue
            }
            let word = bits.next()
            let (lower, upper) = (UInt32(truncatingIfNeeded: word), UInt32(word >> 32))
            if let value = quick(lower) {
                out[index] = mean + deviation * value
                out[index + 1] = mean + deviation * (quick(upper) ?? bits.standardNormal(table, first: upper))
                index += 2
            } else {
                bits.spareWord = upper
                out[index] = mean + deviation * bits.standardNormal(table, first: lower)
                index += 1
            }
        }
        self = bits
    }

    /// `fillUniform` on float32 with two numbers for each word, without asking each time for a spare half.
    fileprivate mutating func fillPairs(_ out: UnsafeMutableBufferPointer<Float>, low: Float, range: Float) {
        var index = 0
        if spareWord != nil && !out.isEmpty {
            out[0] = low + range * nextFloat()
            index = 1
        }
        var bits = self
        while index + 1 < out.count {
            let word = bits.next()
            out[index] = low + range * (Float(UInt32(truncatingIfNeeded: word) >> 8) * 0x1p-24)
            out[index + 1] = low + range * (Float(UInt32(word >> 40)) * 0x1p-24)
            index += 2
        }
        self = bits
        if index < out.count { out[index] = low + range * nextFloat() }
    }
}
