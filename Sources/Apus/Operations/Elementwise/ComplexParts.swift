import ApusCore

/// The imaginary part.
struct ImaginaryPart: PlainUnary {
    static var name: String { "imaginary" }
    static var kernel: UnaryKernel { .imaginary }
    static let types = ElementwiseTypes.all
    static var saves: Saved { [] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        x.dtype.isComplex ? .complex(g.zeros(), g) : g.zeros()
    }
}

/// The angle of a number in the complex plane.
struct Angle: PlainUnary {
    static var name: String { "angle" }
    static var kernel: UnaryKernel { .angle }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first] }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        guard x.dtype.isComplex else { return g.zeros() }
        let (a, b) = (x.real(), x.imaginary())
        let scaled = g / (a * a + b * b)
        return Tensor.complex(-b * scaled, a * scaled).kept(where: x .!= 0)
    }
}

/// A complex number of a real and an imaginary part.
struct MakeComplex: BinaryOperation, TableOperation {
    static var name: String { "complex" }
    static var saves: Saved { [] }

    static var parameters: [Parameter] { [.array("real"), .array("imaginary")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(MakeComplex(), arguments.array("real"), arguments.array("imaginary"))]
    }

    func result(_ a: Strided, _ b: Strided, _ world: World) throws(ApusError) -> Spec {
        let compute = try ElementwiseTypes.realInexact.compute(world.promote(a, b), world, Self.name)
        guard let shape = Layout.broadcastShape(a.shape, b.shape) else { throw doNotBroadcast(Self.name, a.shape, b.shape) }
        return Spec(shape, compute.complexType)
    }

    func evaluate(_ a: Strided, _ b: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        for (part, operand) in [a, b].enumerated() {
            guard let layout = operand.layout.broadcast(to: out.shape) else { continue }
            try backend.copy(operand.view(layout), to: parts(of: out, at: part))
        }
    }

    /// The real (0) or imaginary (1) parts of a complex array, where they lie.
    private func parts(of z: Strided, at part: Int) -> Strided {
        var layout = z.layout
        layout.offset = 2 * layout.offset + part
        for axis in 0..<layout.rank { layout.strides[axis] *= 2 }
        return Strided(storage: z.storage, layout: layout, dtype: z.dtype.realType)
    }

    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g.real() }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g.imaginary() }
}

extension ArrayFace {
    /// The imaginary part of each element, in the real dtype; zeros for a real array. `numpy.imag`, `torch.imag`.
    public func imaginary() -> Self { .make(ImaginaryPart(), self) }

    /// The angle of each element in the complex plane, in −π...π and the real dtype; of a real one 0, or π below 0 and,
    /// as in NumPy, for −0.
    /// `numpy.angle`, `torch.angle`.
    public func angle() -> Self { .make(Angle(), self) }

    /// Complex numbers of real and imaginary parts, broadcast: complex128 of float64 and 64-bit integers in NumPy's
    /// world, else complex64. `torch.complex`.
    public static func complex(_ real: Self, _ imaginary: Self) -> Self { make(MakeComplex(), real, imaginary) }

    /// Complex numbers of magnitudes and angles, broadcast. `torch.polar`.
    public static func polar(_ magnitude: Self, _ angle: Self) -> Self {
        trapping { () throws(ApusError) in
            try apply(
                MakeComplex(), apply(Multiply(), magnitude, apply(Cosine(), angle)),
                apply(Multiply(), magnitude, apply(Sine(), angle)))
        }
    }
}
