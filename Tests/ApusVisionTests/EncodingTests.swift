import Apus
import Glibc
import Testing

@testable import ApusVision

@Suite struct EncodingTests {
    @Test func pngKeepsEverySample() throws {
        for channels in 1...4 {
            for level in [0, 1, 6, 9] {
                let bytes = noise(7 * 13 * channels, seed: UInt64(level))
                let original = try image([7, 13, channels], .uint8, bytes)
                let decoded = try Image.decode(Image.encode(original, as: .png(level: level)))
                #expect(decoded.shape == original.shape)
                #expect(try samples(decoded) == bytes)
            }
            let deep = noise(7 * 13 * channels).map { UInt16($0) * 257 &+ 3 }
            let original = try image([7, 13, channels], .uint16, deep)
            let decoded = try Image.decode(Image.encode(original, as: .png))
            #expect(decoded.dtype == .uint16)
            #expect(try samples(decoded) == deep)
        }
    }

    @Test func compressionMakesFilesSmaller() throws {
        let flat = try image([64, 64, 3], .uint8, [UInt8](repeating: 9, count: 64 * 64 * 3))
        #expect(try Image.encode(flat, as: .png(level: 9)).count < Image.encode(flat, as: .png(level: 0)).count / 20)
    }

    /// Pillow wrote 420.jpg from the samples of rgb.png with quality 90.
    @Test func jpegHoldsWhatPillowsHolds() throws {
        let photo = try Image.read(Goldens.folder + "rgb.png")
        let ours = try Image.decode(Image.encode(photo, as: .jpeg(quality: 90)))
        let theirs = try Image.read(Goldens.folder + "420.jpg")
        #expect(try samples(ours, as: UInt8.self) == samples(theirs))
        let grey = try Image.read(Goldens.folder + "grey.png")
        let ourGrey = try Image.decode(Image.encode(grey, as: .jpeg(quality: 90)))
        #expect(try samples(ourGrey, as: UInt8.self) == samples(Image.read(Goldens.folder + "grey.jpg")))
    }

    /// Noise of this size makes libjpeg ask for more room several times.
    @Test func largeJPEGIsWhole() throws {
        let bytes = noise(600 * 700)
        let encoded = try Image.encode(image([600, 700], .uint8, bytes), as: .jpeg(quality: 100))
        #expect(encoded.count > 1 << 17)
        let decoded: [UInt8] = try samples(Image.decode(encoded))
        #expect(largestDifference(decoded, bytes) <= 3)
    }

    @Test func layoutsEncodeAlike() throws {
        let whole = try image([10, 12, 3], .uint8, noise(360))
        for view in [
            try Image.crop(whole, top: 2, left: 3, height: 5, width: 7),
            try Image.flipHorizontally(whole), try Image.flipVertically(whole),
            NDArray(value: whole.value.view(whole.value.layout.permuted([1, 0, 2]))),
        ] {
            let decoded = try Image.decode(Image.encode(view, as: .png))
            #expect(decoded.shape == view.shape)
            #expect(try samples(decoded, as: UInt8.self) == samples(view))
        }
    }

    @Test func whatAFormatCannotHoldIsAnError() throws {
        let rgba = try image([2, 2, 4], .uint8, noise(16))
        let deep = try image([2, 2], .uint16, [UInt16](repeating: 1, count: 4))
        let float = try image([2, 2], .float32, [Float](repeating: 1, count: 4))
        let five = try image([2, 2, 5], .uint8, noise(20))
        let empty = try image([0, 2, 3], .uint8, [UInt8]())
        let line = try image([4], .uint8, noise(4))
        for (array, format) in [
            (rgba, ImageFormat.jpeg), (five, .png), (empty, .png), (line, .png), (five, .jpeg),
        ] {
            guard case .shape = error(of: { try Image.encode(array, as: format) }) else {
                Issue.record("\(array.shape) as \(format)")
                continue
            }
        }
        for (array, format) in [(deep, ImageFormat.jpeg), (float, .png), (float, .jpeg)] {
            guard case .dtype = error(of: { try Image.encode(array, as: format) }) else {
                Issue.record("\(array.dtype) as \(format)")
                continue
            }
        }
        let long = try image([1, 70_000], .uint8, [UInt8](repeating: 0, count: 70_000))
        for (array, format) in [
            (rgba, ImageFormat.png(level: 10)), (rgba, .png(level: -1)), (long, .jpeg(quality: 0)),
            (long, .jpeg(quality: 101)), (long, .jpeg),
        ] {
            guard case .argument = error(of: { try Image.encode(array, as: format) }) else {
                Issue.record("\(array.shape) as \(format)")
                continue
            }
        }
    }

    @Test func writingReplacesTheFileAndLeavesNothingElse() throws {
        try withTemporaryFolder { folder in
            let first = try image([3, 4, 3], .uint8, noise(36))
            let second = try image([5, 4, 1], .uint8, noise(20))
            for name in ["a.png", "a.PNG"] {
                try Image.write(first, to: folder + name)
                try Image.write(second, to: folder + name)
                #expect(try samples(Image.read(folder + name), as: UInt8.self) == samples(second))
            }
            try Image.write(first, to: folder + "b.jpeg")
            #expect(try Image.info(folder + "b.jpeg").kind == .jpeg)
            try Image.write(first, to: folder + "c", as: .png)
            #expect(contents(of: folder).sorted() == ["a.PNG", "a.png", "b.jpeg", "c"])
            #expect(error(of: { try Image.write(first, to: folder + "d.gif") }) != nil)
            let missing = folder + "missing/a.png"
            #expect(
                error(of: { try Image.write(first, to: missing) })
                    == .file(path: missing, message: "cannot be created: No such file or directory"))
            #expect(contents(of: folder).count == 4)
        }
    }
}
