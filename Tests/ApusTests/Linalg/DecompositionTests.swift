@testable import Apus
import Testing

/// Decompositions: NumPy's values, that the factors multiply to the matrix in every layout and dtype, edges and errors.
@Suite struct DecompositionTests {
    private let spd = NDArray([4.0, 2, 1, 2, 5, 3, 1, 3, 6]).reshape(3, 3)
    private let tall = NDArray([1.0, 2, 3, 4, 5, 6]).reshape(3, 2)

    @Test func cholesky() throws {
        let lower = [2, 0, 0, 1, 2, 0, 0.5, 1.25, 2.0463381929681126]
        try forEachLayout(of: spd) { _, x in
            expect(try Linalg.cholesky(x), lower, shape: [3, 3], dtype: .float64, within: 1e-15)
            let upper = try Linalg.cholesky(x, upper: true)
            expect(upper.T, lower, shape: [3, 3], dtype: .float64, within: 1e-15)
        }
        // Only one triangle is read.
        let messy = spd + NDArray([1.0, 9, 9, 0, 1, 9, 0, 0, 1]).reshape(3, 3).triu(offset: 1)
        expect(try Linalg.cholesky(messy), lower, shape: [3, 3], dtype: .float64, within: 1e-15)
        expectError("cholesky: Matrix is not positive definite") { _ = try Linalg.cholesky(-spd) }
        expectError("(matrix 1 of 2)") { _ = try Linalg.cholesky(NDArray.stack([spd, -spd])) }
    }

    @Test func qrValues() throws {
        let (q, r) = try Linalg.qr(tall)
        expect(
            q, [-0.1690308509457033, 0.8970852271450604, -0.50709255283711, 0.2760262237369416, -0.8451542547285166, -0.3450327796711769],
            shape: [3, 2], dtype: .float64, within: 1e-14)
        expect(r, [-5.916079783099616, -7.437357441610945, 0, 0.8280786712108246], shape: [2, 2], dtype: .float64, within: 1e-14)
        expect(try Linalg.qrR(tall), r.elements(as: Double.self), shape: [2, 2], dtype: .float64)
        let (complete, long) = try Linalg.qr(tall, complete: true)
        #expect(complete.shape == [3, 3] && long.shape == [3, 2])
        expect(complete.matmul(long), [1, 2, 3, 4, 5, 6], shape: [3, 2], dtype: .float64, within: 1e-14)
        let raw = try Linalg.qrRaw(tall)
        #expect(raw.reflections.shape == [2, 3] && raw.factors.shape == [2])
        expect(raw.factors, [1.1690308509457032, 1.1131040011646904], shape: [2], dtype: .float64, within: 1e-14)
    }

    /// A = Q·R, U·diag(S)·Vᴴ, P·L·U, and V·diag(w)·V⁻¹, for all shapes, dtypes and layouts.
    @Test(arguments: [DType.float32, .float64, .complex64, .complex128])
    func factorsMultiplyToTheMatrix(_ dtype: DType) throws {
        let bound = dtype.realType == .float32 ? 2e-5 : 1e-13
        for shape in [[3, 3], [2, 4, 3], [2, 1, 3, 5], [2, 0, 3, 3], [3, 0], [0, 3], [0, 0], [130, 70]] {
            let a = matrix(Dims(shape), dtype)
            try forEachLayout(of: a) { layout, x in
                for complete in [false, true] {
                    let (q, r) = try Linalg.qr(x, complete: complete)
                    expectClose(q.matmul(r), a, bound, "qr \(shape) \(layout)")
                    expectClose(q.H.matmul(q), eye(like: q.H.matmul(q)), bound, "Q \(shape) \(layout)")
                    let (u, s, vh) = try Linalg.svd(x, fullMatrices: complete)
                    let k = s.shape[s.rank - 1]
                    let scaled = part(u, -1, k) * s.expandDims(-2)
                    expectClose(scaled.matmul(part(vh, -2, k)), a, bound * 2, "svd \(shape) \(layout)")
                    expectClose(u.H.matmul(u), eye(like: u.H.matmul(u)), bound, "U \(shape) \(layout)")
                    expectClose(vh.matmul(vh.H), eye(like: vh.matmul(vh.H)), bound, "V \(shape) \(layout)")
                    expectClose(try Linalg.svdvals(x), s, bound * 4, "svdvals \(shape) \(layout)")
                }
                let (p, l, u) = try Linalg.lu(x)
                expectClose(p.matmul(l).matmul(u), a, bound, "lu \(shape) \(layout)")
            }
        }
        for shape in [[3, 3], [2, 4, 4], [0, 0], [2, 0, 0], [0, 3, 3], [70, 70]] {
            let a = matrix(Dims(shape), dtype)
            let hermitian = a + a.H
            for upper in [false, true] {
                let (w, v) = try Linalg.eigh(hermitian, upper: upper)
                expectClose((v * w.expandDims(-2)).matmul(v.H), hermitian, bound * 8, "eigh \(shape)")
                expectClose(try Linalg.eigvalsh(hermitian, upper: upper), w, bound * 8, "eigvalsh \(shape)")
            }
            let (w, v) = try Linalg.eig(a)
            expectClose(a.astype(v.dtype).matmul(v), v * w.expandDims(-2), bound * 8, "eig \(shape)")
            #expect(try Linalg.eigvals(a).dtype == w.dtype)
        }
    }

