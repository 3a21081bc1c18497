import Testing

@testable import Apus

/// `.npz` files, stored and deflated, and the zip files that are refused.
@Suite struct NPZTests {
    @Test func readsWhatNumPyWrote() throws {
        let stored = try NDArray.loadArchive(GoldenFiles.path("stored.npz"))
        #expect(stored.names == ["x", "y", "empty"])
        #expect(elementBytes(stored["x"]!) == elementBytes(goldenSample(.float32)))
        #expect(elementBytes(stored["y"]!) == elementBytes(goldenSample(.int64, [5])))
        #expect(stored["empty"]!.shape == [0, 2])
        let deflated = try NDArray.loadArchive(GoldenFiles.path("deflated.npz"))
        #expect(deflated.names == ["x", "y", "z"])
        #expect(deflated["x"]!.shape == [100, 50] && elementBytes(deflated["x"]!).allSatisfy { $0 == 0 })
        #expect(elementBytes(deflated["y"]!) == elementBytes(goldenSample(.complex64)))
        #expect(deflated["z"]!.shape == [])
        let streamed = try NDArray.loadArchive(GoldenFiles.path("streamed.npz"))
        for (_, array) in streamed { #expect(elementBytes(array) == elementBytes(goldenSample(.float32))) }
        #expect(streamed.count == 2)
    }

    @Test(arguments: [false, true]) func readsWhatItWrites(compressed: Bool) throws {
        let directory = TemporaryDirectory()
        let path = directory.file("x.npz")
        var arrays: NamedArrays<NDArray> = ["transposed": goldenSample(.int32, [4, 6]).T, "größe": goldenSample(.float64, [])]
        for dtype in NPYTests.dtypes { arrays[dtype.name] = goldenSample(dtype) }
        arrays["large"] = Generator(seed: 1).integers(0, 3, [300_000], dtype: .uint8)
        try NDArray.saveArchive(arrays, to: path, compressed: compressed)
        let back = try NDArray.loadArchive(path)
        #expect(back.names == arrays.names)
        for (name, array) in back {
            #expect(array.dtype == arrays[name]!.dtype && array.shape == arrays[name]!.shape)
            #expect(elementBytes(array) == elementBytes(arrays[name]!), "\(name)")
        }
        let first = try contents(path)
        #expect((first.count < 200_000) == compressed)
        try NDArray.saveArchive(arrays, to: path, compressed: compressed)
        #expect(try contents(path) == first, "the same arrays give the same bytes")
    }

    @Test func archivesReadOneArrayAtATime() throws {
        let archive = try NDArrayArchive(GoldenFiles.path("stored.npz"))
        #expect(elementBytes(try archive.array("y")) == elementBytes(goldenSample(.int64, [5])))
        #expect(throws: ApusError.self) { try archive.array("nothing") }
    }

    @Test func emptyArchive() throws {
        let directory = TemporaryDirectory()
        try NDArray.saveArchive([:], to: directory.file("x.npz"))
        #expect(try NDArray.loadArchive(directory.file("x.npz")).isEmpty)
    }

    @Test func moreEntriesThanAShortCountHolds() throws {
        let directory = TemporaryDirectory()
        let output = try OutputFile(directory.file("x.zip"))
        var writer = ZipWriter(output, deflating: false)
        for index in 0..<70_000 { try writer.add("\(index)", []) }
        try writer.finish()
        try output.commit()
        let reader = try ZipReader(InputFile(directory.file("x.zip")))
        #expect(reader.entries.count == 70_000 && reader.entries.last?.name == "69999")
    }

    @Test(arguments: GoldenFiles.names(from: "refused.", to: ".npz"))
    func refuses(name: String) {
        #expect(throws: ApusError.self) { try NDArray.loadArchive(GoldenFiles.path(name)) }
    }

    @Test func refusesBfloat16AndLeavesNothing() {
        let directory = TemporaryDirectory()
        #expect(throws: ApusError.self) {
            try NDArray.saveArchive(["x": goldenSample(.float32), "y": goldenSample(.bfloat16)], to: directory.file("x.npz"))
        }
        #expect(fileNames(in: directory.path).isEmpty)
    }

    @Test func checksumOfTheStandardPhrase() {
        var crc = CRC32()
        Array("123456789".utf8).withUnsafeBytes { crc.update($0) }
        #expect(crc.value == 0xcbf4_3926)
    }
}
