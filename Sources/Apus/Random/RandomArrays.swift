extension Strided {
    /// The memory of a row-major array as elements of a Swift type; a complex array as twice as many parts.
    func elements<Element>(as type: Element.Type) -> UnsafeMutableBufferPointer<Element> {
        UnsafeMutableBufferPointer(
            start: pointer.assumingMemoryBound(to: type), count: count * dtype.size / MemoryLayout<Element>.stride)
    }
}

/// Checks the bounds of a range of integers `low ..< high` for a dtype, and gives the distance of its last from its first.
func integerSpan(_ low: Int, _ high: Int, endpoint: Bool, _ dtype: DType, _ operation: String) throws(ApusError) -> UInt64 {
    let last = endpoint ? high : high &- 1
    guard endpoint ? low <= high : low < high else {
        throw .argument(operation: operation, message: "no integers lie between \(low) and \(high)")
    }
    guard let bounds = integerBounds(dtype) else {
        throw .dtype(operation: operation, message: "\(dtype) is not an integer type or bool")
    }
    guard low >= bounds.lowerBound, last <= bounds.upperBound else {
        throw .argument(operation: operation, message: "\(low) to \(last) does not fit in \(dtype)")
    }
    return UInt64(bitPattern: Int64(last)) &- UInt64(bitPattern: Int64(low))
}

/// The smallest and largest integers of a dtype that `Int` can name; nil if it is not an integer type or bool.
private func integerBounds(_ dtype: DType) -> ClosedRange<Int>? {
    switch dtype {
    case .bool: 0...1
    case .uint8: 0...Int(UInt8.max)
    case .uint16: 0...Int(UInt16.max)
    case .uint32: 0...Int(UInt32.max)
    case .uint64: 0...Int.max
    case .int8: Int(Int8.min)...Int(Int8.max)
    case .int16: Int(Int16.min)...Int(Int16.max)
    case .int32: Int(Int32.min)...Int(Int32.max)
    case .int64: Int.min...Int.max
    default: nil
    }
}
