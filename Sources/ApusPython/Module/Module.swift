internal import Apus
internal import ApusCore
internal import CPython

/// What Python calls to import `_apus`.
@_cdecl("PyInit__apus")
public func makePythonModule() -> UnsafeMutableRawPointer? {
    if let missing = apus_python_load(nil) {
        apus_python_report("Apus needs Python 3.11 or later; this one has no \(String(cString: missing))")
        return nil
    }
    return UnsafeMutableRawPointer(guarded { try newModule() })
}

private func newModule() throws -> Reference {
    let definition = UnsafeMutablePointer<PyModuleDef>.allocate(capacity: 1)
    definition.initialize(to: PyModuleDef())
    definition.pointee.m_base.ob_base.ob_refcnt = 1
    definition.pointee.m_name = permanent("_apus")
    definition.pointee.m_doc = permanent("The core of Apus: arrays, tensors and the operations on them.")
    definition.pointee.m_size = -1
    let module = try checked(PyModule_Create2(definition, Int32(APUS_PYTHON_ABI_VERSION)))
    do {
        try fill(module)
        return module
    } catch {
        Py_DecRef(module)
        throw error
    }
}

private func fill(_ module: Reference) throws {
    try Documentation.prepare()
    try Exceptions.register(in: module)
    Operators.prepare()
    try DTypeObjects.register(in: module)
    try registerBaseType(in: module)
    try registerMethodsType(in: module)
    try registerArrayType(in: module)
    try registerTensorType(in: module)
    try registerRandomTypes(in: module)
    try registerOptimizerType(in: module)
    try registerHookType(in: module)
    let functions =
        creationFunctions() + differentiationFunctions() + randomFunctions() + optimizerFunctions() + internalFunctions()
        + textFunctions() + fileFunctions() + printingFunctions() + einsumFunctions()
    try add(functions, to: module, named: "_apus")
    try addOperations(to: module)
    try registerModules(in: module)
}

/// Puts functions into a module.
func add(_ functions: [(NativeFunction, String)], to module: Reference, named name: String) throws {
    let moduleName = try newString(name)
    defer { Py_DecRef(moduleName) }
    for (function, documentation) in functions {
        try add(function, to: module, moduleName: moduleName, documentation: documentation)
    }
}

/// Puts every operation of the table into the submodule `_apus.ops`.
private func addOperations(to module: Reference) throws {
    guard let operations = PyImport_AddModule("_apus.ops") else { throw Raised() }
    try checked(PyObject_SetAttrString(module, "ops", operations))
    let moduleName = try newString("_apus.ops")
    defer { Py_DecRef(moduleName) }
    try registerUfuncType(in: module)
    for operation in OperationTable.all {
        let function = tableFunction(operation)
        if let inputs = function.ufuncInputs {
            let made = try newUfunc(function, inputs: inputs)
            defer { Py_DecRef(made) }
            for name in [function.name] + operation.pythonAliases {
                try checked(PyObject_SetAttrString(operations, name, made))
            }
            continue
        }
        try add(
            function, to: operations, moduleName: moduleName, documentation: Documentation.text(of: function.name),
            aliases: operation.pythonAliases)
    }
}

private func internalFunctions() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("_rebuild", "is_tensor, dtype, shape, bytes, requires_grad, /", newRebuilt),
            "Makes the array that was pickled."
        ),
        (
            NativeFunction("_can_cast", "from_, to, casting, /") { call in
                try newBool(mayCast(dtype(call.required(0)), to: dtype(call.required(1)), call.required(2)))
            }, "Whether a rule of NumPy's, given by name, allows a cast between two dtypes."
        ),
    ] + viewFunctions()
}
