import Apus
import ApusCore
import Testing

/// Sets, stacks, places, partial orders, margins and einsum, with NumPy's results.
@Suite struct ArrangementTests {
    private func numbers(_ x: NDArray) -> [Double] { x.astype(.float64).ravel().elements(as: Double.self) }

    @Test func sets() {
        let a = NDArray([3, 1, 2, 1, 7]), b = NDArray([[1, 7], [5, 3]])
        #expect(numbers(a.intersect1d(b)) == [1, 3, 7])
        #expect(numbers(a.union1d(b)) == [1, 2, 3, 5, 7])
        #expect(numbers(a.setdiff1d(b)) == [2])
        #expect(numbers(a.setxor1d(b)) == [2, 5])
        let (values, first, second) = a.intersect1dWithIndices(b)
        #expect(numbers(values) == [1, 3, 7] && numbers(first) == [1, 0, 4] && numbers(second) == [0, 3, 1])
        #expect(numbers(NDArray([.nan, 1.0]).intersect1d(NDArray([.nan, 2.0]))).isEmpty)
        #expect(a.isIn(NDArray([1, 7])).elements(as: Bool.self) == [false, true, false, true, true])
        #expect(NDArray([UInt64.max, 5]).isIn(NDArray([UInt64.max])).elements(as: Bool.self) == [true, false])
    }

    @Test func slicesThatDiffer() {
        let x = NDArray([[2.0, -1], [1, 5], [2, -1], [1, .nan], [1, .nan]])
        let found = x.uniqueSlices(axis: 0)
        #expect(found.values.shape == [4, 2])
        #expect(numbers(found.indices) == [1, 3, 4, 0] && numbers(found.inverse) == [3, 0, 3, 1, 2])
        #expect(numbers(found.counts) == [1, 1, 1, 2])
        let columns = NDArray([[1, 0, 1], [2, 0, 2]]).uniqueSlices(axis: 1)
        #expect(numbers(columns.values) == [0, 1, 0, 2])
    }

    @Test func stacks() {
        let a = NDArray([1, 2]), b = NDArray([3, 4])
        #expect(NDArray.hstack([a, b]).shape == [4] && NDArray.vstack([a, b]).shape == [2, 2])
        #expect(NDArray.dstack([a, b]).shape == [1, 2, 2] && numbers(NDArray.columnStack([a, b])) == [1, 3, 2, 4])
        let blocks = NDArray.block([[NDArray.eye(2), NDArray.zeros([2, 1])], [NDArray.ones([1, 2]), NDArray([[5.0]])]])
        #expect(numbers(blocks) == [1, 0, 0, 0, 1, 0, 1, 1, 5])
        #expect(NDArray.arange(6).hsplit(3).map(\.shape) == [[2], [2], [2]])
    }

    @Test func places() throws {
        let x = NDArray.arange(6).reshape(2, 3)
        #expect(try NDArray([5, 1]).unravelIndex([2, 3]).map(numbers) == [[1, 0], [2, 1]])
        #expect(try numbers(.ravelMultiIndex([NDArray([1, 0]), NDArray([2, 4])], [2, 3], modes: [.raise, .clip])) == [5, 2])
        #expect(throws: ApusError.self) { try NDArray([6]).unravelIndex([2, 3]) }
        #expect(try numbers(NDArray([1, 0, 1]).choose([NDArray([1, 2, 3]), NDArray([4, 5, 6])])) == [4, 2, 6])
        #expect(numbers(x.compress(NDArray([false, true]), axis: 0)) == [3, 4, 5])
        let written = x.copy()
        try written.T.put(NDArray([1, -1]), NDArray([10, 20]))
        #expect(numbers(written) == [0, 1, 2, 10, 4, 20])
        let tall = NDArray.zeros([5, 2], dtype: .int64)
        try tall.fillDiagonal(NDArray([1, 2]), wrap: true)
        #expect(numbers(tall) == [1, 0, 0, 2, 0, 0, 1, 0, 0, 2])
        try x.putAlongAxis(NDArray([[2], [0]]), NDArray([[7], [8]]), axis: 1)
        #expect(numbers(x) == [0, 1, 7, 8, 4, 5])
        #expect(numbers(NDArray.trilIndices(3).columns) == [0, 0, 1, 0, 1, 2])
        #expect(Array(IndexSequence([2, 2])) == [[0, 0], [0, 1], [1, 0], [1, 1]])
        #expect(Array(IndexSequence([2, 0])).isEmpty && Array(IndexSequence([])) == [[]])
    }

