import ApusCore

/// The sum.
struct Sum: Reduction, TableOperation {
    static var name: String { "sum" }
    static var saves: Saved { [] }
    let axes: Axes
    let keepDims: Bool
    let dtype: DType?
    var kernel: ReduceKernel { .sum }

    static var parameters: [Parameter] {
        reductionParameters + [Parameter("dtype", .dtype, optional: true)] + PartialReduction.extremeParameters
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let sum = Sum(
            axes: try arguments.axes(), keepDims: try arguments.boolean("keepDims", default: false),
            dtype: try arguments.dtype())
        return [try PartialReduction.sum(sum, arguments.array("x"), arguments.optionalScalar("initial"), arguments.optionalArray("where"))]
    }

    func compute(_ dtype: DType, _ world: World) -> DType { self.dtype ?? dtype }
    func resultType(_ compute: DType, _ world: World) -> DType { dtype ?? world.accumulator(compute) }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        restored(g, x).broadcast(to: x.shape)
    }
}

/// The product.
struct Product: Reduction, TableOperation {
    static var name: String { "prod" }
    static var saves: Saved { [.first] }
    let axes: Axes
    let keepDims: Bool
    let dtype: DType?
    var kernel: ReduceKernel { .product }

    static var parameters: [Parameter] {
        reductionParameters + [Parameter("dtype", .dtype, optional: true)] + PartialReduction.extremeParameters
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let product = Product(
            axes: try arguments.axes(), keepDims: try arguments.boolean("keepDims", default: false),
            dtype: try arguments.dtype())
        return [
            try PartialReduction.product(
                product, arguments.array("x"), arguments.optionalScalar("initial"), arguments.optionalArray("where"))
        ]
    }

    func compute(_ dtype: DType, _ world: World) -> DType { self.dtype ?? dtype }
    func resultType(_ compute: DType, _ world: World) -> DType { dtype ?? world.accumulator(compute) }

    /// The product of all other elements is that of those before times that of those after: no division, so zeros are no
    /// special case.
    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        let reduced = reducedAxes(x)
        let order = Dims((0..<x.rank).filter { !reduced.contains($0) } + Array(reduced))
        let turned = x.transpose(order)
        let kept = Dims(order.dropLast(reduced.count).map { x.shape[$0] })
        let rows = turned.reshape(Dims(Array(kept) + [Apus.reducedCount(x.shape, reduced)])).astype(g.dtype)
        let before = rows.productsBefore(axis: kept.count)
        let after = rows.flip(Axes(kept.count)).productsBefore(axis: kept.count).flip(Axes(kept.count))
        let factors = (before * after).conjugate() * g.reshape(Dims(Array(kept) + [1]))
        var inverse = order
        for i in 0..<order.count { inverse[order[i]] = i }
        return factors.reshape(turned.shape).transpose(inverse)
    }
}

extension Tensor {
    /// For each element the product of those before it along an axis.
    fileprivate func productsBefore(axis: Int) -> Tensor {
        if shape[axis] < 2 { return .ones(like: self) }
        var edge = shape
        edge[axis] = 1
        let first = Tensor.ones(edge, dtype: dtype, device: device)
        return .concatenate([first, part(axis, 0..<(shape[axis] - 1)).cumprod(axis: axis)], axis: axis)
    }

    /// The part of an axis that a range names.
    func part(_ axis: Int, _ range: Range<Int>) -> Tensor {
        .make(BasicIndex(steps: [.slice(axis: axis, start: range.lowerBound, step: 1, size: range.count)]), self)
    }

    /// The sum over all axes along which `shape` would have to be broadcast to give this tensor's shape: the reverse of
    /// broadcasting, with which every gradient comes back to its operand.
    func summed(to shape: Dims) -> Tensor {
        let lead = rank - shape.count
        var axes = Dims(upTo: lead)
        for axis in 0..<shape.count where shape[axis] == 1 && self.shape[lead + axis] != 1 { axes.append(lead + axis) }
        if lead > 0 && axes.count == lead { return sum(.some(axes)) }
        let result = axes.isEmpty ? self : sum(.some(axes), keepDims: true)
        return lead == 0 ? result : result.reshape(shape)
    }
}

extension ArrayFace {
    /// The sum of the elements along `axes`, by default all. Small integers are summed in 64 bits; floating-point sums
    /// are pairwise. The sum of nothing is 0. `numpy.sum`, `torch.sum`.
    ///
    /// - Parameters:
    ///   - keepDims: whether the reduced axes stay, with size 1.
    ///   - dtype: the dtype in which to sum, if not the array's own, and of the result.
    public func sum(_ axes: Axes = .all, keepDims: Bool = false, dtype: DType? = nil) -> Self {
        .make(Sum(axes: axes, keepDims: keepDims, dtype: dtype), self)
    }

    /// The product of the elements along `axes`, by default all, with the dtypes of `sum`. The product of nothing is 1.
    /// `numpy.prod`, `torch.prod`.
    public func prod(_ axes: Axes = .all, keepDims: Bool = false, dtype: DType? = nil) -> Self {
        .make(Product(axes: axes, keepDims: keepDims, dtype: dtype), self)
    }
}
