// Samples from a population, and bytes.

import Glibc

extension Generator {
    /// Some of the integers `0 ..< population`, int64. `numpy.random.Generator.choice` of a number.
    ///
    /// - Parameters:
    ///   - replacing: An integer may be drawn more than once.
    ///   - probabilities: How likely each is to be drawn first, as numbers that sum to 1; equally likely if nil.
    ///   - shuffled: Without replacement, the order is random too; if it does not matter, false is faster.
    public func choice(
        _ population: Int, _ shape: Shape = [], replacing: Bool = true, probabilities: NDArray? = nil, shuffled: Bool = true
    ) -> NDArray {
        trapping { () throws(ApusError) in
            try sample(population, shape, replacing: replacing, probabilities: probabilities, shuffled: shuffled)
        }
    }

    /// `count` slices of an array along its first axis. `numpy.random.Generator.choice`.
    public func choice(_ x: NDArray, _ count: Int, replacing: Bool = true, shuffled: Bool = true) -> NDArray {
        choice(x, [count], replacing: replacing, shuffled: shuffled)
    }

    /// Slices of an array along an axis, as many as the shape has elements; the shape takes the axis's place in the result's.
    /// `numpy.random.Generator.choice`.
    public func choice(
        _ x: NDArray, _ shape: Shape, replacing: Bool = true, probabilities: NDArray? = nil, axis: Int = 0,
        shuffled: Bool = true
    ) -> NDArray {
        trapping { () throws(ApusError) in
            try chosen(x, shape, replacing: replacing, probabilities: probabilities, axis: axis, shuffled: shuffled)
        }
    }

    /// The throwing form of `choice` from an array.
    package func chosen(
        _ x: NDArray, _ shape: Shape, replacing: Bool, probabilities: NDArray?, axis: Int, shuffled: Bool
    ) throws(ApusError) -> NDArray {
        guard x.rank > 0 else { throw .shape(operation: "choice", message: "a 0-d array has no slices to choose from") }
        let place = try normalizedAxis(axis, rank: x.rank, "choice")
        let indices = try sample(
            x.shape[place], shape, replacing: replacing, probabilities: probabilities, shuffled: shuffled)
        let taken = try x.taken(indices, axis: place, "choice")
        return taken.reshape(Dims(Array(x.shape[..<place]) + Array(shape) + Array(x.shape[(place + 1)...])))
    }

    /// The throwing form of `choice` from the integers before a number.
    package func sample(
        _ population: Int, _ shape: Shape, replacing: Bool, probabilities: NDArray? = nil, shuffled: Bool
    ) throws(ApusError) -> NDArray {
        func refusal(_ message: String) -> ApusError { .argument(operation: "choice", message: message) }
        let value = try Strided.empty(shape, .int64)
        guard population > 0 || value.count == 0 else { throw refusal("a population of \(population) has nothing to choose from") }
        var weights: [Double]?
        if let probabilities { weights = try self.weights(probabilities, of: population) }
        guard replacing || value.count <= population else {
            throw refusal("\(value.count) different ones of \(population) do not exist")
        }
        let out = value.elements(as: Int64.self)
        if let weights {
            guard replacing || weights.count(where: { $0 > 0 }) >= out.count else {
                throw refusal("fewer probabilities are above 0 than the \(out.count) that are to be drawn")
            }
            try draw(DrawWeighted(weights: weights, replacing: replacing, out: out))
        } else if replacing {
            guard value.count > 0 else { return NDArray(value: value) }
            return try drawIntegers(from: 0, span: UInt64(population - 1), shape, .int64)
        } else {
            try draw(DrawSample(out: out, population: max(population, 0), shuffled: shuffled))
        }
        return NDArray(value: value)
    }

