import ApusCore

/// A stream of random numbers for `NDArray`: NumPy's `Generator`.
///
/// The same seed gives the same numbers as `numpy.random.default_rng(seed)`, on every machine. Any `BitGenerator` may stand
/// behind it; without one it is `PCG64`. A generator may be used from several threads; each call takes its numbers from the
/// stream at once, in an order that the threads decide. For reproducible parallel work give each thread a generator of its
/// own: `spawn(_:)`.
public final class Generator: Sendable {
    private enum Bits: @unchecked Sendable {
        /// The default, for which the samplers are compiled apart.
        case pcg64(PCG64)
        case boxed(BitSource)

        init(_ bits: some BitGenerator) {
            if let pcg64 = bits as? PCG64 { self = .pcg64(pcg64) } else { self = .boxed(BitBox(bits)) }
        }

        var erased: any BitGenerator {
            switch self {
            case .pcg64(let bits): bits
            case .boxed(let source): source.erased
            }
        }

        func started(_ seeds: SeedSequence) -> Bits {
            switch self {
            case .pcg64: .pcg64(PCG64(seeds))
            case .boxed(let source): .boxed(source.started(seeds))
            }
        }
    }

    private struct State {
        var bits: Bits
        var seeds: SeedSequence?
    }

    private let state: Guarded<State>

    private init(_ state: State) { self.state = Guarded(state) }

    /// The stream that belongs to a seed: `numpy.random.default_rng(seed)`.
    public convenience init(seed: UInt64) {
        self.init(SeedSequence(seed))
    }

    /// A stream that nobody has seen before, from the operating system's entropy: `numpy.random.default_rng()`.
    public convenience init() {
        self.init(SeedSequence())
    }

    /// The stream that belongs to a sequence of seeds, of `PCG64` or another bit generator:
    /// `numpy.random.Generator(PCG64(seeds))`.
    public convenience init(_ seeds: SeedSequence, bits: (some BitGenerator).Type = PCG64.self) {
        self.init(State(bits: Bits(bits.init(seeds)), seeds: seeds))
    }

    /// Continues a bit generator: `numpy.random.Generator`.
    public convenience init(_ bits: some BitGenerator) {
        self.init(State(bits: Bits(bits), seeds: nil))
    }

    /// The bit generator as it is now: save it and set it again to repeat a stretch of the stream.
    /// `Generator.bit_generator.state`.
    public var bits: any BitGenerator {
        get { state.withLock { $0.bits.erased } }
        set { state.withLock { $0.bits = Bits(newValue) } }
    }

    /// Generators whose streams are independent of this one and of each other.
    /// `numpy.random.Generator.spawn`.
    ///
    /// A generator that was made from a bit generator has no seeds to derive them from; its children come from numbers that
    /// it draws.
    public func spawn(_ count: Int) -> [Generator] {
        state.withLock { state -> [State] in
            var seeds = state.seeds ?? SeedSequence(entropy: [Self.word(&state.bits), Self.word(&state.bits)])
            defer { state.seeds = seeds }
            return seeds.spawn(count).map { State(bits: state.bits.started($0), seeds: $0) }
        }.map { Generator($0) }
    }

    private static func word(_ bits: inout Bits) -> UInt64 {
        switch bits {
        case .pcg64(var pcg64):
            defer { bits = .pcg64(pcg64) }
            return pcg64.next()
        case .boxed(let source): return source.next()
        }
    }

    /// Draws from the stream while no other thread does.
    func draw<Work: Drawing>(_ work: Work) throws(ApusError) -> Work.Result {
        try state.withLock { state throws(ApusError) in
            switch state.bits {
            case .pcg64(var bits):
                defer { state.bits = .pcg64(bits) }
                return try work.draw(from: &bits)
            case .boxed(let source):
                var bits = BoxedBits(source)
                return try work.draw(from: &bits)
            }
        }
    }
}

/// Something to be done with random bits. A structure and not a closure, so that it is compiled for each kind of bits.
protocol Drawing {
    associatedtype Result
    func draw(from bits: inout some BitGenerator) throws(ApusError) -> Result
}
