/// The sum a + b of each pair of elements; of booleans, their logical or. `numpy.add`, `torch.add`.
struct Add: PlainBinary {
    static var name: String { "add" }
    static var kernel: BinaryKernel { .add }
    static let types = ElementwiseTypes.all
    static var saves: Saved { [] }
    static var parameters: [Parameter] { [.array("a"), .array("b"), Parameter("alpha", .scalar, default: 1)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try callPlain(arguments.scalingSecond())
    }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g }
}

/// The difference a − b of each pair of elements. `numpy.subtract`, `torch.sub`.
struct Subtract: PlainBinary {
    static var name: String { "subtract" }
    static var kernel: BinaryKernel { .subtract }
    static let types = ElementwiseTypes.numbers
    static var saves: Saved { [] }
    static var parameters: [Parameter] { Add.parameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try callPlain(arguments.scalingSecond())
    }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { -g }
}

/// The product a × b of each pair of elements. `numpy.multiply`, `torch.mul`.
struct Multiply: PlainBinary {
    static var name: String { "multiply" }
    static var kernel: BinaryKernel { .multiply }
    static let types = ElementwiseTypes.all
    static var saves: Saved { [.first, .second] }
    static func saves(first: Bool, second: Bool) -> Saved { first ? second ? saves : .second : .first }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g * b.conjugate() }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g * a.conjugate() }
}

/// The quotient a ÷ b of each pair of elements, never truncated. `numpy.divide`, `torch.div`.
struct Divide: PlainBinary {
    static var name: String { "divide" }
    static var kernel: BinaryKernel { .divide }
    static let types = ElementwiseTypes(.toDefaultFloat)
    static var saves: Saved { [.second, .output] }
    static var parameters: [Parameter] { [.array("a"), .array("b"), Parameter("roundingMode", .text, optional: true)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        if case .none = arguments["roundingMode"] { return try callPlain(arguments) }
        switch try arguments.text("roundingMode") {
        case "floor": return try FloorDivide.call(arguments)
        case "trunc": return [try truncated(arguments)]
        case let other:
            throw .argument(operation: name, message: "roundingMode '\(other)'; it must be trunc or floor")
        }
    }

    /// The quotient rounded towards zero: of integers exact, as an integer.
    private static func truncated<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> Face {
        let rest = try TruncatedRemainder.call(arguments)[0]
        if rest.dtype.isInteger {
            return try FloorDivide.call(arguments.with("a", .array(Subtract.call(arguments.with("b", .array(rest)))[0])))[0]
        }
        return try .apply(Truncate(), callPlain(arguments)[0])
    }

    static func saves(first: Bool, second: Bool) -> Saved { second ? saves : .second }
    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { g / b.conjugate() }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor {
        -g * (y / b).conjugate()
    }
}

extension Arguments {
    /// These arguments of a sum or difference with the second operand times `alpha`.
    fileprivate func scalingSecond() throws(ApusError) -> Arguments {
        let factor = try scalar("alpha", default: 1)
        if case .int(1) = factor { return self }
        if case .scalar(let b) = self["b"] { return with("b", .scalar(b.times(factor))) }
        return with("b", .array(try .apply(Multiply(), array("b"), scalar: factor, reversed: false)))
    }
}

extension Scalar {
    fileprivate func times(_ other: Scalar) -> Scalar {
        switch (self, other) {
        case (.complex, _), (_, .complex): .complex(complexValue * other.complexValue)
        case (.float, _), (_, .float): .float(doubleValue * other.doubleValue)
        default: .int(int64Value &* other.int64Value)
        }
    }
}

/// The negative −x of each element. `numpy.negative`, `torch.neg`.
struct Negative: PlainUnary {
    static var name: String { "negative" }
    static var kernel: UnaryKernel { .negative }
    static let types = ElementwiseTypes.numbers
    static var saves: Saved { [] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { -g }
}

/// The complex conjugate; a real array is itself.
struct Conjugate: PlainUnary {
    static var name: String { "conjugate" }
    static var kernel: UnaryKernel { .conjugate }
    static let types = ElementwiseTypes.all
    static var saves: Saved { [] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g.conjugate() }
}

/// The real part.
struct RealPart: PlainUnary {
    static var name: String { "real" }
    static var kernel: UnaryKernel { .real }
    static let types = ElementwiseTypes.all
    static var saves: Saved { [] }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g.astype(x.dtype) }
}

extension ArrayFace {
    /// The complex conjugate of each element; a real array is returned as it is. `numpy.conjugate`, `torch.conj`.
    public func conjugate() -> Self { dtype.isComplex ? .make(Conjugate(), self) : self }

