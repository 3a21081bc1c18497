import ApusCore

/// Whole powers of square matrices.
enum MatrixPower: TableOperation {
    static var name: String { "matrixPower" }
    static var parameters: [Parameter] { [.array("x").known(as: "input", "A", "a"), Parameter("n", .integer)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.integer("n"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ n: Int) throws(ApusError) -> Face {
        try MatrixRule.requireSquare(x.value, name)
        if n == 0 {
            let one = Face.eye(x.shape[x.rank - 1], dtype: x.dtype, device: x.device)
            let result: Face = try .apply(Copy(), .apply(Broadcast(shape: x.shape), one))
            if !x.isRecorded { return result }
            // A result of x, with a derivative of zeros.
            return try .apply(Select(), .zeros(like: x, dtype: .bool), x, result)
        }
        // Squares are taken of what the lowest bits of the exponent left.
        var power: Face = n < 0 ? try Linalg.inv(x) : x
        var left = n.magnitude
        var result: Face?
        while true {
            if left & 1 == 1 {
                if let known = result { result = try .apply(MatMul(), known, power) } else { result = power }
            }
            left >>= 1
            if left == 0 { break }
            power = try .apply(MatMul(), power, power)
        }
        return n == 1 ? try .apply(Copy(), result!) : result!
    }
}

/// The product of several matrices in the order that needs the fewest multiplications.
enum MultiDot: TableOperation {
    static var name: String { "multiDot" }
    static var parameters: [Parameter] { [Parameter("arrays", .arrays)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.arrays("arrays"))]
    }

    static func apply<Face: ArrayFace>(_ arrays: [Face]) throws(ApusError) -> Face {
        guard arrays.count >= 2 else {
            throw .argument(operation: name, message: "Expecting at least two arrays, not \(arrays.count)")
        }
        var matrices = arrays
        let isRow = arrays[0].rank == 1, isColumn = arrays[arrays.count - 1].rank == 1
        if isRow { matrices[0] = try .apply(ExpandDims(axes: [0]), arrays[0]) }
        if isColumn { matrices[arrays.count - 1] = try .apply(ExpandDims(axes: [1]), arrays[arrays.count - 1]) }
        for matrix in matrices where matrix.rank != 2 {
            throw .linearAlgebra(
                operation: name, message: "\(matrix.rank)-dimensional array given. Array must be two-dimensional")
        }
        let splits = order(matrices.map { $0.shape[0] } + [matrices[matrices.count - 1].shape[1]])
        let product = try multiply(matrices, splits, 0, matrices.count - 1)
        if !isRow && !isColumn { return product }
        return try .apply(Reshape(shape: isRow && isColumn ? [] : [product.count]), product)
    }

    /// For each run of matrices, from i to j, after which of them its product is split: T. Cormen et al., "Introduction to
    /// Algorithms", chapter 15.2. The sizes are those of the matrices' rows and the last one's columns.
    private static func order(_ sizes: [Int]) -> [[Int]] {
        let n = sizes.count - 1
        let size = sizes.map { Double($0) }
        var cost = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
        var split = [[Int]](repeating: [Int](repeating: 0, count: n), count: n)
        for length in stride(from: 1, to: n, by: 1) {
            for i in 0..<(n - length) {
                let j = i + length
                cost[i][j] = .infinity
                split[i][j] = i
                for k in i..<j {
                    let own = cost[i][k] + cost[k + 1][j] + size[i] * size[k + 1] * size[j + 1]
                    if own < cost[i][j] { (cost[i][j], split[i][j]) = (own, k) }
                }
            }
        }
        return split
    }

    private static func multiply<Face: ArrayFace>(
        _ matrices: [Face], _ splits: [[Int]], _ first: Int, _ last: Int
    ) throws(ApusError) -> Face {
        if first == last { return matrices[first] }
        let middle = splits[first][last]
        return try .apply(
            MatMul(), multiply(matrices, splits, first, middle), multiply(matrices, splits, middle + 1, last))
    }
}

/// The X of A·X = B where B has several axes and A those of B and of X.
enum TensorSolve: TableOperation {
    static var name: String { "tensorSolve" }
    static var parameters: [Parameter] {
        [
            .array("a").known(as: "A"), .array("b").known(as: "B"),
            Parameter("axes", .integers, optional: true).known(as: "dims"),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        var axes: [Int]?
        if case .none = arguments["axes"] {} else { axes = try arguments.integers("axes") }
        return [try apply(arguments.array("a"), arguments.array("b"), axes)]
    }

    static func apply<Face: ArrayFace>(_ a: Face, _ b: Face, _ axes: [Int]?) throws(ApusError) -> Face {
        var moved = a
        if let axes {
            var order = Array(0..<a.rank)
            for axis in axes {
                let axis = try normalizedAxis(axis, rank: a.rank, name)
                order.removeAll { $0 == axis }
                order.append(axis)
            }
            moved = try .apply(Permute(axes: Dims(order)), a)
        }
        // NumPy and PyTorch count the unknown's axes from the end.
        guard a.rank >= b.rank else {
            throw .linearAlgebra(operation: name, message: "shapes \(a.shape) and \(b.shape): a has fewer axes than b")
        }
        let shape = Dims(moved.shape.suffix(a.rank - b.rank))
        let n = shape.product
        guard let square = n.multipliedReportingOverflow(by: n) as (partialValue: Int, overflow: Bool)?,
            !square.overflow, a.count == square.partialValue, b.count == n
        else {
            throw .linearAlgebra(
                operation: name,
                message: "Input arrays must satisfy the requirement prod(a.shape[b.ndim:]) == prod(a.shape[:b.ndim]), and the "
                    + "shapes are \(a.shape) and \(b.shape)")
        }
        let flat: Face = try .apply(Reshape(shape: [n]), b)
        let solution = try SolveEntry.apply(.apply(Reshape(shape: [n, n]), moved), flat, left: true)
        return try .apply(Reshape(shape: shape), solution)
    }
}

/// The inverse of an array seen as a matrix whose rows are its first axes.
enum TensorInv: TableOperation {
    static var name: String { "tensorInv" }
    static var parameters: [Parameter] {
        [.array("x").known(as: "input", "A", "a"), Parameter("ind", .integer, default: 2)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.integer("ind", default: 2))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ ind: Int) throws(ApusError) -> Face {
        guard ind > 0 else { throw .argument(operation: name, message: "Invalid ind argument: \(ind); it must be positive") }
        let rows = Dims(x.shape.prefix(ind)), columns = Dims(x.shape.dropFirst(ind))
        guard rows.product == columns.product else {
            throw .linearAlgebra(
                operation: name,
                message: "Last 2 dimensions of the array must be square: shape \(x.shape) with \(ind) axes for rows is "
                    + "\(rows.product)×\(columns.product)")
        }
        let matrix: Face = try .apply(Reshape(shape: [columns.product, rows.product]), x)
        return try .apply(Reshape(shape: Dims(Array(columns) + Array(rows))), Linalg.inv(matrix))
    }
}

extension Linalg {
    /// Square matrices multiplied by themselves n times; for n = 0 the identity, for a negative n powers of the inverse.
    /// Integers stay integers where n is not negative. `numpy.linalg.matrix_power`, `torch.linalg.matrix_power`.
    ///
    /// - Throws: `ApusError.linearAlgebra` if n is negative and a matrix singular.
    public static func matrixPower<Face: ArrayFace>(_ x: Face, _ n: Int) throws(ApusError) -> Face {
        try MatrixPower.apply(x, n)
    }

    /// The product of two or more matrices, of which the first may be a row and the last a column given as vectors,
    /// multiplied in the order that needs the fewest multiplications. `numpy.linalg.multi_dot`, `torch.linalg.multi_dot`.
    public static func multiDot<Face: ArrayFace>(_ arrays: [Face]) throws(ApusError) -> Face {
        try MultiDot.apply(arrays)
    }

    /// The X for which the sum of A·X over all of X's axes, A's last ones, is B. `numpy.linalg.tensorsolve`,
    /// `torch.linalg.tensorsolve`.
    ///
    /// - Parameter axes: axes of A to put last beforehand.
    public static func tensorSolve<Face: ArrayFace>(_ a: Face, _ b: Face, axes: [Int]? = nil) throws(ApusError) -> Face {
        try TensorSolve.apply(a, b, axes)
    }

    /// The inverse of an array for `tensordot` over `ind` axes. `numpy.linalg.tensorinv`, `torch.linalg.tensorinv`.
    public static func tensorInv<Face: ArrayFace>(_ x: Face, ind: Int = 2) throws(ApusError) -> Face {
        try TensorInv.apply(x, ind)
    }
}
