internal import Apus
public import ApusCore
internal import CPython

/// A Python interpreter in this process, which shares memory with Apus.
///
/// ```swift
/// try Python.start()
/// let x = NDArray.linspace(0, 1, count: 100)
/// try Python.set("x", to: x)
/// try Python.run("import numpy as np; y = np.sin(x) ** 2")
/// let y = try Python.value("y").array()
/// ```
///
/// Arrays go over as objects of the module `apus`, which NumPy, pandas and matplotlib read without a copy; arrays of those
/// come back as `NDArray` or `Tensor` over the same memory. Everything may be called from any thread; the interpreter's lock
/// is taken for each call.
public enum Python {
    /// Starts the interpreter, unless it runs already.
    ///
    /// The interpreter is that of `executable`, by default of the environment variable `APUS_PYTHON`, else the `python3` of
    /// the search path: its library is loaded, and its packages can be imported, also those of a virtual environment.
    ///
    /// - Throws: `ApusError.library` if there is no shared library of Python 3.11 or later.
    public static func start(executable: String? = nil) throws(ApusError) {
        try Interpreter.start(executable)
    }

    /// Whether an interpreter runs in this process.
    public static var isRunning: Bool { Interpreter.isRunning }

    /// The version that runs, such as `3.11.2`.
    public static var version: String {
        get throws { try withLock { String(cString: Py_GetVersion()).split(separator: " ").first.map(String.init) ?? "" } }
    }

    /// Runs statements in the interpreter's main namespace.
    ///
    /// - Throws: `PythonException` with what the statements raised.
    public static func run(_ statements: String) throws {
        try withLock { Py_DecRef(try evaluated(statements, mode: Interpreter.statements)) }
    }

    /// The value of an expression in the interpreter's main namespace.
    public static func value(_ expression: String) throws -> PythonValue {
        try withLock { PythonValue(owning: try evaluated(expression, mode: Interpreter.expression)) }
    }

    /// Gives a value a name in the interpreter's main namespace.
    public static func set(_ name: String, to value: some PythonConvertible) throws {
        try withLock {
            let object = try value.newPythonReference()
            defer { Py_DecRef(object.pointer) }
            try checked(PyDict_SetItemString(try Interpreter.globals(), name, object.pointer))
        }
    }

    /// A module, imported if need be.
    public static func module(_ name: String) throws -> PythonValue {
        try withLock { PythonValue(owning: try checked(PyImport_ImportModule(name))) }
    }

    private static func evaluated(_ text: String, mode: Int32) throws -> Reference {
        let globals = try Interpreter.globals()
        let code = try checked(Py_CompileString(text, "<swift>", mode))
        defer { Py_DecRef(code) }
        return try checked(PyEval_EvalCode(code, globals, globals))
    }

    /// Runs `body` with the interpreter's lock; what it leaves raised becomes a `PythonException`.
    static func withLock<Result>(_ body: () throws -> Result) throws -> Result {
        try Interpreter.start(nil)
        let state = PyGILState_Ensure()
        defer { PyGILState_Release(state) }
        do { return try body() } catch is Raised { throw PythonException.current() }
        catch let error as PythonError { throw PythonException(type: typeName(of: error), message: error.message, traceback: "") }
    }

    private static func typeName(of error: PythonError) -> String {
        guard let name = PyObject_GetAttrString(error.kind, "__name__") else {
            PyErr_Clear()
            return "Exception"
        }
        defer { Py_DecRef(name) }
        return (try? text(name)) ?? "Exception"
    }
}

/// An exception that Python code raised.
public struct PythonException: Error, Sendable, CustomStringConvertible {
    /// The name of its class, such as `ValueError`.
    public let type: String
    public let message: String
    /// Where it was raised, as Python prints it.
    public let traceback: String

    public var description: String { message.isEmpty ? type : "\(type): \(message)" }

    /// Takes the exception that the interpreter has.
    static func current() -> PythonException {
        var type: Reference?, value: Reference?, traceback: Reference?
        PyErr_Fetch(&type, &value, &traceback)
        PyErr_NormalizeException(&type, &value, &traceback)
        defer {
            for object in [type, value, traceback] { if let object { Py_DecRef(object) } }
        }
        guard let value else { return PythonException(type: "Exception", message: "", traceback: "") }
        let message = (try? describe(value)) ?? ""
        let lines = (try? formatted(type!, value, traceback)) ?? ""
        PyErr_Clear()
        return PythonException(type: typeName(value), message: message, traceback: lines)
    }

    private static func formatted(_ type: Reference, _ value: Reference, _ traceback: Reference?) throws -> String {
        let module = try checked(PyImport_ImportModule("traceback"))
        defer { Py_DecRef(module) }
        let function = try checked(PyObject_GetAttrString(module, "format_exception"))
        defer { Py_DecRef(function) }
        let lines = try checked(call(function, [type, value, traceback ?? borrowedNone()]))
        defer { Py_DecRef(lines) }
        return try (0..<PyList_Size(lines)).map { try text(PyList_GetItem(lines, $0)) }.joined()
    }
}
