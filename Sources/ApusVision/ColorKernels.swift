// Conversion between grey, RGB and BGR, with and without alpha, on plain pixels.

/// Where the samples of one channel come from.
private enum ChannelSource {
    case copy(Int)
    case luminance(red: Int, green: Int, blue: Int)
    case opaque
}

/// One source for each channel of `target`.
private func channelSources(from source: ColorOrder, to target: ColorOrder) -> [ChannelSource] {
    let (red, green, blue) = source.colorIndices
    var sources = [ChannelSource](repeating: .opaque, count: target.channels)
    if target.isGrey {
        sources[0] = source.isGrey ? .copy(0) : .luminance(red: red, green: green, blue: blue)
    } else {
        let place = target.colorIndices
        sources[place.red] = .copy(red)
        sources[place.green] = .copy(green)
        sources[place.blue] = .copy(blue)
    }
    if let place = target.alphaIndex, let alpha = source.alphaIndex { sources[place] = .copy(alpha) }
    return sources
}

/// Converts `rows` of `source` to the order of `target`. Alpha is dropped, kept, or made opaque.
func convertColor<Scalar: Sample>(
    _ source: Pixels<Scalar>, _ sourceOrder: ColorOrder,
    to target: Pixels<Scalar>, _ targetOrder: ColorOrder, rows: Range<Int>
) {
    let sources = channelSources(from: sourceOrder, to: targetOrder)
    for y in rows {
        let input = source.row(y)
        for (channel, from) in sources.enumerated() {
            fillChannel(
                target.row(y) + channel, step: targetOrder.channels, count: source.shape.width,
                from: from, input, inputStep: sourceOrder.channels)
        }
    }
}

private func fillChannel<Scalar: Sample>(
    _ output: UnsafeMutablePointer<Scalar>, step: Int, count: Int,
    from source: ChannelSource, _ input: UnsafeMutablePointer<Scalar>, inputStep: Int
) {
    switch source {
    case .copy(let channel):
        for x in 0..<count { output[x &* step] = input[x &* inputStep &+ channel] }
    case .opaque:
        for x in 0..<count { output[x &* step] = Scalar.opaque }
    case .luminance(let red, let green, let blue):
        // Constant steps let the compiler vectorise the loads.
        if inputStep == 3, step == 1 {
            for x in 0..<count {
                output[x] = Scalar.luminance(
                    input[x &* 3 &+ red], input[x &* 3 &+ green], input[x &* 3 &+ blue])
            }
        } else {
            for x in 0..<count {
                let pixel = input + x &* inputStep
                output[x &* step] = Scalar.luminance(pixel[red], pixel[green], pixel[blue])
            }
        }
    }
}

/// Blends the colours of `source` (its last channel is alpha) over a background of one sample for
/// each colour, into `target`, which has one channel less. For integers the result is the exact
/// value rounded to the nearest.
func compositeRows<Scalar: Sample & FixedWidthInteger>(
    _ source: Pixels<Scalar>, over background: [Scalar], to target: Pixels<Scalar>, rows: Range<Int>
) {
    let colors = target.shape.channels
    let opaque = UInt32(Scalar.opaque)
    for y in rows {
        var input = source.row(y)
        var output = target.row(y)
        for _ in 0..<source.shape.width {
            let alpha = UInt32(input[colors])
            for channel in 0..<colors {
                // At most 65535 * 65535 + 32767, which fits.
                let sum = UInt32(input[channel]) &* alpha
                    &+ UInt32(background[channel]) &* (opaque &- alpha)
                output[channel] = Scalar(truncatingIfNeeded: (sum &+ opaque / 2) / opaque)
            }
            input += colors + 1
            output += colors
        }
    }
}

/// As for integers, with an alpha of 0 to 1.
func compositeRows(
    _ source: Pixels<Float>, over background: [Float], to target: Pixels<Float>, rows: Range<Int>
) {
    let colors = target.shape.channels
    for y in rows {
        var input = source.row(y)
        var output = target.row(y)
        for _ in 0..<source.shape.width {
            let alpha = input[colors]
            for channel in 0..<colors {
                output[channel] = input[channel] * alpha + background[channel] * (1 - alpha)
            }
            input += colors + 1
            output += colors
        }
    }
}

/// Turns CMYK into RGB in the simple way that needs no colour profile: each colour is what its ink
/// and black let through, (1 - ink)(1 - black), rounded to the nearest. This is what Pillow does.
func convertInk(
    _ source: Pixels<UInt8>, isInverted: Bool, to target: Pixels<UInt8>, rows: Range<Int>
) {
    let flip: UInt8 = isInverted ? 0 : 255
    for y in rows {
        var input = source.row(y)
        var output = target.row(y)
        for _ in 0..<source.shape.width {
            let paper = UInt32(input[3] ^ flip)
            for channel in 0..<3 {
                output[channel] = UInt8((UInt32(input[channel] ^ flip) * paper + 127) / 255)
            }
            input += 4
            output += 3
        }
    }
}
