import ApusCore

/// The distinct elements of an array, and what is known about them.
public struct UniqueElements<Face: ArrayFace>: Sendable {
    /// The distinct elements in ascending order.
    public let values: Face
    /// The position of the first occurrence of each, in row-major order.
    public let indices: Face
    /// For each element of the array, in its shape, which of `values` it is.
    public let inverse: Face
    /// How often each occurs.
    public let counts: Face
}

/// The distinct elements, and where and how often they occur if that is asked for.
struct Unique: VariadicOperation {
    static var name: String { "unique" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let detailed: Bool

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = try contiguous(inputs[0])
        let flat = x.view(Layout(contiguous: [x.count], offset: x.layout.offset))
        let values = try Strided.empty([x.count], x.dtype, on: x.device)
        guard detailed else {
            let count = try x.device.backend.unique(flat, values: values, first: nil, inverse: nil, counts: nil)
            return [try head(values, count)]
        }
        let first = try Strided.empty([x.count], .int64, on: x.device)
        let inverse = try Strided.empty(x.shape, .int64, on: x.device)
        let counts = try Strided.empty([x.count], .int64, on: x.device)
        let count = try x.device.backend.unique(flat, values: values, first: first, inverse: inverse, counts: counts)
        return [try head(values, count), try head(first, count), inverse, try head(counts, count)]
    }

    /// The first elements, in memory of their size.
    private func head(_ x: Strided, _ count: Int) throws(ApusError) -> Strided {
        count == x.count ? x : try castCopy(x.view(Layout(contiguous: [count])), to: x.dtype)
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] { [nil] }
}

/// `unique` by its name.
enum UniqueEntry: TableOperation {
    static var name: String { "unique" }
    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try Face.apply(Unique(detailed: false), [arguments.array("x")])
    }
}

/// `uniqueAll` by its name: values, first positions, inverse and counts.
enum UniqueAllEntry: TableOperation {
    static var name: String { "uniqueAll" }
    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try Face.apply(Unique(detailed: true), [arguments.array("x")])
    }
}

extension ArrayFace {
    /// The distinct elements in ascending order; NaNs count as equal. An error on the meta device, where there are no
    /// elements to tell apart. `numpy.unique`, `torch.unique`.
    public func unique() -> Self { Self.make(Unique(detailed: false), [self])[0] }

    /// The distinct elements, with their first positions, the inverse and their counts as int64. `numpy.unique_all`.
    public func uniqueAll() -> UniqueElements<Self> {
        let results = Self.make(Unique(detailed: true), [self])
        return UniqueElements(values: results[0], indices: results[1], inverse: results[2], counts: results[3])
    }
}
