// Distributions whose numbers are vectors; a vector takes the last axis of the result.

extension Generator {
    /// How often each outcome of n trials occurs, int64: vectors that sum to n. `numpy.random.Generator.multinomial`.
    ///
    /// - Parameters:
    ///   - n: The number of trials; an array broadcasts with the vectors of probabilities.
    ///   - probabilities: Those of the outcomes along the last axis. The last is what is missing to 1.
    ///   - size: The shape of the array of vectors, by default the common shape of the parameters.
    public func multinomial(
        n: some DistributionParameter, probabilities: NDArray, _ size: Shape? = nil
    ) -> NDArray {
        trapping { () throws(ApusError) in try drawMultinomial(n.distributionParameter, probabilities, size) }
    }

    package func drawMultinomial(_ n: NDArray, _ p: NDArray, _ size: Shape?) throws(ApusError) -> NDArray {
        func refusal(_ message: String) -> ApusError { .argument(operation: "multinomial", message: message) }
        guard !n.dtype.isInexact, !p.dtype.isComplex else {
            throw .dtype(operation: "multinomial", message: "n must be integers and probabilities real, not \(n.dtype), \(p.dtype)")
        }
        guard let outcomes = p.shape.last, outcomes > 0 else { throw refusal("probabilities need a last axis that is not empty") }
        let weights = try contiguous(cast(p.value, to: .float64))
        let all = Array(weights.elements(as: Double.self))
        if !all.allSatisfy({ $0 >= 0 && $0 <= 1 }) { throw refusal("probabilities < 0, > 1 or NaN") }
        for start in stride(from: 0, to: all.count, by: outcomes)
        where compensatedSum(all[start..<start + outcomes - 1]) > 1 + 1e-12 {
            throw refusal("probabilities sum to more than 1")
        }
        let counts = try contiguous(cast(n.value, to: .int64))
        if counts.elements(as: Int64.self).contains(where: { $0 < 0 }) { throw refusal("n < 0") }
        let rows = NDArray.arange(all.count / outcomes).reshape(Dims(Array(p.shape.dropLast())))
        let shape = try commonShape([counts, rows.value], size, "multinomial")
        let result = NDArray.zeros(Dims(Array(shape) + [outcomes]), dtype: .int64)
        let (each, row) = try (
            broadcastCopy(counts, to: shape, "multinomial"), broadcastCopy(rows.value, to: shape, "multinomial")
        )
        try draw(
            DrawMultinomial(
                counts: each.elements(as: Int64.self), rows: row.elements(as: Int64.self), probabilities: all,
                outcomes: outcomes, out: result.value.elements(as: Int64.self)))
        return result
    }

    /// How many of each color are in samples taken without replacement, int64.
    /// `numpy.random.Generator.multivariate_hypergeometric`.
    ///
    /// - Parameters:
    ///   - colors: How many there are of each color.
    ///   - sample: How many are taken.
    ///   - method: `.marginals` draws color after color from hypergeometric laws, up to 10⁹ in all; `.count` shuffles a list
    ///     of all.
    public func multivariateHypergeometric(
        colors: [Int], sample: Int, _ size: Shape = [], method: HypergeometricMethod = .marginals
    ) -> NDArray {
        trapping { () throws(ApusError) in try drawColors(colors.map { Int64($0) }, Int64(sample), size, method) }
    }

    /// How colors are drawn.
    public enum HypergeometricMethod: String, Sendable {
        case marginals, count
    }

    package func drawColors(
        _ colors: [Int64], _ sample: Int64, _ size: Shape, _ method: HypergeometricMethod
    ) throws(ApusError) -> NDArray {
        func refusal(_ message: String) -> ApusError { .argument(operation: "multivariate_hypergeometric", message: message) }
        guard sample >= 0 else { throw refusal("nsample must be nonnegative") }
        guard colors.allSatisfy({ $0 >= 0 }) else { throw refusal("colors must be nonnegative") }
        var total: Int64 = 0
        for color in colors {
            let (sum, overflow) = total.addingReportingOverflow(color)
            if overflow { throw refusal("sum(colors) must not exceed \(Int64.max)") }
            total = sum
        }
        if method == .marginals && total >= HypergeometricLaw.limit {
            throw refusal("with method 'marginals' sum(colors) must be less than \(HypergeometricLaw.limit)")
        }
        guard sample <= total else { throw refusal("nsample > sum(colors)") }
        let shape = Dims(Array(size) + [colors.count])
        guard shape.checkedProduct != nil, shape.allSatisfy({ $0 >= 0 }) else {
            throw .shape(operation: "multivariate_hypergeometric", message: "there is no shape \(shape)")
        }
        let result = NDArray(value: try .empty(shape, .int64))
        let out = result.value.elements(as: Int64.self)
        out.update(repeating: 0)
        guard total > 0, sample > 0, !out.isEmpty else { return result }
        switch method {
        case .marginals: try draw(DrawMarginals(colors: colors, total: total, sample: sample, out: out))
        case .count:
            // The list of all is memory to be asked for.
            let list = try Strided.empty([Int(total)], .int64)
            try draw(DrawByList(colors: colors, sample: sample, list: list.elements(as: Int64.self), out: out))
        }
        return result
    }

