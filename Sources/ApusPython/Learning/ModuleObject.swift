internal import Apus
internal import ApusCore
internal import CPython

// Layers and losses as Python sees them: `_apus.Module`, made by the functions of `_apus.nn`, which come from `ModuleTable`
// alone. The Python package puts classes in PyTorch's manner around them.

/// A module and what the table knows of it.
private final class ModuleBox {
    let entry: TableModule
    let arguments: Arguments<Tensor>
    let module: Module

    init(_ entry: TableModule, _ arguments: Arguments<Tensor>) throws(ApusError) {
        self.entry = entry
        self.arguments = arguments
        module = try entry.make(arguments)
    }

    /// A module of the same kind with a copy of all values. It takes no numbers of the shared random stream.
    func twin() throws(ApusError) -> ModuleBox {
        let twin = try TensorGenerator.withShared(TensorGenerator(seed: 0)) { () throws(ApusError) in
            try ModuleBox(entry, arguments)
        }
        let parameters = module.namedParameters().map(\.parameter)
        if let first = parameters.first { try twin.module.to(device: first.device, dtype: first.dtype) }
        _ = try twin.module.load(module.stateDict(), strict: true)
        for (own, copy) in zip(parameters, twin.module.parameters()) { copy.requiresGrad = own.requiresGrad }
        twin.module.train(module.isTraining)
        return twin
    }
}

/// The function that makes one kind of module.
private final class ModuleFunction: Function {
    let entry: TableModule

    init(_ entry: TableModule) {
        self.entry = entry
        super.init(Signature(entry.name, entry.parameters.map(\.item)))
    }

    override func perform(_ call: Call) throws -> Reference {
        try newInstance(Types.module, ModuleBox(entry, Arguments(entry.name, values(call, entry.parameters))))
    }
}

extension Parameter {
    /// How the parameter stands in a signature.
    var item: Signature.Item {
        Signature.Item(name: pythonName, aliases: [name] + aliases, fallback: isOptional ? defaultText : nil)
    }
}

/// The arguments of a call by the names of their parameters.
func values(_ call: Call, _ parameters: [Parameter]) throws -> [String: Argument<Tensor>] {
    var values: [String: Argument<Tensor>] = [:]
    for (index, parameter) in parameters.enumerated() {
        if let object = call[index] { values[parameter.name] = try argument(object, parameter) }
    }
    return values
}

/// Makes the type `Module` and the submodule `_apus.nn`.
func registerModules(in module: Reference) throws {
    let methods = try moduleMethods().map { try newDefinition($0.0, .method, documentation: $0.1) }
    Types.module = try newType(
        "Module", flags: typeIsImmutable | typeHasNoConstructor,
        slots: [
            (Int(Py_tp_methods), methodTable(methods)), (Int(Py_tp_getset), propertyTable(moduleProperties())),
            (
                Int(Py_tp_doc),
                UnsafeMutableRawPointer(mutating: permanent("A layer or loss of Apus, made by a function of `_apus.nn`."))
            ),
        ], in: module)
    try addSubmodule("nn", ModuleTable.all.map { (ModuleFunction($0), "A new `\($0.name)` of Apus.") }, to: module)
}

/// Puts functions into a submodule of `_apus`.
func addSubmodule(_ name: String, _ functions: [(Function, String)], to module: Reference) throws {
    guard let submodule = PyImport_AddModule("_apus.\(name)") else { throw Raised() }
    try checked(PyObject_SetAttrString(module, name, submodule))
    let moduleName = try newString("_apus.\(name)")
    defer { Py_DecRef(moduleName) }
    for (function, documentation) in functions {
        try add(function, to: submodule, moduleName: moduleName, documentation: documentation)
    }
}

private func box(_ object: Reference) -> ModuleBox { content(object, as: ModuleBox.self) }

private func moduleProperties() -> [Property] {
    [
        Property("name", "The name of the module's kind.") { try newString(box($0).entry.name) },
        Property("training", "Whether the module is in training mode.") { newBool(box($0).module.isTraining) },
    ]
}

