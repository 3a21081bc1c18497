import ApusCore

/// Means of values, weighted by softmax(query · keyᵀ · scale + mask), over the last two axes. float16 and bfloat16 are computed
/// in float32 and rounded once.
enum Attention: TableOperation {
    static var name: String { "scaledDotProductAttention" }
    static var parameters: [Parameter] {
        [
            .array("query").known(as: "input"), .array("key"), .array("value"),
            Parameter("attnMask", .array, optional: true), Parameter("dropoutP", .real, default: 0.0),
            Parameter("isCausal", .boolean, default: false), Parameter("scale", .real, optional: true),
            Parameter("enableGqa", .boolean, default: false),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        var scale: Double?
        if case .none = arguments["scale"] {} else { scale = try arguments.real("scale") }
        return [
            try apply(
                arguments.array("query"), arguments.array("key"), arguments.array("value"),
                mask: arguments.optionalArray("attnMask"), dropout: arguments.real("dropoutP", default: 0),
                isCausal: arguments.boolean("isCausal", default: false), scale: scale,
                sharesKeys: arguments.boolean("enableGqa", default: false), .shared)
        ]
    }

    static func apply<Face: ArrayFace>(
        _ query: Face, _ key: Face, _ value: Face, mask: Face?, dropout: Double, isCausal: Bool, scale: Double?,
        sharesKeys: Bool, _ generator: TensorGenerator
    ) throws(ApusError) -> Face {
        try check(query, key, value)
        if let mask, mask.dtype.isComplex {
            throw .dtype(operation: name, message: "a mask of \(mask.dtype); it must be bool or real numbers")
        }
        guard mask == nil || !isCausal else {
            throw .argument(operation: name, message: "a mask and isCausal; put the causal mask into the mask")
        }
        let keys = sharesKeys ? try repeated(key, for: query) : key, values = sharesKeys ? try repeated(value, for: query) : value
        let scale = scale ?? 1 / Double(Swift.max(1, query.shape[query.rank - 1])).squareRoot()
        let dtype = query.dtype == .float64 ? DType.float64 : .float32
        let seen = try mask.map { mask throws(ApusError) in mask.dtype == .bool ? mask : try mask.cast(to: dtype) }
        let q = try query.cast(to: dtype), k = try keys.cast(to: dtype), v = try values.cast(to: dtype)
        if dropout == 0 {
            let operation = AttentionFunction(isCausal: isCausal, scale: scale)
            return try Face.apply(operation, [q, k, v] + [seen].compactMap { $0 })[0].cast(to: query.dtype)
        }
        let weights = try DropoutEntry.apply(weights(q, k, seen, isCausal, scale), dropout, true, generator)
        return try Face.product(weights, v).cast(to: query.dtype)
    }

    private static func check<Face: ArrayFace>(_ query: Face, _ key: Face, _ value: Face) throws(ApusError) {
        guard query.rank >= 2, key.rank >= 2, value.rank >= 2 else {
            throw .shape(
                operation: name,
                message: "a query, key and value of shapes \(query.shape), \(key.shape) and \(value.shape); each needs two axes")
        }
        guard query.shape[query.rank - 1] == key.shape[key.rank - 1], key.shape[key.rank - 2] == value.shape[value.rank - 2] else {
            throw .shape(
                operation: name,
                message: "a query, key and value of shapes \(query.shape), \(key.shape) and \(value.shape); query and key must "
                    + "have one last axis, key and value one last but one")
        }
        guard query.dtype.isFloatingPoint, key.dtype == query.dtype, value.dtype == query.dtype else {
            throw .dtype(
                operation: name,
                message: "\(query.dtype), \(key.dtype) and \(value.dtype); query, key and value must have one float dtype")
        }
    }

    /// The softmax of the scores that a mask lets through; a row that sees nothing has weights 0.
    static func weights<Face: ArrayFace>(
        _ query: Face, _ key: Face, _ mask: Face?, _ isCausal: Bool, _ scale: Double
    ) throws(ApusError) -> Face {
        let scaled = try Face.apply(Multiply(), query, scalar: .float(scale), reversed: false)
        var scores = try Face.product(scaled, MatrixTranspose.apply(key))
        if isCausal {
            let rank = scores.rank, shape = Dims([scores.shape[rank - 2], scores.shape[rank - 1]])
            let all = Face(value: try filled(shape, .bool(true), .bool, scores.device))
            scores = try hidden(scores, where: .apply(LogicalNot(), .apply(Tril(offset: 0), all)))
        } else if let mask {
            scores = mask.dtype == .bool ? try hidden(scores, where: .apply(LogicalNot(), mask)) : try .apply(Add(), scores, mask)
        }
        if scores.shape[scores.rank - 1] == 0 { return scores }
        let largest: Face = try .apply(Largest(axes: .some([-1]), keepDims: true), scores)
        let blind = try Face.apply(Equal(), largest, scalar: .float(-.infinity), reversed: false)
        let weights: Face = try .apply(
            SoftmaxFunction(axis: -1, dtype: nil), .apply(MaskedFill(number: .float(0)), scores, blind))
        return try .apply(MaskedFill(number: .float(0)), weights, blind)
    }

    private static func hidden<Face: ArrayFace>(_ scores: Face, where mask: Face) throws(ApusError) -> Face {
        try .apply(MaskedFill(number: .float(-.infinity)), scores, mask)
    }

    /// Keys or values for as many heads as the query has.
    private static func repeated<Face: ArrayFace>(_ x: Face, for query: Face) throws(ApusError) -> Face {
        guard x.rank >= 3, query.rank >= 3, x.shape[x.rank - 3] > 0, query.shape[query.rank - 3] % x.shape[x.rank - 3] == 0 else {
            throw .shape(
                operation: name,
                message: "shapes \(query.shape) and \(x.shape): the query's heads must be a multiple of the others'")
        }
        let times = query.shape[query.rank - 3] / x.shape[x.rank - 3]
        return times == 1 ? x : try Repeat.apply(x, [times], x.rank - 3)
    }
}

extension ArrayFace {
    /// The throwing form of `astype(_:)`.
    fileprivate func cast(to dtype: DType) throws(ApusError) -> Self {
        dtype == self.dtype ? self : try .apply(Cast(dtype: dtype), self)
    }

    /// The means of the rows of `value` [..., S, V], weighted by softmax(self · keyᵀ · scale): the attention of queries
    /// [..., L, E] to keys [..., S, E] (Vaswani and others, 2017, arXiv:1706.03762). Floats of one dtype; those
    /// of 16 bits are computed in float32 and rounded once.
    /// `torch.nn.functional.scaled_dot_product_attention`.
    ///
    /// - Parameters:
    ///   - mask: bool, true where a query sees a key, or numbers added to the scores; it broadcasts to [..., L, S]. A query
    ///     that sees nothing gives zeros.
    ///   - dropout: the probability with which a weight is dropped.
    ///   - isCausal: whether query i sees only the keys up to i.
    ///   - scale: by default 1 ÷ √E.
    ///   - sharesKeys: whether several heads (axis −3) of the query share a head of key and value.
    public func scaledDotProductAttention(
        key: Self, value: Self, mask: Self? = nil, dropout: Double = 0, isCausal: Bool = false, scale: Double? = nil,
        sharesKeys: Bool = false, generator: TensorGenerator = .shared
    ) -> Self {
        trapping { () throws(ApusError) -> Self in
            try Attention.apply(
                self, key, value, mask: mask, dropout: dropout, isCausal: isCausal, scale: scale, sharesKeys: sharesKeys,
                generator)
        }
    }
}
