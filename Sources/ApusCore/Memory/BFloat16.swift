/// The upper half of a `Float`: 8 bits of exponent, 7 of fraction. A storage format; arithmetic happens in `Float`.
@frozen
public struct BFloat16: Sendable, Hashable {
    public var bitPattern: UInt16

    @inlinable
    public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

    /// The nearest value, ties to even; NaN stays NaN.
    @inlinable
    public init(_ value: Float) {
        let bits = value.bitPattern
        if value.isNaN {
            bitPattern = UInt16(truncatingIfNeeded: bits >> 16) | 0x40
        } else {
            bitPattern = UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ ((bits >> 16) & 1)) >> 16)
        }
    }

    @inlinable
    public init(_ value: Double) {
        // Rounding to odd first keeps the second rounding exact.
        let near = Float(value)
        if near.isFinite, Double(near) != value, near.bitPattern & 1 == 0 {
            let towardZero = Double(near.magnitude) > value.magnitude ? Float(bitPattern: near.bitPattern - 1) : near
            self.init(Float(bitPattern: towardZero.bitPattern | 1))
        } else {
            self.init(near)
        }
    }
}

extension BFloat16: CustomStringConvertible {
    public var description: String { Float(self).description }
}

extension BFloat16: ExpressibleByFloatLiteral {
    @inlinable
    public init(floatLiteral value: Double) { self.init(value) }
}

extension Float {
    @inlinable
    public init(_ value: BFloat16) { self.init(bitPattern: UInt32(value.bitPattern) << 16) }
}
