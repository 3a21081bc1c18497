@testable import Apus
import Testing

/// A line of Goldens/indexing.txt; the notation is explained in Tests/Oracle/make_indexing_goldens.py.
private struct IndexGolden {
    let world: String
    let shape: Shape
    let text: String
    let items: [any ArrayIndex]
    /// The shape of the result and its elements; nil for an error.
    let result: (shape: Shape, elements: [Int])?

    init(_ line: String) throws {
        let fields = line.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        world = fields[0]
        shape = IndexGolden.integers(fields[1])
        text = fields[2]
        items = try text.split(separator: " ").map { try IndexGolden.item(String($0)) }
        result = fields[3] == "error" ? nil : (IndexGolden.integers(fields[3]), Array(IndexGolden.integers(fields[4])))
    }

    private static func integers(_ text: String) -> Dims { Dims(text.split(separator: ",").map { Int($0)! }) }

    private static func item(_ text: String) throws -> any ArrayIndex {
        let body = String(text.dropFirst())
        let parts = body.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        switch text.first! {
        case "i": return Int(body)!
        case "s": return .slice(from: Int(parts[0]), to: Int(parts[1]), by: Int(parts[2])!)
        case "n": return .newAxis
        case "e": return .ellipsis
        case "a": return NDArray(Array(integers(parts[1])), dtype: .int64).reshape(integers(parts[0]))
        default: return NDArray(parts[1].map { $0 == "1" }).reshape(integers(parts[0]))
        }
    }
}

@Suite struct IndexingTests {
    private func forEachGolden(_ body: (IndexGolden) throws -> Void) throws {
        let lines = try Goldens.lines("indexing.txt").filter { !$0.isEmpty }
        #expect(lines.count == 800)
        for line in lines { try body(IndexGolden(line)) }
    }

    @Test func readingAgreesWithNumPyAndPyTorch() throws {
        func check<Face: ArrayFace>(_ golden: IndexGolden, as face: Face.Type) {
            forEachLayout(of: counting(golden.shape, as: Face.self)) { name, x in
                let label = "\(golden.world) \(golden.shape) [\(golden.text)] \(name)"
                do {
                    let y = try x.at(list: golden.items)
                    guard let result = golden.result else { Issue.record("\(label): no error"); return }
                    #expect(y.shape == result.shape && numbers(y) == result.elements.map(Double.init), "\(label)")
                } catch {
                    #expect(golden.result == nil, "\(label): \(error)")
                }
            }
        }
        try forEachGolden { golden in
            if golden.world == "numpy" { check(golden, as: NDArray.self) } else { check(golden, as: Tensor.self) }
        }
    }

    @Test func metaArraysHaveTheSameShapes() throws {
        try forEachGolden { golden in
            guard golden.world == "torch", let result = golden.result else { return }
            let x = Tensor.zeros(golden.shape, dtype: .float32, device: .meta)
            let y = try x.at(list: golden.items)
            #expect(y.shape == result.shape && y.device == .meta, "\(golden.shape) [\(golden.text)]")
        }
    }

    /// What is read of 0, 1, 2, ... says where a written value must arrive.
    @Test func writingReachesWhatReadingNames() throws {
        try forEachGolden { golden in
            guard golden.world == "numpy", let result = golden.result else { return }
            let values = (0..<result.elements.count).map { 100 + $0 }
            for accumulate in [false, true] {
                let source = NDArray(values, dtype: accumulate ? .int32 : .float32).reshape(result.shape)
                var expected = (0..<golden.shape.product).map { $0 }
                for (value, place) in zip(values, result.elements) {
                    expected[place] = accumulate ? expected[place] + value : value
                }
                try forEachLayout(of: counting(golden.shape, as: NDArray.self)) { name, x in
                    if x.value.layout.mayOverlapItself { return }
                    try x.assign(source, list: golden.items, accumulate: accumulate)
                    let right = numbers(x) == expected.map(Double.init)
                    #expect(right, "\(golden.shape) [\(golden.text)] \(name), accumulate \(accumulate)")
                }
            }
        }
    }

