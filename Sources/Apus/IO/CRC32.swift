// The cyclic redundancy check of zip files.

/// CRC-32 (ISO 3309, polynomial 0xEDB88320 reflected), eight bytes a step.
struct CRC32 {
    private var state: UInt32 = .max

    /// The checksum of the bytes seen so far.
    var value: UInt32 { ~state }

    /// Takes in more bytes.
    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var crc = state
        Self.tables.withUnsafeBufferPointer { table in
            var offset = 0
            while offset + 8 <= bytes.count {
                var word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                word ^= UInt64(crc)
                crc = 0
                for zeros in 0..<8 {
                    let byte = Int(word >> 56)
                    crc ^= table[256 * zeros + byte]
                    word <<= 8
                }
                offset += 8
            }
            while offset < bytes.count {
                let entry = UInt8(truncatingIfNeeded: crc) ^ bytes[offset]
                crc = (crc >> 8) ^ table[Int(entry)]
                offset += 1
            }
        }
        state = crc
    }

    /// Table `k` holds the checksum of a byte followed by `k` zero bytes.
    private static let tables: [UInt32] = {
        var tables: [UInt32] = []
        for byte in 0..<256 as Range<UInt32> {
            var crc = byte
            for _ in 0..<8 { crc = crc & 1 == 1 ? 0xedb8_8320 ^ (crc >> 1) : crc >> 1 }
            tables.append(crc)
        }
        for index in 256..<2048 {
            let shorter = tables[index - 256]
            tables.append(tables[Int(shorter & 0xff)] ^ (shorter >> 8))
        }
        return tables
    }()
}
