// The operators of `Tensor` beside arithmetic: comparisons with a dot, as SIMD vectors have them, bits, remainder and power.

extension Tensor {
    public static func .== (a: Tensor, b: Tensor) -> Tensor { a.equal(b) }
    public static func .== (a: Tensor, b: some ScalarConvertible) -> Tensor { a.equal(b) }

    public static func .!= (a: Tensor, b: Tensor) -> Tensor { a.notEqual(b) }
    public static func .!= (a: Tensor, b: some ScalarConvertible) -> Tensor { a.notEqual(b) }

    public static func .< (a: Tensor, b: Tensor) -> Tensor { a.less(b) }
    public static func .< (a: Tensor, b: some ScalarConvertible) -> Tensor { a.less(b) }

    public static func .<= (a: Tensor, b: Tensor) -> Tensor { a.lessEqual(b) }
    public static func .<= (a: Tensor, b: some ScalarConvertible) -> Tensor { a.lessEqual(b) }

    public static func .> (a: Tensor, b: Tensor) -> Tensor { a.greater(b) }
    public static func .> (a: Tensor, b: some ScalarConvertible) -> Tensor { a.greater(b) }

    public static func .>= (a: Tensor, b: Tensor) -> Tensor { a.greaterEqual(b) }
    public static func .>= (a: Tensor, b: some ScalarConvertible) -> Tensor { a.greaterEqual(b) }
}

extension Tensor {
    public static func & (a: consuming Tensor, b: consuming Tensor) -> Tensor { a.bitwiseAnd(b) }
    public static func & (a: consuming Tensor, b: some ScalarConvertible) -> Tensor { a.bitwiseAnd(b) }
    public static func &= (a: inout Tensor, b: Tensor) { overwrite(a, with: BinaryInPlace(operation: BitwiseAnd()), [b]) }
    public static func &= (a: inout Tensor, b: some ScalarConvertible) {
        overwrite(a, with: ScalarInPlace(operation: BitwiseAnd(), scalar: b.scalar))
    }

    public static func | (a: consuming Tensor, b: consuming Tensor) -> Tensor { a.bitwiseOr(b) }
    public static func | (a: consuming Tensor, b: some ScalarConvertible) -> Tensor { a.bitwiseOr(b) }
    public static func |= (a: inout Tensor, b: Tensor) { overwrite(a, with: BinaryInPlace(operation: BitwiseOr()), [b]) }
    public static func |= (a: inout Tensor, b: some ScalarConvertible) {
        overwrite(a, with: ScalarInPlace(operation: BitwiseOr(), scalar: b.scalar))
    }

    public static func ^ (a: consuming Tensor, b: consuming Tensor) -> Tensor { a.bitwiseXor(b) }
    public static func ^ (a: consuming Tensor, b: some ScalarConvertible) -> Tensor { a.bitwiseXor(b) }
    public static func ^= (a: inout Tensor, b: Tensor) { overwrite(a, with: BinaryInPlace(operation: BitwiseXor()), [b]) }
    public static func ^= (a: inout Tensor, b: some ScalarConvertible) {
        overwrite(a, with: ScalarInPlace(operation: BitwiseXor(), scalar: b.scalar))
    }

    public static func << (a: consuming Tensor, b: consuming Tensor) -> Tensor { a.shiftLeft(b) }
    public static func << (a: consuming Tensor, b: some ScalarConvertible) -> Tensor { a.shiftLeft(b) }
    public static func <<= (a: inout Tensor, b: Tensor) { overwrite(a, with: BinaryInPlace(operation: ShiftLeft()), [b]) }
    public static func <<= (a: inout Tensor, b: some ScalarConvertible) {
        overwrite(a, with: ScalarInPlace(operation: ShiftLeft(), scalar: b.scalar))
    }

    public static func >> (a: consuming Tensor, b: consuming Tensor) -> Tensor { a.shiftRight(b) }
    public static func >> (a: consuming Tensor, b: some ScalarConvertible) -> Tensor { a.shiftRight(b) }
    public static func >>= (a: inout Tensor, b: Tensor) { overwrite(a, with: BinaryInPlace(operation: ShiftRight()), [b]) }
    public static func >>= (a: inout Tensor, b: some ScalarConvertible) {
        overwrite(a, with: ScalarInPlace(operation: ShiftRight(), scalar: b.scalar))
    }

    public static prefix func ~ (x: consuming Tensor) -> Tensor { x.bitwiseNot() }
}

extension Tensor {
    /// The remainder with the sign of the divisor.
    public static func % (a: consuming Tensor, b: consuming Tensor) -> Tensor { a.remainder(b) }
    public static func % (a: consuming Tensor, b: some ScalarConvertible) -> Tensor { a.remainder(b) }
    public static func % (a: some ScalarConvertible, b: consuming Tensor) -> Tensor { make(Remainder(), a, b) }
    public static func %= (a: inout Tensor, b: Tensor) { overwrite(a, with: BinaryInPlace(operation: Remainder()), [b]) }
    public static func %= (a: inout Tensor, b: some ScalarConvertible) {
        overwrite(a, with: ScalarInPlace(operation: Remainder(), scalar: b.scalar))
    }

    public static func ** (a: consuming Tensor, b: consuming Tensor) -> Tensor { a.power(b) }
    public static func ** (a: consuming Tensor, b: some ScalarConvertible) -> Tensor { a.power(b) }
    public static func ** (a: some ScalarConvertible, b: consuming Tensor) -> Tensor { make(Power(), a, b) }
}
