/// What stands in the margin of a padded array.
public enum PadMode: Sendable, Hashable {
    /// One number. NumPy and PyTorch: `constant`.
    case constant(Scalar)
    /// The outermost element. NumPy: `edge`; PyTorch: `replicate`.
    case edge
    /// The elements mirrored at the outermost one, which is not repeated. NumPy and PyTorch: `reflect`.
    case reflect
    /// The elements mirrored behind the outermost one, which is repeated. NumPy: `symmetric`.
    case symmetric
    /// The elements from the other end. NumPy: `wrap`; PyTorch: `circular`.
    case wrap
    /// The elements turned about the outermost one: twice that, less the mirrored element. NumPy: `reflect`, odd.
    case reflectOdd
    /// The elements turned about the outermost one, which is repeated. NumPy: `symmetric`, odd.
    case symmetricOdd
    /// Even steps from a number outside to the outermost element. NumPy: `linear_ramp`.
    case linearRamp(end: Scalar)
    /// The largest of the `length` elements next to the margin, by default of all.
    case maximum(length: Int? = nil)
    /// The smallest of the `length` elements next to the margin, by default of all.
    case minimum(length: Int? = nil)
    /// The mean of the `length` elements next to the margin, by default of all; rounded for integers.
    case mean(length: Int? = nil)
    /// The median of the `length` elements next to the margin, by default of all; rounded for integers.
    case median(length: Int? = nil)
    /// Nothing: what stands there is undefined.
    case empty

    /// The position from 0 to below `size` whose element stands at `position`, inside or outside of that range.
    func source(_ position: Int, _ size: Int) -> Int {
        func modulo(_ period: Int) -> Int { (position % period + period) % period }
        switch self {
        case .edge: return min(max(position, 0), size - 1)
        case .wrap: return modulo(size)
        case .reflect:
            if size == 1 { return 0 }
            let folded = modulo(2 * size - 2)
            return folded < size ? folded : 2 * size - 2 - folded
        case .symmetric:
            let folded = modulo(2 * size)
            return folded < size ? folded : 2 * size - 1 - folded
        default: return position
        }
    }
}

/// An array inside a margin of one number.
struct PadConstant: UnaryOperation {
    static var name: String { "pad" }
    static var saves: Saved { [] }
    let before: Dims
    let after: Dims
    let number: Scalar

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        try checkFits(number, in: x.dtype, world, Self.name)
        return Spec(try Pad.shape(x.shape, before, after), x.dtype)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.fill(out, with: number)
        try backend.copy(x, to: out.view(inside(x.shape).layout(of: out.layout)))
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { .make(inside(x.shape), g) }

    private func inside(_ shape: Dims) -> BasicIndex {
        BasicIndex(steps: (0..<shape.count).map { .slice(axis: $0, start: before[$0], step: 1, size: shape[$0]) })
    }
}

