// Little-endian numbers in byte arrays, as file headers hold them.

extension Array where Element == UInt8 {
    /// The number stored at `offset`, which must lie within the array.
    func number<T: FixedWidthInteger>(at offset: Int, as type: T.Type = T.self) -> T {
        withUnsafeBytes { T(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: T.self)) }
    }

    /// Appends a number, least significant byte first.
    mutating func append<T: FixedWidthInteger>(littleEndian value: T) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }
}
