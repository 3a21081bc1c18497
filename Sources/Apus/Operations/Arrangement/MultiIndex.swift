import ApusCore

/// The indices of positions that are counted in an order.
struct UnravelIndex: VariadicOperation, TableOperation {
    static var name: String { "unravelIndex" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    static var givesList: Bool { true }
    let shape: Dims
    let order: ElementOrder

    static var parameters: [Parameter] {
        [
            .array("indices"), Parameter("shape", .integers), Parameter("order", .text, default: "C").known(),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try apply(
            arguments.array("indices"), Dims(arguments.integers("shape")),
            countingOrder(arguments.text("order", default: "C"), name))
    }

    static func apply<Face: ArrayFace>(_ indices: Face, _ shape: Dims, _ order: ElementOrder) throws(ApusError) -> [Face] {
        try Face.apply(UnravelIndex(shape: shape, order: order), [indices])
    }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let x = inputs[0]
        guard let count = shape.checkedProduct, shape.allSatisfy({ $0 >= 0 }) else {
            throw .argument(operation: Self.name, message: "shape \(shape) has a negative size, or too many elements")
        }
        let positions = try rawPositions(x, Self.name)
        var results: [Strided] = []
        for _ in 0..<shape.count { results.append(try Strided.empty(x.shape, .int64, on: x.device)) }
        if x.device != .cpu { return results }
        let numbers = positions.pointer.assumingMemoryBound(to: Int.self)
        for i in 0..<positions.count where numbers[i] < 0 || numbers[i] >= count {
            throw .argument(
                operation: Self.name, message: "index \(numbers[i]) is out of bounds for the \(count) elements of shape \(shape)")
        }
        // From the axis that is counted fastest on, each takes its remainder and leaves the quotient.
        let axes = order == .columnMajor ? Array(0..<shape.count) : Array((0..<shape.count).reversed())
        for axis in axes {
            let size = max(1, shape[axis])
            let out = results[axis].pointer.assumingMemoryBound(to: Int.self)
            for i in 0..<positions.count {
                let (quotient, rest) = numbers[i].quotientAndRemainder(dividingBy: size)
                out[i] = rest
                numbers[i] = quotient
            }
        }
        return results
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] { [nil] }
}

/// C's or Fortran's order.
private func countingOrder(_ name: String, _ operation: String) throws(ApusError) -> ElementOrder {
    let order = try ElementOrder.named(name, operation)
    guard order == .rowMajor || order == .columnMajor else {
        throw .argument(operation: operation, message: "order '\(name)' must be C or F")
    }
    return order
}

/// The positions of indices, counted in an order.
struct RavelMultiIndex: VariadicOperation, TableOperation {
    static var name: String { "ravelMultiIndex" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let shape: Dims
    /// For each axis, what becomes of an index outside of it.
    let modes: [TakeMode]
    let order: ElementOrder

    static var parameters: [Parameter] {
        [
            Parameter("indices", .arrays), Parameter("shape", .integers), Parameter("mode", .text, default: "raise"),
            Parameter("order", .text, default: "C").known(),
        ]
    }

    /// `mode` is one word, or one for each axis with commas between them.
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let shape = Dims(try arguments.integers("shape"))
        var modes: [TakeMode] = []
        for word in try arguments.text("mode", default: "raise").split(separator: ",") {
            guard let mode = TakeMode(rawValue: String(word)) else {
                throw .argument(operation: name, message: "mode '\(word)' must be raise, wrap or clip")
            }
            modes.append(mode)
        }
        let order = try countingOrder(arguments.text("order", default: "C"), name)
        return [try apply(arguments.arrays("indices"), shape, modes, order)]
    }

    static func apply<Face: ArrayFace>(
        _ indices: [Face], _ shape: Dims, _ modes: [TakeMode], _ order: ElementOrder
    ) throws(ApusError) -> Face {
        guard indices.count == shape.count, !indices.isEmpty else {
            throw .argument(operation: name, message: "\(indices.count) arrays of indices for the \(shape.count) axes of \(shape)")
        }
        guard modes.count == shape.count || modes.count == 1 else {
            throw .argument(operation: name, message: "\(modes.count) modes for \(shape.count) axes")
        }
        let all = modes.count == shape.count ? modes : Array(repeating: modes[0], count: shape.count)
        let operation = RavelMultiIndex(shape: shape, modes: all, order: order)
        return try Face.apply(operation, BroadcastArrays.apply(indices))[0]
    }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        guard shape.checkedProduct != nil, shape.allSatisfy({ $0 >= 0 }) else {
            throw .argument(
                operation: Self.name, message: "invalid dims: shape \(shape) has a negative size, or too many elements")
        }
        for input in inputs { _ = try commonDevice(Self.name, inputs[0], input) }
        let result = try filled(inputs[0].shape, 0, .int64, inputs[0].device)
        let sums = result.pointer.assumingMemoryBound(to: Int.self)
        var step = 1
        for axis in order == .columnMajor ? Array(0..<shape.count) : Array((0..<shape.count).reversed()) {
            let places = try rawPositions(inputs[axis], Self.name)
            if result.device == .cpu {
                let numbers = places.pointer.assumingMemoryBound(to: Int.self)
                try settle(UnsafeMutableBufferPointer(start: numbers, count: places.count), axis)
                for i in 0..<result.count { sums[i] &+= numbers[i] &* step }
            }
            step *= shape[axis]
        }
        return [result]
    }

    /// Brings the indices of an axis into its range, as its mode says.
    private func settle(_ numbers: UnsafeMutableBufferPointer<Int>, _ axis: Int) throws(ApusError) {
        let size = shape[axis]
        for i in numbers.indices where numbers[i] < 0 || numbers[i] >= size {
            switch modes[axis] {
            case .wrap where size > 0: numbers[i] = (numbers[i] % size + size) % size
            case .clip where size > 0: numbers[i] = numbers[i] < 0 ? 0 : size - 1
            default:
                throw .argument(
                    operation: Self.name, message: "invalid entry in coordinates array: \(numbers[i]) for axis \(axis) of size \(size)")
            }
        }
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] { context.inputs.map { _ in nil } }
}

extension ArrayFace {
    /// The indices, one int64 array for each axis, of positions that are counted through an array of a shape. Throws
    /// `ApusError.argument` for a position out of its range. `numpy.unravel_index`, `torch.unravel_index`.
    ///
    /// - Parameter order: `.rowMajor` or `.columnMajor`.
    public func unravelIndex(_ shape: Shape, order: ElementOrder = .rowMajor) throws(ApusError) -> [Self] {
        try UnravelIndex.apply(self, shape, order)
    }

    /// The positions of indices, one array for each axis, counted through an array of a shape. Throws
    /// `ApusError.argument` for an index out of its axis where `modes` has `.raise`. `numpy.ravel_multi_index`.
    ///
    /// - Parameters:
    ///   - modes: what becomes of indices out of range; one for all axes, or one for each.
    ///   - order: `.rowMajor` or `.columnMajor`.
    public static func ravelMultiIndex(
        _ indices: [Self], _ shape: Shape, modes: [TakeMode] = [.raise], order: ElementOrder = .rowMajor
    ) throws(ApusError) -> Self {
        try RavelMultiIndex.apply(indices, shape, modes, order)
    }
}
