/// What a backend does for an operation: attention without its matrix of weights.
///
/// Operands are float32 or float64 of one dtype, with the same leading axes (strides may be 0) and adjacent elements in their
/// last axis; the mask is bool or of that dtype.
public protocol AttentionKernels {
    /// softmax(query · keyᵀ · scale + mask) · value, zeros where a query sees nothing. `statistics`, contiguous, of the
    /// shape [..., queries, 2], receives what the derivative needs.
    func attend(_ operands: AttentionOperands, to out: Strided, statistics: Strided) throws(ApusError)

    /// The derivative of `attend` with respect to query, key and value.
    func attendBackward(
        _ operands: AttentionOperands, result: Strided, statistics: Strided, gradient: Strided, toQuery: Strided, toKey: Strided,
        toValue: Strided
    ) throws(ApusError)
}

/// The operands of attention: [..., queries, depth], [..., keys, depth], [..., keys, width] and [..., queries, keys].
public struct AttentionOperands {
    public let query: Strided, key: Strided, value: Strided
    /// True where a query sees a key, or numbers added to the scores.
    public let mask: Strided?
    /// Whether query i sees only keys up to i.
    public let isCausal: Bool
    public let scale: Double

    public init(query: Strided, key: Strided, value: Strided, mask: Strided?, isCausal: Bool, scale: Double) {
        self.query = query
        self.key = key
        self.value = value
        self.mask = mask
        self.isCausal = isCausal
        self.scale = scale
    }
}
