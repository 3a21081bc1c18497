import ApusCore

/// Whether elements of two arrays are equal up to a tolerance.
enum IsClose: TableOperation {
    static var name: String { "isClose" }
    static var parameters: [Parameter] {
        [
            .array("a"), .array("b"), Parameter("rtol", .real, default: 1e-5), Parameter("atol", .real, default: 1e-8),
            Parameter("equalNaN", .boolean, default: false),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [
            try Face.close(
                arguments.array("a"), arguments.array("b"), rtol: arguments.real("rtol", default: 1e-5),
                atol: arguments.real("atol", default: 1e-8), equalNaN: arguments.boolean("equalNaN", default: false))
        ]
    }
}

extension ArrayFace {
    /// Whether |a − b| ≤ `atol` + `rtol` |b|, element by element, as bool. Infinities are close to themselves alone; NaN
    /// is close to NaN if `equalNaN` is set. Integers are compared as float64. `numpy.isclose`, `torch.isclose`.
    public func isClose(_ other: Self, rtol: Double = 1e-5, atol: Double = 1e-8, equalNaN: Bool = false) -> Self {
        trapping { () throws(ApusError) in try .close(self, other, rtol: rtol, atol: atol, equalNaN: equalNaN) }
    }

    /// Whether every element is close to that of `other`, broadcast. `numpy.allclose`, `torch.allclose`.
    public func allClose(_ other: Self, rtol: Double = 1e-5, atol: Double = 1e-8, equalNaN: Bool = false) -> Bool {
        trapping { () throws(ApusError) in
            try holdsAll(Self.close(self, other, rtol: rtol, atol: atol, equalNaN: equalNaN).value)
        }
    }

    /// Whether both arrays have the same shape and equal elements; dtypes may differ. `numpy.array_equal`,
    /// `torch.equal`.
    public func arrayEqual(_ other: Self, equalNaN: Bool = false) -> Bool {
        trapping { () throws(ApusError) in
            _ = try commonDevice("arrayEqual", value, other.value)
            if shape != other.shape { return false }
            let equal = try Self.apply(Equal(), self, other)
            return try holdsAll((equalNaN ? Self.matchingNaN(equal, self, other) : equal).value)
        }
    }

    /// The throwing form of `isClose`.
    static func close(
        _ a: Self, _ b: Self, rtol: Double, atol: Double, equalNaN: Bool
    ) throws(ApusError) -> Self {
        let x = try apply(Cast(dtype: inexact(a.dtype)), a), y = try apply(Cast(dtype: inexact(b.dtype)), b)
        let distance = try apply(Absolute(), apply(Subtract(), x, y))
        let magnitude = try apply(Absolute(), y)
        let allowed = try apply(
            Add(), apply(Multiply(), magnitude, scalar: .float(rtol), reversed: false), scalar: .float(atol), reversed: false)
        let within = try apply(BitwiseAnd(), apply(LessEqual(), distance, allowed), apply(IsFinite(), y))
        let close = try apply(BitwiseOr(), within, apply(Equal(), x, y))
        return equalNaN ? try matchingNaN(close, x, y) : close
    }

    /// A mask, true as well where both arrays are NaN.
    private static func matchingNaN(_ mask: Self, _ a: Self, _ b: Self) throws(ApusError) -> Self {
        try apply(BitwiseOr(), mask, apply(BitwiseAnd(), apply(IsNaN(), a), apply(IsNaN(), b)))
    }

    private static func inexact(_ dtype: DType) -> DType { dtype.isInexact ? dtype : .float64 }
}

/// Whether all elements of a mask are true.
func holdsAll(_ mask: Strided) throws(ApusError) -> Bool { try truth(.all, mask) }

/// Whether any element of a mask is true.
func holdsAny(_ mask: Strided) throws(ApusError) -> Bool { try truth(.any, mask) }

private func truth(_ kernel: ReduceKernel, _ mask: Strided) throws(ApusError) -> Bool {
    if mask.device == .meta { throw .device("a mask on the meta device has no elements that could be true or false") }
    let answer = try Strided.empty([], .bool, on: mask.device)
    try mask.device.backend.reduce(kernel, mask, axes: Dims(0..<mask.rank), parameter: 0, to: answer)
    return Scalar(loading: answer.pointer, as: .bool).boolValue
}
