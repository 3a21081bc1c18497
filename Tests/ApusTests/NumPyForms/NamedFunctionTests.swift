import Apus
import ApusCore
import Testing

/// Functions that NumPy has under names of their own, with its results.
@Suite struct NamedFunctionTests {
    @Test func roundingAndPowers() {
        expect(NDArray([-1.7, 1.7, .nan]).fix(), [-1, 1, .nan])
        expect(NDArray([3, -4]).fix(), [3, -4], dtype: .int64)
        expect(NDArray([-1.5, 0.5, 2.5]).rint(), [-2, 0, 2])
        expect(NDArray([Int8(3)]).rint(), [3], dtype: .float16)
        expect(NDArray([-3, 4]).fabs(), [3, 4], dtype: .float64)
        expect(NDArray([2, 3]).floatPower(-1), [0.5, 1.0 / 3], dtype: .float64)
        expect(NDArray([Float(2)]).floatPower(NDArray([Int8(3)])), [8], dtype: .float64)
        #expect(NDArray([Complex(0.0, 1)]).floatPower(2).dtype == .complex128)
        #expect(Tensor([2.0]).floatPower(0.1).item(as: Double.self) == NDArray([2.0]).floatPower(0.1).item(as: Double.self))
        let (quotient, rest) = NDArray([7, -7]).divmod(NDArray([3, 3]))
        expect(quotient, [2, -3])
        expect(rest, [1, 2])
        expect(NDArray([7.5]).divmod(-2).remainder, [-0.5])
    }

    @Test func kindsOfNumbers() {
        let z = NDArray([Complex(1.0, 0), Complex(1, 2)])
        #expect(z.isComplex().elements(as: Bool.self) == [false, true])
        #expect(z.isReal().elements(as: Bool.self) == [true, false])
        #expect(NDArray([1.0, 2]).isReal().elements(as: Bool.self) == [true, true])
        #expect(z.realIfClose().dtype == .complex128)
        expect(NDArray([Complex(2.1, 4e-14), Complex(5.2, 3e-15)]).realIfClose(tolerance: 1000), [2.1, 5.2], dtype: .float64)
        #expect(NDArray([Complex(2.1, 4e-13)]).realIfClose(tolerance: 1000).dtype == .complex128)
        #expect(NDArray([1, 2]).arrayEquiv(NDArray([[1, 2], [1, 2]])))
        #expect(!NDArray([1, 2]).arrayEquiv(NDArray([1, 2, 3])) && !NDArray([Double.nan]).arrayEquiv(NDArray([Double.nan])))
        #expect(NDArray([Int8(2), 1]).sortComplex().dtype == .complex64 && NDArray([2, 1]).sortComplex().dtype == .complex128)
    }

    @Test func productsOfVectors() {
        let a = NDArray([[1, 2], [3, 4]]), v = NDArray([1, 10])
        expect(a.matvec(v), [21, 43], shape: [2])
        expect(v.vecmat(a), [31, 42], shape: [2])
        let z = NDArray([Complex(0.0, 1), Complex(1, 0)])
        #expect(z.vecmat(NDArray([[1.0], [2]])).item() == Scalar.complex(Complex(2, -1)))
        expect(NDArray.ones([3, 0]).matvec(NDArray.ones([0])), [0, 0, 0])
    }

    @Test func distinctElements() {
        let x = NDArray([[3.0, .nan], [1, 3]])
        expect(x.uniqueValues(), [1, 3, .nan])
        expect(x.uniqueCounts().counts, [1, 2, 1])
        expect(x.uniqueInverse().inverse, [1, 2, 0, 1], shape: [2, 2])
    }

    @Test func flips() {
        let x = NDArray([[1, 2], [3, 4]])
        expect(x.fliplr(), [2, 1, 4, 3])
        expect(x.flipud(), [3, 4, 1, 2])
    }

