/// A loss of the difference between predictions and targets of one shape.
protocol DistanceLoss: TableOperation {
    /// The parameter beside operands and reduction, if there is one, with its default.
    static var knob: (name: String, value: Double)? { get }
    /// Whether differences may be complex.
    static var allowsComplex: Bool { get }
    /// The loss of each difference.
    static func losses<Face: ArrayFace>(of difference: Face, _ knob: Double) throws(ApusError) -> Face
}

extension DistanceLoss {
    static var knob: (name: String, value: Double)? { nil }
    static var allowsComplex: Bool { false }

    static var parameters: [Parameter] {
        [.array("x"), .array("target")] + (knob.map { [Parameter($0.name, .real, default: .real($0.value))] } ?? [])
            + [LossReduction.parameter]
    }

    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let value = try knob.map { knob throws(ApusError) in try arguments.real(knob.name, default: knob.value) } ?? 0
        return [try apply(arguments.array("x"), arguments.array("target"), LossReduction(arguments), value)]
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ target: Face, _ reduction: LossReduction, _ knob: Double = 0
    ) throws(ApusError) -> Face {
        try checkSameShape(name, x, target)
        let dtypes = [x.dtype, target.dtype]
        guard dtypes.contains(where: { $0.isInexact }), allowsComplex || !dtypes.contains(where: { $0.isComplex }) else {
            throw .dtype(
                operation: name, message: "not defined for \(x.dtype) and \(target.dtype); cast with astype(_:) to a float")
        }
        return try reduction.apply(losses(of: .apply(Subtract(), x, target), knob))
    }
}

/// (x − t)².
enum SquaredDistance: DistanceLoss {
    static var name: String { "mseLoss" }
    static func losses<Face: ArrayFace>(of difference: Face, _ knob: Double) throws(ApusError) -> Face {
        try .apply(Square(), difference)
    }
}

/// |x − t|.
enum AbsoluteDistance: DistanceLoss {
    static var name: String { "l1Loss" }
    static var allowsComplex: Bool { true }
    static func losses<Face: ArrayFace>(of difference: Face, _ knob: Double) throws(ApusError) -> Face {
        try .apply(Absolute(), difference)
    }
}

/// (x − t)² ÷ 2β below β, |x − t| − β ÷ 2 above.
enum SmoothAbsoluteDistance: DistanceLoss {
    static var name: String { "smoothL1Loss" }
    static var knob: (name: String, value: Double)? { ("beta", 1) }

    static func losses<Face: ArrayFace>(of difference: Face, _ beta: Double) throws(ApusError) -> Face {
        guard beta >= 0 else { throw .argument(operation: name, message: "a beta of \(beta); it must not be negative") }
        let distance = try Face.apply(Absolute(), difference)
        if beta == 0 { return distance }
        let near = try Face.apply(Multiply(), .apply(Square(), difference), scalar: .float(0.5 / beta), reversed: false)
        let far = try Face.apply(Subtract(), distance, scalar: .float(0.5 * beta), reversed: false)
        return try .select(.apply(Less(), distance, scalar: .float(beta), reversed: false), .array(near), .array(far))
    }
}

/// (x − t)² ÷ 2 up to δ, δ (|x − t| − δ ÷ 2) above.
enum HuberDistance: DistanceLoss {
    static var name: String { "huberLoss" }
    static var knob: (name: String, value: Double)? { ("delta", 1) }

    static func losses<Face: ArrayFace>(of difference: Face, _ delta: Double) throws(ApusError) -> Face {
        guard delta > 0 else { throw .argument(operation: name, message: "a delta of \(delta); it must be positive") }
        let distance = try Face.apply(Absolute(), difference)
        let near = try Face.apply(Multiply(), .apply(Square(), difference), scalar: .float(0.5), reversed: false)
        let shifted = try Face.apply(Subtract(), distance, scalar: .float(0.5 * delta), reversed: false)
        let far = try Face.apply(Multiply(), shifted, scalar: .float(delta), reversed: false)
        return try .select(.apply(LessEqual(), distance, scalar: .float(delta), reversed: false), .array(near), .array(far))
    }
}

extension ArrayFace {
    /// The squared distance from targets of the same shape. `torch.nn.functional.mse_loss`.
    public func mseLoss(_ target: Self, reduction: LossReduction = .mean) -> Self {
        trapping { () throws(ApusError) in try SquaredDistance.apply(self, target, reduction) }
    }

    /// The distance from targets of the same shape, of complex elements too. `torch.nn.functional.l1_loss`.
    public func l1Loss(_ target: Self, reduction: LossReduction = .mean) -> Self {
        trapping { () throws(ApusError) in try AbsoluteDistance.apply(self, target, reduction) }
    }

    /// The distance from targets of the same shape, less β ÷ 2, and below β its square ÷ 2β (Girshick, 2015).
    /// `torch.nn.functional.smooth_l1_loss`.
    public func smoothL1Loss(_ target: Self, beta: Double = 1, reduction: LossReduction = .mean) -> Self {
        trapping { () throws(ApusError) in try SmoothAbsoluteDistance.apply(self, target, reduction, beta) }
    }

    /// Half of the squared distance from targets of the same shape, growing linearly beyond δ (Huber, 1964).
    /// `torch.nn.functional.huber_loss`.
    public func huberLoss(_ target: Self, delta: Double = 1, reduction: LossReduction = .mean) -> Self {
        trapping { () throws(ApusError) in try HuberDistance.apply(self, target, reduction, delta) }
    }
}
