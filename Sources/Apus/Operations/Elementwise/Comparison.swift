import ApusCore

/// A comparison of two elements. Integers are compared exactly, whatever their dtypes.
protocol Comparison: StepBinary {}

extension Comparison {
    static var types: ElementwiseTypes { .all }
    static var runsKernelAlone: Bool { false }

    func run(_ a: Strided, _ b: Strided, _ world: World) throws(ApusError) -> Strided {
        if a.dtype == .uint64 && b.dtype.isSigned || b.dtype == .uint64 && a.dtype.isSigned {
            return try compareSigns(a, b)
        }
        return try runBinary(Self.kernel, a, b, world.promote(a, b), Self.name)
    }

    func run(_ a: Strided, scalar: Scalar, reversed: Bool, _ world: World) throws(ApusError) -> Strided {
        let side = a.dtype.side(of: scalar)
        if side != 0 {
            let out = try Strided.empty(a.shape, .bool, on: a.device)
            try a.device.backend.fill(out, with: .bool(holds(order: reversed ? side : -side)))
            return out
        }
        return try runBinary(Self.kernel, a, scalar, reversed, world.promote(a.dtype, with: scalar), world, Self.name)
    }

    /// Compares uint64 with signed integers, which no integer dtype holds both: a negative one is below, others are
    /// compared as uint64.
    private func compareSigns(_ a: Strided, _ b: Strided) throws(ApusError) -> Strided {
        let out = try runBinary(Self.kernel, a, b, .uint64, Self.name)
        let (signed, order) = a.dtype.isSigned ? (a, -1) : (b, 1)
        let backend = try signed.device.backend
        let isNegative = try Strided.empty(signed.shape, .bool, on: signed.device)
        try backend.binary(.less, signed, .int(0), reversed: false, to: isNegative)
        let answer = try Strided.empty([], .bool, on: signed.device)
        try backend.fill(answer, with: .bool(holds(order: order)))
        try backend.ternary(.select, isNegative, answer, out, to: out)
        return out
    }

    /// Whether the comparison is true of operands of which the first is smaller (−1) or larger (1).
    private func holds(order: Int) -> Bool {
        switch Self.kernel {
        case .notEqual: true
        case .less, .lessEqual: order < 0
        case .greater, .greaterEqual: order > 0
        default: false
        }
    }
}

/// a = b.
struct Equal: Comparison {
    static var name: String { "equal" }
    static var kernel: BinaryKernel { .equal }
}

/// a ≠ b.
struct NotEqual: Comparison {
    static var name: String { "notEqual" }
    static var kernel: BinaryKernel { .notEqual }
}

/// a < b.
struct Less: Comparison {
    static var name: String { "less" }
    static var kernel: BinaryKernel { .less }
}

/// a ≤ b.
struct LessEqual: Comparison {
    static var name: String { "lessEqual" }
    static var kernel: BinaryKernel { .lessEqual }
}

/// a > b.
struct Greater: Comparison {
    static var name: String { "greater" }
    static var kernel: BinaryKernel { .greater }
}

/// a ≥ b.
struct GreaterEqual: Comparison {
    static var name: String { "greaterEqual" }
    static var kernel: BinaryKernel { .greaterEqual }
}

extension ArrayFace {
    /// Whether elements are equal, as bool; the operator is `.==`. Integers are compared exactly, whatever their dtypes;
    /// NaN equals nothing. `numpy.equal`, `torch.eq`.
    public func equal(_ other: Self) -> Self { .make(Equal(), self, other) }
    /// Whether elements equal a number, as bool.
    public func equal(_ other: some ScalarConvertible) -> Self { .make(Equal(), self, other) }

    /// Whether elements differ, as bool; the operator is `.!=`. `numpy.not_equal`, `torch.ne`.
    public func notEqual(_ other: Self) -> Self { .make(NotEqual(), self, other) }
    /// Whether elements differ from a number, as bool.
    public func notEqual(_ other: some ScalarConvertible) -> Self { .make(NotEqual(), self, other) }

    /// Whether elements are below those of another array, as bool; the operator is `.<`. Complex numbers are ordered by
    /// their real, then their imaginary parts. `numpy.less`, `torch.lt`.
    public func less(_ other: Self) -> Self { .make(Less(), self, other) }
    /// Whether elements are below a number, as bool.
    public func less(_ other: some ScalarConvertible) -> Self { .make(Less(), self, other) }

    /// Whether elements are not above those of another array, as bool; the operator is `.<=`. `numpy.less_equal`,
    /// `torch.le`.
    public func lessEqual(_ other: Self) -> Self { .make(LessEqual(), self, other) }
    /// Whether elements are not above a number, as bool.
    public func lessEqual(_ other: some ScalarConvertible) -> Self { .make(LessEqual(), self, other) }

    /// Whether elements are above those of another array, as bool; the operator is `.>`. `numpy.greater`, `torch.gt`.
    public func greater(_ other: Self) -> Self { .make(Greater(), self, other) }
    /// Whether elements are above a number, as bool.
    public func greater(_ other: some ScalarConvertible) -> Self { .make(Greater(), self, other) }

    /// Whether elements are not below those of another array, as bool; the operator is `.>=`. `numpy.greater_equal`,
    /// `torch.ge`.
    public func greaterEqual(_ other: Self) -> Self { .make(GreaterEqual(), self, other) }
    /// Whether elements are not below a number, as bool.
    public func greaterEqual(_ other: some ScalarConvertible) -> Self { .make(GreaterEqual(), self, other) }
}
