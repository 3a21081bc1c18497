import Apus
import Testing

@testable import ApusVision

@Suite struct DecodingTests {
    /// Pillow and OpenCV read the same samples from every kind of file.
    @Test func everyKindOfFileDecodesToTheExpectedSamples() throws {
        var tested = 0
        for (name, expected) in try Goldens.expected() where name.hasPrefix("decode/") {
            let file = String(name.dropFirst("decode/".count))
            let decoded = try Image.read(Goldens.folder + file)
            #expect(decoded.shape == expected.shape, "\(file)")
            #expect(decoded.dtype == expected.dtype, "\(file)")
            if expected.dtype == .uint16 {
                #expect(try samples(decoded, as: UInt16.self) == samples(expected), "\(file)")
            } else {
                #expect(try samples(decoded, as: UInt8.self) == samples(expected), "\(file)")
            }
            tested += 1
        }
        #expect(tested == Goldens.fileNames.count)
    }

    @Test func askedColorsComeOutOfEveryFile() throws {
        for file in Goldens.fileNames {
            let unchanged = try Image.read(Goldens.folder + file)
            let info = try Image.info(Goldens.folder + file)
            #expect(unchanged.shape == [info.height, info.width, info.color.channels])
            #expect(unchanged.dtype == info.dtype)
            #expect((info.kind == .png) == file.hasSuffix("png"))
            for color in ColorOrder.allCases {
                let image = try Image.read(Goldens.folder + file, color: color)
                #expect(image.shape == [info.height, info.width, color.channels])
                #expect(image.dtype == info.dtype)
                if info.kind == .jpeg, color.isGrey, info.color == .rgb { continue }
                let converted = try Image.convert(unchanged, from: info.color, to: color)
                #expect(try bytes(image) == bytes(converted), "\(file) as \(color)")
            }
        }
    }

    /// The Y of the file differs from the luminance of the decoded RGB by rounding only.
    @Test func greyOfAJPEGIsItsLuminance() throws {
        let grey: [UInt8] = try samples(Image.read(Goldens.folder + "444.jpg", color: .grey))
        let rgb = try Image.read(Goldens.folder + "444.jpg")
        let converted: [UInt8] = try samples(Image.convert(rgb, from: .rgb, to: .grey))
        #expect(largestDifference(grey, converted) <= 2)
    }

    @Test func decodeReadsBytesAsReadReadsFiles() throws {
        let fromBytes = try Image.decode(Goldens.bytes("rgb.png"))
        let fromFile = try Image.read(Goldens.folder + "rgb.png")
        #expect(try bytes(fromBytes) == bytes(fromFile))
    }

    @Test func everyTruncationIsAnError() throws {
        for file in ["rgb.png", "palette-trns.png", "rgba16-interlaced.png", "420.jpg", "progressive.jpg"] {
            let whole = try Goldens.bytes(file)
            for count in 0..<whole.count {
                let thrown = error(of: { try Image.decode(Array(whole[..<count])) })
                guard case .file = thrown else {
                    Issue.record("\(file) cut to \(count) bytes gave \(String(describing: thrown))")
                    return
                }
            }
        }
    }

    @Test func tooManySamplesAreRefused() throws {
        let bytes = try Goldens.bytes("rgb.png")
        #expect(throws: Never.self) { try Image.decode(bytes, sampleLimit: 16 * 12 * 3) }
        guard case .file(_, let message) = error(of: { try Image.decode(bytes, sampleLimit: 16 * 12 * 3 - 1) })
        else {
            Issue.record("no error")
            return
        }
        #expect(message.contains("exceed the limit of 575 samples"))
    }

    /// A header that promises far more than deflate can hold in so few bytes is refused unread.
    @Test func forgedSizeIsRefused() throws {
        var bytes = try Goldens.bytes("grey.png")
        bytes.replaceSubrange(16..<24, with: [0, 0, 0x20, 0, 0, 0, 0x20, 0])
        repairChecksums(of: &bytes)
        let expected = ApusError.file(path: "image data", message: "PNG: the file ends too early")
        #expect(error(of: { try Image.decode(bytes) }) == expected)
    }

    @Test func filesThatAreNoImagesAreErrors() throws {
        let unknown = ApusError.file(path: "image data", message: "is neither PNG nor JPEG")
        #expect(error(of: { try Image.decode([]) }) == unknown)
        #expect(error(of: { try Image.decode([1, 2, 3]) }) == unknown)
        #expect(
            error(of: { try Image.read("/nonexistent.png") })
                == .file(path: "/nonexistent.png", message: "cannot be opened: No such file or directory"))
        #expect(error(of: { try Image.read("/") }) == .file(path: "/", message: "is not a regular file"))
    }

    private func bytes(_ array: NDArray) throws -> [UInt16] {
        array.dtype == .uint16
            ? try samples(array) : try samples(array, as: UInt8.self).map { UInt16($0) }
    }
}
