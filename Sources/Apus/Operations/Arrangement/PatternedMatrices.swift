import ApusCore

/// The matrix of a diagonal, or the diagonal of a matrix.
enum Diag: TableOperation {
    static var name: String { "diag" }
    static var parameters: [Parameter] { [.array("x"), Parameter("offset", .integer, default: 0)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.integer("offset", default: 0))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ offset: Int) throws(ApusError) -> Face {
        guard x.rank == 1 || x.rank == 2 else {
            throw .argument(operation: name, message: "Input must be 1- or 2-d, not of shape \(x.shape)")
        }
        let diagonal = Diagonal(offset: offset, axis1: 0, axis2: 1)
        if x.rank == 2 { return try .apply(diagonal, x) }
        let size = offset.magnitude &+ UInt(x.count)
        guard size < 1 << 28 else { throw .outOfMemory(requested: .max, device: x.device) }
        return try .apply(ViewEmbedding(view: diagonal, shape: [Int(size), Int(size)]), x)
    }
}

/// The matrix whose diagonal holds all elements of an array.
enum DiagFlat: TableOperation {
    static var name: String { "diagFlat" }
    static var parameters: [Parameter] { Diag.parameters }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let line: Face = try .apply(Reshape(shape: [-1]), arguments.array("x"))
        return [try Diag.apply(line, arguments.integer("offset", default: 0))]
    }
}

/// The powers of a vector's elements, as columns.
enum Vander: TableOperation {
    static var name: String { "vander" }
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("N", .integer, optional: true),
            Parameter("increasing", .boolean, default: false),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let increasing = try arguments.boolean("increasing", default: false)
        return [try apply(arguments.array("x"), arguments.optionalInteger("N"), increasing)]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ columns: Int?, _ increasing: Bool) throws(ApusError) -> Face {
        guard x.rank == 1 else {
            throw .argument(operation: name, message: "x must be a one-dimensional array or sequence, not of shape \(x.shape)")
        }
        let columns = columns ?? x.count
        guard columns >= 0 else { throw .argument(operation: name, message: "\(columns) columns; 0 is the least") }
        guard columns < 1 << 28, Dims([x.count, columns]).checkedProduct != nil else {
            throw .outOfMemory(requested: .max, device: x.device)
        }
        // NumPy's powers begin with integers, which make float32 float64.
        let dtype = try Face.world.promote(x.dtype, Face.world == .torch && x.dtype.isInexact ? x.dtype : .int64)
        if columns == 0 || x.count == 0 { return Face(value: try filled([x.count, columns], 0, dtype, x.device)) }
        let ones = Face(value: try filled([x.count, 1], 1, dtype, x.device))
        let column: Face = try .apply(ExpandDims(axes: [1]), .apply(Cast(dtype: dtype), x))
        let factors: Face = try .apply(Broadcast(shape: [x.count, columns - 1]), column)
        let powers: Face = try .apply(
            CumulativeProduct(axis: 1, dtype: nil), Face.apply(Concatenate(axis: 1), [ones, factors])[0])
        return increasing ? powers : try .apply(Flip(axes: [1]), powers)
    }
}

/// Open grids of several sequences of positions.
enum OpenGrid: TableOperation {
    static var name: String { "ix" }
    static var givesList: Bool { true }
    static var parameters: [Parameter] { [Parameter("arrays", .arrays)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try apply(arguments.arrays("arrays"))
    }

    static func apply<Face: ArrayFace>(_ arrays: [Face]) throws(ApusError) -> [Face] {
        var result: [Face] = []
        for (axis, array) in arrays.enumerated() {
            guard array.rank == 1 else {
                throw .argument(operation: name, message: "Cross index must be 1 dimensional, not of shape \(array.shape)")
            }
            let positions = array.dtype == .bool ? try Nonzero.apply(array)[0] : array
            var shape = Dims(repeating: 1, count: arrays.count)
            shape[axis] = positions.count
            result.append(try .apply(Reshape(shape: shape), positions))
        }
        return result
    }
}

extension ArrayFace {
    /// Of a vector, the square matrix with it on a diagonal; of a matrix, a view of that diagonal. `numpy.diag`,
    /// `torch.diag`.
    public func diag(offset: Int = 0) -> Self {
        trapping { () throws(ApusError) -> Self in try Diag.apply(self, offset) }
    }

    /// The square matrix with all elements, in row-major order, on a diagonal. `numpy.diagflat`, `torch.diagflat`.
    public func diagFlat(offset: Int = 0) -> Self { ravel().diag(offset: offset) }

