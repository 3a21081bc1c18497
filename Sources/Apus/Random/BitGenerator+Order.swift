// Shuffles and samples without replacement, in the order that NumPy's `Generator` draws them.

extension BitGenerator {
    /// Exchanges elements until every order is equally likely: `exchange(i, j)` is called with `j < i`, `i` falling.
    mutating func shuffle(count: Int, _ exchange: (Int, Int) -> Void) {
        for index in stride(from: count - 1, to: 0, by: -1) {
            let other = Int(interval(UInt64(index)))
            if other != index { exchange(index, other) }
        }
    }

    /// `0 ..< out.count` in random order, as `Generator.permutation(n)`.
    mutating func fillPermutation(_ out: UnsafeMutableBufferPointer<Int64>) {
        for index in out.indices { out[index] = Int64(index) }
        shuffle(count: out.count) { out.swapAt($0, $1) }
    }

    /// `out.count` different integers of `0 ..< population`, as `Generator.choice(population, n, replace=False)`.
    mutating func fillSample(_ out: UnsafeMutableBufferPointer<Int64>, population: Int, shuffled: Bool = true) {
        precondition(out.count <= population)
        if population > 10_000 && out.count > population / (shuffled ? 50 : 20) {
            var pool = (0..<Int64(population)).map { $0 }
            shuffleTail(&pool, from: max(population - out.count, 1))
            _ = out.update(fromContentsOf: pool[(population - out.count)...])
        } else {
            fillByFloyd(out, population: population)
            if shuffled { shuffleTail(out, from: 1) }
        }
    }

    /// R. W. Floyd's sampling: one draw for each element, and a set of those already taken.
    private mutating func fillByFloyd(_ out: UnsafeMutableBufferPointer<Int64>, population: Int) {
        var taken = Set<Int64>(minimumCapacity: out.count)
        for (place, last) in (population - out.count..<population).enumerated() {
            let drawn = Int64(bounded(UInt64(last)))
            let chosen = taken.insert(drawn).inserted ? drawn : Int64(last)
            if chosen != drawn { taken.insert(chosen) }
            out[place] = chosen
        }
    }

    private mutating func shuffleTail(_ items: inout [Int64], from first: Int) {
        items.withUnsafeMutableBufferPointer { shuffleTail($0, from: first) }
    }

    private mutating func shuffleTail(_ items: UnsafeMutableBufferPointer<Int64>, from first: Int) {
        for index in stride(from: items.count - 1, through: first, by: -1) {
            items.swapAt(index, Int(bounded(UInt64(index))))
        }
    }
}
