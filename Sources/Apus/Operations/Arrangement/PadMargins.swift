import ApusCore

/// How far into an array a margin looks for the number that fills it.
struct PadLengths: Sendable {
    var before: Int?
    var after: Int?
}

/// Margins that are computed: axis by axis, from what stands inside, the margins of the axes before included.
enum PadMargins {
    static var name: String { "pad" }

    /// Fills the margins of each axis with what `margin` gives for it.
    static func apply<Face: ArrayFace>(
        _ x: Face, _ widths: [(Int, Int)],
        _ margins: (_ inside: Face, _ axis: Int, _ widths: (Int, Int)) throws(ApusError) -> (before: Face, after: Face)
    ) throws(ApusError) -> Face {
        _ = try Pad.shape(x.shape, Dims(widths.map(\.0)), Dims(widths.map(\.1)))
        var result = x
        for axis in 0..<x.rank where widths[axis] != (0, 0) {
            let (before, after) = try margins(result, axis, widths[axis])
            result = try joined([before, result, after], axis, x.dtype)
        }
        return result === x ? try .apply(Copy(), x) : result
    }

    private static func joined<Face: ArrayFace>(_ parts: [Face], _ axis: Int, _ dtype: DType) throws(ApusError) -> Face {
        let cast = try parts.map { part throws(ApusError) -> Face in
            part.dtype == dtype ? part : try .apply(Cast(dtype: dtype), part)
        }
        return try Face.apply(Concatenate(axis: axis), cast)[0]
    }

    /// Slices of width 1 spread to a width.
    static func spread<Face: ArrayFace>(_ slice: Face, _ axis: Int, _ width: Int) throws(ApusError) -> Face {
        var shape = slice.shape
        shape[axis] = width
        return try .apply(Broadcast(shape: shape), slice)
    }

    static func requireElements<Face: ArrayFace>(_ x: Face, _ axis: Int) throws(ApusError) {
        if x.shape[axis] == 0 {
            throw .argument(
                operation: name, message: "can't extend empty axis \(axis) using modes other than 'constant' or 'empty'")
        }
    }

    /// Numbers for the two sides of each axis: `ends` has a row for each axis, or broadcasts so.
    static func constants<Face: ArrayFace>(_ x: Face, _ widths: [(Int, Int)], _ ends: Face) throws(ApusError) -> Face {
        let pairs: Face = try .apply(
            Broadcast(shape: [x.rank, 2]), .apply(Cast(dtype: x.dtype), ends))
        return try apply(x, widths) { inside, axis, widths throws(ApusError) in
            (
                try block(end(pairs, axis, 0), like: inside, axis, widths.0),
                try block(end(pairs, axis, 1), like: inside, axis, widths.1)
            )
        }
    }

    private static func end<Face: ArrayFace>(_ pairs: Face, _ axis: Int, _ side: Int) throws(ApusError) -> Face {
        try .apply(BasicIndex(steps: [.select(axis: 0, position: axis), .select(axis: 0, position: side)]), pairs)
    }

    private static func block<Face: ArrayFace>(
        _ number: Face, like inside: Face, _ axis: Int, _ width: Int
    ) throws(ApusError) -> Face {
        var shape = inside.shape
        shape[axis] = width
        return try .apply(Broadcast(shape: shape), number)
    }

    /// Even steps from `ends` at the outside to the outermost elements.
    static func ramps<Face: ArrayFace>(_ x: Face, _ widths: [(Int, Int)], _ ends: Face) throws(ApusError) -> Face {
        let wide: DType = ends.dtype == x.dtype && x.dtype.isInexact
            ? x.dtype : x.dtype.isComplex || ends.dtype.isComplex ? .complex128 : .float64
        let pairs: Face = try .apply(Broadcast(shape: [x.rank, 2]), .apply(Cast(dtype: wide), ends))
        return try apply(x, widths) { inside, axis, widths throws(ApusError) in
            try requireElements(inside, axis)
            let last = try Split.part(inside, axis, inside.shape[axis] - 1, 1)
            let after = try ramp(end(pairs, axis, 1), last, axis, widths.1, x.dtype)
            return (
                try ramp(end(pairs, axis, 0), Split.part(inside, axis, 0, 1), axis, widths.0, x.dtype),
                try .apply(Flip(axes: Axes(axis)), after)
            )
        }
    }

