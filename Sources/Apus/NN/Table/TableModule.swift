/// A module that can be made and called by its name, as `TableOperation` is for operations. Both are throwing forms:
/// whatever the arguments are, they give a result or an `ApusError`.
public struct TableModule: Sendable {
    typealias Make = @Sendable (Arguments<Tensor>) throws(ApusError) -> Module
    typealias Forward = @Sendable (Module, [Tensor]) throws(ApusError) -> [Tensor]

    /// The name in PyTorch.
    public let name: String
    /// What it is made with; names are PyTorch's in Swift's casing.
    public let parameters: [Parameter]
    /// With how many tensors it may be called.
    public let inputCounts: [Int]
    let makeModule: Make
    let callModule: Forward

    /// Makes a module from arguments given by name.
    public func make(_ arguments: Arguments<Tensor>) throws(ApusError) -> Module { try makeModule(arguments) }

    /// Calls a module that `make` gave: one result, or of a recurrent layer its output and then its state.
    public func call(_ module: Module, _ inputs: [Tensor]) throws(ApusError) -> [Tensor] {
        guard inputCounts.contains(inputs.count) else {
            let counts = inputCounts.map { "\($0)" }.joined(separator: " or ")
            throw .argument(operation: name, message: "\(inputs.count) tensors; it is called with \(counts)")
        }
        return try callModule(module, inputs)
    }
}

/// Every layer and loss by its name: what the Python module's `nn` is derived from.
///
/// A test reads the sources and fails if a class of them is missing here.
public enum ModuleTable {
    public static let all: [TableModule] = layers + recurrences + normalisations + activations + poolings + losses
}

extension TableModule {
    /// A module that calls one operation of the table: with its inputs, under the names given, and what `arguments` takes
    /// from the module.
    init<M: Module>(
        _ name: String, _ parameters: [Parameter], calls operation: any TableOperation.Type, inputs: [String] = ["x"],
        make: @escaping @Sendable (Arguments<Tensor>) throws(ApusError) -> M,
        arguments: @escaping @Sendable (M) -> [String: Argument<Tensor>] = { _ in [:] }
    ) {
        self.init(name, parameters, inputCounts: [inputs.count], make: make) { module, given throws(ApusError) in
            guard let own = module as? M else {
                throw .argument(operation: name, message: "called with a \(type(of: module))")
            }
            return [try Self.call(operation, inputs, given, arguments(own))]
        }
    }

    @inline(never)
    private static func call(
        _ operation: any TableOperation.Type, _ inputs: [String], _ given: [Tensor], _ arguments: [String: Argument<Tensor>]
    ) throws(ApusError) -> Tensor {
        var all = arguments
        for (name, tensor) in zip(inputs, given) { all[name] = .array(tensor) }
        return try operation.call(Arguments(operation.name, all))[0]
    }

    /// A module that is called in a way of its own, with one tensor, and gives one.
    init<M: Module>(
        _ name: String, _ parameters: [Parameter],
        make: @escaping @Sendable (Arguments<Tensor>) throws(ApusError) -> M,
        call: @escaping @Sendable (M, [Tensor]) throws(ApusError) -> Tensor
    ) {
        self.init(name, parameters, inputCounts: [1], make: make) { module, inputs throws(ApusError) in
            guard let own = module as? M else {
                throw .argument(operation: name, message: "called with a \(type(of: module))")
            }
            return [try call(own, inputs)]
        }
    }

    /// A module with several results, or with inputs that may be left out.
    init<M: Module>(
        _ name: String, _ parameters: [Parameter], inputCounts: [Int],
        make: @escaping @Sendable (Arguments<Tensor>) throws(ApusError) -> M, results: @escaping Forward
    ) {
        self.name = name
        self.parameters = parameters
        self.inputCounts = inputCounts
        makeModule = { arguments throws(ApusError) in try make(arguments) }
        callModule = results
    }
}

// MARK: - Arguments of layers

extension Argument {
    static func integer(_ value: Int) -> Argument { .scalar(.int(Int64(value))) }
    static func real(_ value: Double) -> Argument { .scalar(.float(value)) }
    static func flag(_ value: Bool) -> Argument { .scalar(.bool(value)) }
    static func pair(_ value: Pair) -> Argument { .integers([value.height, value.width]) }
    static func optional(_ value: Face?) -> Argument { value.map { .array($0) } ?? .none }
}

extension Parameter {
    static let dtypeOfLayer = Parameter("dtype", .dtype, optional: true)
}

extension Arguments where Face == Tensor {
    /// A number of channels, rows or features.
    func size(_ name: String) throws(ApusError) -> Int {
        let value = try integer(name)
        guard value >= 0 else { throw .argument(operation: operation, message: "\(name) is \(value), below 0") }
        return value
    }

    /// One number or two, each at least `least`.
    func pair(_ name: String, default fallback: Int? = nil, least: Int) throws(ApusError) -> Pair {
        let pair = try Pair(integers(name, default: fallback.map { [$0] }), operation)
        guard pair.height >= least, pair.width >= least else {
            throw .argument(operation: operation, message: "\(name) is \(pair.height), \(pair.width); it must be at least \(least)")
        }
        return pair
    }

    /// One number, at least `least`.
    func single(_ name: String, default fallback: Int? = nil, least: Int) throws(ApusError) -> Int {
        let value = try integer(name, default: fallback)
        guard value >= least else {
            throw .argument(operation: operation, message: "\(name) is \(value); it must be at least \(least)")
        }
        return value
    }

    /// The dtype of a layer's parameters, float32 by default.
    func layerType() throws(ApusError) -> DType {
        let chosen = try dtype() ?? .float32
        guard chosen.isFloatingPoint else {
            throw .dtype(operation: operation, message: "parameters of dtype \(chosen); they must be floats")
        }
        return chosen
    }

    /// Refuses parameters for which there is no memory, before a layer asks for it in a way that cannot fail.
    func checkMemory(_ shape: Dims, _ dtype: DType) throws(ApusError) { _ = try Strided.empty(shape, dtype) }
}