    private func weights(_ p: NDArray, of population: Int) throws(ApusError) -> [Double] {
        func refusal(_ message: String) -> ApusError { .argument(operation: "choice", message: message) }
        guard !p.dtype.isComplex else { throw .dtype(operation: "choice", message: "probabilities cannot be \(p.dtype)") }
        guard p.rank == 1 else { throw refusal("probabilities must be 1-dimensional") }
        guard p.count == population else { throw refusal("there must be \(population) probabilities, not \(p.count)") }
        let value = try contiguous(cast(p.value, to: .float64))
        let weights = Array(value.elements(as: Double.self))
        let sum = compensatedSum(weights[...])
        if sum.isNaN { throw refusal("probabilities contain NaN") }
        if weights.contains(where: { $0 < 0 }) { throw refusal("probabilities are not non-negative") }
        let epsilons: [DType: Double] = [.float16: 0x1p-10, .bfloat16: 0x1p-7, .float32: 0x1p-23]
        if abs(sum - 1) > (epsilons[p.dtype] ?? 0x1p-52).squareRoot() { throw refusal("probabilities do not sum to 1") }
        return weights
    }

    /// Random bytes. `numpy.random.Generator.bytes`.
    public func bytes(_ count: Int) -> [UInt8] {
        precondition(count >= 0, "bytes: \(count) is below 0")
        // A result of an odd length still uses up a word.
        var words = [UInt32](repeating: 0, count: max(1, (count + 3) / 4))
        words.withUnsafeMutableBufferPointer { words in
            let work = DrawWords(out: words)
            trapping { () throws(ApusError) in try draw(work) }
        }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            for index in 0..<count { buffer[index] = UInt8(truncatingIfNeeded: words[index / 4] >> UInt32(index % 4 * 8)) }
            filled = count
        }
    }

    /// What the bit generator puts out, as uint64. `numpy.random.BitGenerator.random_raw`.
    public func raw(_ shape: Shape = []) -> NDArray {
        trapping { () throws(ApusError) in try drawRaw(shape) }
    }

    package func drawRaw(_ shape: Shape) throws(ApusError) -> NDArray {
        let value = try Strided.empty(shape, .uint64)
        try draw(DrawRaw(out: value.elements(as: UInt64.self)))
        return NDArray(value: value)
    }
}

/// W. Kahan's sum, "Further Remarks on Reducing Truncation Errors" (1965).
func compensatedSum(_ values: ArraySlice<Double>) -> Double {
    guard var sum = values.first else { return 0 }
    var lost = 0.0
    for value in values.dropFirst() {
        let corrected = value - lost
        let next = sum + corrected
        lost = (next - sum) - corrected
        sum = next
    }
    return sum
}

private struct DrawSample: Drawing {
    let out: UnsafeMutableBufferPointer<Int64>
    let population: Int
    let shuffled: Bool

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        bits.fillSample(out, population: population, shuffled: shuffled)
    }
}

private struct DrawWords: Drawing {
    let out: UnsafeMutableBufferPointer<UInt32>

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        for index in out.indices { out[index] = bits.next32() }
    }
}

private struct DrawRaw: Drawing {
    let out: UnsafeMutableBufferPointer<UInt64>

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        for index in out.indices { out[index] = bits.nextRaw() }
    }
}

/// Indices with unequal probabilities. Without replacement it draws as many as are missing, keeps each that is new, and goes
/// on without those.
private struct DrawWeighted: Drawing {
    let weights: [Double]
    let replacing: Bool
    let out: UnsafeMutableBufferPointer<Int64>

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        if replacing {
            let bounds = cumulative(weights)
            for index in out.indices { out[index] = place(bits.nextDouble(), in: bounds) }
            return
        }
        var (left, found, taken) = (weights, 0, Set<Int64>())
        while found < out.count {
            for index in 0..<found { left[Int(out[index])] = 0 }
            let bounds = cumulative(left)
            var round: [Int64] = []
            for _ in found..<out.count { round.append(place(bits.nextDouble(), in: bounds)) }
            for index in round where taken.insert(index).inserted {
                out[found] = index
                found += 1
            }
        }
    }

    private func cumulative(_ weights: [Double]) -> [Double] {
        var (bounds, sum) = ([Double](), 0.0)
        bounds.reserveCapacity(weights.count)
        for weight in weights {
            sum += weight
            bounds.append(sum)
        }
        return bounds.map { $0 / sum }
    }

    /// The first index whose bound is above a number.
    private func place(_ number: Double, in bounds: [Double]) -> Int64 {
        var (low, high) = (0, bounds.count)
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] <= number { low = middle + 1 } else { high = middle }
        }
        return Int64(low)
    }
}