private func moduleMethods() -> [(NativeFunction, String)] {
    [
        (NativeFunction("forward", "self, /, *inputs", forward), "Calls the module with tensors."),
        (
            NativeFunction("train", "self, mode=True") { call in
                let mode = try call[1].map { try boolean($0, "mode") } ?? true
                box(call.required(0)).module.train(mode)
                return newNone()
            }, "Sets training mode, or evaluation mode."
        ),
        (
            NativeFunction("named_parameters", "self, /") { call in
                try newPairs(box(call.required(0)).module.namedParameters().map { ($0.name, $0.parameter) })
            }, "The parameters by their names, as a list of pairs."
        ),
        (
            NativeFunction("named_buffers", "self, /") { call in
                try newPairs(box(call.required(0)).module.namedBuffers().map { ($0.name, $0.buffer) })
            }, "The buffers by their names, as a list of pairs."
        ),
        (
            NativeFunction("copy", "self, /") { call in try newInstance(Types.module, box(call.required(0)).twin()) },
            "A module of the same kind with a copy of all values."
        ),
        (
            NativeFunction("state_dict", "self, /") { call in
                try newDictionary(box(call.required(0)).module.stateDict())
            }, "The parameters and buffers by their names, detached; they share memory with the module's."
        ),
        (
            NativeFunction("load_state_dict", "self, state, strict=True", load),
            "Copies values into the parameters and buffers; gives the missing and the unexpected names."
        ),
        (
            NativeFunction("to", "self, /, *, device=None, dtype=None") { call in
                let wantedDevice = try call[1].map { try device($0) }, wantedType = try call[2].map { try dtype($0) }
                if let wantedType, !wantedType.isFloatingPoint {
                    throw PythonError.type("a module's parameters are floats, they cannot be \(wantedType)")
                }
                try box(call.required(0)).module.to(device: wantedDevice, dtype: wantedType)
                return newNone()
            }, "Moves parameters and buffers to a device, and floating-point ones to a dtype."
        ),
    ]
}

private func forward(_ call: Call) throws -> Reference {
    let box = box(call.required(0))
    let inputs: [Tensor] = try call.rest.map { try faceValue($0) }
    let results = try unlocked(inputs.contains { $0.count >= 1024 }) { try box.entry.call(box.module, inputs) }
    return results.count == 1 ? try results[0].newReference() : try newTuple(results.map { try $0.newReference() })
}

private func load(_ call: Call) throws -> Reference {
    let strict = try call[2].map { try boolean($0, "strict") } ?? true
    let result = try box(call.required(0)).module.load(stateDict(call.required(1)), strict: strict)
    return try newTuple([try newList(result.missing), try newList(result.unexpected)])
}

private func newList(_ names: [String]) throws -> Reference {
    let list = try checked(PyList_New(0))
    for name in names {
        let item = try newString(name)
        defer { Py_DecRef(item) }
        try checked(PyList_Append(list, item))
    }
    return list
}

private func newPairs(_ pairs: [(String, Tensor)]) throws -> Reference {
    let list = try checked(PyList_New(0))
    for (name, tensor) in pairs {
        let pair = try newTuple([newString(name), tensor.newReference()])
        defer { Py_DecRef(pair) }
        try checked(PyList_Append(list, pair))
    }
    return list
}

/// A state as a dictionary.
func newDictionary(_ state: StateDict) throws -> Reference {
    let dictionary = try checked(PyDict_New())
    do {
        for (name, tensor) in state {
            let value = try tensor.newReference()
            defer { Py_DecRef(value) }
            try checked(PyDict_SetItemString(dictionary, name, value))
        }
    } catch {
        Py_DecRef(dictionary)
        throw error
    }
    return dictionary
}

/// A dictionary of tensors, of Apus, PyTorch or NumPy, as a state.
func stateDict(_ object: Reference) throws -> StateDict {
    guard let method = try attribute(object, "items") else {
        throw PythonError.type("a state is a dictionary of tensors by their names, not \(typeName(object))")
    }
    defer { Py_DecRef(method) }
    let nothing = try newTuple([Reference]())
    defer { Py_DecRef(nothing) }
    let items = try checked(PyObject_Call(method, nothing, nil))
    defer { Py_DecRef(items) }
    let list = try checked(PySequence_List(items))
    defer { Py_DecRef(list) }
    var state = StateDict()
    for index in 0..<PySequence_Size(list) {
        guard let pair = PyList_GetItem(list, index), isTuple(pair), PySequence_Size(pair) == 2,
            let key = PyTuple_GetItem(pair, 0), let value = PyTuple_GetItem(pair, 1), isString(key)
        else { throw PythonError.type("a state is a dictionary of tensors by their names") }
        let name = try text(key)
        if face(value) == nil, try scalar(value) != nil {
            throw PythonError.type("the value of '\(name)' must be a tensor, not \(typeName(value))")
        }
        state[name] = try faceValue(value) as Tensor
    }
    return state
}
