internal import Apus
internal import ApusCore
internal import CPython

// The streams of random numbers as Python types, and the seeds of arrays' streams.

/// Makes the types `RandomStream`, which `apus.random.Generator` and its bit generators share, and `TensorGenerator`.
func registerRandomTypes(in module: Reference) throws {
    Types.generator = try newType(
        "RandomStream", flags: typeIsImmutable | typeHasNoConstructor,
        slots: [
            (
                Int(Py_tp_methods),
                methodTable(
                    try (streamMethods() + distributionMethods()).map {
                        try newDefinition($0.0, .method, documentation: $0.1)
                    })
            ),
            (Int(Py_tp_doc), UnsafeMutableRawPointer(mutating: permanent("The bits and the samplers behind apus.random.Generator."))),
        ], in: module)
    Types.tensorGenerator = try newType(
        "TensorGenerator", flags: typeIsImmutable | typeHasNoConstructor,
        slots: [
            (Int(Py_tp_methods), methodTable([try newDefinition(manualSeed, .method, documentation: "Starts the stream from a seed.")])),
            (Int(Py_tp_doc), UnsafeMutableRawPointer(mutating: permanent("A stream of random numbers for tensors: torch.Generator."))),
        ], in: module)
}

/// A seed: an integer of 64 bits, negative ones counted from the top.
func seed(_ object: Reference) throws -> UInt64 {
    guard !isBool(object), PyIndex_Check(object) != 0, let number = try number(object) else {
        throw PythonError.type("a seed must be an integer, not \(typeName(object))")
    }
    switch number {
    case .int(let value): return UInt64(bitPattern: value)
    case .uint(let value): return value
    default: throw PythonError.type("a seed must be an integer")
    }
}

/// The shape that an argument named size asks for; no axes if there is none.
func size(_ object: Reference?) throws -> Shape { try object.map { try Dims(integers($0, "size")) } ?? [] }

func generator(_ call: Call) -> Generator { content(call.required(0), as: Generator.self) }

// MARK: - Seeds and states

/// Words that were made elsewhere.
private struct GivenSeeds: SeedSource {
    let words: [UInt64]

    func words32(_ count: Int) -> [UInt32] { words.prefix(count).map { UInt32(truncatingIfNeeded: $0) } }
    func words64(_ count: Int) -> [UInt64] { Array(words.prefix(count)) }
}

/// The bit generators, with how many words start each.
private let kinds: [String: (type: any BitGenerator.Type, seeds: Int)] = [
    "PCG64": (PCG64.self, 4), "PCG64DXSM": (PCG64DXSM.self, 4), "MT19937": (MT19937.self, 624), "Philox": (Philox.self, 2),
    "SFC64": (SFC64.self, 3),
]

private func kind(_ object: Reference) throws -> (type: any BitGenerator.Type, seeds: Int) {
    guard isString(object), let found = kinds[try text(object)] else {
        throw PythonError.value("there is no such bit generator")
    }
    return found
}

/// Words of 64 bits, from an array or a sequence of integers.
private func words(_ object: Reference) throws -> [UInt64] {
    let given: NDArray = try faceValue(object)
    let array = NDArray(value: try cast(given.value, to: .uint64))
    return array.reshape([array.count]).elements(as: UInt64.self)
}

private func newWords(_ words: [UInt64]) throws -> Reference { try NDArray(words).newReference() }

private func newStream(_ bits: some BitGenerator) throws -> Reference { try newInstance(Types.generator, Generator(bits)) }