    @Test func ranges() {
        expect(NDArray.logspace(0, 2, count: 3), [1, 10, 100], dtype: .float64)
        expect(NDArray.logspace(0, 3, count: 3, endpoint: false, base: 2), [1, 2, 4], dtype: .float64)
        expect(NDArray.geomspace(1, 1000, count: 4), [1, 10, 100, 1000], within: 1e-15)
        expect(NDArray.geomspace(-1, -256, count: 9), [-1, -2, -4, -8, -16, -32, -64, -128, -256], within: 1e-14)
        expect(NDArray.geomspace(2, 32, count: 2, dtype: .int64), [2, 32], dtype: .int64)
        expect(NDArray.geomspace(256, 1, count: 1), [256])
        expect(NDArray.geomspace(2, 3, count: 0), [], shape: [0])
        expect(NDArray.geomspace(NDArray([1.0, 2]), NDArray([4.0, 8]), count: 3, axis: -1), [1, 2, 4, 2, 4, 8], shape: [2, 3], within: 1e-15)
        let spiral = NDArray.geomspace(NDArray([Complex(0.0, 1)]), NDArray([Complex(0.0, 16)]), count: 5)
        expect(spiral.imaginary(), [1, 2, 4, 8, 16], shape: [5, 1], within: 1e-14)
        expect(NDArray.linspace(NDArray([0, 10]), NDArray([4, 20]), count: 3), [0, 10, 2, 15, 4, 20], shape: [3, 2], dtype: .float64)
        expect(NDArray.linspace(NDArray(0.0), NDArray(5.0), count: 4, dtype: .int64), [0, 1, 3, 5])
        expect(NDArray.logspace(NDArray(0), NDArray(2), count: 3, base: NDArray([2.0, 3]), axis: 0), [1, 1, 2, 3, 4, 9], shape: [3, 2])
        #expect(throws: Never.self) {
            let table = try NDArray.fromFunction([2, 3], dtype: .int64) { $0[0] * 10 + $0[1] }
            expect(table, [0, 1, 2, 10, 11, 12], shape: [2, 3], dtype: .int64)
        }
        #expect(NDArray.meshgrid([NDArray([1, 2]), NDArray([3, 4, 5])], sparse: true).map(\.shape) == [[1, 2], [3, 1]])
    }

    @Test func memory() {
        let x = NDArray.arange(10), even = x[.slice(by: 2)], odd = x[.slice(from: 1, by: 2)]
        #expect(even.mayShareMemory(with: odd) && !even.sharesMemory(with: odd))
        #expect(even.sharesMemory(with: x) && x.sharesMemory(with: odd) && !x.sharesMemory(with: x.copy()))
        #expect(even.sharesMemory(with: x[.slice(by: 3)]))
        #expect(!NDArray([Int]()).sharesMemory(with: x))
        let matrix = NDArray.arange(6).reshape(2, 3)
        #expect(matrix.T.isColumnMajor && !matrix.isColumnMajor && !x.isColumnMajor)
        #expect(matrix.columnMajor().isColumnMajor && matrix.columnMajor().elements(as: Int.self) == [0, 1, 2, 3, 4, 5])
    }

    @Test func dtypes() throws {
        #expect(DType.smallest(holding: 10) == .uint8 && DType.smallest(holding: -129) == .int16)
        #expect(DType.smallest(holding: 1e50) == .float64 && DType.smallest(holding: 65504.0) == .float16)
        #expect(DType.smallest(holding: true) == .bool && DType.smallest(holding: UInt64.max) == .uint64)
        #expect(DType.smallest(holding: Complex(1.0, 1e40)) == .complex128 && DType.smallest(holding: Double.nan) == .float16)
        #expect(try World.numpy.resultType([.int8, .uint8]) == .int16)
        #expect(try World.numpy.resultType([.int8], numbers: [1.5]) == .float64)
        #expect(try World.numpy.resultType([.float32], numbers: [2, 1.5]) == .float32)
        #expect(throws: ApusError.self) { try World.numpy.resultType([]) }
        #expect(DType.uint8.isKind(.unsignedInteger) && DType.uint8.isKind(.integral) && !DType.bool.isKind(.numeric))
        #expect(try DType.commonInexact([.float32, .int8]) == .float64 && DType.commonInexact([.float16]) == .float16)
        #expect(throws: ApusError.self) { try DType.commonInexact([.bool]) }
        #expect(DType.int32.canCast(to: .int32, .none) && !DType.int32.canCast(to: .int64, .none))
        let single = FloatLimits(.complex64)!
        #expect(single.max == Double(Float.greatestFiniteMagnitude) && single.epsilon == Double(Float.ulpOfOne))
        #expect(single.smallestSubnormal == Double(Float.leastNonzeroMagnitude) && single.precision == 6)
        #expect(FloatLimits(.int8) == nil && IntegerLimits(.float32) == nil)
        #expect(IntegerLimits(.int8)!.min == -128 && IntegerLimits(.uint64)!.max == .max && IntegerLimits(.int64)!.min == .min)
    }

    @Test func polynomialsByFallingDegree() {
        expect(NDArray.polyadd(NDArray([1, 2]), NDArray([9, 5, 4])), [9, 6, 6], dtype: .int64)
        expect(NDArray.polysub(NDArray([2, 10, -2]), NDArray([3, 10, -4])), [-1, 0, 2])
        expect(NDArray.polymul(NDArray([0, 1, 2, 3]), NDArray([9, 5, 1])), [9, 23, 38, 17, 3], dtype: .int64)
        expect(NDArray.polymul(NDArray([0, 0]), NDArray([1, 2])), [0, 0])
        expect(NDArray([1, 1, 1, 1]).polyder(), [3, 2, 1], dtype: .int64)
        expect(NDArray([1, 1, 1, 1]).polyder(order: 3), [6])
        expect(NDArray([1, 1]).polyder(order: 4), [], shape: [0])
        expect(NDArray([Int8(4)]).polyder(), [], shape: [0], dtype: .int64)
        expect(NDArray([1, 1, 1]).polyint(), [1.0 / 3, 0.5, 1, 0], dtype: .float64)
        expect(NDArray([1, 1, 1]).polyint(order: 3, constants: NDArray([6, 5, 3])), [1.0 / 60, 1.0 / 24, 1.0 / 6, 3, 5, 3], within: 1e-16)
        expect(NDArray([6.0]).polyint(order: 2, constants: NDArray(1)), [3, 1, 1])
        expect(PolynomialFamily.laguerre.line(offset: 3, scale: 2), [5, -2])
        expect(PolynomialFamily.hermite.line(offset: 3, scale: 2), [3, 1])
        expect(PolynomialFamily.legendre.line(offset: 3, scale: 0), [3])
        let points = PolynomialFamily.chebyshevPoints(3), ends = PolynomialFamily.chebyshevExtrema(3)
        expect(NDArray(points), [-0.75.squareRoot(), 0, 0.75.squareRoot()], within: 1e-15)
        expect(NDArray(ends), [-1, 0, 1], within: 1e-16)
        expect(PolynomialFamily.value(fromRoots: NDArray([1, 2]), at: NDArray([0, 1, 3])), [2, 0, 2], dtype: .float64)
        expect(PolynomialFamily.value(fromRoots: NDArray([[1, 2], [3, 4]]), at: NDArray([0, 1, 2])), [3, 0, -1, 8, 3, 0], shape: [2, 3])
        expect(PolynomialFamily.value(fromRoots: NDArray([[1, 2], [3, 4]]), at: NDArray([0, 1]), isOuter: false), [3, 3])
    }
}
