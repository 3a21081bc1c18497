// The Mersenne twister MT19937, the bit generator of PyTorch's CPU stream.

/// 32-bit words of period 2¹⁹⁹³⁷ − 1.
///
/// M. Matsumoto, T. Nishimura, "Mersenne Twister: A 623-Dimensionally Equidistributed Uniform Pseudo-Random Number
/// Generator" (1998), with the initialisation of 2002.
struct MersenneTwister: RandomNumberGenerator, Sendable {
    /// The 624 words of state; empty never.
    private(set) var words: [UInt32]
    /// The next word to hand out; 624 when the block is used up.
    private(set) var position: Int

    private static let count = 624
    private static let offset = 397

    /// Starts the stream of a seed; only its lower 32 bits matter, as in `torch.manual_seed`.
    init(seed: UInt64) {
        var word = UInt32(truncatingIfNeeded: seed)
        words = [word]
        words.reserveCapacity(Self.count)
        for index in 1..<UInt32(Self.count) {
            word = 1_812_433_253 &* (word ^ (word >> 30)) &+ index
            words.append(word)
        }
        position = Self.count
    }

    /// Continues a saved stream; nil unless there are 624 words and the position is within them.
    init?(words: [UInt32], position: Int) {
        guard words.count == Self.count, (0...Self.count).contains(position) else { return nil }
        self.words = words
        self.position = position
    }

    /// The next 32 bits.
    @inline(__always)
    mutating func next32() -> UInt32 {
        if position == Self.count { refill() }
        var word = words[position]
        position += 1
        word ^= word >> 11
        word ^= (word << 7) & 0x9d2c_5680
        word ^= (word << 15) & 0xefc6_0000
        return word ^ (word >> 18)
    }

    /// The next 64 bits: two words, the upper first.
    @inline(__always)
    mutating func next() -> UInt64 {
        let upper = UInt64(next32())
        return upper << 32 | UInt64(next32())
    }

    private mutating func refill() {
        words.withUnsafeMutableBufferPointer { words in
            func twist(_ index: Int, next: Int, distant: Int) {
                let mixed = (words[index] & 0x8000_0000) | (words[next] & 0x7fff_ffff)
                words[index] = words[distant] ^ (mixed >> 1) ^ (words[next] & 1 == 0 ? 0 : 0x9908_b0df)
            }
            let (count, offset) = (Self.count, Self.offset)
            for index in 0..<count - offset { twist(index, next: index + 1, distant: index + offset) }
            for index in count - offset..<count - 1 { twist(index, next: index + 1, distant: index + offset - count) }
            twist(count - 1, next: 0, distant: offset - 1)
        }
        position = 0
    }
}
