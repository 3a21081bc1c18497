import ApusCore

/// a + w (b − a).
struct Lerp: ElementwiseTernary, TableOperation {
    static var name: String { "lerp" }
    static var kernel: TernaryKernel { .lerp }
    static let types = ElementwiseTypes.inexact
    static var saves: Saved { [.first, .second, .third] }

    static var parameters: [Parameter] { [.array("start"), .array("end"), .array("weight")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let start = try arguments.array("start"), end = try arguments.array("end")
        if case .scalar(let weight) = arguments["weight"] {
            return [try apply(start, end, weight)]
        }
        return [try .apply(Lerp(), start, end, arguments.array("weight"))]
    }

    /// A number as weight is not rounded to 16 bits before it is used.
    private static func apply<Face: ArrayFace>(_ start: Face, _ end: Face, _ weight: Scalar) throws(ApusError) -> Face {
        let dtype = try Face.world.promote(start.value, end.value)
        guard dtype == .float16 || dtype == .bfloat16 else {
            return try .apply(Lerp(), start, end, start.beside(weight, name))
        }
        let wide: Face = try .apply(Cast(dtype: .float32), start)
        return try .apply(
            Cast(dtype: dtype), .apply(Lerp(), wide, .apply(Cast(dtype: .float32), end), wide.beside(weight, name)))
    }

    func derivative(of index: Int, _ g: Tensor, _ a: Tensor, _ b: Tensor, _ w: Tensor, _ y: Tensor) -> Tensor {
        switch index {
        case 0: g * (1 - w).conjugate()
        case 1: g * w.conjugate()
        default: g * (b - a).conjugate()
        }
    }
}

/// a × b + c.
struct MultiplyAdd: ElementwiseTernary, TableOperation {
    static var name: String { "multiplyAdd" }
    static var kernel: TernaryKernel { .fusedMultiplyAdd }
    static let types = ElementwiseTypes.all
    static var saves: Saved { [.first, .second] }

    static var parameters: [Parameter] { [.array("a"), .array("b"), .array("c")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(MultiplyAdd(), arguments.array("a"), arguments.array("b"), arguments.array("c"))]
    }

    func derivative(of index: Int, _ g: Tensor, _ a: Tensor, _ b: Tensor, _ c: Tensor, _ y: Tensor) -> Tensor {
        switch index {
        case 0: g * b.conjugate()
        case 1: g * a.conjugate()
        default: g
        }
    }
}

extension ArrayFace {
    /// The point between each element and that of `end` at `weight`, exact at 0 and 1. `torch.lerp`.
    public func lerp(_ end: Self, weight: Self) -> Self { .make(Lerp(), self, end, weight) }

    /// The point between each element and that of `end` at one weight.
    public func lerp(_ end: Self, weight: some ScalarConvertible) -> Self {
        trapping { () throws(ApusError) in try .apply(Lerp(), self, end, beside(weight.scalar, Lerp.name)) }
    }

    /// Each element times that of `factor`, plus that of `addend`, in one pass; product and sum are rounded as two
    /// operations round them. `torch.addcmul` with the operands in another order.
    public func multiplyAdd(_ factor: Self, _ addend: Self) -> Self { .make(MultiplyAdd(), self, factor, addend) }
}
