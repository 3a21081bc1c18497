import Apus
import ApusCore
import Testing

/// Reductions of the elements where a mask is true, with NumPy's results.
@Suite struct PartialReductionTests {
    private let x = NDArray([[1.0, .nan, 3], [4, 5, .infinity]])
    private let mask = NDArray([[true, false, true], [true, true, false]])

    @Test func sumsAndProducts() {
        forEachLayout(of: x, mask) { name, x, mask in
            expect(x.sum(where: mask), [13], shape: [], within: 0, name)
            expect(x.sum(1, initial: 10, where: mask), [14, 19], shape: [2])
            expect(x.sum(0, keepDims: true, where: mask), [5, 5, 3], shape: [1, 3])
            expect(x.prod(1, initial: -1, where: mask), [-3, -20])
        }
        expect(NDArray([1, 2]).sum(initial: 2.5), [5], dtype: .int64)
        expect(NDArray([true, true]).sum(where: NDArray([true, false])), [1], dtype: .int64)
        expect(NDArray([UInt8(200), 100]).prod(where: NDArray([false, false])), [1], dtype: .uint64)
        expect(NDArray.zeros([0, 2]).sum(0, initial: 3), [3, 3])
        // A mask is broadcast, the array is not.
        expect(NDArray([[1, 2], [3, 4]]).sum(0, where: NDArray([true, false])), [4, 0])
        #expect(throws: ApusError.self) {
            try OperationTable["sum"]!.call(Arguments<NDArray>("sum", ["x": .array(NDArray([1, 2])), "where": .array(mask)]))
        }
        #expect(throws: ApusError.self) {
            try OperationTable["sum"]!.call(Arguments<NDArray>("sum", ["x": .array(NDArray([1, 2])), "where": .array(NDArray([1, 0]))]))
        }
    }

    @Test func extremes() {
        expect(x.max(initial: 0, where: mask), [5])
        expect(x.min(1, initial: 2, where: mask), [1, 2])
        expect(NDArray([1, 2]).max(initial: 2.7), [2], dtype: .int64)
        expect(NDArray.zeros([0, 2]).max(0, initial: 3), [3, 3], shape: [2])
        expect(NDArray.zeros([0]).min(initial: 4), [4], shape: [])
        expect(x.max(initial: 0), [.nan])
        expectError("does not have an identity") {
            _ = try OperationTable["max"]!.call(Arguments<NDArray>("max", ["x": .array(x), "where": .array(mask)]))
        }
        expectError("out of bounds") {
            _ = try OperationTable["max"]!.call(Arguments<NDArray>("max", ["x": .array(NDArray([UInt8(1)])), "initial": .scalar(300)]))
        }
    }

    @Test func truth() {
        let flags = NDArray([[0, 1], [0, 0]]), chosen = NDArray([[true, false], [false, true]])
        #expect(!flags.any(where: chosen).item(as: Bool.self))
        #expect(flags.all(1, where: NDArray([false, true])).elements(as: Bool.self) == [true, false])
        #expect(flags.all(where: NDArray([false])).item(as: Bool.self))
    }

    @Test func moments() {
        expect(x.mean(where: mask), [3.25])
        expect(x.mean(1, where: mask), [2, 4.5])
        expect(NDArray([1, 2]).mean(where: NDArray([true, false])), [1], dtype: .float64)
        expect(NDArray([1.0, 2], dtype: .float16).mean(where: NDArray([false, false])), [.nan], dtype: .float16)
        expect(x.var(where: mask), [2.1875])
        expect(x.var(1, correction: 1, keepDims: true, where: mask), [2, 0.5], shape: [2, 1])
        expect(x.std(0, where: mask), [1.5, 0, 0])
        let z = NDArray([Complex(1.0, 2), Complex(3, 0), Complex(0, 5)])
        expect(z.var(where: NDArray([true, false, true])), [2.5], dtype: .float64)
        let y = NDArray([[1.0, 2, 4], [2, 2, 2]])
        expect(y.var(1, mean: y.mean(1, keepDims: true)), y.var(1).elements(as: Double.self), within: 1e-15)
        expect(y.std(1, mean: NDArray([[0.0], [0]])), [(21.0 / 3).squareRoot(), 2])
        expect(y.var(correction: 6, where: NDArray([true])), [.infinity])
    }

    @Test func tensorsAreDifferentiable() throws {
        let x = Tensor([[1.0, 2, 3], [4, 5, 6]], dtype: .float64).requiringGrad()
        let mask = Tensor([true, false, true])
        try gradCheck([x]) { $0[0].mean(1, where: mask) }
        try gradCheck([x]) { $0[0].std(1, where: mask) }
        try gradCheck([x]) { $0[0].max(1, initial: 0, where: mask) }
        expect(Tensor([1.0, 2, 3]).var(where: mask), [2], dtype: .float32)
    }

    @Test func runningForms() {
        let x = NDArray([[1, 2, 3], [4, 5, 6]])
        expect(x.cumulativeSum(axis: 1, includeInitial: true), [0, 1, 3, 6, 0, 4, 9, 15], shape: [2, 4], dtype: .int64)
        expect(x.cumulativeProd(axis: 0), [1, 2, 3, 4, 10, 18])
        expect(NDArray([2.0, 3]).cumulativeProd(includeInitial: true), [1, 2, 6], dtype: .float64)
        expect(NDArray([Float]()).cumulativeSum(includeInitial: true), [0], dtype: .float32)
        expect(NDArray([true, true]).cumulativeSum(dtype: .int8, includeInitial: true), [0, 1, 2], dtype: .int8)
        expectError("axis") {
            _ = try OperationTable["cumulativeSum"]!.call(Arguments<NDArray>("cumulativeSum", ["x": .array(x)]))
        }
    }
}
