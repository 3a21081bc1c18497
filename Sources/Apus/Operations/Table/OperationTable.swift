/// An operation that can be called by its name, in either world.
///
/// `call` is a throwing form: whatever the arguments are, it gives a result or an `ApusError`.
public protocol TableOperation: SendableMetatype {
    static var name: String { get }
    /// The name in Python: PyTorch's where it has the function, NumPy's otherwise.
    static var pythonName: String { get }
    /// Other names in Python: those of NumPy and the array API standard.
    static var pythonAliases: [String] { get }
    static var parameters: [Parameter] { get }
    /// Whether the number of results depends on the arguments, so that they are a list even where it is one.
    static var givesList: Bool { get }
    /// Whether a call gives a list; by default what `givesList` says.
    static func givesList<Face: ArrayFace>(_ arguments: Arguments<Face>) -> Bool
    /// Whether a tensor without axes counts as a vector of one element where an axis is named, as in PyTorch.
    static var takesNumbersAsVectors: Bool { get }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face]
}

/// An operation of two arrays and nothing else that is no elementwise one, such as a product of matrices.
public protocol PairOperation: TableOperation {
    /// `call` with both arrays.
    static func combine<Face: ArrayFace>(_ a: Face, _ b: Face) throws(ApusError) -> Face
}

extension PairOperation {
    public static var parameters: [Parameter] { [.array("a"), .array("b")] }
    public static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try combine(arguments.array("a"), arguments.array("b"))]
    }
}

extension TableOperation {
    public static var givesList: Bool { false }
    public static func givesList<Face: ArrayFace>(_ arguments: Arguments<Face>) -> Bool { givesList }
    public static var takesNumbersAsVectors: Bool { false }

    /// Calls the operation as its world does: what `call` gives, and in PyTorch's world also where tensors without axes
    /// count as vectors.
    public static func run<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        guard Face.world == .torch, takesNumbersAsVectors, let vectors = try asVectors(arguments) else {
            return try call(arguments)
        }
        // A result with a place for each index has the shape of the indices.
        if case .array(let indices) = arguments["indices"], indices.rank > 0, !parameters.contains(where: { $0.name == "values" }) {
            return try call(vectors)
        }
        return try call(vectors).map { result throws(ApusError) in
            result.shape == [1] ? try .apply(Reshape(shape: []), result) : result
        }
    }

    /// The arguments with vectors for tensors without axes, if there is one along whose axis 0 or −1 is worked.
    private static func asVectors<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> Arguments<Face>? {
        guard case .array(let first) = arguments[parameters[0].name], first.rank == 0 else { return nil }
        if case .none = arguments["axis"], parameters.contains(where: { $0.name == "axis" && $0.defaultValue == nil }) {
            return nil
        }
        guard [-1, 0].contains(try arguments.integer("axis", default: -1)) else { return nil }
        var result = arguments
        for parameter in parameters {
            guard case .array(let array) = arguments[parameter.name], array.rank == 0 else { continue }
            result = result.with(parameter.name, .array(try .apply(Reshape(shape: [1]), array)))
        }
        return result
    }
}

extension TableOperation where Self: ElementwiseUnary {
    public static var parameters: [Parameter] { [.array("x")] }
}

/// An elementwise function without parameters.
public protocol PlainUnary: ElementwiseUnary, TableOperation {
    init()
}

extension PlainUnary {
    public static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(Self(), arguments.array("x"))]
    }
}

/// An elementwise function of two operands, without parameters. Numbers among the arguments stay weak.
public protocol PlainBinary: ElementwiseBinary, TableOperation {
    init()
}

extension PlainBinary {
    public static var parameters: [Parameter] { [.array("a"), .array("b")] }

    public static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try callPlain(arguments)
    }

    /// The call with the two operands alone.
    static func callPlain<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        if case .scalar(let b) = arguments["b"] {
            return [try .apply(Self(), arguments.array("a"), scalar: b, reversed: false)]
        }
        if case .scalar(let a) = arguments["a"] {
            return [try .apply(Self(), arguments.array("b"), scalar: a, reversed: true)]
        }
        return [try .apply(Self(), arguments.array("a"), arguments.array("b"))]
    }
}

/// Every operation by its name: what the Python module, the command line and the comparison scripts are derived from.
///
/// A test reads the sources and fails if a type that conforms to `TableOperation` is missing here.
public enum OperationTable {
    public static let all: [any TableOperation.Type] =
        elementwise + reductions + ordering + shapes + indexing + products + network + losses
        + linalg + fourier + statistics + arrangement + polynomials

    static let byName: [String: any TableOperation.Type] = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })

    public static subscript(name: String) -> (any TableOperation.Type)? { byName[name] }
}
