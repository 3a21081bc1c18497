/// The negative log-likelihood of log-probabilities with class indices.
enum NegativeLogLikelihood: TableOperation {
    static var name: String { "nllLoss" }

    static var parameters: [Parameter] {
        [
            .array("x"), .array("target"), Parameter("weight", .array, optional: true),
            Parameter("ignoreIndex", .integer, default: -100), LossReduction.parameter,
        ]
    }

    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try apply(
                arguments.array("x"), arguments.array("target"), arguments.optionalArray("weight"),
                arguments.integer("ignoreIndex", default: -100), LossReduction(arguments))
        ]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ target: Face, _ weight: Face?, _ ignored: Int, _ reduction: LossReduction
    ) throws(ApusError) -> Face {
        guard x.rank > 0 else { throw .shape(operation: name, message: "a 0-d array has no axis of classes") }
        try checkFloats(name, x)
        let axis = x.rank == 1 ? 0 : 1
        var wanted = x.shape
        wanted.remove(at: axis)
        guard target.shape == wanted, target.dtype.isInteger else {
            throw .shape(
                operation: name,
                message: "targets of shape \(target.shape) and dtype \(target.dtype) for log-probabilities of shape "
                    + "\(x.shape); they must be integers of shape \(wanted)")
        }
        let counts = try Face.apply(NotEqual(), target, scalar: .int(Int64(ignored)), reversed: false)
        let classes = try Face.select(counts, .array(target), .scalar(.int(0)))
        let column = try Face.apply(ExpandDims(axes: [axis]), classes)
        let picked = try Face.apply(Reshape(shape: wanted), GatherAlongAxis.apply(x, axis, column))
        let shares = try shares(counts, classes, weight, x, axis)
        let weighted = try Face.apply(Multiply(), Face.select(counts, .array(picked), .scalar(.float(0))), shares)
        let losses = try Face.apply(Negative(), weighted)
        guard reduction == .mean else { return try reduction.apply(losses) }
        return try .apply(Divide(), LossReduction.sum.apply(losses), LossReduction.sum.apply(shares))
    }

    /// The weight of each target, 0 for an ignored one.
    private static func shares<Face: ArrayFace>(
        _ counts: Face, _ classes: Face, _ weight: Face?, _ x: Face, _ axis: Int
    ) throws(ApusError) -> Face {
        guard let weight else { return try .apply(Cast(dtype: x.dtype), counts) }
        guard weight.shape == [x.shape[axis]] else {
            throw .shape(
                operation: name,
                message: "weights of shape \(weight.shape) for \(x.shape[axis]) classes; there must be one for each")
        }
        return try .select(counts, .array(Take.apply(weight, classes, 0, .raise)), .scalar(.float(0)))
    }
}

extension ArrayFace {
    /// The negative of the log-probability of each target: `torch.nn.functional.nll_loss`. The array holds
    /// log-probabilities, [N, C] or [C] or [N, C, d₁, …], the targets class indices of any integer dtype.
    ///
    /// - Parameters:
    ///   - weight: the weight of each class.
    ///   - ignoreIndex: the class index that stands for no target.
    public func nllLoss(
        _ target: Self, weight: Self? = nil, ignoreIndex: Int = -100, reduction: LossReduction = .mean
    ) -> Self {
        trapping { () throws(ApusError) in
            try NegativeLogLikelihood.apply(self, target, weight, ignoreIndex, reduction)
        }
    }
}
