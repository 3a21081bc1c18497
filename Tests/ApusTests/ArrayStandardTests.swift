@testable import Apus
import Testing

/// Operations of the Python array API standard beside the families that have tests of their own.
@Suite struct ArrayStandardTests {
    @Test func differences() throws {
        let x = NDArray([[1, 4, 9], [16, 25, 36]])
        forEachLayout(of: x) { name, x in
            expect(x.diff(), [3, 5, 9, 11], shape: [2, 2], name)
            expect(x.diff(2), [2, 2], shape: [2, 1], name)
            expect(x.diff(axis: 0), [15, 21, 27], shape: [1, 3], name)
            expect(x.diff(0), [1, 4, 9, 16, 25, 36], name)
        }
        expect(x.diff(7), [], shape: [2, 0])
        expect(x.diff(0, prepend: NDArray(0)), [1, 4, 9, 16, 25, 36])
        expect(x.diff(prepend: NDArray(0)), [1, 3, 5, 16, 9, 11])
        expect(x.diff(axis: 0, append: NDArray([[0, 0, 0]])), [15, 21, 27, -16, -25, -36])
        expect(NDArray([true, false, false]).diff(), [1, 0], dtype: .bool)
        let table = try #require(OperationTable["diff"])
        expectError("must not be negative") {
            _ = try table.call(Arguments("diff", ["x": .array(x), "n": .scalar(-1)]))
        }
        expectError("no axes") { _ = try table.call(Arguments("diff", ["x": .array(NDArray(1))])) }
    }

    @Test func membership() {
        let x = NDArray([[1, 5, 3], [-2, 7, 3]])
        for members in [NDArray([3, 7, 100]), NDArray([7, 3, 100, 8, 3, 9, 11])] {
            forEachLayout(of: x) { name, x in
                expect(x.isIn(members), [0, 0, 1, 0, 1, 1], shape: [2, 3], dtype: .bool, name)
                expect(x.isIn(members, inverted: true), [1, 1, 0, 1, 0, 0], name)
            }
        }
        expect(x.isIn(NDArray([Int]())), [0, 0, 0, 0, 0, 0])
        expect(NDArray([.nan, 1.0]).isIn(NDArray([.nan, 1, 2, 3, 4])), [0, 1])
        expect(NDArray([2.5, 2]).isIn(NDArray([1, 2, 3, 4])), [0, 1])
    }

    @Test func membershipOfIntegersIsExact() {
        let large = NDArray([UInt64.max, 1 << 63, 3])
        let signed = NDArray([-1, Int.min, 3, 4])
        expect(large.isIn(signed), [0, 0, 1])
        expect(signed.isIn(NDArray([UInt64.max, 1 << 63, 3, 9])), [0, 0, 1, 0])
    }

