@testable import Apus
import Testing

/// Products of matrices of every kind against plain sums of products, and small systems in batches against each alone.
@Suite struct ProductTests {
    /// Integers that look arbitrary, from −32760 to 32760.
    private func integers(_ shape: Shape, _ seed: Int) -> NDArray {
        let index = NDArray.arange(shape.product, dtype: .int64) + 7919 * seed
        return ((index * index * 104_729 + index) % 65521 - 32760).reshape(shape)
    }

    private func reals(_ shape: Shape, _ seed: Int, _ dtype: DType = .float64) -> NDArray {
        (integers(shape, seed).astype(.float64) / 32760).astype(dtype)
    }

    private let sizes = [(1, 5, 1), (3, 4, 5), (4, 1, 4), (17, 13, 33), (1, 70, 9), (9, 70, 1), (2, 700, 130), (8, 531, 40), (130, 65, 67)]

    @Test(arguments: [DType.int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64])
    func integersWrap(_ dtype: DType) {
        for (m, k, n) in sizes {
            let a = integers([m, k], m).astype(dtype), b = integers([k, n], n).astype(dtype)
            let products = a.astype(.int64).reshape(m, k, 1) * b.astype(.int64).reshape(1, k, n)
            let expected = elementBytes(products.sum(1).astype(dtype))
            if m * n < 1000 {
                forEachLayout(of: a, b) { layout, a, b in
                    #expect(elementBytes(a.matmul(b)) == expected, "\(dtype) \(m)×\(k)×\(n) \(layout)")
                }
            }
            #expect(elementBytes(a.matmul(b)) == expected, "\(dtype) \(m)×\(k)×\(n)")
            #expect(elementBytes(a.matmul(b.T.copy().T)) == expected, "\(dtype) \(m)×\(k)×\(n), columns")
            #expect(elementBytes(a.T.copy().T.matmul(b)) == expected, "\(dtype) \(m)×\(k)×\(n), rows")
        }
    }

    /// The instruction for bfloat16 takes subnormal numbers for 0; that must not show.
    @Test func bfloat16IsSummedInFloat32() {
        let scales: [(Double, Double)] = [(1, 1), (1e-20, 1e-19), (1e-39, 1), (1e-39, 1e30), (1e30, 1e20), (0, 1)]
        for (m, k, n) in [(8, 8, 8), (16, 33, 40), (20, 700, 17), (40, 9, 100)] {
            for (left, right) in scales {
                let a = (reals([m, k], m) * left).astype(.bfloat16), b = (reals([k, n], n) * right).astype(.bfloat16)
                let expected = a.astype(.float32).matmul(b.astype(.float32)).astype(.bfloat16)
                for (x, y) in [(a, b), (a.T.copy().T, b), (a, b.T.copy().T)] {
                    #expect(elementBytes(x.matmul(y)) == elementBytes(expected), "\(m)×\(k)×\(n) of \(left), \(right)")
                }
            }
        }
    }

    @Test func specialNumbersOfBFloat16() {
        let a = reals([16, 16], 1).astype(.bfloat16), b = reals([16, 16], 2).astype(.bfloat16)
        let special = NDArray([Double.nan, .infinity, -.infinity, 0, -0.0, 1e-40, 3e38, 1]).astype(.bfloat16)
        let mixed = NDArray.concatenate([special, special]).reshape(1, 16) + a * 0
        let product = mixed.matmul(b).astype(.float64), expected = mixed.astype(.float32).matmul(b.astype(.float32)).astype(.bfloat16)
        #expect(product.arrayEqual(expected.astype(.float64), equalNaN: true))
    }

    @Test(arguments: [DType.complex64, .complex128])
    func complexProducts(_ dtype: DType) {
        let bound = dtype == .complex64 ? 2e-6 : 4e-15
        for (m, k, n) in sizes {
            let a = NDArray.complex(reals([m, k], 1), reals([m, k], 2)), b = NDArray.complex(reals([k, n], 3), reals([k, n], 4))
            let expected = (a.reshape(m, k, 1) * b.reshape(1, k, n)).sum(1)
            let x = a.astype(dtype), y = b.astype(dtype)
            for (x, y) in [(x, y), (x.T.copy().T, y), (x, y.T.copy().T)] {
                let error = (x.matmul(y).astype(.complex128) - expected).abs().max().item(as: Double.self)
                #expect(error <= bound * Double(k), "\(dtype) \(m)×\(k)×\(n): \(error)")
            }
        }
    }

    @Test func vectorsLoseTheirAxes() {
        let a = reals([3, 4], 1), x = reals([4], 2), y = reals([3], 3), stack = reals([2, 3, 4], 4)
        #expect(a.matmul(x).shape == [3] && y.matmul(a).shape == [4] && x.matmul(x).shape == [])
        #expect(stack.matmul(x).shape == [2, 3] && y.matmul(stack).shape == [2, 4])
        #expect(elementBytes(a.matmul(x)) == elementBytes(a.matmul(x.reshape(4, 1)).reshape(3)))
        #expect(elementBytes(y.matmul(stack)) == elementBytes(y.reshape(1, 3).matmul(stack).reshape(2, 4)))
        #expect(NDArray.zeros([0]).matmul(NDArray.zeros([0])).item(as: Double.self) == 0)
    }

    @Test(arguments: [DType.float32, .float64])
    func smallSystemsInBatches(_ dtype: DType) throws {
        for n in 1...16 {
            let a = matrix([19, n, n], dtype), b = matrix([19, n, 1], dtype)
            let x = try Linalg.solve(a, b), inverses = try Linalg.inv(a), values = try Linalg.det(a)
            for i in 0..<19 {
                let alone = try Linalg.solve(a[i], b[i])
                #expect(elementBytes(x[i]) == elementBytes(alone), "solve \(n) \(i)")
                #expect(elementBytes(inverses[i]) == elementBytes(try Linalg.inv(a[i])), "inv \(n) \(i)")
                #expect(elementBytes(values[i]) == elementBytes(try Linalg.det(a[i])), "det \(n) \(i)")
            }
        }
    }

    @Test func singularAndExtremeMatricesOfABatch() throws {
        let good = NDArray([1.0, 2, 3, 4]).reshape(2, 2), singular = NDArray([1.0, 2, 2, 4]).reshape(2, 2)
        let batch = NDArray.stack([good, good, good, singular, good * 1e200, good])
        expect(try Linalg.det(batch), [-2, -2, -2, 0, -.infinity, -2], shape: [6], dtype: .float64, within: 1e-15)
        expectError("inv: Singular matrix (matrix 3 of 6)") { _ = try Linalg.inv(batch) }
        expectError("solve: Singular matrix (matrix 3 of 6)") { _ = try Linalg.solve(batch, NDArray.ones([2, 1])) }
    }
}
