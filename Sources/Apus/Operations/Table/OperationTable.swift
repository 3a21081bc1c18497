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
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face]
}

extension TableOperation {
    public static var givesList: Bool { false }
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

    static let byName: [String: any TableOperation.Type] = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })

    public static subscript(name: String) -> (any TableOperation.Type)? { byName[name] }
}
