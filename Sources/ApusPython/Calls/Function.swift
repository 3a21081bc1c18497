internal import CPython

/// A function of the module, or a method of one of its types.
class Function {
    let signature: Signature
    var name: String { signature.function }

    init(_ signature: Signature) { self.signature = signature }

    /// Does what a call asks for; gives an owned reference.
    ///
    /// - Parameter first: the object that a method was called on; nil for a function.
    func call(
        _ first: Reference?, _ arguments: UnsafePointer<Reference?>?, _ count: Int, _ names: Reference?
    ) throws -> Reference {
        try perform(try signature.match(first, arguments, count, names))
    }

    func perform(_ call: Call) throws -> Reference { fatalError("\(name) does nothing") }
}

/// A function written in Swift, by hand.
final class NativeFunction: Function {
    private let body: (Call) throws -> Reference

    init(_ name: String, _ parameters: String, _ body: @escaping (Call) throws -> Reference) {
        self.body = body
        super.init(Signature(name, parsing: parameters))
    }

    override func perform(_ call: Call) throws -> Reference { try body(call) }
}

/// How a function is attached: as a function of a module, as a method, or as a method of the class.
enum Attachment: UInt {
    case module = 0
    case method = 1
    case ofClass = 2
}

/// The functions that stubs lead to. They live as long as the process.
private final class Attached {
    let function: Function
    let attachment: Attachment

    init(_ function: Function, _ attachment: Attachment) {
        self.function = function
        self.attachment = attachment
    }
}

/// What every stub calls.
private let dispatch: apus_python_dispatcher = { context, me, arguments, count, names in
    let attached = Unmanaged<Attached>.fromOpaque(context!)._withUnsafeGuaranteedRef { $0 }
    return guarded {
        try attached.function.call(attached.attachment == .method ? me : nil, arguments, count, names)
    }
}

/// A description of a function for Python, which lives as long as the process.
func newDefinition(_ function: Function, _ attachment: Attachment, documentation: String) throws -> PyMethodDef {
    apus_python_set_dispatcher(dispatch)
    let context = Unmanaged.passRetained(Attached(function, attachment)).toOpaque()
    guard let stub = apus_python_take_stub(context) else {
        throw PythonError(
            apus_python.PyExc_ImportError, "there are more functions than entry points (\(APUS_PYTHON_STUBS)); raise APUS_PYTHON_STUBS")
    }
    let head: String
    switch attachment {
    case .module: head = function.signature.text(first: "$module")
    case .method: head = function.signature.text(first: "$self", dropping: 1)
    case .ofClass: head = function.signature.text(first: "$type")
    }
    let flags = METH_FASTCALL | METH_KEYWORDS | (attachment == .ofClass ? METH_CLASS : 0)
    return PyMethodDef(
        ml_name: permanent(function.name), ml_meth: stub, ml_flags: Int32(flags), ml_doc: permanent(head + documentation))
}

extension PyMethodDef {
    /// The same function under another name.
    func renamed(_ name: String) -> PyMethodDef {
        var result = self
        result.ml_name = permanent(name)
        let text = String(cString: ml_doc)
        result.ml_doc = permanent(name + text.drop { $0 != "(" })
        return result
    }
}

/// A table of methods for a type's slots, which lives as long as the process.
func methodTable(_ definitions: [PyMethodDef]) -> UnsafeMutableRawPointer {
    let table = UnsafeMutablePointer<PyMethodDef>.allocate(capacity: definitions.count + 1)
    table.initialize(from: definitions, count: definitions.count)
    (table + definitions.count).initialize(to: PyMethodDef())
    return UnsafeMutableRawPointer(table)
}

/// Puts a function into a module.
///
/// - Parameter aliases: further names of the same object.
func add(
    _ function: Function, to module: Reference, moduleName: Reference, documentation: String, aliases: [String] = []
) throws {
    let definition = UnsafeMutablePointer<PyMethodDef>.allocate(capacity: 1)
    definition.initialize(to: try newDefinition(function, .module, documentation: documentation))
    let made = try checked(PyCFunction_NewEx(definition, module, moduleName))
    defer { Py_DecRef(made) }
    for name in [function.name] + aliases { try checked(PyObject_SetAttrString(module, name, made)) }
}

/// An attribute of a type that is computed: a getter, and perhaps a setter.
final class Property {
    let name: String
    let documentation: String
    let get: (Reference) throws -> Reference
    let set: ((Reference, Reference?) throws -> Void)?

    init(
        _ name: String, _ documentation: String, get: @escaping (Reference) throws -> Reference,
        set: ((Reference, Reference?) throws -> Void)? = nil
    ) {
        self.name = name
        self.documentation = documentation
        self.get = get
        self.set = set
    }
}

/// A table of properties for a type's slots, which lives as long as the process.
func propertyTable(_ properties: [Property]) -> UnsafeMutableRawPointer {
    let table = UnsafeMutablePointer<PyGetSetDef>.allocate(capacity: properties.count + 1)
    for (index, property) in properties.enumerated() {
        let context = Unmanaged.passRetained(property).toOpaque()
        let get: getter = { me, context in
            guarded { try Unmanaged<Property>.fromOpaque(context!).takeUnretainedValue().get(me!) }
        }
        let set: setter = { me, value, context in
            guardedStatus {
                try Unmanaged<Property>.fromOpaque(context!).takeUnretainedValue().set!(me!, value)
                return 0
            }
        }
        (table + index).initialize(
            to: PyGetSetDef(
                name: permanent(property.name), get: get, set: property.set == nil ? nil : set,
                doc: permanent(property.documentation), closure: context))
    }
    (table + properties.count).initialize(to: PyGetSetDef())
    return UnsafeMutableRawPointer(table)
}
