import ApusCore

/// The differences of all neighbours in row-major order, with values put before and after them.
enum FlatDifferences: TableOperation {
    static var name: String { "ediff1d" }
    static var parameters: [Parameter] {
        [.array("x").known(as: "input", "ary"), Parameter("toEnd", .array, optional: true), Parameter("toBegin", .array, optional: true)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.optionalArray("toEnd"), arguments.optionalArray("toBegin"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ end: Face?, _ begin: Face?) throws(ApusError) -> Face {
        let line = try x.inShape([x.count])
        var parts: [Face] = []
        if let begin { parts.append(try fitted(begin, x.dtype, "to_begin")) }
        parts.append(
            x.count == 0 ? line : try .apply(Subtract(), line.positions(0, 1, x.count - 1), line.positions(0, 0, x.count - 1)))
        if let end { parts.append(try fitted(end, x.dtype, "to_end")) }
        return parts.count == 1 ? parts[0] : try Face.apply(Concatenate(axis: 0), parts)[0]
    }

    private static func fitted<Face: ArrayFace>(_ values: Face, _ dtype: DType, _ what: String) throws(ApusError) -> Face {
        guard values.dtype.canCast(to: dtype, .sameKind) else {
            throw .kind(
                operation: name,
                message: "dtype of `\(what)` must be compatible with input `ary` under the `same_kind` rule: \(values.dtype), \(dtype)")
        }
        return try values.inDType(dtype).inShape([values.count])
    }
}

/// Phases without jumps.
enum Unwrap: TableOperation {
    static var name: String { "unwrap" }
    static var parameters: [Parameter] {
        [
            .array("x").known(as: "input", "p"), Parameter("discont", .real, optional: true),
            Parameter("axis", .integer, default: -1), Parameter("period", .scalar, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        var discontinuity: Double?
        if case .none = arguments["discont"] {} else { discontinuity = try arguments.real("discont") }
        return [
            try apply(
                arguments.array("x"), discontinuity, arguments.integer("axis", default: -1),
                arguments.scalar("period", default: .float(2 * .pi)))
        ]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ discontinuity: Double?, _ axis: Int, _ period: Scalar) throws(ApusError) -> Face {
        if x.dtype.isComplex { throw .dtype(operation: name, message: "not defined for \(x.dtype)") }
        if case .complex = period { throw .kind(operation: name, message: "the period must be a real number") }
        let axis = try normalizedAxis(axis, rank: x.rank, name)
        let dtype = Face.world.promote(x.dtype, with: period)
        let wide = try x.inDType(dtype == .bool ? .int64 : dtype), n = x.shape[axis]
        if n < 2 { return try .apply(Copy(), wide) }
        let earlier = try wide.positions(axis, 0, n - 1), later = try wide.positions(axis, 1, n - 1)
        let step = try later -! earlier
        let (high, isAmbiguous) = try half(period, wide.dtype)
        let low: Scalar
        if case .int(let value) = high { low = .int(-value) } else { low = .float(-high.doubleValue) }
        func with(_ x: Face, _ operation: some ElementwiseBinary, _ number: Scalar) throws(ApusError) -> Face {
            try .apply(operation, x, scalar: number, reversed: false)
        }
        var wrapped = try with(with(with(step, Subtract(), low), Remainder(), period), Add(), low)
        if isAmbiguous {
            let atLow: Face = try .apply(LogicalAnd(), wrapped.compared(Equal(), low), step.compared(Greater(), .int(0)))
            wrapped = try wrapped.replacing(where: atLow, with: high)
        }
        let isSmall = try Face.apply(Absolute(), step).compared(Less(), .float(discontinuity ?? period.doubleValue / 2))
        let correction = try (wrapped -! step).replacing(where: isSmall, with: .int(0))
        let shifted = try later +! Face.apply(CumulativeSum(axis: axis, dtype: wide.dtype), correction)
        return try Face.apply(Concatenate(axis: axis), [wide.positions(axis, 0, 1), shifted])[0]
    }

    /// Half a period, and whether a step of just that much may be either way.
    private static func half(_ period: Scalar, _ dtype: DType) throws(ApusError) -> (Scalar, Bool) {
        guard dtype.isInteger, case .int(let whole) = period else { return (.float(period.doubleValue / 2), true) }
        guard whole != 0 else { throw .argument(operation: name, message: "the period must not be 0") }
        let quotient = Int64((Double(whole) / 2).rounded(.down))
        return (.int(quotient), whole % 2 == 0)
    }
}

/// For each place the choice whose condition is true first.
enum ChoiceByCondition: TableOperation {
    static var name: String { "selectByCondition" }
    static var parameters: [Parameter] {
        [
            Parameter("conditions", .arrays), Parameter("choices", .arrays).known(),
            Parameter("fallback", .array, optional: true).known(as: "default"),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.arrays("conditions"), arguments.arrays("choices"), arguments["fallback"])]
    }

    static func apply<Face: ArrayFace>(
        _ conditions: [Face], _ choices: [Face], _ fallback: Argument<Face>
    ) throws(ApusError) -> Face {
        guard conditions.count == choices.count else {
            throw .argument(operation: name, message: "list of cases must be same length as list of conditions")
        }
        guard let first = choices.first else {
            throw .argument(operation: name, message: "select with an empty condition list is not possible")
        }
        for condition in conditions where condition.dtype != .bool {
            throw .kind(operation: name, message: "conditions must be bool, not \(condition.dtype)")
        }
        var dtype = try Face.world.promote(choices.map(\.dtype))
        let last: Face
        switch fallback {
        case .none:
            dtype = Face.world.promote(dtype, with: .int(0))
            last = try .number(.int(0), dtype, on: first.device)
        case .scalar(let number):
            dtype = Face.world.promote(dtype, with: number)
            last = try .number(number, dtype, on: first.device)
        case .array(let array):
            dtype = try Face.world.promote(dtype, array.dtype)
            last = try array.inDType(dtype)
        default: throw .kind(operation: name, message: "the default must be an array or a number")
        }
        var result = last
        for (condition, choice) in zip(conditions, choices).reversed() {
            result = try .apply(Select(), condition, choice.inDType(dtype), result)
        }
        return result
    }
}

extension ArrayFace {
    /// The differences of neighbours of all elements in row-major order, between those of `before` and of `after`.
    /// `numpy.ediff1d`.
    public func ediff1d(toEnd after: Self? = nil, toBegin before: Self? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try FlatDifferences.apply(self, after, before) }
    }

    /// The elements along `axis` with multiples of a period added, so that no step is larger than half of it. Steps below
    /// `discontinuity`, if it is larger, stay. Integers with an integer period stay integers. `numpy.unwrap`.
    public func unwrap(discontinuity: Double? = nil, axis: Int = -1, period: some ScalarConvertible = 2 * Double.pi) -> Self {
        trapping { () throws(ApusError) -> Self in try Unwrap.apply(self, discontinuity, axis, period.scalar) }
    }

    /// At each place the element of that choice whose condition (bool) is the first to be true there, else that of
    /// `fallback`; all are broadcast. `numpy.select`.
    public static func selectByCondition(_ conditions: [Self], _ choices: [Self], fallback: Self? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in
            try ChoiceByCondition.apply(conditions, choices, fallback.map { .array($0) } ?? .none)
        }
    }
}
