import ApusCore

/// A stream of random numbers for `Tensor`: PyTorch's `torch.Generator` on the CPU.
///
/// After `manualSeed(_:)` the numbers are those that PyTorch draws on the CPU after `torch.manual_seed`. Normal
/// numbers in float32 agree with PyTorch on x86-64 processors with AVX2; elsewhere PyTorch's own differ in the last
/// bit. May be used from several threads; each call takes its numbers from the stream at once.
public final class TensorGenerator: Sendable {
    private static let program = TensorGenerator()
    @TaskLocal private static var scoped: TensorGenerator?

    /// What `manualSeed(_:)` and every function without a generator of its own use: the program's one generator
    /// (`torch.default_generator`), or within `withShared` the one given there.
    public static var shared: TensorGenerator { scoped ?? program }

    /// Runs `body` with a generator of its own as the shared one; tasks made within it keep that generator. What else
    /// runs in the program neither disturbs its numbers nor notices them. `torch.random.fork_rng`.
    public static func withShared<Result, Failure: Error>(
        _ generator: TensorGenerator, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let outcome: Swift.Result<Result, Failure> = $scoped.withValue(generator) {
            do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
        }
        return try outcome.get()
    }

    /// The form for an asynchronous `body`.
    nonisolated(nonsending)
    public static func withShared<Result>(
        _ generator: TensorGenerator, _ body: nonisolated(nonsending) () async throws -> Result
    ) async rethrows -> Result {
        try await $scoped.withValue(generator) { try await body() }
    }

    /// A place in the stream, to be saved and continued later.
    public struct State: Sendable {
        fileprivate var stream: TensorStream
        /// The seed that the stream was started from.
        public let seed: UInt64

        /// The 624 words of the Mersenne twister.
        public var words: [UInt32] { stream.engine.words32 }
        /// How many of the words have been used.
        public var position: Int { stream.engine.position }
        /// The second of a pair of normal numbers, if only the first was drawn.
        public var spareNormal: Double? { stream.spareNormal }

        /// A place in a stream from its parts; nil unless there are 624 words, used up to a position within them.
        public init?(seed: UInt64, words: [UInt32], position: Int, spareNormal: Double?) {
            guard let engine = MT19937(words: words, position: position) else { return nil }
            self.seed = seed
            stream = TensorStream(seed: 0)
            stream.engine = engine
            stream.spareNormal = spareNormal
        }

        fileprivate init(seed: UInt64) {
            self.seed = seed
            stream = TensorStream(seed: seed)
        }
    }

    private let current: Guarded<State>

    /// A stream of its own, by default with PyTorch's default seed.
    public init(seed: UInt64 = 67_280_421_310_721) {
        current = Guarded(State(seed: seed))
    }

    /// Starts the stream again from a seed. `Generator.manual_seed`.
    public func manualSeed(_ seed: UInt64) {
        current.withLock { $0 = State(seed: seed) }
    }

    /// The place in the stream. `Generator.get_state`, `Generator.set_state`.
    public var state: State {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }

    /// Draws from the stream while no other thread does.
    func draw<Result: Sendable, Failure: Error>(
        _ body: (inout TensorStream) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try current.withLock { state throws(Failure) in try body(&state.stream) }
    }
}

extension Tensor {
    /// Starts the shared random stream from a seed, as `torch.manual_seed`.
    public static func manualSeed(_ seed: UInt64) { TensorGenerator.shared.manualSeed(seed) }
}
