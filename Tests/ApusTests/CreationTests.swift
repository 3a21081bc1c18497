@testable import Apus
import Testing

@Suite struct CreationTests {
    @Test func nestedLiterals() {
        expect(NDArray([[1, 2], [3, 4]]), [1, 2, 3, 4], shape: [2, 2], dtype: .int64)
        expect(NDArray([1, 2.5]), [1, 2.5], shape: [2], dtype: .float64)
        expect(Tensor([1, 2.5]), [1, 2.5], shape: [2], dtype: .float32)
        expect(Tensor([[true], [false]]), [1, 0], shape: [2, 1], dtype: .bool)
        expect(NDArray([[[1, 2]], [[3, 4]]], dtype: .float16), [1, 2, 3, 4], shape: [2, 1, 2], dtype: .float16)
        expect(NDArray([[Double]]()), [], shape: [0], dtype: .float64)
        expect(NDArray([[Float](), []]), [], shape: [2, 0], dtype: .float32)
        expect(NDArray(7), [7], shape: [], dtype: .int64)
        expect(NDArray([Int8(-1), 5]), [-1, 5], dtype: .int8)
        #expect(NDArray([Complex(1.0, 2.0)]).dtype == .complex128)
        expect(NDArray([1, 2, 3, 4], shape: [2, 2]), [1, 2, 3, 4], shape: [2, 2], dtype: .int64)
        expect(NDArray(0..<6, shape: [2, -1]), [0, 1, 2, 3, 4, 5], shape: [2, 3], dtype: .int64)
    }

    @Test func raggedArraysAreRefused() {
        expectError("different sizes") { _ = try NDArray.make(from: [[1, 2], [3]]) }
        expectError("different sizes") { _ = try NDArray.make(from: [[[1]], [[2], [3]]]) }
    }

    @Test func aranges() {
        expect(NDArray.arange(5), [0, 1, 2, 3, 4], dtype: .int64)
        expect(NDArray.arange(5.0), [0, 1, 2, 3, 4], dtype: .float64)
        expect(Tensor.arange(3.0), [0, 1, 2], dtype: .float32)
        expect(NDArray.arange(5, 0, step: -2), [5, 3, 1], dtype: .int64)
        expect(NDArray.arange(3, 3), [], shape: [0], dtype: .int64)
        expect(NDArray.arange(3, 1), [], shape: [0])
        expect(NDArray.arange(1, 2, step: 0.3, dtype: .int64), [1, 1, 1, 1], dtype: .int64)
        expect(NDArray.arange(0, 2, dtype: .bool), [0, 1], dtype: .bool)
        let n = 4
        expect(NDArray.arange(n, dtype: .uint8), [0, 1, 2, 3], dtype: .uint8)
        // numpy.arange(0, 1, 0.1): the last digits show how elements are computed.
        expect(
            NDArray.arange(0, 1, step: 0.1),
            [0, 0.1, 0.2, 0.30000000000000004, 0.4, 0.5, 0.6000000000000001, 0.7000000000000001, 0.8, 0.9])
        // numpy.arange(1, 1.3, 0.1) has one element more than one would think.
        expect(NDArray.arange(1, 1.3, step: 0.1), [1, 1.1, 1.2000000000000002, 1.3000000000000003])
        #expect(Tensor.arange(4, device: .meta).shape == [4])
    }

    @Test func linspaces() {
        expect(NDArray.linspace(0, 1, count: 5), [0, 0.25, 0.5, 0.75, 1], dtype: .float64)
        expect(Tensor.linspace(0, 1, count: 5), [0, 0.25, 0.5, 0.75, 1], dtype: .float32)
        expect(NDArray.linspace(0, 1, count: 5, endpoint: false), [0, 0.2, 0.4, 0.6000000000000001, 0.8])
        expect(NDArray.linspace(0, 10, count: 5, dtype: .int32), [0, 2, 5, 7, 10], dtype: .int32)
        expect(NDArray.linspace(-1.5, 0, count: 3, dtype: .int64), [-2, -1, 0])
        expect(NDArray.linspace(0, 1, count: 1), [0])
        expect(NDArray.linspace(0, 1, count: 0), [])
        #expect(NDArray.linspace(0, 0.1, count: 7).elements(as: Double.self).last == 0.1)
    }

