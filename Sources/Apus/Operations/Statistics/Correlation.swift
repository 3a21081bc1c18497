import ApusCore

/// The sums of products of `v` with as many neighbours in `a`, which is continued by zeros on both sides.
struct SlidingProduct: BinaryOperation {
    static var name: String { "correlate" }
    static var saves: Saved { [.first, .second] }
    /// How many zeros there are before and after.
    let before: Int
    let after: Int

    func result(_ a: Strided, _ v: Strided, _ world: World) throws(ApusError) -> Spec {
        guard a.rank == 1 && v.rank == 1 && v.count > 0 && a.count + before + after >= v.count else {
            throw .shape(operation: Self.name, message: "shapes \(a.shape) and \(v.shape); there must be two vectors with elements")
        }
        return Spec([a.count + before + after - v.count + 1], try world.promote(a.dtype, v.dtype))
    }

    func evaluate(_ a: Strided, _ v: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let dtype: DType = out.dtype == .float16 || out.dtype == .bfloat16 ? .float32 : out.dtype
        var line = try contiguous(cast(a, to: dtype))
        if before + after > 0 {
            let padded = try filled([a.count + before + after], .int(0), dtype, a.device)
            try backend.copy(line, to: padded.view(padded.layout.sliced(axis: 0, start: before, step: 1, size: a.count)))
            line = padded
        }
        let taps = try contiguous(cast(v, to: dtype))
        if dtype == out.dtype && out.layout.isContiguous { return try backend.slide(line, taps, to: out) }
        let sums = try Strided.empty(out.shape, dtype, on: a.device)
        try backend.slide(line, taps, to: sums)
        try backend.copy(sums, to: out)
    }

    func derivativeA(_ g: Tensor, _ a: Tensor, _ v: Tensor, _ y: Tensor) -> Tensor {
        let more = v.count - 1
        let ends = (before: Swift.max(more - before, 0), after: Swift.max(more - after, 0))
        let full = Tensor.make(SlidingProduct(before: ends.before, after: ends.after), g, v.conjugate().flip())
        return full.part(0, Swift.max(before - more, 0)..<(Swift.max(before - more, 0) + a.count))
    }

    func derivativeB(_ g: Tensor, _ a: Tensor, _ v: Tensor, _ y: Tensor) -> Tensor {
        .make(SlidingProduct(before: before, after: after), a.conjugate(), g)
    }
}

/// Which part of a correlation is wanted.
public enum CorrelationMode: String, Sendable {
    /// Wherever the vectors overlap at all.
    case full
    /// As many as the longer vector has, in the middle.
    case same
    /// Where the vectors overlap completely.
    case valid

    init(named name: String, _ operation: String) throws(ApusError) {
        guard let mode = CorrelationMode(rawValue: name) else {
            throw .argument(operation: operation, message: "mode must be one of 'valid', 'same', or 'full' (got '\(name)')")
        }
        self = mode
    }
}

/// Correlation and convolution of vectors.
protocol VectorCorrelation: TableOperation {
    static var defaultMode: CorrelationMode { get }
    static func apply<Face: ArrayFace>(_ a: Face, _ v: Face, _ mode: CorrelationMode) throws(ApusError) -> Face
}

extension VectorCorrelation {
    static var parameters: [Parameter] {
        [
            .array("a").known(as: "input"), .array("v").known(as: "other"),
            Parameter("mode", .text, default: .text(defaultMode.rawValue)),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let mode = try CorrelationMode(named: arguments.text("mode", default: defaultMode.rawValue), name)
        return [try apply(arguments.array("a"), arguments.array("v"), mode)]
    }

    /// Vectors of both operands; a number is a vector of one.
    static func vectors<Face: ArrayFace>(_ a: Face, _ v: Face) throws(ApusError) -> (Face, Face) {
        guard a.rank <= 1 && v.rank <= 1 else {
            throw .shape(operation: name, message: "shapes \(a.shape) and \(v.shape); the operands must be vectors")
        }
        guard a.count > 0 && v.count > 0 else {
            throw .argument(operation: name, message: "vectors of \(a.count) and \(v.count) elements; neither can be empty")
        }
        return (try a.inShape([a.count]), try v.inShape([v.count]))
    }

    /// The correlation without conjugation of vectors of which the first is not shorter.
    static func slide<Face: ArrayFace>(_ a: Face, _ v: Face, _ mode: CorrelationMode) throws(ApusError) -> Face {
        let more = v.count - 1
        switch mode {
        case .full: return try .apply(SlidingProduct(before: more, after: more), a, v)
        case .same: return try .apply(SlidingProduct(before: v.count / 2, after: more - v.count / 2), a, v)
        case .valid: return try .apply(SlidingProduct(before: 0, after: 0), a, v)
        }
    }
}

enum Convolution1D: VectorCorrelation {
    static var name: String { "convolve" }
    static var defaultMode: CorrelationMode { .full }

    static func apply<Face: ArrayFace>(_ a: Face, _ v: Face, _ mode: CorrelationMode) throws(ApusError) -> Face {
        let (a, v) = try vectors(a, v)
        let (long, short) = v.count > a.count ? (v, a) : (a, v)
        return try slide(long, .apply(Flip(axes: .all), short), mode)
    }
}

enum Correlation1D: VectorCorrelation {
    static var name: String { "correlate" }
    static var defaultMode: CorrelationMode { .valid }

    static func apply<Face: ArrayFace>(_ a: Face, _ v: Face, _ mode: CorrelationMode) throws(ApusError) -> Face {
        let (a, v) = try vectors(a, v)
        let second: Face = v.dtype.isComplex ? try .apply(Conjugate(), v) : v
        if v.count <= a.count { return try slide(a, second, mode) }
        return try .apply(Flip(axes: .all), slide(second, a, mode))
    }
}

extension ArrayFace {
    /// The convolution of two vectors: the sums of products of `other`, reversed, with neighbours. Directly, by vector
    /// instructions; complexity is the product of the lengths. `numpy.convolve`.
    public func convolve(_ other: Self, mode: CorrelationMode = .full) -> Self {
        trapping { () throws(ApusError) -> Self in try Convolution1D.apply(self, other, mode) }
    }

    /// The correlation of two vectors, cₖ = Σ aₙ₊ₖ v̄ₙ. `numpy.correlate`.
    public func correlate(_ other: Self, mode: CorrelationMode = .valid) -> Self {
        trapping { () throws(ApusError) -> Self in try Correlation1D.apply(self, other, mode) }
    }
}
