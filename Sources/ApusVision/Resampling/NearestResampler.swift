// Resampling by picking pixels.

/// Picks one input pixel for each output pixel.
struct NearestResampler: Sendable {
    private let columns: [Int]
    private let rows: [Int]

    init(from source: PixelShape, to target: PixelShape) {
        columns = Self.positions(from: source.width, to: target.width)
        rows = Self.positions(from: source.height, to: target.height)
    }

    private static func positions(from input: Int, to output: Int) -> [Int] {
        let scale = 1 / (Double(output) / Double(input))
        return (0..<output).map { min(Int(Double($0) * scale), input - 1) }
    }

    func run<Scalar: Sample>(_ source: Pixels<Scalar>, to target: Pixels<Scalar>, rows range: Range<Int>) {
        let channels = source.shape.channels
        for y in range {
            let input = source.row(rows[y])
            if y > range.lowerBound, rows[y] == rows[y - 1] {
                target.row(y).update(from: target.row(y - 1), count: target.shape.rowCount)
                continue
            }
            var output = target.row(y)
            for column in columns {
                let pixel = input + column &* channels
                for channel in 0..<channels { output[channel] = pixel[channel] }
                output += channels
            }
        }
    }
}
