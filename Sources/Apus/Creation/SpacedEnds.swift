import ApusCore

// Evenly and geometrically spaced numbers between the elements of two arrays.

/// Which steps a range takes, and where they go.
private struct SpacedSteps {
    let count: Int
    let endpoint: Bool
    let axis: Int
    let name: String

    init(_ count: Int, _ endpoint: Bool, _ axis: Int, _ name: String) throws(ApusError) {
        guard count >= 0 else { throw .argument(operation: name, message: "Number of samples, \(count), must be non-negative.") }
        (self.count, self.endpoint, self.axis, self.name) = (count, endpoint, axis, name)
    }

    /// Evenly spaced numbers along a new first axis. The last is `stop` itself, if it is one of them.
    func even<Face: ArrayFace>(_ start: Face, _ stop: Face) throws(ApusError) -> Face {
        let way = try stop -! start, intervals = endpoint ? count - 1 : count
        let places = try Face(value: Arange(start: .int(0), stop: .int(Int64(count)), step: .int(1)).make(way.dtype.realType, Face.world))
            .placed(on: way.device).inShape(Dims([count] + Array(repeating: 1, count: way.rank)))
        var result: Face
        if intervals > 0 {
            let step = try way /! Double(intervals)
            // A step too small for a number may still lead to one.
            let isLost = way.hasElements ? try holdsAny(step.compared(Equal(), 0).value) : false
            result = isLost ? try (places /! Double(intervals)) *! way : try places *! step
        } else {
            result = try places *! way
        }
        result = try result +! start
        if endpoint && count > 1 { result = try replacingEnd(of: result, count - 1, with: stop) }
        return result
    }

    /// A position along the first axis replaced.
    func replacingEnd<Face: ArrayFace>(of x: Face, _ place: Int, with value: Face) throws(ApusError) -> Face {
        let whole = Dims(x.shape.dropFirst())
        let slab: Face = try .apply(ExpandDims(axes: [0]), .apply(Broadcast(shape: whole), value.inDType(x.dtype)))
        let parts = [try x.positions(0, 0, place), slab, try x.positions(0, place + 1, count - place - 1)]
        return try Face.apply(Concatenate(axis: 0), parts)[0]
    }

    /// The new axis at its place, and the dtype asked for; integers are rounded down if the numbers are evenly spaced.
    func finished<Face: ArrayFace>(_ x: Face, _ dtype: DType?, rounds: Bool) throws(ApusError) -> Face {
        let place = try normalizedAxis(axis, rank: x.rank, name)
        var order = Array(1..<x.rank)
        order.insert(0, at: place)
        let placed: Face = place == 0 ? x : try .apply(Permute(axes: Dims(order)), x)
        guard let dtype else { return placed }
        return try (rounds && dtype.isInteger && !x.dtype.isComplex ? Face.apply(Floor(), placed) : placed).inDType(dtype)
    }
}

extension ArrayFace {
    /// Both ends as floats of the dtype in which they meet.
    private static func ends(_ start: Self, _ stop: Self) throws(ApusError) -> (Self, Self) {
        let common = try world.promote(start.value, stop.value)
        let dtype = common.isInexact ? common : world.defaultFloat
        return (try start.inDType(dtype), try stop.inDType(dtype))
    }

