internal import ApusCore
internal import CPython

// Every error of Apus becomes an exception that is at once the one NumPy raises in that place and the one PyTorch raises:
// `apus.ShapeError` is both a `ValueError` and a `RuntimeError`.

/// The exception classes of this module.
enum Exceptions {
    nonisolated(unsafe) static var shape: Reference!
    nonisolated(unsafe) static var dtype: Reference!
    nonisolated(unsafe) static var argument: Reference!
    nonisolated(unsafe) static var axis: Reference!
    nonisolated(unsafe) static var readOnly: Reference!
    nonisolated(unsafe) static var conversion: Reference!
    nonisolated(unsafe) static var outOfMemory: Reference!
    nonisolated(unsafe) static var state: Reference!
    nonisolated(unsafe) static var linearAlgebra: Reference!

    static func register(in module: Reference) throws {
        let api = apus_python
        shape = try make(
            "ShapeError", [api.PyExc_ValueError, api.PyExc_RuntimeError],
            "Shapes that do not fit the operation, or each other.", module)
        dtype = try make(
            "DTypeError", [api.PyExc_TypeError, api.PyExc_RuntimeError],
            "A dtype for which the operation is not defined, or that would have to change silently.", module)
        argument = try make(
            "ArgumentError", [api.PyExc_ValueError, api.PyExc_RuntimeError], "An argument out of its range.", module)
        axis = try make(
            "AxisError", [api.PyExc_ValueError, api.PyExc_IndexError], "An axis that the array does not have.", module)
        readOnly = try make(
            "ReadOnlyError", [api.PyExc_ValueError, api.PyExc_RuntimeError], "A write to read-only memory.", module)
        conversion = try make(
            "ConversionError", [api.PyExc_TypeError, api.PyExc_RuntimeError],
            "A conversion that needs a step first, such as detach() or cpu().", module)
        outOfMemory = try make(
            "OutOfMemoryError", [api.PyExc_MemoryError, api.PyExc_RuntimeError], "Memory was refused.", module)
        state = try make(
            "StateDictError", [api.PyExc_RuntimeError], "A state that does not fit the module.", module)
        linearAlgebra = try make(
            "LinAlgError", [api.PyExc_ValueError, api.PyExc_RuntimeError],
            "A matrix for which there is no result, or an array that is no matrix.", module)
    }

    private static func make(
        _ name: String, _ bases: [UnsafeMutablePointer<UnsafeMutablePointer<PyObject>?>?], _ documentation: String,
        _ module: Reference
    ) throws -> Reference {
        let tuple = try newTuple(bases.map { retained($0!.pointee!) })
        defer { Py_DecRef(tuple) }
        let made = try checked(PyErr_NewExceptionWithDoc("apus.\(name)", documentation, tuple, nil))
        try checked(PyObject_SetAttrString(module, name, made))
        return made
    }

    /// The class for an error.
    static func kind(of error: ApusError) -> Reference {
        switch error {
        case .shape: shape
        case .dtype: dtype
        case .argument, .text: argument
        case .kind: apus_python.PyExc_TypeError.pointee!
        case .index(_, let message): message.hasPrefix("axis ") ? axis : apus_python.PyExc_IndexError.pointee!
        case .device, .autograd, .library: apus_python.PyExc_RuntimeError.pointee!
        case .outOfMemory: outOfMemory
        case .readOnly: readOnly
        case .conversion: conversion
        case .file: apus_python.PyExc_OSError.pointee!
        case .stateDict: state
        case .linearAlgebra: linearAlgebra
        }
    }
}

/// Leaves an error in the interpreter.
@inline(never)
func raise(_ error: any Error) {
    switch error {
    case is Raised:
        if PyErr_Occurred() == nil { PyErr_SetString(apus_python.PyExc_RuntimeError.pointee, "an error without a message") }
    case let error as PythonError: PyErr_SetString(error.kind, withoutZeros(error.message))
    case let error as ApusError: PyErr_SetString(Exceptions.kind(of: error), withoutZeros(error.description))
    default: PyErr_SetString(apus_python.PyExc_RuntimeError.pointee, withoutZeros("\(error)"))
    }
}

/// A message that a C string can carry whole.
private func withoutZeros(_ message: String) -> String {
    message.utf8.contains(0) ? String(message.map { $0 == "\0" ? "\u{fffd}" : $0 }) : message
}

/// Runs what a C slot is to do; an error becomes an exception and NULL.
@inline(__always)
func guarded(_ body: () throws -> Reference?) -> Reference? {
    do { return try body() } catch {
        raise(error)
        return nil
    }
}

/// Runs what a C slot with a status is to do; an error becomes an exception and −1.
@inline(__always)
func guardedStatus(_ body: () throws -> Int32) -> Int32 {
    do { return try body() } catch {
        raise(error)
        return -1
    }
}
