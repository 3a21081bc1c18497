/// An array cut along an axis, into views.
enum Split: TableOperation {
    static var name: String { "split" }
    static var givesList: Bool { true }
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("sections", .integer, optional: true), Parameter("indices", .integers, optional: true),
            Parameter("axis", .integer, default: 0),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), axis = try arguments.integer("axis", default: 0)
        if case .none = arguments["indices"] { return try equal(x, arguments.integer("sections"), axis) }
        return try at(x, arguments.integers("indices"), axis)
    }

    /// Refuses a number of parts that is not positive, or beyond all memory.
    static func checkParts(_ count: Int, _ name: String) throws(ApusError) {
        guard count > 0 else { throw .argument(operation: name, message: "\(count) parts; there must be at least one") }
        if count > 1 << 28 { throw .outOfMemory(requested: .max, device: .cpu) }
    }

    /// The part from `start` of `size` positions.
    static func part<Face: ArrayFace>(_ x: Face, _ axis: Int, _ start: Int, _ size: Int) throws(ApusError) -> Face {
        try .apply(BasicIndex(steps: [.slice(axis: axis, start: start, step: 1, size: size)]), x)
    }

    /// Parts of the given sizes, which must fill the axis.
    static func sizes<Face: ArrayFace>(_ x: Face, _ sizes: [Int], _ axis: Int, _ name: String = name) throws(ApusError) -> [Face] {
        let axis = try normalizedAxis(axis, rank: x.rank, name)
        guard sizes.allSatisfy({ $0 >= 0 && $0 <= x.shape[axis] }), sizes.reduce(0, &+) == x.shape[axis] else {
            throw .argument(
                operation: name, message: "sizes \(sizes) do not add up to the \(x.shape[axis]) positions of axis \(axis)")
        }
        var parts: [Face] = []
        var start = 0
        for size in sizes {
            parts.append(try part(x, axis, start, size))
            start += size
        }
        return parts
    }

    /// Parts that end where the next begins, at each of `indices`; Python's rules for slices.
    static func at<Face: ArrayFace>(_ x: Face, _ indices: [Int], _ axis: Int) throws(ApusError) -> [Face] {
        let axis = try normalizedAxis(axis, rank: x.rank, name)
        let size = x.shape[axis]
        let places = [0] + indices.map { min(max($0 < 0 ? $0 + size : $0, 0), size) } + [size]
        var parts: [Face] = []
        for (start, end) in zip(places, places.dropFirst()) {
            parts.append(try part(x, axis, start, max(0, end - start)))
        }
        return parts
    }

    static func equal<Face: ArrayFace>(_ x: Face, _ sections: Int, _ axis: Int) throws(ApusError) -> [Face] {
        let size = x.shape[try normalizedAxis(axis, rank: x.rank, name)]
        try checkParts(sections, name)
        guard size % sections == 0 else {
            throw .argument(
                operation: name,
                message: "\(size) positions do not divide into \(sections) equal parts; arraySplit allows unequal ones")
        }
        return try sizes(x, Array(repeating: size / sections, count: sections), axis)
    }
}

/// An array cut along an axis into parts whose sizes differ by one at most.
enum ArraySplit: TableOperation {
    static var name: String { "arraySplit" }
    static var givesList: Bool { true }
    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("sections", .integers).known(as: "indices", "indices_or_sections"),
            Parameter("axis", .integer, default: 0),
        ]
    }
    /// `sections` is a number of parts, or a list of positions at which the parts begin.
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), axis = try arguments.integer("axis", default: 0)
        if case .integers(let indices) = arguments["sections"] { return try Split.at(x, indices, axis) }
        return try apply(x, arguments.integer("sections"), axis)
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ sections: Int, _ axis: Int) throws(ApusError) -> [Face] {
        let size = x.shape[try normalizedAxis(axis, rank: x.rank, name)]
        try Split.checkParts(sections, name)
        let (least, more) = size.quotientAndRemainder(dividingBy: sections)
        return try Split.sizes(x, (0..<sections).map { least + ($0 < more ? 1 : 0) }, axis, name)
    }
}