    /// `count` evenly spaced numbers from each element of `start` to that of `stop`, which broadcast, along a new axis; the last
    /// is that of `stop` unless `endpoint` is false. Integers become the default float. `numpy.linspace`.
    public static func linspace(
        _ start: Self, _ stop: Self, count: Int = 50, endpoint: Bool = true, axis: Int = 0, dtype: DType? = nil
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            let spacing = try SpacedSteps(count, endpoint, axis, "linspace"), (first, last) = try ends(start, stop)
            return try spacing.finished(spacing.even(first, last), dtype, rounds: true)
        }
    }

    /// Powers of `base` whose exponents are evenly spaced numbers from each element of `start` to that of `stop`, along a new
    /// axis. `numpy.logspace`.
    public static func logspace(
        _ start: Self, _ stop: Self, count: Int = 50, endpoint: Bool = true, base: Self, axis: Int = 0, dtype: DType? = nil
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            let spacing = try SpacedSteps(count, endpoint, axis, "logspace")
            var (first, last) = try ends(start, stop)
            var foundation = try base.inDType(base.dtype.isInexact ? base.dtype : world.defaultFloat)
            if base.rank > 0 {
                // All with as many axes, and the base with one more for the exponents.
                let rank = [base.rank, first.rank, last.rank].max()!
                func widened(_ x: Self) throws(ApusError) -> Self {
                    try x.inShape(Dims(Array(repeating: 1, count: rank - x.rank) + Array(x.shape)))
                }
                (first, last) = (try widened(first), try widened(last))
                foundation = try .apply(ExpandDims(axes: [0]), widened(foundation))
            }
            return try spacing.finished(.apply(Power(), foundation, spacing.even(first, last)), dtype, rounds: false)
        }
    }

    /// `count` powers of `base` with evenly spaced exponents from `start` to `stop`, which is the last of them unless
    /// `endpoint` is false; of the default float without a dtype. `numpy.logspace`, `torch.logspace`.
    public static func logspace(
        _ start: Double, _ stop: Double, count: Int = 50, endpoint: Bool = true, base: Double = 10, dtype: DType? = nil,
        device: Device = .cpu
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            let exponents = try Linspace(start: start, stop: stop, count: count, endpoint: endpoint).make(.float64, world)
            let powers = try Self.apply(Power(), Self(value: exponents), scalar: .float(base), reversed: true)
            return try powers.inDType(dtype ?? world.defaultFloat).placed(on: device)
        }
    }

    /// `count` numbers from each element of `start` to that of `stop`, which broadcast, along a new axis, of which each is the
    /// same multiple of the one before; complex numbers go along a spiral. Both ends are exact. `numpy.geomspace`.
    public static func geomspace(
        _ start: Self, _ stop: Self, count: Int = 50, endpoint: Bool = true, axis: Int = 0, dtype: DType? = nil
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            let spacing = try SpacedSteps(count, endpoint, axis, "geomspace")
            var (first, last) = try ends(start, stop)
            if let dtype, dtype.isComplex {
                let wide = try world.promote(first.dtype, dtype)
                (first, last) = (try first.inDType(wide), try last.inDType(wide))
            }
            for end in [first, last] where end.hasElements {
                if try holdsAny(end.compared(Equal(), 0).value) {
                    throw .argument(operation: "geomspace", message: "Geometric sequence cannot include zero")
                }
            }
            // Turned so that the sequence begins at a positive number.
            let factor: Self = try .apply(Sign(), first)
            let from = try first /! factor, to = try last /! factor
            let exponents: Self = try spacing.even(Self.apply(Logarithm10(), from), Self.apply(Logarithm10(), to))
            var result = try Self.apply(Power(), exponents, scalar: .float(10), reversed: true)
            if count > 0 { result = try spacing.replacingEnd(of: result, 0, with: from) }
            if count > 1 && endpoint { result = try spacing.replacingEnd(of: result, count - 1, with: to) }
            return try spacing.finished(result *! factor, dtype, rounds: false)
        }
    }

    /// `count` numbers from `start` to `stop`, which have one sign and are not 0, of which each is the same multiple of the one
    /// before; of the default float without a dtype. `numpy.geomspace`.
    public static func geomspace(
        _ start: Double, _ stop: Double, count: Int = 50, endpoint: Bool = true, dtype: DType? = nil
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            let first = Self(value: try filled([], .float(start), .float64, .cpu)), last = Self(value: try filled([], .float(stop), .float64, .cpu))
            return geomspace(first, last, count: count, endpoint: endpoint, dtype: dtype ?? world.defaultFloat)
        }
    }

    /// What a function gives for the coordinates of every element of a shape, all at once: for each axis an array of the shape
    /// that holds the positions along it. `numpy.fromfunction`.
    public static func fromFunction(_ shape: Shape, dtype: DType? = nil, _ body: ([Self]) throws -> Self) throws -> Self {
        var coordinates: [Self] = []
        for axis in 0..<shape.count {
            var own = Dims(repeating: 1, count: shape.count)
            own[axis] = shape[axis]
            let line = Self.arange(shape[axis], dtype: dtype ?? world.defaultFloat)
            coordinates.append(try .apply(Copy(), .apply(Broadcast(shape: shape), line.inShape(own))))
        }
        return try body(coordinates)
    }
}
