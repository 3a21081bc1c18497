// Changing the size of an image: which resampler does it, and with which tables.

/// How an image is resampled.
public enum ResizeMethod: Sendable, Equatable, CaseIterable {
    /// The input pixel at floor(i * input / output), as OpenCV's INTER_NEAREST.
    case nearest
    /// Between the two nearest pixel centres, as OpenCV's INTER_LINEAR.
    case bilinear
    /// The mean over the area that an output pixel covers, as OpenCV's INTER_AREA.
    case area
    /// Cubic convolution over four pixels, as OpenCV's INTER_CUBIC.
    case bicubic
}

/// Everything about a resize that does not depend on the samples' values. Bands of output rows are
/// independent of each other and may be computed at the same time.
struct ResizePlan: Sendable {
    private enum Resampler: Sendable {
        case copy
        case nearest(NearestResampler)
        case float(FloatResampler)
        case fixedPoint(FixedPointResampler)
    }

    private let resampler: Resampler

    /// Plans a resize between shapes of the same channels and no empty side. `antialias` widens
    /// the bilinear and bicubic kernels on axes that shrink, and does nothing to other methods.
    init<Scalar: Sample>(
        _ scalar: Scalar.Type, from source: PixelShape, to target: PixelShape,
        method: ResizeMethod, antialias: Bool
    ) {
        let is8Bit = scalar == UInt8.self
        switch method {
        case _ where source == target:
            resampler = .copy
        case .nearest:
            resampler = .nearest(NearestResampler(from: source, to: target))
        case .bilinear where antialias:
            resampler = Self.antialiased(.linear, from: source, to: target, is8Bit: is8Bit)
        case .bicubic where antialias:
            resampler = Self.antialiased(.cubic, from: source, to: target, is8Bit: is8Bit)
        case .bilinear:
            resampler = .float(.bilinear(from: source, to: target, is8Bit: is8Bit))
        case .area:
            resampler = .float(.area(from: source, to: target, is8Bit: is8Bit))
        case .bicubic:
            resampler = .float(.bicubic(from: source, to: target, is8Bit: is8Bit))
        }
    }

    private static func antialiased(
        _ kernel: AntialiasKernel, from source: PixelShape, to target: PixelShape, is8Bit: Bool
    ) -> Resampler {
        let columns = AntialiasTable(kernel, from: source.width, to: target.width)
        let rows = AntialiasTable(kernel, from: source.height, to: target.height)
        return is8Bit
            ? .fixedPoint(FixedPointResampler(columns: columns, rows: rows))
            : .float(FloatResampler(columns: ResampleTable(columns), rows: ResampleTable(rows)))
    }

    /// Computes the output rows `rows`. The shapes are those that were planned for.
    func run<Scalar: Sample>(_ source: Pixels<Scalar>, to target: Pixels<Scalar>, rows: Range<Int>) {
        switch resampler {
        case .copy:
            for y in rows { target.row(y).update(from: source.row(y), count: source.shape.rowCount) }
        case .nearest(let resampler):
            resampler.run(source, to: target, rows: rows)
        case .float(let resampler):
            resampler.run(source, to: target, rows: rows)
        case .fixedPoint(let resampler):
            // Only planned for UInt8.
            let source = Pixels<UInt8>(base: source.base, shape: source.shape, rowStride: source.rowStride)
            let target = Pixels<UInt8>(base: target.base, shape: target.shape, rowStride: target.rowStride)
            resampler.run(source, to: target, rows: rows)
        }
    }
}

extension FloatResampler {
    static func bilinear(from source: PixelShape, to target: PixelShape, is8Bit: Bool) -> FloatResampler {
        pairwise(
            columns: .linear(from: source.width, to: target.width, roundsPositions: is8Bit),
            rows: .linear(from: source.height, to: target.height, roundsPositions: is8Bit), source, is8Bit: is8Bit)
    }

    static func area(from source: PixelShape, to target: PixelShape, is8Bit: Bool) -> FloatResampler {
        if target.width > source.width || target.height > source.height {
            return pairwise(
                columns: .areaGrowing(from: source.width, to: target.width),
                rows: .areaGrowing(from: source.height, to: target.height), source, is8Bit: is8Bit)
        }
        // Halving both sides is the same mean; OpenCV rounds both alike, halves upwards.
        if source.width == 2 * target.width, source.height == 2 * target.height {
            return bilinear(from: source, to: target, is8Bit: is8Bit)
        }
        let columns = ResampleTable.areaShrinking(from: source.width, to: target.width)
        let rows = ResampleTable.areaShrinking(from: source.height, to: target.height)
        return FloatResampler(
            columns: columns.table, rows: rows.table,
            scale: 1 / Float(columns.divisor * rows.divisor))
    }

    static func bicubic(from source: PixelShape, to target: PixelShape, is8Bit: Bool) -> FloatResampler {
        let columns = ResampleTable.cubic(from: source.width, to: target.width)
        let rows = ResampleTable.cubic(from: source.height, to: target.height)
        guard is8Bit else {
            return FloatResampler(columns: columns.clamped(to: source.width), rows: rows)
        }
        // Both tables carry a factor of 2^11; 2^-22 takes it out without rounding.
        return FloatResampler(
            columns: columns.quantized().clamped(to: source.width),
            rows: rows.quantized().scaled(by: 0x1p-22))
    }

    private static func pairwise(
        columns: ResampleTable, rows: ResampleTable, _ source: PixelShape, is8Bit: Bool
    ) -> FloatResampler {
        guard is8Bit else {
            return FloatResampler(columns: columns.clamped(to: source.width), rows: rows)
        }
        return FloatResampler(
            columns: columns.quantized().clamped(to: source.width), rows: rows.quantized(),
            combine: .openCVFixedPoint)
    }
}
