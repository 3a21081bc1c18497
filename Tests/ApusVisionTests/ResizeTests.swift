import Apus
import Testing

@testable import ApusVision

@Suite struct ResizeTests {
    /// OpenCV's and Pillow's results, to the last bit but for bicubic's within 1.
    @Test func photoAgreesWithOpenCVAndPillow() throws {
        let photo = try Image.read(Goldens.folder + "rgb.png")
        var tested = 0
        for (name, expected) in try Goldens.expected() where name.hasPrefix("resize/") {
            let words = name.dropFirst("resize/".count).split(separator: "-")
            let antialias = words[0] == "antialias"
            let method: ResizeMethod = switch words[antialias ? 1 : 0] {
            case "nearest": .nearest
            case "bilinear": .bilinear
            case "area": .area
            default: .bicubic
            }
            let resized = try Image.resize(
                photo, height: expected.shape[0], width: expected.shape[1], method: method, antialias: antialias)
            #expect(resized.shape == expected.shape)
            let difference = try largestDifference(samples(resized), samples(expected))
            #expect(difference <= (method == .bicubic && !antialias ? 1 : 0), "\(name)")
            tested += 1
        }
        #expect(tested == 18)
    }

    /// Bilinear in double precision, straight from the definition.
    private func reference(
        _ input: [Double], _ height: Int, _ width: Int, _ newHeight: Int, _ newWidth: Int
    ) -> [Double] {
        func place(_ i: Int, _ from: Int, _ to: Int) -> (Int, Int, Double) {
            let position = (Double(i) + 0.5) * Double(from) / Double(to) - 0.5
            let floor = position.rounded(.down)
            return (max(0, Int(floor)), min(from - 1, Int(floor) + 1), position - floor)
        }
        var output: [Double] = []
        for y in 0..<newHeight {
            let (top, bottom, v) = place(y, height, newHeight)
            for x in 0..<newWidth {
                let (left, right, u) = place(x, width, newWidth)
                let upper = input[top * width + left] * (1 - u) + input[top * width + right] * u
                let lower = input[bottom * width + left] * (1 - u) + input[bottom * width + right] * u
                output.append(upper * (1 - v) + lower * v)
            }
        }
        return output
    }

    @Test func floatsAndWideIntegersFollowTheDefinition() throws {
        let values = noise(19 * 23).map { Float($0) / 255 }
        let wide = noise(19 * 23, seed: 5).map { UInt16($0) * 257 }
        for (height, width) in [(7, 40), (19, 5), (38, 46), (1, 1), (100, 3)] {
            let floats: [Float] = try samples(
                Image.resize(image([19, 23], .float32, values), height: height, width: width))
            for (a, b) in zip(floats, reference(values.map { Double($0) }, 19, 23, height, width)) {
                #expect(abs(Double(a) - b) < 4e-7)
            }
            let integers: [UInt16] = try samples(
                Image.resize(image([19, 23], .uint16, wide), height: height, width: width))
            for (a, b) in zip(integers, reference(wide.map { Double($0) }, 19, 23, height, width)) {
                #expect(abs(Double(a) - b) <= 0.51)
            }
        }
    }

    /// Every channel is resampled as if it were alone, whatever their number.
    @Test func channelsAreIndependent() throws {
        for channels in [2, 3, 4, 5] {
            let bytes = noise(17 * 11 * channels)
            let whole = try image([17, 11, channels], .uint8, bytes)
            for method in ResizeMethod.allCases {
                for antialias in [false, true] {
                    for (height, width) in [(8, 30), (40, 6), (5, 5)] {
                        let all: [UInt8] = try samples(
                            Image.resize(whole, height: height, width: width, method: method, antialias: antialias))
                        for channel in 0..<channels {
                            let its = stride(from: channel, to: bytes.count, by: channels).map { bytes[$0] }
                            let plane = try image([17, 11], .uint8, its)
                            let alone: [UInt8] = try samples(
                                Image.resize(plane, height: height, width: width, method: method, antialias: antialias))
                            let mine = stride(from: channel, to: all.count, by: channels).map { all[$0] }
                            #expect(mine == alone, "\(method) \(channels) \(antialias)")
                        }
                    }
                }
            }
        }
    }

