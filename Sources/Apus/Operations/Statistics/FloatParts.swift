import ApusCore
import Glibc

/// Mantissas and exponents to base 2.
struct MantissaAndExponent: VariadicOperation, TableOperation {
    static var name: String { "frexp" }
    static var saves: Saved { [] }
    func savesOutput(_ index: Int) -> Bool { index == 1 }
    func isDifferentiable(output index: Int) -> Bool { index == 0 }

    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try Face.apply(MantissaAndExponent(), [arguments.array("x")])
    }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = inputs[0]
        try requireInexactForParts(x.dtype, world)
        let compute = try ElementwiseTypes.realInexact.compute(x.dtype, world, Self.name)
        let mantissas = try Strided.empty(x.shape, compute, on: x.device)
        let exponents = try Strided.empty(x.shape, .int32, on: x.device)
        guard x.device == .cpu else { return [mantissas, exponents] }
        let wide = try castCopy(x, to: .float64)
        let values = wide.pointer.assumingMemoryBound(to: Double.self)
        let powers = exponents.pointer.assumingMemoryBound(to: Int32.self)
        for index in 0..<wide.count {
            let value = values[index]
            if value.isFinite && value != 0 {
                powers[index] = Int32(value.exponent + 1)
                values[index] = value.sign == .minus ? -value.significand / 2 : value.significand / 2
            } else {
                powers[index] = 0
            }
        }
        try x.device.backend.copy(wide, to: mantissas)
        return [mantissas, exponents]
    }

    private func requireInexactForParts(_ dtype: DType, _ world: World) throws(ApusError) {
        if world == .torch && !dtype.isFloatingPoint {
            throw .dtype(operation: Self.name, message: "not defined for \(dtype) tensors; cast to a float with astype(_:)")
        }
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        [context.gradient() / context.outputs[1].astype(context.inputs[0].dtype).exp2()]
    }
}

/// x times 2 to a whole power, rounded once.
struct PowerOf2Times: BinaryOperation {
    static var name: String { "ldexp" }
    static var saves: Saved { [.first, .second] }
    static var isDifferentiable: Bool { false }

    func result(_ x: Strided, _ exponent: Strided, _ world: World) throws(ApusError) -> Spec {
        guard exponent.dtype.isInteger || exponent.dtype == .bool else {
            throw .kind(operation: Self.name, message: "exponents of \(exponent.dtype); they must be integers")
        }
        guard let shape = Layout.broadcastShape(x.shape, exponent.shape) else {
            throw doNotBroadcast(Self.name, x.shape, exponent.shape)
        }
        return Spec(shape, try ElementwiseTypes.realInexact.compute(x.dtype, world, Self.name))
    }

    func evaluate(_ x: Strided, _ exponent: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let wide: DType = out.dtype == .float64 ? .float64 : .float32
        // Beyond these every result is 0 or infinite.
        let bounded = try castCopy(exponent, to: .float64)
        try backend.binary(.maximum, bounded, .int(-5000), reversed: false, to: bounded)
        try backend.binary(.minimum, bounded, .int(5000), reversed: false, to: bounded)
        let result = try Strided.empty(out.shape, wide, on: out.device)
        try backend.binary(.ldexp, cast(x, to: wide), cast(bounded, to: wide), to: result)
        try backend.copy(result, to: out)
    }

    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { a.zeros() }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { b.zeros() }
}