/// Functions of the module that make streams and seeds.
func streamFunctions() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("random_stream", "kind, words, /") { call in
                let kind = try kind(call.required(0)), seeds = GivenSeeds(words: try words(call.required(1)))
                guard seeds.words.count >= kind.seeds else { throw PythonError.value("\(kind.seeds) words are needed") }
                return try newStream(kind.type.init(seeds))
            }, "A stream of a kind of bit generator, started from words that a seed sequence made."
        ),
        (
            NativeFunction("random_stream_continued", "kind, words, /") { call in
                guard let bits = try kind(call.required(0)).type.init(words: words(call.required(1))) else {
                    throw PythonError.value("the state is none of this bit generator")
                }
                return try newStream(bits)
            }, "A stream of a kind of bit generator, continued from the words of its state."
        ),
        (
            NativeFunction("random_stream_keyed", "key, /") { call in
                let key = try words(call.required(0)).map { UInt32(truncatingIfNeeded: $0) }
                guard let bits = MT19937(key: key) else { throw PythonError.value("the key is empty") }
                return try newStream(bits)
            }, "A Mersenne twister, started from a key by the way of 2002."
        ),
        (
            NativeFunction("random_stream_plain", "seed, /") { call in
                try newStream(MT19937(seed: seed(call.required(0))))
            }, "A Mersenne twister, started from the lower 32 bits of a seed by the way of 2002."
        ),
        (
            NativeFunction("seed_words", "entropy, spawn_key, pool_size, count, /") { call in
                let entropy = try words(call.required(0)).map { UInt32(truncatingIfNeeded: $0) }
                let key = try words(call.required(1)).map { UInt32(truncatingIfNeeded: $0) }
                let size = try integer(call.required(2), "pool_size"), count = try integer(call.required(3), "count")
                guard size >= 4, size <= 1 << 20, count >= -1, count <= 1 << 28 else {
                    throw PythonError.value("a pool has at least 4 words, and a state has no negative number of them")
                }
                let seeds = SeedSequence(words: entropy, spawnKey: key, poolSize: size)
                return try NDArray(count < 0 ? seeds.pool : seeds.words32(count)).newReference()
            }, "Words of 32 bits that a seed sequence makes; with a count of -1 its pool."
        ),
    ]
}

private func streamMethods() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("words", "self, /") { call in try newWords(generator(call).bits.words) },
            "The state of the bit generator, as words of 64 bits."
        ),
        (
            NativeFunction("continue_from", "self, words, /") { call in
                guard let bits = try type(of: generator(call).bits).init(words: words(call.required(1))) else {
                    throw PythonError.value("the state is none of this bit generator")
                }
                generator(call).bits = bits
                return newNone()
            }, "Sets the state of the bit generator."
        ),
        (
            NativeFunction("jump", "self, jumps, /") { call in
                let jumps = try integer(call.required(1), "jumps")
                guard var bits = generator(call).bits as? any JumpingBitGenerator else {
                    throw PythonError.type("this bit generator cannot jump")
                }
                guard jumps >= 0 else { throw PythonError.value("jump: \(jumps) is below 0") }
                for _ in 0..<jumps { bits.jump() }
                generator(call).bits = bits
                return newNone()
            }, "Leaps ahead in the stream a number of times."
        ),
        (
            NativeFunction("advance", "self, delta, /") { call in
                let delta = try words(call.required(1))
                guard delta.count == 4 else { throw PythonError.value("four words are needed") }
                switch generator(call).bits {
                case var bits as PCG64:
                    bits.advance(by: UInt128(delta[1]) << 64 | UInt128(delta[0]))
                    generator(call).bits = bits
                case var bits as PCG64DXSM:
                    bits.advance(by: UInt128(delta[1]) << 64 | UInt128(delta[0]))
                    generator(call).bits = bits
                case var bits as Philox:
                    bits.advance(by: SIMD4(delta[0], delta[1], delta[2], delta[3]))
                    generator(call).bits = bits
                default: throw PythonError.type("this bit generator cannot advance")
                }
                return newNone()
            }, "Moves along the stream by a number in four words, lowest first."
        ),
    ]
}

// MARK: - Tensors

func tensorGenerator(_ object: Reference?) throws -> TensorGenerator {
    guard let object else { return .shared }
    guard object.pointee.ob_type == Types.tensorGenerator else {
        throw PythonError.type("argument 'generator' must be a TensorGenerator, not \(typeName(object))")
    }
    return content(object, as: TensorGenerator.self)
}

nonisolated(unsafe) private let manualSeed = NativeFunction("manual_seed", "self, seed, /") { call in
    content(call.required(0), as: TensorGenerator.self).manualSeed(try seed(call.required(1)))
    return retained(call.required(0))
}
