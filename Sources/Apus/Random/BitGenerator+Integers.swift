// Integers without bias from a range: Lemire's method, with NumPy's use of each 32-bit word.

/// Hands out a 32-bit word in pieces of 16, 8 or 1 bits, lowest first.
private struct WordPieces {
    var word: UInt32 = 0
    var left = 0

    @inline(__always)
    mutating func next(bits: Int, from generator: inout some BitGenerator) -> UInt32 {
        if left == 0 {
            word = generator.next32()
            left = 32 / bits - 1
        } else {
            word >>= UInt32(bits)
            left -= 1
        }
        return word
    }
}

extension BitGenerator {
    /// Fills with integers in `low ... low + span`, wrapping: NumPy's `Generator.integers` for each width.
    ///
    /// D. Lemire, "Fast Random Integer Generation in an Interval" (2019). Each call starts a fresh 32-bit word.
    mutating func fillIntegers<T: FixedWidthInteger>(_ out: UnsafeMutableBufferPointer<T>, low: T, span: T.Magnitude) {
        if span == 0 {
            out.update(repeating: low)
            return
        }
        var pieces = WordPieces()
        for index in out.indices {
            out[index] = low &+ T(truncatingIfNeeded: bounded(UInt64(span), width: T.bitWidth, &pieces))
        }
    }

    /// Fills with integers that have a range each, given by its first and how many follow.
    mutating func fillIntegers<T: FixedWidthInteger>(
        _ out: UnsafeMutableBufferPointer<T>, _ ranges: [(low: UInt64, span: UInt64)]
    ) {
        var pieces = WordPieces()
        for (index, range) in ranges.enumerated() {
            let offset = range.span == 0 ? 0 : bounded(range.span, width: T.bitWidth, &pieces)
            out[index] = T(truncatingIfNeeded: range.low) &+ T(truncatingIfNeeded: offset)
        }
    }

    /// An integer in `0 ... span`, made of as many bits as a type has.
    @inline(__always)
    private mutating func bounded(_ span: UInt64, width: Int, _ pieces: inout WordPieces) -> UInt64 {
        switch width {
        case 8: UInt64(bounded8(UInt8(truncatingIfNeeded: span), &pieces))
        case 16: UInt64(bounded16(UInt16(truncatingIfNeeded: span), &pieces))
        default: bounded(span)
        }
    }

    /// Fills with random truth values, as `integers(0, 2, dtype=bool)`.
    mutating func fillBooleans(_ out: UnsafeMutableBufferPointer<Bool>) {
        var pieces = WordPieces()
        for index in out.indices {
            out[index] = pieces.next(bits: 1, from: &self) & 1 == 1
        }
    }

    /// Fills with truth values that have a range each.
    mutating func fillBooleans(_ out: UnsafeMutableBufferPointer<Bool>, _ ranges: [(low: UInt64, span: UInt64)]) {
        var pieces = WordPieces()
        for (index, range) in ranges.enumerated() {
            out[index] = range.span == 0 ? range.low != 0 : pieces.next(bits: 1, from: &self) & 1 == 1
        }
    }

    /// An integer in `0 ... span`.
    @inline(__always)
    mutating func bounded(_ span: UInt64) -> UInt64 {
        if span <= 0xffff_ffff { return UInt64(bounded32(UInt32(span))) }
        if span == .max { return next() }
        let range = span + 1
        var product = next().multipliedFullWidth(by: range)
        if product.low < range {
            let threshold = (UInt64.max - span) % range
            while product.low < threshold { product = next().multipliedFullWidth(by: range) }
        }
        return product.high
    }

    @inline(__always)
    private mutating func bounded32(_ span: UInt32) -> UInt32 {
        if span == 0 { return 0 }
        if span == .max { return next32() }
        let range = span + 1
        var product = next32().multipliedFullWidth(by: range)
        if product.low < range {
            let threshold = (UInt32.max - span) % range
            while product.low < threshold { product = next32().multipliedFullWidth(by: range) }
        }
        return product.high
    }

    @inline(__always)
    private mutating func bounded16(_ span: UInt16, _ pieces: inout WordPieces) -> UInt16 {
        if span == .max { return UInt16(truncatingIfNeeded: pieces.next(bits: 16, from: &self)) }
        let range = span + 1
        let threshold = (UInt16.max - span) % range
        while true {
            let word = UInt16(truncatingIfNeeded: pieces.next(bits: 16, from: &self))
            let product = word.multipliedFullWidth(by: range)
            if product.low >= threshold { return product.high }
        }
    }

    @inline(__always)
    private mutating func bounded8(_ span: UInt8, _ pieces: inout WordPieces) -> UInt8 {
        if span == .max { return UInt8(truncatingIfNeeded: pieces.next(bits: 8, from: &self)) }
        let range = span + 1
        let threshold = (UInt8.max - span) % range
        while true {
            let word = UInt8(truncatingIfNeeded: pieces.next(bits: 8, from: &self))
            let product = word.multipliedFullWidth(by: range)
            if product.low >= threshold { return product.high }
        }
    }

    /// An integer in `0 ... most` by masking and rejecting: the method that NumPy's shuffles use.
    @inline(__always)
    mutating func interval(_ most: UInt64) -> UInt64 {
        if most == 0 { return 0 }
        let mask = UInt64.max >> UInt64(most.leadingZeroBitCount)
        while true {
            let value = (most <= 0xffff_ffff ? UInt64(next32()) : next()) & mask
            if value <= most { return value }
        }
    }
}
