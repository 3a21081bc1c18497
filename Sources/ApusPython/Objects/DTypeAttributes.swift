internal import Apus
internal import ApusCore
internal import CPython

// What Python programs written for NumPy ask of a dtype.

private func content(_ object: Reference) -> DType { ApusPython.content(object, as: DTypeBox.self).dtype }

/// NumPy's letter for a dtype; `E` for bfloat16, as in ml_dtypes.
func letter(of dtype: DType) -> String {
    switch dtype {
    case .bool: "?"
    case .int8: "b"
    case .int16: "h"
    case .int32: "i"
    case .int64: "l"
    case .uint8: "B"
    case .uint16: "H"
    case .uint32: "I"
    case .uint64: "L"
    case .float16: "e"
    case .bfloat16: "E"
    case .float32: "f"
    case .float64: "d"
    case .complex64: "F"
    case .complex128: "D"
    }
}

/// NumPy's number of a dtype; 256, the first of foreign types, for bfloat16.
private func number(of dtype: DType) -> Int {
    switch dtype {
    case .bool: 0
    case .int8: 1
    case .uint8: 2
    case .int16: 3
    case .uint16: 4
    case .int32: 5
    case .uint32: 6
    case .int64: 7
    case .uint64: 8
    case .float32: 11
    case .float64: 12
    case .complex64: 14
    case .complex128: 15
    case .float16: 23
    case .bfloat16: 256
    }
}

func dtypeProperties() -> [Property] {
    [
        Property("name", "The name, such as 'float32'.") { try newString(content($0).name) },
        Property("__name__", "The name, such as 'float32'.") { try newString(content($0).name) },
        computed("__signature__", "The parameters of a call.", by: "dtype_signature"),
        Property("itemsize", "The number of bytes that one element takes.") { try newInt(content($0).size) },
        Property("alignment", "The number of bytes of which addresses of elements are multiples in C.") {
            try newInt(content($0).isComplex ? content($0).size / 2 : content($0).size)
        },
        Property("is_floating_point", "Whether this is a real floating-point type.") { newBool(content($0).isFloatingPoint) },
        Property("is_complex", "Whether this is a complex type.") { newBool(content($0).isComplex) },
        Property("is_signed", "Whether this type has negative numbers.") {
            newBool(content($0).isSigned || content($0).isInexact)
        },
        Property("kind", "The letter of NumPy's kind: b, u, i, f or c; V for bfloat16.") {
            try newString(String(arrayInterfaceType(content($0)).dropFirst().prefix(1)))
        },
        Property("char", "NumPy's letter for the type.") { try newString(letter(of: content($0))) },
        Property("num", "NumPy's number of the type.") { try newInt(number(of: content($0))) },
        Property("str", "NumPy's notation, such as '<f8'.") { try newString(arrayInterfaceType(content($0))) },
        Property("type", "What makes elements of the type: the dtype itself.") { retained($0) },
        Property("base", "The type of the elements: the dtype itself.") { retained($0) },
        Property("byteorder", "'=' for the machine's byte order, '|' where there is none.") {
            try newString(content($0).size == 1 ? "|" : "=")
        },
        Property("isnative", "Whether the byte order is the machine's: always.") { _ in newBool(true) },
        Property("hasobject", "Whether elements are Python objects: never.") { _ in newBool(false) },
        Property("isbuiltin", "1, as for NumPy's own types.") { _ in try newInt(1) },
        Property("names", "The names of fields: None.") { _ in newNone() },
        Property("fields", "The fields: None.") { _ in newNone() },
        Property("subdtype", "The type and shape of arrays as elements: None.") { _ in newNone() },
        Property("metadata", "None.") { _ in newNone() },
        Property("shape", "The shape of an element: ().") { _ in try newTuple([Int]()) },
        Property("ndim", "The number of axes of an element: 0.") { _ in try newInt(0) },
        Property("flags", "0, as for NumPy's numbers.") { _ in try newInt(0) },
        Property("descr", "NumPy's description as a list of fields.") { me in
            let field = try newTuple([newString(""), newString(arrayInterfaceType(content(me)))])
            let list = try newTuple([field])
            defer { Py_DecRef(list) }
            return try checked(PySequence_List(list))
        },
    ]
}

func dtypeMethods() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("__reduce__", "self, /") { call in try newString(content(call.required(0)).name) },
            "Pickles by name."
        ),
        (
            NativeFunction("newbyteorder", "self, new_order='S', /") { call in
                let order = try call[1].map { try describe($0) } ?? "S"
                let isSame = content(call.required(0)).size == 1 || ["=", "|", "<", "N", "L", "I", "native", "little"].contains(order)
                guard isSame else { throw PythonError.value("Apus has the machine's byte order only, not '\(order)'") }
                return retained(call.required(0))
            }, "The dtype itself, if the order asked for is the machine's."
        ),
        (
            NativeFunction("__instancecheck__", "self, instance, /") { call in
                let object = call.required(1)
                guard isArray(object), let array = face(object) else { return newBool(false) }
                return newBool(array.rank == 0 && array.dtype == content(call.required(0)))
            }, "Whether an object is an array without axes of this dtype: what NumPy calls a scalar."
        ),
        (
            NativeFunction("__subclasscheck__", "self, subclass, /") { call in newBool(call.required(0) == call.required(1)) },
            "Whether another dtype is this one."
        ),
    ]
}

