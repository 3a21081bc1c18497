internal import Apus
internal import ApusCore
internal import CPython

// Python functions that are called with gradients.

/// A Python function that is a hook. What it raises ends the walk's Python call, not the walk.
final class PythonHook: @unchecked Sendable {
    /// An exception that a hook of the current walk has raised. Belongs to whoever walks.
    nonisolated(unsafe) private static var pending: (type: Reference?, value: Reference?, traceback: Reference?)?

    private let function: Reference

    init(_ function: Reference) { self.function = retained(function) }

    deinit {
        let function = self.function
        givingBack { Py_DecRef(function) }
    }

    /// Calls the function, with the interpreter's lock; a tensor that it gives takes the gradient's place.
    func run(_ gradient: Tensor) -> Tensor? {
        guard apus_python_is_alive(), PythonHook.pending == nil else { return nil }
        let state = PyGILState_Ensure()
        defer { PyGILState_Release(state) }
        do {
            let argument = try gradient.newReference()
            defer { Py_DecRef(argument) }
            let result = try checked(ApusPython.call(function, [argument]))
            defer { Py_DecRef(result) }
            return ApusPython.isNone(result) ? nil : try tensorArgument(result, "the hook's result")
        } catch {
            raise(error)
            var failure: (type: Reference?, value: Reference?, traceback: Reference?)
            PyErr_Fetch(&failure.type, &failure.value, &failure.traceback)
            PythonHook.pending = failure
            return nil
        }
    }

    /// What a hook has raised since the last time.
    static func takeFailure() -> (type: Reference?, value: Reference?, traceback: Reference?)? {
        defer { pending = nil }
        return pending
    }
}

/// Makes the type `HookHandle`, what `register_hook` gives.
func registerHookType(in module: Reference) throws {
    let remove = NativeFunction("remove", "self, /") { call in
        let handle = content(call.required(0), as: HookHandle.self)
        try withDifferentiation { () throws(ApusError) in handle.remove() }
        return newNone()
    }
    Types.hookHandle = try newType(
        "HookHandle", flags: typeIsImmutable | typeHasNoConstructor,
        slots: [
            (Int(Py_tp_methods), methodTable([try newDefinition(remove, .method, documentation: "Takes the hook off again.")])),
            (Int(Py_tp_doc), UnsafeMutableRawPointer(mutating: permanent("A registered hook."))),
        ], in: module)
}

/// `register_hook` and `register_post_accumulate_grad_hook`.
func hookMethods() -> [(NativeFunction, String)] {
    func function(_ object: Reference) throws -> PythonHook {
        guard PyCallable_Check(object) != 0 else { throw PythonError.type("a hook must be callable, not \(typeName(object))") }
        return PythonHook(object)
    }
    func tensor(_ call: Call) throws -> Tensor {
        let tensor = content(call.required(0), as: Tensor.self)
        guard tensor.requiresGrad else {
            throw PythonError(
                apus_python.PyExc_RuntimeError, "\(call.signature.function): the tensor does not require a gradient")
        }
        return tensor
    }
    return [
        (
            NativeFunction("register_hook", "self, hook, /") { call in
                let (tensor, hook) = (try tensor(call), try function(call.required(1)))
                let handle = try withDifferentiation { () throws(ApusError) in tensor.registerHook { hook.run($0) } }
                return try newInstance(Types.hookHandle, handle)
            }, "Calls a function with this tensor's gradient whenever one is computed; a tensor that it gives takes its place."
        ),
        (
            NativeFunction("register_post_accumulate_grad_hook", "self, hook, /") { call in
                let (tensor, hook) = (try tensor(call), try function(call.required(1)))
                guard tensor.isLeaf else {
                    throw PythonError(
                        apus_python.PyExc_RuntimeError, "register_post_accumulate_grad_hook: only leaves accumulate gradients")
                }
                let handle = try withDifferentiation { () throws(ApusError) in
                    tensor.registerPostAccumulateGradHook { [weak tensor] _ in
                        if let tensor { _ = hook.run(tensor) }
                    }
                }
                return try newInstance(Types.hookHandle, handle)
            }, "Calls a function with this tensor after a gradient has been added to its grad."
        ),
    ]
}
