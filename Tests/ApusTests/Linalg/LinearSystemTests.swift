@testable import Apus
import Testing

/// Systems of equations, inverses, determinants, norms and products: NumPy's values, edges and errors.
@Suite struct LinearSystemTests {
    private let spd = NDArray([4.0, 2, 1, 2, 5, 3, 1, 3, 6]).reshape(3, 3)
    private let tall = NDArray([1.0, 2, 3, 4, 5, 6]).reshape(3, 2)

    @Test(arguments: [DType.float32, .float64, .complex64, .complex128])
    func solutionsSolve(_ dtype: DType) throws {
        let bound = dtype.realType == .float32 ? 2e-5 : 1e-13
        for (a, b) in [([3, 3], [3, 2]), ([2, 3, 3], [3, 1]), ([3, 3], [4, 3, 2]), ([2, 1, 3, 3], [4, 3, 2]), ([0, 0], [0, 2]), ([80, 80], [80, 3])] {
            let left = matrix(Dims(a), dtype) + NDArray.eye(a[a.count - 1], dtype: dtype) * (2 * a[a.count - 1])
            let right = matrix(Dims(b), dtype)
            try forEachLayout(of: left, right) { layout, left, right in
                let x = try Linalg.solve(left, right)
                expectClose(left.matmul(x), right.broadcast(to: x.shape), bound, "solve \(a) \(b) \(layout)")
            }
            let inverse = try Linalg.inv(left)
            expectClose(left.matmul(inverse), eye(like: left), bound, "inv \(a)")
            for upper in [false, true] {
                let triangle = upper ? left.triu() : left.tril()
                let x = try Linalg.triangularSolve(left, right, upper: upper)
                expectClose(triangle.matmul(x), right.broadcast(to: x.shape), bound, "triangular \(a) \(b)")
            }
            let (packed, pivots) = try Linalg.luFactor(left)
            for adjoint in [false, true] {
                let x = try Linalg.luSolve(packed, pivots, right, adjoint: adjoint)
                let product = (adjoint ? left.H : left).matmul(x)
                expectClose(product, right.broadcast(to: x.shape), bound, "luSolve \(a) \(b)")
            }
        }
    }

    @Test func vectorsAndRightHandSides() throws {
        expect(try Linalg.solve(spd, NDArray([7.0, 10, 10])), [1, 1, 1], shape: [3], dtype: .float64, within: 1e-15)
        let stack = NDArray.stack([spd, spd * 2])
        expect(
            try Linalg.solve(stack, NDArray([7.0, 10, 10])), [1, 1, 1, 0.5, 0.5, 0.5], shape: [2, 3], dtype: .float64,
            within: 1e-15)
        let batch = Tensor(NDArray([7.0, 10, 10, 14, 20, 20]).reshape(2, 3))
        let both = try Linalg.solve(Tensor(stack), batch)
        #expect(both.shape == [2, 3])
        let x = try Linalg.solve(spd, NDArray.ones([2, 3]), left: false)
        expect(x.matmul(spd), [1, 1, 1, 1, 1, 1], shape: [2, 3], dtype: .float64, within: 1e-15)
        expectError("solve: Singular matrix") { _ = try Linalg.solve(NDArray.ones([2, 2]), NDArray.ones([2])) }
        expectError("inv: Singular matrix (matrix 1 of 2)") { _ = try Linalg.inv(NDArray.stack([spd, spd * 0])) }
        expectError("3 equations, and 2 rows") { _ = try Linalg.solve(spd, NDArray.ones([2, 2])) }
    }

    @Test func determinants() throws {
        expect(try Linalg.det(spd), [67], shape: [], dtype: .float64, within: 1e-12)
        let (sign, logarithm) = try Linalg.slogdet(-spd)
        expect(sign, [-1], shape: [], dtype: .float64)
        expect(logarithm, [4.204692619390966], shape: [], dtype: .float64, within: 1e-14)
        expect(try Linalg.det(NDArray.zeros([2, 0, 0])), [1, 1], shape: [2], dtype: .float64)
        expect(try Linalg.slogdet(NDArray.zeros([2, 2])).logAbsDet, [-.infinity], shape: [], dtype: .float64)
        // No overflow on the way.
        let scales = NDArray([1e200, 1e200, 1e-200, 1e-200])
        expect(try Linalg.det(scales.diag()), [1], shape: [], dtype: .float64, within: 1e-14)
        let turned = try Linalg.slogdet(NDArray([Complex(0.0, 2), Complex(3, 0)]).diag())
        #expect(turned.sign.item(as: Complex<Double>.self) == Complex(0, 1))
    }

    @Test func leastSquares() throws {
        let result = try Linalg.lstsq(tall, NDArray([1.0, 0, 2]))
        expect(result.solution, [0, 0.25], shape: [2], dtype: .float64, within: 1e-14)
        expect(result.residuals, [1.5], shape: [1], dtype: .float64, within: 1e-14)
        expect(result.rank, [2], shape: [], dtype: .int64)
        expect(result.singularValues, [9.525518091565107, 0.5143005806586441], shape: [2], dtype: .float64, within: 1e-14)
        let wide = try Linalg.lstsq(tall.T, NDArray.ones([2, 4]))
        #expect(wide.solution.shape == [3, 4] && wide.residuals.shape == [0])
        #expect(try Linalg.lstsq(NDArray.ones([3, 2]), NDArray.ones([3])).rank.item(as: Int.self) == 1)
        expectError("Incompatible dimensions") { _ = try Linalg.lstsq(tall, NDArray.ones([2])) }
    }

