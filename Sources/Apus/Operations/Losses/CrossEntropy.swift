/// Cross-entropy of logits with class indices or with class probabilities.
enum CrossEntropy: TableOperation {
    static var name: String { CrossEntropyRows.name }

    static var parameters: [Parameter] {
        [
            .array("x"), .array("target"), Parameter("weight", .array, optional: true),
            Parameter("ignoreIndex", .integer, default: -100), LossReduction.parameter,
            Parameter("labelSmoothing", .real, default: 0),
        ]
    }

    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let options = CrossEntropyOptions(
            smoothing: try arguments.real("labelSmoothing", default: 0),
            ignored: try arguments.integer("ignoreIndex", default: -100), reduction: try LossReduction(arguments))
        return [try apply(arguments.array("x"), arguments.array("target"), arguments.optionalArray("weight"), options)]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ target: Face, _ weight: Face?, _ options: CrossEntropyOptions
    ) throws(ApusError) -> Face {
        guard (0...1).contains(options.smoothing) else {
            throw .argument(operation: name, message: "a label smoothing of \(options.smoothing); it must be in 0...1")
        }
        guard x.rank > 0 else { throw .shape(operation: name, message: "a 0-d array has no axis of classes") }
        try checkFloats(name, x)
        if target.dtype.isFloatingPoint { return try ofProbabilities(x, target, weight, options) }
        guard target.dtype.isInteger else {
            throw .dtype(
                operation: name,
                message: "targets are \(target.dtype); they must be class indices (integers) or probabilities")
        }
        return try ofIndices(x, target, weight, options)
    }

    /// Classes along the last axis, everything else in rows: what the fused operation takes.
    private static func ofIndices<Face: ArrayFace>(
        _ x: Face, _ target: Face, _ weight: Face?, _ options: CrossEntropyOptions
    ) throws(ApusError) -> Face {
        var wanted = x.shape
        wanted.remove(at: x.rank == 1 ? 0 : 1)
        guard target.shape == wanted else {
            throw .shape(
                operation: name,
                message: "class indices of shape \(target.shape) for logits of shape \(x.shape); they must have shape "
                    + "\(wanted)")
        }
        let compute: DType = x.dtype == .float64 ? .float64 : .float32
        let logits = x.dtype == compute ? x : try Face.apply(Cast(dtype: compute), x)
        let operands = [try classesLast(logits), try flat(target)] + (weight.map { [$0] } ?? [])
        var loss = try Face.apply(CrossEntropyRows(options: options), operands)[0]
        if options.reduction == .none && loss.shape != wanted { loss = try .apply(Reshape(shape: wanted), loss) }
        return x.dtype == compute ? loss : try .apply(Cast(dtype: x.dtype), loss)
    }

    private static func classesLast<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        if x.rank == 2 { return x }
        if x.rank == 1 { return try .apply(Reshape(shape: [1, x.count]), x) }
        var order = Dims(0..<x.rank)
        order.remove(at: 1)
        order.append(1)
        let moved = try Face.apply(Permute(axes: order), x)
        return try .apply(Reshape(shape: [x.shape[1] == 0 ? 0 : x.count / x.shape[1], x.shape[1]]), moved)
    }

    private static func flat<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        x.rank == 1 ? x : try .apply(Reshape(shape: [x.count]), x)
    }

    private static func ofProbabilities<Face: ArrayFace>(
        _ x: Face, _ target: Face, _ weight: Face?, _ options: CrossEntropyOptions
    ) throws(ApusError) -> Face {
        guard target.shape == x.shape else {
            throw .shape(
                operation: name,
                message: "probabilities of shape \(target.shape) for logits of shape \(x.shape); they must be equal "
                    + "(class indices are integers)")
        }
        let axis = x.rank == 1 ? 0 : 1, classes = x.shape[axis]
        var wanted = target
        if options.smoothing > 0 {
            wanted = try .apply(Multiply(), wanted, scalar: .float(1 - options.smoothing), reversed: false)
            wanted = try .apply(Add(), wanted, scalar: .float(options.smoothing / Double(classes)), reversed: false)
        }
        if let weight { wanted = try .apply(Multiply(), wanted, perClass(weight, x, axis)) }
        let logs = try Face.apply(LogSoftmaxFunction(axis: axis, dtype: nil), x)
        let summed = try Face.apply(Sum(axes: .init(axis), keepDims: false, dtype: nil), .apply(Multiply(), logs, wanted))
        return try options.reduction.apply(.apply(Negative(), summed))
    }

    /// A weight for each class, shaped to stand beside the logits.
    static func perClass<Face: ArrayFace>(_ weight: Face, _ x: Face, _ axis: Int) throws(ApusError) -> Face {
        guard weight.shape == [x.shape[axis]] else {
            throw .shape(
                operation: name,
                message: "weights of shape \(weight.shape) for \(x.shape[axis]) classes; there must be one for each")
        }
        var shape = Dims(repeating: 1, count: x.rank)
        shape[axis] = weight.count
        return try .apply(Reshape(shape: shape), weight)
    }
}

extension ArrayFace {
    /// The cross-entropy of these logits, [N, C] or [C] or [N, C, d₁, …], with targets:
    /// `torch.nn.functional.cross_entropy`.
    ///
    /// Targets are class indices of any integer dtype, in the shape without the axis of classes, or probabilities of the
    /// logits' dtype in their shape. With class indices the softmax, the choice and their derivative are one pass each;
    /// float16 and bfloat16 logits are computed in float32. An index outside of the classes is an error.
    ///
    /// - Parameters:
    ///   - weight: the weight of each class.
    ///   - ignoreIndex: the class index that stands for no target.
    ///   - labelSmoothing: how much of each target is spread evenly over all classes (Szegedy and others, 2015).
    public func crossEntropy(
        _ target: Self, weight: Self? = nil, ignoreIndex: Int = -100, reduction: LossReduction = .mean,
        labelSmoothing: Double = 0
    ) -> Self {
        trapping { () throws(ApusError) in
            try CrossEntropy.apply(
                self, target, weight,
                CrossEntropyOptions(smoothing: labelSmoothing, ignored: ignoreIndex, reduction: reduction))
        }
    }
}
