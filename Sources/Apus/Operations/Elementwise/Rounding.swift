import ApusCore

/// The greatest integer not above x.
struct Floor: StepUnary {
    static var name: String { "floor" }
    static var kernel: UnaryKernel { .floor }
    static let types = ElementwiseTypes.real
}

/// The least integer not below x.
struct Ceiling: StepUnary {
    static var name: String { "ceil" }
    static var kernel: UnaryKernel { .ceil }
    static let types = ElementwiseTypes.real
}

/// x without its fraction.
struct Truncate: StepUnary {
    static var name: String { "trunc" }
    static var kernel: UnaryKernel { .trunc }
    static let types = ElementwiseTypes.real
}

/// x rounded to a number of decimals, halves to even.
struct Round: UnaryOperation, TableOperation {
    static var name: String { "round" }
    static var saves: Saved { [] }
    static let types = ElementwiseTypes(.boolToFloat)
    let decimals: Int

    static var parameters: [Parameter] { [.array("x"), Parameter("decimals", .integer, default: 0)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(Round(decimals: try arguments.integer("decimals", default: 0)), arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        Spec(x.shape, try Self.types.compute(x.dtype, world, Self.name))
    }

    /// bfloat16, and in PyTorch's world float16, are scaled in single precision and rounded to their dtype once.
    func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        let spec = try result(x, world)
        if decimals != 0 && (x.dtype == .bfloat16 || (world == .torch && x.dtype == .float16)) {
            return try cast(run(cast(x, to: .float32), world), to: x.dtype)
        }
        let out = try Strided.empty(spec.shape, spec.dtype, on: x.device)
        try evaluate(x, to: out, on: x.device.backend)
        return out
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        if x.dtype != out.dtype { return try evaluate(cast(x, to: out.dtype), to: out, on: backend) }
        if decimals == 0 || (decimals > 0 && !x.dtype.isInexact) {
            try backend.unary(.round, x, to: out, parameters: (0, 0))
        } else if x.dtype.isInexact {
            try roundScaled(x, to: out, on: backend)
        } else {
            let wide = try cast(x, to: .float64)
            try roundScaled(wide, to: wide, on: backend)
            try backend.copy(wide, to: out)
        }
    }

    /// Rounds after moving the decimal point, always by a power of ten that is an integer.
    private func roundScaled(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let scale = Scalar.float(powerOfTen(decimals.magnitude))
        let (there, back) = decimals > 0 ? (BinaryKernel.multiply, BinaryKernel.divide) : (.divide, .multiply)
        try backend.binary(there, x, scale, reversed: false, to: out)
        try backend.unary(.round, out, to: out, parameters: (0, 0))
        try backend.binary(back, out, scale, reversed: false, to: out)
    }

    private func powerOfTen(_ exponent: UInt) -> Double {
        var result = 1.0
        for _ in 0..<min(exponent, 309) { result *= 10 }
        return result
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g.zeros() }
}

extension ArrayFace {
    /// The greatest integer not above each element, in the array's dtype. `numpy.floor`, `torch.floor`.
    public consuming func floor() -> Self { .make(Floor(), self) }

    /// The least integer not below each element, in the array's dtype. `numpy.ceil`, `torch.ceil`.
    public consuming func ceil() -> Self { .make(Ceiling(), self) }

    /// Each element without its fraction, in the array's dtype. `numpy.trunc`, `torch.trunc`.
    public consuming func trunc() -> Self { .make(Truncate(), self) }

    /// Each element rounded to `decimals` decimals, or tens for negative ones; halves go to even. As in NumPy and
    /// PyTorch the element is scaled, rounded and scaled back, so that a half in decimal is seldom a half in binary.
    /// `numpy.round`, `torch.round`.
    public func round(decimals: Int = 0) -> Self { .make(Round(decimals: decimals), self) }
}
