import ApusCore

/// Derivatives by differences of neighbours.
enum NumericGradient: TableOperation {
    static var name: String { "gradient" }
    static var givesList: Bool { true }
    static var parameters: [Parameter] {
        [
            .array("x").known(as: "input", "f"), Parameter("spacing", .arrays, optional: true),
            Parameter("axes", .axes, optional: true), Parameter("edgeOrder", .integer, default: 1),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), order = try arguments.integer("edgeOrder", default: 1)
        var axes: [Int]
        if case .none = arguments["axes"] {
            axes = Array(0..<x.rank)
        } else {
            axes = try arguments.integers("axes")
        }
        var spacing: [Face] = []
        switch arguments["spacing"] {
        case .none: break
        case .scalar(let number): spacing = [try .number(number, Face.world.dtype(of: number), on: x.device)]
        default: spacing = try arguments.arrays("spacing")
        }
        return try apply(x, spacing, axes, edgeOrder: order)
    }

    /// One derivative for each of the axes. Spacings are none (1), one number for all axes, or one number or vector of
    /// positions for each.
    static func apply<Face: ArrayFace>(
        _ x: Face, _ spacing: [Face], _ axes: [Int], edgeOrder: Int
    ) throws(ApusError) -> [Face] {
        guard edgeOrder == 1 || edgeOrder == 2 else {
            throw .argument(operation: name, message: "'edge_order' \(edgeOrder) not supported; it must be 1 or 2")
        }
        _ = try Axes(axes).normalized(rank: x.rank, name)
        let oneForAll = spacing.count == 1 && spacing[0].rank == 0
        guard spacing.isEmpty || oneForAll || spacing.count == axes.count else {
            throw .kind(operation: name, message: "\(spacing.count) spacings for \(axes.count) axes: invalid number of arguments")
        }
        let real = try x.inDType(dtype(x.dtype, Face.world))
        var results: [Face] = []
        for (index, given) in axes.enumerated() {
            let axis = try normalizedAxis(given, rank: x.rank, name)
            guard x.shape[axis] >= edgeOrder + 1 else {
                throw .argument(
                    operation: name,
                    message: "shape \(x.shape) is too small to calculate a numerical gradient: at least \(edgeOrder + 1) "
                        + "elements are required along axis \(axis)")
            }
            let step: Face? = spacing.isEmpty ? nil : spacing[oneForAll ? 0 : index]
            guard let step, step.rank > 0 else {
                results.append(try uniform(real, step, axis, edgeOrder))
                continue
            }
            results.append(try uneven(real, positions(step, real, axis), axis, edgeOrder))
        }
        return results
    }

    private static func dtype(_ dtype: DType, _ world: World) -> DType { dtype.isInexact ? dtype : world.defaultFloat }

    /// The distances between positions along an axis, in a shape that broadcasts.
    private static func positions<Face: ArrayFace>(_ given: Face, _ x: Face, _ axis: Int) throws(ApusError) -> Face {
        guard given.rank == 1 else {
            throw .argument(operation: name, message: "distances must be either scalars or 1d")
        }
        guard given.count == x.shape[axis] else {
            throw .argument(
                operation: name,
                message: "when 1d, distances must match the length of the corresponding dimension: \(given.count) and \(x.shape[axis])")
        }
        var shape = Dims(repeating: 1, count: x.rank)
        shape[axis] = given.count - 1
        return try Difference.apply(given.inDType(dtype(given.dtype, Face.world)), 1, 0).inShape(shape)
    }

