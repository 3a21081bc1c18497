import Apus
import Glibc
import Testing

@testable import ApusVision

/// Computes the cases that `Tests/Oracle/vision.py` wrote; does nothing unless that script runs it.
@Suite struct VisionOracleTests {
    private static let folder = getenv("APUS_VISION_ORACLE").map { String(cString: $0) }

    @Test(.enabled(if: folder != nil)) func casesAgree() throws {
        let folder = try #require(Self.folder)
        let arrays = try namedArrays(folder + "/cases")
        var differences: [String: (cases: Int, samples: Int, largest: Double)] = [:]
        for pair in stride(from: 0, to: arrays.count, by: 2) {
            let (words, given) = arrays[pair]
            let expected = arrays[pair + 1].array
            let tolerance = Double(words[1])!
            let result = try compute(words[0], given, size: expected.shape)
            #expect(result.shape == expected.shape && result.dtype == expected.dtype, "\(words) \(given.shape)")
            let apart = zip(try numbers(result), try numbers(expected)).map { abs($0 - $1) }
            let largest = apart.max() ?? 0
            #expect(largest <= tolerance, "\(words) \(given.shape) -> \(expected.shape) \(expected.dtype)")
            let key = "\(words[0].split(separator: "/").prefix(2).joined(separator: "/")) \(given.dtype)"
            let old = differences[key] ?? (0, 0, 0)
            differences[key] = (old.cases + 1, old.samples + apart.count { $0 > 0 }, max(old.largest, largest))
        }
        for (key, value) in differences.sorted(by: { $0.key < $1.key }) {
            print("\(key): \(value.cases) cases, \(value.samples) samples differ, by at most \(value.largest)")
        }
    }

    private func compute(_ name: String, _ given: NDArray, size: Shape) throws -> NDArray {
        let words = name.split(separator: "/").map { String($0) }
        switch words[0] {
        case "resize", "antialias":
            return try Image.resize(
                given, height: size[0], width: size[1], method: method(words[1]), antialias: words[0] == "antialias")
        case "convert":
            return try Image.convert(given, from: order(words[1]), to: order(words[2]))
        case "composite":
            return try Image.composite(given, over: words.dropFirst().map { Float($0)! })
        case "normalize":
            return try Image.normalize(
                given, mean: Image.imageNetMean, standardDeviation: Image.imageNetStandardDeviation)
        case "centerCrop":
            return try Image.centerCrop(given, height: size[0], width: size[1])
        case "jpeg":
            return try Image.decode(Image.encode(given, as: .jpeg(quality: Int(words[1])!)))
        default:
            return try Image.decode(samples(given))
        }
    }

    private func method(_ name: String) -> ResizeMethod {
        ResizeMethod.allCases.first { "\($0)" == name }!
    }

    private func order(_ name: String) -> ColorOrder {
        ColorOrder.allCases.first { "\($0)" == name }!
    }

    private func numbers(_ array: NDArray) throws -> [Double] {
        switch array.dtype {
        case .uint8: try samples(array, as: UInt8.self).map { Double($0) }
        case .uint16: try samples(array, as: UInt16.self).map { Double($0) }
        default: try samples(array, as: Float.self).map { Double($0) }
        }
    }
}
