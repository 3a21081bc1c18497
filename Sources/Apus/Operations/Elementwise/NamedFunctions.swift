import ApusCore

// Elementwise functions of NumPy's that are others with another dtype.

/// a to the power of b, in double precision.
enum FloatPower: TableOperation {
    static var name: String { "floatPower" }
    static var parameters: [Parameter] { [.array("a"), .array("b").known(as: "other", "x2", "exponent")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        if case .scalar(let b) = arguments["b"] { return [try apply(arguments.array("a"), scalar: b, reversed: false)] }
        if case .scalar(let a) = arguments["a"] { return [try apply(arguments.array("b"), scalar: a, reversed: true)] }
        return [try apply(arguments.array("a"), arguments.array("b"))]
    }

    static func apply<Face: ArrayFace>(_ a: Face, _ b: Face) throws(ApusError) -> Face {
        let dtype = wide(a.dtype.isComplex || b.dtype.isComplex)
        return try .apply(Power(), a.inDType(dtype), b.inDType(dtype))
    }

    /// An array and a number, which is the base if `reversed` is set.
    static func apply<Face: ArrayFace>(_ x: Face, scalar: Scalar, reversed: Bool) throws(ApusError) -> Face {
        var isComplex = x.dtype.isComplex
        if case .complex = scalar { isComplex = true }
        return try .apply(Power(), x.inDType(wide(isComplex)), scalar: scalar, reversed: reversed)
    }

    private static func wide(_ isComplex: Bool) -> DType { isComplex ? .complex128 : .float64 }
}

/// The elements in order, as complex numbers.
enum SortComplex: TableOperation {
    static var name: String { "sortComplex" }
    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"))]
    }

    /// Small integers become complex64, other numbers that are not complex complex128.
    static func apply<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        let sorted: Face = try SortEntry.call(Arguments<Face>("sort", ["x": .array(x)]))[0]
        if x.dtype.isComplex { return sorted }
        return try sorted.inDType(x.dtype.isInteger && x.dtype.size <= 2 ? .complex64 : .complex128)
    }
}

extension ArrayFace {
    /// Each element to the power of that of `exponent`, in float64 or complex128 whatever the dtypes are.
    /// `numpy.float_power`, `torch.float_power`.
    public func floatPower(_ exponent: Self) -> Self { trapping { () throws(ApusError) -> Self in try FloatPower.apply(self, exponent) } }

    /// Each element to one power, in float64 or complex128. `numpy.float_power`, `torch.float_power`.
    public func floatPower(_ exponent: some ScalarConvertible) -> Self {
        trapping { () throws(ApusError) -> Self in try FloatPower.apply(self, scalar: exponent.scalar, reversed: false) }
    }

    /// Each element without its fraction, in the array's dtype: `trunc`. `numpy.fix`, `torch.fix`.
    public func fix() -> Self { trunc() }

    /// The nearest integer to each element, halves to even, as a float; of complex numbers for both parts. `numpy.rint`.
    public func rint() -> Self {
        trapping { () throws(ApusError) -> Self in try .apply(Round(decimals: 0), inDType(Self.world.inexact(dtype))) }
    }

    /// The absolute value as a float. Not for complex numbers. `numpy.fabs`.
    public func fabs() -> Self {
        trapping { () throws(ApusError) -> Self in
            if dtype.isComplex { throw .dtype(operation: "fabs", message: "not defined for complex numbers; use abs") }
            return try .apply(Absolute(), inDType(Self.world.inexact(dtype)))
        }
    }

    /// The quotient rounded down, and the remainder with the sign of the divisor. `numpy.divmod`.
    public func divmod(_ divisor: Self) -> (quotient: Self, remainder: Self) { (floorDivide(divisor), remainder(divisor)) }
    /// The quotient rounded down and the remainder, by a number. `numpy.divmod`.
    public func divmod(_ divisor: some ScalarConvertible) -> (quotient: Self, remainder: Self) {
        (floorDivide(divisor), remainder(divisor))
    }

    /// Whether each element has an imaginary part other than 0, as bool. `numpy.iscomplex`. Whether the dtype is complex,
    /// `dtype.isComplex` tells.
    public func isComplex() -> Self {
        trapping { () throws(ApusError) -> Self in
            guard dtype.isComplex else { return Self(value: try filled(shape, false, .bool, device)) }
            return try Self.apply(ImaginaryPart(), self).compared(NotEqual(), 0)
        }
    }

    /// Whether the imaginary part of each element is 0, as bool. `numpy.isreal`.
    public func isReal() -> Self { trapping { () throws(ApusError) -> Self in try .apply(LogicalNot(), isComplex()) } }

    /// The real parts, if all imaginary parts are nearer to 0 than `tolerance`, which above 1 is a multiple of the dtype's
    /// epsilon; else this array. An error on the meta device for complex elements. `numpy.real_if_close`.
    public func realIfClose(tolerance: Double = 100) -> Self {
        trapping { () throws(ApusError) -> Self in
            guard dtype.isComplex else { return self }
            let epsilon = dtype == .complex64 ? Double(Float.ulpOfOne) : Double.ulpOfOne
            let limit = tolerance > 1 ? tolerance * epsilon : tolerance
            let sizes: Self = try .apply(Absolute(), .apply(ImaginaryPart(), self))
            return try holdsAll(sizes.compared(Less(), .float(limit)).value) ? .apply(RealPart(), self) : self
        }
    }

    /// Whether both arrays have equal elements after one is broadcast to the other; false where they do not broadcast.
    /// `numpy.array_equiv`.
    public func arrayEquiv(_ other: Self) -> Bool {
        trapping { () throws(ApusError) in
            _ = try commonDevice("arrayEquiv", value, other.value)
            guard Layout.broadcastShape(shape, other.shape) != nil else { return false }
            return try holdsAll(Self.apply(Equal(), self, other).value)
        }
    }

    /// The elements along the last axis in order, by real and then imaginary part, as complex numbers: small integers as
    /// complex64, other numbers that are not complex as complex128. `numpy.sort_complex`.
    public func sortComplex() -> Self { trapping { () throws(ApusError) -> Self in try SortComplex.apply(self) } }
}
