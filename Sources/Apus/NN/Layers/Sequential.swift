/// Layers one after another: `torch.nn.Sequential`. Their names are their numbers, from 0.
public final class Sequential: Module, Layer {
    public let layers: [any Layer]

    public init(_ layers: [any Layer]) { self.layers = layers }

    public convenience init(_ layers: any Layer...) { self.init(layers) }

    public subscript(index: Int) -> any Layer { layers[index] }

    public override func namedChildren() -> [(name: String, module: Module)] {
        layers.enumerated().map { ("\($0.offset)", $0.element) }
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        var x = x
        for layer in layers { x = layer(x) }
        return x
    }
}

/// A layer that gives back what it is given: `torch.nn.Identity`.
public final class Identity: Module, Layer {
    public func callAsFunction(_ x: Tensor) -> Tensor { x }
}

/// Several axes made one: `torch.nn.Flatten`.
public final class Flatten: Module, Layer {
    public let start: Int
    public let end: Int

    /// - Parameter start, end: the first and the last of the axes; by default all but the first, of the batch.
    public init(from start: Int = 1, through end: Int = -1) {
        self.start = start
        self.end = end
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.flatten(from: start, through: end) }
}
