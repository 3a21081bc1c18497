/// The first 128 bits of powers of five, which decimal numbers are multiplied with on their way to binary.
///
/// Computed when first needed, exactly: positive powers are cut off, negative ones as in D. Lemire, "Number parsing at a
/// gigabyte per second" (2021): cut off, and for exponents from −27 rounded up.
struct PowersOfFive: Sendable {
    static let exponents = -342...308
    static let shared = PowersOfFive()

    private let high: [UInt64]
    private let low: [UInt64]

    /// The 128 bits of 5 to the power of an exponent in `exponents`, the highest bit set.
    @inline(__always)
    subscript(exponent: Int) -> (high: UInt64, low: UInt64) {
        let index = exponent - Self.exponents.lowerBound
        return (high[index], low[index])
    }

    private init() {
        var high = [UInt64](repeating: 0, count: Self.exponents.count), low = high
        let zero = -Self.exponents.lowerBound

        var power: [UInt64] = [1] + [UInt64](repeating: 0, count: 12)
        for exponent in 0...Self.exponents.upperBound {
            (high[zero + exponent], low[zero + exponent]) = Self.leadingBits(power)
            Self.multiplyByFive(&power)
        }

        // Dividing again and again gives the whole part of 2¹⁰²⁴ / 5ⁿ, of which the first bits are those of 5⁻ⁿ.
        var quotient = [UInt64](repeating: 0, count: 16) + [1]
        for exponent in 1...zero {
            Self.divideByFive(&quotient)
            var (first, second) = Self.leadingBits(quotient)
            if exponent <= 27 {
                second &+= 1
                if second == 0 { first &+= 1 }
            }
            (high[zero - exponent], low[zero - exponent]) = (first, second)
        }
        self.high = high
        self.low = low
    }

    private static func multiplyByFive(_ number: inout [UInt64]) {
        var carry: UInt64 = 0
        for index in number.indices {
            let product = number[index].multipliedFullWidth(by: 5)
            let (sum, overflow) = product.low.addingReportingOverflow(carry)
            number[index] = sum
            carry = product.high + (overflow ? 1 : 0)
        }
    }

    private static func divideByFive(_ number: inout [UInt64]) {
        let divisor: UInt64 = 5
        var remainder: UInt64 = 0
        for index in number.indices.reversed() {
            (number[index], remainder) = divisor.dividingFullWidth((remainder, number[index]))
        }
    }

    /// The 128 bits from the highest that is set, zeros after the last.
    private static func leadingBits(_ number: [UInt64]) -> (UInt64, UInt64) {
        let top = number.lastIndex { $0 != 0 }!
        let shift = UInt64(number[top].leadingZeroBitCount)
        func word(_ index: Int) -> UInt64 { index < 0 ? 0 : number[index] }
        func shifted(_ index: Int) -> UInt64 { shift == 0 ? word(index) : word(index) << shift | word(index - 1) >> (64 - shift) }
        return (shifted(top), shifted(top - 1))
    }
}
