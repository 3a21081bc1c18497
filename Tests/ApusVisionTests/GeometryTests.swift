import Apus
import Testing

@testable import ApusVision

@Suite struct GeometryTests {
    private func numbered(_ height: Int, _ width: Int, _ channels: Int = 1) throws -> NDArray {
        try image([height, width, channels], .uint8, (0..<height * width * channels).map { UInt8($0 % 251) })
    }

    @Test func cropIsAView() throws {
        let whole = try numbered(5, 6)
        let part = try Image.crop(whole, top: 1, left: 2, height: 2, width: 3)
        #expect(part.shape == [2, 3, 1])
        #expect(try samples(part, as: UInt8.self) == [8, 9, 10, 14, 15, 16])
        part.value.pointer.storeBytes(of: 200, as: UInt8.self)
        #expect(try samples(whole, as: UInt8.self)[8] == 200)
    }

    @Test func cropOutsideIsAnError() throws {
        let whole = try numbered(5, 6)
        for (top, left, height, width) in [
            (-1, 0, 2, 2), (0, -1, 2, 2), (4, 0, 2, 2), (0, 5, 2, 2), (0, 0, 0, 2), (0, 0, 6, 1), (5, 0, 1, 1),
            (0, 0, .max, 1), (1, 1, .max, 1), (.max, 0, 1, 1), (.min, 0, 1, 1),
        ] {
            guard case .argument = error(of: {
                try Image.crop(whole, top: top, left: left, height: height, width: width)
            }) else {
                Issue.record("\(top) \(left) \(height) \(width)")
                continue
            }
        }
    }

    /// The offsets are torchvision's: round(margin / 2) with halves to even.
    @Test func centerCropSplitsMarginsAsTorchvision() throws {
        for (height, start) in [(9, 0), (8, 0), (7, 1), (6, 2), (5, 2), (4, 2), (3, 3), (2, 4), (1, 4)] {
            let column = try numbered(9, 1)
            let middle = try Image.centerCrop(column, height: height, width: 1)
            #expect(try samples(middle, as: UInt8.self) == (start..<start + height).map { UInt8($0) })
        }
        #expect(error(of: { try Image.centerCrop(numbered(3, 3), height: 4, width: 3) }) != nil)
    }

    @Test func padSurroundsTheImage() throws {
        let padded = try Image.pad(numbered(2, 2), top: 1, left: 1, right: 2, value: 9)
        #expect(padded.shape == [3, 5, 1])
        #expect(try samples(padded, as: UInt8.self) == [9, 9, 9, 9, 9, 9, 0, 1, 9, 9, 9, 2, 3, 9, 9])
        #expect(error(of: { try Image.pad(numbered(2, 2), top: -1) }) != nil)
        #expect(error(of: { try Image.pad(numbered(2, 2), bottom: .max) }) != nil)
    }

    @Test func flipsAndChannelsFirstAreViews() throws {
        let whole = try numbered(2, 3, 2)
        #expect(try samples(Image.flipHorizontally(whole), as: UInt8.self) == [4, 5, 2, 3, 0, 1, 10, 11, 8, 9, 6, 7])
        #expect(try samples(Image.flipVertically(whole), as: UInt8.self) == [6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5])
        let planes = try Image.channelsFirst(whole)
        #expect(planes.shape == [2, 2, 3])
        #expect(try samples(planes, as: UInt8.self) == [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11])
        for view in [try Image.flipHorizontally(whole), try Image.flipVertically(whole), planes] {
            #expect(view.value.sharesMemory(with: whole.value))
        }
        let flat = try image([2, 3], .uint8, noise(6))
        #expect(try Image.channelsFirst(flat).shape == [1, 2, 3])
    }

    /// to_tensor and normalize of torchvision, step by step in single precision.
    @Test func normalizeRoundsAsTorchvision() throws {
        let bytes = (0..<256).flatMap { [UInt8($0), UInt8(255 - $0), UInt8($0 / 2)] }
        let mean = Image.imageNetMean, deviation = Image.imageNetStandardDeviation
        let result = try Image.normalize(
            image([16, 16, 3], .uint8, bytes), mean: mean, standardDeviation: deviation)
        #expect(result.dtype == .float32)
        let floats: [Float] = try samples(result)
        for i in bytes.indices {
            #expect(floats[i] == (Float(bytes[i]) / 255 - mean[i % 3]) / deviation[i % 3])
        }
        let scaled: [Float] = try samples(Image.normalize(image([1, 2], .uint16, [UInt16(0), 65535])))
        #expect(scaled == [0, 1])
        let untouched: [Float] = try samples(Image.normalize(image([1, 2], .float32, [Float(-3), 7]), mean: [1]))
        #expect(untouched == [-4, 6])
        #expect(error(of: { try Image.normalize(image([1, 1, 3], .uint8, noise(3)), mean: [1, 2]) }) != nil)
        #expect(error(of: { try Image.normalize(image([1, 1], .uint8, noise(1)), standardDeviation: [0]) }) != nil)
        #expect(error(of: { try Image.normalize(image([1, 1], .int64, [Int64(1)])) }) != nil)
    }
}
