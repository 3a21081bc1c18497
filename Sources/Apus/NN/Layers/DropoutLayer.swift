/// `dropout` as a layer, which drops in training mode only: `torch.nn.Dropout`.
public final class Dropout: Module, Layer {
    public let p: Double

    public init(_ p: Double = 0.5) {
        precondition((0...1).contains(p), "Dropout: a probability of \(p); it must be in 0...1")
        self.p = p
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.dropout(p, training: isTraining) }
}
