@testable import Apus
import ApusCore
import Testing

/// Decompositions: residuals and orthogonality within a few n·ε, over sizes, dtypes, kinds of matrices and layouts.
@Suite struct FactorTests {
    static let dtypes: [DType] = [.float32, .float64, .complex64, .complex128]
    static let orders = Array(0...70) + [95, 96, 97, 127, 129, 200]

    private func epsilon(_ dtype: DType) -> Double { dtype.realType == .float32 ? 0x1p-23 : 0x1p-52 }

    private func random(_ shape: Dims, _ dtype: DType, seed: Int) throws -> NDArray {
        let generator = Generator(seed: UInt64(seed))
        let real = generator.standardNormal(shape)
        return (dtype.isComplex ? NDArray.complex(real, generator.standardNormal(shape)) : real).astype(dtype)
    }

    /// Random, graded by rows, of rank 1 plus a little, and Hilbert's matrix.
    private func kinds(_ m: Int, _ n: Int, _ dtype: DType) throws -> [(String, NDArray)] {
        let x = try random([m, n], dtype, seed: 100 * m + n)
        let rows = NDArray.arange(m).astype(.float64).expandDims(-1), columns = NDArray.arange(n).astype(.float64)
        let hilbert = (rows + columns + 1).reciprocal().astype(dtype)
        let scale = (rows * (dtype.realType == .float32 ? -0.2 : -0.5)).exp().astype(dtype)
        let thin = try random([m, 1], dtype, seed: m).matmul(random([1, n], dtype, seed: n))
        return [("random", x), ("graded", x * scale), ("of rank 1", thin), ("Hilbert", hilbert)]
    }

    private func largest(_ x: NDArray) -> Double { x.count == 0 ? 0 : x.abs().max().item(as: Double.self) }

    /// The largest element of a − b is at most `factor`·ε·`scale`.
    private func expectNear(
        _ a: NDArray, _ b: NDArray, _ scale: Double, _ factor: Double, _ what: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(a.shape == b.shape, "\(what)", sourceLocation: sourceLocation)
        guard a.shape == b.shape else { return }
        let found = largest(a - b), bound = factor * epsilon(a.dtype) * scale
        #expect(found <= bound, "\(what): \(found), allowed are \(bound)", sourceLocation: sourceLocation)
    }

    @Test(arguments: dtypes)
    func luMultipliesToTheMatrix(_ dtype: DType) throws {
        for (m, n) in FactorTests.orders.map({ ($0, $0) }) + [(7, 40), (40, 7), (65, 200), (200, 65), (1, 90), (90, 1)] {
            for (kind, a) in try kinds(m, n, dtype) {
                let (p, l, u) = try Linalg.lu(a)
                let size = Double(Swift.max(m, n, 1)) * largest(u)
                expectNear(p.matmul(l).matmul(u), a, size, 2, "\(kind) \(m)×\(n) \(dtype)")
                #expect(largest(l) <= 1.4143, "pivots of \(kind) \(m)×\(n)")
            }
        }
    }

    @Test(arguments: dtypes)
    func systemsAreSolved(_ dtype: DType) throws {
        for n in FactorTests.orders where n > 0 {
            let a = try random([n, n], dtype, seed: n), b = try random([n, (7 * n) % 130 + 1], dtype, seed: n + 1)
            let (packed, pivots) = try Linalg.luFactor(a)
            for adjoint in [false, true] {
                let x = try Linalg.luSolve(packed, pivots, b, adjoint: adjoint)
                expectNear((adjoint ? a.H : a).matmul(x), b, Double(n) * largest(a) * largest(x), 4, "luSolve \(n) \(dtype)")
            }
            let inverse = try Linalg.inv(a)
            expectNear(a.matmul(inverse), eye(like: a), Double(n) * largest(a) * largest(inverse), 4, "inv \(n) \(dtype)")
            for (upper, unit) in [(false, false), (false, true), (true, false), (true, true)] {
                let t = a * (1 / Double(n)) + NDArray.eye(n, dtype: dtype)
                let x = try Linalg.triangularSolve(t, b, upper: upper, unit: unit)
                let strict = upper ? t.triu(offset: 1) : t.tril(offset: -1)
                let whole = unit ? strict + NDArray.eye(n, dtype: dtype) : upper ? t.triu() : t.tril()
                expectNear(whole.matmul(x), b, Double(n) * largest(whole) * largest(x), 4, "triangle \(n) \(upper) \(unit)")
            }
        }
    }

