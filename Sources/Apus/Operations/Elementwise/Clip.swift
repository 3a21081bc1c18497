import ApusCore

/// x, not below `low` and not above `high`.
struct Clip: ElementwiseTernary, TableOperation {
    static var name: String { "clip" }
    static var kernel: TernaryKernel { .clip }
    static let types = ElementwiseTypes.all
    static var saves: Saved { [.first, .second, .third] }

    static var parameters: [Parameter] {
        [.array("x"), Parameter("min", .array, optional: true), Parameter("max", .array, optional: true)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try arguments.array("x").clipped(arguments["min"], arguments["max"])]
    }

    func derivative(
        of index: Int, _ g: Tensor, _ x: Tensor, _ low: Tensor, _ high: Tensor, _ y: Tensor
    ) -> Tensor {
        switch index {
        case 0: g.kept(where: (x .>= low) & (x .<= high))
        case 1: g.kept(where: (x .< low) & (low .< high))
        default: g.kept(where: (x .> high) | (high .< low))
        }
    }
}

/// x, not below one number and not above another.
struct ClipToNumbers: UnaryOperation {
    static var name: String { "clip" }
    static var saves: Saved { [.first] }
    let low: Scalar
    let high: Scalar

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        Spec(x.shape, world.promote(world.promote(x.dtype, with: low), with: high))
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let bounds = try Strided.empty([2], out.dtype, on: out.device)
        let first = bounds.view(bounds.layout.selected(axis: 0, at: 0))
        let second = bounds.view(bounds.layout.selected(axis: 0, at: 1))
        try backend.fill(first, with: low)
        try backend.fill(second, with: high)
        try backend.ternary(.clip, cast(x, to: out.dtype), first, second, to: out)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g.kept(where: (x .>= low) & (x .<= high)) }
}

/// x, not below `low`.
struct ClipBelow: ElementwiseBinary {
    static var name: String { "clip" }
    static var kernel: BinaryKernel { .maximum }
    static let types = ElementwiseTypes.all
    static var saves: Saved { [.first, .second] }
    func derivativeA(_ g: Tensor, _ x: Tensor, _ low: Tensor, _ y: Tensor) -> Tensor { g.kept(where: x .>= low) }
    func derivativeB(_ g: Tensor, _ x: Tensor, _ low: Tensor, _ y: Tensor) -> Tensor { g.kept(where: x .< low) }
}

/// x, not above `high`.
struct ClipAbove: ElementwiseBinary {
    static var name: String { "clip" }
    static var kernel: BinaryKernel { .minimum }
    static let types = ElementwiseTypes.all
    static var saves: Saved { [.first, .second] }
    func derivativeA(_ g: Tensor, _ x: Tensor, _ high: Tensor, _ y: Tensor) -> Tensor { g.kept(where: x .<= high) }
    func derivativeB(_ g: Tensor, _ x: Tensor, _ high: Tensor, _ y: Tensor) -> Tensor { g.kept(where: x .> high) }
}

extension ArrayFace {
    /// The elements, replaced by `min` where they are below it and by `max` where they are above; NaN stays, and a bound
    /// that is NaN makes NaN. Where `min` is above `max`, the result is `max`. Numbers take the array's dtype where
    /// their kind allows. Between the bounds and on them the derivative is 1. `numpy.clip`, `torch.clamp`.
    public func clip(min: some ScalarConvertible, max: some ScalarConvertible) -> Self {
        clip(.scalar(min.scalar), .scalar(max.scalar))
    }
    /// The elements, not below `min`.
    public func clip(min: some ScalarConvertible) -> Self { clip(.scalar(min.scalar), .none) }
    /// The elements, not above `max`.
    public func clip(max: some ScalarConvertible) -> Self { clip(.none, .scalar(max.scalar)) }
    /// The elements between those of two arrays, all broadcast.
    public func clip(min: Self, max: Self) -> Self { clip(.array(min), .array(max)) }
    /// The elements, not below those of another array.
    public func clip(min: Self) -> Self { clip(.array(min), .none) }
    /// The elements, not above those of another array.
    public func clip(max: Self) -> Self { clip(.none, .array(max)) }
    /// The elements between those of an array and a number.
    public func clip(min: Self, max: some ScalarConvertible) -> Self { clip(.array(min), .scalar(max.scalar)) }
    /// The elements between a number and those of an array.
    public func clip(min: some ScalarConvertible, max: Self) -> Self { clip(.scalar(min.scalar), .array(max)) }

    private func clip(_ low: Argument<Self>, _ high: Argument<Self>) -> Self {
        trapping { () throws(ApusError) in try clipped(low, high) }
    }

    /// The throwing form of `clip` for any mixture of arrays, numbers and missing bounds. A number that the array's
    /// integer dtype cannot hold bounds nothing on its side.
    func clipped(_ low: Argument<Self>, _ high: Argument<Self>) throws(ApusError) -> Self {
        switch (low, high) {
        case (.scalar(let low), .scalar(let high)):
            return try .apply(ClipToNumbers(low: dtype.nearest(to: low), high: dtype.nearest(to: high)), self)
        case (.scalar(let low), .none):
            return try .apply(ClipBelow(), self, scalar: dtype.nearest(to: low), reversed: false)
        case (.none, .scalar(let high)):
            return try .apply(ClipAbove(), self, scalar: dtype.nearest(to: high), reversed: false)
        case (.array(let low), .none): return try .apply(ClipBelow(), self, low)
        case (.none, .array(let high)): return try .apply(ClipAbove(), self, high)
        case (.none, .none):
            if Self.world == .numpy { return try .apply(Copy(), self) }
            throw .argument(operation: Clip.name, message: "give min, max or both")
        default:
            return try .apply(Clip(), self, bound(low), bound(high))
        }
    }

    private func bound(_ argument: Argument<Self>) throws(ApusError) -> Self {
        switch argument {
        case .array(let array): return array
        case .scalar(let number): return try beside(dtype.nearest(to: number), Clip.name)
        default: throw .argument(operation: Clip.name, message: "a bound must be an array or a number")
        }
    }
}
