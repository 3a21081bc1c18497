// The arithmetic operators of `Tensor`: few overloads on a concrete type, so that long expressions type-check at once.
//
// Operators take their operands over (see Donation.swift). Which of two ways an array takes is asked at the place of the call:
// small ones are only looked at, so that no references are counted for them.

extension Tensor {
    @inlinable @inline(__always) public static func + (a: consuming Tensor, b: consuming Tensor) -> Tensor {
        areLarge(a, b) ? add(a, b) : addKeeping(a, b)
    }
    @inlinable public static func + (a: consuming Tensor, b: some ScalarConvertible) -> Tensor { add(a, b.scalar) }
    @inlinable public static func + (a: some ScalarConvertible, b: consuming Tensor) -> Tensor { add(a.scalar, b) }
    public static func += (a: inout Tensor, b: Tensor) { overwrite(a, with: BinaryInPlace(operation: Add()), [b]) }
    @inlinable public static func += (a: inout Tensor, b: some ScalarConvertible) { addInPlace(a, b.scalar) }

    @inlinable @inline(__always) public static func - (a: consuming Tensor, b: consuming Tensor) -> Tensor {
        areLarge(a, b) ? subtract(a, b) : subtractKeeping(a, b)
    }
    @inlinable public static func - (a: consuming Tensor, b: some ScalarConvertible) -> Tensor { subtract(a, b.scalar) }
    @inlinable public static func - (a: some ScalarConvertible, b: consuming Tensor) -> Tensor { subtract(a.scalar, b) }
    public static func -= (a: inout Tensor, b: Tensor) { overwrite(a, with: BinaryInPlace(operation: Subtract()), [b]) }
    @inlinable public static func -= (a: inout Tensor, b: some ScalarConvertible) { subtractInPlace(a, b.scalar) }

    @inlinable @inline(__always) public static func * (a: consuming Tensor, b: consuming Tensor) -> Tensor {
        areLarge(a, b) ? multiply(a, b) : multiplyKeeping(a, b)
    }
    @inlinable public static func * (a: consuming Tensor, b: some ScalarConvertible) -> Tensor { multiply(a, b.scalar) }
    @inlinable public static func * (a: some ScalarConvertible, b: consuming Tensor) -> Tensor { multiply(a.scalar, b) }
    public static func *= (a: inout Tensor, b: Tensor) { overwrite(a, with: BinaryInPlace(operation: Multiply()), [b]) }
    @inlinable public static func *= (a: inout Tensor, b: some ScalarConvertible) { multiplyInPlace(a, b.scalar) }

    @inlinable @inline(__always) public static func / (a: consuming Tensor, b: consuming Tensor) -> Tensor {
        areLarge(a, b) ? divide(a, b) : divideKeeping(a, b)
    }
    @inlinable public static func / (a: consuming Tensor, b: some ScalarConvertible) -> Tensor { divide(a, b.scalar) }
    @inlinable public static func / (a: some ScalarConvertible, b: consuming Tensor) -> Tensor { divide(a.scalar, b) }
    public static func /= (a: inout Tensor, b: Tensor) { overwrite(a, with: BinaryInPlace(operation: Divide()), [b]) }
    @inlinable public static func /= (a: inout Tensor, b: some ScalarConvertible) { divideInPlace(a, b.scalar) }
    public static prefix func - (x: consuming Tensor) -> Tensor { make(Negative(), x) }
}

extension Tensor {
    @usableFromInline static func add(_ a: consuming Tensor, _ b: consuming Tensor) -> Tensor { make(Add(), a, b) }
    @usableFromInline static func addKeeping(_ a: Tensor, _ b: Tensor) -> Tensor { keeping(Add(), a, b) }
    @usableFromInline static func add(_ a: consuming Tensor, _ b: Scalar) -> Tensor { make(Add(), a, b) }
    @usableFromInline static func add(_ a: Scalar, _ b: consuming Tensor) -> Tensor { make(Add(), a, b) }
    @usableFromInline static func addInPlace(_ a: Tensor, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Add(), scalar: b))
    }

    @usableFromInline static func subtract(_ a: consuming Tensor, _ b: consuming Tensor) -> Tensor { make(Subtract(), a, b) }
    @usableFromInline static func subtractKeeping(_ a: Tensor, _ b: Tensor) -> Tensor { keeping(Subtract(), a, b) }
    @usableFromInline static func subtract(_ a: consuming Tensor, _ b: Scalar) -> Tensor { make(Subtract(), a, b) }
    @usableFromInline static func subtract(_ a: Scalar, _ b: consuming Tensor) -> Tensor { make(Subtract(), a, b) }
    @usableFromInline static func subtractInPlace(_ a: Tensor, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Subtract(), scalar: b))
    }

    @usableFromInline static func multiply(_ a: consuming Tensor, _ b: consuming Tensor) -> Tensor { make(Multiply(), a, b) }
    @usableFromInline static func multiplyKeeping(_ a: Tensor, _ b: Tensor) -> Tensor { keeping(Multiply(), a, b) }
    @usableFromInline static func multiply(_ a: consuming Tensor, _ b: Scalar) -> Tensor { make(Multiply(), a, b) }
    @usableFromInline static func multiply(_ a: Scalar, _ b: consuming Tensor) -> Tensor { make(Multiply(), a, b) }
    @usableFromInline static func multiplyInPlace(_ a: Tensor, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Multiply(), scalar: b))
    }

    @usableFromInline static func divide(_ a: consuming Tensor, _ b: consuming Tensor) -> Tensor { make(Divide(), a, b) }
    @usableFromInline static func divideKeeping(_ a: Tensor, _ b: Tensor) -> Tensor { keeping(Divide(), a, b) }
    @usableFromInline static func divide(_ a: consuming Tensor, _ b: Scalar) -> Tensor { make(Divide(), a, b) }
    @usableFromInline static func divide(_ a: Scalar, _ b: consuming Tensor) -> Tensor { make(Divide(), a, b) }
    @usableFromInline static func divideInPlace(_ a: Tensor, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Divide(), scalar: b))
    }
}
