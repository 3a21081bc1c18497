import Testing

@testable import Apus

/// Random numbers, number for number against NumPy's `Generator` and PyTorch's CPU stream.
@Suite struct RandomGoldenTests {
    static let goldens: NamedArrays<NDArray> = trapping { () throws(ApusError) in
        try NDArray.loadArchive(GoldenFiles.folder + "/random.npz")
    }

    /// Compares dtype, shape and every bit with the golden of that name.
    func expect(_ name: String, _ x: some ArrayFace, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let golden = try #require(Self.goldens[name], "\(name)", sourceLocation: sourceLocation)
        let dtype: DType = x.dtype == .bfloat16 ? .uint16 : x.dtype
        #expect(golden.dtype == dtype, "\(name)", sourceLocation: sourceLocation)
        #expect(golden.shape == x.shape, "\(name)", sourceLocation: sourceLocation)
        #expect(elementBytes(golden) == elementBytes(x), "\(name)", sourceLocation: sourceLocation)
    }

    /// Compares the CRC-32 of all bytes with the golden of that name.
    func expectChecksum(_ name: String, _ x: some ArrayFace, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let golden = try #require(Self.goldens[name], "\(name)", sourceLocation: sourceLocation)
        var crc = CRC32()
        elementBytes(x).withUnsafeBytes { crc.update($0) }
        #expect(golden.value.pointer.load(as: UInt32.self) == crc.value, "\(name)", sourceLocation: sourceLocation)
    }

    @Test(arguments: [0, 42, 12_345_678_901_234_567] as [UInt64])
    func numpy(seed: UInt64) throws {
        let g = Generator(seed: seed)
        func name(_ call: String) -> String { "numpy.\(seed).\(call)" }
        try expect(name("random"), g.random([3, 5]))
        try expect(name("random.float32"), g.random([7], dtype: .float32))
        try expectChecksum(name("standardNormal"), g.standardNormal([200_000]))
        try expectChecksum(name("standardNormal.float32"), g.standardNormal([200_000], dtype: .float32))
        try expectChecksum(name("standardExponential"), g.standardExponential([200_000]))
        try expectChecksum(name("standardExponential.float32"), g.standardExponential([200_000], dtype: .float32))
        try expect(name("uniform"), g.uniform(low: -3, high: 7.5, [20]))
        try expect(name("normal"), g.normal(mean: 2.5, std: 0.7, [20]))
        try expect(name("exponential"), g.exponential(scale: 3.5, [20]))
        try expect(name("integers.bool"), g.integers(0, 2, [77], dtype: .bool))
        try expect(name("integers.int8"), g.integers(-100, 81, [77], dtype: .int8))
        try expect(name("integers.uint8"), g.integers(0, 256, [77], dtype: .uint8))
        try expect(name("integers.int16"), g.integers(-100, 4901, [77], dtype: .int16))
        try expect(name("integers.uint16"), g.integers(0, 65536, [77], dtype: .uint16))
        try expect(name("integers.int32"), g.integers(-2_000_000_000, 2_000_000_001, [77], dtype: .int32))
        try expect(name("integers.uint32"), g.integers(0, 1 << 32, [77], dtype: .uint32))
        try expect(name("integers.int64"), g.integers(-100, 4901, [77]))
        try expect(name("integers.int64.wide"), g.integers(-(1 << 62), 1 << 62 + 5, [77]))
        try expect(name("integers.int64.full"), g.integers(.min, .max, [77], endpoint: true))
        try expect(name("integers.uint64"), g.integers(0, .max, [77], dtype: .uint64, endpoint: true))
        try expect(name("integers.one"), g.integers(5, 6, [3]))
        let grid = sampleGrid(4, 6)
        try expect(name("permutation"), g.permutation(100))
        try expect(name("permutation.array"), g.permutation(grid))
        try expect(name("permutation.array.1"), g.permutation(grid, axis: 1))
        let shuffled = NDArray((0..<30).map { Float($0) })
        g.shuffle(shuffled)
        try expect(name("shuffle"), shuffled)
        try expect(name("choice.replacing"), g.choice(50, [30]))
        try expect(name("choice.floyd"), g.choice(1000, [100], replacing: false))
        try expectChecksum(name("choice.tail"), g.choice(20_000, [1000], replacing: false))
        try expect(name("choice.unshuffled"), g.choice(20_000, [30], replacing: false, shuffled: false))
        try expect(name("choice.all"), g.choice(20, [20], replacing: false))
        try expect(name("choice.array"), g.choice(sampleGrid(8, 3), 5))
        var bits = try #require(g.bits as? PCG64)
        bits.advance(by: 12_345_678_901)
        g.bits = bits
        try expect(name("advanced"), g.random([4]))
        let children = g.spawn(2)
        try expect(name("spawned.0"), children[0].random([4]))
        try expect(name("spawned.1"), children[1].spawn(1)[0].random([4]))
    }

