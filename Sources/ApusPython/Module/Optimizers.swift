internal import Apus
internal import ApusCore
internal import CPython

/// What an `apus.Optimizer` holds.
private final class OptimizerBox {
    let optimizer: any CheckedOptimizer
    let name: String

    init(_ optimizer: any CheckedOptimizer, _ name: String) {
        self.optimizer = optimizer
        self.name = name
    }
}

private func box(_ object: Reference) -> OptimizerBox { content(object, as: OptimizerBox.self) }

/// Makes the type `Optimizer`.
func registerOptimizerType(in module: Reference) throws {
    let repr: @convention(c) (Reference?) -> Reference? = { me in
        guarded { try newString("\(box(me!).name)(lr=\(box(me!).optimizer.learningRate))") }
    }
    let properties = [
        Property(
            "lr", "The learning rate, which may be changed between steps.",
            get: { try checked(PyFloat_FromDouble(box($0).optimizer.learningRate)) },
            set: { me, value in
                guard let value else { throw PythonError.type("lr cannot be deleted") }
                box(me).optimizer.learningRate = try notNegative(value, "lr", default: 0)
            }),
        Property("params", "The tensors that it changes.") {
            try newTuple(box($0).optimizer.parameters.map { try $0.newReference() })
        },
        Property("name", "The name of the method.") { try newString(box($0).name) },
    ]
    let methods: [(NativeFunction, String)] = [
        (
            NativeFunction("step", "self, /") { call in
                let optimizer = box(call.required(0)).optimizer
                try withDifferentiation { () throws(ApusError) in try optimizer.takeStep() }
                return newNone()
            }, "Changes every parameter that has a gradient."
        ),
        (
            NativeFunction("zero_grad", "self, /") { call in
                let optimizer = box(call.required(0)).optimizer
                try withDifferentiation { () throws(ApusError) in optimizer.zeroGrad() }
                return newNone()
            }, "Drops the gradients of the parameters."
        ),
        (
            NativeFunction("state_dict", "self, /") { call in
                try newDictionary(box(call.required(0)).optimizer.stateDict())
            }, "What the optimizer remembers of each parameter, by name."
        ),
        (
            NativeFunction("load_state_dict", "self, state, /") { call in
                try box(call.required(0)).optimizer.load(stateDict(call.required(1)))
                return newNone()
            }, "Takes back a state that state_dict() gave."
        ),
    ]
    Types.optimizer = try newType(
        "Optimizer", flags: typeIsImmutable | typeHasNoConstructor,
        slots: [
            (Int(Py_tp_repr), unsafeBitCast(repr, to: UnsafeMutableRawPointer.self)),
            (Int(Py_tp_getset), propertyTable(properties)),
            (Int(Py_tp_methods), methodTable(try methods.map { try newDefinition($0.0, .method, documentation: $0.1) })),
            (Int(Py_tp_doc), UnsafeMutableRawPointer(mutating: permanent("What changes parameters by their gradients."))),
        ], in: module)
}

private func notNegative(_ object: Reference?, _ name: String, default fallback: Double) throws -> Double {
    guard let object else { return fallback }
    guard let number = try number(object) else {
        throw PythonError.type("argument '\(name)' must be a number, not \(typeName(object))")
    }
    if case .complex = number { throw PythonError.type("argument '\(name)' must be a real number, not complex") }
    guard number.doubleValue >= 0 else {
        throw PythonError(class: Exceptions.argument, "argument '\(name)' must not be negative, it is \(number.doubleValue)")
    }
    return number.doubleValue
}

