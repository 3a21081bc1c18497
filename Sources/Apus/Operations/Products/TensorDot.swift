import ApusCore

/// Products summed over any axes of two arrays.
enum TensorDot: TableOperation {
    static var name: String { "tensordot" }
    static var parameters: [Parameter] {
        [
            .array("a"), .array("b"), Parameter("axes", .integer, default: 2), Parameter("axesA", .integers, optional: true),
            Parameter("axesB", .integers, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let a = try arguments.array("a"), b = try arguments.array("b")
        if case .array(let pair) = arguments["axes"] {
            let (first, second) = try axes(pair)
            return [try apply(a, b, first, second)]
        }
        if case .none = arguments["axesA"], case .none = arguments["axesB"] {
            return [try apply(a, b, arguments.integer("axes", default: 2))]
        }
        return [try apply(a, b, arguments.integers("axesA"), arguments.integers("axesB"))]
    }

    /// The axes of both operands, as two numbers or two rows.
    private static func axes<Face: ArrayFace>(_ pair: Face) throws(ApusError) -> ([Int], [Int]) {
        guard (1...2).contains(pair.rank), pair.shape[0] == 2, pair.dtype.isInteger || pair.count == 0 else {
            throw .argument(operation: name, message: "axes are a number, or the axes of the first array and those of the second")
        }
        let numbers = try Face.apply(Cast(dtype: .int64), pair).elements(of: Int.self)
        return (Array(numbers.prefix(numbers.count / 2)), Array(numbers.suffix(numbers.count / 2)))
    }

    /// Sums over the last axes of `a` and the first of `b`.
    static func apply<Face: ArrayFace>(_ a: Face, _ b: Face, _ count: Int) throws(ApusError) -> Face {
        guard count >= 0, count <= Swift.min(a.rank, b.rank) else {
            throw .argument(operation: name, message: "a sum over \(count) axes of arrays with \(a.rank) and \(b.rank)")
        }
        return try apply(a, b, Array((a.rank - count)..<a.rank), Array(0..<count))
    }

    /// In PyTorch's world an axis of size 1 meets one of any size, over which the other array is summed.
    static func apply<Face: ArrayFace>(_ first: Face, _ second: Face, _ axesA: [Int], _ axesB: [Int]) throws(ApusError) -> Face {
        var a = first, b = second
        guard axesA.count == axesB.count else {
            throw .argument(operation: name, message: "axes \(axesA) and \(axesB); there must be as many of each")
        }
        let summedA = try distinct(axesA, rank: a.rank), summedB = try distinct(axesB, rank: b.rank)
        for (i, j) in zip(summedA, summedB) where a.shape[i] != b.shape[j] {
            if Face.world == .torch && a.shape[i] == 1 {
                b = try .apply(Sum(axes: Axes(j), keepDims: true, dtype: b.dtype), b)
                continue
            }
            if Face.world == .torch && b.shape[j] == 1 {
                a = try .apply(Sum(axes: Axes(i), keepDims: true, dtype: a.dtype), a)
                continue
            }
            throw .shape(
                operation: name,
                message: "shapes \(a.shape) and \(b.shape): axis \(i) of the first and axis \(j) of the second must agree")
        }
        let keptA = (0..<a.rank).filter { !summedA.contains($0) }, keptB = (0..<b.rank).filter { !summedB.contains($0) }
        let rows = Dims(keptA.map { a.shape[$0] }), columns = Dims(keptB.map { b.shape[$0] })
        let inner = Dims(summedA.map { a.shape[$0] }).product
        let left: Face = try .apply(
            Reshape(shape: [rows.product, inner]), .apply(Permute(axes: Dims(keptA + summedA)), a))
        let right: Face = try .apply(
            Reshape(shape: [inner, columns.product]), .apply(Permute(axes: Dims(summedB + keptB)), b))
        return try .apply(Reshape(shape: Dims(Array(rows) + Array(columns))), .apply(MatMul(), left, right))
    }

    /// Axes counted from the front, in the order given.
    private static func distinct(_ axes: [Int], rank: Int) throws(ApusError) -> [Int] {
        _ = try Axes(axes).normalized(rank: rank, name)
        return try axes.map { axis throws(ApusError) in try normalizedAxis(axis, rank: rank, name) }
    }
}

/// Inner products of the vectors along an axis.
enum VectorDot: TableOperation {
    static var name: String { "vecdot" }
    static var parameters: [Parameter] { [.array("a"), .array("b"), Parameter("axis", .integer, default: -1)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("a"), arguments.array("b"), arguments.integer("axis", default: -1))]
    }

    static func apply<Face: ArrayFace>(_ a: Face, _ b: Face, _ axis: Int) throws(ApusError) -> Face {
        let i = try normalizedAxis(axis, rank: a.rank, name), j = try normalizedAxis(axis, rank: b.rank, name)
        guard a.shape[i] == b.shape[j] else {
            throw .shape(
                operation: name, message: "shapes \(a.shape) and \(b.shape): vectors along axis \(axis) must have one length")
        }
        let row: Face = try .apply(ExpandDims(axes: [-2]), .apply(Conjugate(), MoveAxes.apply(a, [i], [-1])))
        let column: Face = try .apply(ExpandDims(axes: [-1]), MoveAxes.apply(b, [j], [-1]))
        return try Squeeze.apply(.apply(MatMul(), row, column), .some([-2, -1]))
    }
}

extension ArrayFace {
    /// The products of this array's elements with those of `other`, summed over the last `axes` axes of this array and the
    /// first of `other`. `numpy.tensordot`, `torch.tensordot`.
    public func tensordot(_ other: Self, axes: Int = 2) -> Self {
        trapping { () throws(ApusError) -> Self in try TensorDot.apply(self, other, axes) }
    }

    /// The products of this array's elements with those of `other`, summed over pairs of axes, whose sizes must be equal
    /// (of tensors, or 1); the other axes of this array come first in the result, then those of `other`.
    public func tensordot(_ other: Self, axes: [Int], with otherAxes: [Int]) -> Self {
        trapping { () throws(ApusError) -> Self in try TensorDot.apply(self, other, axes, otherAxes) }
    }

    /// The inner products of the vectors along `axis`, those of this array conjugated; the other axes broadcast.
    /// `numpy.vecdot`, `torch.linalg.vecdot`.
    public func vecdot(_ other: Self, axis: Int = -1) -> Self {
        trapping { () throws(ApusError) -> Self in try VectorDot.apply(self, other, axis) }
    }
}
