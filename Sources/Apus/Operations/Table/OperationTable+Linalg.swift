extension OperationTable {
    /// The linear algebra.
    static let linalg: [any TableOperation.Type] = [
        Cholesky.self, QREntry.self, SVDEntry.self, SingularValuesEntry.self, EigenEntry.self, EigenvaluesEntry.self,
        EigenHermitianEntry.self, EigenvaluesHermitianEntry.self, SolveEntry.self, TriangularSolve.self, Inverse.self,
        LeastSquaresEntry.self, PseudoInverseEntry.self, MatrixRank.self, Determinant.self, SignAndLogDeterminant.self,
        LUFactor.self, LU.self, LUSolve.self, MatrixExponential.self, MatrixPower.self, MatrixNorm.self, VectorNorm.self,
        NormEntry.self, ConditionNumber.self, MultiDot.self, TensorSolve.self, TensorInv.self, Inner.self, ConjugateDot.self,
        Kronecker.self, Cross.self, Trace.self,
    ]

    /// Their names in Python, where those do not follow from the Swift names.
    static let linalgSpellings: [String: [String]] = [
        "cholesky": ["linalg_cholesky"], "qr": ["linalg_qr"], "svd": ["linalg_svd"], "svdvals": ["linalg_svdvals"],
        "eig": ["linalg_eig"], "eigvals": ["linalg_eigvals"], "eigh": ["linalg_eigh"], "eigvalsh": ["linalg_eigvalsh"],
        "solve": ["linalg_solve"], "triangularSolve": ["linalg_solve_triangular"], "inv": ["linalg_inv", "inverse"],
        "lstsq": ["linalg_lstsq"], "pinv": ["linalg_pinv", "pinverse"], "matrixRank": ["linalg_matrix_rank"],
        "det": ["linalg_det", "det"], "slogdet": ["linalg_slogdet", "slogdet"], "luFactor": ["linalg_lu_factor"],
        "lu": ["linalg_lu"], "luSolve": ["linalg_lu_solve"], "expm": ["linalg_matrix_exp", "matrix_exp"],
        "matrixPower": ["linalg_matrix_power", "matrix_power"], "matrixNorm": ["linalg_matrix_norm"],
        "vectorNorm": ["linalg_vector_norm"], "linalgNorm": ["linalg_norm"], "cond": ["linalg_cond"],
        "multiDot": ["linalg_multi_dot"], "tensorSolve": ["linalg_tensorsolve"], "tensorInv": ["linalg_tensorinv"],
        "cross": ["linalg_cross", "cross"],
    ]
}
