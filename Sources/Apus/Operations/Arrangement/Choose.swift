import ApusCore

/// Elements of several arrays, chosen by the number of the array.
enum Choose: TableOperation {
    static var name: String { "choose" }
    static var parameters: [Parameter] {
        [.array("x"), Parameter("choices", .arrays), Parameter("mode", .text, default: "raise")]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        guard let mode = TakeMode(rawValue: try arguments.text("mode", default: "raise")) else {
            throw .argument(operation: name, message: "mode must be raise, wrap or clip")
        }
        return [try apply(arguments.array("x"), arguments.arrays("choices"), mode)]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ choices: [Face], _ mode: TakeMode) throws(ApusError) -> Face {
        guard !choices.isEmpty else { throw .argument(operation: name, message: "no arrays to choose from") }
        let wide = try BroadcastArrays.apply([x] + choices)
        let positions = try rawPositions(wide[0].value, name)
        let backend = try positions.device.backend
        let size = Int64(choices.count)
        switch mode {
        case .raise:
            if positions.device == .cpu { try check(positions, below: Int(size)) }
        case .wrap: try backend.binary(.remainder, positions, .int(size), reversed: false, to: positions)
        case .clip:
            try backend.binary(.maximum, positions, .int(0), reversed: false, to: positions)
            try backend.binary(.minimum, positions, .int(size - 1), reversed: false, to: positions)
        }
        let stacked = try Stack.apply(Array(wide.dropFirst()), 0)
        let selection = AxisPositions(axis: 0, checked: positions.view(positions.layout.expanded(at: 0)))
        return try Squeeze.apply(.apply(Gather(selection: selection), stacked), [0])
    }

    private static func check(_ positions: Strided, below size: Int) throws(ApusError) {
        let numbers = positions.pointer.assumingMemoryBound(to: Int.self)
        for i in 0..<positions.count where numbers[i] < 0 || numbers[i] >= size {
            throw .argument(operation: name, message: "invalid entry in choice array: \(numbers[i]) of \(size) choices")
        }
    }
}

/// The slices along an axis where a vector of conditions is true.
enum Compress: TableOperation {
    static var name: String { "compress" }
    static var parameters: [Parameter] { [.array("x"), .array("condition"), Parameter("axis", .integer, optional: true)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"), arguments.array("condition"), arguments.optionalInteger("axis"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ condition: Face, _ axis: Int?) throws(ApusError) -> Face {
        guard condition.rank == 1 else {
            throw .argument(operation: name, message: "a condition of shape \(condition.shape); it must have one axis")
        }
        let positions = Face(value: try truePositions(cast(condition.value, to: .bool)))
        return try Take.apply(x, positions, axis, .raise)
    }
}

extension ArrayFace {
    /// At each place the element of that one of `choices` whose number stands in this array; all broadcast.
    /// `numpy.choose`.
    ///
    /// - Parameter mode: what becomes of numbers of no choice.
    public func choose(_ choices: [Self], mode: TakeMode = .raise) throws(ApusError) -> Self {
        try Choose.apply(self, choices, mode)
    }

    /// The slices along `axis`, or without one the elements in row-major order, where `condition`, a vector that may be
    /// shorter than the axis, is true. `numpy.compress`.
    public func compress(_ condition: Self, axis: Int? = nil) -> Self {
        trapping { () throws(ApusError) -> Self in try Compress.apply(self, condition, axis) }
    }
}
