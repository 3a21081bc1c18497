internal import ApusCore
internal import CPython

/// What an `apus.DType` holds.
final class DTypeBox {
    let dtype: DType
    init(_ dtype: DType) { self.dtype = dtype }
}

/// The dtypes as Python objects: one for each, so that they can be compared by identity.
enum DTypeObjects {
    nonisolated(unsafe) private static var objects: [Reference] = []

    static func register(in module: Reference) throws {
        let properties = [
            Property("name", "The name, such as 'float32'.") { try newString(content($0, as: DTypeBox.self).dtype.name) },
            Property("itemsize", "The number of bytes that one element takes.") {
                try newInt(content($0, as: DTypeBox.self).dtype.size)
            },
            Property("is_floating_point", "Whether this is a real floating-point type.") {
                newBool(content($0, as: DTypeBox.self).dtype.isFloatingPoint)
            },
            Property("is_complex", "Whether this is a complex type.") { newBool(content($0, as: DTypeBox.self).dtype.isComplex) },
            Property("is_signed", "Whether this type has negative numbers.") {
                let dtype = content($0, as: DTypeBox.self).dtype
                return newBool(dtype.isSigned || dtype.isInexact)
            },
            Property("kind", "The letter of NumPy's kind: b, u, i, f or c; V for bfloat16.") {
                try newString(String(arrayInterfaceType(content($0, as: DTypeBox.self).dtype).dropFirst().prefix(1)))
            },
        ]
        let repr: @convention(c) (Reference?) -> Reference? = { me in
            guarded { try newString("apus.\(content(me!, as: DTypeBox.self).dtype.name)") }
        }
        let reduce = NativeFunction("__reduce__", "self, /") { call in
            try newString(content(call.required(0), as: DTypeBox.self).dtype.name)
        }
        Types.dtype = try newType(
            "DType", flags: typeIsImmutable | typeHasNoConstructor,
            slots: [
                (Int(Py_tp_repr), unsafeBitCast(repr, to: UnsafeMutableRawPointer.self)),
                (Int(Py_tp_getset), propertyTable(properties)),
                (Int(Py_tp_methods), methodTable([try newDefinition(reduce, .method, documentation: "Pickles by name.")])),
                (Int(Py_tp_doc), UnsafeMutableRawPointer(mutating: permanent("The type of an array's elements."))),
            ], in: module)
        for dtype in DType.allCases {
            let object = try newInstance(Types.dtype, DTypeBox(dtype))
            objects.append(object)
            try checked(PyObject_SetAttrString(module, dtype.name, object))
        }
    }

    static func new(_ dtype: DType) -> Reference { retained(objects[Int(dtype.rawValue)]) }
}

/// The dtype that an object names: a `DType`, a name, one of Python's number types, or a dtype of NumPy, PyTorch or JAX.
func dtype(_ object: Reference) throws -> DType {
    if object.pointee.ob_type == Types.dtype { return content(object, as: DTypeBox.self).dtype }
    if object == apus_python.PyFloat_Type { return .float64 }
    if object == apus_python.PyLong_Type { return .int64 }
    if object == apus_python.PyBool_Type { return .bool }
    if object == apus_python.PyComplex_Type { return .complex128 }
    if isString(object) {
        if let found = named(try text(object)) { return found }
    } else if isType(object), let name = try attribute(object, "__name__") {
        defer { Py_DecRef(name) }
        if isString(name), let found = named(try text(name)) { return found }
    } else if let name = try attribute(object, "name"), isString(name) {
        defer { Py_DecRef(name) }
        if let found = named(try text(name)) { return found }
    } else if typeName(object) == "dtype" {
        let words = try describe(object).split(separator: ".")
        if let found = words.last.flatMap({ named(String($0)) }) { return found }
    }
    throw PythonError.type("\(try describe(object)) is not a dtype of Apus")
}

private func named(_ name: String) -> DType? {
    switch name {
    case "float", "double": .float64
    case "int", "long": .int64
    case "half": .float16
    case "bool_", "?": .bool
    case "complex", "cdouble": .complex128
    case "cfloat": .complex64
    default: DType(name: name)
    }
}

/// A device argument: None for the host, else PyTorch's notation.
func device(_ object: Reference?) throws -> Device {
    guard let object else { return .cpu }
    return try Device(named: try describe(object))
}
