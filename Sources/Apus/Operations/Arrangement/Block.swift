import ApusCore

/// Arrays in nested lists, from which one array is put together.
public indirect enum Blocks<Face: ArrayFace>: Sendable, ExpressibleByArrayLiteral {
    case array(Face)
    case list([Blocks])

    public init(arrayLiteral elements: Blocks...) { self = .list(elements) }
}

/// Blocks put together to one array.
enum Block: TableOperation {
    static var name: String { "block" }
    static var parameters: [Parameter] { [Parameter("arrays", .arrays), Parameter("rows", .integers, optional: true)] }

    /// `rows` says how many of the arrays stand in each row of blocks; without it there is one row, of vectors or more.
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let arrays = try arguments.arrays("arrays")
        guard case .none = arguments["rows"] else {
            return [try apply(grouped(arrays, arguments.integers("rows")))]
        }
        return [try apply(.list(arrays.map { .array($0) }))]
    }

    private static func grouped<Face: ArrayFace>(_ arrays: [Face], _ rows: [Int]) throws(ApusError) -> Blocks<Face> {
        guard rows.allSatisfy({ $0 > 0 && $0 <= arrays.count }), rows.reduce(0, &+) == arrays.count else {
            throw .argument(operation: name, message: "rows of \(rows) blocks of \(arrays.count) arrays; each must have one")
        }
        var start = 0
        return .list(rows.map { length in
            defer { start += length }
            return .list(arrays[start..<(start + length)].map { .array($0) })
        })
    }

    static func apply<Face: ArrayFace>(_ blocks: Blocks<Face>) throws(ApusError) -> Face {
        let depth = try depth(of: blocks), rank = max(depth, most(blocks))
        return try joined(blocks, depth, rank)
    }

    /// How deep the lists are nested, which must be the same everywhere.
    private static func depth<Face: ArrayFace>(of blocks: Blocks<Face>) throws(ApusError) -> Int {
        guard case .list(let members) = blocks else { return 0 }
        guard let first = members.first else { throw .argument(operation: name, message: "a list of blocks is empty") }
        let depth = try depth(of: first)
        for member in members.dropFirst() where try self.depth(of: member) != depth {
            throw .argument(operation: name, message: "blocks are nested to different depths")
        }
        return depth + 1
    }

    private static func most<Face: ArrayFace>(_ blocks: Blocks<Face>) -> Int {
        switch blocks {
        case .array(let array): array.rank
        case .list(let members): members.reduce(0) { max($0, most($1)) }
        }
    }

    private static func joined<Face: ArrayFace>(_ blocks: Blocks<Face>, _ depth: Int, _ rank: Int) throws(ApusError) -> Face {
        switch blocks {
        case .array(let array):
            let padded = Dims(repeating: 1, count: rank - array.rank)
            return try .apply(Reshape(shape: Dims(Array(padded) + Array(array.shape))), array)
        case .list(let members):
            let parts = try members.map { member throws(ApusError) in try joined(member, depth - 1, rank) }
            return try Face.apply(Concatenate(axis: rank - depth), parts)[0]
        }
    }
}

extension ArrayFace {
    /// One array of blocks in nested lists: the members of the innermost lists are joined along the last axis, those of
    /// the lists around them along the last but one, and so on. Arrays with fewer axes get leading ones. `numpy.block`.
    public static func block(_ blocks: Blocks<Self>) -> Self {
        trapping { () throws(ApusError) -> Self in
            let result = try Block.apply(blocks)
            if case .array = blocks { return try .apply(Copy(), result) }
            return result
        }
    }

    /// One array of rows of blocks. `numpy.block`.
    public static func block(_ rows: [[Self]]) -> Self { block(.list(rows.map { .list($0.map { .array($0) }) })) }
}