    /// The matrix whose columns are the powers of this vector's elements from the highest down to 0, or up if `increasing`;
    /// as many columns as elements, or `columns`. Integers become int64. `numpy.vander`, `torch.vander`.
    public func vander(columns: Int? = nil, increasing: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in try Vander.apply(self, columns, increasing) }
    }

    /// A matrix with ones on and below the diagonal `offset` and zeros above it. `numpy.tri`.
    public static func tri(_ rows: Int, _ columns: Int? = nil, offset: Int = 0, dtype: DType? = nil) -> Self {
        ones([Swift.max(0, rows), Swift.max(0, columns ?? rows)], dtype: dtype).tril(offset: offset)
    }

    /// The indices, rows and columns, of the elements on and below the diagonal `offset` of a matrix. `numpy.tril_indices`,
    /// `torch.tril_indices`.
    public static func trilIndices(_ rows: Int, _ columns: Int? = nil, offset: Int = 0) -> (rows: Self, columns: Self) {
        let indices = tri(rows, columns, offset: offset, dtype: .bool).nonzero()
        return (indices[0], indices[1])
    }

    /// The indices, rows and columns, of the elements on and above the diagonal `offset` of a matrix. `numpy.triu_indices`,
    /// `torch.triu_indices`.
    public static func triuIndices(_ rows: Int, _ columns: Int? = nil, offset: Int = 0) -> (rows: Self, columns: Self) {
        let indices = ones([Swift.max(0, rows), Swift.max(0, columns ?? rows)], dtype: .bool).triu(offset: offset).nonzero()
        return (indices[0], indices[1])
    }

    /// The indices of this matrix's elements on and below a diagonal. `numpy.tril_indices_from`.
    public func trilIndices(offset: Int = 0) -> (rows: Self, columns: Self) {
        precondition(rank == 2, "trilIndices: an array of shape \(shape); it must have two axes")
        return Self.trilIndices(shape[0], shape[1], offset: offset)
    }

    /// The indices of this matrix's elements on and above a diagonal. `numpy.triu_indices_from`.
    public func triuIndices(offset: Int = 0) -> (rows: Self, columns: Self) {
        precondition(rank == 2, "triuIndices: an array of shape \(shape); it must have two axes")
        return Self.triuIndices(shape[0], shape[1], offset: offset)
    }

    /// The indices of the elements of a square matrix of ones that `mask`, given the matrix and `offset`, leaves other than
    /// zero. `numpy.mask_indices`.
    public static func maskIndices(
        _ size: Int, offset: Int = 0, _ mask: (Self, Int) throws -> Self
    ) rethrows -> (rows: Self, columns: Self) {
        let indices = try mask(ones([size, size], dtype: .int64), offset).nonzero()
        return (indices[0], indices[1])
    }

    /// The indices of the main diagonal of `rank` axes of one size. `numpy.diag_indices`.
    public static func diagIndices(_ size: Int, rank: Int = 2) -> [Self] {
        Array(repeating: arange(size), count: rank)
    }

    /// The indices of this array's main diagonal; its axes must have one size. `numpy.diag_indices_from`.
    public func diagIndices() -> [Self] {
        precondition(rank >= 2 && shape.allSatisfy { $0 == shape[0] }, "diagIndices: shape \(shape) has no axes of one size")
        return Self.diagIndices(shape[0], rank: rank)
    }

    /// The index along each axis for every place of a shape, stacked along a new first axis. `numpy.indices`.
    public static func indices(_ shape: Shape, dtype: DType = .int64) -> Self {
        let open = openIndices(shape, dtype: dtype)
        if open.isEmpty { return empty([0], dtype: dtype) }
        return stack(open.map { $0.broadcast(to: shape) })
    }

    /// The index along each axis, an array for each with size 1 along the others. `numpy.indices` with
    /// `sparse=True`, `numpy.ogrid`.
    public static func openIndices(_ shape: Shape, dtype: DType = .int64) -> [Self] {
        shape.indices.map { axis in
            var own = Dims(repeating: 1, count: shape.count)
            own[axis] = shape[axis]
            return arange(shape[axis]).astype(dtype).reshape(own)
        }
    }

    /// Sequences of positions, or masks, each along an axis of its own, so that together they name every combination.
    /// `numpy.ix_`.
    public static func ix(_ positions: [Self]) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try OpenGrid.apply(positions) }
    }
}
