// The PCG-64 bit generators: a 128-bit linear congruence and two ways to make 64 bits of its state.

/// A fast bit generator of 2¹²⁸ period, bit for bit NumPy's `PCG64`, which is behind `default_rng`.
///
/// M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
/// Generation" (2014): `pcg64` with the XSL-RR output function. As words: the state and the increment, upper half first,
/// whether half a word is spare, and that half.
public struct PCG64: JumpingBitGenerator, Equatable {
    /// The place in the stream; with `increment` and `spareWord` it is all there is to save.
    public var state: UInt128
    /// The stream, an odd number.
    public private(set) var increment: UInt128
    private var spare = SpareHalf()

    static let multiplier: UInt128 = 2_549_297_995_355_413_924 << 64 | 4_865_540_595_714_422_341

    /// Starts the stream that belongs to a seed, as `PCG64(seed)`.
    public init(_ seeds: some SeedSource) {
        (state, increment) = Congruence.start(seeds.words64(4))
    }

    /// Continues a saved stream.
    public init(state: UInt128, increment: UInt128, spareWord: UInt32? = nil) {
        self.state = state
        self.increment = increment | 1
        spare = SpareHalf(half: spareWord)
    }

    public init?(words: [UInt64]) {
        guard words.count == 6, let spare = SpareHalf(words: words[4...]) else { return nil }
        self.init(
            state: UInt128(words[0]) << 64 | UInt128(words[1]), increment: UInt128(words[2]) << 64 | UInt128(words[3]),
            spareWord: spare.half)
    }

    public var words: [UInt64] { Congruence.words(state, increment) + spare.words }

    /// The upper half of the last word, when only the lower half was used by `next32()`.
    public var spareWord: UInt32? {
        get { spare.half }
        set { spare.half = newValue }
    }

    @inline(__always)
    public mutating func next() -> UInt64 {
        state = state &* Self.multiplier &+ increment
        let folded = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
        let rotation = UInt64(truncatingIfNeeded: state >> 122)
        return folded &>> rotation | folded &<< (0 &- rotation)
    }

    /// The next 32 bits: a 64-bit word gives two, the lower half first.
    @inline(__always)
    public mutating func next32() -> UInt32 {
        if let half = spare.half {
            spare.half = nil
            return half
        }
        let word = next()
        spare.half = UInt32(word >> 32)
        return UInt32(truncatingIfNeeded: word)
    }

    /// Moves `delta` steps along the stream in logarithmic time, as `PCG64.advance`; wrapping, so that a negative number
    /// of steps is its complement.
    public mutating func advance(by delta: UInt128) {
        state = Congruence.advanced(state, by: delta, Self.multiplier, increment)
        spare.half = nil
    }

    /// Moves about 2¹²⁷·⁶ steps, the golden section of the period.
    public mutating func jump() { advance(by: Congruence.leap) }
}

/// The PCG-64 of the latest design, bit for bit NumPy's `PCG64DXSM`: a cheaper multiplier and a stronger output function.
///
/// M. E. O'Neill's `cm_dxsm` variant (2019). Words as of `PCG64`.
public struct PCG64DXSM: JumpingBitGenerator, Equatable {
    /// The place in the stream.
    public var state: UInt128
    /// The stream, an odd number.
    public private(set) var increment: UInt128
    private var spare = SpareHalf()

    private static let multiplier: UInt128 = 0xda94_2042_e4dd_58b5

    /// Starts the stream that belongs to a seed, as `PCG64DXSM(seed)`.
    public init(_ seeds: some SeedSource) {
        (state, increment) = Congruence.start(seeds.words64(4))
    }

    /// Continues a saved stream.
    public init(state: UInt128, increment: UInt128, spareWord: UInt32? = nil) {
        self.state = state
        self.increment = increment | 1
        spare = SpareHalf(half: spareWord)
    }

    public init?(words: [UInt64]) {
        guard words.count == 6, let spare = SpareHalf(words: words[4...]) else { return nil }
        self.init(
            state: UInt128(words[0]) << 64 | UInt128(words[1]), increment: UInt128(words[2]) << 64 | UInt128(words[3]),
            spareWord: spare.half)
    }

    public var words: [UInt64] { Congruence.words(state, increment) + spare.words }

    @inline(__always)
    public mutating func next() -> UInt64 {
        let factor = UInt64(truncatingIfNeeded: Self.multiplier)
        var high = UInt64(truncatingIfNeeded: state >> 64)
        high ^= high >> 32
        high &*= factor
        high ^= high >> 48
        high &*= UInt64(truncatingIfNeeded: state) | 1
        state = state &* Self.multiplier &+ increment
        return high
    }

    @inline(__always)
    public mutating func next32() -> UInt32 {
        if let half = spare.half {
            spare.half = nil
            return half
        }
        let word = next()
        spare.half = UInt32(word >> 32)
        return UInt32(truncatingIfNeeded: word)
    }

    /// Moves `delta` steps along the stream, as `PCG64DXSM.advance`.
    public mutating func advance(by delta: UInt128) {
        state = Congruence.advanced(state, by: delta, Self.multiplier, increment)
        spare.half = nil
    }

    /// Moves about 2¹²⁷·⁶ steps, the golden section of the period.
    public mutating func jump() { advance(by: Congruence.leap) }
}

/// What both have in common: the congruence x ↦ a·x + c modulo 2¹²⁸.
private enum Congruence {
    static let leap: UInt128 = 0x9e37_79b9_7f4a_7c15 << 64 | 0xf39c_c060_5ced_c835

    /// Two steps with the multiplier of `PCG64`, also where later steps have another, as in NumPy.
    static func start(_ words: [UInt64]) -> (state: UInt128, increment: UInt128) {
        let increment = (UInt128(words[2]) << 64 | UInt128(words[3])) << 1 | 1
        let first = increment &+ (UInt128(words[0]) << 64 | UInt128(words[1]))
        return (first &* PCG64.multiplier &+ increment, increment)
    }

    static func words(_ state: UInt128, _ increment: UInt128) -> [UInt64] {
        [state, increment].flatMap { [UInt64(truncatingIfNeeded: $0 >> 64), UInt64(truncatingIfNeeded: $0)] }
    }

    /// F. Brown, "Random Number Generation with Arbitrary Strides" (1994).
    static func advanced(_ state: UInt128, by delta: UInt128, _ multiplier: UInt128, _ increment: UInt128) -> UInt128 {
        var (remaining, factor, term) = (delta, multiplier, increment)
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
        return totalFactor &* state &+ totalTerm
    }
}
