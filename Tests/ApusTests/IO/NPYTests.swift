import Testing

@testable import Apus

/// `.npy` files: what NumPy wrote is read, what is written is what NumPy writes, the rest is refused.
@Suite struct NPYTests {
    static let dtypes = DType.allCases.filter { $0 != .bfloat16 }

    @Test(arguments: dtypes, [false, true])
    func readsWhatNumPyWrote(dtype: DType, mapped: Bool) throws {
        let x = try NDArray.load(GoldenFiles.path("\(dtype).npy"), mapped: mapped)
        #expect(x.dtype == dtype)
        #expect(x.shape == [2, 3, 4])
        #expect(elementBytes(x) == elementBytes(goldenSample(dtype)))
        #expect(x.value.storage.isReadOnly == mapped)
    }

    @Test(arguments: [DType.uint16, .float32, .float64, .complex128], [false, true])
    func readsTheOtherByteOrder(dtype: DType, mapped: Bool) throws {
        let x = try NDArray.load(GoldenFiles.path("\(dtype).big.npy"), mapped: mapped)
        #expect(elementBytes(x) == elementBytes(goldenSample(dtype)))
    }

    @Test(arguments: [false, true]) func readsOrdersShapesAndVersions(mapped: Bool) throws {
        let fortran = try NDArray.load(GoldenFiles.path("fortran.npy"), mapped: mapped)
        #expect(fortran.shape == [2, 3, 4] && fortran.strides == [1, 2, 6])
        #expect(elementBytes(fortran) == elementBytes(goldenSample(.int32)))
        let scalar = try NDArray.load(GoldenFiles.path("scalar.npy"), mapped: mapped)
        #expect(scalar.shape == [] && scalar.value.pointer.load(as: Double.self) == 3.25)
        let empty = try NDArray.load(GoldenFiles.path("empty.npy"), mapped: mapped)
        #expect(empty.shape == [0, 5] && empty.dtype == .float32)
        for version in [2, 3] {
            let x = try NDArray.load(GoldenFiles.path("version\(version).npy"), mapped: mapped)
            #expect(elementBytes(x) == elementBytes(goldenSample(.float32)))
        }
    }

    @Test func writesTheBytesThatNumPyWrites() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("x.npy")
        for dtype in Self.dtypes {
            try goldenSample(dtype).save(path)
            #expect(try contents(path) == contents(GoldenFiles.path("\(dtype).npy")), "\(dtype)")
        }
        for name in ["fortran.npy", "scalar.npy", "empty.npy", "vector.npy"] {
            try NDArray.load(GoldenFiles.path(name)).save(path)
            #expect(try contents(path) == contents(GoldenFiles.path(name)), "\(name)")
        }
    }

    @Test func savesEveryLayout() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("x.npy")
        let x = goldenSample(.float32, [4, 6])
        let flipped = NDArray(value: x.value.view(Layout(shape: [4, 6], strides: [-6, -1], offset: 23)))
        let skipping = NDArray(value: x.value.view(Layout(shape: [2, 3], strides: [12, 2], offset: 1)))
        for view in [x, x.T, flipped, skipping, x.reshape([4, 1, 6]).broadcast(to: [4, 3, 6])] {
            try view.save(path)
            let back = try NDArray.load(path)
            #expect(back.shape == view.shape && elementBytes(back) == elementBytes(view))
        }
    }

    @Test func mappedArraysRefuseWrites() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("x.npy")
        try goldenSample(.float64).save(path)
        let x = try NDArray.load(path, mapped: true)
        #expect(throws: ApusError.self) { try NDArray.applyInPlace(Fill(scalar: 1), x, []) }
        try NDArray.zeros([2]).save(path)
        #expect(elementBytes(x) == elementBytes(goldenSample(.float64)), "a replaced file leaves the mapping as it was")
    }

    @Test(arguments: GoldenFiles.names(from: "refused.", to: ".npy"))
    func refuses(name: String) throws {
        for mapped in [false, true] {
            #expect(throws: ApusError.self) { try NDArray.load(GoldenFiles.path(name), mapped: mapped) }
        }
    }

    @Test func refusesBrokenHeaders() throws {
        let directory = TemporaryDirectory()
        func bytes(_ dictionary: String, data: Int = 24, version: UInt8 = 1) -> [UInt8] {
            var bytes = NPYHeader.magic + [version, 0]
            bytes.append(littleEndian: UInt16(dictionary.utf8.count))
            return bytes + dictionary.utf8 + [UInt8](repeating: 0, count: data)
        }
        let good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n"
        directory.write(bytes(good), to: "good.npy")
        #expect(try NDArray.load(directory.file("good.npy")).shape == [2, 3])
        let bad = [
            bytes(good, data: 23), bytes(good, data: 25), bytes(good, version: 4), bytes(good, version: 0),
            Array(bytes(good)[..<40]), Array(bytes(good)[..<9]), [], Array(repeating: 0, count: 100),
            bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 8), }"),
            bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 8), }"),
            bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4611686018427387904, 8), }", data: 0),
            bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -3), }"),
            bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (6), }"),
            bytes("{'descr': '<f4', 'fortran_order': False, 'shape': 6, }"),
            bytes("{'descr': '<f4', 'fortran_order': 0, 'shape': (6,), }"),
            bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (6,), 'x': 1}"),
            bytes("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (6,)}"),
            bytes("{'descr': '<f4', 'shape': (6,)}"),
            bytes("{'descr': '|f4', 'fortran_order': False, 'shape': (6,)}"),
            bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (6,)} + 1"),
            bytes("{'descr': __import__('os'), 'fortran_order': False, 'shape': (6,)}"),
            bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (\(String(repeating: "1,", count: 65)))}", data: 4),
        ]
        for (index, bytes) in bad.enumerated() {
            directory.write(bytes, to: "bad.npy")
            for mapped in [false, true] {
                #expect(throws: ApusError.self, "\(index)") { try NDArray.load(directory.file("bad.npy"), mapped: mapped) }
            }
        }
    }

    @Test func booleansOtherThanZeroAndOneBecomeTrue() throws {
        let directory = TemporaryDirectory()
        var bytes = try contents(GoldenFiles.path("bool.npy"))
        bytes[bytes.count - 24] = 0xff
        bytes[bytes.count - 23] = 2
        directory.write(bytes, to: "x.npy")
        for mapped in [false, true] {
            let x = try NDArray.load(directory.file("x.npy"), mapped: mapped)
            #expect(elementBytes(x)[..<3] == [1, 1, 0])
        }
    }

    @Test func bfloat16NamesTheRemedy() throws {
        let x = goldenSample(.bfloat16)
        let directory = TemporaryDirectory()
        do {
            try x.save(directory.file("x.npy"))
            Issue.record("bfloat16 was saved")
        } catch {
            #expect(error.description.contains("float32"))
        }
        #expect(fileNames(in: directory.path).isEmpty)
    }
}