    private static func uniform<Face: ArrayFace>(_ x: Face, _ step: Face?, _ axis: Int, _ order: Int) throws(ApusError) -> Face {
        let n = x.shape[axis]
        func over(_ difference: Face, _ factor: Double) throws(ApusError) -> Face {
            guard let step else { return factor == 1 ? difference : try difference /! factor }
            let wide = try step.inDType(step.dtype.isInexact ? Face.world.promote(x.dtype, step.dtype) : x.dtype)
            return try (difference /! (factor == 1 ? wide : wide *! factor)).inDType(x.dtype)
        }
        var parts: [Face] = []
        if order == 1 {
            parts.append(try over(x.positions(axis, 1, 1) -! x.positions(axis, 0, 1), 1))
        } else {
            let bend = try x.positions(axis, 0, 1) *! -1.5 +! x.positions(axis, 1, 1) *! 2.0 -! x.positions(axis, 2, 1) *! 0.5
            parts.append(try over(bend, 1))
        }
        parts.append(try over(x.positions(axis, 2, n - 2) -! x.positions(axis, 0, n - 2), 2))
        if order == 1 {
            parts.append(try over(x.positions(axis, n - 1, 1) -! x.positions(axis, n - 2, 1), 1))
        } else {
            let bend = try x.positions(axis, n - 3, 1) *! 0.5 -! x.positions(axis, n - 2, 1) *! 2.0 +! x.positions(axis, n - 1, 1) *! 1.5
            parts.append(try over(bend, 1))
        }
        return try Face.apply(Concatenate(axis: axis), parts)[0]
    }

    /// Differences weighted so that they are exact for parabolas (Fornberg, Mathematics of Computation 51, 1988).
    private static func uneven<Face: ArrayFace>(_ x: Face, _ steps: Face, _ axis: Int, _ order: Int) throws(ApusError) -> Face {
        let n = x.shape[axis]
        let h = try steps.positions(axis, 0, n - 2), k = try steps.positions(axis, 1, n - 2)
        func left() throws(ApusError) -> Face { try x.positions(axis, 0, n - 2) }
        let a = try k /! (h *! (h +! k)), b = try (k -! h) /! (h *! k), c = try h /! (k *! (h +! k))
        let middle = try b *! x.positions(axis, 1, n - 2) -! a *! left() +! c *! x.positions(axis, 2, n - 2)
        var first: Face, last: Face
        if order == 1 {
            first = try (x.positions(axis, 1, 1) -! x.positions(axis, 0, 1)) /! steps.positions(axis, 0, 1)
            last = try (x.positions(axis, n - 1, 1) -! x.positions(axis, n - 2, 1)) /! steps.positions(axis, n - 2, 1)
        } else {
            let p = try steps.positions(axis, 0, 1), q = try steps.positions(axis, 1, 1)
            let r = try steps.positions(axis, n - 3, 1), s = try steps.positions(axis, n - 2, 1)
            first = try (p +! q) /! (p *! q) *! x.positions(axis, 1, 1)
                -! (p *! 2.0 +! q) /! (p *! (p +! q)) *! x.positions(axis, 0, 1)
                -! p /! (q *! (p +! q)) *! x.positions(axis, 2, 1)
            last = try s /! (r *! (r +! s)) *! x.positions(axis, n - 3, 1)
                -! (s +! r) /! (r *! s) *! x.positions(axis, n - 2, 1)
                +! (s *! 2.0 +! r) /! (s *! (r +! s)) *! x.positions(axis, n - 1, 1)
        }
        return try Face.apply(Concatenate(axis: axis), [first, middle, last])[0].inDType(x.dtype)
    }
}

extension ArrayFace {
    /// The derivatives of values on a grid along each of `axes`, by default all: central differences inside, one-sided
    /// ones of first or second order at the ends. `spacing` has nothing (1), one distance for all axes, or for each axis
    /// a distance or a vector of positions. `numpy.gradient`, `torch.gradient`.
    public func gradient(spacing: [Self] = [], axes: [Int]? = nil, edgeOrder: Int = 1) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in
            try NumericGradient.apply(self, spacing, axes ?? Array(0..<rank), edgeOrder: edgeOrder)
        }
    }

    /// The derivative of values along one axis, at positions `spacing` apart. `numpy.gradient`, `torch.gradient`.
    public func gradient(spacing: Double, axis: Int, edgeOrder: Int = 1) -> Self {
        trapping { () throws(ApusError) -> [Self] in
            let step = try Self.number(.float(spacing), Self.world.defaultFloat, on: device)
            return try NumericGradient.apply(self, [step], [axis], edgeOrder: edgeOrder)
        }[0]
    }
}
