/// Reading decimal numbers: correctly rounded doubles, integers without overflow.
///
/// A number in which the digits, with the point left out, are at most 19, is converted as in W. D. Clinger, "How to read
/// floating point numbers accurately" (1990), or, where its power of ten is no double, as in D. Lemire, "Number parsing at a
/// gigabyte per second" (2021). What those cannot decide is left to Swift's own conversion.
enum DecimalNumber {
    typealias Bytes = UnsafePointer<UInt8>

    /// A double at `start`, and where it ends: optional sign, digits with a point among them, optional exponent; or `inf`,
    /// `infinity` or `nan` in any case. Nil if there is none. Nothing is skipped, before or after.
    @inline(__always)
    static func double(at start: Bytes, before end: Bytes, powers: PowersOfFive) -> (value: Double, end: Bytes)? {
        var p = start
        guard p < end else { return nil }
        let isNegative = p.pointee == UInt8(ascii: "-")
        if isNegative || p.pointee == UInt8(ascii: "+") { p += 1 }
        guard let digits = Digits(at: &p, before: end) else {
            guard let (value, after) = word(at: p, before: end) else { return nil }
            return (isNegative ? -value : value, after)
        }
        let magnitude = digits.value(powers) ?? exact(start, p)
        return (isNegative ? -magnitude : magnitude, p)
    }

    /// The magnitude of a number that the quick ways cannot decide.
    @inline(never)
    private static func exact(_ start: Bytes, _ end: Bytes) -> Double {
        var p = start
        if p.pointee == UInt8(ascii: "-") || p.pointee == UInt8(ascii: "+") { p += 1 }
        return Double(String(decoding: UnsafeBufferPointer(start: p, count: end - p), as: UTF8.self)) ?? .nan
    }

    /// `inf`, `infinity` or `nan`.
    @inline(never)
    private static func word(at start: Bytes, before end: Bytes) -> (Double, Bytes)? {
        func matches(_ word: StaticString) -> Bool {
            guard end - start >= word.utf8CodeUnitCount else { return false }
            for index in 0..<word.utf8CodeUnitCount where start[index] | 0x20 != word.utf8Start[index] { return false }
            return true
        }
        if matches("infinity") { return (.infinity, start + 8) }
        if matches("inf") { return (.infinity, start + 3) }
        if matches("nan") { return (.nan, start + 3) }
        return nil
    }

    /// An integer that fills the whole text, or nil: an optional sign and digits, within the range of the type.
    @inline(__always)
    static func integer<Number: FixedWidthInteger>(
        at start: Bytes, before end: Bytes, as type: Number.Type
    ) -> (value: Number, end: Bytes)? {
        var p = start
        guard p < end else { return nil }
        let isNegative = p.pointee == UInt8(ascii: "-")
        if isNegative || p.pointee == UInt8(ascii: "+") { p += 1 }
        guard !isNegative || Number.isSigned else { return nil }
        let first = p
        var magnitude: UInt64 = 0
        while p < end, case let digit = p.pointee &- 0x30, digit < 10 {
            if p - first >= 18 {
                let (product, tooLarge) = magnitude.multipliedReportingOverflow(by: 10)
                let (sum, overflow) = product.addingReportingOverflow(UInt64(digit))
                if tooLarge || overflow { return nil }
                magnitude = sum
            } else {
                magnitude = magnitude &* 10 &+ UInt64(digit)
            }
            p += 1
        }
        guard p > first else { return nil }
        if isNegative {
            guard magnitude <= UInt64(1) << 63, let value = Number(exactly: Int64(truncatingIfNeeded: 0 &- magnitude)) else { return nil }
            return (value, p)
        }
        guard let value = Number(exactly: magnitude) else { return nil }
        return (value, p)
    }

    /// The digits of an unsigned number: mantissa · 10^exponent.
    private struct Digits {
        var mantissa: UInt64 = 0
        var exponent = 0
        /// Whether digits were left out.
        var isCut = false