    @Test(arguments: [0, 42, 1 << 63 + 5] as [UInt64])
    func torch(seed: UInt64) throws {
        let g = TensorGenerator(seed: seed)
        func name(_ call: String) -> String { "torch.\(seed).\(call)" }
        try expect(name("rand"), Tensor.rand([3, 5], generator: g))
        try expect(name("rand.float64"), Tensor.rand([9], dtype: .float64, generator: g))
        try expect(name("rand.float16"), Tensor.rand([33], dtype: .float16, generator: g))
        try expect(name("rand.bfloat16"), Tensor.rand([33], dtype: .bfloat16, generator: g))
        try expect(name("rand.complex64"), Tensor.rand([5], dtype: .complex64, generator: g))
        for dtype in [DType.float32, .float64, .float16, .bfloat16, .complex64] {
            for count in [1, 5, 15, 16, 17, 31, 32, 100] {
                try expect(name("randn.\(dtype).\(count)"), Tensor.randn([count], dtype: dtype, generator: g))
            }
        }
        try expectChecksum(name("randn.long"), Tensor.randn([200_003], generator: g))
        try expectChecksum(name("randn.float64.long"), Tensor.randn([200_003], dtype: .float64, generator: g))
        func filled(_ dtype: DType, _ count: Int, _ fill: (Tensor) -> Void) -> Tensor {
            let x = Tensor.empty([count], dtype: dtype)
            fill(x)
            return x
        }
        try expect(name("uniform"), filled(.float32, 50) { $0.fillUniform(low: -2.5, high: 1.7, generator: g) })
        try expect(name("uniform.float64"), filled(.float64, 50) { $0.fillUniform(low: -2.5, high: 1.7, generator: g) })
        try expect(name("normal"), filled(.float32, 50) { $0.fillNormal(mean: 1.5, std: 0.3, generator: g) })
        try expect(name("normal.few"), filled(.float32, 7) { $0.fillNormal(mean: 1.5, std: 0.3, generator: g) })
        try expect(name("exponential"), filled(.float64, 50) { $0.fillExponential(rate: 2, generator: g) })
        try expect(name("randint"), Tensor.randint(-3, 997, [100], generator: g))
        try expect(name("randint.wide"), Tensor.randint(-3, 1 << 40, [100], generator: g))
        try expect(name("randint.28"), Tensor.randint(0, 1 << 28, [20], generator: g))
        try expect(name("randint.below28"), Tensor.randint(0, 1 << 28 - 1, [20], generator: g))
        try expect(name("randint.float32"), Tensor.randint(-5, 200, [20], dtype: .float32, generator: g))
        try expect(name("randint.uint8"), Tensor.randint(0, 256, [20], dtype: .uint8, generator: g))
        try expect(name("randint.bool"), Tensor.randint(0, 2, [20], dtype: .bool, generator: g))
        try expect(name("randperm"), Tensor.randperm(100, generator: g))
        try expect(name("randperm.long"), Tensor.randperm(5000, dtype: .int32, generator: g))
        try expect(name("bernoulli"), filled(.float32, 100) { $0.fillBernoulli(0.3, generator: g) })
        try expect(name("bernoulli.int32"), filled(.int32, 20) { $0.fillBernoulli(0.6, generator: g) })
        let probabilities = try #require(Self.goldens[name("bernoulli.probabilities")])
        try expect(name("bernoulli.tensor"), Tensor.bernoulli(Tensor(probabilities), generator: g))
        try expect(name("last"), Tensor.rand([3], generator: g))
    }

    private func sampleGrid(_ rows: Int, _ columns: Int) -> NDArray {
        NDArray((0..<rows).map { row in (0..<columns).map { row * columns + $0 } })
    }
}
