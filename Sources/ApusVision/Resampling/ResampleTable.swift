// The weights by which one axis of an image is resampled.

/// For each output position along one axis, the input positions that contribute and their weights.
///
/// Output `i` is the sum over k in 0 ..< counts[i] of weights[i * taps + k] * input[starts[i] + k].
/// Positions outside the axis mean its nearest end.
struct ResampleTable: Sendable {
    /// The largest count.
    let taps: Int
    private(set) var starts: [Int]
    private(set) var counts: [Int]
    private(set) var weights: [Float]

    private init(count: Int, taps: Int) {
        self.taps = taps
        starts = [Int](repeating: 0, count: count)
        counts = [Int](repeating: taps, count: count)
        weights = [Float](repeating: 0, count: count * taps)
    }

    var count: Int { starts.count }
}

extension ResampleTable {
    /// Two-tap interpolation between pixel centres: output centre i + 1/2 lies at
    /// (i + 1/2) * input / output, as in OpenCV's INTER_LINEAR. With `roundsPositions`, positions
    /// are rounded to single precision, as OpenCV does for 8-bit samples only.
    static func linear(from input: Int, to output: Int, roundsPositions: Bool) -> ResampleTable {
        var table = ResampleTable(count: output, taps: 2)
        let scale = 1 / (Double(output) / Double(input))
        for i in 0..<output {
            var position = (Double(i) + 0.5) * scale - 0.5
            if roundsPositions { position = Double(Float(position)) }
            let floor = position.rounded(.down)
            table.setPair(i, start: Int(floor), fraction: Float(position - floor))
        }
        return table
    }

    /// Two taps whose fraction is the part of the output pixel that lies in the second input
    /// pixel: OpenCV's rule for INTER_AREA when an axis grows.
    static func areaGrowing(from input: Int, to output: Int) -> ResampleTable {
        var table = ResampleTable(count: output, taps: 2)
        let inverse = Double(output) / Double(input)
        let scale = 1 / inverse
        for i in 0..<output {
            let start = Int((Double(i) * scale).rounded(.down))
            let position = Float(Double(i + 1) - Double(start + 1) * inverse)
            let fraction = position <= 0 ? 0 : position - position.rounded(.down)
            table.setPair(i, start: start, fraction: fraction)
        }
        return table
    }

    private mutating func setPair(_ i: Int, start: Int, fraction: Float) {
        starts[i] = start
        weights[2 * i] = 1 - fraction
        weights[2 * i + 1] = fraction
    }

    /// Four-tap cubic convolution with a = -3/4 and OpenCV's pixel centres (INTER_CUBIC).
    /// R. Keys, "Cubic convolution interpolation for digital image processing", 1981.
    static func cubic(from input: Int, to output: Int) -> ResampleTable {
        var table = ResampleTable(count: output, taps: 4)
        let scale = 1 / (Double(output) / Double(input))
        for i in 0..<output {
            let position = (Double(i) + 0.5) * scale - 0.5
            let floor = position.rounded(.down)
            let t = Float(position - floor)
            let outer = cubicOuter(t + 1, -0.75)
            let near = cubicInner(t, -0.75)
            let far = cubicInner(1 - t, -0.75)
            table.starts[i] = Int(floor) - 1
            table.weights.replaceSubrange(
                4 * i..<4 * i + 4, with: [outer, near, far, 1 - outer - near - far])
        }
        return table
    }

    /// The mean over the input that an output pixel covers, for an axis that does not grow. When
    /// the sizes divide, the weights are all 1 and the sum is to be divided by `divisor`, so that
    /// sums of integers stay exact; else they add up to 1.
    static func areaShrinking(from input: Int, to output: Int) -> (table: ResampleTable, divisor: Int) {
        if input % output == 0 {
            let factor = input / output
            var table = ResampleTable(count: output, taps: factor)
            for i in 0..<output { table.starts[i] = i * factor }
            table.weights = [Float](repeating: 1, count: output * factor)
            return (table, factor)
        }
        let scale = Double(input) / Double(output)
        var table = ResampleTable(count: output, taps: Int(scale) + 2)
        for i in 0..<output {
            let low = Double(i) * scale
            let high = min(low + scale, Double(input))
            table.setCover(i, low: low, high: high)
        }
        return (table, 1)
    }