    @Test func matrices() {
        expect(NDArray.eye(2, 3), [1, 0, 0, 0, 1, 0], shape: [2, 3], dtype: .float64)
        expect(NDArray.eye(3, offset: 1), [0, 1, 0, 0, 0, 1, 0, 0, 0])
        expect(NDArray.eye(3, 2, offset: -2), [0, 0, 0, 0, 1, 0])
        expect(NDArray.eye(2, offset: 5), [0, 0, 0, 0])
        expect(Tensor.identity(2, dtype: .int8), [1, 0, 0, 1], dtype: .int8)
        let mesh = NDArray.meshgrid([NDArray([1, 2]), NDArray([3, 4, 5])])
        expect(mesh[0], [1, 2, 1, 2, 1, 2], shape: [3, 2])
        expect(mesh[1], [3, 3, 4, 4, 5, 5], shape: [3, 2])
        expect(Tensor.meshgrid([Tensor([1, 2]), Tensor([3, 4, 5])])[0], [1, 1, 1, 2, 2, 2], shape: [2, 3])
    }

    @Test func likeAnother() {
        let x = Tensor([[1, 2, 3]], dtype: .int16)
        expect(Tensor.zeros(like: x), [0, 0, 0], shape: [1, 3], dtype: .int16)
        expect(Tensor.ones(like: x, dtype: .float64), [1, 1, 1], dtype: .float64)
        expect(Tensor.full(like: x, 7), [7, 7, 7], dtype: .int16)
        #expect(Tensor.empty(like: x).shape == [1, 3])
    }
}

@Suite struct TypedAccessTests {
    @Test func items() {
        #expect(NDArray([[3]]).item() == .int(3))
        #expect(Tensor(2.5).item(as: Float.self) == 2.5)
        #expect(NDArray(2.75).item(as: Int.self) == 2)
        expectError("3 elements, not one") { _ = try NDArray([1, 2, 3]).onlyElement() }
        expectError("meta device") { _ = try Tensor.zeros([], device: .meta).onlyElement() }
    }

    @Test func arrays() {
        let matrix = NDArray([[1, 2], [3, 4]], dtype: .float32)
        #expect([Float](matrix) == [1, 2, 3, 4])
        forEachLayout(of: matrix) { name, array in
            #expect([Float](array) == [1, 2, 3, 4], "\(name)")
            #expect(array.elements(as: Int.self) == [1, 2, 3, 4], "\(name)")
        }
        expectError("float32 elements, not float64") { _ = try matrix.elements(of: Double.self) }
    }

    @Test func unsafeElements() throws {
        let x = Tensor([1, 2, 3], dtype: .float32)
        let before = x.value.storage.version
        try x.withUnsafeMutableElements(of: Float.self) { $0[1] = 7 }
        #expect(x.value.storage.version == before + 1)
        #expect(try x.withUnsafeElements(of: Float.self) { $0.reduce(0, +) } == 11)
        expectError("not float64") { try x.withUnsafeElements(of: Double.self) { _ in } }
        expectError("contiguous()") {
            try Tensor([[1, 2], [3, 4]]).T.withUnsafeElements(of: Int.self) { _ in }
        }
        nonisolated(unsafe) let block = UnsafeMutableRawPointer.allocate(byteCount: 8, alignment: 8)
        let storage = Storage.adopting(block, byteCount: 8, isReadOnly: true) { block.deallocate() }
        let mapped = NDArray(value: Strided(storage: storage, layout: Layout(contiguous: [1]), dtype: .float64))
        expectError("read-only") { try mapped.withUnsafeMutableElements(of: Double.self) { _ in } }
    }
}
