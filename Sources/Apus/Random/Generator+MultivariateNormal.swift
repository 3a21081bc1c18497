// Vectors of normal numbers with a given covariance.

extension Generator {
    /// How the covariance is taken apart.
    public enum CovarianceMethod: String, Sendable {
        case svd, eigh, cholesky
    }

    /// Vectors of normal numbers with given means and covariances; the vector takes the last axis.
    /// `numpy.random.Generator.multivariate_normal`.
    ///
    /// Independent normal numbers times a square root of the covariance, which `method` chooses. They agree with NumPy's to
    /// rounding, where LAPACK gives the vectors the same signs.
    ///
    /// - Parameters:
    ///   - mean: One axis of n.
    ///   - covariance: n × n, symmetric and positive semidefinite.
    ///   - tolerance: How far from positive semidefinite the covariance may be.
    ///   - checks: Whether that is checked; the Cholesky method always refuses what is not positive definite.
    /// - Throws: `ApusError` for shapes that do not fit, a covariance that is none, and without LAPACK.
    public func multivariateNormal(
        mean: NDArray, covariance: NDArray, _ size: Shape = [], method: CovarianceMethod = .svd, tolerance: Double = 1e-8,
        checks: Bool = true
    ) throws(ApusError) -> NDArray {
        let drawn = try drawMultivariateNormal(mean, covariance, size, method, tolerance)
        guard drawn.isCovariance || !checks else {
            throw .argument(
                operation: "multivariate_normal", message: "covariance is not symmetric positive-semidefinite")
        }
        return drawn.vectors
    }

    /// The vectors, and whether the covariance is one.
    package func drawMultivariateNormal(
        _ mean: NDArray, _ covariance: NDArray, _ size: Shape, _ method: CovarianceMethod, _ tolerance: Double
    ) throws(ApusError) -> (vectors: NDArray, isCovariance: Bool) {
        func refusal(_ message: String) -> ApusError { .argument(operation: "multivariate_normal", message: message) }
        guard !mean.dtype.isComplex, !covariance.dtype.isComplex else {
            throw .dtype(operation: "multivariate_normal", message: "mean and covariance must not be complex")
        }
        guard mean.rank == 1 else { throw refusal("mean must be 1 dimensional") }
        guard covariance.rank == 2, covariance.shape[0] == covariance.shape[1] else {
            throw refusal("covariance must be 2 dimensional and square")
        }
        let length = mean.shape[0]
        guard length == covariance.shape[0] else { throw refusal("mean and covariance must have the same length") }
        let shape = Dims(Array(size) + [length])
        let independent = try standard(.normal, shape, .float64)
        let rows = independent.reshape([length == 0 ? 0 : independent.count / length, length])
        let matrix = NDArray(value: try cast(covariance.value, to: .float64))
        let (factor, isCovariance) = try squareRoot(matrix, method, tolerance)
        return ((mean + rows.matmul(factor.T)).reshape(shape), isCovariance)
    }

    private func squareRoot(
        _ matrix: NDArray, _ method: CovarianceMethod, _ tolerance: Double
    ) throws(ApusError) -> (factor: NDArray, isCovariance: Bool) {
        switch method {
        case .cholesky: return (try Linalg.cholesky(matrix), true)
        case .eigh:
            let (values, vectors) = try Linalg.eigh(matrix)
            let isCovariance = values.elements(as: Double.self).allSatisfy { !($0 < -tolerance) }
            return (vectors * values.abs().sqrt(), isCovariance)
        case .svd:
            let (u, s, vh) = try Linalg.svd(matrix)
            let rebuilt = (vh.T * s).matmul(vh)
            return (u * s.sqrt(), rebuilt.allClose(matrix, rtol: tolerance, atol: tolerance))
        }
    }
}