/// An array cut along an axis into parts of one size, the last of what is left.
enum Chunk: TableOperation {
    static var name: String { "chunk" }
    static var givesList: Bool { true }
    static var parameters: [Parameter] {
        [.array("x"), Parameter("chunks", .integer), Parameter("axis", .integer, default: 0)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try apply(arguments.array("x"), arguments.integer("chunks"), arguments.integer("axis", default: 0))
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ chunks: Int, _ axis: Int) throws(ApusError) -> [Face] {
        let size = x.shape[try normalizedAxis(axis, rank: x.rank, name)]
        try Split.checkParts(chunks, name)
        if size == 0 { return try Split.sizes(x, Array(repeating: 0, count: chunks), axis, name) }
        return try parts(x, size / chunks + (size % chunks == 0 ? 0 : 1), axis, name)
    }

    /// Parts of `length` positions, the last shorter if they do not fit.
    static func parts<Face: ArrayFace>(_ x: Face, _ length: Int, _ axis: Int, _ name: String) throws(ApusError) -> [Face] {
        let size = x.shape[try normalizedAxis(axis, rank: x.rank, name)]
        guard length > 0 else { throw .argument(operation: name, message: "parts of \(length) positions; 1 is the least") }
        if size == 0 { return try Split.sizes(x, [0], axis, name) }
        let sizes = stride(from: 0, to: size, by: length).map { min(length, size - $0) }
        return try Split.sizes(x, sizes, axis, name)
    }
}

/// The parts of an array at every position of an axis, without that axis.
enum Unbind: TableOperation {
    static var name: String { "unbind" }
    static var givesList: Bool { true }
    static var parameters: [Parameter] { [.array("x"), Parameter("axis", .integer, default: 0)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try apply(arguments.array("x"), arguments.integer("axis", default: 0))
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ axis: Int) throws(ApusError) -> [Face] {
        let axis = try normalizedAxis(axis, rank: x.rank, name)
        var parts: [Face] = []
        for position in 0..<x.shape[axis] {
            parts.append(try .apply(BasicIndex(steps: [.select(axis: axis, position: position)]), x))
        }
        return parts
    }
}

extension ArrayFace {
    /// Views of `sections` equal parts along an axis. `numpy.split`, `torch.tensor_split`.
    public func split(_ sections: Int, axis: Int = 0) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try Split.equal(self, sections, axis) }
    }

    /// Views of the parts before, between and after the positions `indices` of an axis. `numpy.split`,
    /// `torch.tensor_split`.
    public func split(at indices: [Int], axis: Int = 0) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try Split.at(self, indices, axis) }
    }

    /// Views of parts of the given sizes, which must fill the axis. `torch.split`.
    public func split(sizes: [Int], axis: Int = 0) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try Split.sizes(self, sizes, axis) }
    }

    /// Views of parts of `size` positions, the last of what is left. `torch.split`.
    public func split(size: Int, axis: Int = 0) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try Chunk.parts(self, size, axis, Split.name) }
    }

    /// Views of `sections` parts along an axis, the first of them one position longer if they cannot be equal.
    /// `numpy.array_split`, `torch.tensor_split`.
    public func arraySplit(_ sections: Int, axis: Int = 0) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try ArraySplit.apply(self, sections, axis) }
    }

    /// Views of at most `chunks` parts of one size along an axis, the last of what is left. `torch.chunk`.
    public func chunk(_ chunks: Int, axis: Int = 0) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try Chunk.apply(self, chunks, axis) }
    }

    /// Views at every position of an axis, without that axis. `torch.unbind`, `numpy.unstack`.
    public func unbind(axis: Int = 0) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try Unbind.apply(self, axis) }
    }
}