    @Test func tensorProducts() throws {
        let a = NDArray.arange(24).reshape(2, 3, 4), b = NDArray.arange(12).reshape(4, 3)
        let expected = a.matmul(b)
        #expect((a.tensordot(b, axes: 1) .== expected).all().item(as: Bool.self))
        expect(a.tensordot(b, axes: [2, 1], with: [0, 1]), [440, 1232])
        #expect(a.tensordot(b, axes: 0).shape == [2, 3, 4, 4, 3])
        expect(a.tensordot(a, axes: 0).sum(), [276 * 276])
        let pair = try OperationTable["tensordot"]!.call(
            Arguments("tensordot", ["a": .array(a), "b": .array(b), "axes": .array(NDArray([[2, 1], [0, 1]]))]))
        expect(pair[0], [440, 1232])
        #expect(throws: ApusError.self) {
            try OperationTable["tensordot"]!.call(
                Arguments("tensordot", ["a": .array(a), "b": .array(b), "axes": .array(NDArray([[2, 1, 0]]))]))
        }
        // Of tensors an axis of size 1 meets any.
        #expect(Tensor([[2.0], [3]]).tensordot(Tensor([[1.0, 2], [3, 4]]), axes: [1], with: [0]).elements(as: Double.self) == [8, 12, 12, 18])
        let table = try #require(OperationTable["tensordot"])
        for (arguments, fragment) in [
            (["axes": Argument<NDArray>.scalar(3)], "3 axes"), (["axesA": .integers([0]), "axesB": .integers([0])], "must agree"),
            (["axesA": .integers([0, 0]), "axesB": .integers([0, 1])], "twice"),
            (["axesA": .integers([0]), "axesB": .integers([0, 1])], "as many"),
        ] {
            expectError(fragment) {
                _ = try table.call(Arguments("tensordot", arguments.merging(["a": .array(a), "b": .array(b)]) { x, _ in x }))
            }
        }
    }

    @Test func vectorProducts() throws {
        let a = NDArray([[1, 2], [3, 4], [5, 6]])
        expect(a.vecdot(NDArray([10, 1])), [12, 34, 56])
        expect(a.vecdot(a, axis: 0), [35, 56])
        expect(NDArray([Complex(0, 1)]).vecdot(NDArray([Complex(0, 1)])).real(), [1], shape: [])
        #expect(NDArray.zeros([2, 0]).vecdot(.zeros([2, 0])).shape == [2])
        let table = try #require(OperationTable["vecdot"])
        expectError("one length") {
            _ = try table.call(Arguments("vecdot", ["a": .array(a), "b": .array(NDArray([1]))]))
        }
    }

    @Test func linearMapsToOneOutput() {
        let x = Tensor([[1, 2], [3, 4.0]])
        expect(x.linear(weight: Tensor([10, 1])), [12, 34], shape: [2])
        expect(x.linear(weight: Tensor([10, 1]), bias: Tensor(0.5)), [12.5, 34.5])
    }

    @Test func broadcastTogether() throws {
        let arrays = NDArray.broadcastArrays([NDArray([1, 2]), NDArray([[3], [4]]), NDArray(5)])
        #expect(arrays.map(\.shape) == [[2, 2], [2, 2], [2, 2]])
        expect(arrays[1], [3, 3, 4, 4])
        #expect(NDArray.broadcastArrays([]).isEmpty)
        let table = try #require(OperationTable["broadcastArrays"])
        expectError("do not broadcast") {
            _ = try table.call(Arguments("broadcastArrays", ["arrays": .arrays([NDArray([1, 2]), NDArray([1, 2, 3])])]))
        }
        let x = NDArray.arange(6).reshape(1, 2, 3)
        expect(x.matrixTranspose(), [0, 3, 1, 4, 2, 5], shape: [1, 3, 2])
    }

    @Test func aMaskWithoutElementsChoosesNone() {
        let x = NDArray.arange(8).reshape(2, 4)
        #expect(x[NDArray.zeros([0, 0], dtype: .bool)].shape == [0])
        #expect(x[NDArray.zeros([2, 0], dtype: .bool)].shape == [0])
        #expect(x[NDArray.zeros([0], dtype: .bool)].shape == [0, 4])
        expectError("sizes must be equal") { _ = try x.at(NDArray.zeros([2, 3], dtype: .bool)) }
        expectError("sizes must be equal") { _ = try x.tensor().at(Tensor.zeros([0], dtype: .bool)) }
    }

    @Test func complexFunctionsAtInfinity() {
        func value(_ z: NDArray) -> Complex<Double> { z.item(as: Complex<Double>.self) }
        func at(_ real: Double, _ imaginary: Double) -> NDArray { NDArray(Complex(real, imaginary)) }
        #expect(value(at(-0.0, 0).expm1()).rawStorage.x.sign == .plus)
        #expect(value(at(-.infinity, .infinity).expm1()).rawStorage == (-1, 0))
        #expect(value(at(-.infinity, .nan).expm1()).rawStorage == (-1, 0))
        for angle in [Double.infinity, .nan] {
            let z = value(at(.infinity, angle).expm1()).rawStorage
            #expect(z.x.isInfinite && z.y.isNaN)
        }
        for real in [Double.infinity, -.infinity] {
            for imaginary in [2.5, -2.5, 1e300, -1e300, 0, -0.0] {
                let z = value(at(real, imaginary).tanh()).rawStorage
                #expect(z.x == (real > 0 ? 1 : -1) && z.y == 0 && z.y.sign == imaginary.sign)
            }
        }
    }

    @Test func everyNaNMayCount() {
        let x = NDArray([[.nan, 2], [1, .nan], [2, 0]])
        forEachLayout(of: x) { name, x in
            expect(x.unique(), [0, 1, 2, .nan], name)
            expect(x.unique(equalNaN: false), [0, 1, 2, .nan, .nan], name)
            let all = x.uniqueAll()
            expect(all.values, [0, 1, 2, .nan, .nan], name)
            expect(all.indices, [5, 2, 1, 0, 3], name)
            expect(all.inverse, [3, 2, 1, 4, 2, 0], shape: [3, 2], name)
            expect(all.counts, [1, 1, 2, 1, 1], name)
            expect(x.uniqueAll(equalNaN: true).counts, [1, 1, 2, 2], name)
        }
        expect(Tensor([Float.nan, .nan]).unique(), [.nan, .nan])
    }

    @Test func gradientsOfProductsWithoutElements() {
        for (left, right) in [([5, 5, 0], [0, 4]), ([5, 0, 3], [3, 0]), ([0, 2, 3], [3, 4])] {
            let a = Tensor.ones(Dims(left)).requiringGrad(), b = Tensor.ones(Dims(right)).requiringGrad()
            a.matmul(b).sum().backward()
            #expect(a.grad?.shape == a.shape && b.grad?.shape == b.shape)
            let weight = b.detach().T.contiguous().requiringGrad()
            a.detach().linear(weight: weight).sum().backward()
            #expect(weight.grad?.shape == weight.shape)
        }
    }
}