    @Test func constantImagesStayConstant() throws {
        let flat = try image([9, 14, 3], .float32, [Float](repeating: 0.3, count: 9 * 14 * 3))
        let bytes = try image([9, 14, 3], .uint8, [UInt8](repeating: 201, count: 9 * 14 * 3))
        for method in ResizeMethod.allCases {
            for antialias in [false, true] {
                for (height, width) in [(4, 5), (3, 7), (20, 31), (1, 1), (9, 28), (40, 2)] {
                    let floats: [Float] = try samples(
                        Image.resize(flat, height: height, width: width, method: method, antialias: antialias))
                    #expect(floats.allSatisfy { abs($0 - 0.3) < 1e-6 })
                    let integers: [UInt8] = try samples(
                        Image.resize(bytes, height: height, width: width, method: method, antialias: antialias))
                    #expect(integers.allSatisfy { $0 == 201 })
                }
            }
        }
    }

    @Test func sameSizeIsACopy() throws {
        let original = try image([5, 6, 3], .uint8, noise(90))
        for method in ResizeMethod.allCases {
            let copy = try Image.resize(original, height: 5, width: 6, method: method)
            #expect(try samples(copy, as: UInt8.self) == samples(original))
            #expect(!copy.value.sharesMemory(with: original.value))
        }
    }

    @Test func layoutsResizeAlike() throws {
        let whole = try image([20, 24, 3], .uint8, noise(20 * 24 * 3))
        for view in [
            try Image.crop(whole, top: 2, left: 3, height: 9, width: 11), try Image.flipHorizontally(whole),
            try Image.flipVertically(whole),
            NDArray(value: whole.value.view(whole.value.layout.permuted([1, 0, 2]))),
            NDArray(value: whole.value.view(whole.value.layout.sliced(axis: 2, start: 1, step: 1, size: 1))),
        ] {
            let dense = try image(view.shape, .uint8, samples(view, as: UInt8.self))
            for method in ResizeMethod.allCases {
                let a = try Image.resize(view, height: 7, width: 31, method: method)
                let b = try Image.resize(dense, height: 7, width: 31, method: method)
                #expect(try samples(a, as: UInt8.self) == samples(b))
            }
        }
    }

    /// Large enough for several bands; rows at their borders must not depend on them.
    @Test func threadsDoNotChangeTheResult() throws {
        let large = try image([300, 400, 3], .uint8, noise(300 * 400 * 3))
        let threads = ThreadPool.shared.threadCount
        defer { ThreadPool.shared.setThreadCount(threads) }
        for method in ResizeMethod.allCases {
            for antialias in [false, true] {
                var results: [[UInt8]] = []
                for count in [1, 4] {
                    ThreadPool.shared.setThreadCount(count)
                    results.append(
                        try samples(
                            Image.resize(large, height: 450, width: 512, method: method, antialias: antialias)))
                }
                #expect(results[0] == results[1])
            }
        }
    }

    @Test func shortSideKeepsTheProportion() throws {
        let wide = try image([300, 451], .uint8, noise(300 * 451))
        #expect(try Image.resize(wide, shortSide: 256).shape == [256, 384])
        let tall = try image([451, 300, 1], .uint8, noise(300 * 451))
        #expect(try Image.resize(tall, shortSide: 256).shape == [384, 256, 1])
    }

    @Test func badArgumentsAreErrors() throws {
        let small = try image([2, 2, 3], .uint8, noise(12))
        let doubles = try image([2, 2], .float64, [1.0, 2, 3, 4])
        #expect(error(of: { try Image.resize(small, height: 0, width: 4) }) != nil)
        #expect(error(of: { try Image.resize(small, height: 4, width: -1) }) != nil)
        #expect(error(of: { try Image.resize(small, shortSide: 0) }) != nil)
        #expect(error(of: { try Image.resize(small, shortSide: .max) }) != nil)
        #expect(error(of: { try Image.resize(small, height: 1 << 40, width: 1 << 40) }) != nil)
        guard case .dtype = error(of: { try Image.resize(doubles, height: 4, width: 4) }) else {
            Issue.record("float64 was resized")
            return
        }
    }
}
