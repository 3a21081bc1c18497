// PyTorch's CPU random stream: which words each distribution takes, and what it makes of them.

import Glibc

/// A Mersenne twister and the normal number left over from the last pair.
///
/// Number for number what PyTorch draws on the CPU after `torch.manual_seed(seed)`.
struct TensorStream: Sendable {
    var engine: MT19937
    /// The second number of the last Box-Muller pair drawn one by one.
    var spareNormal: Double?

    init(seed: UInt64) {
        engine = MT19937(seed: seed)
    }

    /// A number in [0, 1) with 53 random bits.
    @inline(__always)
    mutating func nextDouble() -> Double {
        Double(engine.next() & (1 << 53 - 1)) * 0x1p-53
    }

    /// A number in [0, 1) with 24 random bits.
    @inline(__always)
    mutating func nextFloat() -> Float {
        Float(engine.next32() & (1 << 24 - 1)) * 0x1p-24
    }

    /// Numbers in [low, high), as `Tensor.uniform_` on float64.
    mutating func fillUniform(_ out: UnsafeMutableBufferPointer<Double>, low: Double = 0, high: Double = 1) {
        let range = high - low
        for index in out.indices {
            let value = low.addingProduct(nextDouble(), range)
            out[index] = value == high ? low : value
        }
    }

    /// Numbers in [low, high), as `Tensor.uniform_` on float32 and, through `convert`, on the 16-bit types.
    @inline(__always)
    mutating func fillUniform<Element: Equatable>(
        _ out: UnsafeMutableBufferPointer<Element>, low: Float, high: Float, convert: (Float) -> Element
    ) {
        let range = high - low
        let (first, last) = (convert(low), convert(high))
        for index in out.indices {
            let value = convert(low.addingProduct(nextFloat(), range))
            out[index] = value == last ? first : value
        }
    }

    /// Numbers in [low, high), as `Tensor.uniform_` on float32.
    mutating func fillUniform(_ out: UnsafeMutableBufferPointer<Float>, low: Float, high: Float) {
        engine.fillFloats(out)
        if low == 0 && high == 1 { return }
        let range = high - low
        for index in out.indices {
            let value = low.addingProduct(out[index], range)
            out[index] = value == high ? low : value
        }
    }

    /// Integers in `low ..< low + range`, as `torch.randint`: the remainder of a word, of two from a range of 2²⁸ on.
    @inline(__always)
    mutating func fillIntegers<Element>(
        _ out: UnsafeMutableBufferPointer<Element>, low: Int64, range: UInt64, convert: (Int64) -> Element
    ) {
        for index in out.indices {
            let word = range >= 1 << 28 ? engine.next() : UInt64(engine.next32())
            out[index] = convert(Int64(truncatingIfNeeded: word % range) &+ low)
        }
    }

    /// `0 ..< out.count` in random order, as `torch.randperm`.
    mutating func fillPermutation(_ out: UnsafeMutableBufferPointer<Int64>) {
        for index in out.indices { out[index] = Int64(index) }
        let count = out.count
        for index in 0..<max(0, count - 1) {
            let left = UInt64(count - index)
            let word = UInt64(count) < UInt64(UInt32.max) / 20 ? UInt64(engine.next32()) : engine.next()
            out.swapAt(index, index + Int(word % left))
        }
    }

    /// True with the given probability, as `Tensor.bernoulli_(p)` and dropout: one float64 draw for each element.
    @inline(__always)
    mutating func fillBernoulli<Element>(
        _ out: UnsafeMutableBufferPointer<Element>, probability: Double, convert: (Bool) -> Element
    ) {
        for index in out.indices { out[index] = convert(nextDouble() < probability) }
    }

    /// True with each element's own probability, as `torch.bernoulli(p)` on float32: one float32 draw each.
    mutating func fillBernoulli(_ out: UnsafeMutableBufferPointer<Float>, probabilities: UnsafePointer<Float>) {
        for index in out.indices { out[index] = nextFloat() < probabilities[index] ? 1 : 0 }
    }

    /// True with each element's own probability, as `torch.bernoulli(p)` on float64.
    mutating func fillBernoulli(_ out: UnsafeMutableBufferPointer<Double>, probabilities: UnsafePointer<Double>) {
        for index in out.indices { out[index] = nextDouble() < probabilities[index] ? 1 : 0 }
    }

    /// Exponential numbers of the given rate, as `Tensor.exponential_`.
    @inline(__always)
    mutating func fillExponential<Element>(
        _ out: UnsafeMutableBufferPointer<Element>, rate: Double = 1, convert: (Double) -> Element
    ) {
        for index in out.indices { out[index] = convert(-1 / rate * log1p(-nextDouble())) }
    }
}
