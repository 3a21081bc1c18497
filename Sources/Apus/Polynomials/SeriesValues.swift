import ApusCore

/// Values of series and of the families' polynomials.
enum SeriesValues {
    /// The values of series along the first axis of `c` at the elements of `x`.
    ///
    /// - Parameter isOuter: Each series at each element, so that the axes of `x` follow those of `c`; else the two broadcast.
    static func values<Face: ArrayFace>(
        _ x: Face, _ c: Face, _ family: PolynomialFamily, isOuter: Bool
    ) throws(ApusError) -> Face {
        let name = "polynomialValue"
        let c: Face = c.rank == 0 ? try .apply(Reshape(shape: [1]), c) : c
        guard c.shape[0] > 0 else { throw .argument(operation: name, message: "Coefficient array is empty") }
        _ = try commonDevice(name, x.value, c.value)
        let inexact = c.dtype.isInexact ? c.dtype : Face.world.defaultFloat
        let dtype = try Face.world.promote(inexact, x.dtype)
        if Face.world == .numpy && x.device == .cpu && (isOuter || c.rank == 1) { return Face(value: try fused(x.value, c.value, family, dtype)) }
        let point: Face = try .apply(Cast(dtype: dtype), x)
        var coefficients: Face = try .apply(Cast(dtype: dtype), c)
        if isOuter { coefficients = try .apply(Reshape(shape: Dims(Array(c.shape) + Array(repeating: 1, count: x.rank))), coefficients) }
        guard isOuter || Layout.broadcastShape(Dims(c.shape.dropFirst()), x.shape) != nil else {
            throw doNotBroadcast(name, Dims(c.shape.dropFirst()), x.shape)
        }
        let terms = try Unbind.apply(coefficients, 0).map { FaceTerm<Face>(face: $0) }
        return family.value(terms, at: FaceTerm<Face>(face: point)).face
    }

    /// The family's polynomials up to a degree at the elements of `x`, along a new last axis.
    static func basis<Face: ArrayFace>(_ x: Face, _ family: PolynomialFamily, degree: Int) throws(ApusError) -> Face {
        let name = "polynomialVander"
        guard degree >= 0 else { throw .argument(operation: name, message: "deg must be non-negative") }
        let x: Face = x.rank == 0 ? try .apply(Reshape(shape: [1]), x) : x
        let dtype = x.dtype.isInexact ? x.dtype : Face.world.defaultFloat
        if Face.world == .numpy && x.device == .cpu {
            let rows = try fusedBasis(x.value, family, degree, dtype)
            return Face(value: rows.view(rows.layout.permuted(Dims(Array(1...x.rank) + [0]))))
        }
        guard degree < 1 << 16 else { throw .argument(operation: name, message: "degree \(degree) is too large") }
        let point: Face = try .apply(Cast(dtype: dtype), x)
        let terms = family.basis(at: FaceTerm<Face>(face: point), degree: degree)
        return try Stack.apply(terms.map { $0.face }, -1)
    }

    /// The products of polynomials in several variables, of which the last one's degree varies fastest, along a new last axis.
    static func basis<Face: ArrayFace>(_ points: [Face], _ family: PolynomialFamily, degrees: [Int]) throws(ApusError) -> Face {
        let name = "polynomialVander"
        guard points.count == degrees.count else {
            throw .argument(
                operation: name, message: "Expected \(points.count) dimensions of degrees, got \(degrees.count)")
        }
        guard let first = points.first else {
            throw .argument(operation: name, message: "Unable to guess a dtype or shape when no points are given")
        }
        if points.count == 1 { return try basis(first, family, degree: degrees[0]) }
        for point in points { _ = try commonDevice(name, first.value, point.value) }
        for point in points where point.shape != first.shape {
            throw .shape(operation: name, message: "points of shapes \(first.shape) and \(point.shape); they must have one shape")
        }
        var dtype = first.dtype.isInexact ? first.dtype : Face.world.defaultFloat
        for point in points.dropFirst() { dtype = try Face.world.promote(dtype, point.dtype) }
        var product: Face?
        for (place, point) in points.enumerated() {
            let cast: Face = try .apply(Cast(dtype: dtype), point)
            let rows = try basis(cast, family, degree: degrees[place])
            var shape = Array(rows.shape.dropLast()) + Array(repeating: 1, count: points.count)
            shape[rows.rank - 1 + place] = degrees[place] + 1
            let factor: Face = try .apply(Reshape(shape: Dims(shape)), rows)
            product = if let before = product { try .apply(Multiply(), before, factor) } else { factor }
        }
        let shape = product!.shape
        let columns = shape.suffix(points.count).reduce(1, *)
        return try .apply(Reshape(shape: Dims(Array(shape.dropLast(points.count)) + [columns])), product!)
    }

