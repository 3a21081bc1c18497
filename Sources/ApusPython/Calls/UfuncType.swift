internal import Apus
internal import CPython

// The elementwise functions as objects: NumPy's `ufunc`, whose methods (`reduce`, `outer`, ...) the Python package adds.

extension TableFunction {
    /// How many arrays an elementwise function takes; nil for other operations.
    var ufuncInputs: Int? { self is BinaryFunction ? 2 : self is UnaryFunction ? 1 : nil }
}

/// What an `apus.ufunc` holds.
final class UfuncBox {
    let function: TableFunction
    let inputs: Int

    /// The keywords of NumPy's that the table does not know.
    static let further: Set<String> = ["where", "casting", "order", "dtype", "subok", "signature", "sig"]

    init(_ function: TableFunction, _ inputs: Int) {
        self.function = function
        self.inputs = inputs
    }

    /// Whether a call is one that the operation understands; what NumPy's functions understand beyond it is done in Python.
    func isPlain(_ arguments: UnsafePointer<Reference?>?, _ count: Int, _ names: Reference?) throws -> Bool {
        if count == inputs + 1, face(arguments![inputs]!) != nil || isNone(arguments![inputs]!) { return false }
        guard let names else { return true }
        for index in 0..<PyTuple_Size(names) {
            let name = try text(PyTuple_GetItem(names, index))
            if name == "out" ? face(arguments![count + index]!) == nil : UfuncBox.further.contains(name) { return false }
        }
        return true
    }
}

private typealias Vectorcall = @convention(c) (
    Reference?, UnsafePointer<Reference?>?, Int, Reference?
) -> Reference?

private let callUfunc: Vectorcall = { me, arguments, flags, names in
    guarded {
        let box = content(me!, as: UfuncBox.self)
        // The highest bit says that the caller lends the place before the arguments.
        let count = flags & Int.max
        if names == nil && count <= box.inputs { return try box.function.call(nil, arguments, count, nil) }
        guard try box.isPlain(arguments, count, names) else { return try callInPython(me!, arguments, count, names) }
        return try box.function.call(nil, arguments, count, names)
    }
}

/// The same call by a tuple and a dictionary, as `f(*arguments, **keywords)` makes it on older interpreters.
private let callUfuncWithTuple: @convention(c) (Reference?, Reference?, Reference?) -> Reference? = { me, arguments, keywords in
    guarded {
        var values: [Reference?] = (0..<PyTuple_Size(arguments)).map { PyTuple_GetItem(arguments, $0) }
        let count = values.count
        var names: [Reference] = []
        if let keywords {
            var position = 0
            var key: Reference?, value: Reference?
            while PyDict_Next(keywords, &position, &key, &value) != 0 {
                names.append(retained(key!))
                values.append(value)
            }
        }
        let tuple = names.isEmpty ? nil : try newTuple(names)
        defer { if let tuple { Py_DecRef(tuple) } }
        return values.withUnsafeBufferPointer { callUfunc(me, $0.baseAddress, count, tuple) }
    }
}

/// Calls `apus._ufuncs.call(ufunc, *arguments, **keywords)`.
private func callInPython(
    _ me: Reference, _ arguments: UnsafePointer<Reference?>?, _ count: Int, _ names: Reference?
) throws -> Reference {
    let module = try checked(PyImport_ImportModule("apus._ufuncs"))
    defer { Py_DecRef(module) }
    let function = try checked(PyObject_GetAttrString(module, "call"))
    defer { Py_DecRef(function) }
    let tuple = try newTuple([retained(me)] + (0..<count).map { retained(arguments![$0]!) })
    defer { Py_DecRef(tuple) }
    let keywords = try checked(PyDict_New())
    defer { Py_DecRef(keywords) }
    if let names {
        for index in 0..<PyTuple_Size(names) {
            try checked(PyDict_SetItem(keywords, PyTuple_GetItem(names, index), arguments![count + index]!))
        }
    }
    return try checked(PyObject_Call(function, tuple, keywords))
}

/// A property that a helper of the Python package computes.
func computed(_ name: String, _ documentation: String, by helper: String) -> Property {
    Property(name, documentation) { me in
        let module = try checked(PyImport_ImportModule("apus._ufuncs"))
        defer { Py_DecRef(module) }
        let function = try checked(PyObject_GetAttrString(module, helper))
        defer { Py_DecRef(function) }
        return try checked(call(function, [me]))
    }
}

/// Makes the type `ufunc`.
func registerUfuncType(in module: Reference) throws {
    func box(_ object: Reference) -> UfuncBox { content(object, as: UfuncBox.self) }
    let properties = [
        Property("__name__", "The function's name.") { try newString(box($0).function.name) },
        Property("__qualname__", "The function's name.") { try newString(box($0).function.name) },
        Property("__module__", "The module that has the function.") { _ in try newString("apus.ops") },
        Property("__doc__", "What the function computes.") {
            try newString(Documentation.text(of: box($0).function.name))
        },
        Property("__text_signature__", "The parameters, as text.") { me in
            let whole = box(me).function.signature.text(first: "$module")
            let parameters = whole.drop { $0 != "(" }
            return try newString(String(parameters.prefix { $0 != "\n" }))
        },
        computed("__signature__", "The parameters.", by: "signature"),
        Property("nin", "The number of arrays that go in.") { try newInt(box($0).inputs) },
        Property("nout", "The number of arrays that come out.") { _ in try newInt(1) },
        Property("nargs", "The number of arrays that go in and come out.") { try newInt(box($0).inputs + 1) },
        computed("identity", "The value that changes nothing as an operand, or None.", by: "identity"),
    ]
    let repr: @convention(c) (Reference?) -> Reference? = { me in
        guarded { try newString("<ufunc '\(content(me!, as: UfuncBox.self).function.name)'>") }
    }
    let reduce = NativeFunction("__reduce__", "self, /") { call in
        try newString(content(call.required(0), as: UfuncBox.self).function.name)
    }
    Types.ufunc = try newType(
        "ufunc", flags: typeHasNoConstructor, isCallable: true,
        slots: [
            (Int(Py_tp_repr), unsafeBitCast(repr, to: UnsafeMutableRawPointer.self)),
            (Int(Py_tp_call), unsafeBitCast(callUfuncWithTuple, to: UnsafeMutableRawPointer.self)),
            (Int(Py_tp_getset), propertyTable(properties)),
            (Int(Py_tp_methods), methodTable([try newDefinition(reduce, .method, documentation: "Pickles by name.")])),
        ], in: module)
}

/// An elementwise function as an object.
func newUfunc(_ function: TableFunction, inputs: Int) throws -> Reference {
    guard let memory = PyObject_Malloc(MemoryLayout<apus_python_callable>.size) else { throw Raised() }
    let callable = memory.assumingMemoryBound(to: apus_python_callable.self)
    callable.pointee.instance.value = UnsafeRawPointer(Unmanaged.passRetained(UfuncBox(function, inputs)).toOpaque())
    callable.pointee.instance.weak_references = nil
    callable.pointee.instance.base = nil
    callable.pointee.vectorcall = unsafeBitCast(callUfunc, to: type(of: callable.pointee.vectorcall))
    return PyObject_Init(memory.assumingMemoryBound(to: PyObject.self), Types.ufunc)
}
