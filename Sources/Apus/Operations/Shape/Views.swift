/// The same elements in row-major order in another shape: a view where strides allow, else a copy.
struct Reshape: UnaryOperation, TableOperation {
    static var name: String { "reshape" }
    static var saves: Saved { [] }
    let shape: Dims

    static var parameters: [Parameter] { [.array("x"), Parameter("shape", .integers)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(Reshape(shape: Dims(arguments.integers("shape"))), arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec { Spec(try target(x.shape), x.dtype) }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.copy(x, to: out.view(Layout(contiguous: x.shape, offset: out.layout.offset)))
    }

    func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        let target = try target(x.shape)
        if let layout = x.layout.reshaped(to: target) { return x.view(layout) }
        let out = try Strided.empty(target, x.dtype, on: x.device)
        try evaluate(x, to: out, on: x.device.backend)
        return out
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g.reshape(x.shape) }

    /// The shape with its −1, if it has one, replaced by what is left over.
    private func target(_ old: Dims) throws(ApusError) -> Dims {
        var result = shape
        var unknown: Int?
        var known = 1
        for axis in 0..<shape.count {
            if shape[axis] == -1 && unknown == nil {
                unknown = axis
            } else if shape[axis] < 0 {
                throw .shape(operation: Self.name, message: "shape \(shape) may have one size -1, and no other below 0")
            } else {
                known = known.multipliedReportingOverflow(by: shape[axis]).partialValue
            }
        }
        let count = old.product
        if let unknown {
            guard known > 0 && count % known == 0 else { throw doesNotFit(old) }
            result[unknown] = count / known
        } else if result.checkedProduct != count {
            throw doesNotFit(old)
        }
        return result
    }

    private func doesNotFit(_ old: Dims) -> ApusError {
        .shape(operation: Self.name, message: "an array of shape \(old), \(old.product) elements, does not fit in \(shape)")
    }
}

/// The axes in another order.
struct Permute: ViewOperation, TableOperation {
    static var name: String { "transpose" }
    let axes: Dims

    static var parameters: [Parameter] { [.array("x"), Parameter("axes", .integers)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(Permute(axes: Dims(arguments.integers("axes"))), arguments.array("x"))]
    }

    func layout(of x: Layout) throws(ApusError) -> Layout { x.permuted(try order(x.rank)) }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let order = trapping { () throws(ApusError) -> Dims in try self.order(x.rank) }
        var inverse = order
        for i in 0..<order.count { inverse[order[i]] = i }
        return .make(Permute(axes: inverse), g)
    }

    private func order(_ rank: Int) throws(ApusError) -> Dims {
        guard axes.count == rank else {
            throw .argument(operation: Self.name, message: "axes \(axes) for an array of \(rank) axes; name each once")
        }
        var order = axes
        for i in 0..<rank {
            order[i] = try normalizedAxis(axes[i], rank: rank, Self.name)
            for j in 0..<i where order[j] == order[i] {
                throw .argument(operation: Self.name, message: "axis \(axes[i]) is named twice in \(axes)")
            }
        }
        return order
    }
}

/// The array repeated along axes of size 1 and new leading axes, without a copy.
struct Broadcast: ViewOperation, TableOperation {
    static var name: String { "broadcast" }
    let shape: Dims

    static var parameters: [Parameter] { [.array("x"), Parameter("shape", .integers)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(Broadcast(shape: Dims(arguments.integers("shape"))), arguments.array("x"))]
    }

    func layout(of x: Layout) throws(ApusError) -> Layout {
        guard let layout = x.broadcast(to: shape), shape.allSatisfy({ $0 >= 0 }), shape.checkedProduct != nil else {
            throw .shape(operation: Self.name, message: "shape \(x.shape) does not broadcast to \(shape)")
        }
        return layout
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g.summed(to: x.shape) }
}

extension ArrayFace {
    /// The elements in row-major order in another shape of as many elements; one size may be −1. A view of the same
    /// memory where strides allow, else a copy. `numpy.reshape`, `torch.reshape`.
    public func reshape(_ shape: Shape) -> Self { .make(Reshape(shape: shape), self) }

    /// The elements in another shape, given size by size.
    public func reshape(_ sizes: Int...) -> Self { reshape(Dims(sizes)) }

    /// A view with the axes in another order. `numpy.transpose`, `torch.permute`.
    public func transpose(_ axes: Dims) -> Self { .make(Permute(axes: axes), self) }

    /// A view with the axes in another order, axis by axis.
    public func transpose(_ axes: Int...) -> Self {
        axes.isEmpty ? T : transpose(Dims(axes))
    }

    /// A view with the order of the axes reversed; of a matrix, its transpose. `numpy.ndarray.T`.
    public var T: Self {
        var axes = Dims(upTo: rank)
        for axis in 0..<rank { axes[axis] = rank - 1 - axis }
        return transpose(axes)
    }

    /// A view with two axes exchanged. `numpy.swapaxes`, `torch.transpose`.
    public func swapAxes(_ first: Int, _ second: Int) -> Self {
        trapping { () throws(ApusError) -> Self in try SwapAxes.apply(self, first, second) }
    }

    /// A view of the array repeated to a larger shape without a copy. `numpy.broadcast_to`, `torch.broadcast_to`.
    public func broadcast(to shape: Shape) -> Self { .make(Broadcast(shape: shape), self) }
}