    // MARK: - Numbers in memory

    /// How many elements a step works on at once: as many as stay in the first cache.
    private static let block = 512
    /// How many elements a thread takes at once.
    private static let chunk = 8192

    private static func fused(_ x: Strided, _ c: Strided, _ family: PolynomialFamily, _ dtype: DType) throws(ApusError) -> Strided {
        switch dtype {
        case .float64: try fused(x, c, family, .float64, Double.self)
        case .complex64: try fused(x, c, family, .complex64, ComplexTerm<Float>.self)
        case .complex128: try fused(x, c, family, .complex128, ComplexTerm<Double>.self)
        case .float32: try fused(x, c, family, .float32, Float.self)
        default: try castCopy(fused(x, c, family, .float32, Float.self), to: dtype)
        }
    }

    @inline(__always)
    private static func fused<Number: SeriesTerm>(
        _ x: Strided, _ c: Strided, _ family: PolynomialFamily, _ dtype: DType, _ type: Number.Type
    ) throws(ApusError) -> Strided {
        let points = try castCopy(x, to: dtype), n = c.shape[0]
        // Each series in one piece.
        let series = try castCopy(c.view(c.layout.permuted(Dims(Array(1..<max(c.rank, 1)) + [0]))), to: dtype)
        let out = try Strided.empty(Dims(Array(c.shape.dropFirst()) + Array(x.shape)), dtype)
        let count = points.count, columns = n == 0 ? 0 : series.count / n
        let from = points.pointer.assumingMemoryBound(to: Number.self), to = out.pointer.assumingMemoryBound(to: Number.self)
        let coefficients = series.pointer.assumingMemoryBound(to: Number.self)
        let chunks = (count + chunk - 1) / chunk
        ThreadPool.shared.run(count: chunks * columns) { index in
            let column = index / chunks, start = index % chunks * chunk
            evaluate(
                family, coefficients + column * n, n, from + start, to + column * count + start, Swift.min(chunk, count - start))
        }
        return withExtendedLifetime((points, series)) { out }
    }

    /// Clenshaw's recurrence, block by block.
    @inline(__always)
    private static func evaluate<Number: SeriesTerm>(
        _ family: PolynomialFamily, _ c: UnsafePointer<Number>, _ n: Int, _ points: UnsafePointer<Number>,
        _ out: UnsafeMutablePointer<Number>, _ count: Int
    ) {
        withUnsafeTemporaryAllocation(of: Number.self, capacity: block) { buffer in
            let b = buffer.baseAddress!
            for start in stride(from: 0, to: count, by: block) {
                let m = Swift.min(block, count - start), x = points + start, a = out + start
                if family == .power || n == 1 {
                    for j in 0..<m { a[j] = c[n - 1] + x[j].times(0) }
                    for i in stride(from: n - 2, through: 0, by: -1) {
                        for j in 0..<m { a[j] = c[i] + a[j] * x[j] }
                    }
                    continue
                }
                for j in 0..<m {
                    a[j] = c[n - 2]
                    b[j] = c[n - 1]
                }
                for i in stride(from: n - 3, through: 0, by: -1) { step(family, Double(i + 2), c[i], x, a, b, m) }
                switch family {
                case .laguerre: for j in 0..<m { a[j] = a[j] + b[j] * x[j].subtracted(from: 1) }
                case .hermite: for j in 0..<m { a[j] = a[j] + b[j] * x[j].times(2) }
                default: for j in 0..<m { a[j] = a[j] + b[j] * x[j] }
                }
            }
        }
    }

