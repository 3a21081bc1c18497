// Antialiased resampling of 8-bit samples in the arithmetic of Pillow, to the last bit.

/// Resamples 8-bit rows, then columns, with weights in 22-bit fixed point; rows are rounded to 8
/// bits in between. The results equal Pillow's `Image.resize` of the single bands.
struct FixedPointResampler: Sendable {
    private let columns: FixedPointTable
    private let rows: FixedPointTable

    init(columns: AntialiasTable, rows: AntialiasTable) {
        self.columns = FixedPointTable(columns)
        self.rows = FixedPointTable(rows)
    }

    func run(_ source: Pixels<UInt8>, to target: Pixels<UInt8>, rows range: Range<Int>) {
        guard !range.isEmpty else { return }
        let count = target.shape.rowCount
        let slots = rows.taps
        let cache = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: slots * count)
        let sum = UnsafeMutableBufferPointer<Int32>.allocate(capacity: count)
        let line = UnsafeMutableBufferPointer<Int32>.allocate(capacity: source.shape.rowCount + 4)
        line.initialize(repeating: 0)
        defer {
            cache.deallocate()
            sum.deallocate()
            line.deallocate()
        }
        var next = rows.starts[range.lowerBound]
        for y in range {
            let start = rows.starts[y]
            while next < start + rows.counts[y] {
                let input = source.row(next)
                for i in 0..<source.shape.rowCount { line[i] = Int32(input[i]) }
                columns.resample(
                    line.baseAddress!, to: cache.baseAddress! + (next % slots) * count,
                    channels: source.shape.channels)
                next += 1
            }
            sum.initialize(repeating: FixedPointTable.half)
            for k in 0..<rows.counts[y] {
                let row = cache.baseAddress! + ((start + k) % slots) * count
                let weight = rows.weights[y * rows.taps + k]
                for i in 0..<count { sum[i] &+= Int32(row[i]) &* weight }
            }
            let output = target.row(y)
            for i in 0..<count { output[i] = FixedPointTable.sample(sum[i]) }
        }
    }
}

/// An antialiasing table with weights scaled by 2^22. A sum of 8-bit samples fits in 32 bits: the
/// absolute weights of the cubic add up to less than 2.
private struct FixedPointTable: Sendable {
    let taps: Int
    let starts: [Int]
    let counts: [Int]
    let weights: [Int32]

    static let half: Int32 = 1 << 21

    init(_ table: AntialiasTable) {
        taps = table.taps
        starts = table.starts
        counts = table.counts
        weights = table.weights.map { Int32(($0 * 0x1p22).rounded(.toNearestOrAwayFromZero)) }
    }

    /// The sum of weighted samples, which began with `half`, as a sample.
    @inline(__always) static func sample(_ sum: Int32) -> UInt8 {
        UInt8(truncatingIfNeeded: max(0, min(255, sum &>> 22)))
    }

    /// Resamples one row; `input` has room for one SIMD4 past its end.
    func resample(
        _ input: UnsafePointer<Int32>, to output: UnsafeMutablePointer<UInt8>, channels: Int
    ) {
        weights.withUnsafeBufferPointer { weights in
            for i in starts.indices {
                let pixel = input + starts[i] &* channels
                let weights = weights.baseAddress! + i &* taps
                if channels == 3 || channels == 4 {
                    let sum = weightedSum(pixel, weights, count: counts[i], channels: channels)
                    for channel in 0..<channels { output[i &* channels &+ channel] = Self.sample(sum[channel]) }
                    continue
                }
                for channel in 0..<channels {
                    var sum = Self.half
                    for k in 0..<counts[i] { sum &+= pixel[k &* channels &+ channel] &* weights[k] }
                    output[i &* channels &+ channel] = Self.sample(sum)
                }
            }
        }
    }

    @inline(__always) private func weightedSum(
        _ pixel: UnsafePointer<Int32>, _ weights: UnsafePointer<Int32>, count: Int, channels: Int
    ) -> SIMD4<Int32> {
        var sum = SIMD4<Int32>(repeating: Self.half)
        var place = UnsafeRawPointer(pixel)
        for k in 0..<count {
            sum &+= place.loadUnaligned(as: SIMD4<Int32>.self) &* SIMD4(repeating: weights[k])
            place += channels &* 4
        }
        return sum
    }
}
