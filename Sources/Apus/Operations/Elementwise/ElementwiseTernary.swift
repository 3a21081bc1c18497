public import ApusCore

/// A function of three elements, broadcast.
public protocol ElementwiseTernary: TernaryOperation {
    static var kernel: TernaryKernel { get }
    static var types: ElementwiseTypes { get }
}

extension ElementwiseTernary {
    public func result(_ a: Strided, _ b: Strided, _ c: Strided, _ world: World) throws(ApusError) -> Spec {
        Spec(
            try broadcastShape(Self.name, a.shape, b.shape, c.shape),
            try Self.types.compute(world.promote(a, b, c), world, Self.name))
    }

    public func evaluate(
        _ a: Strided, _ b: Strided, _ c: Strided, to out: Strided, on backend: any Backend
    ) throws(ApusError) {
        try backend.ternary(
            Self.kernel, straightened(cast(a, to: out.dtype)), straightened(cast(b, to: out.dtype)),
            straightened(cast(c, to: out.dtype)), to: out)
    }
}

/// The shape that three shapes broadcast to.
func broadcastShape(_ operation: String, _ a: Dims, _ b: Dims, _ c: Dims) throws(ApusError) -> Dims {
    guard let shape = Layout.broadcastShape(a, b) else { throw doNotBroadcast(operation, a, b) }
    guard let all = Layout.broadcastShape(shape, c) else { throw doNotBroadcast(operation, shape, c) }
    return all
}

extension World {
    /// The dtype in which three arrays meet. In PyTorch's world those with axes are weighed first; those without widen
    /// the result only by their kind.
    func promote(_ a: Strided, _ b: Strided, _ c: Strided) throws(ApusError) -> DType {
        if self == .numpy { return try promote(promote(a.dtype, b.dtype), c.dtype) }
        var dimensioned: DType?
        var single: DType?
        for operand in [a, b, c] {
            if operand.rank > 0 {
                dimensioned = try promote(dimensioned ?? operand.dtype, operand.dtype)
            } else {
                single = try promote(single ?? operand.dtype, operand.dtype)
            }
        }
        guard let dimensioned else { return single! }
        guard let single, category(single) > category(dimensioned) else { return dimensioned }
        return try promote(dimensioned, single)
    }
}

extension ArrayFace {
    /// A 0-d array of a number that stands beside this array: of the dtype in which they meet, on the same device.
    func beside(_ number: Scalar, _ operation: String) throws(ApusError) -> Self {
        let dtype = Self.world.promote(dtype, with: number)
        try checkFits(number, in: dtype, Self.world, operation)
        return try .number(number, dtype, on: device)
    }

    /// A 0-d array of a number.
    static func number(_ number: Scalar, _ dtype: DType, on device: Device) throws(ApusError) -> Self {
        let value = try Strided.empty([], dtype, on: device)
        try device.backend.fill(value, with: number)
        return Self(value: value)
    }
}
