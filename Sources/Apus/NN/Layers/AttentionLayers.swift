import ApusCore

/// Attention by several heads, each on a part of the features (Vaswani and others, 2017): `torch.nn.MultiheadAttention`.
/// Queries, keys and values have the same number of features.
public final class MultiheadAttention: Module {
    public let features: Int
    public let heads: Int
    public let dropout: Double
    /// Whether sequences are [batch, length, features] instead of [length, batch, features].
    public let batchFirst: Bool
    /// [3 · features, features]: those of queries, keys and values, one above the other.
    @Parameter public var inProjWeight: Tensor
    /// [3 · features].
    @Parameter public var inProjBias: Tensor?
    public let outProj: Linear

    public init(
        _ features: Int, heads: Int, dropout: Double = 0, bias: Bool = true, batchFirst: Bool = false,
        dtype: DType = .float32, device: Device = .cpu
    ) {
        precondition(heads > 0 && features % heads == 0, "MultiheadAttention: \(features) features in \(heads) heads")
        self.features = features
        self.heads = heads
        self.dropout = dropout
        self.batchFirst = batchFirst
        inProjWeight = .empty([3 * features, features], dtype: dtype, device: device)
        inProjBias = bias ? .zeros([3 * features], dtype: dtype, device: device) : nil
        outProj = Linear(features, features, bias: bias, dtype: dtype, device: device)
        super.init()
        Init.xavierUniform(inProjWeight)
        if let bias = outProj.bias { Init.zeros(bias) }
    }

    /// The attention of queries to keys, [length, batch, features] or with `batchFirst` [batch, length, features], or
    /// without a batch [length, features].
    ///
    /// - Parameters:
    ///   - mask: for every query and key, [L, S] or [batch · heads, L, S]: bool, true where a query does NOT see a key, or
    ///     numbers added to the scores.
    ///   - keyMask: [batch, S], or [S] without a batch: true for keys that nothing sees.
    ///   - isCausal: whether a query sees only keys up to its own position.
    public func callAsFunction(
        _ query: Tensor, _ key: Tensor, _ value: Tensor, mask: Tensor? = nil, keyMask: Tensor? = nil, isCausal: Bool = false
    ) -> Tensor {
        let isBatched = query.rank == 3
        precondition(query.rank == key.rank && key.rank == value.rank && (2...3).contains(query.rank), "MultiheadAttention: ranks")
        let (q, k, v) = projected(query, key, value)
        let attended = split(q, isBatched).scaledDotProductAttention(
            key: split(k, isBatched), value: split(v, isBatched), mask: visible(mask, keyMask, isBatched),
            dropout: isTraining ? dropout : 0, isCausal: isCausal)
        return outProj(joined(attended, isBatched))
    }

    /// Queries, keys and values by one product if they are the same.
    private func projected(_ query: Tensor, _ key: Tensor, _ value: Tensor) -> (Tensor, Tensor, Tensor) {
        if query === key && key === value {
            let all = query.linear(weight: inProjWeight, bias: inProjBias).split(3, axis: -1)
            return (all[0], all[1], all[2])
        }
        let weights = inProjWeight.split(3), biases = inProjBias?.split(3)
        return (
            query.linear(weight: weights[0], bias: biases?[0]), key.linear(weight: weights[1], bias: biases?[1]),
            value.linear(weight: weights[2], bias: biases?[2])
        )
    }

    /// [batch, heads, length, features of a head], without a batch [heads, length, features of a head].
    private func split(_ x: Tensor, _ isBatched: Bool) -> Tensor {
        let parts = x.reshape(Dims(Array(x.shape.dropLast()) + [heads, features / heads]))
        if !isBatched { return parts.transpose(1, 0, 2) }
        return batchFirst ? parts.transpose(0, 2, 1, 3) : parts.transpose(1, 2, 0, 3)
    }

    private func joined(_ x: Tensor, _ isBatched: Bool) -> Tensor {
        if !isBatched { return x.transpose(1, 0, 2).reshape(x.shape[1], features) }
        if batchFirst { return x.transpose(0, 2, 1, 3).reshape(x.shape[0], x.shape[2], features) }
        return x.transpose(2, 0, 1, 3).reshape(x.shape[2], x.shape[0], features)
    }

