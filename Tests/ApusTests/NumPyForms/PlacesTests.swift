import Apus
import ApusCore
import Testing

/// Elements put in, taken out and found by their places, with NumPy's results.
@Suite struct PlacesTests {
    @Test func insertion() throws {
        let x = NDArray([[1, 1], [2, 2], [3, 3]])
        expect(x.insert(5, at: 1), [1, 5, 1, 2, 2, 3, 3], shape: [7], dtype: .int64)
        expect(x.insert(5, at: 1, axis: 1), [1, 5, 1, 2, 5, 2, 3, 5, 3], shape: [3, 3])
        expect(x.insert(NDArray([1, 2, 3]), at: 1, axis: 1), [1, 1, 1, 2, 2, 2, 3, 3, 3], shape: [3, 3])
        expect(x.insert(NDArray([[1], [2], [3]]), at: [1], axis: 1), [1, 1, 1, 2, 2, 2, 3, 3, 3], shape: [3, 3])
        expect(NDArray([1, 1, 2, 2, 3, 3]).insert(NDArray([5, 6]), at: [2, 2]), [1, 1, 5, 6, 2, 2, 3, 3])
        expect(NDArray([1, 1, 2, 2]).insert(NDArray([5.9, 6]), at: [-1, 4]), [1, 1, 2, 5, 2, 6], dtype: .int64)
        expect(NDArray([1, 2, 3]).insert(NDArray([7, 8, 9]), at: [3, 0, 3]), [8, 1, 2, 3, 7, 9])
        expect(try NDArray([1, 2, 3]).insert(NDArray([9]), at: NDArray([true, false, true])), [9, 1, 2, 9, 3])
        expect(x.insert(NDArray([5]), at: [Int]()), [1, 1, 2, 2, 3, 3], shape: [6])
        expect(NDArray([Int]()).insert(4, at: 0), [4])
        expect(Tensor([1.0], dtype: .float64).insert(0.1, at: 0), [0.1, 1], dtype: .float64)
        forEachLayout(of: x) { name, x in
            expect(x.insert(NDArray([7, 8]), at: [0, 2], axis: 0), [7, 8, 1, 1, 2, 2, 7, 8, 3, 3], shape: [5, 2], within: 0, name)
        }
        expectError("out of bounds") { _ = try x.insert(NDArray([1]), at: NDArray([4]), axis: 0) }
        expectError("one axis") { _ = try x.insert(NDArray([1]), at: NDArray([[0]]), axis: 0) }
        expectError("broadcast") { _ = try x.insert(NDArray([1, 2, 3]), at: NDArray([0, 1]), axis: 0) }
    }

    @Test func deletion() throws {
        let x = NDArray.arange(12).reshape(3, 4)
        expect(x.delete(1, axis: 0), [0, 1, 2, 3, 8, 9, 10, 11], shape: [2, 4])
        expect(x.delete([0, -1, 3], axis: 1), [1, 2, 5, 6, 9, 10], shape: [3, 2])
        expect(x.delete([1, 3, 5]), [0, 2, 4, 6, 7, 8, 9, 10, 11])
        expect(try x.delete(NDArray([true, false, true]), axis: 0), [4, 5, 6, 7])
        expect(x.delete([Int](), axis: 0), x.elements(as: Double.self), shape: [3, 4])
        expectError("out of bounds") { _ = try x.delete(NDArray([3]), axis: 0) }
        expectError("mask") { _ = try x.delete(NDArray([true]), axis: 0) }
    }

    @Test func appending() {
        expect(NDArray([1, 2]).append(NDArray([[3.5], [4]])), [1, 2, 3.5, 4], dtype: .float64)
        expect(NDArray([[1, 2]]).append(NDArray([[3, 4]]), axis: 0), [1, 2, 3, 4], shape: [2, 2])
    }

    @Test func zerosAtTheEdges() {
        let x = NDArray([0, 0, 1, 0, 2, 0])
        expect(x.trimZeros(), [1, 0, 2])
        expect(x.trimZeros(.front), [1, 0, 2, 0])
        expect(x.trimZeros(.back), [0, 0, 1, 0, 2])
        expect(NDArray([0, 0]).trimZeros(), [], shape: [0])
        let plane = NDArray([[0, 0, 0], [0, 3, 0], [0, 4, 0], [0, 0, 0]])
        forEachLayout(of: plane) { name, plane in
            expect(plane.trimZeros(), [3, 4], shape: [2, 1], within: 0, name)
            expect(plane.trimZeros(axes: 0), [0, 3, 0, 0, 4, 0], shape: [2, 3])
        }
        expect(NDArray.zeros([2, 3]).trimZeros(axes: 1), [], shape: [2, 0])
        expect(NDArray([.nan, 0.0]).trimZeros(), [.nan])
    }

    @Test func placesOfAMask() throws {
        let x = NDArray.arange(6).reshape(2, 3)
        try x.place(x .> 2, NDArray([44, 55]))
        expect(x, [0, 1, 2, 44, 55, 44])
        try x.T.place(NDArray([[true, false], [false, false], [false, true]]), NDArray([7, 8]))
        expect(x, [7, 1, 2, 44, 55, 8])
        try x.place(NDArray.zeros([6], dtype: .bool), NDArray([Int]()))
        expectError("empty array") { try x.place(NDArray.ones([6]), NDArray([Int]())) }
        expectError("safe") { try x.place(NDArray.ones([6]), NDArray([1.5])) }
        expectError("same size") { try x.place(NDArray([true]), NDArray([1])) }
        expect(try x.extract(NDArray([0, 2, 0, 1])), [1, 44])
        expectError("out of range") { _ = try x.extract(NDArray.ones([7])) }
        expect(NDArray([[0.0, .nan], [-1, 0]]).flatNonzero(), [1, 2], dtype: .int64)
        expect(NDArray(5).flatNonzero(), [0])
    }

    @Test func copyingWithRules() throws {
        let x = NDArray([1, 2, 3])
        try x.copy(from: NDArray([9]), where: NDArray([true, false, true]))
        expect(x, [9, 2, 9])
        expectError("cannot cast") { try x.copy(from: NDArray([1.5])) }
        try x.copy(from: NDArray([1.5]), casting: .unsafe)
        expect(x, [1, 1, 1], dtype: .int64)
        expectError("cannot cast") { try x.copy(from: NDArray([Int32(1)]), casting: .none) }
        expectError("broadcast") { try x.copy(from: NDArray([1, 2])) }
    }

    @Test func pieces() throws {
        let x = NDArray([[-2.0, -1, 0], [1, 2, 3]])
        expect(try x.piecewise([x .< 0, x .> 1], [{ -$0 }, { $0 * $0 }]), [2, 1, 0, 0, 4, 9], shape: [2, 3])
        expect(try x.piecewise([x .< 0], [{ _ in NDArray(7.0) }], otherwise: { $0 + 10 }), [7, 7, 10, 11, 12, 13])
        let whole = NDArray([1, 2, 3])
        expect(try whole.piecewise([whole .> 1, whole .> 2], [{ $0 * 1.5 }, { $0 * 0 - 1 }]), [0, 3, -1], dtype: .int64)
        #expect(throws: ApusError.self) { try x.piecewise([x .< 0], []) }
        #expect(throws: ApusError.self) { try x.piecewise([x .< 2], [{ _ in NDArray([1.0, 2]) }]) }
        let t = Tensor([-1.0, 2], dtype: .float64).requiringGrad()
        try gradCheck([t]) { x in try! x[0].piecewise([x[0] .< 0], [{ $0 * 3 }], otherwise: { $0 * $0 }) }
    }
}
