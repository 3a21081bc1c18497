// The arithmetic operators of `NDArray`: few overloads on a concrete type, so that long expressions type-check at once.
//
// Operators take their operands over (see Donation.swift). Which of two ways an array takes is asked at the place of the call:
// small ones are only looked at, so that no references are counted for them.

extension NDArray {
    @inlinable @inline(__always) public static func + (a: consuming NDArray, b: consuming NDArray) -> NDArray {
        areLarge(a, b) ? add(a, b) : addKeeping(a, b)
    }
    @inlinable public static func + (a: consuming NDArray, b: some ScalarConvertible) -> NDArray { add(a, b.scalar) }
    @inlinable public static func + (a: some ScalarConvertible, b: consuming NDArray) -> NDArray { add(a.scalar, b) }
    public static func += (a: inout NDArray, b: NDArray) { overwrite(a, with: BinaryInPlace(operation: Add()), [b]) }
    @inlinable public static func += (a: inout NDArray, b: some ScalarConvertible) { addInPlace(a, b.scalar) }

    @inlinable @inline(__always) public static func - (a: consuming NDArray, b: consuming NDArray) -> NDArray {
        areLarge(a, b) ? subtract(a, b) : subtractKeeping(a, b)
    }
    @inlinable public static func - (a: consuming NDArray, b: some ScalarConvertible) -> NDArray { subtract(a, b.scalar) }
    @inlinable public static func - (a: some ScalarConvertible, b: consuming NDArray) -> NDArray { subtract(a.scalar, b) }
    public static func -= (a: inout NDArray, b: NDArray) { overwrite(a, with: BinaryInPlace(operation: Subtract()), [b]) }
    @inlinable public static func -= (a: inout NDArray, b: some ScalarConvertible) { subtractInPlace(a, b.scalar) }

    @inlinable @inline(__always) public static func * (a: consuming NDArray, b: consuming NDArray) -> NDArray {
        areLarge(a, b) ? multiply(a, b) : multiplyKeeping(a, b)
    }
    @inlinable public static func * (a: consuming NDArray, b: some ScalarConvertible) -> NDArray { multiply(a, b.scalar) }
    @inlinable public static func * (a: some ScalarConvertible, b: consuming NDArray) -> NDArray { multiply(a.scalar, b) }
    public static func *= (a: inout NDArray, b: NDArray) { overwrite(a, with: BinaryInPlace(operation: Multiply()), [b]) }
    @inlinable public static func *= (a: inout NDArray, b: some ScalarConvertible) { multiplyInPlace(a, b.scalar) }

    @inlinable @inline(__always) public static func / (a: consuming NDArray, b: consuming NDArray) -> NDArray {
        areLarge(a, b) ? divide(a, b) : divideKeeping(a, b)
    }
    @inlinable public static func / (a: consuming NDArray, b: some ScalarConvertible) -> NDArray { divide(a, b.scalar) }
    @inlinable public static func / (a: some ScalarConvertible, b: consuming NDArray) -> NDArray { divide(a.scalar, b) }
    public static func /= (a: inout NDArray, b: NDArray) { overwrite(a, with: BinaryInPlace(operation: Divide()), [b]) }
    @inlinable public static func /= (a: inout NDArray, b: some ScalarConvertible) { divideInPlace(a, b.scalar) }
    public static prefix func - (x: consuming NDArray) -> NDArray { make(Negative(), x) }
}

extension NDArray {
    @usableFromInline static func add(_ a: consuming NDArray, _ b: consuming NDArray) -> NDArray { make(Add(), a, b) }
    @usableFromInline static func addKeeping(_ a: NDArray, _ b: NDArray) -> NDArray { keeping(Add(), a, b) }
    @usableFromInline static func add(_ a: consuming NDArray, _ b: Scalar) -> NDArray { make(Add(), a, b) }
    @usableFromInline static func add(_ a: Scalar, _ b: consuming NDArray) -> NDArray { make(Add(), a, b) }
    @usableFromInline static func addInPlace(_ a: NDArray, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Add(), scalar: b))
    }

    @usableFromInline static func subtract(_ a: consuming NDArray, _ b: consuming NDArray) -> NDArray { make(Subtract(), a, b) }
    @usableFromInline static func subtractKeeping(_ a: NDArray, _ b: NDArray) -> NDArray { keeping(Subtract(), a, b) }
    @usableFromInline static func subtract(_ a: consuming NDArray, _ b: Scalar) -> NDArray { make(Subtract(), a, b) }
    @usableFromInline static func subtract(_ a: Scalar, _ b: consuming NDArray) -> NDArray { make(Subtract(), a, b) }
    @usableFromInline static func subtractInPlace(_ a: NDArray, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Subtract(), scalar: b))
    }

    @usableFromInline static func multiply(_ a: consuming NDArray, _ b: consuming NDArray) -> NDArray { make(Multiply(), a, b) }
    @usableFromInline static func multiplyKeeping(_ a: NDArray, _ b: NDArray) -> NDArray { keeping(Multiply(), a, b) }
    @usableFromInline static func multiply(_ a: consuming NDArray, _ b: Scalar) -> NDArray { make(Multiply(), a, b) }
    @usableFromInline static func multiply(_ a: Scalar, _ b: consuming NDArray) -> NDArray { make(Multiply(), a, b) }
    @usableFromInline static func multiplyInPlace(_ a: NDArray, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Multiply(), scalar: b))
    }

    @usableFromInline static func divide(_ a: consuming NDArray, _ b: consuming NDArray) -> NDArray { make(Divide(), a, b) }
    @usableFromInline static func divideKeeping(_ a: NDArray, _ b: NDArray) -> NDArray { keeping(Divide(), a, b) }
    @usableFromInline static func divide(_ a: consuming NDArray, _ b: Scalar) -> NDArray { make(Divide(), a, b) }
    @usableFromInline static func divide(_ a: Scalar, _ b: consuming NDArray) -> NDArray { make(Divide(), a, b) }
    @usableFromInline static func divideInPlace(_ a: NDArray, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Divide(), scalar: b))
    }
}