        @inline(__always)
        init?(at p: inout Bytes, before end: Bytes) {
            let start = p
            while p < end, case let digit = p.pointee &- 0x30, digit < 10 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
                p += 1
            }
            var count = p - start
            if p < end && p.pointee == UInt8(ascii: ".") {
                p += 1
                let fraction = p
                while p < end, case let digit = p.pointee &- 0x30, digit < 10 {
                    mantissa = mantissa &* 10 &+ UInt64(digit)
                    p += 1
                }
                exponent = fraction - p
                count += p - fraction
            }
            if count == 0 {
                p = start
                return nil
            }
            isCut = count > 19 && Digits.significant(start, p) > 19
            readExponent(at: &p, before: end)
        }

        /// How many digits there are without the zeros in front.
        @inline(never)
        private static func significant(_ start: Bytes, _ end: Bytes) -> Int {
            var p = start
            var count = 0
            while p < end {
                if p.pointee != UInt8(ascii: "."), count > 0 || p.pointee != UInt8(ascii: "0") { count += 1 }
                p += 1
            }
            return count
        }

        /// An exponent, if one follows; an `e` without digits is left alone.
        @inline(__always)
        private mutating func readExponent(at p: inout Bytes, before end: Bytes) {
            guard p < end, p.pointee | 0x20 == UInt8(ascii: "e") else { return }
            var q = p + 1
            var isNegative = false
            if q < end, q.pointee == UInt8(ascii: "-") || q.pointee == UInt8(ascii: "+") {
                isNegative = q.pointee == UInt8(ascii: "-")
                q += 1
            }
            let first = q
            var written = 0
            while q < end, case let digit = q.pointee &- 0x30, digit < 10 {
                if written < 1 << 40 { written = written &* 10 &+ Int(digit) }
                q += 1
            }
            guard q > first else { return }
            exponent += isNegative ? -written : written
            p = q
        }

        /// The nearest double; nil if that is not certain.
        @inline(__always)
        func value(_ powers: PowersOfFive) -> Double? {
            if isCut { return nil }
            if mantissa < 1 << 53 && exponent >= -22 && exponent <= 22 {
                let number = Double(mantissa)
                return exponent < 0 ? number / DecimalNumber.powersOfTen[-exponent] : number * DecimalNumber.powersOfTen[exponent]
            }
            return nearest(powers)
        }

        /// Lemire's product with the first 128 bits of a power of five.
        private func nearest(_ powers: PowersOfFive) -> Double? {
            if mantissa == 0 || exponent < PowersOfFive.exponents.lowerBound { return 0 }
            if exponent > PowersOfFive.exponents.upperBound { return .infinity }
            let zeros = mantissa.leadingZeroBitCount
            let number = mantissa << UInt64(zeros)
            let power = powers[exponent]
            var (high, low) = number.multipliedFullWidth(by: power.high)
            if high & 0x1FF == 0x1FF {
                let (sum, carry) = low.addingReportingOverflow(number.multipliedFullWidth(by: power.low).high)
                low = sum
                if carry { high &+= 1 }
            }
            if low == .max && !(-27...55).contains(exponent) { return nil }
            let upper = Int(high >> 63), shift = UInt64(upper + 9)
            var significand = high >> shift
            var binary = ((217_706 * exponent) >> 16) + 63 + upper - zeros + 1023
            if binary <= 0 {
                if 1 - binary >= 64 { return 0 }
                significand >>= UInt64(1 - binary)
                significand += significand & 1
                return Double(bitPattern: significand >> 1)
            }
            if low <= 1 && (-4...23).contains(exponent) && significand & 3 == 1 && significand << shift == high {
                significand &= ~1
            }
            significand += significand & 1
            significand >>= 1
            if significand >= 1 << 53 {
                significand = 1 << 52
                binary += 1
            }
            if binary >= 0x7FF { return .infinity }
            return Double(bitPattern: UInt64(binary) << 52 | significand & (1 << 52 - 1))
        }
    }

    /// 10⁰ to 10²², which doubles hold exactly.
    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
        1e21, 1e22,
    ]
}
