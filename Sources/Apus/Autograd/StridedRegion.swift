/// A region of a base's memory as a view: how the history of a view is made anew after its base was rewritten.
struct StridedRegion: UnaryOperation {
    static var name: String { "asStrided" }
    static var saves: Saved { [] }
    let base: Layout
    let region: Layout

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec { Spec(region.shape, x.dtype) }
    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.copy(baseGeometry(x, base).view(relative(region, to: base)), to: out)
    }
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        .make(RegionEmbedding(base: base, region: region), g)
    }
}

/// Zeros in the shape of a base, with the operand in a region of it; where the region meets itself, the sum.
struct RegionEmbedding: UnaryOperation {
    static var name: String { "embed" }
    static var saves: Saved { [] }
    let base: Layout
    let region: Layout

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec { Spec(base.shape, x.dtype) }

    func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        let buffer = try Strided.empty([base.extent.count], x.dtype, on: x.device)
        let backend = try x.device.backend
        try backend.fill(buffer, with: 0)
        try add(x, to: buffer.view(relative(region, to: base)), backend)
        return buffer.view(relative(base, to: base))
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.copy(run(x, .torch), to: out)
    }

    private func add(_ x: Strided, to target: Strided, _ backend: any Backend) throws(ApusError) {
        if !target.layout.mayOverlapItself {
            try backend.binary(.add, target, x, to: target)
            return
        }
        for index in 0..<target.shape[0] {
            try add(
                x.view(x.layout.selected(axis: 0, at: index)), to: target.view(target.layout.selected(axis: 0, at: index)),
                backend)
        }
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        .make(StridedRegion(base: base, region: region), g)
    }
}

/// The operand with zeros in a region of it.
struct RegionErasure: UnaryOperation {
    static var name: String { "erase" }
    static var saves: Saved { [] }
    let base: Layout
    let region: Layout

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec { Spec(base.shape, x.dtype) }

    func run(_ x: Strided, _ world: World) throws(ApusError) -> Strided {
        let copy = try baseGeometry(x, base)
        try x.device.backend.fill(copy.view(relative(region, to: base)), with: 0)
        return copy
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.copy(run(x, .torch), to: out)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { .make(self, g) }
}

/// What an in-place operation on a view did to the base: never run, only differentiated.
struct RegionRewrite: VariadicOperation {
    static var name: String { "copySlices" }
    static var saves: Saved { [] }
    let base: Layout
    let region: Layout

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] { [inputs[0]] }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let g = context.gradient()
        return [
            context.needs(0) ? .make(RegionErasure(base: base, region: region), g) : nil,
            context.needs(1) ? .make(StridedRegion(base: base, region: region), g) : nil,
        ]
    }
}

/// A layout that counts from the first element of its base.
private func relative(_ layout: Layout, to base: Layout) -> Layout {
    var result = layout
    result.offset -= base.extent.lowerBound
    return result
}

/// A copy of `x`, which has a base's shape, laid out as the base is.
private func baseGeometry(_ x: Strided, _ base: Layout) throws(ApusError) -> Strided {
    let buffer = try Strided.empty([base.extent.count], x.dtype, on: x.device)
    let copy = buffer.view(relative(base, to: base))
    try x.device.backend.copy(x, to: copy)
    return copy
}
