internal import CApusKernels

/// The Mersenne twister, bit for bit NumPy's `MT19937` and the engine of PyTorch's CPU stream; period 2¹⁹⁹³⁷ − 1.
///
/// M. Matsumoto, T. Nishimura, "Mersenne Twister: A 623-Dimensionally Equidistributed Uniform Pseudo-Random Number
/// Generator" (1998), with the initialisation of 2002. As words: the 624 words of 32 bits, and how many of them have been
/// used.
public struct MT19937: BitGenerator, Equatable {
    /// The 624 words of state.
    public internal(set) var words32: [UInt32]
    /// The next word to hand out; 624 when the block is used up.
    public internal(set) var position: Int

    static let count = 624
    static let offset = 397

    /// Starts the stream that belongs to a sequence of seeds, as NumPy's `MT19937(seed)`.
    public init(_ seeds: some SeedSource) {
        words32 = seeds.words32(Self.count)
        words32[0] = 0x8000_0000
        position = Self.count - 1
    }

    /// Starts the stream of a plain seed, of which the lower 32 bits matter, as `torch.manual_seed` and NumPy's older
    /// `RandomState(seed)`.
    public init(seed: UInt64) {
        var word = UInt32(truncatingIfNeeded: seed)
        words32 = [word]
        words32.reserveCapacity(Self.count)
        for index in 1..<UInt32(Self.count) {
            word = 1_812_433_253 &* (word ^ (word >> 30)) &+ index
            words32.append(word)
        }
        position = Self.count
    }

    /// Starts the stream of a key of any length, the `init_by_array` of 2002, as NumPy's older `RandomState([…])`; nil if the
    /// key is empty.
    public init?(key: [UInt32]) {
        guard !key.isEmpty else { return nil }
        self.init(seed: 19_650_218)
        var (place, index) = (1, 0)
        func mixed(_ words: [UInt32], _ factor: UInt32) -> UInt32 {
            words[place] ^ ((words[place - 1] ^ (words[place - 1] >> 30)) &* factor)
        }
        func advance(_ words: inout [UInt32]) {
            place += 1
            if place == Self.count {
                words[0] = words[Self.count - 1]
                place = 1
            }
        }
        for _ in 0..<max(Self.count, key.count) {
            words32[place] = mixed(words32, 1_664_525) &+ key[index] &+ UInt32(truncatingIfNeeded: index)
            advance(&words32)
            index = index + 1 == key.count ? 0 : index + 1
        }
        for _ in 1..<Self.count {
            words32[place] = mixed(words32, 1_566_083_941) &- UInt32(place)
            advance(&words32)
        }
        words32[0] = 0x8000_0000
        position = Self.count
    }

    /// Continues a saved stream; nil unless there are 624 words and the position is within them.
    public init?(words: [UInt32], position: Int) {
        guard words.count == Self.count, (0...Self.count).contains(position) else { return nil }
        words32 = words
        self.position = position
    }

    public init?(words: [UInt64]) {
        guard let last = words.last, let position = Int(exactly: last) else { return nil }
        let state = words.dropLast().compactMap { UInt32(exactly: $0) }
        guard state.count == words.count - 1 else { return nil }
        self.init(words: state, position: position)
    }

    public var words: [UInt64] { words32.map { UInt64($0) } + [UInt64(position)] }

    @inline(__always)
    public mutating func next32() -> UInt32 {
        if position == Self.count { refill() }
        var word = words32[position]
        position += 1
        word ^= word >> 11
        word ^= (word << 7) & 0x9d2c_5680
        word ^= (word << 15) & 0xefc6_0000
        return word ^ (word >> 18)
    }

    /// The next 64 bits: two words, the upper first.
    @inline(__always)
    public mutating func next() -> UInt64 {
        let upper = UInt64(next32())
        return upper << 32 | UInt64(next32())
    }

    /// 27 bits of one word and 26 of the next, as a fraction.
    @inline(__always)
    public mutating func nextDouble() -> Double {
        let upper = UInt64(next32() >> 5)
        return Double(upper << 26 | UInt64(next32() >> 6)) * 0x1p-53
    }

    public mutating func nextRaw() -> UInt64 { UInt64(next32()) }

    private mutating func refill() {
        words32.withUnsafeMutableBufferPointer { apus_twister_renew($0.baseAddress) }
        position = 0
    }

    /// The next words as numbers in [0, 1) with 24 random bits, the lower ones, as PyTorch makes them: many at once.
    mutating func fillFloats(_ out: UnsafeMutableBufferPointer<Float>) {
        var filled = 0
        while filled < out.count {
            if position == Self.count { refill() }
            let count = min(Self.count - position, out.count - filled)
            words32.withUnsafeBufferPointer {
                apus_twister_floats($0.baseAddress! + position, count, out.baseAddress! + filled)
            }
            position += count
            filled += count
        }
    }
}
