import ApusCore

/// A function that has kernels for float32 and float64; half precision is rounded once from float32.
protocol ThroughSingle: PlainUnary {}

extension ThroughSingle {
    static var types: ElementwiseTypes { .realInexact }
    static var runsKernelAlone: Bool { false }

    func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        let compute = try Self.types.compute(x.dtype, world, Self.name)
        guard compute == .float16 || compute == .bfloat16 else { return try runUnary(Self.kernel, x, compute, (0, 0)) }
        return try cast(runUnary(Self.kernel, x, .float32, (0, 0)), to: compute)
    }
}

/// The real cube root.
struct CubeRoot: ThroughSingle {
    static var name: String { "cbrt" }
    static var kernel: UnaryKernel { .cbrt }
    static var saves: Saved { [.output] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g / (3 * y * y) }
}

/// The modified Bessel function of the first kind of order 0.
struct BesselI0: ThroughSingle {
    static var name: String { "i0" }
    static var kernel: UnaryKernel { .i0 }
    static var saves: Saved { [.first] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g * x.i1() }
}

/// The modified Bessel function of the first kind of order 1.
struct BesselI1: ThroughSingle {
    static var name: String { "i1" }
    static var kernel: UnaryKernel { .i1 }
    static var saves: Saved { [.first, .output] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let isZero = x .== 0
        return g * Tensor.where(isZero, 0.5, x.i0() - y / Tensor.where(isZero, 1, x))
    }
}

/// sin πx ÷ πx.
struct Sinc: UnaryOperation, TableOperation {
    static var name: String { "sinc" }
    static var saves: Saved { [.first, .output] }
    static let types = ElementwiseTypes(.toDefaultFloat)

    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(Sinc(), arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        Spec(x.shape, try Self.types.compute(x.dtype, world, Self.name))
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let wide: DType = out.dtype == .float16 || out.dtype == .bfloat16 ? .float32 : out.dtype
        let angle = try Strided.empty(x.shape, wide, on: x.device), sine = try Strided.empty(x.shape, wide, on: x.device)
        let isZero = try Strided.empty(x.shape, .bool, on: x.device)
        try backend.binary(.multiply, cast(x, to: wide), .float(.pi), reversed: false, to: angle)
        try backend.unary(.sin, angle, to: sine, parameters: (0, 0))
        try backend.binary(.equal, angle, .int(0), reversed: false, to: isZero)
        try backend.binary(.divide, sine, angle, to: sine)
        try backend.ternary(.select, isZero, filled([], .int(1), wide, x.device), sine, to: sine)
        try backend.copy(sine, to: out)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let isZero = x .== 0
        let safe = Tensor.where(isZero, 1, x)
        return g * (((safe * Double.pi).cos() - y) / safe).kept(where: ~isZero).conjugate()
    }
}

/// Degrees to radians.
enum Radians: TableOperation {
    static var name: String { "radians" }
    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"))]
    }
    static func apply<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        try x.inDType(ElementwiseTypes.realInexact.compute(x.dtype, Face.world, name)) *! (.pi / 180)
    }
}

/// Radians to degrees.
enum Degrees: TableOperation {
    static var name: String { "degrees" }
    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"))]
    }
    static func apply<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        try x.inDType(ElementwiseTypes.realInexact.compute(x.dtype, Face.world, name)) *! (180 / .pi)
    }
}

/// Whether it is +∞.
enum IsPositiveInfinity: TableOperation {
    static var name: String { "isPositiveInfinity" }
    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"))]
    }
    static func apply<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        try Face.apply(LogicalAnd(), .apply(LogicalNot(), .apply(SignBit(), x)), .apply(IsInfinite(), x))
    }
}

/// Whether it is −∞.
enum IsNegativeInfinity: TableOperation {
    static var name: String { "isNegativeInfinity" }
    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"))]
    }
    static func apply<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        try Face.apply(LogicalAnd(), .apply(SignBit(), x), .apply(IsInfinite(), x))
    }
}