    /// The real part of each element, in the real dtype; a real array is returned as it is. `numpy.real`, `torch.real`.
    public func real() -> Self { dtype.isComplex ? .make(RealPart(), self) : self }
}

/// Writes the result of an elementwise operation on `target` and another operand over `target`.
struct BinaryInPlace<Op: ElementwiseBinary>: InPlaceOperation {
    static var name: String { Op.name }
    static var saves: Saved { Op.saves }
    static func saves(first: Bool, second: Bool) -> Saved { Op.saves(first: first, second: second) }
    static var isDifferentiable: Bool { Op.isDifferentiable }
    let operation: Op

    func run(_ target: Strided, _ others: [Strided], _ world: World) throws(ApusError) {
        let other = others[0]
        _ = try commonDevice(Op.name, target, other)
        let compute = try Op.types.compute(target, other, world, Op.name)
        guard Layout.broadcastShape(target.shape, other.shape) == target.shape else {
            throw .shape(
                operation: Op.name,
                message: "an operand of shape \(other.shape) does not broadcast to the shape \(target.shape) that is written")
        }
        try checkWritable(Op.kernel.result(compute), to: target.dtype, world, Op.name)
        let operand = other.sharesMemory(with: target) && !other.isSameView(as: target)
            ? try castCopy(other, to: compute) : try cast(other, to: compute)
        let backend = try target.device.backend
        if compute == target.dtype && Op.kernel.result(compute) == target.dtype {
            try backend.binary(Op.kernel, target, operand, to: target)
        } else {
            try backend.copy(runBinary(Op.kernel, cast(target, to: compute), operand, compute, Op.name), to: target)
        }
    }

    func derivative(of index: Int, _ g: Tensor, _ inputs: [Tensor], _ y: Tensor) -> Tensor {
        index == 0
            ? operation.derivativeA(g, inputs[0], inputs[1], y) : operation.derivativeB(g, inputs[0], inputs[1], y)
    }
}

/// Writes the result of an elementwise operation on `target` and a number over `target`.
struct ScalarInPlace<Op: ElementwiseBinary>: InPlaceOperation {
    static var name: String { Op.name }
    static var saves: Saved { Op.saves(first: true, second: false) }
    static var isDifferentiable: Bool { Op.isDifferentiable }
    let operation: Op
    let scalar: Scalar

    func run(_ target: Strided, _ others: [Strided], _ world: World) throws(ApusError) {
        let compute = try Op.types.compute(world.promote(target.dtype, with: scalar), world, Op.name)
        try checkFits(scalar, in: compute, world, Op.name)
        try checkWritable(Op.kernel.result(compute), to: target.dtype, world, Op.name)
        let backend = try target.device.backend
        if compute == target.dtype && Op.kernel.result(compute) == target.dtype {
            try backend.binary(Op.kernel, target, scalar, reversed: false, to: target)
        } else {
            try backend.copy(runBinary(Op.kernel, target, scalar, false, compute, world, Op.name), to: target)
        }
    }

    func derivative(of index: Int, _ g: Tensor, _ inputs: [Tensor], _ y: Tensor) -> Tensor {
        let number = trapping { () throws(ApusError) in
            try Tensor(number: scalar, dtype: World.torch.promote(inputs[0].dtype, with: scalar))
        }
        return operation.derivativeA(g, inputs[0], number, y)
    }
}

/// Whether a result may be written over an array of another dtype: the cast must not drop a kind (NumPy's `same_kind`,
/// PyTorch's categories).
func checkWritable(_ result: DType, to target: DType, _ world: World, _ operation: String) throws(ApusError) {
    if result == target { return }
    var fits = category(result) <= category(target)
    if world == .numpy && result.isSigned && target.isUnsigned { fits = false }
    if !fits {
        throw .dtype(
            operation: operation,
            message: "a \(result) result cannot be written over a \(target) array; use the form that makes a new array, or "
                + "cast with astype(_:)")
    }
}