    /// At each settled place stands what a sort puts there, with nothing greater before and nothing less behind it.
    @Test(arguments: [DType.uint8, .int16, .int64, .float16, .bfloat16, .float32, .float64])
    func partitions(_ dtype: DType) {
        for size in [1, 2, 24, 25, 300, 5000] {
            let x = NDArray((0..<2 * size).map { $0 * $0 * 7919 % 1009 - 500 }).reshape(2, size).astype(dtype)
            let sorted = x.sort()
            let kth = [0, size / 3, size / 2, size - 1]
            let parted = x.partition(kth), order = x.argpartition(kth)
            #expect(parted.sort().equal(sorted).all().item(as: Bool.self))
            #expect(x.takeAlongAxis(order).equal(parted).all().item(as: Bool.self))
            for k in kth {
                #expect(parted[0..., k].equal(sorted[0..., k]).all().item(as: Bool.self))
                #expect(parted[0..., ..<k].lessEqual(sorted[0..., k...k]).all().item(as: Bool.self))
                #expect(parted[0..., k...].greaterEqual(sorted[0..., k...k]).all().item(as: Bool.self))
            }
        }
        #expect(numbers(NDArray([.nan, 1.0, .infinity, -2]).partition([1, 3]))[0...2] == [-2, 1, .infinity])
        #expect(numbers(NDArray.lexsort([NDArray([1, 5, 1, 4]), NDArray([9, 4, 0, 4])])) == [2, 3, 1, 0])
    }

    @Test func bits() {
        let x = NDArray([true, false, true, true, false, false, false, false, true])
        #expect(numbers(x.packBits()) == [176, 128] && numbers(x.packBits(order: .little)) == [13, 1])
        #expect(x.packBits().unpackBits(count: 9).astype(.bool).equal(x).all().item(as: Bool.self))
        #expect(numbers(NDArray([7], dtype: .uint8).unpackBits(count: -2, order: .little)) == [1, 1, 1, 0, 0, 0])
    }

    @Test func windowsAndStrides() throws {
        let x = NDArray.arange(6)
        #expect(numbers(x.slidingWindowView(4, axis: 0)) == [0, 1, 2, 3, 1, 2, 3, 4, 2, 3, 4, 5])
        #expect(try numbers(x.asStrided([2, 2], strides: [-1, 2], offset: 3)) == [3, 5, 2, 4])
        #expect(throws: ApusError.self) { try x.asStrided([3], strides: [3]) }
        #expect(throws: ApusError.self) { try x.asStrided([2], strides: [-1]) }
    }

    @Test func margins() {
        let x = NDArray([1, 2, 4])
        #expect(numbers(x.pad([(2, 4)], mode: .reflectOdd)) == [-2, 0, 1, 2, 4, 6, 7, 8, 10])
        #expect(numbers(x.pad([(2, 2)], mode: .symmetricOdd)) == [0, 1, 1, 2, 4, 4, 6])
        #expect(numbers(x.pad([(2, 2)], mode: .linearRamp(end: 0))) == [0, 0, 1, 2, 4, 2, 0])
        #expect(numbers(x.pad([(1, 1)], mode: .mean())) == [2, 1, 2, 4, 2])
        #expect(numbers(x.pad([(1, 1)], mode: .median(length: 2))) == [2, 1, 2, 4, 3])
        #expect(numbers(x.pad([(1, 1)], mode: .maximum(length: 2))) == [2, 1, 2, 4, 4])
    }

