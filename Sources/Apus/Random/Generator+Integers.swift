// Integers from a range.

extension Generator {
    /// Integers in `low ..< high`, or up to `high` itself with `endpoint`; every integer type and bool.
    /// `numpy.random.Generator.integers`.
    public func integers(
        _ low: Int = 0, _ high: Int, _ shape: Shape = [], dtype: DType = .int64, endpoint: Bool = false
    ) -> NDArray {
        trapping { () throws(ApusError) in try drawIntegers(low, high, shape, dtype, endpoint: endpoint) }
    }

    /// Integers whose bounds are arrays, which broadcast to the shape if one is given.
    public func integers(
        _ low: NDArray, _ high: NDArray, _ size: Shape? = nil, dtype: DType = .int64, endpoint: Bool = false
    ) -> NDArray {
        trapping { () throws(ApusError) in try drawIntegers(low, high, size, dtype, endpoint: endpoint) }
    }

    package func drawIntegers(
        _ low: Int, _ high: Int, _ shape: Shape, _ dtype: DType, endpoint: Bool
    ) throws(ApusError) -> NDArray {
        let span = try integerSpan(low, high, endpoint: endpoint, dtype, "integers")
        return try drawIntegers(from: UInt64(bitPattern: Int64(low)), span: span, shape, dtype)
    }

    /// Integers from a first one, as 64 bits of either sign, on, with `span` others; the range fits the dtype.
    package func drawIntegers(
        from low: UInt64, span: UInt64, _ shape: Shape, _ dtype: DType
    ) throws(ApusError) -> NDArray {
        let value = try Strided.empty(shape, dtype)
        try draw(DrawIntegers(low: low, span: span, out: value))
        return NDArray(value: value)
    }

    package func drawIntegers(
        _ low: NDArray, _ high: NDArray, _ size: Shape?, _ dtype: DType, endpoint: Bool
    ) throws(ApusError) -> NDArray {
        for bound in [low, high] where !bound.dtype.isInteger && bound.dtype != .bool {
            throw .dtype(operation: "integers", message: "bounds must be integers, not \(bound.dtype)")
        }
        guard let largest = integerBits(dtype) else { throw notInteger(dtype) }
        let shape = try commonShape([low.value, high.value], size, "integers")
        let first = try WideIntegers(low, shape), last = try WideIntegers(high, shape)
        var spans = [(low: UInt64, span: UInt64)]()
        spans.reserveCapacity(shape.product)
        for index in 0..<shape.product {
            let (a, b) = (first[index], endpoint ? last[index] : last[index] - 1)
            guard a >= largest.lowerBound else {
                throw .argument(operation: "integers", message: "low is out of bounds for \(dtype)")
            }
            guard b <= largest.upperBound else {
                throw .argument(operation: "integers", message: "high is out of bounds for \(dtype)")
            }
            guard a <= b else {
                let message = a == 0 ? "high \(endpoint ? "<" : "<=") 0" : "low \(endpoint ? ">" : ">=") high"
                throw .argument(operation: "integers", message: message)
            }
            spans.append((UInt64(truncatingIfNeeded: a), UInt64(b - a)))
        }
        let value = try Strided.empty(shape, dtype)
        try draw(DrawEachInteger(ranges: spans, out: value))
        return NDArray(value: value)
    }
}

/// The elements of an integer array, spread over a shape, as numbers that hold every one.
private struct WideIntegers {
    private let words: UnsafeMutableBufferPointer<UInt64>
    private let isUnsigned: Bool
    private let owner: Strided

    init(_ array: NDArray, _ shape: Shape) throws(ApusError) {
        isUnsigned = array.dtype == .uint64
        owner = try broadcastCopy(try cast(array.value, to: isUnsigned ? .uint64 : .int64), to: shape, "integers")
        words = owner.elements(as: UInt64.self)
    }

    subscript(index: Int) -> Int128 {
        isUnsigned ? Int128(words[index]) : Int128(Int64(bitPattern: words[index]))
    }
}

private func notInteger(_ dtype: DType) -> ApusError {
    .dtype(operation: "integers", message: "\(dtype) is not an integer type or bool")
}

/// The smallest and the largest integer of a dtype; nil if it has none.
func integerBits(_ dtype: DType) -> ClosedRange<Int128>? {
    if dtype == .bool { return 0...1 }
    guard dtype.isInteger else { return nil }
    let bits = Int128(dtype.size * 8)
    return dtype.isSigned ? -(1 << (bits - 1))...(1 << (bits - 1)) - 1 : 0...(1 << bits) - 1
}

/// Integers of one range.
private struct DrawIntegers: Drawing {
    let low, span: UInt64
    let out: Strided

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        switch out.dtype {
        case .uint8, .int8: fill(UInt8.self, &bits)
        case .uint16, .int16: fill(UInt16.self, &bits)
        case .uint32, .int32: fill(UInt32.self, &bits)
        case .uint64, .int64: fill(UInt64.self, &bits)
        case .bool:
            let truths = out.elements(as: Bool.self)
            if span == 0 { truths.update(repeating: low != 0) } else { bits.fillBooleans(truths) }
        default: throw notInteger(out.dtype)
        }
    }

    @inline(__always)
    private func fill<T: FixedWidthInteger & UnsignedInteger>(_ type: T.Type, _ bits: inout some BitGenerator) {
        bits.fillIntegers(out.elements(as: type), low: T(truncatingIfNeeded: low), span: T.Magnitude(truncatingIfNeeded: span))
    }
}

/// Integers that have a range each.
private struct DrawEachInteger: Drawing {
    let ranges: [(low: UInt64, span: UInt64)]
    let out: Strided

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        switch out.dtype {
        case .uint8, .int8: fill(UInt8.self, &bits)
        case .uint16, .int16: fill(UInt16.self, &bits)
        case .uint32, .int32: fill(UInt32.self, &bits)
        case .uint64, .int64: fill(UInt64.self, &bits)
        default: bits.fillBooleans(out.elements(as: Bool.self), ranges)
        }
    }

    @inline(__always)
    private func fill<T: FixedWidthInteger & UnsignedInteger>(_ type: T.Type, _ bits: inout some BitGenerator) {
        bits.fillIntegers(out.elements(as: type), ranges)
    }
}
