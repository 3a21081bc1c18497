/// Cross-entropy of probabilities with targets, of each element; logarithms are not below −100.
struct BinaryCrossEntropyElements: BinaryOperation {
    static var name: String { "binaryCrossEntropy" }
    static var saves: Saved { [.first, .second] }

    func result(_ p: Strided, _ target: Strided, _ world: World) throws(ApusError) -> Spec {
        Spec(p.shape, try world.promote(p, target))
    }

    func evaluate(_ p: Strided, _ target: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let p = Tensor(value: try cast(p, to: out.dtype)), target = Tensor(value: target)
        try noGrad { () throws(ApusError) in
            let losses = (target - 1) * (-p).log1p().clip(min: -100.0) - target * p.log().clip(min: -100.0)
            try backend.copy(losses.value, to: out)
        }
    }

    func derivativeA(_ g: Tensor, _ p: Tensor, _ target: Tensor, _ y: Tensor) -> Tensor {
        g * (p - target) / ((1 - p) * p).clip(min: 1e-12)
    }

    func derivativeB(_ g: Tensor, _ p: Tensor, _ target: Tensor, _ y: Tensor) -> Tensor {
        g * ((-p).log1p() - p.log())
    }
}

/// Cross-entropy of probabilities with targets.
enum BinaryCrossEntropy: TableOperation {
    static var name: String { BinaryCrossEntropyElements.name }

    static var parameters: [Parameter] {
        [.array("x"), .array("target"), Parameter("weight", .array, optional: true), LossReduction.parameter]
    }

    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try apply(
                arguments.array("x"), arguments.array("target"), arguments.optionalArray("weight"),
                LossReduction(arguments))
        ]
    }

    static func apply<Face: ArrayFace>(
        _ p: Face, _ target: Face, _ weight: Face?, _ reduction: LossReduction
    ) throws(ApusError) -> Face {
        try checkSameShape(name, p, target)
        try checkFloats(name, p, target)
        return try reduction.apply(weighted(.apply(BinaryCrossEntropyElements(), p, target), weight, name))
    }
}

/// Cross-entropy of the sigmoid of logits with targets.
enum BinaryCrossEntropyWithLogits: TableOperation {
    static var name: String { "binaryCrossEntropyWithLogits" }

    static var parameters: [Parameter] {
        [
            .array("x"), .array("target"), Parameter("weight", .array, optional: true),
            Parameter("posWeight", .array, optional: true), LossReduction.parameter,
        ]
    }

    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try apply(
                arguments.array("x"), arguments.array("target"), arguments.optionalArray("weight"),
                arguments.optionalArray("posWeight"), LossReduction(arguments))
        ]
    }

    /// (1 − t) x + (1 + (w − 1) t) log(1 + e⁻ˣ), which overflows nowhere.
    static func apply<Face: ArrayFace>(
        _ x: Face, _ target: Face, _ weight: Face?, _ posWeight: Face?, _ reduction: LossReduction
    ) throws(ApusError) -> Face {
        try checkSameShape(name, x, target)
        try checkFloats(name, x, target)
        // Beyond 40 the logarithm differs from −x by less than float64 resolves.
        var tail = try Face.apply(SoftplusFunction(beta: 1, threshold: 40), .apply(Negative(), x))
        if let posWeight {
            try checkBroadcasts(posWeight, to: x, name)
            let excess = try Face.apply(Subtract(), posWeight, scalar: .float(1), reversed: false)
            let factor = try Face.apply(Add(), .apply(Multiply(), excess, target), scalar: .float(1), reversed: false)
            tail = try .apply(Multiply(), tail, factor)
        }
        let rest = try Face.apply(Multiply(), .apply(Subtract(), target, scalar: .float(1), reversed: true), x)
        return try reduction.apply(weighted(.apply(Add(), rest, tail), weight, name))
    }
}

/// Losses times weights that broadcast to them.
private func weighted<Face: ArrayFace>(_ losses: Face, _ weight: Face?, _ operation: String) throws(ApusError) -> Face {
    guard let weight else { return losses }
    try checkBroadcasts(weight, to: losses, operation)
    return try .apply(Multiply(), losses, weight)
}

private func checkBroadcasts<Face: ArrayFace>(_ weight: Face, to x: Face, _ operation: String) throws(ApusError) {
    guard Layout.broadcastShape(weight.shape, x.shape) == x.shape else {
        throw .shape(
            operation: operation, message: "weights of shape \(weight.shape) do not broadcast to the losses' \(x.shape)")
    }
}

extension ArrayFace {
    /// The cross-entropy of these probabilities with targets in [0, 1] of the same shape:
    /// `torch.nn.functional.binary_cross_entropy`. Logarithms are cut off at −100, as in PyTorch; logits are better used
    /// directly, by `binaryCrossEntropyWithLogits`.
    ///
    /// - Parameter weight: factors of the losses, which broadcast to them.
    public func binaryCrossEntropy(_ target: Self, weight: Self? = nil, reduction: LossReduction = .mean) -> Self {
        trapping { () throws(ApusError) in try BinaryCrossEntropy.apply(self, target, weight, reduction) }
    }

    /// The cross-entropy of the sigmoid of these logits with targets in [0, 1] of the same shape, exact for logits of any
    /// size: `torch.nn.functional.binary_cross_entropy_with_logits`.
    ///
    /// - Parameters:
    ///   - weight: factors of the losses, which broadcast to them.
    ///   - posWeight: factors of the losses' positive parts, which broadcast to the logits.
    public func binaryCrossEntropyWithLogits(
        _ target: Self, weight: Self? = nil, posWeight: Self? = nil, reduction: LossReduction = .mean
    ) -> Self {
        trapping { () throws(ApusError) in
            try BinaryCrossEntropyWithLogits.apply(self, target, weight, posWeight, reduction)
        }
    }
}
