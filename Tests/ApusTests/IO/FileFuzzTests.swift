import Testing

@testable import Apus

/// Damaged files give errors or valid arrays, never a crash.
@Suite struct FileFuzzTests {
    /// 2,000 files: each golden file in turn, changed in a few places that a fixed seed chooses.
    @Test func mutatedFiles() throws {
        let directory = TemporaryDirectory()
        let sources = try (GoldenFiles.names(to: ".npy") + GoldenFiles.names(to: ".npz") + GoldenFiles.names(to: ".safetensors"))
            .map { ($0, try contents(GoldenFiles.path($0))) }
        var bits = PCG64(SeedSequence(2026))
        var (read, refused) = (0, 0)
        for round in 0..<2000 {
            let (name, bytes) = sources[round % sources.count]
            directory.write(mutated(bytes, &bits), to: "x")
            for mapped in [false, true] {
                do {
                    try readAll(directory.file("x"), as: name, mapped: mapped)
                    read += 1
                } catch is ApusError {
                    refused += 1
                }
            }
        }
        #expect(read > 100 && refused > 1000, "both happen: \(read) read, \(refused) refused")
    }

    /// Reads every byte of every array in a file.
    private func readAll(_ path: String, as name: String, mapped: Bool) throws {
        func touch(_ x: some ArrayFace) -> Int { elementBytes(x).reduce(0) { $0 &+ Int($1) } }
        var sum = 0
        if name.hasSuffix(".npy") {
            sum += touch(try NDArray.load(path, mapped: mapped))
        } else if name.hasSuffix(".npz") {
            for (_, array) in try NDArray.loadArchive(path) { sum &+= touch(array) }
        } else {
            for (_, tensor) in try Safetensors.load(path, mapped: mapped) { sum &+= touch(tensor) }
        }
        #expect(try StoredArray.all(in: path).count >= 0 && sum >= 0)
    }

    /// A copy with one to four changes: bits flipped, bytes or numbers replaced, parts cut out, doubled or cut off.
    private func mutated(_ bytes: [UInt8], _ bits: inout PCG64) -> [UInt8] {
        var bytes = bytes
        func below(_ limit: Int) -> Int { Int(bits.bounded(UInt64(max(limit, 1) - 1))) }
        for _ in 0...below(4) {
            guard !bytes.isEmpty else { break }
            // Headers and directories stand at the ends; most changes are made there.
            let reach = min(bytes.count, 300)
            let place = [below(bytes.count), below(reach), bytes.count - 1 - below(reach)][below(3)]
            switch below(8) {
            case 0: bytes[place] ^= 1 << UInt8(below(8))
            case 1: bytes[place] = UInt8(below(256))
            case 2: bytes[place] = [0, 0xff, 0x7f, 0x80, 0x30, 0x39][below(6)]
            case 3:
                let number: UInt64 = [0, .max, 1 << 31, 1 << 63, 0xffff_ffff, UInt64(below(1 << 40))][below(6)]
                let width = min([2, 4, 8][below(3)], bytes.count - place)
                for index in 0..<width { bytes[place + index] = UInt8(truncatingIfNeeded: number >> (8 * UInt64(index))) }
            case 4: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(16)))
            case 5: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 1 + below(64))], at: place)
            case 6: bytes.removeLast(bytes.count - place)
            default: bytes.append(contentsOf: bytes[place...].prefix(100))
            }
        }
        return bytes
    }
}
