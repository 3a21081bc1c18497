import ApusCore
import ComplexModule

/// Matrices and weights that belong to families of polynomials.
enum SeriesMatrices {
    /// The scaled companion matrix of a series, whose eigenvalues are its roots.
    static func companion<Face: ArrayFace>(_ c: Face, _ family: PolynomialFamily, trims: Bool = true) throws(ApusError) -> Face {
        let name = "polynomialCompanion"
        guard c.rank == 1 else { throw .argument(operation: name, message: "Coefficient array is not 1-d") }
        let trimmedSeries = try SeriesIdentity().apply([c], name, trims: trims)[0]
        let n = trimmedSeries.count - 1
        guard n >= 1 else { throw .argument(operation: name, message: "Series must have maximum degree of at least 1.") }
        guard n < 1 << 15 else { throw .argument(operation: name, message: "a matrix of \(n) rows is too large") }
        let dtype = trimmedSeries.dtype
        func part(_ range: Range<Int>) throws(ApusError) -> Face { try Split.part(trimmedSeries, 0, range.lowerBound, range.count) }
        let leading = try part(n..<(n + 1))
        let parts = Parts(family, n)
        let ratio: Face = try .apply(Divide(), part(0..<n), leading)
        let factors: Face = try .apply(Cast(dtype: dtype), array(parts.last, trimmedSeries.device))
        let last: Face = try .apply(Reshape(shape: [n, 1]), .apply(Multiply(), ratio, factors))
        let matrix = try array(parts.matrix, trimmedSeries.device) as Face
        let base: Face = try .apply(Cast(dtype: dtype), .apply(Reshape(shape: [n, n]), matrix))
        let unit: Face = try .apply(
            Cast(dtype: dtype), array((0..<n).map { $0 == n - 1 ? 1 : 0 }, trimmedSeries.device))
        return try .apply(Add(), base, .apply(Multiply(), last, unit))
    }

    private static func array<Face: ArrayFace>(_ numbers: [Double], _ device: Device) throws(ApusError) -> Face {
        let value = try Strided.empty([numbers.count], .float64)
        numbers.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { value.pointer.copyMemory(from: base, byteCount: bytes.count) }
        }
        let face = Face(value: value)
        if device == .cpu { return face }
        guard let tensor = face as? Tensor else { return Face(value: try Strided.empty(face.shape, .float64, on: device)) }
        return try tensor.to(device: device) as! Face
    }

    /// The matrix without its last column's share of the series, and what that share is multiplied with.
    private struct Parts {
        var matrix: [Double]
        var last: [Double]

        init(_ family: PolynomialFamily, _ n: Int) {
            var matrix = [Double](repeating: 0, count: n * n)
            func setNeighbours(_ value: (Int) -> Double, above: Bool = true) {
                for i in 0..<(n - 1) {
                    matrix[(i + 1) * n + i] = value(i)
                    if above { matrix[i * n + i + 1] = value(i) }
                }
            }
            switch family {
            case .power:
                setNeighbours({ _ in 1 }, above: false)
                last = Array(repeating: -1, count: n)
            case .chebyshev:
                let half = 0.5.squareRoot()
                setNeighbours { $0 == 0 ? half : 0.5 }
                let scale = [1.0] + Array(repeating: half, count: n - 1)
                last = scale.map { -($0 / scale[n - 1]) * 0.5 }
                if n == 1 { last = [-1] }
            case .legendre:
                let scale = (0..<n).map { 1 / (2 * Double($0) + 1).squareRoot() }
                setNeighbours { Double($0 + 1) * scale[$0] * scale[$0 + 1] }
                last = scale.map { -($0 / scale[n - 1]) * (Double(n) / (2 * Double(n) - 1)) }
            case .laguerre:
                setNeighbours { -Double($0 + 1) }
                for i in 0..<n { matrix[i * n + i] = 2 * Double(i) + 1 }
                last = Array(repeating: Double(n), count: n)
            case .hermite, .hermiteE:
                let isPhysicists = family == .hermite
                var scale = [1.0]
                for k in stride(from: n - 1, to: 0, by: -1) { scale.append(scale[scale.count - 1] / (Double(k) * (isPhysicists ? 2 : 1)).squareRoot()) }
                scale.reverse()
                setNeighbours { (Double($0 + 1) * (isPhysicists ? 0.5 : 1)).squareRoot() }
                last = scale.map { -$0 / (isPhysicists ? 2 : 1) }
            }
            self.matrix = matrix
        }
    }

    /// The eigenvalues of a matrix; in NumPy's world those of a real one are real where all of them are.
    static func eigenvalues<Face: ArrayFace>(_ matrix: Face) throws(ApusError) -> Face {
        let values = try Linalg.eigvals(matrix)
        guard Face.world == .numpy, values.dtype.isComplex, !matrix.dtype.isComplex else { return values }
        guard matrix.device == .cpu else {
            throw .device("eigenvalues: whether the result is real depends on the elements, and on meta there are none")
        }
        let parts = NDArray(value: values.value).elements(as: Complex<Double>.self)
        return parts.allSatisfy { $0.rawStorage.y == 0 } ? try .apply(Copy(), .apply(RealPart(), values)) : values
    }

    /// The weight function of a family.
    static func weight<Face: ArrayFace>(_ x: Face, _ family: PolynomialFamily) throws(ApusError) -> Face {
        switch family {
        case .power: throw .argument(operation: "polynomialWeight", message: "powers of x are orthogonal under no weight")
        case .chebyshev:
            let above: Face = try .apply(SquareRoot(), .apply(Add(), x, scalar: .float(1), reversed: false))
            let below: Face = try .apply(SquareRoot(), .apply(Subtract(), x, scalar: .float(1), reversed: true))
            return try .apply(Divide(), .apply(Multiply(), above, below), scalar: .float(1), reversed: true)
        case .legendre:
            return try .apply(Add(), .apply(Multiply(), x, scalar: .float(0), reversed: false), scalar: .float(1), reversed: false)
        case .laguerre: return try .apply(Exponential(), .apply(Negative(), x))
        case .hermite: return try .apply(Exponential(), .apply(Negative(), .apply(Square(), x)))
        case .hermiteE: return try .apply(Exponential(), .apply(Multiply(), .apply(Square(), x), scalar: .float(-0.5), reversed: false))
        }
    }

    /// A series without the terms at its end that are at most as large as a tolerance.
    static func trimmed<Face: ArrayFace>(_ c: Face, tolerance: Double) throws(ApusError) -> Face {
        guard tolerance >= 0 else { throw .argument(operation: "polynomialTrim", message: "tol must be non-negative") }
        guard c.device != .meta else { throw .device("polynomialTrim: on the meta device there are no elements to compare") }
        let series = try SeriesIdentity().apply([c], "polynomialTrim")[0]
        let sizes = try copiedElements(series)
        guard let last = sizes.lastIndex(where: { $0 > tolerance }) else {
            return try .apply(Multiply(), Split.part(series, 0, 0, 1), scalar: .int(0), reversed: false)
        }
        return try .apply(Copy(), Split.part(series, 0, 0, last + 1))
    }

    private static func copiedElements<Face: ArrayFace>(_ series: Face) throws(ApusError) -> [Double] {
        let magnitudes = try NDArray.apply(Absolute(), NDArray(value: series.value))
        return magnitudes.elements(as: Double.self)
    }
}

/// The series as they are, in the dtype in which they meet.
struct SeriesIdentity: SeriesFunction {
    func callAsFunction<Term: SeriesTerm>(_ inputs: [[Term]]) throws(ApusError) -> [[Term]] { inputs }
}
