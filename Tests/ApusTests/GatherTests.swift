@testable import Apus
import Testing

/// Known results of NumPy and PyTorch for gathering, scattering and masks.
@Suite struct GatherTests {
    private let x = counting([3, 4], as: Tensor.self)

    @Test func take() {
        forEachLayout(of: x) { name, x in
            #expect(numbers(x.take([11, -12, 5])) == [11, 0, 5], "\(name)")
            #expect(numbers(x.take([2, 0], axis: 0)) == [8, 9, 10, 11, 0, 1, 2, 3], "\(name)")
            #expect(numbers(x.take([3, -4], axis: 1)) == [3, 0, 7, 4, 11, 8], "\(name)")
            #expect(numbers(x.take([-5, 7], axis: 1, mode: .wrap)) == [3, 3, 7, 7, 11, 11], "\(name)")
            #expect(numbers(x.take([-5, 7], axis: 1, mode: .clip)) == [0, 3, 4, 7, 8, 11], "\(name)")
            #expect(x.take(Tensor([[0, 1], [1, 0]]), axis: 1).shape == [3, 2, 2], "\(name)")
            #expect(x.take(Tensor(1), axis: 0).shape == [4], "\(name)")
        }
        #expect(errorThrown { () throws(ApusError) in _ = try Take.apply(x, Tensor([4]), 1, .raise) }
            == .index(operation: "take", message: "index 4 is out of range for axis 1 of size 4; it must be in -4...3"))
        #expect(errorThrown { () throws(ApusError) in
            _ = try Take.apply(Tensor.zeros([0]), Tensor([0]), 0, .wrap)
        } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try Take.apply(x, Tensor([0.0]), 0, .raise) } != nil)
    }

    @Test func along() {
        forEachLayout(of: x, Tensor([[0, 3], [1, 1]])) { name, x, indices in
            #expect(numbers(x.gather(axis: 1, indices: indices)) == [0, 3, 5, 5], "\(name)")
            #expect(numbers(x.gather(axis: 0, indices: indices - 1)) == [8, 9, 0, 1], "\(name)")
            #expect(numbers(x.scatter(axis: 1, indices: indices, -1)) == [-1, 1, 2, -1, 4, -1, 6, 7, 8, 9, 10, 11], "\(name)")
            let added = x.scatterAdd(axis: 1, indices: indices, Tensor([[10, 20, 0], [30, 40, 0]]))
            #expect(numbers(added) == [10, 1, 2, 23, 4, 75, 6, 7, 8, 9, 10, 11], "\(name)")
        }
        #expect(numbers(x.takeAlongAxis(Tensor([[1], [0], [3]]))) == [1, 4, 11])
        #expect(numbers(x.takeAlongAxis(Tensor([[2, 1, 0, 1]]), axis: 0)) == [8, 5, 2, 7])
        #expect(numbers(x.indexAdd(axis: 0, indices: Tensor([0, 0]), Tensor.ones([2, 4], dtype: .int64)))
            == [2, 3, 4, 5, 4, 5, 6, 7, 8, 9, 10, 11])
        let long = Tensor([[0, 0], [0, 0], [0, 0], [0, 0]])
        #expect(errorThrown { () throws(ApusError) in _ = try GatherAlongAxis.apply(x, 1, long) } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try GatherAlongAxis.apply(x, 1, Tensor([0])) } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try GatherAlongAxis.apply(x, 1, Tensor([[4]])) } != nil)
        #expect(errorThrown { () throws(ApusError) in
            _ = try ScatterTo.apply(x, 1, Tensor([[0]]), Tensor.zeros([3, 4], dtype: .float32))
        } != nil)
    }

    /// float32 sums in the order of the indices, whatever the number of threads.
    @Test func manyAdditions() {
        let indices = counting([100_000], as: Tensor.self).take([], axis: 0)
        #expect(indices.count == 0)
        let rows = Tensor(Array((0..<20_000).map { $0 % 7 }))
        let sums = Tensor.zeros([7, 3]).indexAdd(axis: 0, indices: rows, Tensor.ones([20_000, 3]))
        #expect(numbers(sums) == (0..<7).flatMap { Array(repeating: $0 < 1 ? 2858.0 : 2857.0, count: 3) })
    }

    @Test func masks() {
        let mask = Tensor([true, false, false, true])
        forEachLayout(of: x, mask) { name, x, mask in
            #expect(numbers(x.maskedFill(mask, 7)) == [7, 1, 2, 7, 7, 5, 6, 7, 7, 9, 10, 7], "\(name)")
            #expect(numbers(x.maskedSelect(mask)) == [0, 3, 4, 7, 8, 11], "\(name)")
            let y = x.flip().copy().flip()
            y.fill(-1, where: mask)
            #expect(numbers(y) == [-1, 1, 2, -1, -1, 5, 6, -1, -1, 9, 10, -1], "\(name)")
        }
        #expect(errorThrown { () throws(ApusError) in _ = try MaskedSelect.apply(x, x) } != nil)
        #expect(errorThrown { () throws(ApusError) in
            _ = try Tensor.apply(MaskedFill(number: 1), x, Tensor([true, false]))
        } != nil)
    }

    @Test func nonzeroElements() {
        forEachLayout(of: NDArray([[0, 1.5, .nan], [-0.0, 0, 2]])) { name, x in
            #expect(x.nonzero().map(numbers) == [[0, 0, 1], [1, 2, 2]], "\(name)")
            #expect(numbers(x.argwhere()) == [0, 1, 0, 2, 1, 2], "\(name)")
            #expect(x.argwhere().dtype == .int64)
        }
        #expect(NDArray(3).argwhere().shape == [1, 0] && NDArray.zeros([0, 2]).argwhere().shape == [0, 2])
        #expect(Tensor(3).nonzero().map(numbers) == [[0]])
        #expect(errorThrown { () throws(ApusError) in _ = try Nonzero.apply(NDArray(3)) } != nil)
    }

    @Test func oneHot() {
        let hot = Tensor([[0, 2], [1, 1]]).oneHot()
        #expect(hot.shape == [2, 2, 3] && hot.dtype == .int64)
        #expect(numbers(hot) == [1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0])
        #expect(numbers(Tensor([1]).oneHot(classes: 3, dtype: .float32)) == [0, 1, 0])
        #expect(errorThrown { () throws(ApusError) in
            _ = try Tensor.apply(OneHot(classes: 2, dtype: .int64), Tensor([2]))
        } != nil)
        #expect(errorThrown { () throws(ApusError) in
            _ = try Tensor.apply(OneHot(classes: nil, dtype: .int64), Tensor([-1]))
        } != nil)
    }

    @Test func embedding() {
        let rows = counting([3, 2], as: Tensor.self).embedding(Tensor([[2], [0]]))
        #expect(rows.shape == [2, 1, 2] && numbers(rows) == [4, 5, 0, 1])
    }

    /// On the meta device shapes and dtypes are the same, and what depends on elements is refused.
    @Test func meta() throws {
        let x = Tensor.zeros([3, 4], device: .meta), indices = Tensor.zeros([2, 2], dtype: .int64, device: .meta)
        #expect(x.take(indices, axis: 1).shape == [3, 2, 2] && x.gather(axis: 0, indices: indices).shape == [2, 2])
        #expect(x.pad(1, mode: .reflect).shape == [5, 6] && x.tile(2).shape == [3, 8] && x.repeat(2).shape == [24])
        #expect(indices.oneHot(classes: 5).shape == [2, 2, 5])
        #expect(errorThrown { () throws(ApusError) in _ = try Nonzero.apply(x) } != nil)
        #expect(errorThrown { () throws(ApusError) in
            _ = try Take.apply(Tensor.zeros([2]), indices, 0, .raise)
        } != nil)
    }
}
