import ApusCore

/// A vector norm.
struct Norm: Reduction, TableOperation {
    static var name: String { "norm" }
    static var saves: Saved { [.first, .output] }
    let order: Double
    let axes: Axes
    let keepDims: Bool

    static var parameters: [Parameter] {
        [.array("x"), Parameter("order", .real, default: 2)] + reductionParameters.dropFirst()
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        if case .text("nuc") = arguments["order"] {
            let x = try arguments.array("x")
            return [
                try MatrixNorm.apply(
                    x, .nuclear, arguments.integers("axes", default: Array(0..<x.rank)),
                    arguments.boolean("keepDims", default: false))
            ]
        }
        let norm = Norm(
            order: try order(arguments), axes: try arguments.axes(),
            keepDims: try arguments.boolean("keepDims", default: false))
        return [try .apply(norm, arguments.array("x"))]
    }

    /// The order; `fro`, Frobenius's norm, is that of order 2.
    private static func order<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> Double {
        if case .text("fro") = arguments["order"] { return 2 }
        return try arguments.real("order", default: 2)
    }

    var kernel: ReduceKernel {
        switch order {
        case 0: .countNonzero
        case 1: .norm1
        case 2: .norm2
        case .infinity: .normMaximum
        case -.infinity: .normMinimum
        default: .normP
        }
    }
    var parameter: Double { order }
    var hasIdentity: Bool { order >= 0 && order < .infinity }

    func compute(_ dtype: DType, _ world: World) throws(ApusError) -> DType {
        try requireInexact(dtype, world, Self.name)
        if order.isNaN { throw .argument(operation: Self.name, message: "the order of a norm cannot be NaN") }
        return dtype
    }
    func resultType(_ compute: DType, _ world: World) -> DType { ReduceKernel.norm2.result(compute) }

    /// Where the norm is not smooth, at 0 and between equal extremes, the derivative is that of least magnitude.
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let norm = restored(y, x), gradient = restored(g, x)
        switch order {
        case 0: return x.zeros()
        case 1: return gradient * x.sign()
        case 2: return x * (gradient / norm).kept(where: norm .!= 0)
        case .infinity, -.infinity:
            let winners = x.abs() .== norm
            let share = gradient / winners.sum(.some(reducedAxes(x)), keepDims: true).astype(g.dtype)
            return (share * x.sign()).kept(where: winners)
        default:
            let scale = (gradient * norm.power(1 - order)).kept(where: norm .!= 0)
            return (x.sign() * x.abs().power(order - 1)).kept(where: x .!= 0) * scale
        }
    }
}

extension ArrayFace {
    /// The norm of the elements along `axes`, by default of all as one vector: (Σ |x|ᵖ)^(1/p) for the order p. Order 2 is
    /// Euclid's and, over both axes of a matrix, Frobenius's; infinity gives the largest and −infinity the smallest
    /// magnitude, 0 the number of elements that are not 0.
    ///
    /// The result is real; integers give float64 in NumPy's world and are refused in PyTorch's. The norm of nothing is 0,
    /// and an error where the order is infinite or negative. `numpy.linalg.vector_norm`, `torch.linalg.vector_norm`.
    public func norm(_ order: Double = 2, axes: Axes = .all, keepDims: Bool = false) -> Self {
        .make(Norm(order: order, axes: axes, keepDims: keepDims), self)
    }
}
