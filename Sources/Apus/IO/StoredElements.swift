// Bringing elements from a file into memory as they must be: aligned, in this machine's byte order, booleans 0 or 1.

extension Strided {
    /// A new array whose bytes come from a stream.
    static func read(
        _ layout: (shape: [Int], dtype: DType), bigEndian: Bool = false, from stream: inout some ByteStream
    ) throws(ApusError) -> Strided {
        let value = try Strided.empty(Dims(layout.shape), layout.dtype)
        let bytes = UnsafeMutableRawBufferPointer(start: value.pointer, count: value.count * value.dtype.size)
        if !bytes.isEmpty { try stream.read(into: bytes) }
        if bigEndian { swapBytes(bytes, size: value.dtype.realType.size) }
        if value.dtype == .bool { normalizeBooleans(bytes) }
        return value
    }

    /// An array in the memory of a mapped file, read-only unless said otherwise; nil if it must be copied to be usable: not aligned for its
    /// dtype, or booleans that are neither 0 nor 1.
    static func mapped(
        _ layout: (shape: [Int], dtype: DType), at offset: Int, in file: MappedFile, isReadOnly: Bool = true
    ) -> Strided? {
        let shape = Dims(layout.shape)
        let size = shape.product * layout.dtype.size
        guard size > 0, let base = file.bytes.baseAddress else { return nil }
        let start = base + offset
        guard Int(bitPattern: start) % layout.dtype.realType.size == 0 else { return nil }
        if layout.dtype == .bool, UnsafeRawBufferPointer(start: start, count: size).contains(where: { $0 > 1 }) {
            return nil
        }
        let storage = Storage.adopting(UnsafeMutableRawPointer(mutating: start), byteCount: size, isReadOnly: isReadOnly) {
            withExtendedLifetime(file) {}
        }
        return Strided(storage: storage, layout: Layout(contiguous: shape), dtype: layout.dtype)
    }

    /// The bytes of a row-major array in host memory.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: pointer, count: count * dtype.size)
    }
}

/// NumPy takes any byte but 0 as true; Swift's `Bool` must be 0 or 1.
private func normalizeBooleans(_ bytes: UnsafeMutableRawBufferPointer) {
    for index in bytes.indices where bytes[index] > 1 { bytes[index] = 1 }
}

/// Reverses the bytes of each number, for files written on big-endian machines.
private func swapBytes(_ bytes: UnsafeMutableRawBufferPointer, size: Int) {
    func swap<T: FixedWidthInteger>(_ type: T.Type) {
        for value in bytes.assumingMemoryBound(to: type).indices {
            let place = bytes.baseAddress! + value * size
            place.storeBytes(of: place.load(as: type).byteSwapped, as: type)
        }
    }
    switch size {
    case 2: swap(UInt16.self)
    case 4: swap(UInt32.self)
    case 8: swap(UInt64.self)
    default: break
    }
}
