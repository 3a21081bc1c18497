import ApusCore

extension ArrayFace {
    /// What `body` gives for every vector along an axis; the axes of its result take the place of that axis. There must be
    /// a vector. `numpy.apply_along_axis`.
    public func applyAlongAxis(_ axis: Int, _ body: (Self) throws -> Self) throws -> Self {
        let axis = try normalizedAxis(axis, rank: rank, "applyAlongAxis")
        let last = moveAxes([axis], to: [-1])
        let outer = Dims(last.shape.dropLast())
        guard outer.product > 0 else {
            throw ApusError.argument(
                operation: "applyAlongAxis", message: "there are no vectors along axis \(axis) of shape \(shape)")
        }
        var results: [Self] = []
        for index in IndexSequence(outer) {
            results.append(try body(last.at(list: index.map { $0 as any ArrayIndex })))
        }
        let stacked = try Stack.apply(results, 0)
        let own = Dims(stacked.shape.dropFirst())
        let whole: Self = try .apply(Reshape(shape: Dims(Array(outer) + Array(own))), stacked)
        let order = Array(0..<axis) + Array(outer.count..<whole.rank) + Array(axis..<outer.count)
        return try .apply(Permute(axes: Dims(order)), whole)
    }

    /// What `body` gives for an array and an axis, applied for one axis after another; where it drops the axis, it is put
    /// back with size 1. `numpy.apply_over_axes`.
    public func applyOverAxes(_ axes: [Int], _ body: (Self, Int) throws -> Self) throws -> Self {
        var result = self
        for named in axes {
            let axis = try normalizedAxis(named, rank: rank, "applyOverAxes")
            var next = try body(result, axis)
            if next.rank != result.rank { next = try .apply(ExpandDims(axes: [axis]), next) }
            guard next.rank == result.rank else {
                throw ApusError.shape(
                    operation: "applyOverAxes", message: "the result for shape \(result.shape) has shape \(next.shape)")
            }
            result = next
        }
        return result
    }
}

/// All indices of a shape in row-major order: `numpy.ndindex`.
public struct IndexSequence: Sequence, IteratorProtocol, Sendable {
    private let shape: Dims
    private var next_: [Int]?

    public init(_ shape: Shape) {
        self.shape = shape
        next_ = shape.contains { $0 <= 0 } ? nil : Array(repeating: 0, count: shape.count)
    }

    public mutating func next() -> [Int]? {
        guard let current = next_ else { return nil }
        var following = current
        var axis = shape.count - 1
        while axis >= 0 {
            following[axis] += 1
            if following[axis] < shape[axis] { break }
            following[axis] = 0
            axis -= 1
        }
        next_ = axis < 0 ? nil : following
        return current
    }
}

extension ArrayFace {
    /// The indices of all elements in row-major order, with the elements as arrays without axes. `numpy.ndenumerate`.
    public func enumerated() -> some Sequence<(index: [Int], element: Self)> {
        IndexSequence(shape).lazy.map { [self] index in
            (index: index, element: trapping { () throws(ApusError) -> Self in
                try at(list: index.map { $0 as any ArrayIndex })
            })
        }
    }
}
