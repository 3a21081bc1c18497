@testable import Apus
import Testing

/// The expected values are NumPy's and PyTorch's, for 0, 1, 2, ... in the shape given.
@Suite struct ShapeTests {
    private func check(
        _ shape: Shape, _ expected: [Double], _ result: Shape, at location: SourceLocation = #_sourceLocation,
        _ function: (NDArray) -> NDArray
    ) {
        forEachLayout(of: counting(shape, as: NDArray.self)) { name, x in
            let y = function(x)
            #expect(y.shape == result && numbers(y) == expected, "\(name): \(numbers(y))", sourceLocation: location)
        }
    }

    @Test func axes() {
        let zeroToFive = (0..<6).map(Double.init)
        check([1, 2, 1, 3], zeroToFive, [2, 3]) { $0.squeeze() }
        check([1, 2, 1, 3], zeroToFive, [1, 2, 3]) { $0.squeeze([2]) }
        check([2, 3], zeroToFive, [1, 2, 3, 1]) { $0.expandDims(0, -1) }
        check([2, 3], [0, 3, 1, 4, 2, 5], [3, 2]) { $0.moveAxis(0, to: -1) }
        check([1, 2, 3], [0, 3, 1, 4, 2, 5], [3, 1, 2]) { $0.moveAxes([2, 1], to: [0, 2]) }
        check([1, 2, 3], zeroToFive, [1, 6]) { $0.flatten(from: 1) }
        check([2, 3], zeroToFive, [6]) { $0.ravel() }
        #expect(counting([], as: NDArray.self).flatten().shape == [1])
        #expect(Tensor.zeros([2, 1]).squeeze([0, 1]).shape == [2])
        #expect(errorThrown { () throws(ApusError) in _ = try Squeeze.apply(NDArray.zeros([2, 1]), [0]) } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try NDArray.apply(ExpandDims(axes: [0, 0]), .zeros([2])) } != nil)
    }

    @Test func order() {
        check([2, 3], [5, 4, 3, 2, 1, 0], [2, 3]) { $0.flip() }
        check([2, 3], [2, 1, 0, 5, 4, 3], [2, 3]) { $0.flip([-1]) }
        check([2, 3], [5, 0, 1, 2, 3, 4], [2, 3]) { $0.roll(1) }
        check([2, 3], [1, 2, 0, 4, 5, 3], [2, 3]) { $0.roll(-4, axis: 1) }
        check([2, 3], [5, 3, 4, 2, 0, 1], [2, 3]) { $0.roll([1, 1], axes: [0, 1]) }
        check([2, 3], [2, 5, 1, 4, 0, 3], [3, 2]) { $0.rot90() }
        check([2, 3], [5, 4, 3, 2, 1, 0], [2, 3]) { $0.rot90(2) }
        check([2, 3], [3, 0, 4, 1, 5, 2], [3, 2]) { $0.rot90(-1) }
        check([0, 3], [], [0, 3]) { $0.roll(2, axis: 0).flip() }
    }

    @Test func diagonals() {
        check([3, 4], [0, 5, 10], [3]) { $0.diagonal() }
        check([3, 4], [1, 6, 11], [3]) { $0.diagonal(offset: 1) }
        check([3, 4], [8], [1]) { $0.diagonal(offset: -2) }
        check([3, 4], [], [0]) { $0.diagonal(offset: 7) }
        check([2, 2, 2], [0, 6, 1, 7], [2, 2]) { $0.diagonal() }
        check([2, 2, 2], [0, 5, 2, 7], [2, 2]) { $0.diagonal(axis1: 2, axis2: 0) }
        check([3, 3], [0, 1, 2, 0, 4, 5, 0, 0, 8], [3, 3]) { $0.triu() }
        check([3, 3], [0, 0, 2, 0, 0, 0, 0, 0, 0], [3, 3]) { $0.triu(offset: 2) }
        check([2, 3], [0, 1, 0, 3, 4, 5], [2, 3]) { $0.tril(offset: 1) }
        check([2], [0, 0, 0, 0, 0, 1, 0, 0, 0].map { $0 }, [3, 3]) { $0.diag(offset: 1) }
        #expect(numbers(NDArray([Double.nan, 1]).reshape([1, 2]).triu(offset: 1)) == [0, 1])
    }