    /// Orders for which the matrix is brought to bidiagonal form here.
    @Test(arguments: [DType.float32, .float64])
    func leastSquaresOfLargeMatrices(_ dtype: DType) throws {
        let bound = dtype == .float32 ? 2e-4 : 1e-12
        for (m, n, sides) in [(64, 64, 1), (90, 80, 3), (300, 70, 2), (512, 200, 1)] {
            let a = matrix([2, m, n], dtype) + NDArray.eye(m, dtype: dtype).split(at: [n], axis: 1)[0] * 8
            let b = matrix([2, m, sides], dtype)
            let result = try Linalg.lstsq(a, b)
            expect(result.rank, [Double(n), Double(n)], shape: [2], dtype: .int64)
            expectClose(result.solution, try Linalg.pinv(a).matmul(b), bound, "solution \(m)×\(n)")
            expectClose(result.singularValues, try Linalg.svdvals(a), bound, "singular values \(m)×\(n)")
            guard m > n else { continue }
            let distance = a.matmul(result.solution) - b
            expectClose(result.residuals, (distance * distance).sum(-2), bound, "residuals \(m)×\(n)")
        }
        // Of all solutions the shortest.
        let thin = matrix([100, 60], dtype), full = NDArray.concatenate([thin, thin.split(at: [10], axis: 1)[0]], axis: 1)
        let b = matrix([100, 2], dtype), short = try Linalg.lstsq(full, b, rcond: 1e-5)
        #expect(short.rank.item(as: Int.self) == 60)
        expectClose(short.solution, try Linalg.pinv(full, rtol: 1e-5).matmul(b), bound * 10, "rank 60")
        let nothing = try Linalg.lstsq(full * 0, b)
        #expect(nothing.rank.item(as: Int.self) == 0 && nothing.solution.abs().max().item(as: Double.self) == 0)
    }

    @Test func pseudoInverses() throws {
        let expected = [-4.0 / 3, -1.0 / 3, 2.0 / 3, 13.0 / 12, 1.0 / 3, -5.0 / 12]
        expect(try Linalg.pinv(tall), expected, shape: [2, 3], dtype: .float64, within: 1e-14)
        expectClose(try Linalg.pinv(spd, hermitian: true), try Linalg.inv(spd), 1e-14, "hermitian")
        expect(try Linalg.pinv(NDArray.zeros([0, 3])), [], shape: [3, 0], dtype: .float64)
        expect(try Linalg.matrixRank(NDArray.stack([NDArray.ones([3, 3]), spd])), [1, 3], shape: [2], dtype: .int64)
        expect(try Linalg.matrixRank(NDArray.zeros([3])), [0], shape: [], dtype: .int64)
    }

    @Test func norms() throws {
        let matrixNorms: [(NormOrder?, Double)] = [
            (nil, 9.539392014169456), (.frobenius, 9.539392014169456), (.nuclear, 10.03981867222375), (1, 12), (-1, 9),
            (2, 9.525518091565104), (-2, 0.514300580658644), (.order(.infinity), 11), (.order(-.infinity), 3),
        ]
        for (order, value) in matrixNorms {
            expect(try Linalg.norm(tall, order), [value], shape: [], dtype: .float64, within: 1e-13)
            let kept = try Linalg.norm(NDArray.stack([tall, tall]), order ?? .frobenius, axes: [1, 2], keepDims: true)
            expect(kept, [value, value], shape: [2, 1, 1], dtype: .float64, within: 1e-13)
        }
        let vectorNorms: [(Double, Double)] = [
            (0, 3), (1, 12), (2, 7.483314773547883), (3, 6.603854497789253), (-1, 1.090909090909091), (.infinity, 6),
            (-.infinity, 2), (0.5, 34.3830164509006),
        ]
        let vector = NDArray([2, 4, 6])
        for (order, value) in vectorNorms {
            expect(try Linalg.norm(vector, .order(order)), [value], shape: [], dtype: .float64, within: 1e-13)
        }
        expectError("Invalid norm order 'nuc' for vectors") { _ = try Linalg.norm(vector, .nuclear) }
        expectError("Improper number of dimensions") { _ = try Linalg.norm(NDArray.ones([2, 2, 2]), 2) }
        expect(try Linalg.cond(spd), [4.865593886341666], shape: [], dtype: .float64, within: 1e-13)
        expect(try Linalg.cond(spd, 1), [6.268656716417911], shape: [], dtype: .float64, within: 1e-13)
        expect(try Linalg.cond(NDArray.ones([2, 2]), 1), [.infinity], shape: [], dtype: .float64)
    }

