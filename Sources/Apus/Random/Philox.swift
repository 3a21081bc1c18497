/// A bit generator that enciphers a counter, bit for bit NumPy's `Philox` (4 words of 64 bits, 10 rounds).
///
/// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3" (2011). Every key is a
/// stream of its own, and every place in it is reached at once. As words: counter (4, lowest first), key (2), the block
/// being handed out (4), the place in it, whether half a word is spare, and that half.
public struct Philox: JumpingBitGenerator, Equatable {
    /// The number of the block that was made last, lowest word first.
    public private(set) var counter: SIMD4<UInt64>
    /// Which stream it is.
    public private(set) var key: SIMD2<UInt64>
    private var block = SIMD4<UInt64>()
    private var position = 4
    private var spare = SpareHalf()

    /// Starts the stream that belongs to a seed, as `Philox(seed)`.
    public init(_ seeds: some SeedSource) {
        let words = seeds.words64(2)
        self.init(key: SIMD2(words[0], words[1]))
    }

    /// The stream of a key, from a place on: `Philox(key=, counter=)`.
    public init(key: SIMD2<UInt64>, counter: SIMD4<UInt64> = SIMD4()) {
        self.key = key
        self.counter = counter
    }

    public init?(words: [UInt64]) {
        guard words.count == 13, words[10] <= 4, let spare = SpareHalf(words: words[11...]) else { return nil }
        counter = SIMD4(words[0], words[1], words[2], words[3])
        key = SIMD2(words[4], words[5])
        block = SIMD4(words[6], words[7], words[8], words[9])
        position = Int(words[10])
        self.spare = spare
    }

    public var words: [UInt64] {
        (0..<4).map { counter[$0] } + [key[0], key[1]] + (0..<4).map { block[$0] } + [UInt64(position)] + spare.words
    }

    @inline(__always)
    public mutating func next() -> UInt64 {
        if position == 4 { makeBlock() }
        defer { position += 1 }
        return block[position]
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

    private mutating func makeBlock() {
        add(1, at: 0)
        var (x, roundKey) = (counter, key)
        for round in 0..<10 {
            if round > 0 { roundKey &+= SIMD2(0x9e37_79b9_7f4a_7c15, 0xbb67_ae85_84ca_a73b) }
            let first = x[0].multipliedFullWidth(by: 0xd2e7_470e_e14c_6c93)
            let second = x[2].multipliedFullWidth(by: 0xca5a_8263_9512_1157)
            x = SIMD4(second.high ^ x[1] ^ roundKey[0], second.low, first.high ^ x[3] ^ roundKey[1], first.low)
        }
        block = x
        position = 0
    }

    private mutating func add(_ amount: UInt64, at first: Int) {
        var carry = amount
        for place in first..<4 where carry != 0 {
            let (sum, overflow) = counter[place].addingReportingOverflow(carry)
            counter[place] = sum
            carry = overflow ? 1 : 0
        }
    }

    /// Moves `delta` blocks of four words along the stream, lowest word first; the rest of the block at hand is dropped.
    /// `Philox.advance`.
    public mutating func advance(by delta: SIMD4<UInt64>) {
        for place in 0..<4 { add(delta[place], at: place) }
        (position, block, spare.half) = (4, SIMD4(), nil)
    }

    /// Moves `delta` blocks of four words along the stream.
    public mutating func advance(by delta: UInt64) { advance(by: SIMD4(delta, 0, 0, 0)) }

    /// Moves 2¹²⁸ blocks.
    public mutating func jump() { advance(by: SIMD4(0, 0, 1, 0)) }
}