/// `tp_new` of `DType`: the one object of the dtype that an object names.
let newDType: @convention(c) (Reference?, Reference?, Reference?) -> Reference? = { _, arguments, keywords in
    guarded {
        var object = PyTuple_Size(arguments) > 0 ? PyTuple_GetItem(arguments, 0) : nil
        if object == nil, let keywords { object = PyDict_GetItemString(keywords, "dtype") }
        guard let object else { throw PythonError.type("DType() missing required argument 'dtype'") }
        return DTypeObjects.new(isNone(object) ? .float64 : try dtype(object))
    }
}

/// `tp_call` of a dtype: what NumPy's scalar type makes. `float64(3)`, `int32("7")`, `float32([1, 2])`.
let makeScalar: @convention(c) (Reference?, Reference?, Reference?) -> Reference? = { me, arguments, keywords in
    guarded {
        let wanted = content(me!)
        let count = PyTuple_Size(arguments)
        guard keywords == nil || PyDict_Size(keywords) == 0, count <= (wanted.isComplex ? 2 : 1) else {
            throw PythonError.type("\(wanted.name)() takes one argument")
        }
        guard count > 0 else { return try newScalar(.int(0), wanted) }
        let object = PyTuple_GetItem(arguments, 0)!
        if isString(object) || isBytes(object) || count == 2 || isNone(object) { return try newScalarByPython(arguments!, wanted) }
        if wanted == .bool, face(object) == nil, try scalar(object) == nil {
            let truth = PyObject_IsTrue(object)
            if truth < 0 { throw Raised() }
            if PySequence_Check(object) == 0 || isString(object) { return try newScalar(.bool(truth != 0), wanted) }
        }
        return try newScalarOrArray(object, wanted)
    }
}

/// A number, of whatever class, or a new array of what holds several.
private func newScalarOrArray(_ object: Reference, _ wanted: DType) throws -> Reference {
    if face(object) == nil, PySequence_Check(object) == 0, let number = try number(object) {
        try checkFits(number, in: wanted)
        return try newScalar(number, wanted)
    }
    let isShared = face(object) != nil || PyObject_CheckBuffer(object) != 0
    let request = ArrayRequest(dtype: wanted, copy: isShared ? true : nil, device: nil)
    return try (request.array(object) as NDArray).newReference()
}

private func newScalar(_ number: Scalar, _ dtype: DType) throws -> Reference {
    let value = try Strided.empty([], dtype)
    number.store(to: value.pointer, as: dtype)
    return try NDArray(value: value).newReference()
}

/// A number that Python itself reads, from text or from two parts.
private func newScalarByPython(_ arguments: Reference, _ wanted: DType) throws -> Reference {
    let type =
        wanted.isComplex ? apus_python.PyComplex_Type : wanted.isInexact ? apus_python.PyFloat_Type
        : wanted == .bool ? apus_python.PyBool_Type : apus_python.PyLong_Type
    if isNone(PyTuple_GetItem(arguments, 0)) && wanted.isFloatingPoint { return try newScalar(.float(.nan), wanted) }
    let made = try checked(PyObject_CallObject(type, arguments))
    defer { Py_DecRef(made) }
    guard let number = try scalar(made) else { throw PythonError.type("\(typeName(made)) is no number") }
    try checkFits(number, in: wanted)
    return try newScalar(number, wanted)
}

let hashOfDType: @convention(c) (Reference?) -> Int = { me in number(of: content(me!)) + 7_919 }

/// `tp_richcompare`: equal to whatever names the same dtype; ordered by what may be cast without loss.
let compareDTypes: @convention(c) (Reference?, Reference?, Int32) -> Reference? = { me, other, operation in
    guarded {
        let a = content(me!)
        var found: DType?
        if other!.pointee.ob_type == Types.dtype {
            found = content(other!)
        } else if isString(other!) || isType(other!) || PyObject_HasAttrString(other!, "itemsize") != 0 {
            found = try? dtype(other!)
            PyErr_Clear()
        }
        guard let b = found else { return newNotImplemented() }
        return switch Int(operation) {
        case Int(Py_EQ): newBool(a == b)
        case Int(Py_NE): newBool(a != b)
        case Int(Py_LT): newBool(a != b && a.canCast(to: b, .safe))
        case Int(Py_LE): newBool(a.canCast(to: b, .safe))
        case Int(Py_GT): newBool(a != b && b.canCast(to: a, .safe))
        default: newBool(b.canCast(to: a, .safe))
        }
    }
}
