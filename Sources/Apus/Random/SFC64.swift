/// A small, fast, chaotic bit generator with a counter, bit for bit NumPy's `SFC64`.
///
/// C. Doty-Humphrey, PractRand: `sfc64`. As words: the three words of state, the counter, whether half a word is spare, and
/// that half.
public struct SFC64: BitGenerator, Equatable {
    private var state: (UInt64, UInt64, UInt64)
    private var counter: UInt64 = 1
    private var spare = SpareHalf()

    /// Starts the stream that belongs to a seed, as `SFC64(seed)`.
    public init(_ seeds: some SeedSource) {
        let words = seeds.words64(3)
        state = (words[0], words[1], words[2])
        for _ in 0..<12 { _ = next() }
    }

    public init?(words: [UInt64]) {
        guard words.count == 6, let spare = SpareHalf(words: words[4...]) else { return nil }
        state = (words[0], words[1], words[2])
        counter = words[3]
        self.spare = spare
    }

    public var words: [UInt64] { [state.0, state.1, state.2, counter] + spare.words }

    @inline(__always)
    public mutating func next() -> UInt64 {
        let result = state.0 &+ state.1 &+ counter
        counter &+= 1
        state = (
            state.1 ^ (state.1 >> 11), state.2 &+ (state.2 << 3), (state.2 << 24 | state.2 >> 40) &+ result
        )
        return result
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

    public static func == (a: SFC64, b: SFC64) -> Bool {
        a.state == b.state && a.counter == b.counter && a.spare == b.spare
    }
}
