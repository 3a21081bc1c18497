import ApusCore

/// The second operand where the first is true, else the third.
struct Select: TernaryOperation, TableOperation {
    static var name: String { "where" }
    static var saves: Saved { [.first] }

    static var parameters: [Parameter] { [.array("condition"), .array("a"), .array("b")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try Face.select(arguments.array("condition"), arguments["a"], arguments["b"])]
    }

    func result(_ a: Strided, _ b: Strided, _ c: Strided, _ world: World) throws(ApusError) -> Spec {
        Spec(try broadcastShape(Self.name, a.shape, b.shape, c.shape), try world.promote(b, c))
    }

    func evaluate(
        _ a: Strided, _ b: Strided, _ c: Strided, to out: Strided, on backend: any Backend
    ) throws(ApusError) {
        try backend.ternary(.select, cast(a, to: .bool), cast(b, to: out.dtype), cast(c, to: out.dtype), to: out)
    }

    /// `run`, over a choice if one may be overwritten.
    func run(
        _ condition: Strided, reusing a: inout Strided, _ b: inout Strided, _ world: World
    ) throws(ApusError) -> Strided {
        let device = try commonDevice(Self.name, condition, a, b)
        let spec = try result(condition, a, b, world)
        let isFirst = a.mayBeOverwritten(by: spec.shape, spec.dtype)
        guard isFirst || b.mayBeOverwritten(by: spec.shape, spec.dtype) else { return try run(condition, a, b, world) }
        let out = Strided(
            storage: isFirst ? a.storage : b.storage, layout: Layout(contiguous: spec.shape), dtype: spec.dtype)
        try evaluate(condition, a, b, to: out, on: device.backend)
        return out
    }

    func derivative(of index: Int, _ g: Tensor, _ a: Tensor, _ b: Tensor, _ c: Tensor, _ y: Tensor) -> Tensor {
        switch index {
        case 1: .where(a, g, 0)
        case 2: .where(a, 0, g)
        default: a.zeros()
        }
    }
}

extension ArrayFace {
    /// The elements of `a` where `condition` is true (or not zero), else those of `b`, all broadcast; the result has the
    /// dtype in which `a` and `b` meet. `numpy.where`, `torch.where`.
    public static func `where`(_ condition: Self, _ a: consuming Self, _ b: consuming Self) -> Self {
        if areLarge(a, b), !condition.mayBeRecorded, !a.mayBeRecorded, !b.mayBeRecorded { return reusing(condition, a, b) }
        return make(Select(), condition, a, b)
    }

    /// The choice that nobody records, over an operand if one may be overwritten.
    private static func reusing(_ condition: Self, _ a: consuming Self, _ b: consuming Self) -> Self {
        var first = elements(takenFrom: a), second = elements(takenFrom: b)
        return trapping { () throws(ApusError) in
            Self(value: try Select().run(condition.value, reusing: &first, &second, world))
        }
    }

    /// The elements of `a` where `condition` is true, else a number.
    public static func `where`(_ condition: Self, _ a: Self, _ b: some ScalarConvertible) -> Self {
        trapping { () throws(ApusError) in try select(condition, .array(a), .scalar(b.scalar)) }
    }

    /// A number where `condition` is true, else the elements of `b`.
    public static func `where`(_ condition: Self, _ a: some ScalarConvertible, _ b: Self) -> Self {
        trapping { () throws(ApusError) in try select(condition, .scalar(a.scalar), .array(b)) }
    }

    /// One number where `condition` is true, else another.
    public static func `where`(_ condition: Self, _ a: some ScalarConvertible, _ b: some ScalarConvertible) -> Self {
        trapping { () throws(ApusError) in try select(condition, .scalar(a.scalar), .scalar(b.scalar)) }
    }

    /// The throwing form of `where` for any mixture of arrays and numbers.
    static func select(_ condition: Self, _ a: Argument<Self>, _ b: Argument<Self>) throws(ApusError) -> Self {
        switch (a, b) {
        case (.array(let a), .array(let b)):
            return try apply(Select(), condition, a, b)
        case (.array(let a), .scalar(let b)):
            return try apply(Select(), condition, a, a.beside(b, Select.name))
        case (.scalar(let a), .array(let b)):
            return try apply(Select(), condition, b.beside(a, Select.name), b)
        case (.scalar(let a), .scalar(let b)):
            let dtype = world.promote(world.dtype(of: a), with: b)
            return try apply(
                Select(), condition, number(a, dtype, on: condition.device), number(b, dtype, on: condition.device))
        default:
            throw .argument(operation: Select.name, message: "the two choices must be arrays or numbers")
        }
    }
}
