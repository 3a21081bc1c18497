internal import Apus
internal import ApusCore
internal import CPython

// `array[key]`, read and written.

/// `mp_subscript`.
let getItem: @convention(c) (Reference?, Reference?) -> Reference? = { me, key in
    guarded {
        if isArray(me!), let element = try element(of: content(me!, as: NDArray.self), key!) {
            return try element.newReference()
        }
        let indices = try indexItems(key!)
        if isArray(me!) { return try selectOfArray(content(me!, as: NDArray.self), indices).newReference() }
        return try select(content(me!, as: Tensor.self), indices).newReference()
    }
}

/// `mp_ass_subscript`.
let setItem: @convention(c) (Reference?, Reference?, Reference?) -> Int32 = { me, key, value in
    guardedStatus {
        guard let value else { throw PythonError.type("elements of an array cannot be deleted") }
        let indices = try indexItems(key!)
        if isArray(me!) {
            try assign(value, to: content(me!, as: NDArray.self), at: indices)
        } else {
            try assign(value, to: content(me!, as: Tensor.self), at: indices)
        }
        return 0
    }
}

/// `sq_item`, by which Python iterates.
let sequenceItem: @convention(c) (Reference?, Int) -> Reference? = { me, index in
    guarded {
        if isArray(me!) { return try selectOfArray(content(me!, as: NDArray.self), [index]).newReference() }
        return try select(content(me!, as: Tensor.self), [index]).newReference()
    }
}

/// `mp_length`.
let length: @convention(c) (Reference?) -> Int = { me in
    let shape = face(me!)!.shape
    if let first = shape.first { return first }
    PyErr_SetString(apus_python.PyExc_TypeError.pointee, "len() of an array without axes")
    return -1
}

private func select<Face: PythonFace>(_ array: Face, _ indices: [any ArrayIndex]) throws -> Face {
    try unlocked(array.count >= unlockingCount && indices.contains { !($0 is Int) }) { try array.at(list: indices) }
}

/// The copy of one element, if the key is an integer for each axis, in range: the short way of `selectOfArray`.
private func element(of array: NDArray, _ key: Reference) throws -> NDArray? {
    let rank = array.rank, isList = isTuple(key)
    guard rank > 0, isList ? PyTuple_Size(key) == rank : rank == 1 else { return nil }
    var offset = array.value.layout.offset
    for axis in 0..<rank {
        let item = isList ? PyTuple_GetItem(key, axis)! : key
        guard item.pointee.ob_type == apus_python.PyLong_Type else { return nil }
        let index = try position(item), size = array.value.layout.shape[axis]
        guard index >= -size && index < size else { return nil }
        offset += (index < 0 ? index + size : index) * array.value.layout.strides[axis]
    }
    let size = array.dtype.size
    let element = try Strided.empty([], array.dtype)
    element.pointer.copyMemory(from: array.value.storage.pointer + offset * size, byteCount: size)
    return NDArray(value: element)
}

/// As NumPy does: one element is a copy, so that `x[0], x[1] = x[1], x[0]` exchanges them; anything else a view, if it can be.
private func selectOfArray(_ array: NDArray, _ indices: [any ArrayIndex]) throws -> NDArray {
    let selected = try select(array, indices)
    guard indices.count == array.rank, selected.rank == 0, indices.allSatisfy({ $0 is Int }) else { return selected }
    let element = try Strided.empty([], array.dtype)
    element.pointer.copyMemory(from: selected.value.pointer, byteCount: array.dtype.size)
    return NDArray(value: element)
}

private func assign<Face: PythonFace>(_ value: Reference, to array: Face, at indices: [any ArrayIndex]) throws {
    if let number = try scalar(value) {
        try ApusPython.checkFits(number, in: array.dtype)
        try unlocked(array.count >= unlockingCount) { try array.assign(number, list: indices) }
        return
    }
    let source: Face = try faceValue(value)
    if source.dtype.isComplex && !array.dtype.isComplex {
        throw PythonError.type("complex numbers cannot be written to an array of \(array.dtype); take real() of them first")
    }
    try unlocked(array.count >= unlockingCount) { try array.assign(source, list: indices) }
}

/// What stands between the brackets, as Apus's indices.
private func indexItems(_ key: Reference) throws -> [any ArrayIndex] {
    guard isTuple(key) else { return [try indexItem(key)] }
    return try (0..<PyTuple_Size(key)).map { try indexItem(PyTuple_GetItem(key, $0)) }
}

private func indexItem(_ object: Reference) throws -> any ArrayIndex {
    if object.pointee.ob_type == apus_python.PyLong_Type { return try position(object) }
    if isNone(object) { return IndexItem.newAxis }
    if object == apus_python._Py_EllipsisObject { return IndexItem.ellipsis }
    if isBool(object) { return object == apus_python._Py_TrueStruct }
    if object.pointee.ob_type == apus_python.PySlice_Type { return try slice(object) }
    if isArray(object) { return content(object, as: NDArray.self) }
    if isTensor(object) { return content(object, as: Tensor.self) }
    if isList(object) || isTuple(object) {
        let value = try NestedSequence.read(object, dtype: nil, world: .numpy)
        return NDArray(value: value.count == 0 ? try cast(value, to: .int64) : value)
    }
    if let value = try importedArray(object) { return NDArray(value: value) }
    if PyIndex_Check(object) != 0 { return try position(object) }
    throw PythonError(
        apus_python.PyExc_IndexError,
        "only integers, slices, None, ..., and arrays of integers or booleans are indices, not \(typeName(object))")
}

private func position(_ object: Reference) throws -> Int {
    let value = PyNumber_AsSsize_t(object, apus_python.PyExc_IndexError.pointee)
    if value == -1 && PyErr_Occurred() != nil { throw Raised() }
    return value
}

private func slice(_ object: Reference) throws -> any ArrayIndex {
    func bound(_ name: String) throws -> Int? {
        let value = try checked(PyObject_GetAttrString(object, name))
        defer { Py_DecRef(value) }
        if isNone(value) { return nil }
        guard PyIndex_Check(value) != 0 else {
            throw PythonError.type("a slice takes integers or None, not \(typeName(value))")
        }
        // Bounds beyond the integers stand for the ends, as they do for lists.
        let number = PyNumber_AsSsize_t(value, nil)
        if number == -1 && PyErr_Occurred() != nil { throw Raised() }
        return number
    }
    let step = try bound("step") ?? 1
    if step == 0 { throw PythonError.value("a slice cannot have step 0") }
    return IndexItem.slice(from: try bound("start"), to: try bound("stop"), by: step)
}