    private static func ramp<Face: ArrayFace>(
        _ end: Face, _ edge: Face, _ axis: Int, _ width: Int, _ dtype: DType
    ) throws(ApusError) -> Face {
        let from: Face = try .apply(Cast(dtype: end.dtype), edge)
        if width == 0 { return try Split.part(from, axis, 0, 0) }
        var shape = Dims(repeating: 1, count: edge.rank)
        shape[axis] = width
        let count = try Arange(start: .int(0), stop: .int(Int64(width)), step: .int(1)).make(.float64, Face.world)
        let places: Face = try .apply(Cast(dtype: end.dtype), .apply(Reshape(shape: shape), Face(value: castOn(edge.device, count))))
        let step: Face = try .apply(
            Divide(), .apply(Subtract(), from, end), scalar: .float(Double(width)), reversed: false)
        let line: Face = try .apply(Add(), .apply(Multiply(), places, step), end)
        return dtype.isInexact || line.dtype.isComplex ? line : try .apply(Floor(), line)
    }

    private static func castOn(_ device: Device, _ x: Strided) throws(ApusError) -> Strided {
        device == .cpu ? x : try Strided.empty(x.shape, x.dtype, on: device)
    }

    /// A number made of the elements nearest to each margin.
    static func statistic<Face: ArrayFace>(
        _ x: Face, _ widths: [(Int, Int)], _ lengths: [PadLengths], isExtreme: Bool,
        _ statistic: (Face, Int) throws(ApusError) -> Face
    ) throws(ApusError) -> Face {
        try apply(x, widths) { inside, axis, widths throws(ApusError) in
            try requireElements(inside, axis)
            let size = inside.shape[axis]
            let before = min(lengths[axis].before ?? size, size), after = min(lengths[axis].after ?? size, size)
            if isExtreme && (before == 0 || after == 0) {
                throw .argument(operation: name, message: "stat_length of 0 yields no value for padding")
            }
            func number(_ start: Int, _ length: Int) throws(ApusError) -> Face {
                let result = try statistic(Split.part(inside, axis, start, length), axis)
                let isRounded = x.dtype.isInteger && result.dtype.isInexact
                return isRounded ? try .apply(Round(decimals: 0), result) : result
            }
            let first = try number(0, before)
            let last = before == size && after == size ? first : try number(size - after, after)
            return (try spread(first, axis, widths.0), try spread(last, axis, widths.1))
        }
    }

    /// The middle of the elements along an axis, which is kept.
    static func median<Face: ArrayFace>(_ x: Face, _ axis: Int) throws(ApusError) -> Face {
        let sorted: Face = try .apply(Sort(axis: axis, descending: false), x)
        let size = x.shape[axis]
        let middle = try Split.part(sorted, axis, max(0, (size - 1) / 2), size == 0 ? 0 : 2 - size % 2)
        let mean: Face = try .apply(Mean(axes: Axes(axis), keepDims: true, dtype: nil), middle)
        guard x.dtype.isInexact, size > 0 else { return mean }
        // NaN comes last in order, and whatever has one has no other middle.
        let last = try Split.part(sorted, axis, size - 1, 1)
        return try .apply(Select(), .apply(IsNaN(), last), last, mean)
    }

    /// The elements mirrored at the edge, or point by point at its value: twice that less the mirrored element.
    static func mirrored<Face: ArrayFace>(
        _ x: Face, _ widths: [(Int, Int)], repeatsEdge: Bool
    ) throws(ApusError) -> Face {
        try apply(x, widths) { inside, axis, widths throws(ApusError) in
            try requireElements(inside, axis)
            let period = inside.shape[axis]
            if period == 1 { return (try spread(inside, axis, widths.0), try spread(inside, axis, widths.1)) }
            var whole = inside
            var (left, right) = widths
            while left > 0 || right > 0 {
                let size = whole.shape[axis]
                let usable = repeatsEdge ? size / period * period : (size - 1) / (period - 1) * (period - 1)
                let before = min(usable, left), after = min(usable, right), skipped = repeatsEdge ? 0 : 1
                let first = try reflection(whole, axis, 0, start: skipped, before)
                let last = try reflection(whole, axis, size - 1, start: size - skipped - after, after)
                whole = try joined([first, whole, last], axis, x.dtype)
                left -= before
                right -= after
            }
            return (
                try Split.part(whole, axis, 0, widths.0),
                try Split.part(whole, axis, whole.shape[axis] - widths.1, widths.1)
            )
        }
    }

    private static func reflection<Face: ArrayFace>(
        _ x: Face, _ axis: Int, _ edge: Int, start: Int, _ size: Int
    ) throws(ApusError) -> Face {
        let mirrored: Face = try .apply(Flip(axes: Axes(axis)), Split.part(x, axis, start, size))
        let value: Face = try Split.part(x, axis, edge, 1)
        let twice: Face = try .apply(Multiply(), value, scalar: .int(2), reversed: false)
        return try .apply(Subtract(), twice, mirrored)
    }
}
