import ApusCore

/// Linear interpolation between points.
enum PiecewiseLinear: TableOperation {
    static var name: String { "interp" }
    static var parameters: [Parameter] {
        [
            .array("x").known(as: "input"), .array("xp"), .array("fp"), Parameter("left", .array, optional: true),
            Parameter("right", .array, optional: true), Parameter("period", .real, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), xp = try arguments.array("xp"), fp = try arguments.array("fp")
        guard case .none = arguments["period"] else {
            return [try periodic(x, xp, fp, arguments.real("period"))]
        }
        return [try apply(x, xp, fp, left: arguments.optionalArray("left"), right: arguments.optionalArray("right"))]
    }

    private static func check<Face: ArrayFace>(_ x: Face, _ xp: Face, _ fp: Face) throws(ApusError) {
        guard xp.rank <= 1 && fp.rank <= 1 else {
            throw .argument(operation: name, message: "Data points must be 1-D sequences")
        }
        guard xp.count > 0 else { throw .argument(operation: name, message: "array of sample points is empty") }
        guard xp.count == fp.count else { throw .argument(operation: name, message: "fp and xp are not of the same length.") }
        if x.dtype.isComplex || xp.dtype.isComplex {
            throw .kind(operation: name, message: "positions must be real, not \(x.dtype) and \(xp.dtype)")
        }
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ xp: Face, _ fp: Face, left: Face?, right: Face?) throws(ApusError) -> Face {
        try check(x, xp, fp)
        let dtype = try self.dtype(x, xp, fp)
        if dtype.isComplex {
            // By parts: products of complex numbers would make NaN of infinities.
            func part(_ operation: some UnaryOperation) throws(ApusError) -> Face {
                func of(_ end: Face?) throws(ApusError) -> Face? {
                    guard let end else { return nil }
                    return try .apply(operation, end.inDType(dtype))
                }
                return try apply(x, xp, .apply(operation, fp.inDType(dtype)), left: of(left), right: of(right))
            }
            return try .apply(MakeComplex(), part(RealPart()), part(ImaginaryPart()))
        }
        let at = try x.inDType(dtype.realType), xs = try xp.inDType(dtype.realType).inShape([xp.count])
        let ys = try fp.inDType(dtype).inShape([fp.count])
        let last = xs.count - 1
        let first = try ys.position(0, 0), final = try ys.position(0, last)
        var result: Face
        if last == 0 {
            result = try .apply(Broadcast(shape: at.shape), first)
        } else {
            let found: Face = try .apply(SearchSorted(right: true), xs, at)
            let place: Face = try .apply(
                ClipToNumbers(low: .int(0), high: .int(Int64(last - 1))), .apply(Subtract(), found, scalar: .int(1), reversed: false))
            let slopes = try Difference.apply(ys, 1, 0) /! Difference.apply(xs, 1, 0).inDType(dtype)
            func taken(_ values: Face, _ offset: Int64) throws(ApusError) -> Face {
                let shifted: Face = offset == 0 ? place : try .apply(Add(), place, scalar: .int(offset), reversed: false)
                return try Take.apply(values, shifted, 0, .raise)
            }
            let slope = try taken(slopes, 0), below = try taken(ys, 0), start = try taken(xs, 0)
            result = try slope *! (at -! start).inDType(dtype) +! below
            if result.hasElements, try holdsAny(Face.apply(IsNaN(), result).value) {
                let above = try taken(ys, 1)
                let fromAbove = try slope *! (at -! taken(xs, 1)).inDType(dtype) +! above
                result = try .apply(Select(), .apply(IsNaN(), result), fromAbove, result)
                let flat: Face = try .apply(LogicalAnd(), .apply(IsNaN(), result), .apply(Equal(), below, above))
                result = try .apply(Select(), flat, below, result)
            }
            result = try .apply(Select(), .apply(Equal(), at, start), below, result)
        }
        let low: Face = try .apply(Less(), at, xs.position(0, 0)), high: Face = try .apply(Greater(), at, xs.position(0, last))
        result = try .apply(Select(), low, (left?.inDType(dtype) ?? first), result)
        let isLast: Face = try .apply(Equal(), at, xs.position(0, last))
        result = try .apply(Select(), isLast, final, result)
        result = try .apply(Select(), high, (right?.inDType(dtype) ?? final), result)
        let missing: Face = try .apply(IsNaN(), at)
        return try .apply(Select(), missing, at.inDType(dtype), result)
    }

    private static func dtype<Face: ArrayFace>(_ x: Face, _ xp: Face, _ fp: Face) throws(ApusError) -> DType {
        if Face.world == .numpy { return fp.dtype.isComplex ? .complex128 : .float64 }
        let common = try Face.world.promote([x.dtype, xp.dtype, fp.dtype])
        return common.isInexact ? common : Face.world.defaultFloat
    }

    /// Positions are taken modulo a period, and the points continued by one on each side.
    static func periodic<Face: ArrayFace>(_ x: Face, _ xp: Face, _ fp: Face, _ given: Double) throws(ApusError) -> Face {
        guard given != 0 else { throw .argument(operation: name, message: "period must be a non-zero value") }
        guard xp.rank == 1 && fp.rank == 1 else {
            throw .argument(operation: name, message: "Data points must be 1-D sequences")
        }
        try check(x, xp, fp)
        let period = Swift.abs(given)
        let dtype = try self.dtype(x, xp, fp)
        func wrapped(_ positions: Face) throws(ApusError) -> Face {
            try .apply(Remainder(), positions.inDType(dtype.realType), scalar: .float(period), reversed: false)
        }
        let positions = try wrapped(xp)
        let order: Face = try .apply(ArgSort(axis: 0, descending: false), positions)
        let xs = try Take.apply(positions, order, 0, .raise), ys = try Take.apply(fp.inDType(dtype), order, 0, .raise)
        let last = xs.count - 1
        let wideX = try Face.apply(Concatenate(axis: 0), [xs.positions(0, last, 1) -! period, xs, xs.positions(0, 0, 1) +! period])[0]
        let wideY = try Face.apply(Concatenate(axis: 0), [ys.positions(0, last, 1), ys, ys.positions(0, 0, 1)])[0]
        return try apply(wrapped(x), wideX, wideY, left: nil, right: nil)
    }
}

extension ArrayFace {
    /// The values at these positions of the function that goes straight from each point (`xs`, `ys`) to the next; `xs`
    /// must increase. Below the first and above the last point it is `left` and `right`, by default the nearest point's
    /// value. With a `period` positions are taken modulo it, and `xs` need not be in order. float64 or complex128 in
    /// NumPy's world. By binary search. `numpy.interp`.
    public func interp(_ xs: Self, _ ys: Self, left: Self? = nil, right: Self? = nil, period: Double? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in
            if let period { return try PiecewiseLinear.periodic(self, xs, ys, period) }
            return try PiecewiseLinear.apply(self, xs, ys, left: left, right: right)
        }
    }
}
