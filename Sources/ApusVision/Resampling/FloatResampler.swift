// Separable resampling in single precision.

/// Resamples rows, then columns, in single precision. A row of the input is resampled once and
/// kept as long as output rows may need it.
struct FloatResampler: Sendable {
    /// How resampled rows become samples.
    enum Combine: Sendable {
        /// Their weighted sum, rounded to even and saturated.
        case rounded
        /// Two rows with 11-bit weights, as OpenCV's 8-bit INTER_LINEAR adds them: each product
        /// loses its low bits before the sum. Only for UInt8.
        case openCVFixedPoint
    }

    private let columns: ResampleTable
    private let rows: ResampleTable
    private let scale: Float
    private let combine: Combine

    /// `columns` has no position outside the input; `rows` may have. The weighted sums are
    /// multiplied by `scale`.
    init(columns: ResampleTable, rows: ResampleTable, scale: Float = 1, combine: Combine = .rounded) {
        self.columns = columns
        self.rows = rows
        self.scale = scale
        self.combine = combine
    }

    func run<Scalar: Sample>(_ source: Pixels<Scalar>, to target: Pixels<Scalar>, rows range: Range<Int>) {
        let count = target.shape.rowCount
        var cache = RowCache(slots: rows.taps, rowCount: count)
        let line = FloatLine(count: source.shape.rowCount)
        let sum = FloatLine(count: count)
        for y in range {
            let inputs = (0..<rows.counts[y]).map { k in
                let row = min(max(rows.starts[y] + k, 0), source.shape.height - 1)
                return cache.row(row) { resampled in
                    line.load(source.row(row), count: source.shape.rowCount)
                    columns.resample(line.values, to: resampled, channels: source.shape.channels)
                }
            }
            let weights = rows.weights[y * rows.taps..<y * rows.taps + inputs.count]
            switch combine {
            case .rounded:
                sum.setWeightedSum(of: inputs, weights: weights, scale: scale, count: count)
                sum.store(to: target.row(y), count: count)
            case .openCVFixedPoint:
                addFixedPoint(
                    inputs[0], Int16(weights.first!), inputs[1], Int16(weights.last!),
                    to: UnsafeMutableRawPointer(target.row(y)), count: count)
            }
        }
    }
}

/// (a * aWeight + b * bWeight) / 2^22 with the truncations of OpenCV's 8-bit linear resize. `a` and
/// `b` are integers up to 255 * 2048, so 16 bits hold what is left of them after a shift by 4.
private func addFixedPoint(
    _ a: UnsafePointer<Float>, _ aWeight: Int16, _ b: UnsafePointer<Float>, _ bWeight: Int16,
    to target: UnsafeMutableRawPointer, count: Int
) {
    let target = target.assumingMemoryBound(to: UInt8.self)
    for i in 0..<count {
        let first = highProduct(sixteenth(of: a[i]), aWeight)
        let second = highProduct(sixteenth(of: b[i]), bWeight)
        target[i] = UInt8(truncatingIfNeeded: (first &+ second &+ 2) &>> 2)
    }
}

/// A sixteenth of a whole number below 2^19, rounded down. Unlike a checked conversion this
/// vectorises: adding 1.5 * 2^23 leaves the integer in the low bits.
@inline(__always) private func sixteenth(of value: Float) -> Int16 {
    Int16(truncatingIfNeeded: Int32(bitPattern: (value + 12_582_912).bitPattern & 0x7FFFF) &>> 4)
}

@inline(__always) private func highProduct(_ a: Int16, _ b: Int16) -> Int16 {
    Int16(truncatingIfNeeded: (Int32(a) &* Int32(b)) &>> 16)
}

/// A row of floats with room for reading and writing one SIMD4 past its end.
final class FloatLine {
    let values: UnsafeMutablePointer<Float>

    init(count: Int) {
        values = .allocate(capacity: count + 4)
        values.initialize(repeating: 0, count: count + 4)
    }

    deinit { values.deallocate() }

    func load<Scalar: Sample>(_ samples: UnsafePointer<Scalar>, count: Int) {
        for i in 0..<count { values[i] = samples[i].float }
    }

    func store<Scalar: Sample>(to samples: UnsafeMutablePointer<Scalar>, count: Int) {
        for i in 0..<count { samples[i] = Scalar(saturating: values[i]) }
    }

