// The operators of `NDArray` beside arithmetic: comparisons with a dot, as SIMD vectors have them, bits, remainder and power.

extension NDArray {
    public static func .== (a: NDArray, b: NDArray) -> NDArray { a.equal(b) }
    public static func .== (a: NDArray, b: some ScalarConvertible) -> NDArray { a.equal(b) }

    public static func .!= (a: NDArray, b: NDArray) -> NDArray { a.notEqual(b) }
    public static func .!= (a: NDArray, b: some ScalarConvertible) -> NDArray { a.notEqual(b) }

    public static func .< (a: NDArray, b: NDArray) -> NDArray { a.less(b) }
    public static func .< (a: NDArray, b: some ScalarConvertible) -> NDArray { a.less(b) }

    public static func .<= (a: NDArray, b: NDArray) -> NDArray { a.lessEqual(b) }
    public static func .<= (a: NDArray, b: some ScalarConvertible) -> NDArray { a.lessEqual(b) }

    public static func .> (a: NDArray, b: NDArray) -> NDArray { a.greater(b) }
    public static func .> (a: NDArray, b: some ScalarConvertible) -> NDArray { a.greater(b) }

    public static func .>= (a: NDArray, b: NDArray) -> NDArray { a.greaterEqual(b) }
    public static func .>= (a: NDArray, b: some ScalarConvertible) -> NDArray { a.greaterEqual(b) }
}

extension NDArray {
    public static func & (a: consuming NDArray, b: consuming NDArray) -> NDArray { a.bitwiseAnd(b) }
    public static func & (a: consuming NDArray, b: some ScalarConvertible) -> NDArray { a.bitwiseAnd(b) }
    public static func &= (a: inout NDArray, b: NDArray) { overwrite(a, with: BinaryInPlace(operation: BitwiseAnd()), [b]) }
    public static func &= (a: inout NDArray, b: some ScalarConvertible) {
        overwrite(a, with: ScalarInPlace(operation: BitwiseAnd(), scalar: b.scalar))
    }

    public static func | (a: consuming NDArray, b: consuming NDArray) -> NDArray { a.bitwiseOr(b) }
    public static func | (a: consuming NDArray, b: some ScalarConvertible) -> NDArray { a.bitwiseOr(b) }
    public static func |= (a: inout NDArray, b: NDArray) { overwrite(a, with: BinaryInPlace(operation: BitwiseOr()), [b]) }
    public static func |= (a: inout NDArray, b: some ScalarConvertible) {
        overwrite(a, with: ScalarInPlace(operation: BitwiseOr(), scalar: b.scalar))
    }

    public static func ^ (a: consuming NDArray, b: consuming NDArray) -> NDArray { a.bitwiseXor(b) }
    public static func ^ (a: consuming NDArray, b: some ScalarConvertible) -> NDArray { a.bitwiseXor(b) }
    public static func ^= (a: inout NDArray, b: NDArray) { overwrite(a, with: BinaryInPlace(operation: BitwiseXor()), [b]) }
    public static func ^= (a: inout NDArray, b: some ScalarConvertible) {
        overwrite(a, with: ScalarInPlace(operation: BitwiseXor(), scalar: b.scalar))
    }

    public static func << (a: consuming NDArray, b: consuming NDArray) -> NDArray { a.shiftLeft(b) }
    public static func << (a: consuming NDArray, b: some ScalarConvertible) -> NDArray { a.shiftLeft(b) }
    public static func <<= (a: inout NDArray, b: NDArray) { overwrite(a, with: BinaryInPlace(operation: ShiftLeft()), [b]) }
    public static func <<= (a: inout NDArray, b: some ScalarConvertible) {
        overwrite(a, with: ScalarInPlace(operation: ShiftLeft(), scalar: b.scalar))
    }

    public static func >> (a: consuming NDArray, b: consuming NDArray) -> NDArray { a.shiftRight(b) }
    public static func >> (a: consuming NDArray, b: some ScalarConvertible) -> NDArray { a.shiftRight(b) }
    public static func >>= (a: inout NDArray, b: NDArray) { overwrite(a, with: BinaryInPlace(operation: ShiftRight()), [b]) }
    public static func >>= (a: inout NDArray, b: some ScalarConvertible) {
        overwrite(a, with: ScalarInPlace(operation: ShiftRight(), scalar: b.scalar))
    }

    public static prefix func ~ (x: consuming NDArray) -> NDArray { x.bitwiseNot() }
}

extension NDArray {
    /// The remainder with the sign of the divisor.
    public static func % (a: consuming NDArray, b: consuming NDArray) -> NDArray { a.remainder(b) }
    public static func % (a: consuming NDArray, b: some ScalarConvertible) -> NDArray { a.remainder(b) }
    public static func % (a: some ScalarConvertible, b: consuming NDArray) -> NDArray { make(Remainder(), a, b) }
    public static func %= (a: inout NDArray, b: NDArray) { overwrite(a, with: BinaryInPlace(operation: Remainder()), [b]) }
    public static func %= (a: inout NDArray, b: some ScalarConvertible) {
        overwrite(a, with: ScalarInPlace(operation: Remainder(), scalar: b.scalar))
    }

    public static func ** (a: consuming NDArray, b: consuming NDArray) -> NDArray { a.power(b) }
    public static func ** (a: consuming NDArray, b: some ScalarConvertible) -> NDArray { a.power(b) }
    public static func ** (a: some ScalarConvertible, b: consuming NDArray) -> NDArray { make(Power(), a, b) }
}
