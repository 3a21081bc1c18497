import ApusCore

/// Integrals by the trapezoidal rule.
enum Trapezoid: TableOperation {
    static var name: String { "trapezoid" }
    static var parameters: [Parameter] {
        [
            .array("y").known(as: "input"), Parameter("x", .array, optional: true).known(),
            Parameter("dx", .array, optional: true), Parameter("axis", .integer, default: -1),
        ]
    }
    static var takesNumbersAsVectors: Bool { false }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let y = try arguments.array("y"), axis = try arguments.integer("axis", default: -1)
        let parts = try parts(y, arguments.optionalArray("x"), arguments["dx"], axis)
        return [try parts.total(Axes(normalizedAxis(axis, rank: y.rank, name)))]
    }

    /// The area between each position and the next.
    static func parts<Face: ArrayFace>(
        _ y: Face, _ x: Face?, _ dx: Argument<Face>, _ axis: Int
    ) throws(ApusError) -> Face {
        let axis = try normalizedAxis(axis, rank: y.rank, name), count = y.shape[axis]
        let sums = try y.positions(axis, Swift.min(1, count), count - 1) +! y.positions(axis, 0, count - 1)
        guard let x else {
            switch dx {
            case .scalar(let number): return try Face.apply(Multiply(), sums, scalar: number, reversed: false) /! 2.0
            case .array(let spacing): return try sums *! spacing /! 2.0
            default: return try sums /! 2.0
            }
        }
        var steps: Face
        if x.rank == 1 {
            var shape = Dims(repeating: 1, count: y.rank)
            shape[axis] = Swift.max(x.count - 1, 0)
            steps = try Difference.apply(x, 1, 0).inShape(shape)
        } else {
            let from = axis - y.rank
            steps = try Difference.apply(x, 1, x.rank == y.rank ? axis : from)
        }
        if steps.dtype == .bool { steps = try steps.inDType(.int64) }
        return try steps *! sums /! 2.0
    }
}

/// Running integrals by the trapezoidal rule.
enum CumulativeTrapezoid: TableOperation {
    static var name: String { "cumulativeTrapezoid" }
    static var parameters: [Parameter] { Trapezoid.parameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let y = try arguments.array("y"), axis = try arguments.integer("axis", default: -1)
        let parts = try Trapezoid.parts(y, arguments.optionalArray("x"), arguments["dx"], axis)
        return [try .apply(CumulativeSum(axis: normalizedAxis(axis, rank: y.rank, name), dtype: nil), parts)]
    }
}

extension ArrayFace {
    /// The integral of values along `axis` by the trapezoidal rule, at positions `dx` apart. `numpy.trapezoid`,
    /// `torch.trapezoid`.
    public func trapezoid(dx: Double = 1, axis: Int = -1) -> Self {
        trapping { () throws(ApusError) -> Self in
            try Trapezoid.parts(self, nil, .scalar(.float(dx)), axis).total(Axes(axis))
        }
    }

    /// The integral of values along `axis` by the trapezoidal rule, at positions `x`: a vector, or an array of this
    /// array's shape. `numpy.trapezoid`, `torch.trapezoid`.
    public func trapezoid(x: Self, axis: Int = -1) -> Self {
        trapping { () throws(ApusError) -> Self in try Trapezoid.parts(self, x, .none, axis).total(Axes(axis)) }
    }

    /// The integrals from the first position to each later one along `axis`, at positions `dx` apart.
    /// `torch.cumulative_trapezoid`, `scipy.integrate.cumulative_trapezoid`.
    public func cumulativeTrapezoid(dx: Double = 1, axis: Int = -1) -> Self {
        trapping { () throws(ApusError) -> Self in
            try .apply(
                CumulativeSum(axis: normalizedAxis(axis, rank: rank, CumulativeTrapezoid.name), dtype: nil),
                Trapezoid.parts(self, nil, .scalar(.float(dx)), axis))
        }
    }

    /// The integrals from the first position to each later one along `axis`, at positions `x`.
    /// `torch.cumulative_trapezoid`, `scipy.integrate.cumulative_trapezoid`.
    public func cumulativeTrapezoid(x: Self, axis: Int = -1) -> Self {
        trapping { () throws(ApusError) -> Self in
            try .apply(
                CumulativeSum(axis: normalizedAxis(axis, rank: rank, CumulativeTrapezoid.name), dtype: nil),
                Trapezoid.parts(self, x, .none, axis))
        }
    }
}
