import Apus
import Testing

@testable import ApusVision

@Suite struct MutationTests {
    /// 2,000 damaged files give an error or an image, and never a crash. In half of the PNG files
    /// the checksums are made right again, so that the damage gets past them.
    @Test func damagedFilesNeverCrash() throws {
        let files = try Goldens.fileNames.map { try Goldens.bytes($0) }
        var mutator = FileMutator(seed: 2)
        var images = 0
        var errors = 0
        for round in 0..<2000 {
            var bytes = mutator.mutate(files[round % files.count])
            if round / files.count % 2 == 0 { repairChecksums(of: &bytes) }
            let color = ColorOrder.allCases[round % ColorOrder.allCases.count]
            do {
                let image = try Image.decode(bytes, color: round % 3 == 0 ? color : nil, sampleLimit: 1 << 22)
                #expect(image.count > 0)
                images += 1
            } catch {
                guard case .file = error else {
                    Issue.record("\(error)")
                    continue
                }
                errors += 1
            }
        }
        #expect(images + errors == 2000)
        #expect(images > 20 && errors > 1000)
    }
}

/// Makes the checksums of a PNG's chunks right, as far as its structure stands.
func repairChecksums(of file: inout [UInt8]) {
    guard file.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return }
    var position = 8
    while position + 12 <= file.count {
        let length = file[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
        guard length <= file.count - position - 12 else { return }
        let sum = checksum(file[position + 4..<position + 8 + length])
        for k in 0..<4 { file[position + 8 + length + k] = UInt8(truncatingIfNeeded: sum >> UInt32(24 - 8 * k)) }
        position += 12 + length
    }
}

/// CRC-32 as PNG uses it (ISO 3309).
private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
        sum ^= UInt32(byte)
        for _ in 0..<8 { sum = (sum >> 1) ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~sum
}