    /// What shows nothing has a gradient of zeros, in memory.
    @Test func gradientOfAnEmptyView() throws {
        let x = Tensor([1.0, 2, 3]).requiringGrad()
        let y = try OperationTable["asStrided"]!.call(
            Arguments("asStrided", ["x": .array(x), "shape": .integers([2, 0]), "strides": .integers([1, 1])]))[0]
        y.sum().backward()
        #expect(x.grad?.device == .cpu)
        #expect(x.grad?.elements(as: Double.self) == [0, 0, 0])
    }

    @Test func dtypesOfPowers() throws {
        func dtype<Face: ArrayFace>(_ x: Face) throws -> DType {
            try OperationTable["vander"]!.call(Arguments("vander", ["x": .array(x)]))[0].dtype
        }
        #expect(try dtype(NDArray([1, 2], dtype: .float32)) == .float64)
        #expect(try dtype(NDArray([1, 2], dtype: .complex64)) == .complex128)
        #expect(try dtype(NDArray([1, 2], dtype: .int8)) == .int64)
        #expect(try dtype(Tensor([1, 2], dtype: .float32)) == .float32)
        #expect(try dtype(Tensor([1, 2], dtype: .int8)) == .int64)
    }

    /// As PyTorch: a sum over axes that one operand alone has is int64, a product summed over common axes is not.
    @Test func einsumOfIntegerTensors() throws {
        let a = Tensor([[100, 100], [3, 4]], dtype: .int8), b = Tensor([1, 2], dtype: .int8), one = Tensor([[1], [1]], dtype: .int8)
        for (text, operands, dtype, expected) in [
            ("ij->i", [a], .int64, [200, 7]), ("ij,j->i", [a, b], .int8, [44, 11]), ("ij,k->k", [a, b], .int64, [207, 414]),
            ("ij,jk->k", [a, a], .int64, [10612, 10716]), ("ij,i->i", [one, b], .int8, [1, 2]), ("ij->", [one], .int64, [2]),
        ] as [(String, [Tensor], DType, [Int])] {
            let result: Tensor = try .einsum(text, operands)
            #expect(result.dtype == dtype, "\(text)")
            #expect(result.elements(as: Int.self) == expected, "\(text)")
        }
        #expect(try Tensor.einsum("i->", Tensor([true, true])).elements(as: Int.self) == [2])
    }

    @Test func einsum() throws {
        let a = NDArray.arange(6).reshape(2, 3), b = NDArray.arange(12).reshape(3, 4)
        #expect(try numbers(.einsum("ij,jk", a, b)) == numbers(a.matmul(b)))
        #expect(try numbers(.einsum("ij,ij->i", a, a)) == [5, 50])
        #expect(try numbers(.einsum("...i->...", a)) == [3, 12])
        #expect(try numbers(.einsum("ij,j->ji", a, NDArray([1, 2, 3]))) == [0, 3, 2, 8, 6, 15])
        let square = NDArray.arange(9).reshape(3, 3)
        let diagonal = try NDArray.einsum("ii->i", square)
        diagonal.fill(-1)
        #expect(numbers(square) == [-1, 1, 2, 3, -1, 5, 6, 7, -1])
        #expect(try NDArray.einsum("i,i->", NDArray([100, 100], dtype: .int8), NDArray([1, 1], dtype: .int8)).dtype == .int8)
        #expect(try NDArray.einsum("ij->i", NDArray([[100, 100]], dtype: .int8)).dtype == .int8)
        for wrong in ["ij->k", "ij->ii", "i", "ij,jk", "i..j", "ij->-", "i%"] {
            #expect(throws: ApusError.self) { try NDArray.einsum(wrong, a) }
        }
        let path = try EinsumPath("dcc,fce,ea,dbf->ab", shapes: [[5, 4, 4], [3, 4, 4], [4, 2], [5, 3, 3]])
        #expect(path.path == [[1, 2], [0, 1], [0, 1]])
        #expect("\(path)".contains("Complete contraction:  dcc,fce,ea,dbf->ab"))
    }
}
