import ApusCore

/// Linear algebra on the matrices in the last two axes of arrays: decompositions, linear systems, norms. `numpy.linalg`,
/// `torch.linalg`.
///
/// All leading axes are a batch. The work is done in float32, float64, complex64 or complex128. Singular values, eigenvalues
/// and least squares need LAPACK, found at run time; where there is none, `ApusError.library` names the package to install;
/// everything else is Apus's own. In NumPy's world integers become float64; in
/// PyTorch's they are refused. float16 and bfloat16 are refused in both. A matrix that has no result (singular, not positive
/// definite, without convergence) and an array that is no matrix are `ApusError.linearAlgebra`. Everything has derivatives
/// on tensors unless it says otherwise.
public enum Linalg {}

/// The checks that functions of matrices share.
enum MatrixRule {
    /// The dtype in which decompositions compute for operands of these dtypes.
    static func compute(_ dtypes: [DType], _ world: World, _ operation: String) throws(ApusError) -> DType {
        for dtype in dtypes where dtype == .float16 || dtype == .bfloat16 {
            throw .dtype(
                operation: operation, message: "array type \(dtype) is unsupported in linalg; cast with astype(.float32) first")
        }
        if world == .torch {
            for dtype in dtypes where !dtype.isInexact || dtype != dtypes[0] {
                throw .dtype(
                    operation: operation,
                    message: dtype.isInexact
                        ? "operands of \(dtypes[0]) and \(dtype); they must have one dtype, cast one with astype(_:)"
                        : "not defined for \(dtype) tensors; cast with astype(_:) first")
            }
            return dtypes[0]
        }
        let isDouble = dtypes.contains { !$0.isInexact || $0.realType == .float64 }
        let real = isDouble ? DType.float64 : .float32
        return dtypes.contains(where: \.isComplex) ? real.complexType : real
    }

    /// Refuses arrays with fewer than two axes.
    static func requireMatrix(_ x: Strided, _ operation: String) throws(ApusError) {
        guard x.rank >= 2 else {
            throw .linearAlgebra(
                operation: operation,
                message: "\(x.rank)-dimensional array given. Array must be at least two-dimensional")
        }
    }

    /// Refuses arrays whose last two axes differ in size.
    static func requireSquare(_ x: Strided, _ operation: String) throws(ApusError) {
        try requireMatrix(x, operation)
        guard x.shape[x.rank - 1] == x.shape[x.rank - 2] else {
            throw .linearAlgebra(
                operation: operation,
                message: "Last 2 dimensions of the array must be square, and the shape is \(x.shape)")
        }
    }

    /// The batch to which those of two arrays of matrices broadcast.
    static func batch(_ a: Strided, _ b: Strided, _ operation: String) throws(ApusError) -> Dims {
        guard let shape = Layout.broadcastShape(a.batch, b.batch) else {
            throw doNotBroadcast(operation, a.batch, b.batch)
        }
        return shape
    }
}

extension Strided {
    /// The axes before those of the matrices.
    var batch: Dims { Dims(shape.dropLast(2)) }
    /// How many rows the matrices have.
    var rows: Int { shape[rank - 2] }
    /// How many columns the matrices have.
    var columns: Int { shape[rank - 1] }

    /// A view with the batch broadcast, to which it does.
    func withBatch(_ batch: Dims) -> Strided {
        view(layout.broadcast(to: batch.with(rows, columns))!)
    }
}

extension Dims {
    /// These axes and further ones.
    func with(_ more: Int...) -> Dims {
        var result = self
        for size in more { result.append(size) }
        return result
    }
}

extension ArrayFace {
    /// The throwing form of `H`.
    func adjoint() throws(ApusError) -> Self { try MatrixTranspose.apply(conjugate()) }
}

// The vocabulary of the derivatives of matrix functions.
extension Tensor {
    /// The transpose of the matrices.
    var mT: Tensor { swapAxes(-2, -1) }

    /// The diagonal of the matrices.
    var matrixDiagonal: Tensor { diagonal(axis1: -2, axis2: -1) }

    /// Square matrices with the vectors along the last axis on their diagonals.
    func onDiagonal() -> Tensor {
        let n = shape[rank - 1]
        return .make(ViewEmbedding(view: Diagonal(offset: 0, axis1: -2, axis2: -1), shape: shape.with(n)), self)
    }

    /// The identity of the size and dtype of square matrices.
    func identityLike() -> Tensor { .eye(shape[rank - 1], dtype: dtype, device: device) }

    /// With half of the diagonal.
    func withHalvedDiagonal() -> Tensor { self * (1 - 0.5 * identityLike()) }

    /// Without the diagonal.
    func withoutDiagonal() -> Tensor { self * (1 - identityLike()) }

    /// X for this matrix A and A·X = b, without complaint about a singular one.
    func solved(_ b: Tensor, adjoint: Bool = false) -> Tensor {
        .make(Solve(adjoint: adjoint, checked: false), self, b)
    }

    /// X for this triangular matrix A and A·X = b.
    func triangularSolved(_ b: Tensor, upper: Bool, unit: Bool = false) -> Tensor {
        .make(TriangularSolve(upper: upper, unit: unit), self, b)
    }

    /// X for a triangular matrix A on the right, X·A = this.
    func dividedOnTheRight(by a: Tensor, upper: Bool, unit: Bool = false) -> Tensor {
        a.mT.triangularSolved(mT, upper: !upper, unit: unit).mT
    }

    /// This, or its real part where the result is to be real.
    func asReal(if real: Bool) -> Tensor { real && dtype.isComplex ? self.real() : self }
}

/// What a decomposition inside of a derivative gives, or nil for a matrix that has none; every other error, such as a missing
/// library, stops the program.
func whereItExists<Result>(_ body: () throws(ApusError) -> Result) -> Result? {
    trapping { () throws(ApusError) -> Result? in
        do throws(ApusError) {
            return try body()
        } catch {
            if case .linearAlgebra = error { return nil }
            throw error
        }
    }
}
