import ApusCore

/// Arrays with axes of size 1 added until there are enough of them.
protocol AtLeast: TableOperation {
    /// The shape with enough axes.
    static func shape(_ shape: Dims) -> Dims
}

extension AtLeast {
    static var givesList: Bool { true }
    static var parameters: [Parameter] { [Parameter("arrays", .arrays)] }
    /// Of one array the result is one array.
    static func givesList<Face: ArrayFace>(_ arguments: Arguments<Face>) -> Bool {
        (try? arguments.arrays("arrays").count) != 1
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try arguments.arrays("arrays").map { array throws(ApusError) in try apply(array) }
    }

    static func apply<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        let wanted = shape(x.shape)
        return wanted == x.shape ? x : try .apply(Reshape(shape: wanted), x)
    }
}

enum AtLeast1d: AtLeast {
    static var name: String { "atLeast1d" }
    static func shape(_ shape: Dims) -> Dims { shape.count >= 1 ? shape : [1] }
}

enum AtLeast2d: AtLeast {
    static var name: String { "atLeast2d" }
    static func shape(_ shape: Dims) -> Dims {
        switch shape.count {
        case 0: [1, 1]
        case 1: [1, shape[0]]
        default: shape
        }
    }
}

enum AtLeast3d: AtLeast {
    static var name: String { "atLeast3d" }
    static func shape(_ shape: Dims) -> Dims {
        switch shape.count {
        case 0: [1, 1, 1]
        case 1: [1, shape[0], 1]
        case 2: [shape[0], shape[1], 1]
        default: shape
        }
    }
}

/// Arrays one after another along an axis that is named by the eye: rows, columns, depth.
protocol DirectedStack: TableOperation {
    /// An array as it is joined.
    static func member<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face
    static func axis(rank: Int) -> Int
}

extension DirectedStack {
    static var parameters: [Parameter] { [Parameter("arrays", .arrays)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.arrays("arrays"))]
    }

    static func apply<Face: ArrayFace>(_ arrays: [Face]) throws(ApusError) -> Face {
        let members = try arrays.map { array throws(ApusError) in try member(array) }
        guard let first = members.first else {
            throw .argument(operation: name, message: "no arrays; there must be at least one")
        }
        return try Face.apply(Concatenate(axis: axis(rank: first.rank)), members)[0]
    }
}

enum HorizontalStack: DirectedStack {
    static var name: String { "hstack" }
    static func member<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face { try AtLeast1d.apply(x) }
    static func axis(rank: Int) -> Int { rank == 1 ? 0 : 1 }
}

enum VerticalStack: DirectedStack {
    static var name: String { "vstack" }
    static func member<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face { try AtLeast2d.apply(x) }
    static func axis(rank: Int) -> Int { 0 }
}

enum DepthStack: DirectedStack {
    static var name: String { "dstack" }
    static func member<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face { try AtLeast3d.apply(x) }
    static func axis(rank: Int) -> Int { 2 }
}

enum ColumnStack: DirectedStack {
    static var name: String { "columnStack" }
    static func member<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        x.rank >= 2 ? x : try .apply(Reshape(shape: [x.count, 1]), x)
    }
    static func axis(rank: Int) -> Int { 1 }
}

extension ArrayFace {
    /// A view with one axis at least. `numpy.atleast_1d`, `torch.atleast_1d`.
    public func atLeast1d() -> Self { trapping { () throws(ApusError) -> Self in try AtLeast1d.apply(self) } }

    /// A view with two axes at least: a vector is one row. `numpy.atleast_2d`, `torch.atleast_2d`.
    public func atLeast2d() -> Self { trapping { () throws(ApusError) -> Self in try AtLeast2d.apply(self) } }

    /// A view with three axes at least: a vector [n] becomes [1, n, 1], a matrix [m, n] becomes [m, n, 1].
    /// `numpy.atleast_3d`, `torch.atleast_3d`.
    public func atLeast3d() -> Self { trapping { () throws(ApusError) -> Self in try AtLeast3d.apply(self) } }

    /// Arrays side by side, along the second axis; vectors one after another. `numpy.hstack`, `torch.hstack`.
    public static func hstack(_ arrays: [Self]) -> Self {
        trapping { () throws(ApusError) -> Self in try HorizontalStack.apply(arrays) }
    }

    /// Arrays one below another, along the first axis; vectors are rows. `numpy.vstack`, `torch.vstack`.
    public static func vstack(_ arrays: [Self]) -> Self {
        trapping { () throws(ApusError) -> Self in try VerticalStack.apply(arrays) }
    }

    /// Arrays one behind another, along the third axis, which vectors and matrices get first. `numpy.dstack`,
    /// `torch.dstack`.
    public static func dstack(_ arrays: [Self]) -> Self {
        trapping { () throws(ApusError) -> Self in try DepthStack.apply(arrays) }
    }

    /// Arrays side by side; vectors are columns. `numpy.column_stack`, `torch.column_stack`.
    public static func columnStack(_ arrays: [Self]) -> Self {
        trapping { () throws(ApusError) -> Self in try ColumnStack.apply(arrays) }
    }
}