    @Test func joining() {
        check([2, 2], [0, 1, 2, 3, 0, 1, 2, 3], [4, 2]) { NDArray.concatenate([$0, $0]) }
        check([2, 2], [0, 1, 0, 1, 2, 3, 2, 3], [2, 4]) { NDArray.concatenate([$0, $0], axis: -1) }
        check([2, 2], [0, 1, 0, 1, 2, 3, 2, 3], [2, 2, 2]) { NDArray.stack([$0, $0], axis: 1) }
        check([2], [0, 0, 1, 1], [2, 2]) { NDArray.stack([$0, $0], axis: -1) }
        let mixed = NDArray.concatenate([NDArray([1, 2], dtype: .int8), NDArray([0.5], dtype: .float16)])
        #expect(mixed.dtype == .float16 && numbers(mixed) == [1, 2, 0.5])
        #expect(Tensor.concatenate([Tensor.zeros([0]), Tensor.ones([2, 3])], axis: 1).shape == [2, 3])
        for arrays in [[], [NDArray.zeros([])], [.zeros([2]), .zeros([2, 2])], [.zeros([0]), .zeros([2, 2])]] {
            #expect(errorThrown { () throws(ApusError) in _ = try NDArray.apply(Concatenate(axis: 0), arrays) } != nil)
        }
        #expect(errorThrown { () throws(ApusError) in _ = try Stack.apply([NDArray.zeros([2]), .zeros([3])], 0) } != nil)
    }

    @Test func splitting() throws {
        let x = counting([7], as: NDArray.self)
        #expect(counting([6], as: NDArray.self).split(3).map(numbers) == [[0, 1], [2, 3], [4, 5]])
        #expect(x.split(at: [2, -2, 9]).map(numbers) == [[0, 1], [2, 3, 4], [5, 6], []])
        #expect(x.split(at: [4, 2]).map(numbers) == [[0, 1, 2, 3], [], [2, 3, 4, 5, 6]])
        #expect(x.arraySplit(3).map(numbers) == [[0, 1, 2], [3, 4], [5, 6]])
        #expect(x.chunk(3).map(numbers) == [[0, 1, 2], [3, 4, 5], [6]])
        #expect(x.chunk(5).map(\.count) == [2, 2, 2, 1])
        #expect(x.split(size: 5).map(\.count) == [5, 2] && x.split(sizes: [3, 0, 4]).map(\.count) == [3, 0, 4])
        #expect(counting([2, 2], as: NDArray.self).unbind(axis: 1).map(numbers) == [[0, 2], [1, 3]])
        #expect(errorThrown { () throws(ApusError) in _ = try Split.equal(x, 2, 0) } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try Split.sizes(x, [3, 3], 0) } != nil)
        for count in [0, -1, Int.max] {
            #expect(errorThrown { () throws(ApusError) in _ = try Chunk.apply(x, count, 0) } != nil)
            #expect(errorThrown { () throws(ApusError) in _ = try ArraySplit.apply(x, count, 0) } != nil)
            #expect(errorThrown { () throws(ApusError) in _ = try Split.equal(NDArray.zeros([0]), count, 0) } != nil)
        }
    }