    @Test func exponentials() throws {
        let x = NDArray([1.0, 2, 3, 4]).reshape(2, 2)
        let expected = [51.968956198707545, 74.73656456700692, 112.10484685051041, 164.073803049218]
        expect(try Linalg.expm(x), expected, shape: [2, 2], dtype: .float64, within: 1e-12)
        // Matrices of one batch that need different approximations.
        let sizes = NDArray([1e-3, 0.1, 0.3, 1, 2, 30, 0])
        let batch = try Linalg.expm(x * sizes.reshape(7, 1, 1))
        for index in 0..<7 {
            let own = try Linalg.expm(x * sizes[index])
            expectClose(batch[index], own, 0, "expm \(index)")
            let root = try Linalg.expm(x * (sizes[index] / 2))
            expectClose(root.matmul(root), own, 1e-12, "expm \(index)")
        }
        expect(try Linalg.expm(Tensor.zeros([0, 2, 2])), [], shape: [0, 2, 2], dtype: .float32)
    }

    @Test func powersAndChains() throws {
        let x = NDArray([[1, 1], [1, 0]])
        expect(try Linalg.matrixPower(x, 10), [89, 55, 55, 34], shape: [2, 2], dtype: .int64)
        expect(try Linalg.matrixPower(x, 0), [1, 0, 0, 1], shape: [2, 2], dtype: .int64)
        expect(try Linalg.matrixPower(x, -2), [1, -1, -1, 2], shape: [2, 2], dtype: .float64, within: 1e-15)
        let chain = [NDArray.ones([10, 3]), NDArray.ones([3, 50]), NDArray.ones([50, 2]), NDArray.ones([2])]
        expect(try Linalg.multiDot(chain), [Double](repeating: 300, count: 10), shape: [10], dtype: .float64)
        expectError("Expecting at least two arrays") { _ = try Linalg.multiDot([x]) }
        let a = NDArray.eye(6).reshape(2, 3, 6), b = NDArray.ones([2, 3])
        expect(try Linalg.tensorSolve(a, b), [1, 1, 1, 1, 1, 1], shape: [6], dtype: .float64)
        #expect(try Linalg.tensorInv(a).shape == [6, 2, 3])
    }

    @Test func products() {
        let a = NDArray([[1, 2], [3, 4]]), b = NDArray([5, 6])
        expect(a.inner(b), [17, 39], shape: [2], dtype: .int64)
        expect(NDArray([Complex(0.0, 1)]).vdot(NDArray([Complex(0.0, 1)])), [1], shape: [], dtype: .complex128)
        expect(a.kron(b), [5, 6, 10, 12, 15, 18, 20, 24], shape: [2, 4], dtype: .int64)
        expect(NDArray([1, 2, 3]).cross(NDArray([4, 5, 6])), [-3, 6, -3], shape: [3], dtype: .int64)
        expect(NDArray([1, 2]).cross(NDArray([4, 5, 6])), [12, -6, -3], shape: [3], dtype: .int64)
        expect(NDArray([1, 2]).cross(NDArray([4, 5])), [-3], shape: [], dtype: .int64)
        expect(a.trace(), [5], shape: [], dtype: .int64)
        expect(a.trace(offset: 1), [2], shape: [], dtype: .int64)
    }

    @Test func derivativesThatDoNotDependOnPhases() throws {
        let x = Tensor(matrix([3, 3], .complex128)).requiringGrad()
        let tall = Tensor(matrix([4, 2], .complex128)).requiringGrad()
        func check(_ x: Tensor, _ function: @escaping (Tensor) throws(ApusError) -> Tensor) throws {
            let traps: ([Tensor]) -> Tensor = { inputs in trapping { () throws(ApusError) in try function(inputs[0]) } }
            try gradCheck([x], traps)
            try gradGradCheck([x], traps)
        }
        try check(tall) { x throws(ApusError) in
            let (u, s, vh) = try Linalg.svd(x, fullMatrices: false)
            return (u * (s * s).expandDims(-2)).matmul(vh)
        }
        try check(tall) { x throws(ApusError) in try Linalg.svd(x, fullMatrices: true).u.abs().part(1, 0..<2) }
        try check(x) { x throws(ApusError) in
            let (w, v) = try Linalg.eigh(x + x.H)
            return (v * w.exp().expandDims(-2)).matmul(v.H)
        }
        try check(x) { x throws(ApusError) in
            let (w, v) = try Linalg.eig(x)
            return try (v * w.exp().expandDims(-2)).matmul(Linalg.inv(v))
        }
        try check(x) { x throws(ApusError) in try Linalg.eig(x).vectors.abs() }
    }

    /// At a singular matrix the derivative of the determinant is that of the cofactors.
    @Test func derivativeOfAVanishingDeterminant() throws {
        let x = Tensor([[1.0, 2], [2, 4]], dtype: .float64).requiringGrad()
        try Linalg.det(x).backward()
        expect(x.grad!, [4, -2, -2, 1], shape: [2, 2], dtype: .float64, within: 1e-13)
        let zero = Tensor.zeros([3, 3], dtype: .float64).requiringGrad()
        try Linalg.det(zero).backward()
        expect(zero.grad!, [Double](repeating: 0, count: 9), shape: [3, 3], dtype: .float64)
    }
}
