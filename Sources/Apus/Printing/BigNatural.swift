/// An arbitrary-precision natural number: just enough arithmetic for exact binary-to-decimal conversion.
struct BigNatural {
    /// Base 2³² digits, least significant first, without leading zeros.
    private var limbs: [UInt32]

    init(_ value: UInt64) {
        limbs = []
        if value != 0 { limbs.append(UInt32(truncatingIfNeeded: value)) }
        if value >> 32 != 0 { limbs.append(UInt32(value >> 32)) }
    }

    var isZero: Bool { limbs.isEmpty }

    mutating func multiply(by factor: UInt32) {
        var carry: UInt64 = 0
        for index in limbs.indices {
            carry += UInt64(limbs[index]) * UInt64(factor)
            limbs[index] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
        }
        if carry != 0 { limbs.append(UInt32(carry)) }
    }

    mutating func multiply(byPowerOfTen exponent: Int) {
        var remaining = exponent
        while remaining >= 9 {
            multiply(by: 1_000_000_000)
            remaining -= 9
        }
        for _ in 0..<remaining { multiply(by: 10) }
    }

    mutating func shiftLeft(by count: Int) {
        guard !isZero, count > 0 else { return }
        let (words, bits) = (count / 32, UInt64(count % 32))
        if bits != 0 {
            var carry: UInt64 = 0
            for index in limbs.indices {
                carry |= UInt64(limbs[index]) << bits
                limbs[index] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            if carry != 0 { limbs.append(UInt32(carry)) }
        }
        limbs.insert(contentsOf: repeatElement(0, count: words), at: 0)
    }

    static func + (lhs: BigNatural, rhs: BigNatural) -> BigNatural {
        var (sum, other) = lhs.limbs.count >= rhs.limbs.count ? (lhs, rhs.limbs) : (rhs, lhs.limbs)
        other.append(contentsOf: repeatElement(0, count: sum.limbs.count - other.count))
        var carry: UInt64 = 0
        for index in sum.limbs.indices {
            carry += UInt64(sum.limbs[index]) + UInt64(other[index])
            sum.limbs[index] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
        }
        if carry != 0 { sum.limbs.append(UInt32(carry)) }
        return sum
    }

    /// Subtracts a number that is not greater than this one.
    mutating func subtract(_ other: BigNatural) {
        var borrow: Int64 = 0
        for index in limbs.indices {
            let difference = Int64(limbs[index]) - (index < other.limbs.count ? Int64(other.limbs[index]) : 0) + borrow
            limbs[index] = UInt32(truncatingIfNeeded: difference)
            borrow = difference >> 32
        }
        while limbs.last == 0 { limbs.removeLast() }
    }

    /// Replaces this number by its remainder modulo `divisor` and returns the quotient, which must be below ten.
    mutating func extractDigit(dividingBy divisor: BigNatural) -> UInt8 {
        var digit: UInt8 = 0
        while BigNatural.compare(self, divisor) >= 0 {
            subtract(divisor)
            digit += 1
        }
        return digit
    }

    /// Negative, zero or positive as `lhs` is less than, equal to or greater than `rhs`.
    static func compare(_ lhs: BigNatural, _ rhs: BigNatural) -> Int {
        if lhs.limbs.count != rhs.limbs.count { return lhs.limbs.count - rhs.limbs.count }
        for index in lhs.limbs.indices.reversed() where lhs.limbs[index] != rhs.limbs[index] {
            return lhs.limbs[index] < rhs.limbs[index] ? -1 : 1
        }
        return 0
    }
}
