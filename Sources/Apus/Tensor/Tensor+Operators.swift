// The arithmetic operators of `Tensor`: few overloads on a concrete type, so that long expressions type-check at once.

extension Tensor {
    public static func + (a: Tensor, b: Tensor) -> Tensor { make(Add(), a, b) }
    @inlinable public static func + (a: Tensor, b: some ScalarConvertible) -> Tensor { add(a, b.scalar) }
    @inlinable public static func + (a: some ScalarConvertible, b: Tensor) -> Tensor { add(a.scalar, b) }
    public static func += (a: inout Tensor, b: Tensor) { overwrite(a, with: BinaryInPlace(operation: Add()), [b]) }
    @inlinable public static func += (a: inout Tensor, b: some ScalarConvertible) { addInPlace(a, b.scalar) }

    public static func - (a: Tensor, b: Tensor) -> Tensor { make(Subtract(), a, b) }
    @inlinable public static func - (a: Tensor, b: some ScalarConvertible) -> Tensor { subtract(a, b.scalar) }
    @inlinable public static func - (a: some ScalarConvertible, b: Tensor) -> Tensor { subtract(a.scalar, b) }
    public static func -= (a: inout Tensor, b: Tensor) { overwrite(a, with: BinaryInPlace(operation: Subtract()), [b]) }
    @inlinable public static func -= (a: inout Tensor, b: some ScalarConvertible) { subtractInPlace(a, b.scalar) }

    public static func * (a: Tensor, b: Tensor) -> Tensor { make(Multiply(), a, b) }
    @inlinable public static func * (a: Tensor, b: some ScalarConvertible) -> Tensor { multiply(a, b.scalar) }
    @inlinable public static func * (a: some ScalarConvertible, b: Tensor) -> Tensor { multiply(a.scalar, b) }
    public static func *= (a: inout Tensor, b: Tensor) { overwrite(a, with: BinaryInPlace(operation: Multiply()), [b]) }
    @inlinable public static func *= (a: inout Tensor, b: some ScalarConvertible) { multiplyInPlace(a, b.scalar) }

    public static func / (a: Tensor, b: Tensor) -> Tensor { make(Divide(), a, b) }
    @inlinable public static func / (a: Tensor, b: some ScalarConvertible) -> Tensor { divide(a, b.scalar) }
    @inlinable public static func / (a: some ScalarConvertible, b: Tensor) -> Tensor { divide(a.scalar, b) }
    public static func /= (a: inout Tensor, b: Tensor) { overwrite(a, with: BinaryInPlace(operation: Divide()), [b]) }
    @inlinable public static func /= (a: inout Tensor, b: some ScalarConvertible) { divideInPlace(a, b.scalar) }
    public static prefix func - (x: Tensor) -> Tensor { make(Negative(), x) }
}

extension Tensor {
    @usableFromInline static func add(_ a: Tensor, _ b: Scalar) -> Tensor { make(Add(), a, b) }
    @usableFromInline static func add(_ a: Scalar, _ b: Tensor) -> Tensor { make(Add(), a, b) }
    @usableFromInline static func addInPlace(_ a: Tensor, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Add(), scalar: b))
    }

    @usableFromInline static func subtract(_ a: Tensor, _ b: Scalar) -> Tensor { make(Subtract(), a, b) }
    @usableFromInline static func subtract(_ a: Scalar, _ b: Tensor) -> Tensor { make(Subtract(), a, b) }
    @usableFromInline static func subtractInPlace(_ a: Tensor, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Subtract(), scalar: b))
    }

    @usableFromInline static func multiply(_ a: Tensor, _ b: Scalar) -> Tensor { make(Multiply(), a, b) }
    @usableFromInline static func multiply(_ a: Scalar, _ b: Tensor) -> Tensor { make(Multiply(), a, b) }
    @usableFromInline static func multiplyInPlace(_ a: Tensor, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Multiply(), scalar: b))
    }

    @usableFromInline static func divide(_ a: Tensor, _ b: Scalar) -> Tensor { make(Divide(), a, b) }
    @usableFromInline static func divide(_ a: Scalar, _ b: Tensor) -> Tensor { make(Divide(), a, b) }
    @usableFromInline static func divideInPlace(_ a: Tensor, _ b: Scalar) {
        overwrite(a, with: ScalarInPlace(operation: Divide(), scalar: b))
    }
}
