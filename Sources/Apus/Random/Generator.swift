import ApusCore

/// A stream of random numbers for `NDArray`: NumPy's `Generator` on `PCG64`.
///
/// The same seed gives the same numbers as `numpy.random.default_rng(seed)`, on every machine. A generator may be
/// used from several threads; each call takes its numbers from the stream at once, in an order that the threads
/// decide. For reproducible parallel work give each thread a generator of its own: `spawn(_:)`.
public final class Generator: Sendable {
    private struct State {
        var bits: PCG64
        var seeds: SeedSequence?
    }

    private let state: Guarded<State>

    /// The stream that belongs to a seed: `numpy.random.default_rng(seed)`.
    public convenience init(seed: UInt64) {
        self.init(SeedSequence(seed))
    }

    /// A stream that nobody has seen before, from the operating system's entropy: `numpy.random.default_rng()`.
    public convenience init() {
        self.init(SeedSequence())
    }

    /// The stream that belongs to a sequence of seeds.
    public init(_ seeds: SeedSequence) {
        state = Guarded(State(bits: PCG64(seeds), seeds: seeds))
    }

    /// Continues a bit generator, which cannot `spawn(_:)`.
    public init(_ bits: PCG64) {
        state = Guarded(State(bits: bits, seeds: nil))
    }

    /// The bit generator: save it and set it again to repeat a stretch of the stream.
    public var bits: PCG64 {
        get { state.withLock { $0.bits } }
        set { state.withLock { $0.bits = newValue } }
    }

    /// Generators whose streams are independent of this one and of each other: `Generator.spawn`.
    ///
    /// A generator that was made from a saved `PCG64` has no seeds to derive them from; its children come from
    /// numbers that it draws.
    public func spawn(_ count: Int) -> [Generator] {
        state.withLock { state -> [SeedSequence] in
            var seeds = state.seeds ?? SeedSequence(entropy: [state.bits.next(), state.bits.next()])
            defer { state.seeds = seeds }
            return seeds.spawn(count)
        }.map { Generator($0) }
    }

    /// Draws from the stream while no other thread does.
    func draw<Result: Sendable, Failure: Error>(
        _ body: (inout PCG64) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try state.withLock { state throws(Failure) in try body(&state.bits) }
    }
}
