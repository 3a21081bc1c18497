import Apus
import CAllocationCounter
import Testing

#if DEBUG
private let isOptimized = false
#else
private let isOptimized = true
#endif

/// The budget of an optimised build: an operation makes its data, and at most two objects beside them.
@Suite(.enabled(if: allocation_count_available() && isOptimized)) struct AllocationTests {
    /// The least of several runs: tests beside this one take blocks out of the common cache now and then.
    private func allocations(_ body: () -> Void) -> Int {
        body()
        return (0..<5).map { _ in
            let before = allocation_count()
            body()
            return Int(allocation_count() - before)
        }.min()!
    }

    @Test func anOperationMakesItsDataAndTwoObjects() {
        let a = NDArray([1, 2, 3, 4], dtype: .float32), b = NDArray([5, 6, 7, 8], dtype: .float32)
        let t = Tensor(a), u = Tensor(b)
        #expect(allocations { _ = a + b } == 3)
        #expect(allocations { _ = t * u } == 3)
        #expect(allocations { _ = a * 2 } == 3)
        #expect(allocations { _ = a.exp() } == 3)
        let matrix = NDArray([[1, 2], [3, 4]], dtype: .float32)
        #expect(allocations { _ = matrix + NDArray.self.full([2], 1, dtype: .float32) } <= 6)
        #expect(allocations { _ = matrix.sum() } <= 12)
    }

    @Test func aRecordedOperationAddsItsNode() {
        let t = Tensor([1, 2, 3, 4], dtype: .float32).requiringGrad(), u = Tensor([5, 6, 7, 8], dtype: .float32)
        #expect(allocations { _ = t + u } <= 5)
    }

    @Test func sharingMakesOneObject() throws {
        let a = NDArray.zeros([1000, 1000])
        #expect(allocations { _ = Tensor(a) } == 1)
        let t = Tensor(a)
        #expect(allocations { _ = try? NDArray(t) } == 1)
    }

    @Test func writingInPlaceMakesNothingBesideTheArguments() {
        var a = NDArray([1, 2, 3, 4], dtype: .float32)
        #expect(allocations { a += 1 } == 0)
    }

    @Test func aStepOfARecurrentLayerMakesNothing() {
        let layer = LSTM(8, 8), short = Tensor.zeros([5, 2, 8]), long = Tensor.zeros([50, 2, 8])
        let counts = noGrad { [long, short].map { x in allocations { _ = layer(x) } } }
        #expect(counts[0] == counts[1])
    }
}
