import ApusCore

extension DType {
    /// The least and the greatest value of an integer type.
    private var integerBounds: (least: Int64, greatest: UInt64) {
        let bits = UInt64(size * 8)
        if isUnsigned { return (0, UInt64.max >> (64 - bits)) }
        return (Int64.min >> Int64(64 - bits), UInt64.max >> (65 - bits))
    }

    /// Where an integer lies: −1 below the values of this integer type, 0 among them, 1 above. Of other types and other
    /// numbers, 0.
    func side(of number: Scalar) -> Int {
        guard isInteger else { return 0 }
        switch number {
        case .int(let value):
            if value < integerBounds.least { return -1 }
            return value >= 0 && UInt64(value) > integerBounds.greatest ? 1 : 0
        case .uint(let value): return value > integerBounds.greatest ? 1 : 0
        default: return 0
        }
    }

    /// The value of this integer type that is nearest to an integer; other numbers stay.
    func nearest(to number: Scalar) -> Scalar {
        let side = side(of: number)
        if side == 0 { return number }
        return side < 0 ? .int(integerBounds.least) : UInt64(integerBounds.greatest).scalar
    }
}