    /// The masks as one that broadcasts to [batch, heads, L, S]: true where a key is seen, or numbers to add.
    private func visible(_ mask: Tensor?, _ keyMask: Tensor?, _ isBatched: Bool) -> Tensor? {
        var result = mask.map { $0.dtype == .bool ? $0.logicalNot() : $0 }
        if let whole = result, whole.rank == 3, isBatched {
            result = whole.reshape(whole.shape[0] / heads, heads, whole.shape[1], whole.shape[2])
        }
        guard let keyMask else { return result }
        let keys = isBatched ? keyMask.reshape(keyMask.shape[0], 1, 1, keyMask.shape[1]) : keyMask
        let seen = keys.dtype == .bool ? keys.logicalNot() : keys
        guard let other = result else { return seen }
        if other.dtype == .bool && seen.dtype == .bool { return other & seen }
        func numbers(_ x: Tensor) -> Tensor { x.dtype == .bool ? Tensor.where(x, 0.0, -Double.infinity).astype(inProjWeight.dtype) : x }
        return numbers(other) + numbers(seen)
    }
}

/// Self-attention, then two dense layers, each with a residual and a layer norm: `torch.nn.TransformerEncoderLayer`.
public final class TransformerEncoderLayer: Module, Layer {
    public let selfAttn: MultiheadAttention
    public let linear1: Linear
    public let linear2: Linear
    public let norm1: LayerNorm
    public let norm2: LayerNorm
    public let dropout: Double
    /// Whether norms come before attention and dense layers instead of after them.
    public let normFirst: Bool
    private let activation: (Tensor) -> Tensor

    /// - Parameters:
    ///   - hidden: the width between the two dense layers.
    ///   - activation: what stands between them.
    public init(
        _ features: Int, heads: Int, hidden: Int = 2048, dropout: Double = 0.1,
        activation: @escaping (Tensor) -> Tensor = { $0.relu() }, epsilon: Double = 1e-5, batchFirst: Bool = false,
        normFirst: Bool = false, bias: Bool = true, dtype: DType = .float32, device: Device = .cpu
    ) {
        selfAttn = MultiheadAttention(
            features, heads: heads, dropout: dropout, bias: bias, batchFirst: batchFirst, dtype: dtype, device: device)
        linear1 = Linear(features, hidden, bias: bias, dtype: dtype, device: device)
        linear2 = Linear(hidden, features, bias: bias, dtype: dtype, device: device)
        norm1 = LayerNorm(features, epsilon: epsilon, bias: bias, dtype: dtype, device: device)
        norm2 = LayerNorm(features, epsilon: epsilon, bias: bias, dtype: dtype, device: device)
        self.dropout = dropout
        self.normFirst = normFirst
        self.activation = activation
    }

    /// Sequences [length, batch, features] or with `batchFirst` [batch, length, features].
    public func callAsFunction(_ x: Tensor) -> Tensor { callAsFunction(x, mask: nil) }

    /// With the masks of `MultiheadAttention`.
    public func callAsFunction(_ x: Tensor, mask: Tensor?, keyMask: Tensor? = nil, isCausal: Bool = false) -> Tensor {
        func attended(_ x: Tensor) -> Tensor {
            selfAttn(x, x, x, mask: mask, keyMask: keyMask, isCausal: isCausal).dropout(dropout, training: isTraining)
        }
        func dense(_ x: Tensor) -> Tensor {
            linear2(activation(linear1(x)).dropout(dropout, training: isTraining)).dropout(dropout, training: isTraining)
        }
        if normFirst {
            let y = x + attended(norm1(x))
            return y + dense(norm2(y))
        }
        let y = norm1(x + attended(x))
        return norm2(y + dense(y))
    }
}

/// Encoder layers one after another, and an optional norm at the end: `torch.nn.TransformerEncoder`.
public final class TransformerEncoder: Module, Layer {
    public let layers: [TransformerEncoderLayer]
    public let norm: LayerNorm?

    public init(_ layers: [TransformerEncoderLayer], norm: LayerNorm? = nil) {
        self.layers = layers
        self.norm = norm
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { callAsFunction(x, mask: nil) }

    /// With the masks of `MultiheadAttention`.
    public func callAsFunction(_ x: Tensor, mask: Tensor?, keyMask: Tensor? = nil, isCausal: Bool = false) -> Tensor {
        let y = layers.reduce(x) { $1($0, mask: mask, keyMask: keyMask, isCausal: isCausal) }
        return norm.map { $0(y) } ?? y
    }
}