    @Test func eigenvaluesAreComplex() throws {
        let turn = NDArray([0.0, -1, 1, 0]).reshape(2, 2)
        let (w, v) = try Linalg.eig(turn)
        #expect(w.dtype == .complex128 && v.dtype == .complex128)
        #expect(w.elements(as: Complex<Double>.self) == [Complex(0, 1), Complex(0, -1)])
        #expect(try Linalg.eig(spd).values.dtype == .complex128)
        #expect(try Linalg.eig(Tensor(spd).astype(.float32)).values.dtype == .complex64)
        expectError("Array must not contain infs or NaNs") { _ = try Linalg.eig(turn * Double.nan) }
    }

    @Test func refusals() {
        expectError("Last 2 dimensions of the array must be square") { _ = try Linalg.inv(tall) }
        expectError("1-dimensional array given. Array must be at least two-dimensional") {
            _ = try Linalg.svd(NDArray([1.0]))
        }
        expectError("array type float16 is unsupported in linalg") { _ = try Linalg.det(spd.astype(.float16)) }
        expectError("not defined for int64 tensors") { _ = try Linalg.det(Tensor([[1, 2], [3, 4]])) }
        expectError("SVD did not converge") { _ = try Linalg.svd(spd * Double.nan) }
        expectError("must have one dtype") {
            _ = try Linalg.solve(Tensor.ones([2, 2]), Tensor.ones([2, 2], dtype: .float64))
        }
    }

    @Test func integersBecomeFloats() throws {
        let x = NDArray([[2, 1], [1, 3]])
        expect(try Linalg.det(x), [5], shape: [], dtype: .float64, within: 1e-14)
        expect(try Linalg.solve(x, NDArray([3, 5], dtype: .int8)), [0.8, 1.4], shape: [2], dtype: .float64, within: 1e-15)
        #expect(try Linalg.solve(x, NDArray([3, 5], dtype: .float32)).dtype == .float64)
        #expect(try Linalg.inv(x.astype(.float32)).dtype == .float32)
        #expect(try Linalg.inv(x .< 2).dtype == .float64)
    }
}

/// Small numbers that do not repeat.
func matrix(_ shape: Dims, _ dtype: DType) -> NDArray {
    var noise = SampleNoise()
    return noise.array(Array(shape), nil, dtype)
}

func eye(like x: NDArray) -> NDArray { NDArray.eye(x.shape[x.rank - 1], dtype: x.dtype).broadcast(to: x.shape) }

func part(_ x: NDArray, _ axis: Int, _ count: Int) -> NDArray { x.split(at: [count], axis: axis)[0] }

func expectClose(
    _ found: NDArray, _ expected: NDArray, _ bound: Double, _ what: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.shape == expected.shape, "\(what)", sourceLocation: sourceLocation)
    guard found.shape == expected.shape, found.count > 0 else { return }
    let distance = (found - expected).abs().max().item(as: Double.self)
    #expect(distance <= bound * Swift.max(1, expected.abs().max().item(as: Double.self)), "\(what): \(distance)", sourceLocation: sourceLocation)
}