    @Test func margins() {
        check([3], [9, 0, 1, 2, 9, 9], [6]) { $0.pad([(1, 2)], mode: .constant(9)) }
        check([2, 2], [0, 0, 0, 0, 0, 0, 1, 0, 0, 2, 3, 0, 0, 0, 0, 0], [4, 4]) { $0.pad(1) }
        check([3], [1, 0, 1, 2, 1, 0, 1, 2], [8]) { $0.pad([(1, 4)], mode: .reflect) }
        check([3], [0, 0, 1, 2, 2, 2], [6]) { $0.pad([(1, 2)], mode: .edge) }
        check([3], [1, 0, 0, 1, 2, 2, 1, 0, 0], [9]) { $0.pad([(2, 4)], mode: .symmetric) }
        check([3], [1, 2, 0, 1, 2, 0, 1, 2, 0], [9]) { $0.pad([(2, 4)], mode: .wrap) }
        check([1], [0, 0, 0], [3]) { $0.pad([(1, 1)], mode: .reflect) }
        check([2, 2], [3, 2, 3, 2, 1, 0, 1, 0, 3, 2, 3, 2], [3, 4]) { $0.pad([(1, 0), (1, 1)], mode: .reflect) }
        let x = NDArray.zeros([2])
        #expect(errorThrown { () throws(ApusError) in _ = try Pad.apply(x, [(-1, 0)], .edge) } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try Pad.apply(x, [], .edge) } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try Pad.apply(x, [(.max, 1)], .constant(0)) } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try Pad.apply(NDArray.zeros([0]), [(1, 0)], .edge) } != nil)
    }

    @Test func repeating() {
        check([2, 2], [0, 1, 0, 1, 2, 3, 2, 3], [2, 4]) { $0.tile(2) }
        check([2], [0, 1, 0, 1, 0, 1, 0, 1], [2, 4]) { $0.tile(2, 2) }
        check([2, 2], [], [0, 2]) { $0.tile(0, 1) }
        check([2, 2], [0, 0, 1, 1, 2, 2, 3, 3], [8]) { $0.repeat(2) }
        check([2, 2], [0, 1, 0, 1, 2, 3, 2, 3], [4, 2]) { $0.repeat(2, axis: 0) }
        check([2, 2], [1, 1, 1, 0, 3, 3, 3, 2].map { $0 }, [2, 4]) { $0.flip([1]).repeat([3, 1], axis: -1) }
        #expect(errorThrown { () throws(ApusError) in _ = try Repeat.apply(NDArray.zeros([2]), [1, 2, 3], 0) } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try Tile.apply(NDArray.zeros([2]), [.max, .max]) } != nil)
    }

    @Test func copiesDoNotAlias() {
        let x = NDArray.zeros([1, 2])
        for copy in [x.tile(1, 1), x.repeat(1, axis: 0), x.pad(0, mode: .edge), x.roll(0, axis: 0), .concatenate([x])] {
            copy.fill(1)
            #expect(numbers(x) == [0, 0])
        }
    }

    /// A write through any of these shows in the array.
    @Test func viewsAlias() {
        let x = NDArray.zeros([2, 3])
        let views: [NDArray] = [
            x.squeeze(), x.expandDims(1), x.moveAxis(0, to: 1), x.flip(), x.rot90(), x.diagonal(), x.ravel(), x.flatten(),
            x.split(3, axis: 1)[1], x.unbind()[1], x.chunk(2)[0], x.broadcast(to: [2, 2, 3]), x.arraySplit(2, axis: 1)[0],
        ]
        for (number, view) in views.enumerated() {
            view.fill(number + 1)
            #expect(numbers(x).contains(Double(number + 1)), "view \(number)")
        }
    }

    /// Callers by name reach the same operations, and bad arguments give errors.
    @Test func tableOfOperations() throws {
        let x = counting([2, 3], as: NDArray.self)
        func call(_ name: String, _ arguments: [String: Argument<NDArray>]) throws -> [NDArray] {
            try OperationTable[name]!.call(Arguments(name, arguments))
        }
        #expect(try call("split", ["x": .array(x), "indices": .integers([1]), "axis": .integers([1])]).map(\.count) == [2, 4])
        #expect(try call("pad", ["x": .array(x), "widths": .integers([1, 0, 0, 0])])[0].shape == [3, 3])
        #expect(try call("take", ["x": .array(x), "indices": .array(NDArray([5]))]).map(numbers) == [[5]])
        #expect(try call("scatter", [
            "x": .array(x), "axis": .integers([0]), "indices": .array(NDArray([[1]])), "values": .scalar(9),
        ]).map(numbers) == [[0, 1, 2, 9, 4, 5]])
        for operation in OperationTable.shapes + OperationTable.indexing {
            #expect(throws: ApusError.self) { try operation.call(Arguments<NDArray>(operation.name, [:])) }
        }
    }
}
