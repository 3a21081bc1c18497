/// Arrays one after another along an axis.
struct Concatenate: VariadicOperation, TableOperation {
    static var name: String { "concatenate" }
    static var saves: Saved { [] }
    let axis: Int

    static var parameters: [Parameter] { [Parameter("arrays", .arrays), Parameter("axis", .integer, default: 0)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        try Face.apply(Concatenate(axis: arguments.integer("axis", default: 0)), arguments.arrays("arrays"))
    }

    func savesInput(_ index: Int) -> Bool { false }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        guard let model = inputs.first(where: { !ignores($0.shape, world) }) ?? inputs.first
        else { throw .argument(operation: Self.name, message: "no arrays; there must be at least one") }
        let axis = try normalizedAxis(axis, rank: model.rank, Self.name)
        let dtype = try world.promote(inputs.map(\.dtype))
        var shape = model.shape
        shape[axis] = 0
        for input in inputs {
            _ = try commonDevice(Self.name, model, input)
            if input.shape != model.shape && ignores(input.shape, world) { continue }
            guard input.rank == model.rank, (0..<model.rank).allSatisfy({ $0 == axis || input.shape[$0] == shape[$0] })
            else {
                throw .shape(
                    operation: Self.name,
                    message: "shapes \(model.shape) and \(input.shape) may differ along axis \(axis) only")
            }
            let (size, overflow) = shape[axis].addingReportingOverflow(input.shape[axis])
            if overflow { throw .outOfMemory(requested: .max, device: model.device) }
            shape[axis] = size
        }
        let out = try Strided.empty(shape, dtype, on: model.device)
        let backend = try model.device.backend
        var start = 0
        for input in inputs where input.rank == model.rank {
            let size = input.shape[axis]
            try backend.copy(input, to: out.view(out.layout.sliced(axis: axis, start: start, step: 1, size: size)))
            start += size
        }
        return [out]
    }

    /// In PyTorch's world a vector without elements goes with anything.
    private func ignores(_ shape: Dims, _ world: World) -> Bool { world == .torch && shape == [0] }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        let g = context.gradient()
        let axis = self.axis < 0 ? self.axis + g.rank : self.axis
        var start = 0
        return context.inputs.enumerated().map { index, input in
            if input.rank != g.rank { return Tensor.zeros(input.shape, dtype: g.dtype, device: g.device) }
            let size = input.shape[axis]
            defer { start += size }
            let part = BasicIndex(steps: [.slice(axis: axis, start: start, step: 1, size: size)])
            return context.needs(index) ? .make(part, g) : nil
        }
    }
}

/// Arrays of one shape along a new axis.
enum Stack: TableOperation {
    static var name: String { "stack" }
    static var parameters: [Parameter] { [Parameter("arrays", .arrays), Parameter("axis", .integer, default: 0)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.arrays("arrays"), arguments.integer("axis", default: 0))]
    }

    static func apply<Face: ArrayFace>(_ arrays: [Face], _ axis: Int) throws(ApusError) -> Face {
        guard let first = arrays.first else {
            throw .argument(operation: name, message: "no arrays; there must be at least one")
        }
        let axis = try normalizedAxis(axis, rank: first.rank + 1, name)
        var expanded: [Face] = []
        for array in arrays {
            guard array.shape == first.shape else {
                throw .shape(operation: name, message: "shapes \(first.shape) and \(array.shape) differ; all must be equal")
            }
            expanded.append(try .apply(ExpandDims(axes: [axis]), array))
        }
        return try Face.apply(Concatenate(axis: axis), expanded)[0]
    }
}

extension ArrayFace {
    /// Arrays one after another along an axis; their shapes may differ along it alone, their dtypes are promoted.
    /// `numpy.concatenate`, `torch.cat`.
    public static func concatenate(_ arrays: [Self], axis: Int = 0) -> Self { make(Concatenate(axis: axis), arrays)[0] }

    /// Arrays of one shape along a new axis; their dtypes are promoted. `numpy.stack`, `torch.stack`.
    public static func stack(_ arrays: [Self], axis: Int = 0) -> Self {
        trapping { () throws(ApusError) -> Self in try Stack.apply(arrays, axis) }
    }
}