    @Test(arguments: dtypes)
    func choleskyMultipliesToTheMatrix(_ dtype: DType) throws {
        for n in FactorTests.orders {
            let g = try random([n, n + 2], dtype, seed: n)
            let a = g.matmul(g.H)
            for upper in [false, true] {
                // The other triangle is not read.
                let poison = NDArray.full([n, n], Double.nan, dtype: dtype)
                let half = upper ? NDArray.where(NDArray.ones([n, n]).triu() .> 0, a, poison)
                    : NDArray.where(NDArray.ones([n, n]).tril() .> 0, a, poison)
                let factor = try Linalg.cholesky(half, upper: upper)
                let product = upper ? factor.H.matmul(factor) : factor.matmul(factor.H)
                expectNear(product, a, Double(n) * largest(a), 2, "cholesky \(n) \(upper) \(dtype)")
                expectNear(upper ? factor.tril(offset: -1) : factor.triu(offset: 1), NDArray.zeros([n, n], dtype: dtype), 0, 0, "other side")
            }
        }
    }

    @Test(arguments: dtypes)
    func qrIsOrthogonal(_ dtype: DType) throws {
        for (m, n) in FactorTests.orders.map({ ($0, $0) }) + [(7, 40), (40, 7), (65, 200), (200, 65), (1, 90), (90, 1)] {
            for (kind, a) in try kinds(m, n, dtype) {
                for complete in [false, true] {
                    let (q, r) = try Linalg.qr(a, complete: complete)
                    let order = Double(Swift.max(m, n, 1))
                    expectNear(q.matmul(r), a, order * largest(a), 4, "\(kind) \(m)×\(n) \(dtype)")
                    expectNear(q.H.matmul(q), NDArray.eye(q.shape[1], dtype: dtype), order, 4, "Q of \(kind) \(m)×\(n) \(dtype)")
                    expectNear(r.tril(offset: -1), NDArray.zeros(r.shape, dtype: dtype), 0, 0, "R of \(kind) \(m)×\(n)")
                }
            }
        }
    }

    @Test(arguments: dtypes)
    func batchesAndLayoutsAgreeWithSingleMatrices(_ dtype: DType) throws {
        for n in [3, 20, 40] {
            let g = try random([2, 3, n, n], dtype, seed: n)
            let a = (g.matmul(g.H) + NDArray.eye(n, dtype: dtype) * n) * (0.5 / Double(n))
            let operations: [(String, (NDArray) throws -> [NDArray])] = [
                ("inv", { [try Linalg.inv($0)] }), ("det", { [try Linalg.det($0)] }),
                ("cholesky", { [try Linalg.cholesky($0)] }), ("upper", { [try Linalg.cholesky($0, upper: true)] }),
                ("lu", { [try Linalg.luFactor($0).factors] }), ("raw", { [try Linalg.qrRaw($0).reflections] }),
                ("qr", { let (q, r) = try Linalg.qr($0); return [q, r] }),
                ("solve", { [try Linalg.solve($0, $0[..., 0 ..< 2])] }),
                ("triangle", { [try Linalg.triangularSolve($0, $0[..., 0 ..< 2], upper: true)] }),
            ]
            for (name, operation) in operations {
                let together = try operation(a)
                for i in 0..<2 {
                    for j in 0..<3 {
                        for (whole, one) in zip(together, try operation(a[i, j])) {
                            expectNear(whole[i, j], one, 0, 0, "\(name) \(n) \(dtype)")
                        }
                    }
                }
                if n > 20 { continue }
                try forEachLayout(of: a) { layout, array in
                    for (whole, one) in zip(together, try operation(array)) {
                        expectNear(one, whole, 0, 0, "\(name) \(n) \(dtype) \(layout)")
                    }
                }
            }
        }
    }

    @Test(arguments: dtypes)
    func eigenvectorsDiagonalise(_ dtype: DType) throws {
        for n in [1, 5, 63, 64, 65, 97, 130] {
            for (kind, x) in try kinds(n, n, dtype) {
                let a = x + x.H
                for upper in [false, true] {
                    // The other triangle is not read.
                    let poison = NDArray.full([n, n], Double.nan, dtype: dtype), ones = NDArray.ones([n, n])
                    let half = NDArray.where((upper ? ones.triu() : ones.tril()) .> 0, a, poison)
                    let (values, vectors) = try Linalg.eigh(half, upper: upper)
                    let what = "\(kind) \(n) \(dtype) \(upper)"
                    let order = Double(n)
                    expectNear(a.matmul(vectors), vectors * values.astype(dtype), order * largest(a), 4, what)
                    expectNear(vectors.H.matmul(vectors), NDArray.eye(n, dtype: dtype), order, 4, what)
                    expectNear(try Linalg.eigvalsh(half, upper: upper), values, order * largest(values), 4, what)
                    #expect((values.diff() .>= 0).all().item(as: Bool.self), "\(what)")
                }
            }
        }
    }

