import ApusCore

/// The logarithm of eᵃ + eᵇ.
struct LogAddExp: PlainBinary {
    static var name: String { "logAddExp" }
    static var kernel: BinaryKernel { .logAddExp }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first, .second] }
    static var runsKernelAlone: Bool { false }

    func run(_ a: Strided, _ b: Strided, _ world: World) throws(ApusError) -> Strided {
        let compute = try Self.types.compute(a, b, world, Self.name)
        if compute.isComplex { return try addComplex(cast(a, to: compute), cast(b, to: compute)) }
        return try runBinary(Self.kernel, a, b, compute, Self.name)
    }

    func run(_ a: Strided, scalar: Scalar, reversed: Bool, _ world: World) throws(ApusError) -> Strided {
        let compute = try Self.types.compute(world.promote(a.dtype, with: scalar), world, Self.name)
        if compute.isComplex {
            let number = try Strided.empty([], compute, on: a.device)
            try a.device.backend.fill(number, with: scalar)
            return try addComplex(cast(a, to: compute), number)
        }
        return try runBinary(Self.kernel, a, scalar, reversed, compute, world, Self.name)
    }

    /// y + log(1 + eˣ⁻ʸ), where y is the operand with the larger real part.
    private func addComplex(_ a: Strided, _ b: Strided) throws(ApusError) -> Strided {
        let isFirst = try runBinary(
            .greaterEqual, runUnary(.real, a, a.dtype, (0, 0)), runUnary(.real, b, b.dtype, (0, 0)), a.dtype.realType,
            Self.name)
        let backend = try a.device.backend
        let larger = try Strided.empty(isFirst.shape, a.dtype, on: a.device)
        let smaller = try Strided.empty(isFirst.shape, a.dtype, on: a.device)
        try backend.ternary(.select, isFirst, a, b, to: larger)
        try backend.ternary(.select, isFirst, b, a, to: smaller)
        try backend.binary(.subtract, smaller, larger, to: smaller)
        try backend.unary(.exp, smaller, to: smaller, parameters: (0, 0))
        try backend.unary(.log1p, smaller, to: smaller, parameters: (0, 0))
        try backend.binary(.add, larger, smaller, to: larger)
        return larger
    }

    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g * (a - b).sigmoid().conjugate() }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g * (b - a).sigmoid().conjugate() }
}

extension ArrayFace {
    /// The logarithm of the sum of the exponentials of two arrays, without overflow. `numpy.logaddexp`,
    /// `torch.logaddexp`.
    public func logAddExp(_ other: Self) -> Self { .make(LogAddExp(), self, other) }
    /// The logarithm of the sum of the exponentials of each element and a number.
    public func logAddExp(_ other: some ScalarConvertible) -> Self { .make(LogAddExp(), self, other) }
}
