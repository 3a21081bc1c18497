/// Discrete Fourier transforms along several axes, of operands in a dtype of the kernels.
struct FourierTransform: UnaryOperation {
    static var name: String { "fft" }
    static var saves: Saved { [] }
    /// What the transform along the last of the axes takes and gives; those along the others are complex.
    let kind: FourierKind
    /// Different axes, from the front.
    let axes: Dims
    /// The number of points along each.
    let sizes: Dims
    let forward: Bool
    let scale: Double

    /// The numbers that the operand should have along the axis at a position of `axes`.
    private func taken(_ position: Int) -> Int {
        kind == .halfToReal && position == axes.count - 1 ? sizes[position] / 2 + 1 : sizes[position]
    }

    private func given(_ position: Int) -> Int {
        kind == .realToHalf && position == axes.count - 1 ? sizes[position] / 2 + 1 : sizes[position]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        let fits = kind == .complex || kind == .halfToReal ? x.dtype.isComplex : x.dtype == .float32 || x.dtype == .float64
        guard fits else { throw .dtype(operation: Self.name, message: "\(kind) transforms are not defined for \(x.dtype)") }
        var shape = x.shape
        for position in 0..<axes.count { shape[axes[position]] = given(position) }
        return Spec(shape, kind == .halfToReal ? x.dtype.realType : x.dtype.complexType)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        if out.count == 0 { return }
        var current = x
        for position in 0..<axes.count where x.shape[axes[position]] > taken(position) {
            current.layout = current.layout.sliced(axis: axes[position], start: 0, step: 1, size: taken(position))
        }
        // Real transforms come first, and last on the way back; else the axes whose numbers lie close together.
        let order = kind == .halfToReal ? Array(0..<axes.count) : Array((0..<axes.count).reversed())
        for (step, position) in order.enumerated() {
            let isLast = step == order.count - 1, isOwn = position == axes.count - 1
            let target = isLast ? out : try intermediate(current, position, out, isFirst: step == 0)
            try backend.fourier(
                isOwn ? kind : .complex, current, axis: axes[position], count: sizes[position], forward: forward,
                scale: isLast ? scale : 1, to: target)
            current = target
        }
    }

    /// Where the transform at a position of `axes` goes, which is not the last: to the result or the operand if its shape fits.
    private func intermediate(
        _ current: Strided, _ position: Int, _ out: Strided, isFirst: Bool
    ) throws(ApusError) -> Strided {
        var shape = current.shape
        shape[axes[position]] = given(position)
        if kind != .halfToReal && shape == out.shape { return out }
        if !isFirst && shape == current.shape { return current }
        return try .empty(shape, out.dtype.complexType, on: out.device)
    }

    /// The transform is linear: the derivative is its adjoint, which has the other sign in the exponent. Where half of the
    /// numbers stand for their conjugates too, they count twice.
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let z = kind == .halfToReal || g.dtype.isComplex ? g : g.astype(y.dtype)
        switch kind {
        case .complex: return adjoint(.complex, z).resized(to: x.shape, along: axes)
        case .realToWhole: return adjoint(.complex, z).real().resized(to: x.shape, along: axes)
        case .realToHalf: return adjoint(.halfToReal, z * weights(like: z, inner: 0.5)).resized(to: x.shape, along: axes)
        case .halfToReal:
            let half = adjoint(.realToHalf, z)
            return (half * weights(like: half, inner: 2)).resized(to: x.shape, along: axes)
        }
    }

    private func adjoint(_ kind: FourierKind, _ g: Tensor) -> Tensor {
        .make(FourierTransform(kind: kind, axes: axes, sizes: sizes, forward: !forward, scale: scale), g)
    }

    /// A factor for each number along the last axis of a half spectrum: 1 for those that are their own conjugates.
    private func weights(like half: Tensor, inner: Double) -> Tensor {
        let axis = axes[axes.count - 1], n = sizes[axes.count - 1], count = n / 2 + 1
        let factors = (0..<count).map { $0 == 0 || 2 * $0 == n ? 1 : inner }
        var shape = Dims(repeating: 1, count: half.rank)
        shape[axis] = count
        let line = half.device == .meta ? Tensor.empty([count], dtype: .float64, device: .meta) : Tensor(factors, dtype: .float64)
        return line.astype(half.dtype.realType).reshape(shape)
    }
}

extension Tensor {
    /// The elements in a shape that differs along some axes: what is missing there is 0, and what is too much is left out.
    fileprivate func resized(to shape: Shape, along axes: Dims) -> Tensor {
        if self.shape == shape { return self }
        var steps: [BasicIndex.Step] = []
        var after = Dims(repeating: 0, count: rank)
        for axis in axes where self.shape[axis] != shape[axis] {
            let size = self.shape[axis]
            if size > shape[axis] { steps.append(.slice(axis: axis, start: 0, step: 1, size: shape[axis])) }
            after[axis] = Swift.max(0, shape[axis] - size)
        }
        let cropped: Tensor = steps.isEmpty ? self : .make(BasicIndex(steps: steps), self)
        if cropped.shape == shape { return cropped }
        return .make(PadConstant(before: Dims(repeating: 0, count: rank), after: after, number: .int(0)), cropped)
    }
}
