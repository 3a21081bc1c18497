/// Zeros of a shape with the operand in the place that a view names: the derivative of the view, whatever it is, as long
/// as it shows no element twice.
struct ViewEmbedding<View: ViewOperation>: UnaryOperation {
    static var name: String { View.name + "Embedding" }
    static var saves: Saved { [] }
    let view: View
    /// The shape of what is viewed.
    let shape: Dims

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        let region = try view.layout(of: Layout(contiguous: shape))
        guard region.shape == x.shape else {
            throw .shape(operation: Self.name, message: "an operand of shape \(x.shape) for a place of shape \(region.shape)")
        }
        return Spec(shape, x.dtype)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.fill(out, with: 0)
        try backend.copy(x, to: out.view(view.layout(of: out.layout)))
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { .make(view, g) }
}