    @Test(arguments: dtypes)
    func singularVectorsDiagonalise(_ dtype: DType) throws {
        for (m, n) in [(1, 1), (5, 9), (64, 64), (97, 97), (130, 70), (70, 130), (90, 64), (64, 90), (65, 200)] {
            for (kind, a) in try kinds(m, n, dtype) {
                let order = Double(Swift.max(m, n)), what = "\(kind) \(m)×\(n) \(dtype)"
                for isFull in [false, true] {
                    let (u, s, vh) = try Linalg.svd(a, fullMatrices: isFull)
                    let k = Swift.min(m, n)
                    let scaled = part(u, 1, k) * s.astype(dtype)
                    expectNear(scaled.matmul(part(vh, 0, k)), a, order * largest(a), 4, what)
                    expectNear(u.H.matmul(u), NDArray.eye(u.shape[1], dtype: dtype), order, 4, "U of " + what)
                    expectNear(vh.matmul(vh.H), NDArray.eye(vh.shape[0], dtype: dtype), order, 4, "V of " + what)
                    expectNear(try Linalg.svdvals(a), s, order * largest(s), 4, what)
                    #expect((s.diff() .<= 0).all().item(as: Bool.self) && (s .>= 0).all().item(as: Bool.self), "\(what)")
                }
            }
        }
    }

    @Test func spectraOfBatchesLayoutsAndExtremeMatrices() throws {
        let a = try random([2, 70, 70], .float64, seed: 3), symmetric = a + a.H
        let (values, vectors) = try Linalg.eigh(symmetric)
        let (u, s, vh) = try Linalg.svd(a)
        for i in 0..<2 {
            let one = try Linalg.eigh(symmetric[i]), other = try Linalg.svd(a[i].T.copy().T)
            expectNear(values[i], one.values, 0, 0, "values \(i)")
            expectNear(vectors[i], one.vectors, 0, 0, "vectors \(i)")
            expectNear(u[i], other.u, 0, 0, "u \(i)")
            expectNear(s[i], other.s, 0, 0, "s \(i)")
            expectNear(vh[i], other.vh, 0, 0, "vh \(i)")
        }
        for scale in [1e-200, 1e200, 0] {
            expectNear(try Linalg.eigvalsh(symmetric * scale), values * scale, 70 * largest(values) * scale, 8, "\(scale)")
            expectNear(try Linalg.svdvals(a * scale), s * scale, 70 * largest(s) * scale, 8, "\(scale)")
        }
    }

    @Test func resultsDoNotDependOnThreads() throws {
        let threads = ThreadPool.shared.threadCount
        defer { ThreadPool.shared.setThreadCount(threads) }
        let a = try random([300, 300], .float64, seed: 5), spd = a.matmul(a.T) + NDArray.eye(300)
        func all() throws -> [NDArray] {
            let (q, r) = try Linalg.qr(a)
            let (values, vectors) = try Linalg.eigh(spd)
            let (u, s, vh) = try Linalg.svd(a)
            return [try Linalg.inv(a), try Linalg.cholesky(spd), q, r, try Linalg.det(a), values, vectors, u, s, vh]
        }
        ThreadPool.shared.setThreadCount(1)
        let alone = try all()
        for count in [2, 3] {
            ThreadPool.shared.setThreadCount(count)
            for (x, y) in zip(alone, try all()) { expectNear(x, y, 0, 0, "\(count) threads") }
        }
    }

    @Test(arguments: dtypes)
    func singularAndStrangeMatrices(_ dtype: DType) throws {
        for n in [2, 16, 17, 50] {
            let zero = NDArray.zeros([n, n], dtype: dtype)
            #expect(throws: ApusError.self) { try Linalg.inv(zero) }
            #expect(throws: ApusError.self) { try Linalg.cholesky(zero) }
            #expect(try Linalg.det(zero).item(as: Double.self) == 0)
            #expect(try Linalg.slogdet(zero).logAbsDet.item(as: Double.self) == -.infinity)
            let nan = NDArray.full([n, n], Double.nan, dtype: dtype)
            #expect(try Linalg.inv(nan).isNaN().all().item(as: Bool.self), "inv of NaN, order \(n)")
            #expect(try Linalg.det(nan).isNaN().item(as: Bool.self))
            #expect(throws: ApusError.self) { try Linalg.cholesky(nan) }
            // Column 1 has no pivot; the first matrix has an inverse.
            let both = NDArray.stack([NDArray.eye(n, dtype: dtype), zero])
            #expect(throws: ApusError.linearAlgebra(operation: "inv", message: "Singular matrix (matrix 1 of 2)")) {
                try Linalg.inv(both)
            }
        }
    }

    @Test func determinantsNeitherOverflowNorVanishOnTheWay() throws {
        for n in [4, 40] {
            let large = NDArray.eye(n) * 1e200, small = NDArray.eye(n) * 1e-200
            let mixed = NDArray.where(NDArray.arange(n).remainder(2) .== 0, large, small)
            expectClose(try Linalg.det(mixed), NDArray(1.0), 1e-10, "mixed \(n)")
            #expect(try Linalg.det(large).item(as: Double.self) == .infinity)
            #expect(try Linalg.det(small).item(as: Double.self) == 0)
            let (sign, logarithm) = try Linalg.slogdet(small)
            #expect(sign.item(as: Double.self) == 1)
            expectClose(logarithm, NDArray(Double(n) * -460.51701859880916), 1e-13, "log \(n)")
        }
    }
}