/// `ldexp` by its name. PyTorch's is a product with a power, and takes any exponent.
enum LoadExponent: TableOperation {
    static var name: String { "ldexp" }
    static var parameters: [Parameter] { [.array("x").known(as: "input", "x1"), .array("exponent").known(as: "other", "x2")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.array("exponent"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ exponent: Face) throws(ApusError) -> Face {
        if Face.world == .numpy { return try .apply(PowerOf2Times(), x, exponent) }
        let result = try x *! Face.apply(Exponential2(), exponent)
        return x.dtype.isFloatingPoint && !exponent.dtype.isInexact ? try result.inDType(x.dtype) : result
    }
}

/// The fractional and the integral part.
enum FractionAndWhole: TableOperation {
    static var name: String { "modf" }
    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try apply(arguments.array("x"))
    }

    static func apply<Face: ArrayFace>(_ x: Face) throws(ApusError) -> [Face] {
        let real = try x.inDType(ElementwiseTypes.realInexact.compute(x.dtype, Face.world, name))
        let whole: Face = try .apply(Truncate(), real)
        let rest = try (real -! whole).replacing(where: .apply(IsInfinite(), real), with: .int(0))
        return [try .apply(CopySign(), rest, real), whole]
    }
}

/// The distance to the next float.
struct Spacing: UnaryOperation, TableOperation {
    static var name: String { "spacing" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }

    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(Spacing(), arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        Spec(x.shape, try ElementwiseTypes.realInexact.compute(x.dtype, world, Self.name))
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        // −0 counts as 0.
        let real = try Strided.empty(x.shape, out.dtype, on: x.device)
        try backend.binary(.add, cast(x, to: out.dtype), .int(0), reversed: false, to: real)
        try backend.binary(.copySign, real, .float(.infinity), reversed: true, to: out)
        try backend.binary(.nextAfter, real, out, to: out)
        try backend.binary(.subtract, out, real, to: out)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { x.zeros() }
}

/// The step function, with a value of its own at the step.
enum Heaviside: TableOperation {
    static var name: String { "heaviside" }
    static var parameters: [Parameter] { [.array("x").known(as: "input", "x1"), .array("values").known(as: "x2")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.array("values"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ values: Face) throws(ApusError) -> Face {
        if Face.world == .torch && x.dtype != values.dtype {
            throw .dtype(operation: name, message: "elements of \(x.dtype) and values of \(values.dtype); they must be of one dtype")
        }
        let common = try Face.world.promote(x.value, values.value)
        let dtype = try Face.world == .torch ? common : ElementwiseTypes.realInexact.compute(common, .numpy, name)
        if dtype.isComplex { throw .dtype(operation: name, message: "not defined for \(dtype), which has no order") }
        let real = try x.inDType(dtype)
        let positive = try real.compared(Greater(), .int(0)).inDType(dtype)
        let step: Face = try .apply(Select(), real.compared(Equal(), .int(0)), values.inDType(dtype), positive)
        // NaN is not positive for PyTorch.
        return Face.world == .torch ? step : try .apply(Select(), .apply(IsNaN(), real), real, step)
    }
}

extension ArrayFace {
    /// Each element as a mantissa of magnitude in [½, 1) and an int32 exponent to base 2; 0, infinities and NaN are their
    /// own mantissas, with exponent 0. `numpy.frexp`, `torch.frexp`.
    public func frexp() -> (mantissa: Self, exponent: Self) {
        let results = Self.make(MantissaAndExponent(), [self])
        return (results[0], results[1])
    }

    /// Each element times 2 to the power of `exponent`: rounded once and for integers alone in NumPy's world, a product
    /// with a power in PyTorch's. `numpy.ldexp`, `torch.ldexp`.
    public func ldexp(_ exponent: Self) -> Self {
        trapping { () throws(ApusError) -> Self in try LoadExponent.apply(self, exponent) }
    }

    /// The fractional and the integral part of each element, both with its sign. `numpy.modf`.
    public func modf() -> (fraction: Self, whole: Self) {
        let results = trapping { () throws(ApusError) -> [Self] in try FractionAndWhole.apply(self) }
        return (results[0], results[1])
    }

    /// The distance from each element to the float next to it away from 0; NaN of infinities. `numpy.spacing`.
    public func spacing() -> Self { .make(Spacing(), self) }

    /// 0 where an element is negative, 1 where it is positive, and at 0 that of `values`. NaN stays in NumPy's world and
    /// gives 0 in PyTorch's. `numpy.heaviside`,
    /// `torch.heaviside`.
    public func heaviside(_ values: Self) -> Self {
        trapping { () throws(ApusError) -> Self in try Heaviside.apply(self, values) }
    }
}
