import ApusCore

/// a to the power of b.
struct Power: PlainBinary {
    static var name: String { "power" }
    static var kernel: BinaryKernel { .power }
    static let types = ElementwiseTypes(.boolToInteger)
    static var saves: Saved { [.first, .second, .output] }
    static var runsKernelAlone: Bool { false }
    static func saves(first: Bool, second: Bool) -> Saved { second ? saves : [.first, .second] }

    func run(_ a: Strided, _ b: Strided, _ world: World) throws(ApusError) -> Strided {
        let compute = try Self.types.compute(a, b, world, Self.name)
        if world == .numpy, compute.isSigned, b.dtype.isSigned, b.device != .meta, a.count > 0, try hasNegative(b) {
            throw negativeExponent()
        }
        return try runBinary(Self.kernel, a, b, compute, Self.name)
    }

    func run(_ a: Strided, scalar: Scalar, reversed: Bool, _ world: World) throws(ApusError) -> Strided {
        let compute = try Self.types.compute(world.promote(a.dtype, with: scalar), world, Self.name)
        if reversed {
            if world == .numpy, compute.isSigned, a.device != .meta, try hasNegative(a) { throw negativeExponent() }
            return try runBinary(Self.kernel, a, scalar, true, compute, world, Self.name)
        }
        if compute.isInteger && scalar.doubleValue < 0 { throw negativeExponent() }
        if compute.isInexact, let kernel = shortcut(scalar) { return try runUnary(kernel, a, compute, (0, 0)) }
        return try runBinary(Self.kernel, a, scalar, false, compute, world, Self.name)
    }

    func run(
        reusing a: inout Strided, scalar: Scalar, reversed: Bool, _ world: World
    ) throws(ApusError) -> Strided {
        let compute = try Self.types.compute(world.promote(a.dtype, with: scalar), world, Self.name)
        guard !reversed, compute.isInexact, let kernel = shortcut(scalar) else {
            return try run(a, scalar: scalar, reversed: reversed, world)
        }
        return try runUnary(kernel, reusing: &a, compute, (0, 0))
    }

    /// The function that a power with this exponent is, where there is one.
    private func shortcut(_ exponent: Scalar) -> UnaryKernel? {
        if case .complex = exponent { return nil }
        switch exponent.doubleValue {
        case 2: return .square
        case 0.5: return .sqrt
        case -0.5: return .rsqrt
        case -1: return .reciprocal
        default: return nil
        }
    }

    private func hasNegative(_ x: Strided) throws(ApusError) -> Bool {
        let negative = try Strided.empty(x.shape, .bool)
        try x.device.backend.binary(.less, x, .int(0), reversed: false, to: negative)
        return try holdsAny(negative)
    }

    private func negativeExponent() -> ApusError {
        .argument(
            operation: Self.name,
            message: "an integer to a negative integer power is not an integer; cast the base to a float with astype(_:)")
    }

    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor {
        if let exponent = b.number {
            if exponent.complexValue == .zero { return g.zeros() }
            return g * (a.power(exponent.decremented) * exponent).conjugate()
        }
        return (g * (b * a.power(b - 1)).conjugate()).kept(where: b .!= 0)
    }

    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor {
        let isPositive = b.dtype.isComplex ? (b.imaginary() .== 0) & (b.real() .>= 0) : b .>= 0
        return g * (y * a.astype(y.dtype).log()).conjugate().kept(where: ~((a .== 0) & isPositive))
    }
}

extension Tensor {
    /// The number that this tensor stands for, if it is one that took part in an operation.
    var number: Scalar? { isNumber ? Scalar(loading: value.pointer, as: dtype) : nil }
}

extension Scalar {
    fileprivate var decremented: Scalar {
        switch self {
        case .complex(let z): .complex(z - 1)
        default: .float(doubleValue - 1)
        }
    }
}

extension ArrayFace {
    /// Each element to the power of the element of `exponent`. Integers give integers, which wrap; an integer to a
    /// negative integer power is refused where it is found (in PyTorch's world an array of such exponents truncates).
    /// `numpy.power`, `torch.pow`.
    public consuming func power(_ exponent: consuming Self) -> Self { .make(Power(), self, exponent) }
    /// Each element to one power; 2, 0.5, −0.5 and −1 are computed as `square`, `sqrt`, `rsqrt` and `reciprocal`.
    public consuming func power(_ exponent: some ScalarConvertible) -> Self { .make(Power(), self, exponent) }
}