/// The tensors that an optimizer is to change: leaves that an elementwise step can write to.
private func parameters(_ object: Reference) throws -> [Tensor] {
    let items = try checked(PySequence_Tuple(object))
    defer { Py_DecRef(items) }
    let tensors = try (0..<PyTuple_Size(items)).map { try tensorArgument(PyTuple_GetItem(items, $0), "params") }
    if tensors.isEmpty { throw PythonError(class: Exceptions.argument, "an optimizer needs at least one parameter") }
    for tensor in tensors {
        guard tensor.isLeaf else {
            throw PythonError(class: Exceptions.argument, "an optimizer changes leaves only; detach() the result of an operation")
        }
        guard tensor.dtype.isFloatingPoint, tensor.device == .cpu else {
            throw PythonError(
                class: Exceptions.dtype,
                "an optimizer steps real floating-point tensors in host memory, not \(tensor.dtype) on \(tensor.device)")
        }
        if tensor.value.layout.mayOverlapItself {
            throw PythonError(class: Exceptions.argument, "several elements of this parameter share memory; take a copy")
        }
    }
    return tensors
}

func optimizerFunctions() -> [(NativeFunction, String)] {
    func flag(_ call: Call, _ index: Int) throws -> Bool {
        try call[index].map { try boolean($0, call.signature.items[index].name) } ?? false
    }
    func adam(_ name: String, decay: Double) -> NativeFunction {
        NativeFunction(
            name, "params, lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=\(decay), amsgrad=False, *, maximize=False"
        ) { call in
            let betas = try call[2].map(pair) ?? (0.9, 0.999)
            let parameters = try parameters(call.required(0))
            let rate = try notNegative(call[1], "lr", default: 1e-3)
            let epsilon = try notNegative(call[3], "eps", default: 1e-8)
            let weightDecay = try notNegative(call[4], "weight_decay", default: decay)
            let (amsgrad, maximize) = (try flag(call, 5), try flag(call, 6))
            let optimizer = name == "Adam"
                ? Adam(
                    parameters, learningRate: rate, betas: betas, epsilon: epsilon, weightDecay: weightDecay,
                    amsgrad: amsgrad, maximize: maximize)
                : AdamW(
                    parameters, learningRate: rate, betas: betas, epsilon: epsilon, weightDecay: weightDecay,
                    amsgrad: amsgrad, maximize: maximize)
            return try newInstance(Types.optimizer, OptimizerBox(optimizer, name))
        }
    }
    return [
        (
            NativeFunction(
                "SGD",
                "params, lr=0.001, momentum=0.0, dampening=0.0, weight_decay=0.0, nesterov=False, *, maximize=False"
            ) { call in
                let momentum = try notNegative(call[2], "momentum", default: 0)
                let dampening = try call[3].map { try number($0)?.doubleValue ?? .nan } ?? 0
                let nesterov = try flag(call, 5)
                if dampening.isNaN { throw PythonError.type("argument 'dampening' must be a number") }
                if nesterov && !(momentum > 0 && dampening == 0) {
                    throw PythonError(class: Exceptions.argument, "nesterov needs a momentum and no dampening")
                }
                let optimizer = SGD(
                    try parameters(call.required(0)), learningRate: try notNegative(call[1], "lr", default: 1e-3),
                    momentum: momentum, dampening: dampening,
                    weightDecay: try notNegative(call[4], "weight_decay", default: 0), nesterov: nesterov,
                    maximize: try flag(call, 6))
                return try newInstance(Types.optimizer, OptimizerBox(optimizer, "SGD"))
            }, "Stochastic gradient descent with momentum, Nesterov's variant and weight decay: torch.optim.SGD."
        ),
        (adam("Adam", decay: 0), "Adam, with AMSGrad if asked for: torch.optim.Adam."),
        (adam("AdamW", decay: 0.01), "Adam with weight decay that shrinks the parameters: torch.optim.AdamW."),
    ]
}

private func pair(_ object: Reference) throws -> (Double, Double) {
    guard isTuple(object) || isList(object), PySequence_Size(object) == 2 else {
        throw PythonError.type("argument 'betas' must be a pair of numbers")
    }
    let values = try (0..<2).map { index in
        let item = try checked(PySequence_GetItem(object, index))
        defer { Py_DecRef(item) }
        return try notNegative(item, "betas", default: 0)
    }
    guard values.allSatisfy({ $0 < 1 }) else {
        throw PythonError(class: Exceptions.argument, "betas must be below 1, they are \(values[0]) and \(values[1])")
    }
    return (values[0], values[1])
}
