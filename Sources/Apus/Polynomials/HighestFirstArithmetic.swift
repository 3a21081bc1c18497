import ApusCore

// Sums, products, derivatives and integrals of polynomials whose coefficients are in order of decreasing degree.

/// The rules by which NumPy's older polynomial functions compute: integers stay integers, zeros in front stay in sums and
/// are left out of products.
enum HighestFirst {
    /// One coefficient or several, along an axis.
    private static func series(_ p: NDArray, _ name: String) throws(ApusError) -> NDArray {
        guard p.rank <= 1 else { throw .shape(operation: name, message: "coefficients must have one axis, not shape \(p.shape)") }
        return p.rank == 0 ? try .apply(Reshape(shape: [1]), p) : p
    }

    /// Both series with as many coefficients: the shorter one with zeros in front.
    private static func aligned(_ a: NDArray, _ b: NDArray, _ name: String) throws(ApusError) -> (NDArray, NDArray) {
        let first = try series(a, name), second = try series(b, name), count = max(first.count, second.count)
        return (try widened(first, count), try widened(second, count))
    }

    private static func widened(_ p: NDArray, _ count: Int) throws(ApusError) -> NDArray {
        if p.count == count { return p }
        let zeros = NDArray(value: try filled([count - p.count], 0, p.dtype, p.device))
        return try NDArray.apply(Concatenate(axis: 0), [zeros, p])[0]
    }

    static func sum(_ a: NDArray, _ b: NDArray) throws(ApusError) -> NDArray {
        let (a, b) = try aligned(a, b, "polyadd")
        return try .apply(Add(), a, b)
    }

    static func difference(_ a: NDArray, _ b: NDArray) throws(ApusError) -> NDArray {
        let (a, b) = try aligned(a, b, "polysub")
        return try .apply(Subtract(), a, b)
    }

    /// A series without zeros in front; of zeros alone, one.
    private static func trimmed(_ p: NDArray, _ name: String) throws(ApusError) -> NDArray {
        let line = try series(p, name), rest = try TrimZeros.apply(line, .front, .all)
        return rest.count > 0 ? rest : NDArray(value: try filled([1], 0, line.dtype, line.device))
    }

    static func product(_ a: NDArray, _ b: NDArray) throws(ApusError) -> NDArray {
        let a = try trimmed(a, "polymul"), b = try trimmed(b, "polymul")
        return try Convolution1D.call(Arguments<NDArray>(Convolution1D.name, ["a": .array(a), "v": .array(b)]))[0]
    }

    /// n, n − 1, …, 1
    private static func degrees(_ n: Int, _ device: Device) throws(ApusError) -> NDArray {
        try NDArray(value: Arange(start: .int(Int64(n)), stop: 0, step: -1).make(.int64, .numpy)).placed(on: device)
    }

    static func derivative(_ p: NDArray, _ order: Int) throws(ApusError) -> NDArray {
        guard order >= 0 else {
            throw .argument(operation: "polyder", message: "Order of derivative must be positive (see polyint)")
        }
        var p = try series(p, "polyder")
        for _ in 0..<min(order, max(p.count, 1)) {
            let n = max(p.count - 1, 0)
            p = try p.positions(0, 0, n) *! degrees(n, p.device)
        }
        return p
    }

    static func integral(_ p: NDArray, _ order: Int, _ constants: NDArray?) throws(ApusError) -> NDArray {
        guard order >= 0 else {
            throw .argument(operation: "polyint", message: "Order of integral must be positive (see polyder)")
        }
        guard order <= 1 << 24 else { throw .argument(operation: "polyint", message: "order \(order) is too large") }
        let zeros = NDArray(value: try filled([max(order, 1)], 0, .float64, p.device))
        var constants = try series(constants ?? zeros, "polyint")
        if constants.count == 1 && order > 1 { constants = try .apply(Copy(), .apply(Broadcast(shape: [order]), constants)) }
        guard constants.count >= order else {
            throw .argument(operation: "polyint", message: "k must be a scalar or a rank-1 array of length 1 or >m.")
        }
        var p = try series(p, "polyint")
        for step in 0..<order {
            let quotients: NDArray = p.count == 0 ? p : try p /! degrees(p.count, p.device)
            p = try NDArray.apply(Concatenate(axis: 0), [quotients, constants.positions(0, step, 1)])[0]
        }
        return p
    }
}

extension NDArray {
    /// The sum of two polynomials with coefficients in order of decreasing degree. Integers stay integers. `numpy.polyadd`.
    public static func polyadd(_ a: NDArray, _ b: NDArray) -> NDArray {
        trapping { () throws(ApusError) -> NDArray in try HighestFirst.sum(a, b) }
    }

    /// The difference of two polynomials with coefficients in order of decreasing degree. `numpy.polysub`.
    public static func polysub(_ a: NDArray, _ b: NDArray) -> NDArray {
        trapping { () throws(ApusError) -> NDArray in try HighestFirst.difference(a, b) }
    }

    /// The product of two polynomials with coefficients in order of decreasing degree; zeros in front of them count for
    /// nothing. `numpy.polymul`.
    public static func polymul(_ a: NDArray, _ b: NDArray) -> NDArray {
        trapping { () throws(ApusError) -> NDArray in try HighestFirst.product(a, b) }
    }

    /// The derivative, of an order, of the polynomial with these coefficients in order of decreasing degree. Integers stay
    /// integers; of a constant nothing is left. `numpy.polyder`.
    public func polyder(order: Int = 1) -> NDArray {
        trapping { () throws(ApusError) -> NDArray in try HighestFirst.derivative(self, order) }
    }

    /// The integral, of an order, of the polynomial with these coefficients in order of decreasing degree. `constants` are those
    /// of integration, that of the first integral first; one stands for all, none for 0. `numpy.polyint`.
    public func polyint(order: Int = 1, constants: NDArray? = nil) -> NDArray {
        trapping { () throws(ApusError) -> NDArray in try HighestFirst.integral(self, order, constants) }
    }
}
