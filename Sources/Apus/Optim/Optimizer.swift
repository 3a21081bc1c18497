/// What changes the parameters of a model by their gradients. PyTorch's `torch.optim.Optimizer`.
public protocol Optimizer: AnyObject {
    var parameters: [Tensor] { get }
    /// The learning rate, which may be changed between steps.
    var learningRate: Double { get set }
    /// Changes every parameter that has a gradient.
    func step()
    /// The state by name, to continue from later: for each parameter, by its position, what the optimizer remembers.
    func stateDict() -> StateDict
    /// Takes back a state that `stateDict()` gave.
    func load(_ state: StateDict) throws(ApusError)
}

extension Optimizer {
    /// Drops the gradients of the parameters: `optimizer.zero_grad()`.
    public func zeroGrad() {
        for parameter in parameters { parameter.grad = nil }
    }
}

/// An optimizer of Apus's own.
package protocol CheckedOptimizer: Optimizer {
    /// The throwing form of `step()`.
    func takeStep() throws(ApusError)
}

/// A memory of one tensor per parameter, made with zeros when first needed.
struct Slots {
    let name: String
    var tensors: [Tensor?]

    init(_ name: String, count: Int) {
        self.name = name
        tensors = Array(repeating: nil, count: count)
    }

    mutating func value(_ index: Int, like parameter: Tensor) throws(ApusError) -> (value: Strided, isNew: Bool) {
        if let tensor = tensors[index] { return (tensor.value, false) }
        let tensor = Tensor(value: try Strided.empty(parameter.shape, parameter.dtype, on: parameter.device))
        try parameter.device.backend.fill(tensor.value, with: .int(0))
        tensors[index] = tensor
        return (tensor.value, true)
    }

    func save(to state: inout StateDict) {
        for (index, tensor) in tensors.enumerated() { if let tensor { state["\(index).\(name)"] = tensor } }
    }

    mutating func load(from state: StateDict, _ parameters: [Tensor]) throws(ApusError) {
        for index in tensors.indices {
            guard let given = state["\(index).\(name)"] else {
                tensors[index] = nil
                continue
            }
            guard given.shape == parameters[index].shape else {
                throw .stateDict(
                    missing: [], unexpected: [],
                    mismatched: ["\(index).\(name) is \(given.shape), the parameter \(parameters[index].shape)"])
            }
            tensors[index] = try given.detach().to(device: parameters[index].device).astype(parameters[index].dtype).copy()
        }
    }
}

/// The memory of a parameter and its gradient for a step that runs over it in one pass; nil if it has no gradient.
///
/// A parameter that is not contiguous, or is a half-precision or complex one, is stepped in a copy, which `finish`
/// writes back.
func prepareStep(
    _ parameter: Tensor, _ body: (_ parameter: Strided, _ gradient: Strided, _ stand: Tensor) throws(ApusError) -> Void
) throws(ApusError) {
    guard let grad = parameter.grad else { return }
    if parameter.dtype.isComplex {
        throw .dtype(
            operation: "step", message: "optimizers step real parameters; give a complex one as its real and imaginary parts")
    }
    if parameter.value.storage.isReadOnly { throw .readOnly(operation: "step") }
    let isPlain = parameter.isContiguous && (parameter.dtype == .float32 || parameter.dtype == .float64)
    try noGrad { () throws(ApusError) in
        let dtype: DType = parameter.dtype == .float64 ? .float64 : .float32
        let stand = isPlain ? parameter : Tensor(value: try contiguous(cast(parameter.value, to: dtype)))
        try body(stand.value, contiguous(cast(grad.value, to: stand.dtype)), stand)
        if isPlain {
            parameter.value.storage.version &+= 1
        } else {
            try Tensor.applyInPlace(Assign(), parameter, [stand])
        }
    }
}
