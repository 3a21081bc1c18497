internal import Apus
internal import ApusCore
internal import CApusKernels
internal import CPython
import Glibc

// Automatic differentiation from Python.

/// One walk back through a graph at a time: gradients of the same leaf may come from several threads. A hook may start another.
nonisolated(unsafe) private let walking: UnsafeMutablePointer<pthread_mutex_t> = {
    let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    var attributes = pthread_mutexattr_t()
    pthread_mutexattr_init(&attributes)
    pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_RECURSIVE))
    pthread_mutex_init(mutex, &attributes)
    return mutex
}()

/// Runs a differentiation without the interpreter's lock; what a hook has raised is raised here.
func withDifferentiation<Result>(_ body: () throws(ApusError) -> Result) throws -> Result {
    var failure: (type: Reference?, value: Reference?, traceback: Reference?)?
    let outcome: Swift.Result<Result, ApusError> = unlocked(true) {
        pthread_mutex_lock(walking)
        defer { pthread_mutex_unlock(walking) }
        defer { failure = PythonHook.takeFailure() }
        do throws(ApusError) { return .success(try body()) } catch { return .failure(error) }
    }
    if let failure {
        PyErr_Restore(failure.type, failure.value, failure.traceback)
        throw Raised()
    }
    return try outcome.get()
}

func differentiationFunctions() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("set_grad_enabled", "mode, /") { call in
                let before = !apus_gradients_disabled()
                apus_set_gradients_disabled(try !boolean(call.required(0), "mode"))
                return newBool(before)
            }, "Switches the recording of operations on this thread on or off; gives what it was."
        ),
        (
            NativeFunction("is_grad_enabled", "") { _ in newBool(isGradEnabled) },
            "Whether operations on this thread are recorded."
        ),
        (
            NativeFunction(
                "grad",
                "outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, allow_unused=False",
                gradients),
            "The gradients of outputs with respect to inputs, leaving every grad as it is."
        ),
    ]
}

private func gradients(_ call: Call) throws -> Reference {
    let outputs = try tensors(call.required(0), "outputs")
    let inputs = try tensors(call.required(1), "inputs")
    let seeds = try call[2].map { try optionalTensors($0, "grad_outputs") }
    let retain = try call[3].map { try boolean($0, "retain_graph") }
    let create = try call[4].map { try boolean($0, "create_graph") } ?? false
    let allowsUnused = try call[5].map { try boolean($0, "allow_unused") } ?? false
    let results = try withDifferentiation { () throws(ApusError) in
        try Autograd.gradients(
            of: outputs, wrt: inputs, seeds: seeds, retainGraph: retain, createGraph: create, allowUnused: allowsUnused)
    }
    return try newTuple(results.map { try $0?.newReference() ?? newNone() })
}

func tensors(_ object: Reference, _ name: String) throws -> [Tensor] {
    if isTensor(object) { return [content(object, as: Tensor.self)] }
    return try optionalTensors(object, name).map {
        guard let tensor = $0 else { throw PythonError.type("argument '\(name)' must be tensors, not None") }
        return tensor
    }
}

private func optionalTensors(_ object: Reference, _ name: String) throws -> [Tensor?] {
    if isTensor(object) { return [content(object, as: Tensor.self)] }
    guard isList(object) || isTuple(object) else {
        throw PythonError.type("argument '\(name)' must be a tensor or a list of them, not \(typeName(object))")
    }
    return try (0..<PySequence_Size(object)).map { index in
        let item = try checked(PySequence_GetItem(object, index))
        defer { Py_DecRef(item) }
        return isNone(item) ? nil : try tensorArgument(item, name)
    }
}
