import ApusCore

/// Which norm of a vector or a matrix.
public enum NormOrder: Sendable, Hashable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    /// Of vectors (Σ|x|ᵖ)^(1/p), with the largest and least magnitude for ±∞ and the number of elements other than 0 for 0.
    /// Of matrices, for ±1 the largest or least sum of magnitudes of a column, for ±∞ of a row, and for ±2 the largest or
    /// least singular value.
    case order(Double)
    /// The root of the sum of all squared magnitudes.
    case frobenius
    /// The sum of the singular values.
    case nuclear

    public init(floatLiteral value: Double) { self = .order(value) }
    public init(integerLiteral value: Int) { self = .order(Double(value)) }
}

/// Norms of matrices in two axes.
enum MatrixNorm: TableOperation {
    static var name: String { "matrixNorm" }
    static var parameters: [Parameter] {
        [
            .array("x").known(as: "input", "A"), Parameter("order", .scalar, default: "fro").known(as: "ord"),
            Parameter("axes", .integers, default: [-2, -1]).known(as: "axis", "dim"),
            Parameter("keepDims", .boolean, default: false), Parameter("dtype", .dtype, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try NormEntry.operand(arguments)
        let axes = try arguments.integers("axes", default: [-2, -1])
        let keepDims = try arguments.boolean("keepDims", default: false)
        return [try apply(x, NormEntry.order(arguments) ?? .frobenius, axes, keepDims)]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ order: NormOrder, _ axes: [Int], _ keepDims: Bool
    ) throws(ApusError) -> Face {
        guard axes.count == 2 else {
            throw .argument(operation: name, message: "\(axes.count) axes; a matrix has two")
        }
        guard x.rank >= 2 else {
            throw .linearAlgebra(
                operation: name, message: "\(x.rank)-dimensional array given. Array must be at least two-dimensional")
        }
        let row = try normalizedAxis(axes[0], rank: x.rank, name), column = try normalizedAxis(axes[1], rank: x.rank, name)
        guard row != column else { throw .argument(operation: name, message: "Duplicate axes given: \(axes)") }
        let both = Axes([row, column])
        switch order {
        case .frobenius: return try .apply(Norm(order: 2, axes: both, keepDims: keepDims), x)
        case .nuclear:
            let s = try singularValues(x, row, column)
            return try restored(.apply(Sum(axes: -1, keepDims: false, dtype: nil), s), x, both, keepDims)
        case .order(let p) where abs(p) == 2:
            let s = try singularValues(x, row, column)
            return try restored(extreme(s, -1, largest: p > 0), x, both, keepDims)
        case .order(let p) where abs(p) == 1 || abs(p) == .infinity:
            let summed = abs(p) == 1 ? row : column, compared = abs(p) == 1 ? column : row
            let sums: Face = try .apply(Norm(order: 1, axes: Axes(summed), keepDims: true), x)
            return try restored(extreme(sums, compared, largest: p > 0), x, both, keepDims)
        case .order(let p):
            throw .argument(operation: name, message: "Invalid norm order for matrices: \(p)")
        }
    }

    private static func singularValues<Face: ArrayFace>(
        _ x: Face, _ row: Int, _ column: Int
    ) throws(ApusError) -> Face {
        try Linalg.svdvals(MoveAxes.apply(x, [row, column], [-2, -1]))
    }

    /// The largest or least of numbers that are not negative; of nothing the largest is 0.
    private static func extreme<Face: ArrayFace>(_ x: Face, _ axis: Int, largest: Bool) throws(ApusError) -> Face {
        let place = axis < 0 ? axis + x.rank : axis
        if largest && x.shape[place] == 0 {
            return .zeros(reducedShape(x.shape, without: [place], keepDims: false), dtype: x.dtype, device: x.device)
        }
        return largest
            ? try .apply(Largest(axes: Axes(axis), keepDims: false), x)
            : try .apply(Smallest(axes: Axes(axis), keepDims: false), x)
    }

    private static func restored<Face: ArrayFace>(
        _ norm: Face, _ x: Face, _ axes: Axes, _ keepDims: Bool
    ) throws(ApusError) -> Face {
        let reduced = try axes.normalized(rank: x.rank, name)
        return try .apply(Reshape(shape: reducedShape(x.shape, without: reduced, keepDims: keepDims)), norm)
    }
}

/// Norms of vectors along axes.
enum VectorNorm: TableOperation {
    static var name: String { "vectorNorm" }
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("order", .real, default: 2).known(as: "ord"), Parameter("axes", .axes, optional: true),
            Parameter("keepDims", .boolean, default: false), Parameter("dtype", .dtype, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try apply(
                NormEntry.operand(arguments), arguments.real("order", default: 2), arguments.axes(),
                arguments.boolean("keepDims", default: false))
        ]
    }

    /// In NumPy's world the largest magnitude of nothing is 0.
    static func apply<Face: ArrayFace>(
        _ x: Face, _ order: Double, _ axes: Axes, _ keepDims: Bool
    ) throws(ApusError) -> Face {
        if Face.world == .numpy && order == .infinity && x.count == 0 {
            let reduced = try axes.normalized(rank: x.rank, name)
            if reducedCount(x.shape, reduced) == 0 {
                let dtype = x.dtype.isInexact ? x.dtype.realType : .float64
                return .zeros(reducedShape(x.shape, without: reduced, keepDims: keepDims), dtype: dtype, device: x.device)
            }
        }
        return try .apply(Norm(order: order, axes: axes, keepDims: keepDims), x)
    }
}

/// Norms of vectors or matrices, by how many axes are named.
enum NormEntry: TableOperation {
    static var name: String { "linalgNorm" }
    static var parameters: [Parameter] {
        [
            .array("x").known(as: "input", "A"), Parameter("order", .scalar, optional: true).known(as: "ord"),
            Parameter("axes", .axes, optional: true), Parameter("keepDims", .boolean, default: false),
            Parameter("dtype", .dtype, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        var axes: [Int]?
        if case .none = arguments["axes"] {} else { axes = try arguments.integers("axes") }
        return [
            try apply(
                operand(arguments), order(arguments), axes, arguments.boolean("keepDims", default: false))
        ]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ order: NormOrder?, _ axes: [Int]?, _ keepDims: Bool
    ) throws(ApusError) -> Face {
        if axes == nil && order == nil {
            return try .apply(Norm(order: 2, axes: .all, keepDims: keepDims), x)
        }
        let named = axes ?? Array(0..<x.rank)
        switch named.count {
        case 1:
            switch order ?? .order(2) {
            case .order(let p): return try VectorNorm.apply(x, p, Axes(named), keepDims)
            case .frobenius: throw .argument(operation: name, message: "Invalid norm order 'fro' for vectors")
            case .nuclear: throw .argument(operation: name, message: "Invalid norm order 'nuc' for vectors")
            }
        case 2: return try MatrixNorm.apply(x, order ?? .frobenius, named, keepDims)
        default:
            if order == nil && Face.world == .torch {
                return try .apply(Norm(order: 2, axes: Axes(named), keepDims: keepDims), x)
            }
            throw .argument(operation: name, message: "Improper number of dimensions to norm: \(named.count) axes")
        }
    }

    /// The order of a call; nil if none is given.
    static func order<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> NormOrder? {
        switch arguments["order"] {
        case .none: return nil
        case .text("fro"), .text("f"): return .frobenius
        case .text("nuc"): return .nuclear
        case .text("inf"): return .order(.infinity)
        case .text("-inf"): return .order(-.infinity)
        case .text(let text): throw .argument(operation: arguments.operation, message: "Invalid norm order '\(text)'")
        default: return .order(try arguments.real("order"))
        }
    }

    /// The operand of a call, in the dtype that it names.
    static func operand<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> Face {
        let x = try arguments.array("x")
        guard let dtype = try arguments.dtype() else { return x }
        return try .apply(Cast(dtype: dtype), x)
    }
}

/// The condition numbers of matrices.
enum ConditionNumber: TableOperation {
    static var name: String { "cond" }
    static var parameters: [Parameter] {
        [.array("x").known(as: "input", "A"), Parameter("order", .scalar, optional: true).known(as: "p")]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), NormEntry.order(arguments))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ order: NormOrder?) throws(ApusError) -> Face {
        let isSpectral = order == nil || order == .order(2) || order == .order(-2)
        try isSpectral ? MatrixRule.requireMatrix(x.value, name) : MatrixRule.requireSquare(x.value, name)
        if x.shape[x.rank - 1] == 0 || x.shape[x.rank - 2] == 0 {
            if Face.world == .numpy {
                throw .linearAlgebra(operation: name, message: "cond is not defined on empty arrays")
            }
            let dtype = try MatrixRule.compute([x.dtype], Face.world, name).realType
            return .zeros(Dims(x.shape.dropLast(2)), dtype: dtype, device: x.device)
        }
        let result: Face
        if isSpectral {
            let s = try Linalg.svdvals(x)
            let last = s.shape[s.rank - 1] - 1
            let largest: Face = try .apply(BasicIndex(steps: [.select(axis: s.rank - 1, position: 0)]), s)
            let least: Face = try .apply(BasicIndex(steps: [.select(axis: s.rank - 1, position: last)]), s)
            result = order == .order(-2)
                ? try .apply(Divide(), least, largest) : try .apply(Divide(), largest, least)
        } else {
            let dtype = try MatrixRule.compute([x.dtype], Face.world, name)
            let exact: Face = try .apply(Cast(dtype: dtype), x)
            let identity = Face.eye(x.shape[x.rank - 1], dtype: dtype, device: x.device)
            let inverse: Face = try .apply(Solve(checked: false), exact, identity)
            let order = order ?? .frobenius
            result = try .apply(
                Multiply(), MatrixNorm.apply(exact, order, [-2, -1], false),
                MatrixNorm.apply(inverse, order, [-2, -1], false))
        }
        return try withInfinities(result, x)
    }

