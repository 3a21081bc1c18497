public import ApusCore

extension World {
    /// The dtype in which two operands meet.
    public func promote(_ a: DType, _ b: DType) throws(ApusError) -> DType {
        if a == b { return a }
        return self == .numpy ? numpyPromote(a, b) : torchPromote(a, b)
    }

    /// The dtype in which two arrays meet, by the rules that also look at shapes: in PyTorch's world a 0-d tensor does
    /// not widen a dimensioned one of the same category.
    @inlinable
    public func promote(_ a: Strided, _ b: Strided) throws(ApusError) -> DType {
        if a.dtype == b.dtype { return a.dtype }
        return try promoteDifferent(a, b)
    }

    @usableFromInline
    func promoteDifferent(_ a: Strided, _ b: Strided) throws(ApusError) -> DType {
        guard self == .torch, (a.rank == 0) != (b.rank == 0) else { return try promote(a.dtype, b.dtype) }
        let (array, single) = a.rank == 0 ? (b.dtype, a.dtype) : (a.dtype, b.dtype)
        return category(single) <= category(array) ? array : try promote(array, single)
    }

    /// The dtype in which an array and a number without dtype meet: the array's, unless the number is of a higher kind.
    @inlinable
    public func promote(_ dtype: DType, with scalar: Scalar) -> DType {
        switch scalar {
        case .bool: return dtype
        case .int, .uint: return dtype == .bool ? .int64 : dtype
        case .float: return dtype.isInexact ? dtype : defaultFloat
        case .complex: return dtype.isInexact ? dtype.complexType : defaultFloat.complexType
        }
    }
}

/// 0 for bool, 1 for integers, 2 for floats, 3 for complex.
func category(_ dtype: DType) -> Int {
    dtype == .bool ? 0 : dtype.isInteger ? 1 : dtype.isFloatingPoint ? 2 : 3
}

private func numpyPromote(_ a: DType, _ b: DType) -> DType {
    let (low, high) = category(a) <= category(b) ? (a, b) : (b, a)
    if low == .bool { return high }
    if high.isInteger { return promoteIntegers(low, high) ?? .float64 }
    if high.isFloatingPoint {
        if low.isInteger { return high == .bfloat16 ? .bfloat16 : promoteFloats(World.numpy.inexact(low), high) }
        return promoteFloats(low, high)
    }
    if low.isInteger { return promoteFloats(World.numpy.inexact(low), high.realType).complexType }
    return promoteFloats(low.realType, high.realType).complexType
}

private func torchPromote(_ a: DType, _ b: DType) -> DType {
    let (low, high) = category(a) <= category(b) ? (a, b) : (b, a)
    if category(low) == category(high) {
        if high.isInteger { return promoteIntegers(low, high) ?? .float32 }
        if high.isFloatingPoint { return promoteFloats(low, high) }
        return .complex128
    }
    if high.isComplex && low == .float64 { return .complex128 }
    return high
}

/// The smallest integer type that holds both, or nil if there is none (uint64 with a signed type).
private func promoteIntegers(_ a: DType, _ b: DType) -> DType? {
    if a.isUnsigned == b.isUnsigned { return a.size >= b.size ? a : b }
    let (unsigned, signed) = a.isUnsigned ? (a, b) : (b, a)
    if signed.size > unsigned.size { return signed }
    switch unsigned.size {
    case 1: return .int16
    case 2: return .int32
    case 4: return .int64
    default: return nil
    }
}

private func promoteFloats(_ a: DType, _ b: DType) -> DType {
    if a.size == b.size { return a == b ? a : .float32 }
    return a.size > b.size ? a : b
}
