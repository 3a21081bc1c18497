import ApusCore

/// The exponential of square matrices.
struct MatrixExponential: UnaryOperation, TableOperation {
    static var name: String { "expm" }
    static var saves: Saved { [.first] }

    static var parameters: [Parameter] { [.array("x").known(as: "input", "A", "a")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(MatrixExponential(), arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        try MatrixRule.requireSquare(x, Self.name)
        // PyTorch takes 16-bit floats here.
        if world == .torch && x.dtype.isFloatingPoint { return Spec(x.shape, x.dtype) }
        return Spec(x.shape, try MatrixRule.compute([x.dtype], world, Self.name))
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        if out.device == .meta || out.count == 0 { return }
        let n = x.rows, isSingle = out.dtype.realType != .float64
        // Sums of large terms of both signs are rounded once, at the end.
        let dtype: DType = out.dtype.isComplex ? .complex128 : .float64
        let matrices = NDArray(value: try contiguous(cast(x, to: dtype))).reshape(-1, n, n)
        let columns: NDArray = try .apply(Sum(axes: -2, keepDims: false, dtype: nil), matrices.abs())
        let norms = try NDArray.apply(Largest(axes: -1, keepDims: false), columns).elements(as: Double.self)
        // Matrices with the same approximant are worked on together.
        var groups: [PadeApproximant: [Int]] = [:]
        for (index, norm) in norms.enumerated() {
            groups[PadeApproximant(norm: norm, isSingle: isSingle), default: []].append(index)
        }
        let result = NDArray(value: out).reshape(-1, n, n)
        for (approximant, members) in groups {
            let own = groups.count == 1 ? matrices : matrices.take(members, axis: 0)
            let values = try approximant.value(own)
            if groups.count == 1 {
                result.assign(values)
            } else {
                for (place, index) in members.enumerated() { result[index].assign(values[place]) }
            }
        }
    }

    /// The upper right quarter of the exponential of (Aᴴ, G; 0, Aᴴ): R. Mathias, "A Chain Rule for Matrix Functions and
    /// Applications" (1996).
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let adjoint = x.H, n = x.shape[x.rank - 1]
        let top = Tensor.make(Concatenate(axis: -1), [adjoint, g])[0]
        let bottom = Tensor.make(Concatenate(axis: -1), [adjoint.zeros(), adjoint])[0]
        let whole = Tensor.make(MatrixExponential(), Tensor.make(Concatenate(axis: -2), [top, bottom])[0])
        return whole.part(x.rank - 2, 0..<n).part(x.rank - 1, n..<(2 * n))
    }
}

/// A rational approximation of eᴬ for matrices whose 1-norm is small enough, after halving A a number of times.
///
/// N. Higham, "The Scaling and Squaring Method for the Matrix Exponential Revisited" (2005); the bounds are those of its
/// tables 2.3 and 2.4 with the last as in A. Al-Mohy and N. Higham, "A New Scaling and Squaring Algorithm for the Matrix
/// Exponential" (2009), for float64.
private struct PadeApproximant: Hashable {
    let degree: Int
    let halvings: Int

    init(norm: Double, isSingle: Bool) {
        let bounds: [(degree: Int, norm: Double)] = isSingle
            ? [(3, 4.258730016922831e-1), (5, 1.880152677804762), (7, 3.925724783138660)]
            : [
                (3, 1.495585217958292e-2), (5, 2.539398330063230e-1), (7, 9.504178996162932e-1), (9, 2.097847961257068),
                (13, 4.25),
            ]
        if let fitting = bounds.first(where: { norm <= $0.norm }) {
            (degree, halvings) = (fitting.degree, 0)
        } else {
            degree = bounds[bounds.count - 1].degree
            let ratio = norm / bounds[bounds.count - 1].norm
            halvings = ratio.isFinite ? max(0, Int(ratio.exponent) + (ratio.significand > 1 ? 1 : 0)) : 0
        }
    }

    /// The coefficients of the numerator, which for −A are those of the denominator.
    private var coefficients: [Double] {
        var result = [1.0]
        for j in 1...degree {
            result.append(result[j - 1] * Double(degree - j + 1) / Double(j * (2 * degree - j + 1)))
        }
        return result
    }

    func value(_ x: NDArray) throws(ApusError) -> NDArray {
        let a = halvings > 0 ? x * Double(sign: .plus, exponent: -halvings, significand: 1) : x
        let c = coefficients
        let identity = NDArray.eye(a.shape[2], dtype: a.dtype)
        let square = a.matmul(a)
        let odd: NDArray, even: NDArray
        if degree == 13 {
            let a4 = square.matmul(square), a6 = a4.matmul(square)
            let oddTop = a6 * c[13] + a4 * c[11] + square * c[9], evenTop = a6 * c[12] + a4 * c[10] + square * c[8]
            odd = a.matmul(a6.matmul(oddTop) + a6 * c[7] + a4 * c[5] + square * c[3] + identity * c[1])
            even = a6.matmul(evenTop) + a6 * c[6] + a4 * c[4] + square * c[2] + identity * c[0]
        } else {
            var power = square
            var oddSum = identity * c[1] + square * c[3], evenSum = identity * c[0] + square * c[2]
            for j in stride(from: 5, through: degree, by: 2) {
                power = power.matmul(square)
                oddSum = oddSum + power * c[j]
                evenSum = evenSum + power * c[j - 1]
            }
            odd = a.matmul(oddSum)
            even = evenSum
        }
        var result = try NDArray.apply(Solve(checked: false), even - odd, even + odd)
        for _ in 0..<halvings { result = result.matmul(result) }
        return result
    }
}

extension Linalg {
    /// The exponential eᴬ = I + A + A²/2! + … of square matrices, by Padé approximation with scaling and squaring.
    /// `scipy.linalg.expm`, `torch.linalg.matrix_exp`.
    public static func expm<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face { try .apply(MatrixExponential(), x) }
}
