import ApusCore
import Testing

@Suite struct LayoutTests {
    /// Every position that a layout names, in index order.
    private func positions(_ layout: Layout) -> [Int] {
        var result: [Int] = []
        func walk(_ axis: Int, _ position: Int) {
            if axis == layout.rank { return result.append(position) }
            for i in 0..<layout.shape[axis] { walk(axis + 1, position + i * layout.strides[axis]) }
        }
        walk(0, layout.offset)
        return result
    }

    @Test func newLayoutsAreRowMajor() {
        let layout = Layout(contiguous: [2, 3, 4])
        #expect(layout.strides == [12, 4, 1] && layout.isContiguous && layout.count == 24)
        #expect(positions(layout) == Array(0..<24))
        #expect(Layout(contiguous: []).count == 1 && Layout(contiguous: []).isContiguous)
        #expect(Layout(contiguous: [3, 0, 2]).count == 0 && Layout(contiguous: [3, 0, 2]).isContiguous)
    }

    @Test func axesOfSizeOneDoNotMatterForContiguity() {
        #expect(Layout(shape: [1, 4, 1], strides: [99, 1, -7]).isContiguous)
        #expect(!Layout(shape: [2, 4], strides: [8, 1]).isContiguous)
        #expect(!Layout(shape: [4], strides: [-1], offset: 3).isContiguous)
    }

    @Test func reshapingKeepsTheOrderOfElementsOrGivesUp() {
        let layouts = [
            Layout(contiguous: [4, 6]), Layout(contiguous: [4, 6]).permuted([1, 0]),
            Layout(contiguous: [4, 6]).sliced(axis: 1, start: 5, step: -1, size: 6),
            Layout(contiguous: [4, 6]).sliced(axis: 0, start: 0, step: 2, size: 2),
            Layout(contiguous: [1, 6]).broadcast(to: [4, 6])!, Layout(contiguous: [2, 2, 6]).permuted([1, 0, 2]),
        ]
        var views = 0
        for layout in layouts {
            for target: Dims in [[24], [12], [2, 12], [3, 8], [4, 3, 2], [2, 2, 6], [6, 4], [1, 24, 1], [4, 1, 6], [2, 6]]
            where target.product == layout.count {
                guard let reshaped = layout.reshaped(to: target) else { continue }
                views += 1
                #expect(positions(reshaped) == positions(layout), "\(layout) to \(target)")
            }
        }
        // As many as NumPy finds with `reshape(copy=False)`.
        #expect(views == 17)
        #expect(Layout(contiguous: [4, 6]).permuted([1, 0]).reshaped(to: [24]) == nil)
        #expect(Layout(contiguous: [4, 6]).permuted([1, 0]).reshaped(to: [6, 2, 2]) != nil)
    }

    @Test func broadcastingFollowsTheRule() {
        #expect(Layout.broadcastShape([3, 1], [4]) == [3, 4])
        #expect(Layout.broadcastShape([], [2, 0]) == [2, 0])
        #expect(Layout.broadcastShape([1], [0]) == [0])
        #expect(Layout.broadcastShape([2], [3]) == nil)
        #expect(Layout.broadcastShape([0], [3]) == nil)
        let row = Layout(contiguous: [3]).broadcast(to: [2, 3])!
        #expect(positions(row) == [0, 1, 2, 0, 1, 2] && row.mayOverlapItself && !row.isDense)
    }

    @Test func extentsAndOverlap() {
        let reversed = Layout(contiguous: [5]).sliced(axis: 0, start: 4, step: -1, size: 5)
        #expect(reversed.extent == 0..<5 && !reversed.mayOverlapItself && reversed.isDense)
        #expect(Layout(shape: [3], strides: [2], offset: 1).extent == 1..<6)
        #expect(!Layout(shape: [3], strides: [2]).isDense)
        #expect(Layout(shape: [3, 3], strides: [1, 1]).mayOverlapItself)
        #expect(Layout(contiguous: [0, 3]).extent.isEmpty)
    }

    @Test func manyAxesSpillAndComeBack() {
        var dims = Dims(1...5)
        for value in 6...70 { dims.append(value) }
        #expect(Array(dims) == Array(1...70))
        dims.insert(0, at: 3)
        #expect(dims[3] == 0 && dims[4] == 4 && dims.count == 71)
        for _ in 0..<65 { dims.removeLast() }
        #expect(Array(dims) == [1, 2, 3, 0, 4, 5] && dims == Dims([1, 2, 3, 0, 4, 5]))
        #expect(Dims(repeating: 2, count: 10).product == 1024)
        #expect(Dims([Int.max, 2]).checkedProduct == nil && Dims([Int.max, 0]).checkedProduct == 0)
        #expect(Dims([2, -1]).checkedProduct == nil)
        #expect(Dims([2, 3]).description == "(2, 3)" && Dims([2]).description == "(2,)" && Dims().description == "()")
    }
}