    @inline(__always)
    private static func step<Number: SeriesTerm>(
        _ family: PolynomialFamily, _ k: Double, _ c: Number, _ x: UnsafePointer<Number>, _ a: UnsafeMutablePointer<Number>,
        _ b: UnsafeMutablePointer<Number>, _ count: Int
    ) {
        switch family {
        case .chebyshev:
            for j in 0..<count { (a[j], b[j]) = (c - b[j], a[j] + b[j] * x[j].times(2)) }
        case .legendre:
            let p = (k - 1) / k, q = (2 * k - 1) / k
            for j in 0..<count { (a[j], b[j]) = (c - b[j].times(p), a[j] + (b[j] * x[j]).times(q)) }
        case .laguerre:
            for j in 0..<count {
                (a[j], b[j]) = (c - b[j].times(k - 1).over(k), a[j] + (b[j] * x[j].subtracted(from: 2 * k - 1)).over(k))
            }
        case .hermite:
            for j in 0..<count { (a[j], b[j]) = (c - b[j].times(2 * (k - 1)), a[j] + b[j] * x[j].times(2)) }
        case .hermiteE, .power:
            for j in 0..<count { (a[j], b[j]) = (c - b[j].times(k - 1), a[j] + b[j] * x[j]) }
        }
    }

    private static func fusedBasis(_ x: Strided, _ family: PolynomialFamily, _ degree: Int, _ dtype: DType) throws(ApusError) -> Strided {
        switch dtype {
        case .float64: try fusedBasis(x, family, degree, .float64, Double.self)
        case .complex64: try fusedBasis(x, family, degree, .complex64, ComplexTerm<Float>.self)
        case .complex128: try fusedBasis(x, family, degree, .complex128, ComplexTerm<Double>.self)
        case .float32: try fusedBasis(x, family, degree, .float32, Float.self)
        default: try castCopy(fusedBasis(x, family, degree, .float32, Float.self), to: dtype)
        }
    }

    /// A row for each degree.
    @inline(__always)
    private static func fusedBasis<Number: SeriesTerm>(
        _ x: Strided, _ family: PolynomialFamily, _ degree: Int, _ dtype: DType, _ type: Number.Type
    ) throws(ApusError) -> Strided {
        let points = try castCopy(x, to: dtype), count = points.count
        guard degree < Int.max else { throw .argument(operation: "polynomialVander", message: "degree \(degree) is too large") }
        let out = try Strided.empty(Dims([degree + 1] + Array(x.shape)), dtype)
        let x = points.pointer.assumingMemoryBound(to: Number.self), rows = out.pointer.assumingMemoryBound(to: Number.self)
        ThreadPool.shared.run(count: (count + block - 1) / block) { index in
            let start = index * block, places = start..<Swift.min(start + block, count)
            for j in places { rows[j] = x[j].times(0).plus(1) }
            if degree == 0 { return }
            let first = rows + count
            switch family {
            case .laguerre: for j in places { first[j] = x[j].subtracted(from: 1) }
            case .hermite: for j in places { first[j] = x[j].times(2) }
            default: for j in places { first[j] = x[j] }
            }
            for i in 2..<Swift.max(degree + 1, 2) {
                row(family, Double(i), x, rows + (i - 1) * count, rows + (i - 2) * count, rows + i * count, places)
            }
        }
        return withExtendedLifetime(points) { out }
    }

    @inline(__always)
    private static func row<Number: SeriesTerm>(
        _ family: PolynomialFamily, _ k: Double, _ x: UnsafePointer<Number>, _ a: UnsafePointer<Number>, _ b: UnsafePointer<Number>,
        _ out: UnsafeMutablePointer<Number>, _ places: Range<Int>
    ) {
        switch family {
        case .power: for j in places { out[j] = a[j] * x[j] }
        case .chebyshev: for j in places { out[j] = a[j] * x[j].times(2) - b[j] }
        case .legendre: for j in places { out[j] = ((a[j] * x[j]).times(2 * k - 1) - b[j].times(k - 1)).over(k) }
        case .laguerre: for j in places { out[j] = (a[j] * x[j].subtracted(from: 2 * k - 1) - b[j].times(k - 1)).over(k) }
        case .hermite: for j in places { out[j] = a[j] * x[j].times(2) - b[j].times(2 * (k - 1)) }
        case .hermiteE: for j in places { out[j] = a[j] * x[j] - b[j].times(k - 1) }
        }
    }
}
