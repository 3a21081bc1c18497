// The arithmetic operators of `NDArray`: few overloads on a concrete type, so that long expressions type-check at once.

extension NDArray {
    public static func + (a: NDArray, b: NDArray) -> NDArray { make(Add(), a, b) }
    @inlinable public static func + (a: NDArray, b: some ScalarConvertible) -> NDArray { add(a, b.scalar) }
    @inlinable public static func + (a: some ScalarConvertible, b: NDArray) -> NDArray { add(a.scalar, b) }
    public static func += (a: inout NDArray, b: NDArray) { overwrite(a, with: BinaryInPlace(operation: Add()), [b]) }
    @inlinable public static func += (a: inout NDArray, b: some ScalarConvertible) { addInPlace(a, b.scalar) }

    public static func - (a: NDArray, b: NDArray) -> NDArray { make(Subtract(), a, b) }
    @inlinable public static func - (a: NDArray, b: some ScalarConvertible) -> NDArray { subtract(a, b.scalar) }
    @inlinable public static func - (a: some ScalarConvertible, b: NDArray) -> NDArray { subtract(a.scalar, b) }
    public static func -= (a: inout NDArray, b: NDArray) { overwrite(a, with: BinaryInPlace(operation: Subtract()), [b]) }
    @inlinable public static func -= (a: inout NDArray, b: some ScalarConvertible) { subtractInPlace(a, b.scalar) }

    public static func * (a: NDArray, b: NDArray) -> NDArray { make(Multiply(), a, b) }
    @inlinable public static func * (a: NDArray, b: some ScalarConvertible) -> NDArray { multiply(a, b.scalar) }
    @inlinable public static func * (a: some ScalarConvertible, b: NDArray) -> NDArray { multiply(a.scalar, b) }
    public static func *= (a: inout NDArray, b: NDArray) { overwrite(a, with: BinaryInPlace(operation: Multiply()), [b]) }
    @inlinable public static func *= (a: inout NDArray, b: some ScalarConvertible) { multiplyInPlace(a, b.scalar) }

    public static func / (a: NDArray, b: NDArray) -> NDArray { make(Divide(), a, b) }
    @inlinable public static func / (a: NDArray, b: some ScalarConvertible) -> NDArray { divide(a, b.scalar) }
    @inlinable public static func / (a: some ScalarConvertible, b: NDArray) -> NDArray { divide(a.scalar, b) }
    public static func /= (a: inout NDArray, b: NDArray) { overwrite(a, with: BinaryInPlace(operation: Divide()), [b]) }
    @inlinable public static func /= (a: inout NDArray, b: some ScalarConvertible) { divideInPlace(a, b.scalar) }
    public static prefix func - (x: NDArray) -> NDArray { make(Negative(), x) }
}

extension NDArray {
    @usableFromInline static func add(_ a: NDArray, _ b: Scalar) -> NDArray { make(Add(), a, b) }
    @usableFromInline static func add(_ a: Scalar, _ b: NDArray) -> NDArray { make(Add(), a, b) }
    @usableFromInline static func addInPlace(_ a: NDArray, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Add(), scalar: b))
    }

    @usableFromInline static func subtract(_ a: NDArray, _ b: Scalar) -> NDArray { make(Subtract(), a, b) }
    @usableFromInline static func subtract(_ a: Scalar, _ b: NDArray) -> NDArray { make(Subtract(), a, b) }
    @usableFromInline static func subtractInPlace(_ a: NDArray, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Subtract(), scalar: b))
    }

    @usableFromInline static func multiply(_ a: NDArray, _ b: Scalar) -> NDArray { make(Multiply(), a, b) }
    @usableFromInline static func multiply(_ a: Scalar, _ b: NDArray) -> NDArray { make(Multiply(), a, b) }
    @usableFromInline static func multiplyInPlace(_ a: NDArray, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Multiply(), scalar: b))
    }

    @usableFromInline static func divide(_ a: NDArray, _ b: Scalar) -> NDArray { make(Divide(), a, b) }
    @usableFromInline static func divide(_ a: Scalar, _ b: NDArray) -> NDArray { make(Divide(), a, b) }
    @usableFromInline static func divideInPlace(_ a: NDArray, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Divide(), scalar: b))
    }
}
