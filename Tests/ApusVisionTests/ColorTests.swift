import Apus
import Testing

@testable import ApusVision

@Suite struct ColorTests {
    @Test func greyAgreesWithOpenCV() throws {
        let expected = try #require(try Goldens.expected().first { $0.name == "grey" })
        let photo = try Image.read(Goldens.folder + "rgb.png")
        let grey = try Image.convert(photo, from: .rgb, to: .grey)
        #expect(grey.shape == expected.array.shape)
        #expect(try samples(grey, as: UInt8.self) == samples(expected.array))
    }

    /// What each channel of a pixel becomes, from the definition.
    private func reference(
        _ pixel: [Double], _ source: ColorOrder, _ target: ColorOrder, _ opaque: Double
    ) -> [Double] {
        let alpha = source.alphaIndex.map { pixel[$0] } ?? opaque
        let (r, g, b) = source.colorIndices
        var result = [Double](repeating: alpha, count: target.channels)
        if target.isGrey {
            result[0] = source.isGrey ? pixel[0] : 0.299 * pixel[r] + 0.587 * pixel[g] + 0.114 * pixel[b]
        } else {
            let place = target.colorIndices
            result[place.red] = pixel[r]
            result[place.green] = pixel[g]
            result[place.blue] = pixel[b]
        }
        return result
    }

    @Test func everyConversionFollowsTheDefinition() throws {
        for source in ColorOrder.allCases {
            for target in ColorOrder.allCases {
                let bytes = noise(5 * 7 * source.channels)
                let wide = bytes.map { UInt16($0) * 257 }
                let floats = bytes.map { Float($0) / 255 }
                let a: [UInt8] = try samples(
                    Image.convert(image([5, 7, source.channels], .uint8, bytes), from: source, to: target))
                let b: [UInt16] = try samples(
                    Image.convert(image([5, 7, source.channels], .uint16, wide), from: source, to: target))
                let c: [Float] = try samples(
                    Image.convert(image([5, 7, source.channels], .float32, floats), from: source, to: target))
                for i in 0..<35 {
                    let pixel = i * source.channels..<(i + 1) * source.channels
                    let place = i * target.channels
                    let first = reference(bytes[pixel].map { Double($0) }, source, target, 255)
                    let second = reference(wide[pixel].map { Double($0) }, source, target, 65535)
                    let third = reference(floats[pixel].map { Double($0) }, source, target, 1)
                    for k in 0..<target.channels {
                        #expect(abs(Double(a[place + k]) - first[k]) <= 0.51)
                        #expect(abs(Double(b[place + k]) - second[k]) <= 3)
                        #expect(abs(Double(c[place + k]) - third[k]) <= 1e-6)
                    }
                }
            }
        }
    }

    @Test func compositingBlendsExactly() throws {
        let bytes = noise(256 * 4)
        let rgba = try image([16, 16, 4], .uint8, bytes)
        let rgb: [UInt8] = try samples(Image.composite(rgba, over: [10, 200, 255]))
        let floats: [Float] = try samples(
            Image.composite(image([16, 16, 4], .float32, bytes.map { Float($0) / 255 }), over: [0.25, 0.5, 1]))
        let wide: [UInt16] = try samples(
            Image.composite(image([16, 16, 4], .uint16, bytes.map { UInt16($0) * 257 }), over: [0, 65535, 99]))
        for i in 0..<256 {
            let alpha = Double(bytes[4 * i + 3]) / 255
            for k in 0..<3 {
                let color = Double(bytes[4 * i + k])
                #expect(Double(rgb[3 * i + k]) == (color * alpha + [10, 200, 255][k] * (1 - alpha)).rounded())
                #expect(abs(Double(floats[3 * i + k]) - (color / 255 * alpha + [0.25, 0.5, 1][k] * (1 - alpha))) < 1e-6)
                #expect(Double(wide[3 * i + k]) == (color * 257 * alpha + [0, 65535, 99][k] * (1 - alpha)).rounded())
            }
        }
        let greyAlpha = try image([16, 32, 2], .uint8, bytes)
        #expect(try Image.composite(greyAlpha, over: [0]).shape == [16, 32, 1])
    }

    @Test func badArgumentsAreErrors() throws {
        let rgb = try image([2, 2, 3], .uint8, noise(12))
        let rgba = try image([1, 3, 4], .uint8, noise(12))
        #expect(error(of: { try Image.convert(rgb, from: .rgba, to: .rgb) }) != nil)
        #expect(error(of: { try Image.convert(rgb, from: .grey, to: .rgb) }) != nil)
        #expect(error(of: { try Image.composite(rgb, over: [0, 0]) }) != nil)
        #expect(error(of: { try Image.composite(rgba, over: [0]) }) != nil)
        #expect(error(of: { try Image.composite(rgba, over: [0, .nan, 0]) }) != nil)
        #expect(error(of: { try Image.convert(image([1, 1], .int32, [Int32(1)]), from: .grey, to: .rgb) }) != nil)
    }

    @Test func flatImagesStayFlatWhereTheyCan() throws {
        let grey = try image([3, 4], .uint8, noise(12))
        #expect(try Image.convert(grey, from: .grey, to: .grey).shape == [3, 4])
        #expect(try Image.convert(grey, from: .grey, to: .rgb).shape == [3, 4, 3])
        #expect(try Image.resize(grey, height: 6, width: 5).shape == [6, 5])
    }
}
