import ApusCore

/// An array cut along an axis that is named by the eye.
protocol DirectedSplit: TableOperation {
    /// How many axes there must be.
    static var leastRank: Int { get }
    static func axis(rank: Int) -> Int
}

extension DirectedSplit {
    static var givesList: Bool { true }
    static var parameters: [Parameter] {
        [.array("x"), Parameter("sections", .integers).known(as: "indices", "indices_or_sections")]
    }
    /// `sections` is a number of equal parts, or a list of positions at which parts begin.
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x")
        try check(x)
        if case .integers(let indices) = arguments["sections"] { return try Split.at(x, indices, axis(rank: x.rank)) }
        return try apply(x, arguments.integer("sections"))
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ sections: Int) throws(ApusError) -> [Face] {
        try check(x)
        return try Split.equal(x, sections, axis(rank: x.rank))
    }

    static func at<Face: ArrayFace>(_ x: Face, _ indices: [Int]) throws(ApusError) -> [Face] {
        try check(x)
        return try Split.at(x, indices, axis(rank: x.rank))
    }

    private static func check<Face: ArrayFace>(_ x: Face) throws(ApusError) {
        guard x.rank >= leastRank else {
            throw .shape(operation: name, message: "an array of shape \(x.shape); it must have \(leastRank) axes or more")
        }
    }
}

enum HorizontalSplit: DirectedSplit {
    static var name: String { "hsplit" }
    static var leastRank: Int { 1 }
    static func axis(rank: Int) -> Int { rank == 1 ? 0 : 1 }
}

enum VerticalSplit: DirectedSplit {
    static var name: String { "vsplit" }
    static var leastRank: Int { 2 }
    static func axis(rank: Int) -> Int { 0 }
}

enum DepthSplit: DirectedSplit {
    static var name: String { "dsplit" }
    static var leastRank: Int { 3 }
    static func axis(rank: Int) -> Int { 2 }
}

extension ArrayFace {
    /// Views of equal parts along the second axis, or the only one. `numpy.hsplit`, `torch.hsplit`.
    public func hsplit(_ sections: Int) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try HorizontalSplit.apply(self, sections) }
    }

    /// Views of the parts that begin at the positions `indices` of the second axis, or the only one.
    public func hsplit(at indices: [Int]) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try HorizontalSplit.at(self, indices) }
    }

    /// Views of equal parts along the first axis of two or more. `numpy.vsplit`, `torch.vsplit`.
    public func vsplit(_ sections: Int) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try VerticalSplit.apply(self, sections) }
    }

    /// Views of the parts that begin at the positions `indices` of the first axis.
    public func vsplit(at indices: [Int]) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try VerticalSplit.at(self, indices) }
    }

    /// Views of equal parts along the third axis. `numpy.dsplit`, `torch.dsplit`.
    public func dsplit(_ sections: Int) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try DepthSplit.apply(self, sections) }
    }

    /// Views of the parts that begin at the positions `indices` of the third axis.
    public func dsplit(at indices: [Int]) -> [Self] {
        trapping { () throws(ApusError) -> [Self] in try DepthSplit.at(self, indices) }
    }
}