    /// Sets the line to `scale` times the weighted sum of other rows, added from first to last.
    func setWeightedSum(
        of rows: [UnsafePointer<Float>], weights: ArraySlice<Float>, scale: Float, count: Int
    ) {
        let weights = Array(weights)
        switch rows.count {
        case 2:
            let (a, b, u, v) = (rows[0], rows[1], weights[0], weights[1])
            for i in 0..<count { values[i] = (a[i] * u + b[i] * v) * scale }
        case 4:
            let (a, b, c, d) = (rows[0], rows[1], rows[2], rows[3])
            let (s, t, u, v) = (weights[0], weights[1], weights[2], weights[3])
            for i in 0..<count { values[i] = (a[i] * s + b[i] * t + c[i] * u + d[i] * v) * scale }
        default:
            for i in 0..<count { values[i] = rows[0][i] * weights[0] }
            for (row, weight) in zip(rows, weights).dropFirst() {
                for i in 0..<count { values[i] += row[i] * weight }
            }
            if scale != 1 {
                for i in 0..<count { values[i] *= scale }
            }
        }
    }
}

/// The last few resampled rows of the input.
private struct RowCache {
    private let lines: [FloatLine]
    private var numbers: [Int]

    init(slots: Int, rowCount: Int) {
        lines = (0..<slots).map { _ in FloatLine(count: rowCount) }
        numbers = [Int](repeating: -1, count: slots)
    }

    /// Row `number`, filled by `fill` when it is not there. It stays until `slots` rows later.
    mutating func row(
        _ number: Int, fill: (UnsafeMutablePointer<Float>) -> Void
    ) -> UnsafePointer<Float> {
        let slot = number % lines.count
        if numbers[slot] != number {
            fill(lines[slot].values)
            numbers[slot] = number
        }
        return UnsafePointer(lines[slot].values)
    }
}

extension ResampleTable {
    /// Resamples one row. Both rows have room for one SIMD4 past their end.
    fileprivate func resample(
        _ input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>, channels: Int
    ) {
        starts.withUnsafeBufferPointer { starts in
            weights.withUnsafeBufferPointer { weights in
                switch (channels, taps) {
                case (1, 2):
                    resamplePairs(input, to: output, starts, weights)
                case (3, 2):
                    resamplePixelPairs(input, to: output, starts, weights, channels: 3)
                case (4, 2):
                    resamplePixelPairs(input, to: output, starts, weights, channels: 4)
                case (3, _), (4, _):
                    resamplePixels(input, to: output, starts, weights, channels: channels)
                default:
                    resampleSamples(input, to: output, starts, weights, channels: channels)
                }
            }
        }
    }

    /// One channel, two taps.
    private func resamplePairs(
        _ input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>,
        _ starts: UnsafeBufferPointer<Int>, _ weights: UnsafeBufferPointer<Float>
    ) {
        for i in starts.indices {
            let pixel = input + starts[i]
            output[i] = pixel[0] * weights[2 &* i] + pixel[1] * weights[2 &* i &+ 1]
        }
    }

    /// Three or four channels, two taps. With 3 channels the fourth lane is overwritten by the
    /// next pixel.
    @inline(__always) private func resamplePixelPairs(
        _ input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>,
        _ starts: UnsafeBufferPointer<Int>, _ weights: UnsafeBufferPointer<Float>, channels: Int
    ) {
        for i in starts.indices {
            let pixel = UnsafeRawPointer(input + starts[i] &* channels)
            let first = pixel.loadUnaligned(as: SIMD4<Float>.self)
            let second = (pixel + channels &* 4).loadUnaligned(as: SIMD4<Float>.self)
            UnsafeMutableRawPointer(output + i &* channels).storeBytes(
                of: first * weights[2 &* i] + second * weights[2 &* i &+ 1], as: SIMD4<Float>.self)
        }
    }

    /// Three or four channels, any taps.
    private func resamplePixels(
        _ input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>,
        _ starts: UnsafeBufferPointer<Int>, _ weights: UnsafeBufferPointer<Float>, channels: Int
    ) {
        counts.withUnsafeBufferPointer { counts in
            for i in starts.indices {
                var pixel = UnsafeRawPointer(input + starts[i] &* channels)
                var sum = SIMD4<Float>.zero
                for k in 0..<counts[i] {
                    sum += pixel.loadUnaligned(as: SIMD4<Float>.self) * weights[i &* taps &+ k]
                    pixel += channels &* 4
                }
                UnsafeMutableRawPointer(output + i &* channels).storeBytes(of: sum, as: SIMD4<Float>.self)
            }
        }
    }

    /// Any channels, any taps.
    private func resampleSamples(
        _ input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>,
        _ starts: UnsafeBufferPointer<Int>, _ weights: UnsafeBufferPointer<Float>, channels: Int
    ) {
        for i in starts.indices {
            for channel in 0..<channels {
                let pixel = input + starts[i] &* channels + channel
                var sum: Float = 0
                for k in 0..<counts[i] { sum += pixel[k &* channels] * weights[i &* taps &+ k] }
                output[i &* channels &+ channel] = sum
            }
        }
    }
}
