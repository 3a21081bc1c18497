import ApusCore

/// A reduction of whether elements are zero.
protocol TruthReduction: Reduction, TableOperation {
    init(axes: Axes, keepDims: Bool)
}

extension TruthReduction {
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }

    static var parameters: [Parameter] { reductionParameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let operation = Self(axes: try arguments.axes(), keepDims: try arguments.boolean("keepDims", default: false))
        return [try .apply(operation, arguments.array("x"))]
    }

    /// PyTorch keeps uint8, its booleans of old.
    func resultType(_ compute: DType, _ world: World) -> DType {
        let natural = kernel.result(compute)
        return world == .torch && compute == .uint8 && natural == .bool ? .uint8 : natural
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { x.zeros() }
}

struct AnyTrue: TruthReduction {
    static var name: String { "any" }
    let axes: Axes
    let keepDims: Bool
    var kernel: ReduceKernel { .any }

    static var parameters: [Parameter] { reductionParameters + PartialReduction.maskParameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let any = AnyTrue(axes: try arguments.axes(), keepDims: try arguments.boolean("keepDims", default: false))
        return [try PartialReduction.any(any, arguments.array("x"), arguments.optionalArray("where"))]
    }
}

struct AllTrue: TruthReduction {
    static var name: String { "all" }
    let axes: Axes
    let keepDims: Bool
    var kernel: ReduceKernel { .all }

    static var parameters: [Parameter] { reductionParameters + PartialReduction.maskParameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let all = AllTrue(axes: try arguments.axes(), keepDims: try arguments.boolean("keepDims", default: false))
        return [try PartialReduction.all(all, arguments.array("x"), arguments.optionalArray("where"))]
    }
}

struct CountNonzero: TruthReduction {
    static var name: String { "countNonzero" }
    let axes: Axes
    let keepDims: Bool
    var kernel: ReduceKernel { .countNonzero }
}

extension ArrayFace {
    /// Whether any element along `axes`, by default of all, is not zero, as bool (in PyTorch's world as uint8 if the
    /// elements are). NaN is not zero; of nothing, false.
    /// `numpy.any`, `torch.any`.
    public func any(_ axes: Axes = .all, keepDims: Bool = false) -> Self {
        .make(AnyTrue(axes: axes, keepDims: keepDims), self)
    }

    /// Whether no element along `axes`, by default of all, is zero, in the dtypes of `any`. Of nothing, true.
    /// `numpy.all`, `torch.all`.
    public func all(_ axes: Axes = .all, keepDims: Bool = false) -> Self {
        .make(AllTrue(axes: axes, keepDims: keepDims), self)
    }

    /// How many elements along `axes`, by default of all, are not zero, as int64. `numpy.count_nonzero`,
    /// `torch.count_nonzero`.
    public func countNonzero(_ axes: Axes = .all, keepDims: Bool = false) -> Self {
        .make(CountNonzero(axes: axes, keepDims: keepDims), self)
    }
}