    /// Weights proportional to the overlap of each input pixel with `low..<high`.
    private mutating func setCover(_ i: Int, low: Double, high: Double) {
        let first = Int(low.rounded(.down))
        let last = max(first + 1, Int(high.rounded(.up)))
        starts[i] = first
        counts[i] = min(last - first, taps)
        for k in 0..<counts[i] {
            let left = max(low, Double(first + k))
            let right = min(high, Double(first + k + 1))
            weights[i * taps + k] = Float(max(0, right - left) / (high - low))
        }
    }
}

/// The kernels that can be widened to filter while shrinking.
enum AntialiasKernel: Sendable {
    case linear, cubic

    var support: Double { self == .linear ? 1 : 2 }

    /// The kernel at distance `x`. The cubic has a = -1/2, as Pillow's and torchvision's.
    func callAsFunction(_ x: Double) -> Double {
        let x = abs(x)
        switch self {
        case .linear: return max(0, 1 - x)
        case .cubic: return x < 1 ? cubicInner(x, -0.5) : x < 2 ? cubicOuter(x, -0.5) : 0
        }
    }
}

/// A resampling table in double precision whose kernel is stretched by the scale when an axis
/// shrinks, so that all of the input counts: Pillow's and torchvision's antialiasing.
struct AntialiasTable: Sendable {
    let taps: Int
    private(set) var starts: [Int]
    private(set) var counts: [Int]
    private(set) var weights: [Double]

    init(_ kernel: AntialiasKernel, from input: Int, to output: Int) {
        let scale = Double(input) / Double(output)
        let stretch = max(scale, 1)
        let support = kernel.support * stretch
        taps = Int(support.rounded(.up)) * 2 + 1
        starts = [Int](repeating: 0, count: output)
        counts = starts
        weights = [Double](repeating: 0, count: output * taps)
        for i in 0..<output {
            let center = (Double(i) + 0.5) * scale
            // Pillow rounds the ends by truncating after adding a half.
            let first = max(0, Int(center - support + 0.5))
            let last = min(input, Int(center + support + 0.5))
            starts[i] = first
            counts[i] = last - first
            var sum = 0.0
            for k in 0..<counts[i] {
                let weight = kernel((Double(first + k) - center + 0.5) * (1 / stretch))
                weights[i * taps + k] = weight
                sum += weight
            }
            if sum != 0 {
                for k in 0..<counts[i] { weights[i * taps + k] /= sum }
            }
        }
    }
}

extension ResampleTable {
    /// The same table in single precision.
    init(_ table: AntialiasTable) {
        self.init(count: table.starts.count, taps: table.taps)
        starts = table.starts
        counts = table.counts
        weights = table.weights.map { Float($0) }
    }

    /// Weights as whole multiples of 1/2048, scaled by 2048: OpenCV's 11-bit fixed point. Sums of
    /// 8-bit samples by such weights are exact in single precision.
    func quantized() -> ResampleTable {
        var table = self
        for i in weights.indices { table.weights[i] = (weights[i] * 2048).rounded(.toNearestOrEven) }
        return table
    }

    /// The same table with every weight multiplied by `factor`.
    func scaled(by factor: Float) -> ResampleTable {
        var table = self
        for i in weights.indices { table.weights[i] *= factor }
        return table
    }

    /// The same table with no position outside `0..<input`: what lies outside is added to the
    /// weight of the nearest end.
    func clamped(to input: Int) -> ResampleTable {
        var table = self
        for i in starts.indices {
            let low = min(max(starts[i], 0), input - 1)
            let high = min(max(starts[i] + counts[i] - 1, 0), input - 1)
            guard low != starts[i] || high - low + 1 != counts[i] else { continue }
            for k in 0..<taps { table.weights[i * taps + k] = 0 }
            for k in 0..<counts[i] {
                let place = min(max(starts[i] + k, low), high) - low
                table.weights[i * taps + place] += weights[i * taps + k]
            }
            table.starts[i] = low
            table.counts[i] = high - low + 1
        }
        return table
    }
}

/// Keys' cubic for distances 0 to 1.
private func cubicInner<T: FloatingPoint>(_ x: T, _ a: T) -> T {
    ((a + 2) * x - (a + 3)) * x * x + 1
}

/// Keys' cubic for distances 1 to 2.
private func cubicOuter<T: FloatingPoint>(_ x: T, _ a: T) -> T {
    ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
}
