import Testing

@testable import Apus

/// The bit generators against the data with which NumPy tests its own, and what they promise beyond their bits.
@Suite struct BitGeneratorTests {
    private static let kinds: [String: any BitGenerator.Type] = [
        "PCG64": PCG64.self, "PCG64DXSM": PCG64DXSM.self, "MT19937": MT19937.self, "Philox": Philox.self, "SFC64": SFC64.self,
    ]

    /// Each line: name, seed, how many numbers there are, and of them the first 40 and the last 10.
    @Test func outputs() throws {
        let lines = try Goldens.lines("bit-generators.txt").filter { !$0.isEmpty }
        #expect(lines.count == 10)
        for line in lines {
            let words = line.split(separator: " ")
            let seed = try #require(UInt64(words[1], radix: 16)), count = try #require(Int(words[2]))
            var bits = try #require(Self.kinds[String(words[0])]).init(SeedSequence(seed))
            let numbers = (0..<count).map { _ in bits.nextRaw() }
            let expected = words[3...].map { UInt64($0, radix: 16)! }
            #expect(Array(numbers.prefix(40) + numbers.suffix(10)) == expected, "\(words[0])")
        }
    }

    @Test func savedWordsContinueTheStream() throws {
        func check<Bits: BitGenerator>(_ type: Bits.Type) throws {
            var bits = Bits(SeedSequence(3))
            for _ in 0..<1000 { _ = bits.next() }
            _ = bits.next32()
            var copy = try #require(Bits(words: bits.words))
            #expect((0..<5).map { _ in bits.next32() } == (0..<5).map { _ in copy.next32() })
            #expect(bits.next() == copy.next())
            #expect(bits.nextDouble() == copy.nextDouble())
            #expect(Bits(words: []) == nil)
            #expect(Bits(words: [UInt64](repeating: .max, count: bits.words.count)) == nil)
        }
        try check(PCG64.self)
        try check(PCG64DXSM.self)
        try check(MT19937.self)
        try check(Philox.self)
        try check(SFC64.self)
    }

    /// Values of NumPy 2.4: of seed 7, after five numbers.
    @Test func jumpsAndAdvances() {
        func begun<Bits: BitGenerator>(_ type: Bits.Type) -> Bits {
            var bits = Bits(SeedSequence(7))
            for _ in 0..<5 { _ = bits.nextRaw() }
            return bits
        }
        func two(_ bits: some BitGenerator) -> [UInt64] {
            var bits = bits
            return [bits.nextRaw(), bits.nextRaw()]
        }
        #expect(two(begun(PCG64.self).jumped(2)) == [1_597_030_798_595_320_338, 17_899_421_960_835_742_256])
        #expect(two(begun(PCG64DXSM.self).jumped(2)) == [9_479_437_069_370_633_869, 9_662_629_581_212_066_012])
        #expect(two(begun(MT19937.self).jumped(2)) == [977_061_333, 633_704_086])
        #expect(two(begun(Philox.self).jumped(2)) == [3_873_704_993_286_957_848, 14_458_649_029_008_446_255])
        var pcg64 = begun(PCG64.self), dxsm = begun(PCG64DXSM.self), philox = begun(Philox.self)
        pcg64.advance(by: 1_000_000_000_000_000)
        dxsm.advance(by: 1_000_000_000_000_000)
        philox.advance(by: 1_000_000_000_000_000)
        #expect(two(pcg64) == [17_729_228_079_420_672_152, 12_550_535_902_861_971_766])
        #expect(two(dxsm) == [13_767_688_541_133_379_468, 75_735_465_692_697_835])
        #expect(two(philox) == [13_403_725_834_131_076_534, 9_411_606_260_680_281_974])
        var keyed = Philox(key: SIMD2(5, 1), counter: SIMD4(.max, 2, 0, 0))
        let numbers = (0..<6).map { _ in keyed.next() }
        #expect(
            numbers == [
                17_926_136_271_780_095_856, 13_303_325_388_676_131_546, 11_358_732_081_675_778_170,
                8_895_111_467_072_461_443, 3_315_224_250_115_102_764, 456_334_710_906_483_447,
            ])
    }

    /// As NumPy's RandomState starts from a number and from a list.
    @Test func olderSeedsOfTheTwister() throws {
        var plain = MT19937(seed: 12345)
        #expect((0..<3).map { _ in plain.next32() } == [3_992_670_690, 3_823_185_381, 1_358_822_685])
        var keyed = try #require(MT19937(key: [1, 2, 3]))
        #expect((0..<3).map { _ in keyed.next32() } == [2_619_334_238, 1_552_691_353, 3_808_334_787])
        #expect(MT19937(key: []) == nil)
    }

    @Test func generatorsStandOnAnyBits() {
        let generator = Generator(SeedSequence(5), bits: SFC64.self)
        let saved = generator.bits
        let first = elementBytes(generator.gamma(shape: 2.5, [20]))
        generator.bits = saved
        #expect(elementBytes(generator.gamma(shape: 2.5, [20])) == first)
        #expect(generator.bits is SFC64)
        #expect(generator.spawn(2).allSatisfy { $0.bits is SFC64 })
    }

    @Test func seedSequencesWithPoolsAndKeys() {
        var seeds = SeedSequence(words: [1, 0, 1 << 8, 3], spawnKey: [4, 5], poolSize: 6)
        #expect(seeds.pool == [1_431_025_097, 1_090_173_657, 662_903_418, 2_464_900_081, 1_719_887_079, 1_567_598_845])
        #expect(seeds.words32(4) == [980_944_268, 1_961_291_174, 3_620_884_173, 1_878_985_103])
        let children = seeds.spawn(2)
        #expect(children[1].words64(2) == [1_211_579_557_747_430_549, 13_079_360_865_013_468_924])
        #expect(seeds.childrenSpawned == 2 && children[1].spawnKey == [4, 5, 1])
    }
}
