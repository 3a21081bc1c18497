/// A view made of positions, slices and new axes: what indices other than arrays give.
struct BasicIndex: ViewOperation {
    /// One step; axes are counted in what the steps before it have left.
    enum Step: Sendable {
        case select(axis: Int, position: Int)
        case slice(axis: Int, start: Int, step: Int, size: Int)
        case insert(axis: Int)
    }

    static var name: String { "slice" }
    let steps: [Step]

    func layout(of x: Layout) -> Layout {
        var result = x
        for step in steps {
            switch step {
            case .select(let axis, let position): result = result.selected(axis: axis, at: position)
            case .slice(let axis, let start, let step, let size):
                result = result.sliced(axis: axis, start: start, step: step, size: size)
            case .insert(let axis): result = result.expanded(at: axis)
            }
        }
        return result
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        .make(ViewEmbedding(view: self, shape: x.shape), g)
    }
}
