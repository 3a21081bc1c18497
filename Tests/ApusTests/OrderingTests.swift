import Apus
import Testing

@Suite struct OrderingTests {
    private let x = NDArray((0..<60).map { ($0 * 37 + 5) % 17 }).reshape(3, 4, 5)

    /// The lines along an axis of a row-major list of elements.
    private func lines(_ elements: [Double], _ shape: Shape, _ axis: Int) -> [[Double]] {
        groups(shape, [axis]).map { $0.map { elements[$0] } }
    }

    @Test(arguments: [false, true]) func sorting(descending: Bool) {
        for axis in 0..<3 {
            let expected = lines(x.elements(as: Double.self), x.shape, axis).map { line in
                descending ? line.sorted(by: >) : line.sorted()
            }
            forEachLayout(of: x) { name, x in
                let sorted = x.sort(axis: axis, descending: descending)
                #expect(lines(sorted.elements(as: Double.self), x.shape, axis) == expected, "\(name)")
                #expect(sorted.shape == x.shape && sorted.isContiguous)
                let order = x.argsort(axis: axis, descending: descending)
                #expect(order.dtype == .int64)
                #expect(x.takeAlongAxis(order, axis: axis).arrayEqual(sorted), "\(name)")
                let both = x.sortWithIndices(axis: axis - 3, descending: descending)
                #expect(both.values.arrayEqual(sorted) && both.indices.arrayEqual(order), "\(name)")
            }
        }
    }

    @Test func everyDType() {
        for dtype in DType.allCases {
            let y = NDArray([1, 0, 1, 1, 0, 0]).astype(dtype)
            expect(y.sort().real(), [0, 0, 0, 1, 1, 1], "\(dtype)")
            expect(y.argsort(), [1, 4, 5, 0, 2, 3], "\(dtype)")
            expect(y.argsort(descending: true), [0, 2, 3, 1, 4, 5], "\(dtype)")
            expect(y.topK(2).indices, [0, 2], "\(dtype)")
            expect(y.unique().real(), [0, 1], "\(dtype)")
        }
        let z = NDArray([Complex(1.0, 2.0), Complex(0.0, 5.0), Complex(1.0, -2.0)])
        expect(z.argsort(), [1, 2, 0])
    }

    @Test func notANumberIsLargest() {
        let y = NDArray([2, Double.nan, -Double.infinity, Double.infinity, -1])
        expect(y.sort(), [-.infinity, -1, 2, .infinity, .nan])
        expect(y.sort(descending: true), [.nan, .infinity, 2, -1, -.infinity])
        expect(y.topK(2).values, [.nan, .infinity])
        expect(y.topK(2, largest: false).values, [-.infinity, -1])
        expect(NDArray([-0.0, 0, -0.0]).argsort(), [0, 1, 2])
    }

    @Test func flattened() {
        expect(NDArray([[3, 1], [2, 0]]).sort(axis: nil), [0, 1, 2, 3], shape: [4])
        expect(NDArray([[3, 1], [2, 0]]).argsort(axis: nil), [3, 1, 2, 0], shape: [4])
        expect(NDArray.zeros([0, 3]).sort(axis: 0), [], shape: [0, 3])
        expect(NDArray.zeros([0, 3]).sort(), [], shape: [0, 3])
    }

    @Test func topElements() throws {
        for axis in 0..<3 {
            for k in 0...3 {
                let all = lines(x.elements(as: Double.self), x.shape, axis)
                forEachLayout(of: x) { name, x in
                    for largest in [true, false] {
                        let (values, indices) = x.topK(k, axis: axis, largest: largest)
                        let expected = all.map { Array((largest ? $0.sorted(by: >) : $0.sorted()).prefix(k)) }
                        if k > 0 { #expect(lines(values.elements(as: Double.self), values.shape, axis) == expected, "\(name)") }
                        #expect(x.takeAlongAxis(indices, axis: axis).arrayEqual(values), "\(name)")
                        #expect(values.shape[axis] == k)
                    }
                }
            }
        }
        let table = try #require(OperationTable["topK"])
        expectError("k is 6") { _ = try table.call(Arguments("topK", ["x": .array(x), "k": .scalar(6)])) }
        expectError("k is -1") { _ = try table.call(Arguments("topK", ["x": .array(x), "k": .scalar(-1)])) }
        expectError("no axes") { _ = try table.call(Arguments("topK", ["x": .array(NDArray(1)), "k": .scalar(1)])) }
    }

    @Test func searching() throws {
        let row = NDArray([1.0, 2, 2, 5])
        let wanted = NDArray([[0, 1, 2], [3, 5, 6]])
        forEachLayout(of: row, wanted) { name, row, wanted in
            expect(row.searchSorted(wanted), [0, 0, 1, 3, 3, 4], shape: [2, 3], dtype: .int64, name)
            expect(row.searchSorted(wanted, right: true), [0, 1, 3, 3, 4, 4], name)
        }
        expect(row.searchSorted(2), [1], shape: [])
        expect(row.searchSorted(2.5, right: true), [3], shape: [])
        expect(row.searchSorted(NDArray([Double.nan])), [4])
        let rows = Tensor([[1, 3, 5], [2, 4, 6]])
        expect(rows.searchSorted(Tensor([[3, 6], [3, 6]])), [1, 3, 1, 2], shape: [2, 2])
        let table = try #require(OperationTable["searchSorted"])
        expectError("one for each row") {
            _ = try table.call(
                Arguments("searchSorted", ["sorted": .array(rows), "values": .array(Tensor([1, 2]))]))
        }
    }

    @Test func distinctElements() throws {
        let y = NDArray([[3, 1, 3], [2, 1, 1]])
        forEachLayout(of: y) { name, y in
            expect(y.unique(), [1, 2, 3], shape: [3], dtype: .int64, name)
            let all = y.uniqueAll()
            expect(all.values, [1, 2, 3], name)
            expect(all.indices, [1, 3, 0], name)
            expect(all.inverse, [2, 0, 2, 1, 0, 0], shape: [2, 3], name)
            expect(all.counts, [3, 1, 2], name)
        }
        expect(NDArray([.nan, 1, .nan]).unique(), [1, .nan])
        expect(NDArray([Double]()).unique(), [], shape: [0])
        expect(NDArray([Double]()).uniqueAll().inverse, [], shape: [0])
        let table = try #require(OperationTable["unique"])
        expectError("depends on the elements") {
            _ = try table.call(Arguments("unique", ["x": .array(Tensor.empty([3], device: .meta))]))
        }
    }

    @Test func gradients() throws {
        for axis in 0..<2 {
            for descending in [false, true] {
                try checkGradients([.leaf([3, 4])]) {
                    [
                        $0[0].sort(axis: axis, descending: descending),
                        $0[0].sortWithIndices(axis: axis, descending: descending).values,
                        $0[0].topK(2, axis: axis, largest: descending).values, $0[0].sort(axis: nil),
                    ]
                }
            }
        }
    }

    @Test func shapesWithoutMemory() {
        let m = Tensor.empty([2, 3, 4], device: .meta)
        #expect(m.sort(axis: 1).shape == [2, 3, 4])
        #expect(m.topK(2, axis: 0).indices.shape == [2, 3, 4])
        #expect(m.argsort(axis: 0).dtype == .int64)
    }
}
