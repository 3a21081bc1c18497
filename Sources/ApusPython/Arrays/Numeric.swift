internal import Apus
internal import ApusCore
internal import CPython

// Arrays of one element as Python numbers, and arrays as text.

/// The one element of an array that stands for a number.
private func onlyElement(_ me: Reference, _ purpose: String) throws -> Scalar {
    let array = face(me)!
    guard array.count == 1, array.rank == 0 || isTensor(me) else {
        throw PythonError.type("only an array without axes can be \(purpose), not one of shape \(array.shape)")
    }
    return try array.onlyElement()
}

private let bool: @convention(c) (Reference?) -> Int32 = { me in
    guardedStatus {
        let array = face(me!)!
        guard array.count == 1 else {
            throw PythonError(
                class: Exceptions.shape,
                "the truth value of an array of shape \(array.shape) is ambiguous; use any() or all()")
        }
        return try array.onlyElement().boolValue ? 1 : 0
    }
}

private let int: @convention(c) (Reference?) -> Reference? = { me in
    guarded {
        switch try onlyElement(me!, "an int") {
        case .float(let value):
            // Python's own rules: truncation, and an error for what is no number.
            let object = try checked(PyFloat_FromDouble(value))
            defer { Py_DecRef(object) }
            let method = try checked(PyObject_GetAttrString(object, "__int__"))
            defer { Py_DecRef(method) }
            return try checked(PyObject_CallObject(method, nil))
        case .complex: throw PythonError.type("a complex number cannot be an int")
        case .bool(let value): return try newInt(value ? 1 : 0)
        case let integer: return try newNumber(integer)
        }
    }
}

private let float: @convention(c) (Reference?) -> Reference? = { me in
    guarded {
        let scalar = try onlyElement(me!, "a float")
        if case .complex = scalar { throw PythonError.type("a complex number cannot be a float") }
        return try checked(PyFloat_FromDouble(scalar.doubleValue))
    }
}

private let index: @convention(c) (Reference?) -> Reference? = { me in
    guarded {
        let array = face(me!)!
        guard array.dtype.isInteger else { throw PythonError.type("only an integer array without axes can be an index") }
        return try newNumber(try onlyElement(me!, "an index"))
    }
}

/// `__complex__`.
func newComplex(_ me: Reference) throws -> Reference {
    let value = try onlyElement(me, "a complex number").complexValue.rawStorage
    return try checked(PyComplex_FromDoubles(value.x, value.y))
}

private let repr: @convention(c) (Reference?) -> Reference? = { me in
    guarded {
        if isArray(me!) { return try newText(of: me!, style: .representation, currentPrintOptions()) }
        return try newString(content(me!, as: Tensor.self).description)
    }
}

private let str: @convention(c) (Reference?) -> Reference? = { me in
    guarded {
        if isArray(me!) { return try newText(of: me!, style: .plain, currentPrintOptions()) }
        return try newString(content(me!, as: Tensor.self).description)
    }
}

/// `__format__`: of one element as a number, else as text.
func newFormatted(_ me: Reference, _ format: Reference) throws -> Reference {
    guard isString(format) else { throw PythonError.type("a format must be a str, not \(typeName(format))") }
    if face(me)!.rank == 0 {
        let number = try newNumber(face(me)!.onlyElement())
        defer { Py_DecRef(number) }
        return try checked(PyObject_Format(number, format))
    }
    if try text(format).isEmpty { return try checked(PyObject_Str(me)) }
    throw PythonError.type("only an array without axes takes a format")
}

/// `tp_hash` of a tensor: what it is, not what it holds.
let identityHash: @convention(c) (Reference?) -> Int = { me in
    // Objects lie 16 bytes apart.
    Int(bitPattern: Unmanaged.passUnretained(content(me!, as: Tensor.self)).toOpaque()) >> 4
}

/// `tp_hash` of an array: that of its number if it has no axes, as a scalar of NumPy's; else none, since it can change.
let arrayHash: @convention(c) (Reference?) -> Int = { me in
    let array = content(me!, as: NDArray.self)
    guard array.rank == 0 else {
        PyErr_SetString(apus_python.PyExc_TypeError.pointee, "unhashable type: 'Array'")
        return -1
    }
    guard let number = guarded({ try newNumber(array.onlyElement()) }) else { return -1 }
    defer { Py_DecRef(number) }
    return PyObject_Hash(number)
}

/// `sq_contains`.
private let contains: @convention(c) (Reference?, Reference?) -> Int32 = { me, item in
    guardedStatus {
        let equal = try checked(PyObject_RichCompare(me, item, Int32(Py_EQ)))
        defer { Py_DecRef(equal) }
        guard let found = face(equal) else { return PyObject_IsTrue(equal) }
        return try anyTrue(found) ? 1 : 0
    }
}

private func anyTrue<Face: PythonFace>(_ array: Face) throws -> Bool {
    guard let operation = OperationTable["any"] else { return false }
    return try operation.call(Arguments<Face>("any", ["x": .array(array)]))[0].onlyElement().boolValue
}

/// `tp_iter`.
private let iterator: @convention(c) (Reference?) -> Reference? = { me in
    guarded {
        if face(me!)!.rank == 0 { throw PythonError.type("an array without axes cannot be iterated over") }
        return try checked(PySeqIter_New(me))
    }
}

/// The slots that make numbers, text and elements of arrays, the same for both types.
func valueSlots() -> [(Int, UnsafeMutableRawPointer)] {
    [
        (Int(Py_nb_bool), unsafeBitCast(bool, to: UnsafeMutableRawPointer.self)),
        (Int(Py_nb_int), unsafeBitCast(int, to: UnsafeMutableRawPointer.self)),
        (Int(Py_nb_float), unsafeBitCast(float, to: UnsafeMutableRawPointer.self)),
        (Int(Py_nb_index), unsafeBitCast(index, to: UnsafeMutableRawPointer.self)),
        (Int(Py_tp_repr), unsafeBitCast(repr, to: UnsafeMutableRawPointer.self)),
        (Int(Py_tp_str), unsafeBitCast(str, to: UnsafeMutableRawPointer.self)),
        (Int(Py_tp_iter), unsafeBitCast(iterator, to: UnsafeMutableRawPointer.self)),
        (Int(Py_sq_contains), unsafeBitCast(contains, to: UnsafeMutableRawPointer.self)),
        (Int(Py_sq_item), unsafeBitCast(sequenceItem, to: UnsafeMutableRawPointer.self)),
        (Int(Py_mp_length), unsafeBitCast(length, to: UnsafeMutableRawPointer.self)),
        (Int(Py_mp_subscript), unsafeBitCast(getItem, to: UnsafeMutableRawPointer.self)),
        (Int(Py_mp_ass_subscript), unsafeBitCast(setItem, to: UnsafeMutableRawPointer.self)),
        (Int(Py_bf_getbuffer), unsafeBitCast(getBuffer, to: UnsafeMutableRawPointer.self)),
        (Int(Py_bf_releasebuffer), unsafeBitCast(releaseBuffer, to: UnsafeMutableRawPointer.self)),
    ]
}
