// Damage for files, the same on every run.

/// Makes damaged copies of a file: flipped bits, overwritten bytes, cuts, changed lengths, moved
/// and repeated pieces.
struct FileMutator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    private mutating func next(below bound: Int) -> Int {
        bound <= 0 ? 0 : Int(next() % UInt64(bound))
    }

    /// `file` with one to four kinds of damage.
    mutating func mutate(_ file: [UInt8]) -> [UInt8] {
        var bytes = file
        for _ in 0...next(below: 4) { damage(&bytes) }
        return bytes
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        guard bytes.count > 8 else { return }
        let place = next(below: bytes.count - 8)
        switch next(below: 8) {
        case 0:
            for _ in 0...next(below: 8) { bytes[next(below: bytes.count)] ^= 1 << UInt8(next(below: 8)) }
        case 1:
            bytes[place] = UInt8(truncatingIfNeeded: next())
        case 2:
            bytes.removeLast(next(below: bytes.count))
        case 3:
            // A 16- or 32-bit length or size, big-endian in both formats.
            let values: [UInt32] = [0, 1, 0x7FFF_FFFF, 0x8000_0000, .max, 0xFFFF, UInt32(bytes.count)]
            let value = values[next(below: values.count)]
            for k in 0..<(next(below: 2) == 0 ? 2 : 4) {
                bytes[place + k] = UInt8(truncatingIfNeeded: value >> UInt32(8 * (3 - k)))
            }
        case 4:
            let count = min(next(below: 64), bytes.count - place)
            bytes.removeSubrange(place..<place + count)
        case 5:
            let count = min(next(below: 64), bytes.count - place)
            bytes.insert(contentsOf: bytes[place..<place + count], at: next(below: bytes.count))
        case 6:
            let count = min(1 + next(below: 32), bytes.count - place)
            let other = next(below: bytes.count - count)
            for k in 0..<count { bytes.swapAt(place + k, other + k) }
        default:
            let count = min(next(below: 32), bytes.count - place)
            for k in 0..<count { bytes[place + k] = UInt8(truncatingIfNeeded: next()) }
        }
    }
}
