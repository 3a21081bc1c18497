import Testing

@testable import Apus

/// safetensors files: what the reference wrote is read and written again byte for byte, the rest is refused.
@Suite struct SafetensorsTests {
    static let dtypes = DType.allCases.filter { $0 != .complex128 }

    @Test(arguments: [false, true]) func readsWhatTheReferenceWrote(mapped: Bool) throws {
        let tensors = try Safetensors.load(GoldenFiles.path("all.safetensors"), mapped: mapped)
        #expect(tensors.count == Self.dtypes.count + 2)
        for dtype in Self.dtypes {
            let x = try #require(tensors["t.\(dtype)"])
            #expect(x.dtype == dtype && x.shape == [2, 3])
            let numbers = (0..<6).map { Scalar(loading: x.value.pointer + $0 * dtype.size, as: dtype).doubleValue }
            #expect(numbers == (dtype == .bool ? [0, 1, 1, 1, 1, 1] : [0, 1, 2, 3, 4, 5]), "\(dtype)")
            #expect(x.value.storage.isReadOnly == mapped)
        }
        #expect(tensors["empty"]?.shape == [0, 4])
        #expect(tensors["naïve \"quoted\"\n"]?.shape == [])
        #expect(try SafetensorsFile(GoldenFiles.path("all.safetensors")).metadata == ["format": "pt\té"])
        #expect(try Safetensors.load(GoldenFiles.path("none.safetensors"), mapped: mapped).isEmpty)
    }

    @Test func writesTheBytesThatTheReferenceWrites() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("x.safetensors")
        for name in ["all.safetensors", "none.safetensors"] {
            let file = try SafetensorsFile(GoldenFiles.path(name))
            var reversed = NamedArrays<Tensor>()
            for (name, tensor) in try file.tensors(mapped: false).reversed() { reversed[name] = tensor }
            try Safetensors.save(reversed, to: path, metadata: file.metadata)
            #expect(try contents(path) == contents(GoldenFiles.path(name)), "\(name)")
        }
    }

    @Test func savesEveryLayoutAndTensorsWithGradients() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("x.safetensors")
        let x = Tensor(goldenSample(.float32, [4, 6]))
        try Safetensors.save(["x": x, "t": x.T, "g": x.copy().requiringGrad()], to: path)
        let back = try Safetensors.load(path)
        #expect(elementBytes(back["x"]!) == elementBytes(x))
        #expect(elementBytes(back["t"]!) == elementBytes(x.T) && back["t"]!.shape == [6, 4])
        #expect(elementBytes(back["g"]!) == elementBytes(x))
    }

    @Test(arguments: [false, true]) func misalignedTensorsAreCopied(mapped: Bool) throws {
        let tensors = try Safetensors.load(GoldenFiles.path("misaligned.safetensors"), mapped: mapped)
        #expect(elementBytes(tensors["b"]!) == Array(1..<9))
        #expect(!tensors["b"]!.value.storage.isReadOnly)
        #expect(tensors["a"]!.value.storage.isReadOnly == mapped)
    }

    @Test(arguments: GoldenFiles.names(from: "refused.", to: ".safetensors"))
    func refuses(name: String) {
        for mapped in [false, true] {
            #expect(throws: ApusError.self) { try Safetensors.load(GoldenFiles.path(name), mapped: mapped) }
        }
    }

    @Test func refusesWhatItCannotName() {
        let directory = TemporaryDirectory()
        #expect(throws: ApusError.self) {
            try Safetensors.save(["x": Tensor(goldenSample(.complex128))], to: directory.file("x.safetensors"))
        }
        #expect(throws: ApusError.self) {
            try Safetensors.save(["__metadata__": Tensor(goldenSample(.float32))], to: directory.file("x.safetensors"))
        }
        #expect(throws: ApusError.self) {
            try Safetensors.save(["x": Tensor.empty([2], device: .meta)], to: directory.file("x.safetensors"))
        }
        #expect(fileNames(in: directory.path).isEmpty)
    }

    @Test func listsWhatFilesHold() throws {
        let tensors = try StoredArray.all(in: GoldenFiles.path("all.safetensors"))
        #expect(tensors.contains(StoredArray(name: "t.bfloat16", dtype: .bfloat16, shape: [2, 3], storedByteCount: 12)))
        let array = try StoredArray.all(in: GoldenFiles.path("int16.npy"))
        #expect(array == [StoredArray(name: "", dtype: .int16, shape: [2, 3, 4], storedByteCount: 48)])
        let archive = try StoredArray.all(in: GoldenFiles.path("deflated.npz"))
        #expect(archive.map(\.name) == ["x", "y", "z"] && archive[0].shape == [100, 50] && archive[0].dtype == .float64)
        #expect(throws: ApusError.self) { try StoredArray.all(in: #filePath) }
    }
}