    /// Vectors of numbers that sum to 1, from Dirichlet's law. `numpy.random.Generator.dirichlet`.
    ///
    /// Gamma numbers divided by their sum; if all parameters are below 0.1, a stick broken by beta numbers, since gamma numbers
    /// might all be 0.
    public func dirichlet(alpha: NDArray, _ size: Shape = []) -> NDArray {
        trapping { () throws(ApusError) in try drawDirichlet(alpha, size) }
    }

    package func drawDirichlet(_ alpha: NDArray, _ size: Shape) throws(ApusError) -> NDArray {
        guard !alpha.dtype.isComplex else { throw .dtype(operation: "dirichlet", message: "alpha cannot be \(alpha.dtype)") }
        guard alpha.rank == 1 else { throw .argument(operation: "dirichlet", message: "alpha must be 1-dimensional") }
        let value = try contiguous(cast(alpha.value, to: .float64))
        let parameters = Array(value.elements(as: Double.self))
        if parameters.contains(where: { $0 < 0 }) { throw .argument(operation: "dirichlet", message: "alpha < 0") }
        let result = NDArray(value: try .empty(Dims(Array(size) + [parameters.count]), .float64))
        let out = result.value.elements(as: Double.self)
        out.update(repeating: 0)
        if !out.isEmpty { try draw(DrawDirichlet(alpha: parameters, out: out)) }
        return result
    }
}

private struct DrawMultinomial: Drawing {
    let counts, rows: UnsafeMutableBufferPointer<Int64>
    let probabilities: [Double]
    let outcomes: Int
    let out: UnsafeMutableBufferPointer<Int64>

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        for index in counts.indices {
            let p = probabilities[Int(rows[index]) * outcomes..<(Int(rows[index]) + 1) * outcomes]
            let result = UnsafeMutableBufferPointer(rebasing: out[index * outcomes..<(index + 1) * outcomes])
            var (left, remaining) = (counts[index], 1.0)
            for place in 0..<outcomes - 1 {
                let probability = p[p.startIndex + place]
                let count = BinomialLaw(n: left, p: probability / remaining).sample(from: &bits)
                result[place] = count
                left -= count
                if left <= 0 { break }
                remaining -= probability
            }
            if left > 0 { result[outcomes - 1] = left }
        }
    }
}

/// Color after color; a sample of more than half is what the rest leaves over.
private struct DrawMarginals: Drawing {
    let colors: [Int64]
    let total, sample: Int64
    let out: UnsafeMutableBufferPointer<Int64>

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        let takesRest = sample > total / 2
        for start in stride(from: 0, to: out.count, by: colors.count) {
            var (left, remaining) = (takesRest ? total - sample : sample, total)
            for (place, color) in colors.dropLast().enumerated() where left > 0 {
                remaining -= color
                let count = HypergeometricLaw(good: color, bad: remaining, taken: left).sample(from: &bits)
                out[start + place] = count
                left -= count
            }
            if left > 0 { out[start + colors.count - 1] = left }
            if takesRest {
                for (place, color) in colors.enumerated() { out[start + place] = color - out[start + place] }
            }
        }
    }
}

/// The beginning of a shuffled list of all.
private struct DrawByList: Drawing {
    let colors: [Int64]
    let sample: Int64
    let list: UnsafeMutableBufferPointer<Int64>
    let out: UnsafeMutableBufferPointer<Int64>

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        var end = 0
        for (color, count) in colors.enumerated() {
            for _ in 0..<count {
                list[end] = Int64(color)
                end += 1
            }
        }
        let takesRest = Int(sample) > list.count / 2
        let draws = takesRest ? list.count - Int(sample) : Int(sample)
        for start in stride(from: 0, to: out.count, by: colors.count) {
            for place in 0..<draws {
                list.swapAt(place, place + Int(bits.interval(UInt64(list.count - place - 1))))
            }
            for place in 0..<draws { out[start + Int(list[place])] += 1 }
            if takesRest {
                for (place, color) in colors.enumerated() { out[start + place] = color - out[start + place] }
            }
        }
    }
}

private struct DrawDirichlet: Drawing {
    let alpha: [Double]
    let out: UnsafeMutableBufferPointer<Double>

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        let isSmall = alpha.allSatisfy { $0 < 0.1 }
        var (sums, sum) = (alpha, 0.0)
        for place in alpha.indices.reversed() {
            sum += alpha[place]
            sums[place] = sum
        }
        if isSmall && !(sum > 0) { return }
        for start in stride(from: 0, to: out.count, by: alpha.count) {
            let vector = UnsafeMutableBufferPointer(rebasing: out[start..<start + alpha.count])
            if isSmall { breakStick(vector, sums, &bits) } else { normalize(vector, &bits) }
        }
    }

    private func breakStick(
        _ vector: UnsafeMutableBufferPointer<Double>, _ sums: [Double], _ bits: inout some BitGenerator
    ) {
        var left = 1.0
        for place in 0..<alpha.count - 1 {
            let part = bits.beta(alpha[place], sums[place + 1])
            vector[place] = left * part
            left *= 1 - part
            if sums[place + 1] == 0 { break }
        }
        vector[alpha.count - 1] = left
    }

    private func normalize(_ vector: UnsafeMutableBufferPointer<Double>, _ bits: inout some BitGenerator) {
        var sum = 0.0
        for (place, parameter) in alpha.enumerated() {
            vector[place] = bits.standardGamma(parameter)
            sum += vector[place]
        }
        let factor = 1 / sum
        for place in vector.indices { vector[place] *= factor }
    }
}
