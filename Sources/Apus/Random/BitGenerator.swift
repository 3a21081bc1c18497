/// A source of random bits, on which `Generator` builds every distribution: NumPy's `BitGenerator`.
///
/// `PCG64`, `PCG64DXSM`, `MT19937`, `Philox` and `SFC64` are bit for bit NumPy's. A type of one's own needs `next()`, its
/// start from seeds, and its state as words; the rest has defaults. Values are copies: a saved bit generator goes on from
/// where it was saved.
public protocol BitGenerator: RandomNumberGenerator, Sendable {
    /// Starts the stream that belongs to seeds, as words of 32 or 64 bits.
    init(_ seeds: some SeedSource)

    /// Continues the stream that `words` describes; nil if they describe none.
    init?(words: [UInt64])

    /// All there is to save: the state as 64-bit words, in the order that each type tells.
    var words: [UInt64] { get }

    /// The next 64 bits.
    mutating func next() -> UInt64

    /// The next 32 bits.
    mutating func next32() -> UInt32

    /// A number in [0, 1) with 53 random bits.
    mutating func nextDouble() -> Double

    /// What the algorithm puts out at a step, 32 or 64 bits. `BitGenerator.random_raw`.
    mutating func nextRaw() -> UInt64
}

extension BitGenerator {
    /// The upper half of the next 64 bits.
    @inline(__always)
    public mutating func next32() -> UInt32 { UInt32(next() >> 32) }

    /// The upper 53 of the next 64 bits, as a fraction.
    @inline(__always)
    public mutating func nextDouble() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number in [0, 1) with 24 random bits.
    @inline(__always)
    public mutating func nextFloat() -> Float { Float(next32() >> 8) * 0x1p-24 }

    /// The next 64 bits.
    public mutating func nextRaw() -> UInt64 { next() }
}

/// What bit generators are started from: `SeedSequence`, or words that were made otherwise. NumPy's `ISeedSequence`.
public protocol SeedSource {
    /// `count` words of starting state.
    func words32(_ count: Int) -> [UInt32]
    /// `count` words of starting state.
    func words64(_ count: Int) -> [UInt64]
}

/// A bit generator that can leap so far ahead that the stretches between leaps do not meet.
public protocol JumpingBitGenerator: BitGenerator {
    /// Leaps ahead; how far is told by each type.
    mutating func jump()
}

extension JumpingBitGenerator {
    /// A copy that has leapt ahead a number of times. `numpy.random.PCG64.jumped`.
    public func jumped(_ jumps: Int = 1) -> Self {
        var result = self
        for _ in 0..<jumps { result.jump() }
        return result
    }
}

/// The half of a 64-bit word that is left when 32 bits were asked for: the lower half goes out first.
struct SpareHalf: Sendable, Equatable {
    var half: UInt32?

    /// Whether there is one, and which, as words of a state.
    var words: [UInt64] { [half == nil ? 0 : 1, UInt64(half ?? 0)] }

    init(half: UInt32? = nil) { self.half = half }

    init?(words: some Collection<UInt64>) {
        guard words.count == 2, let flag = words.first, let value = words.dropFirst().first, flag <= 1,
            let word = UInt32(exactly: value)
        else { return nil }
        half = flag == 1 ? word : nil
    }
}

/// A bit generator whose type is not known where it is used.
class BitSource: @unchecked Sendable {
    var erased: any BitGenerator { fatalError("abstract") }
    func started(_ seeds: SeedSequence) -> BitSource { fatalError("abstract") }
    func next() -> UInt64 { fatalError("abstract") }
    func next32() -> UInt32 { fatalError("abstract") }
    func nextDouble() -> Double { fatalError("abstract") }
    func nextRaw() -> UInt64 { fatalError("abstract") }
}

/// A bit generator in an object.
final class BitBox<Bits: BitGenerator>: BitSource, @unchecked Sendable {
    private var bits: Bits

    init(_ bits: Bits) { self.bits = bits }

    override var erased: any BitGenerator { bits }
    override func started(_ seeds: SeedSequence) -> BitSource { BitBox(Bits(seeds)) }
    override func next() -> UInt64 { bits.next() }
    override func next32() -> UInt32 { bits.next32() }
    override func nextDouble() -> Double { bits.nextDouble() }
    override func nextRaw() -> UInt64 { bits.nextRaw() }
}

/// The face of a boxed bit generator towards the samplers.
struct BoxedBits: BitGenerator {
    let source: BitSource

    init(_ source: BitSource) { self.source = source }
    init(_ seeds: some SeedSource) { source = BitBox(PCG64(seeds)) }
    init?(words: [UInt64]) { nil }
    var words: [UInt64] { source.erased.words }

    mutating func next() -> UInt64 { source.next() }
    mutating func next32() -> UInt32 { source.next32() }
    mutating func nextDouble() -> Double { source.nextDouble() }
    mutating func nextRaw() -> UInt64 { source.nextRaw() }
}
