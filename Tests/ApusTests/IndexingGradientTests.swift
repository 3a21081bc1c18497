@testable import Apus
import Testing

@Suite struct IndexingGradientTests {
    private func input(_ shape: Shape, _ dtype: DType = .float64) -> Tensor {
        (counting(shape, dtype: .float64, as: Tensor.self) * 0.37 - 1.1).astype(dtype).requiringGrad()
    }

    private func check(_ inputs: [Tensor], _ function: @escaping ([Tensor]) -> Tensor) throws {
        try gradCheck(inputs, function)
        try gradGradCheck(inputs, function)
    }

    @Test func views() throws {
        let x = input([2, 3, 4])
        try check([x]) { $0[0][0, 1..., .newAxis] * $0[0][1, 1..., .slice(from: -1, to: 0, by: -2)].sum() }
        try check([x]) { $0[0].expandDims(0, -1).squeeze([0]) }
        try check([x]) { $0[0].flip([0, 2]) * $0[0] }
        try check([x]) { $0[0].diagonal(offset: 1, axis1: 2, axis2: 0) * 2 }
        try check([x]) { $0[0].moveAxis(0, to: -1).flatten(from: 1) * 3 }
        try check([x]) { $0[0].rot90(1, axes: (1, 2)) }
        try check([x]) { Tensor.concatenate($0[0].split(at: [1, 3], axis: 2).reversed(), axis: 2) * $0[0] }
        try check([x]) { Tensor.stack($0[0].unbind(axis: 1), axis: 0) }
        try check([x]) { $0[0].chunk(2, axis: 1)[1] * $0[0].arraySplit(2, axis: 1)[1] }
    }

    @Test func copies() throws {
        let x = input([2, 3, 4])
        try check([x]) { $0[0].roll([1, -2], axes: [0, 2]) * $0[0] }
        try check([x]) { $0[0].roll(5) }
        try check([x]) { $0[0].triu(offset: 1) * $0[0].tril(offset: 1) }
        try check([input([3])]) { $0[0].diag(offset: -1) }
        try check([x]) { $0[0].pad([(1, 0), (0, 2), (1, 1)], mode: .constant(2)) }
        for mode in [PadMode.reflect, .edge, .symmetric, .wrap] {
            try check([x]) { $0[0].pad([(1, 0), (2, 2), (0, 3)], mode: mode) }
        }
        try check([x]) { $0[0].tile(2, 1, 3) }
        try check([x]) { $0[0].repeat(2, axis: 1) }
        try check([x]) { $0[0].repeat([0, 2, 1], axis: 1) }
        try check([input([2, 2]), input([3, 2])]) { Tensor.concatenate([$0[0], $0[1], $0[0]]) }
        try check([input([2]), input([2])]) { Tensor.stack([$0[0], $0[1] * $0[0]], axis: 1) }
    }

    @Test func advanced() throws {
        let x = input([3, 4])
        let repeated = Tensor([0, 2, 2, -1])
        try check([x]) { $0[0][repeated] * 2 }
        try check([x]) { $0[0][.slice(by: -1), [[1, 1], [0, 3]]] }
        try check([x]) { $0[0][[0, 1, 1], .newAxis, [3, 0, 0]] }
        try check([x]) { $0[0][$0[0].detach().astype(.int64).astype(.bool)] }
        try check([x]) { $0[0].take(Tensor([[0, 5], [5, 11]])) }
        try check([x]) { $0[0].take([1, 0, 1], axis: 1) * $0[0].take([1, 1, 1], axis: 1) }
        try check([x]) { $0[0].embedding(Tensor([[0, 1], [1, 2]])) }
        try check([x]) { $0[0].gather(axis: 1, indices: Tensor([[0, 0], [3, 1]])) }
        try check([x]) { $0[0].takeAlongAxis(Tensor([[0], [2]]), axis: 0) }
        try check([x, input([2, 2])]) { $0[0].scatter(axis: 1, indices: Tensor([[0, 1], [3, 1]]), $0[1]) }
        try check([x, input([3, 3])]) { $0[0].scatterAdd(axis: 1, indices: Tensor([[0, 0], [3, 1]]), $0[1]) }
        try check([x, input([3, 3])]) { $0[0].indexAdd(axis: 1, indices: Tensor([2, 0, 2]), $0[1]) }
        let mask = Tensor([true, false, true, false])
        try check([x]) { $0[0].maskedFill(mask, 3) * $0[0] }
        try check([x]) { $0[0].maskedSelect(mask) }
    }

    @Test func complexGradients() throws {
        let x = input([2, 3], .complex128)
        try check([x]) { $0[0][[0, 0, 1], 1...].conjugate() * $0[0][0, 0] }
        try check([x]) { $0[0].gather(axis: 0, indices: Tensor([[0, 1, 1]])) * $0[0].triu() }
    }

    @Test func paddingRowGetsNoGradient() {
        let table = input([3, 2])
        table.embedding(Tensor([0, 1, 1, 2]), paddingIndex: -2).sum().backward()
        #expect(numbers(table.grad!) == [1, 1, 0, 0, 1, 1])
    }

    /// A write to a view, a number or an array, is seen by the gradient of what was there and of what was written.
    @Test func indexedAssignment() throws {
        try check([input([3, 4]), input([4])]) {
            let y = $0[0] * 1
            y[1] = $0[1]
            y[..., 0] = 5
            y[2, 1...] += $0[1][1...] * $0[0][0, 1...]
            return y * y
        }
        try check([input([3, 4]), input([2])]) {
            let y = $0[0] * 1
            y[[0, 2], [1, 3]] = $0[1]
            y[Tensor([false, true, false])] = 0.5
            return y * y
        }
        try check([input([3, 4]), input([3, 4])]) {
            let y = $0[0] * 1, z = $0[1]
            trapping { () throws(ApusError) in try y.assign(z, at: [0, 0, 2], accumulate: true) }
            trapping { () throws(ApusError) in try y.assign(z[0], at: 1..., [1, 1, 2, 3], accumulate: true) }
            y.fill(2, where: Tensor([true, false, false, false]))
            return y * y
        }
    }

    /// `reshape` gives a view where it can, and a write through that view is a write to what it views.
    @Test func assignmentThroughReshape() throws {
        try check([input([3, 4]), input([2])]) {
            let y = $0[0] * 1
            y.reshape([2, 6])[1, ..<2] = $0[1]
            y.ravel()[[0, 5]] = $0[1] * 2
            return y * y
        }
        let x = input([2, 2])
        #expect(errorThrown { () throws(ApusError) in try x.ravel().assign(1, at: 0) } != nil)
    }

    @Test func indexedAssignmentOfALeafIsRefused() {
        let x = input([3])
        #expect(errorThrown { () throws(ApusError) in try x.assign(1, at: 0) } != nil)
        #expect(errorThrown { () throws(ApusError) in try x.assign(1, at: [0, 1]) } != nil)
        noGrad { x[0] = 1 }
        #expect(numbers(x)[0] == 1)
    }
}
