// The PCG-64 bit generator (XSL-RR on a 128-bit linear congruence).

/// A fast bit generator of 2¹²⁸ period, bit for bit NumPy's `PCG64`.
///
/// M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
/// Generation" (2014): `pcg64` with the XSL-RR output function.
public struct PCG64: RandomNumberGenerator, Sendable {
    /// The place in the stream; with `increment` and `spareWord` it is all there is to save.
    public var state: UInt128
    /// The stream, an odd number.
    public private(set) var increment: UInt128
    /// The upper half of the last word, when only the lower half was used by `next32()`.
    public var spareWord: UInt32?

    static let multiplier: UInt128 = 2_549_297_995_355_413_924 << 64 | 4_865_540_595_714_422_341

    /// Starts the stream that belongs to a seed, as `PCG64(seed)`.
    public init(_ seeds: SeedSequence) {
        let words = seeds.words64(4)
        increment = (UInt128(words[2]) << 64 | UInt128(words[3])) << 1 | 1
        state = increment
        state &+= UInt128(words[0]) << 64 | UInt128(words[1])
        step()
    }

    /// Continues a saved stream.
    public init(state: UInt128, increment: UInt128, spareWord: UInt32? = nil) {
        self.state = state
        self.increment = increment | 1
        self.spareWord = spareWord
    }

    @inline(__always)
    private mutating func step() {
        state = state &* Self.multiplier &+ increment
    }

    /// The next 64 bits.
    @inline(__always)
    public mutating func next() -> UInt64 {
        step()
        let folded = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
        let rotation = UInt64(truncatingIfNeeded: state >> 122)
        return folded &>> rotation | folded &<< (0 &- rotation)
    }

    /// The next 32 bits: a 64-bit word gives two, the lower half first.
    @inline(__always)
    public mutating func next32() -> UInt32 {
        if let spare = spareWord {
            spareWord = nil
            return spare
        }
        let word = next()
        spareWord = UInt32(word >> 32)
        return UInt32(truncatingIfNeeded: word)
    }

    /// A number in [0, 1) with 53 random bits.
    @inline(__always)
    public mutating func nextDouble() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number in [0, 1) with 24 random bits.
    @inline(__always)
    public mutating func nextFloat() -> Float {
        Float(next32() >> 8) * 0x1p-24
    }

    /// Moves `delta` steps along the stream in logarithmic time, as `PCG64.advance`.
    public mutating func advance(by delta: UInt128) {
        var (remaining, factor, term) = (delta, Self.multiplier, increment)
        var (totalFactor, totalTerm): (UInt128, UInt128) = (1, 0)
        while remaining > 0 {
            if remaining & 1 == 1 {
                totalFactor &*= factor
                totalTerm = totalTerm &* factor &+ term
            }
            term &*= factor &+ 1
            factor &*= factor
            remaining >>= 1
        }
        state = totalFactor &* state &+ totalTerm
        spareWord = nil
    }
}