/// Finite numbers for NaN and infinities.
struct FiniteNumbers: UnaryOperation, TableOperation {
    static var name: String { "nanToNum" }
    static var saves: Saved { [.first] }
    let nan: Double
    let positive: Double?
    let negative: Double?

    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("nan", .real, default: 0.0), Parameter("posinf", .real, optional: true),
            Parameter("neginf", .real, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        var positive: Double?, negative: Double?
        if case .none = arguments["posinf"] {} else { positive = try arguments.real("posinf") }
        if case .none = arguments["neginf"] {} else { negative = try arguments.real("neginf") }
        let operation = FiniteNumbers(nan: try arguments.real("nan", default: 0), positive: positive, negative: negative)
        return [try .apply(operation, arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec { Spec(x.shape, x.dtype) }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        guard x.dtype.isComplex else { return try replace(x, to: out, backend) }
        try backend.copy(x, to: out)
        let parts = out.parts
        try replace(parts, to: parts, backend)
    }

    private func replace(_ x: Strided, to out: Strided, _ backend: any Backend) throws(ApusError) {
        guard x.dtype.isInexact else { return try backend.copy(x, to: out) }
        let mask = try Strided.empty(x.shape, .bool, on: x.device)
        func put(_ number: Double, _ from: Strided) throws(ApusError) {
            try backend.ternary(.select, mask, filled([], .float(number), x.dtype, x.device), from, to: out)
        }
        try backend.unary(.isNaN, x, to: mask, parameters: (0, 0))
        try put(nan, x)
        try backend.binary(.equal, x, .float(.infinity), reversed: false, to: mask)
        try put(positive ?? x.dtype.greatestFinite, out)
        try backend.binary(.equal, x, .float(-.infinity), reversed: false, to: mask)
        try put(negative ?? -x.dtype.greatestFinite, out)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g.kept(where: x.isFinite()) }
}

extension DType {
    /// The greatest finite number of a real floating type.
    var greatestFinite: Double {
        switch self {
        case .float16: 65504
        case .bfloat16: 0x1.FEp127
        case .float32: Double(Float.greatestFiniteMagnitude)
        default: .greatestFiniteMagnitude
        }
    }
}

extension Strided {
    /// Contiguous complex elements as real ones, the parts along a new last axis.
    var parts: Strided {
        Strided(
            storage: storage, layout: Layout(contiguous: Dims(Array(shape) + [2]), offset: 2 * layout.offset),
            dtype: dtype.realType)
    }
}

extension ArrayFace {
    /// The real cube root of each element, also of negative ones. `numpy.cbrt`.
    public func cbrt() -> Self { .make(CubeRoot(), self) }

    /// The modified Bessel function of the first kind of order 0, by the Chebyshev series of Cephes (Moshier, 1984);
    /// below 3 ulp. `numpy.i0`, `torch.i0`.
    public func i0() -> Self { .make(BesselI0(), self) }

    /// The modified Bessel function of the first kind of order 1, by the Chebyshev series of Cephes (Moshier, 1984).
    /// `torch.special.i1`, `scipy.special.i1`.
    public func i1() -> Self { .make(BesselI1(), self) }

    /// sin πx ÷ πx for each element, 1 at 0. Integers become the world's default float. `numpy.sinc`, `torch.sinc`.
    public func sinc() -> Self { .make(Sinc(), self) }

    /// Each angle in degrees as one in radians. `numpy.deg2rad`, `numpy.radians`, `torch.deg2rad`.
    public func radians() -> Self { trapping { () throws(ApusError) -> Self in try Radians.apply(self) } }

    /// Each angle in radians as one in degrees. `numpy.rad2deg`, `numpy.degrees`, `torch.rad2deg`.
    public func degrees() -> Self { trapping { () throws(ApusError) -> Self in try Degrees.apply(self) } }

    /// Whether each element is +∞, as bool; not for complex ones. `numpy.isposinf`, `torch.isposinf`.
    public func isPositiveInfinity() -> Self {
        trapping { () throws(ApusError) -> Self in try IsPositiveInfinity.apply(self) }
    }

    /// Whether each element is −∞, as bool; not for complex ones. `numpy.isneginf`, `torch.isneginf`.
    public func isNegativeInfinity() -> Self {
        trapping { () throws(ApusError) -> Self in try IsNegativeInfinity.apply(self) }
    }

    /// The elements with `nan` for NaN, `positive` for +∞ and `negative` for −∞, by default the greatest and the least
    /// finite number of the dtype; complex ones by parts. Integers stay. `numpy.nan_to_num`, `torch.nan_to_num`.
    public func nanToNum(nan: Double = 0, positive: Double? = nil, negative: Double? = nil) -> Self {
        .make(FiniteNumbers(nan: nan, positive: positive, negative: negative), self)
    }
}
