/// The diagonal of the planes that two axes span, along a new last axis.
struct Diagonal: ViewOperation, TableOperation {
    static var name: String { "diagonal" }
    let offset: Int
    let axis1: Int
    let axis2: Int

    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("offset", .integer, default: 0), Parameter("axis1", .integer, default: 0),
            Parameter("axis2", .integer, default: 1),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let diagonal = Diagonal(
            offset: try arguments.integer("offset", default: 0), axis1: try arguments.integer("axis1", default: 0),
            axis2: try arguments.integer("axis2", default: 1))
        return [try .apply(diagonal, arguments.array("x"))]
    }

    func layout(of x: Layout) throws(ApusError) -> Layout {
        let a = try normalizedAxis(axis1, rank: x.rank, Self.name), b = try normalizedAxis(axis2, rank: x.rank, Self.name)
        guard a != b else { throw .argument(operation: Self.name, message: "axes \(axis1) and \(axis2) are the same") }
        let down = max(0, 0 &- offset), right = max(0, offset)
        let rows = x.shape[a], columns = x.shape[b]
        let size = down >= rows || right >= columns || offset == .min ? 0 : min(rows - down, columns - right)
        var result = x
        if size > 0 { result.offset += down * x.strides[a] + right * x.strides[b] }
        for axis in [max(a, b), min(a, b)] {
            result.shape.remove(at: axis)
            result.strides.remove(at: axis)
        }
        result.shape.append(size)
        result.strides.append(x.strides[a] &+ x.strides[b])
        return result
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
        .make(ViewEmbedding(view: self, shape: x.shape), g)
    }
}

/// The elements of the last two axes on one side of a diagonal, zeros on the other.
protocol Triangle: UnaryOperation, TableOperation {
    init(offset: Int)
    var offset: Int { get }
    /// The columns of a row that are kept.
    func columns(row: Int, of count: Int) -> Range<Int>
}

extension Triangle {
    static var saves: Saved { [] }
    static var parameters: [Parameter] { [.array("x"), Parameter("offset", .integer, default: 0)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try .apply(Self(offset: try arguments.integer("offset", default: 0)), arguments.array("x"))]
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        guard x.rank >= 2 else {
            throw .shape(operation: Self.name, message: "an array of shape \(x.shape) is no matrix; it needs two axes")
        }
        return Spec(x.shape, x.dtype)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.fill(out, with: 0)
        let axis = x.rank - 2
        for row in 0..<x.shape[axis] {
            let columns = columns(row: row, of: x.shape[axis + 1])
            if columns.isEmpty { continue }
            try backend.copy(
                x.view(part(x.layout, axis, row, columns)), to: out.view(part(out.layout, axis, row, columns)))
        }
    }

    private func part(_ layout: Layout, _ axis: Int, _ row: Int, _ columns: Range<Int>) -> Layout {
        layout.selected(axis: axis, at: row)
            .sliced(axis: axis, start: columns.lowerBound, step: 1, size: columns.count)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { .make(self, g) }
}

/// The upper triangle.
struct Triu: Triangle {
    static var name: String { "triu" }
    let offset: Int
    func columns(row: Int, of count: Int) -> Range<Int> {
        let (start, overflow) = row.addingReportingOverflow(offset)
        return (overflow ? count : min(max(start, 0), count))..<count
    }
}

/// The lower triangle.
struct Tril: Triangle {
    static var name: String { "tril" }
    let offset: Int
    func columns(row: Int, of count: Int) -> Range<Int> {
        let (last, overflow) = row.addingReportingOverflow(offset)
        return 0..<(overflow || last >= count ? count : max(last + 1, 0))
    }
}

extension ArrayFace {
    /// A view of the diagonal of the planes that two axes span, along a new last axis; `offset` chooses one above
    /// (positive) or below the main diagonal. `numpy.diagonal`, `torch.diagonal`.
    public func diagonal(offset: Int = 0, axis1: Int = 0, axis2: Int = 1) -> Self {
        .make(Diagonal(offset: offset, axis1: axis1, axis2: axis2), self)
    }

    /// A copy whose last two axes are zero below the diagonal `offset`. `numpy.triu`, `torch.triu`.
    public func triu(offset: Int = 0) -> Self { .make(Triu(offset: offset), self) }

    /// A copy whose last two axes are zero above the diagonal `offset`. `numpy.tril`, `torch.tril`.
    public func tril(offset: Int = 0) -> Self { .make(Tril(offset: offset), self) }
}
