internal import Apus
internal import ApusCore
internal import CPython

// Numbers, from Python and to it.

/// The number that an object of one of Python's own number types is, or of another type that says it is an integer; nil for
/// anything else. `bool`, `int`, `float` and `complex` are weak: they take an array's dtype.
func scalar(_ object: Reference) throws -> Scalar? {
    let type = object.pointee.ob_type
    if type == apus_python.PyFloat_Type { return .float(PyFloat_AsDouble(object)) }
    if type == apus_python.PyLong_Type { return try integerScalar(object) }
    if type == apus_python.PyBool_Type { return .bool(object == apus_python._Py_TrueStruct) }
    if type == apus_python.PyComplex_Type { return try complexScalar(object) }
    return try scalarOfSubclass(object)
}

/// The number that an instance of a Python class derived from a number type is. NumPy's `float64` is one, and no weak number
/// all the same: it has a buffer.
private func scalarOfSubclass(_ object: Reference) throws -> Scalar? {
    if isInt(object) { return PyObject_CheckBuffer(object) == 0 ? try integerScalar(object) : nil }
    guard PyType_IsSubtype(object.pointee.ob_type, apus_python.PyFloat_Type) != 0, PyObject_CheckBuffer(object) == 0 else {
        return nil
    }
    return .float(PyFloat_AsDouble(object))
}

/// The number that an object stands for where a number is wanted: also that of NumPy's scalars and of arrays of one element.
func number(_ object: Reference) throws -> Scalar? {
    if let scalar = try scalar(object) { return scalar }
    if let face = face(object) { return face.count == 1 ? try face.onlyElement() : nil }
    if isString(object) || isBytes(object) { return nil }
    if let value = try importedArray(object) {
        return value.count == 1 ? try NDArray(value: value).onlyElement() : nil
    }
    if PyIndex_Check(object) != 0 {
        let integer = try checked(PyNumber_Index(object))
        defer { Py_DecRef(integer) }
        return try integerScalar(integer)
    }
    if PyObject_HasAttrString(object, "__complex__") != 0 && PyObject_HasAttrString(object, "__float__") == 0 {
        return try complexScalar(object)
    }
    if PyObject_HasAttrString(object, "__float__") != 0 {
        let value = PyFloat_AsDouble(object)
        if value == -1 && PyErr_Occurred() != nil { throw Raised() }
        return .float(value)
    }
    return nil
}

private func complexScalar(_ object: Reference) throws -> Scalar {
    let real = PyComplex_RealAsDouble(object), imaginary = PyComplex_ImagAsDouble(object)
    if PyErr_Occurred() != nil { throw Raised() }
    return .complex(.init(real, imaginary))
}

func integerScalar(_ object: Reference) throws -> Scalar {
    var overflow: Int32 = 0
    let value = PyLong_AsLongLongAndOverflow(object, &overflow)
    if overflow == 0 {
        if value == -1 && PyErr_Occurred() != nil { throw Raised() }
        return .int(value)
    }
    if overflow > 0 {
        let wide = PyLong_AsUnsignedLongLong(object)
        if PyErr_Occurred() == nil { return .uint(wide) }
        PyErr_Clear()
    }
    throw PythonError.overflow("the integer does not fit in 64 bits")
}

/// An integer argument.
func integer(_ object: Reference, _ name: String) throws -> Int {
    if isBool(object) { throw PythonError.type("argument '\(name)' must be an integer, not bool") }
    guard PyIndex_Check(object) != 0 else {
        throw PythonError.type("argument '\(name)' must be an integer, not \(typeName(object))")
    }
    let integer = try checked(PyNumber_Index(object))
    defer { Py_DecRef(integer) }
    guard case .int(let value) = try integerScalar(integer) else {
        throw PythonError.overflow("argument '\(name)' does not fit in 64 bits")
    }
    return Int(value)
}

/// One integer or a sequence of them.
func integers(_ object: Reference, _ name: String) throws -> [Int] {
    if let list = try integersIfAny(object, name) { return list }
    throw PythonError.type("argument '\(name)' must be an integer or a sequence of integers, not \(typeName(object))")
}

/// One integer or a sequence of them; nil if the object is neither.
func integersIfAny(_ object: Reference, _ name: String) throws -> [Int]? {
    if let face = face(object), face.rank > 0 {
        guard face.dtype.isInteger, face.rank == 1 else { return nil }
        return try NDArray(value: onHost(face.value)).integers()
    }
    if PyIndex_Check(object) != 0 && !isBool(object) { return [try integer(object, name)] }
    if isString(object) || isBytes(object) || isBool(object) || PySequence_Check(object) == 0 { return nil }
    let count = PySequence_Size(object)
    if count < 0 { throw Raised() }
    var result: [Int] = []
    for index in 0..<count {
        let item = try checked(PySequence_GetItem(object, index))
        defer { Py_DecRef(item) }
        result.append(try integer(item, name))
    }
    return result
}

extension NDArray {
    fileprivate func integers() throws -> [Int] {
        try elements(of: Int64.self, cast: true)
    }

    private func elements(of type: Int64.Type, cast wanted: Bool) throws -> [Int] {
        let wide = try cast(value, to: .int64)
        return (0..<count).map {
            Int((wide.pointer + $0 * wide.layout.strides[0] * 8).load(as: Int64.self))
        }
    }
}

/// A truth value: `True`, `False`, 0, 1, or NumPy's booleans.
func boolean(_ object: Reference, _ name: String) throws -> Bool {
    if isBool(object) { return object == apus_python._Py_TrueStruct }
    if isInt(object), case .int(let value) = try integerScalar(object), value == 0 || value == 1 { return value == 1 }
    if let scalar = try number(object), case .bool(let value) = scalar { return value }
    throw PythonError.type("argument '\(name)' must be True or False, not \(typeName(object))")
}

/// The Python number that a scalar is.
func newNumber(_ scalar: Scalar) throws -> Reference {
    switch scalar {
    case .bool(let value): newBool(value)
    case .int(let value): try checked(PyLong_FromLongLong(value))
    case .uint(let value): try checked(PyLong_FromUnsignedLongLong(value))
    case .float(let value): try checked(PyFloat_FromDouble(value))
    case .complex(let value): try checked(PyComplex_FromDoubles(value.rawStorage.x, value.rawStorage.y))
    }
}

/// The elements as nested lists of Python numbers; a number for an array without axes.
func newNestedList(_ value: Strided) throws -> Reference {
    let host = try onHost(value)
    return try newNestedList(host, axis: 0, offset: 0)
}

private func newNestedList(_ value: Strided, axis: Int, offset: Int) throws -> Reference {
    if axis == value.rank {
        return try newNumber(Scalar(loading: value.pointer + offset * value.dtype.size, as: value.dtype))
    }
    let list = try checked(PyList_New(value.shape[axis]))
    do {
        for index in 0..<value.shape[axis] {
            PyList_SetItem(
                list, index, try newNestedList(value, axis: axis + 1, offset: offset + index * value.layout.strides[axis]))
        }
    } catch {
        Py_DecRef(list)
        throw error
    }
    return list
}

/// The value in host memory: itself, or a copy of what another device holds.
func onHost(_ value: Strided) throws -> Strided {
    if value.device == .cpu { return value }
    return try Tensor(value: value).to(device: .cpu).value
}
