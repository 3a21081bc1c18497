import ApusCore

/// Which of two axes the first coordinate of a mesh runs along.
public enum MeshIndexing: Sendable {
    /// The first array along the first axis, as matrices are indexed.
    case ij
    /// The first array along the second axis, as points in the plane are written.
    case xy
}

extension ArrayFace {
    /// A matrix with ones on a diagonal and zeros elsewhere.
    ///
    /// - Parameters:
    ///   - rows, columns: its size; square without `columns`.
    ///   - offset: which diagonal: 0 the main one, above it positive, below it negative.
    ///
    /// `numpy.eye`, `torch.eye`.
    public static func eye(
        _ rows: Int, _ columns: Int? = nil, offset: Int = 0, dtype: DType? = nil, device: Device = .cpu
    ) -> Self {
        let columns = columns ?? rows
        let result = zeros([rows, columns], dtype: dtype, device: device)
        let row = offset < 0 ? Int(Swift.min(UInt(rows), offset.magnitude)) : 0, column = Swift.min(columns, Swift.max(0, offset))
        let length = Swift.min(rows - row, columns - column)
        if length <= 0 { return result }
        let layout = Layout(shape: [length], strides: [columns + 1], offset: row * columns + column)
        trapping { () throws(ApusError) in try device.backend.fill(result.value.view(layout), with: .int(1)) }
        return result
    }

    /// The identity matrix. `numpy.identity`, `torch.eye`.
    public static func identity(_ size: Int, dtype: DType? = nil, device: Device = .cpu) -> Self {
        eye(size, dtype: dtype, device: device)
    }

    /// The coordinates of a grid: for each array, its elements along its own axis and repeated along the others, as
    /// views without copies. Without `indexing`, NumPy's world uses `.xy` and PyTorch's `.ij`, as their functions do.
    /// `numpy.meshgrid` with `copy=False`, `torch.meshgrid`.
    ///
    /// - Parameter sparse: whether the elements are not repeated, so that the arrays have size 1 along the other axes.
    public static func meshgrid(_ arrays: [Self], indexing: MeshIndexing? = nil, sparse: Bool = false) -> [Self] {
        trapping { () throws(ApusError) in try mesh(arrays, indexing ?? (world == .numpy ? .xy : .ij), sparse) }
    }

    private static func mesh(_ arrays: [Self], _ indexing: MeshIndexing, _ sparse: Bool) throws(ApusError) -> [Self] {
        var axes = Array(arrays.indices)
        if indexing == .xy && arrays.count > 1 { axes.swapAt(0, 1) }
        var shape = Dims(repeating: 1, count: arrays.count)
        for (array, axis) in zip(arrays, axes) {
            guard array.rank <= 1 else {
                throw .shape(operation: "meshgrid", message: "arrays must have one axis, not shape \(array.shape)")
            }
            shape[axis] = array.count
        }
        var result: [Self] = []
        for (array, axis) in zip(arrays, axes) {
            var own = Dims(repeating: 1, count: arrays.count)
            own[axis] = array.count
            let open = try apply(Reshape(shape: own), array)
            result.append(sparse ? open : try apply(Broadcast(shape: shape), open))
        }
        return result
    }
}