/// An array inside a margin.
enum Pad: TableOperation {
    static var name: String { "pad" }
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("widths", .integers), Parameter("mode", .text, default: "constant"),
            Parameter("value", .scalar, default: 0), Parameter("ends", .array, optional: true),
            Parameter("lengths", .integers, optional: true), Parameter("odd", .boolean, default: false),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let widths = try arguments.integers("widths")
        guard widths.count % 2 == 0 else {
            throw .argument(operation: name, message: "widths \(widths) must come in pairs, before and after each axis")
        }
        let pairs = stride(from: 0, to: widths.count, by: 2).map { (widths[$0], widths[$0 + 1]) }
        let x = try arguments.array("x"), mode = try mode(arguments)
        _ = try shape(x.shape, Dims(pairs.map(\.0)), Dims(pairs.map(\.1)))
        if let ends = try arguments.optionalArray("ends") {
            switch mode {
            case .constant: return [try PadMargins.constants(x, pairs, ends)]
            case .linearRamp: return [try PadMargins.ramps(x, pairs, ends)]
            default: throw .argument(operation: name, message: "numbers for the ends go with the modes constant and linear_ramp")
            }
        }
        guard case .none = arguments["lengths"] else {
            return [try apply(x, pairs, mode, lengths: lengths(arguments.integers("lengths"), rank: x.rank))]
        }
        return [try apply(x, pairs, mode)]
    }

    /// For each axis, how many elements before and after it are looked at; a negative number stands for all.
    private static func lengths(_ numbers: [Int], rank: Int) throws(ApusError) -> [PadLengths] {
        guard numbers.count == 2 * rank else {
            throw .argument(operation: name, message: "\(numbers.count) lengths for \(rank) axes; there must be two for each")
        }
        return (0..<rank).map { axis in
            PadLengths(
                before: numbers[2 * axis] < 0 ? nil : numbers[2 * axis],
                after: numbers[2 * axis + 1] < 0 ? nil : numbers[2 * axis + 1])
        }
    }

    private static func mode<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> PadMode {
        let isOdd = try arguments.boolean("odd", default: false)
        switch try arguments.text("mode", default: "constant") {
        case "constant": return .constant(try arguments.scalar("value", default: 0))
        case "edge", "replicate": return .edge
        case "reflect": return isOdd ? .reflectOdd : .reflect
        case "symmetric": return isOdd ? .symmetricOdd : .symmetric
        case "wrap", "circular": return .wrap
        case "linear_ramp": return .linearRamp(end: try arguments.scalar("value", default: 0))
        case "maximum": return .maximum()
        case "minimum": return .minimum()
        case "mean": return .mean()
        case "median": return .median()
        case "empty": return .empty
        case let other:
            throw .argument(
                operation: name,
                message: "mode '\(other)' is not supported; it must be constant, edge, reflect, symmetric, wrap, linear_ramp, "
                    + "maximum, minimum, mean, median or empty")
        }
    }

    /// The modes that compute their margins; nil for the others.
    private static func computed<Face: ArrayFace>(
        _ x: Face, _ widths: [(Int, Int)], _ mode: PadMode, _ given: [PadLengths]?
    ) throws(ApusError) -> Face? {
        func lengths(_ length: Int?) -> [PadLengths] {
            given ?? Array(repeating: PadLengths(before: length, after: length), count: x.rank)
        }
        switch mode {
        case .linearRamp(let end):
            let wide: DType = if case .complex = end { .complex128 } else { .float64 }
            return try PadMargins.ramps(x, widths, Face(value: filled([], end, wide, x.device)))
        case .maximum(let length):
            return try PadMargins.statistic(x, widths, lengths(length), isExtreme: true) { part, axis throws(ApusError) in
                try .apply(Largest(axes: Axes(axis), keepDims: true), part)
            }
        case .minimum(let length):
            return try PadMargins.statistic(x, widths, lengths(length), isExtreme: true) { part, axis throws(ApusError) in
                try .apply(Smallest(axes: Axes(axis), keepDims: true), part)
            }
        case .mean(let length):
            return try PadMargins.statistic(x, widths, lengths(length), isExtreme: false) { part, axis throws(ApusError) in
                try .apply(Mean(axes: Axes(axis), keepDims: true, dtype: nil), part)
            }
        case .median(let length):
            return try PadMargins.statistic(x, widths, lengths(length), isExtreme: false) { part, axis throws(ApusError) in
                try PadMargins.median(part, axis)
            }
        case .reflectOdd: return try PadMargins.mirrored(x, widths, repeatsEdge: false)
        case .symmetricOdd: return try PadMargins.mirrored(x, widths, repeatsEdge: true)
        case .empty: return try apply(x, widths, .constant(0))
        default: return nil
        }
    }

    static func apply<Face: ArrayFace>(
        _ x: Face, _ widths: [(Int, Int)], _ mode: PadMode, lengths: [PadLengths]? = nil
    ) throws(ApusError) -> Face {
        _ = try shape(x.shape, Dims(widths.map(\.0)), Dims(widths.map(\.1)))
        if let margins = try computed(x, widths, mode, lengths) { return margins }
        let before = Dims(widths.map(\.0)), after = Dims(widths.map(\.1))
        let shape = try shape(x.shape, before, after)
        if case .constant(let number) = mode {
            return try .apply(PadConstant(before: before, after: after, number: number), x)
        }
        var result = x
        for axis in 0..<x.rank where before[axis] > 0 || after[axis] > 0 {
            let size = x.shape[axis]
            guard size > 0 else {
                throw .argument(
                    operation: name,
                    message: "can't extend empty axis \(axis) using modes other than 'constant' or 'empty'")
            }
            let positions = try Strided.empty([shape[axis]], .int64)
            let sources = positions.pointer.assumingMemoryBound(to: Int64.self)
            for i in 0..<shape[axis] { sources[i] = Int64(mode.source(i - before[axis], size)) }
            result = try .apply(Gather(selection: IndexedAxes(axis: axis, positions: positions)), result)
        }
        return result === x ? try .apply(Copy(), x) : result
    }

    static func shape(_ shape: Dims, _ before: Dims, _ after: Dims) throws(ApusError) -> Dims {
        guard before.count == shape.count else {
            throw .argument(
                operation: name, message: "\(before.count) pairs of widths for an array of \(shape.count) axes")
        }
        var result = shape
        for axis in 0..<shape.count {
            guard before[axis] >= 0, after[axis] >= 0 else {
                throw .argument(
                    operation: name, message: "widths (\(before[axis]), \(after[axis])) of axis \(axis) must not be negative")
            }
            let (first, overflow) = before[axis].addingReportingOverflow(after[axis])
            let (size, beyond) = first.addingReportingOverflow(shape[axis])
            if overflow || beyond { throw .outOfMemory(requested: .max, device: .cpu) }
            result[axis] = size
        }
        return result
    }
}

extension ArrayFace {
    /// A copy with a margin of `widths` positions before and after the elements of each axis, filled as `mode` says, by
    /// default with zeros. `numpy.pad`; `torch.nn.functional.pad`, which takes the widths from the last axis on.
    public func pad(_ widths: [(Int, Int)], mode: PadMode = .constant(0)) -> Self {
        trapping { () throws(ApusError) -> Self in try Pad.apply(self, widths, mode) }
    }

    /// A copy with a margin of the same width on all sides.
    public func pad(_ width: Int, mode: PadMode = .constant(0)) -> Self {
        pad(Array(repeating: (width, width), count: rank), mode: mode)
    }
}