    @Test func everySpellingCompiles() {
        let a = counting([3, 4, 5], as: NDArray.self)
        #expect(numbers(a[1, 2, 3]) == [33])
        #expect(a[0, 1..<3, ..., .newAxis].shape == [2, 5, 1])
        #expect(a[..., 0].shape == [3, 4])
        #expect(a[1, ..., 0].shape == [4])
        #expect(a[...].shape == [3, 4, 5])
        #expect(a[1...].shape == [2, 4, 5] && a[..<2].shape == [2, 4, 5] && a[...1].shape == [2, 4, 5])
        #expect(a[0...1, 1...].shape == [2, 3, 5])
        #expect(numbers(a[0, 0, (-2)...]) == [3, 4])
        #expect(numbers(a[0, 0, ..<(-3)]) == [0, 1])
        #expect(numbers(a[0, 0, -3 ..< -1]) == [2, 3])
        #expect(numbers(a[0, 0, -2 ... -1]) == [3, 4])
        #expect(numbers(a[0, 0, (1...).by(2)]) == [1, 3])
        #expect(numbers(a[0, 0, .slice(from: 1, to: -1)]) == [1, 2, 3])
        #expect(numbers(a[0, 0, .slice(by: -2)]) == [4, 2, 0])
        #expect(a[[0, 2]].shape == [2, 4, 5] && a[[[0, 2]]].shape == [1, 2, 4, 5])
        #expect(a[[true, false, true], [1, 2]].shape == [2, 5])
        #expect(a[NDArray([[2]])].shape == [1, 1, 4, 5])
        #expect(a[true].shape == [1, 3, 4, 5] && a[false].shape == [0, 3, 4, 5])
    }

    @Test func assignmentOperators() {
        let a = NDArray.zeros([2, 3])
        a[0, 0] = 1
        a[1] = 2.5
        a[..., 2] = NDArray([7, 8])
        #expect(numbers(a) == [1, 0, 7, 2.5, 2.5, 8])
        a[0] += 1
        a[1, ..<2] *= 2
        #expect(numbers(a) == [2, 1, 8, 5, 5, 8])
        a[[0, 1], [0, 1]] += 10
        #expect(numbers(a) == [12, 1, 8, 5, 15, 8])
        a[[true, false]] = NDArray([[[9, 9, 9]]])
        #expect(numbers(a) == [9, 9, 9, 5, 15, 8])
        a[...] = 0
        #expect(numbers(a) == [0, 0, 0, 0, 0, 0])
        let third: Int = 3
        a[0, 1] = third
        let b = a[0] + a[1] * 2 - 1
        #expect(numbers(b) == [-1, 2, -1])
    }

    @Test func basicIndexingIsAViewAndAdvancedIsNot() {
        let a = counting([3, 4], as: NDArray.self)
        a[1..., .slice(by: -1)][0, 0] = 50
        #expect(numbers(a[1, 3]) == [50])
        a[0, .newAxis, ..., 2].fill(60)
        #expect(numbers(a[0, 2]) == [60])
        let copy = a[[0, 1]]
        copy[...] = 1
        #expect(numbers(a[0, 0]) == [0])
        let masked = a[[true, false, false]]
        masked.fill(1)
        #expect(numbers(a[0, 0]) == [0])
    }

    @Test func overlappingAssignmentReadsFirst() {
        let a = counting([6], as: NDArray.self)
        a[1...] = a[..<(-1)]
        #expect(numbers(a) == [0, 0, 1, 2, 3, 4])
        let b = counting([6], as: NDArray.self)
        b[[5, 4, 3]] = b[..<3]
        #expect(numbers(b) == [0, 1, 2, 2, 1, 0])
        let c = counting([3, 3], as: NDArray.self)
        c[...] = c.T
        #expect(numbers(c) == [0, 3, 6, 1, 4, 7, 2, 5, 8])
    }

