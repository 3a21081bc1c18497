// Arrays of numbers from a law: broadcasting of parameters, checks, and the loops.

/// A parameter of a distribution: a number, or an array with one for each element of the result.
public protocol DistributionParameter: Sendable {
    /// The numbers as an array; one without axes for a number.
    var distributionParameter: NDArray { get }
}

extension Double: DistributionParameter {
    public var distributionParameter: NDArray { NDArray(self) }
}

extension Float: DistributionParameter {
    public var distributionParameter: NDArray { NDArray(self) }
}

extension Int: DistributionParameter {
    public var distributionParameter: NDArray { NDArray(self) }
}

extension NDArray: DistributionParameter {
    public var distributionParameter: NDArray { self }
}

extension Generator {
    /// Numbers from a law; the form of every distribution that traps.
    func draws<L: Law>(
        _ law: L.Type, _ parameters: any DistributionParameter..., size: Shape?, out: NDArray? = nil
    ) -> NDArray {
        trapping { () throws(ApusError) in
            try sample(law, parameters.map(\.distributionParameter), size: size, out: out)
        }
    }

    /// Numbers from a law, in the shape `size`, to which the parameters broadcast, or else in the parameters' common shape.
    func sample<L: Law>(
        _ law: L.Type, _ parameters: [NDArray], size: Shape?, out: NDArray? = nil
    ) throws(ApusError) -> NDArray {
        let values = try lawValues(L.name, L.parameters, parameters, L.Value.dtype, size: size, out: out)
        if let fixed = values.fixed {
            if let objection = L.objection(fixed) { throw .argument(operation: L.name, message: objection) }
            try draw(DrawAlike(law: L(fixed), out: values.result.elements(as: L.Value.self)))
        } else {
            let work = DrawEach<L>(parameters: values.each.map(\.words), out: values.result.elements(as: L.Value.self))
            try work.check()
            try draw(work)
        }
        return withExtendedLifetime(values.each) { out ?? NDArray(value: values.result) }
    }
}

extension Strided {
    fileprivate var words: UnsafeMutableBufferPointer<UInt64> { elements(as: UInt64.self) }
}

/// Where the numbers of a law go, and its parameters: the same for all numbers, or one for each, in the result's shape.
@inline(never)
private func lawValues(
    _ name: String, _ parameters: [LawParameter], _ arrays: [NDArray], _ dtype: DType, size: Shape?, out: NDArray?
) throws(ApusError) -> (fixed: LawValues?, each: [Strided], result: Strided) {
    var values: [Strided] = []
    for (parameter, array) in zip(parameters, arrays) { values.append(try lawParameter(array, parameter, name)) }
    let shape = try commonShape(values, out?.shape ?? size, name)
    if let out { try checkOutput(out, dtype, size, name, anyOrder: values.isEmpty) }
    let result = if let out { out.value } else { try Strided.empty(shape, dtype) }
    if values.allSatisfy({ $0.rank == 0 }) {
        var fixed = LawValues()
        for (index, value) in values.enumerated() { fixed[index] = value.pointer.load(as: UInt64.self) }
        return (fixed, [], result)
    }
    var each: [Strided] = []
    for value in values { each.append(try broadcastCopy(value, to: shape, name)) }
    return (nil, each, result)
}

/// Numbers from one law.
private struct DrawAlike<L: Law>: Drawing {
    let law: L
    let out: UnsafeMutableBufferPointer<L.Value>

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        for index in out.indices { out[index] = law.sample(from: &bits) }
    }
}

/// Numbers from laws of which each has its own parameters.
private struct DrawEach<L: Law>: Drawing {
    let parameters: [UnsafeMutableBufferPointer<UInt64>]
    let out: UnsafeMutableBufferPointer<L.Value>

    @inline(__always)
    private func values(_ index: Int) -> LawValues {
        var values = LawValues()
        for (place, parameter) in parameters.enumerated() { values[place] = parameter[index] }
        return values
    }

    func check() throws(ApusError) {
        for index in out.indices {
            if let objection = L.objection(values(index)) { throw .argument(operation: L.name, message: objection) }
        }
    }

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        for index in out.indices { out[index] = L(values(index)).sample(from: &bits) }
    }
}

/// A parameter as float64 or int64 in row-major memory, with every element within its bounds.
private func lawParameter(_ array: NDArray, _ parameter: LawParameter, _ operation: String) throws(ApusError) -> Strided {
    let dtype = array.dtype
    guard !dtype.isComplex, !(parameter.isInteger && dtype.isFloatingPoint) else {
        throw .dtype(operation: operation, message: "\(parameter.name) cannot be \(dtype)")
    }
    let value = try contiguous(cast(array.value, to: parameter.dtype))
    for word in value.elements(as: UInt64.self) {
        if let objection = parameter.objection(word) { throw .argument(operation: operation, message: objection) }
    }
    return value
}

/// The shape of the result: the parameters' common one, which a given size must have too.
func commonShape(_ values: [Strided], _ size: Shape?, _ operation: String) throws(ApusError) -> Shape {
    var shape: Shape = []
    for value in values {
        guard let common = Layout.broadcastShape(shape, value.shape) else {
            throw .shape(operation: operation, message: "shapes \(shape) and \(value.shape) of the parameters do not broadcast")
        }
        shape = common
    }
    guard let size else { return shape }
    guard Layout.broadcastShape(shape, size) == size else {
        throw .shape(operation: operation, message: "Output size \(size) is not compatible with the parameters' common shape \(shape)")
    }
    return size
}

/// The elements in a larger shape, row-major.
func broadcastCopy(_ value: Strided, to shape: Shape, _ operation: String) throws(ApusError) -> Strided {
    guard let layout = value.layout.broadcast(to: shape) else {
        throw .shape(operation: operation, message: "shape \(value.shape) does not broadcast to \(shape)")
    }
    return try contiguous(value.view(layout))
}

/// Checks an array that is to take the numbers.
///
/// - Parameter anyOrder: whether column-major memory will do, which is then filled in its own order.
func checkOutput(
    _ out: NDArray, _ dtype: DType, _ size: Shape?, _ operation: String, anyOrder: Bool
) throws(ApusError) {
    guard out.dtype == dtype else {
        throw .dtype(operation: operation, message: "out must be \(dtype), not \(out.dtype)")
    }
    guard out.value.layout.isContiguous || (anyOrder && out.T.value.layout.isContiguous) else {
        throw .argument(operation: operation, message: "out must be contiguous, row-major")
    }
    if let size, size != out.shape {
        throw .shape(operation: operation, message: "size \(size) must be the shape of out, \(out.shape)")
    }
    if out.value.storage.isReadOnly {
        throw .readOnly(operation: operation)
    }
}
