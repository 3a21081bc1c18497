/// Rows of a learned table by their numbers: `torch.nn.Embedding`.
public final class Embedding: Module, Layer {
    public let paddingIndex: Int?
    /// [rows, width].
    @Parameter public var weight: Tensor

    /// - Parameter paddingIndex: a row that starts with zeros and learns nothing.
    public init(
        _ rows: Int, _ width: Int, paddingIndex: Int? = nil, dtype: DType = .float32, device: Device = .cpu
    ) {
        let padding = paddingIndex.map { $0 < 0 ? $0 + rows : $0 }
        precondition(
            padding.map { (0..<rows).contains($0) } ?? true, "Embedding: no padding row \(paddingIndex ?? 0) among \(rows)")
        self.paddingIndex = padding
        weight = .empty([rows, width], dtype: dtype, device: device)
        super.init()
        Init.normal(weight)
        if let padding { Init.zeros(weight.detach()[padding]) }
    }

    /// The rows that integer indices of any shape name, along a new last axis.
    public func callAsFunction(_ indices: Tensor) -> Tensor { weight.embedding(indices, paddingIndex: paddingIndex) }
}
