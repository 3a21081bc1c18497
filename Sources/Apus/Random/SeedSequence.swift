// Turns a seed of any length into well-mixed words that start a bit generator.

import Glibc

/// Entropy that starts bit generators: similar seeds give unrelated streams.
///
/// Word for word NumPy's `SeedSequence`, after M. E. O'Neill's `seed_seq_fe` ("Developing a seed_seq Alternative", 2015).
public struct SeedSequence: SeedSource, Sendable {
    /// The seed as 32-bit words, least significant first.
    public let entropy: [UInt32]
    /// The path from the first sequence to this one through `spawn(_:)`.
    public let spawnKey: [UInt32]
    /// How many children `spawn(_:)` has made.
    public private(set) var childrenSpawned = 0
    /// The mixed words from which states are made, four by default.
    public let pool: [UInt32]

    /// A sequence from one number, as `SeedSequence(seed)`.
    public init(_ seed: UInt64) {
        self.init(entropy: [seed])
    }

    /// A sequence from several numbers, as `SeedSequence([a, b, …])`.
    public init(entropy seeds: [UInt64]) {
        let words = seeds.flatMap { seed in
            seed >> 32 == 0 ? [UInt32(seed)] : [UInt32(truncatingIfNeeded: seed), UInt32(seed >> 32)]
        }
        self.init(words: words)
    }

    /// A sequence from 128 bits of the operating system's entropy, as `SeedSequence()`.
    public init() {
        var system = SystemRandomNumberGenerator()
        self.init(words: (0..<4).map { _ in UInt32(truncatingIfNeeded: system.next()) })
    }

    /// A sequence from 32-bit words, as `SeedSequence(entropy, spawn_key=, pool_size=, n_children_spawned=)`.
    ///
    /// - Precondition: the pool has at least four words.
    public init(words: [UInt32], spawnKey: [UInt32] = [], poolSize: Int = 4, childrenSpawned: Int = 0) {
        precondition(poolSize >= 4, "a pool has at least four words, not \(poolSize)")
        entropy = words
        self.spawnKey = spawnKey
        self.childrenSpawned = childrenSpawned
        var run = words
        if !spawnKey.isEmpty {
            run += [UInt32](repeating: 0, count: max(0, poolSize - words.count)) + spawnKey
        }
        pool = Self.mixed(run, poolSize)
    }

    /// Independent sequences for parallel work; each call makes new ones. `numpy.random.SeedSequence.spawn`.
    public mutating func spawn(_ count: Int) -> [SeedSequence] {
        defer { childrenSpawned += count }
        return (childrenSpawned..<childrenSpawned + count).map { child in
            SeedSequence(
                words: entropy, spawnKey: spawnKey + [UInt32(truncatingIfNeeded: child)], poolSize: pool.count)
        }
    }

    /// `count` words of starting state, as `generate_state(count, np.uint32)`.
    public func words32(_ count: Int) -> [UInt32] {
        var multiplier: UInt32 = 0x8b51_f9dd
        return (0..<count).map { index in
            var word = pool[index % pool.count] ^ multiplier
            multiplier &*= 0x58f3_8ded
            word &*= multiplier
            return word ^ (word >> 16)
        }
    }

    /// `count` words of starting state, as `generate_state(count, np.uint64)`.
    public func words64(_ count: Int) -> [UInt64] {
        let halves = words32(2 * count)
        return (0..<count).map { UInt64(halves[2 * $0]) | UInt64(halves[2 * $0 + 1]) << 32 }
    }

    private static func mixed(_ entropy: [UInt32], _ poolSize: Int) -> [UInt32] {
        var multiplier: UInt32 = 0x43b0_d7e5
        func hash(_ value: UInt32) -> UInt32 {
            var value = value ^ multiplier
            multiplier &*= 0x931e_8875
            value &*= multiplier
            return value ^ (value >> 16)
        }
        func mix(_ x: UInt32, _ y: UInt32) -> UInt32 {
            let result = 0xca01_f9dd &* x &- 0x4973_f715 &* y
            return result ^ (result >> 16)
        }
        var pool = (0..<poolSize).map { hash($0 < entropy.count ? entropy[$0] : 0) }
        for source in 0..<poolSize {
            for target in 0..<poolSize where target != source {
                pool[target] = mix(pool[target], hash(pool[source]))
            }
        }
        for word in entropy.dropFirst(poolSize) {
            for target in 0..<poolSize {
                pool[target] = mix(pool[target], hash(word))
            }
        }
        return pool
    }
}
