internal import CPython

/// A pointer to a Python object. Whether it is borrowed or owned is said where it matters: functions named `new...` give
/// an owned reference, as do those whose result goes back to Python.
typealias Reference = UnsafeMutablePointer<PyObject>

/// What is thrown by functions that have left an exception in the interpreter.
struct Raised: Error {}

/// A Python exception to be raised.
struct PythonError: Error, @unchecked Sendable {
    let kind: Reference
    let message: String

    init(_ kind: UnsafeMutablePointer<UnsafeMutablePointer<PyObject>?>, _ message: String) {
        self.kind = kind.pointee!
        self.message = message
    }

    init(class kind: Reference, _ message: String) {
        self.kind = kind
        self.message = message
    }

    static func type(_ message: String) -> PythonError { PythonError(apus_python.PyExc_TypeError, message) }
    static func value(_ message: String) -> PythonError { PythonError(apus_python.PyExc_ValueError, message) }
    static func buffer(_ message: String) -> PythonError { PythonError(apus_python.PyExc_BufferError, message) }
    static func overflow(_ message: String) -> PythonError { PythonError(apus_python.PyExc_OverflowError, message) }
}

/// The object that a C call gave, or an error if it gave NULL.
@inline(__always)
func checked(_ object: Reference?) throws -> Reference {
    guard let object else { throw Raised() }
    return object
}

/// Turns the −1 of a C call into an error.
@inline(__always)
func checked(_ status: Int32) throws {
    if status < 0 { throw Raised() }
}

@inline(__always)
func borrowedNone() -> Reference { apus_python._Py_NoneStruct }

func newNone() -> Reference { retained(apus_python._Py_NoneStruct) }

func newNotImplemented() -> Reference { retained(apus_python._Py_NotImplementedStruct) }

@inline(__always)
func isNone(_ object: Reference) -> Bool { object == apus_python._Py_NoneStruct }

/// The same reference, owned once more.
@inline(__always)
func retained(_ object: Reference) -> Reference {
    Py_IncRef(object)
    return object
}

func newBool(_ value: Bool) -> Reference { retained(value ? apus_python._Py_TrueStruct : apus_python._Py_FalseStruct) }

func newInt(_ value: Int) throws -> Reference { try checked(PyLong_FromLongLong(Int64(value))) }

func newString(_ text: String) throws -> Reference {
    var text = text
    return try text.withUTF8 { bytes in
        try bytes.withMemoryRebound(to: CChar.self) { characters in
            try checked(PyUnicode_FromStringAndSize(characters.baseAddress ?? emptyText, characters.count))
        }
    }
}

nonisolated(unsafe) private let emptyText = UnsafePointer(UnsafeMutablePointer<CChar>.allocate(capacity: 1))

/// A tuple of references, which it takes over.
func newTuple(_ items: [Reference]) throws -> Reference {
    guard let tuple = PyTuple_New(items.count) else {
        items.forEach { Py_DecRef($0) }
        throw Raised()
    }
    for (index, item) in items.enumerated() { PyTuple_SetItem(tuple, index, item) }
    return tuple
}

/// A tuple of integers.
func newTuple(_ values: some Collection<Int>) throws -> Reference { try newTuple(values.map { try newInt($0) }) }

/// The text of a `str`.
func text(_ object: Reference) throws -> String {
    var length = 0
    guard let characters = PyUnicode_AsUTF8AndSize(object, &length) else { throw Raised() }
    return characters.withMemoryRebound(to: UInt8.self, capacity: length) {
        String(decoding: UnsafeBufferPointer(start: $0, count: length), as: UTF8.self)
    }
}

/// What `str(object)` gives.
func describe(_ object: Reference) throws -> String {
    let string = try checked(PyObject_Str(object))
    defer { Py_DecRef(string) }
    return try text(string)
}

/// The name of an object's type.
func typeName(_ object: Reference) -> String {
    guard let name = PyObject_GetAttrString(object.pointee.ob_type, "__name__") else {
        PyErr_Clear()
        return "object"
    }
    defer { Py_DecRef(name) }
    return (try? text(name)) ?? "object"
}

/// An attribute, owned; nil if there is none.
func attribute(_ object: Reference, _ name: String) throws -> Reference? {
    if let value = PyObject_GetAttrString(object, name) { return value }
    guard PyErr_ExceptionMatches(apus_python.PyExc_AttributeError.pointee) != 0 else { throw Raised() }
    PyErr_Clear()
    return nil
}

func isString(_ object: Reference) -> Bool { apus_python_has(object, 1 << 28) }
func isTuple(_ object: Reference) -> Bool { apus_python_has(object, 1 << 26) }
func isList(_ object: Reference) -> Bool { apus_python_has(object, 1 << 25) }
func isBytes(_ object: Reference) -> Bool { apus_python_has(object, 1 << 27) }
func isType(_ object: Reference) -> Bool { apus_python_has(object, 1 << 31) }
func isBool(_ object: Reference) -> Bool { object.pointee.ob_type == apus_python.PyBool_Type }
/// Whether an object is an `int`, `bool` included.
func isInt(_ object: Reference) -> Bool { apus_python_has(object, 1 << 24) }

/// A C string that lives as long as the process, as names and documentation in method tables must.
func permanent(_ text: String) -> UnsafePointer<CChar> {
    let bytes = Array(text.utf8CString)
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    copy.initialize(from: bytes, count: bytes.count)
    return UnsafePointer(copy)
}

/// Runs `body` without the interpreter's lock if the work is large enough to be worth it.
@inline(__always)
func unlocked<Result>(_ isWorthIt: Bool, _ body: () throws -> Result) rethrows -> Result {
    guard isWorthIt else { return try body() }
    let state = PyEval_SaveThread()
    defer { PyEval_RestoreThread(state) }
    return try body()
}

/// From how many elements on an operation runs without the interpreter's lock.
let unlockingCount = 32 * 1024