    @Test func errorsNameAxisIndexAndSize() throws {
        let a = NDArray.zeros([2, 3])
        #expect(errorThrown { () throws(ApusError) in _ = try a.at(0, 3) }
            == .index(operation: "index", message: "index 3 is out of range for axis 1 of size 3; it must be in -3...2"))
        #expect(errorThrown { () throws(ApusError) in _ = try a.at(0, [0, -4]) }
            == .index(operation: "index", message: "index -4 is out of range for axis 1 of size 3; it must be in -3...2"))
        #expect(errorThrown { () throws(ApusError) in _ = try a.at(0, 0, 0) }
            == .index(operation: "index", message: "3 indices for shape (2, 3), which has 2 axes"))
        #expect(errorThrown { () throws(ApusError) in _ = try a.at(NDArray([0.5])) } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try a.at(.slice(by: 0)) } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try a.at([[0, 1], [0]]) } != nil)
        #expect(errorThrown { () throws(ApusError) in _ = try a.at(.slice(from: .min, to: .max, by: .max)) } == nil)
        #expect(errorThrown { () throws(ApusError) in _ = try a.at(.slice(from: .max, to: .min, by: .min)) } == nil)
        #expect(errorThrown { () throws(ApusError) in try a.assign(NDArray.zeros([4]), at: 0) } != nil)
        #expect(errorThrown { () throws(ApusError) in try a.assign(NDArray.zeros([4]), at: [0, 1]) } != nil)
        #expect(errorThrown { () throws(ApusError) in
            try NDArray.zeros([2], dtype: .uint8).assign(300, at: [0])
        } != nil)
        for indices in [[0] as any ArrayIndex, [0, 1]] {
            #expect(errorThrown { () throws(ApusError) in
                try NDArray.zeros([2], dtype: .int8).assign(NDArray([0.5]), at: indices, accumulate: true)
            } != nil)
        }
        let mask = Tensor.zeros([2], dtype: .bool, device: .meta)
        #expect(errorThrown { () throws(ApusError) in _ = try Tensor.zeros([2], device: .meta).at(mask) } != nil)
    }

    @Test func readOnlyMemoryIsNotWritten() throws {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 32, alignment: 16)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: 32)
        let storage = Storage.adopting(memory, byteCount: 32, isReadOnly: true) { [address = UInt(bitPattern: memory)] in
            UnsafeMutableRawPointer(bitPattern: address)!.deallocate()
        }
        let a = NDArray(value: Strided(storage: storage, layout: Layout(contiguous: [4]), dtype: .float64))
        #expect(errorThrown { () throws(ApusError) in try a.assign(1, at: 0) } == .readOnly(operation: "fill"))
        #expect(errorThrown { () throws(ApusError) in try a.assign(1, at: [0, 1]) } == .readOnly(operation: "indexPut"))
    }

    @Test func uint8IsAnIntegerIndex() {
        let a = counting([4], as: NDArray.self)
        #expect(numbers(a[NDArray([1, 1, 0], dtype: .uint8)]) == [1, 1, 0])
    }

    /// Every element size moves whole.
    @Test(arguments: DType.allCases) func everyDTypeIsIndexed(_ dtype: DType) throws {
        let a = counting([3, 4], dtype: dtype, as: Tensor.self)
        let expected = numbers(a)
        #expect(numbers(a[[2, 0]]) == Array(expected[8..<12] + expected[0..<4]))
        #expect(numbers(a[.slice(by: -1), [3]]) == [expected[11], expected[7], expected[3]])
        let b = Tensor.zeros([3, 4], dtype: dtype)
        b[[1, 1, 2]] = a
        #expect(numbers(b[1]) == Array(expected[4..<8]) && numbers(b[2]) == Array(expected[8..<12]))
        #expect(numbers(a.T.contiguous()) == [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11].map { expected[$0] })
    }
}
