import ApusCore

/// From which ends of an axis `trimZeros` takes zeros.
public enum TrimmedEnds: String, Sendable {
    case front = "f", back = "b", both = "fb"
}

/// The box that holds all elements that are not zero.
enum TrimZeros: TableOperation {
    static var name: String { "trimZeros" }
    static var parameters: [Parameter] {
        [.array("x"), Parameter("trim", .text, default: "fb"), Parameter("axes", .axes, optional: true)]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let text = try arguments.text("trim", default: "fb").lowercased()
        guard let ends = TrimmedEnds(rawValue: text == "bf" ? "fb" : text) else {
            throw .argument(operation: name, message: "unexpected character(s) in `trim`: '\(text)'; it must be f, b or fb")
        }
        return [try apply(arguments.array("x"), ends, arguments.axes())]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ ends: TrimmedEnds, _ axes: Axes) throws(ApusError) -> Face {
        if x.device == .meta { throw .device("\(name): on the meta device there are no elements that could be zero") }
        let elements = NDArray(value: x.value)
        var steps: [BasicIndex.Step] = []
        for axis in try axes.normalized(rank: x.rank, name) {
            let others = Dims((0..<x.rank).filter { $0 != axis })
            let holds: NDArray = try .apply(AnyTrue(axes: .some(others), keepDims: false), elements)
            let flags = try NDArray.apply(Cast(dtype: .bool), holds).elements(as: Bool.self)
            guard let first = flags.firstIndex(of: true), let last = flags.lastIndex(of: true) else {
                steps.append(.slice(axis: axis, start: 0, step: 1, size: 0))
                continue
            }
            let start = ends == .back ? 0 : first, end = ends == .front ? flags.count : last + 1
            steps.append(.slice(axis: axis, start: start, step: 1, size: end - start))
        }
        return try .apply(BasicIndex(steps: steps), x)
    }
}

extension ArrayFace {
    /// A view without the zeros before and behind all other elements along `axes`, by default along all: the smallest box that
    /// holds every element that is not zero. An error on the meta device. `numpy.trim_zeros`.
    public func trimZeros(_ ends: TrimmedEnds = .both, axes: Axes = .all) -> Self {
        trapping { () throws(ApusError) -> Self in try TrimZeros.apply(self, ends, axes) }
    }
}
