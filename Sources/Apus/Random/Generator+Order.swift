// Random orders and samples: the permutations of NumPy's `Generator`.

extension Generator {
    /// The integers `0 ..< count` in random order, int64. `Generator.permutation(n)`.
    public func permutation(_ count: Int) -> NDArray {
        trapping { () throws(ApusError) in try order(of: count) }
    }

    /// A copy of an array with the slices along an axis in random order. `Generator.permutation(x, axis)`.
    public func permutation(_ x: NDArray, axis: Int = 0) -> NDArray {
        trapping { () throws(ApusError) in
            let front = try firstAxis(x, axis, "permutation")
            let chosen = try order(front.shape[0])
            return NDArray(value: try slices(of: front, chosen)).swapAxes(0, axis)
        }
    }

    /// Brings the slices of an array along an axis into random order, in place. `Generator.shuffle`.
    public func shuffle(_ x: NDArray, axis: Int = 0) {
        x.assign(permutation(x, axis: axis))
    }

    /// `count` of the integers `0 ..< population`, each equally likely, int64. `Generator.choice(population, count)`.
    ///
    /// - Parameters:
    ///   - replacing: An integer may be drawn more than once.
    ///   - shuffled: Without replacement, the order is random too; if it does not matter, false is faster.
    public func choice(_ population: Int, _ shape: Shape = [], replacing: Bool = true, shuffled: Bool = true) -> NDArray {
        trapping { () throws(ApusError) in try sample(population, shape, replacing: replacing, shuffled: shuffled) }
    }

    /// `count` slices of an array along its first axis. `Generator.choice(x, count)`.
    public func choice(_ x: NDArray, _ count: Int, replacing: Bool = true, shuffled: Bool = true) -> NDArray {
        trapping { () throws(ApusError) in
            let front = try firstAxis(x, 0, "choice")
            let chosen = choice(front.shape[0], [count], replacing: replacing, shuffled: shuffled)
            return NDArray(value: try slices(of: front, chosen.value))
        }
    }

    func order(_ count: Int) throws(ApusError) -> Strided {
        try draw { bits throws(ApusError) in
            try randomArray([count], .int64, of: Int64.self) { bits.fillPermutation($0) }
        }
    }

    /// The array as row-major memory with `axis` in front.
    private func firstAxis(_ x: NDArray, _ axis: Int, _ operation: String) throws(ApusError) -> Strided {
        guard x.rank > 0 else { throw .shape(operation: operation, message: "a 0-d array has no axis to reorder") }
        _ = try normalizedAxis(axis, rank: x.rank, operation)
        return x.swapAxes(0, axis).contiguous().value
    }

    private func slices(of x: Strided, _ chosen: Strided) throws(ApusError) -> Strided {
        var shape = x.shape
        shape[0] = chosen.count
        let result = try Strided.empty(shape, x.dtype)
        let size = chosen.count == 0 ? 0 : result.count / chosen.count * x.dtype.size
        guard size > 0 else { return result }
        for (place, index) in chosen.elements(as: Int64.self).enumerated() {
            (result.pointer + place * size).copyMemory(from: x.pointer + Int(index) * size, byteCount: size)
        }
        return result
    }
}