    /// Infinity instead of NaN for matrices without NaN: they are singular.
    private static func withInfinities<Face: ArrayFace>(_ result: Face, _ x: Face) throws(ApusError) -> Face {
        let own: Face = try .apply(AnyTrue(axes: [-2, -1], keepDims: false), .apply(IsNaN(), x))
        let isSingular: Face = try .apply(LogicalAnd(), .apply(IsNaN(), result), .apply(LogicalNot(), own))
        return try .apply(Select(), isSingular, Face.full(like: result, Double.infinity), result)
    }
}

extension Linalg {
    /// The norm of the vectors along one axis or of the matrices along two. Without axes, of an array that is one vector or
    /// one matrix; without an order too, Euclid's norm of all elements. `numpy.linalg.norm`, `torch.linalg.norm`.
    ///
    /// The result is real. In NumPy's world integers become float64.
    public static func norm<Face: ArrayFace>(
        _ x: Face, _ order: NormOrder? = nil, axes: [Int]? = nil, keepDims: Bool = false
    ) throws(ApusError) -> Face {
        try NormEntry.apply(x, order, axes, keepDims)
    }

    /// The norms of the matrices in two axes, by default Frobenius's of those in the last two.
    /// `numpy.linalg.matrix_norm`, `torch.linalg.matrix_norm`.
    public static func matrixNorm<Face: ArrayFace>(
        _ x: Face, _ order: NormOrder = .frobenius, axes: (Int, Int) = (-2, -1), keepDims: Bool = false
    ) throws(ApusError) -> Face {
        try MatrixNorm.apply(x, order, [axes.0, axes.1], keepDims)
    }

    /// The norm of the elements along axes, by default all, as one vector: (Σ|x|ᵖ)^(1/p).
    /// `numpy.linalg.vector_norm`, `torch.linalg.vector_norm`.
    public static func vectorNorm<Face: ArrayFace>(
        _ x: Face, _ order: Double = 2, axes: Axes = .all, keepDims: Bool = false
    ) throws(ApusError) -> Face {
        try VectorNorm.apply(x, order, axes, keepDims)
    }

    /// The condition number: the norm of a matrix times that of its inverse; by default, and for the orders 2 and −2, the
    /// ratio of the largest and the least singular value, also of matrices that are not square. Infinity for singular
    /// matrices. `numpy.linalg.cond`, `torch.linalg.cond`.
    public static func cond<Face: ArrayFace>(_ x: Face, _ order: NormOrder? = nil) throws(ApusError) -> Face {
        try ConditionNumber.apply(x, order)
    }
}
