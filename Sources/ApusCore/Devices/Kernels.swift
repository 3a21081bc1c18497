/// Functions of one element, by name, in the order of the C enumeration `apus_unary_op`. A backend implements each for the dtypes on which it is defined.
public enum UnaryKernel: UInt8, CaseIterable, Sendable {
    case negative, absolute, sign, sqrt, rsqrt, reciprocal, square
    case exp, exp2, expm1, log, log2, log10, log1p
    case sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh
    case floor, ceil, trunc, round
    case erf, erfc, sigmoid, relu, gelu, geluTanh, silu, softplus, leakyRelu, elu
    case logicalNot, bitwiseNot, isNaN, isInfinite, isFinite, signBit
    case conjugate, real, imaginary, angle
    case cbrt, i0, i1
    case geluSlope, geluTanhSlope, siluSlope
}

/// Functions of two elements, by name, in the order of `apus_binary_op`.
public enum BinaryKernel: UInt8, CaseIterable, Sendable {
    case add, subtract, multiply, divide, floorDivide, remainder, fmod, power
    case atan2, hypot, minimum, maximum, fmin, fmax, copySign, nextAfter, logAddExp, logAddExp2
    case ldexp, gcd, lcm
    case bitwiseAnd, bitwiseOr, bitwiseXor, shiftLeft, shiftRight
    case logicalAnd, logicalOr, logicalXor
    case equal, notEqual, less, lessEqual, greater, greaterEqual
}

/// Functions of three elements, by name, in the order of `apus_ternary_op`.
public enum TernaryKernel: UInt8, CaseIterable, Sendable {
    /// The second operand where the first (bool) is true, else the third.
    case select
    /// The first operand, not below the second nor above the third; NaN propagates.
    case clip
    /// a × b + c.
    case fusedMultiplyAdd
    /// a + (b − a) × c.
    case lerp
}

extension UnaryKernel {
    /// The dtype of the result for an operand of `dtype`.
    @inlinable
    public func result(_ dtype: DType) -> DType {
        switch self {
        case .logicalNot, .isNaN, .isInfinite, .isFinite, .signBit: .bool
        case .absolute, .real, .imaginary, .angle: dtype.realType
        default: dtype
        }
    }
}

extension BinaryKernel {
    /// The dtype of the result for operands of `dtype`.
    @inlinable
    public func result(_ dtype: DType) -> DType {
        rawValue >= BinaryKernel.logicalAnd.rawValue ? .bool : dtype
    }
}

/// Reductions, by name, in the order of `apus_reduce_op`.
public enum ReduceKernel: UInt8, CaseIterable, Sendable {
    case sum, product, minimum, maximum, any, all, argmin, argmax, countNonzero
    case mean, variance, standardDeviation
    case sumOfSquares, norm1, norm2, normP, normMaximum, normMinimum
}
