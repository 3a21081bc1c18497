internal import ApusCore
internal import CPython

// Memory of other libraries' objects, as storages that keep the objects alive.

/// Runs `body`, which gives something back to Python, with the interpreter's lock; not at all once the interpreter ends, when
/// nothing can be given back any more. An exception that is on its way stays as it is.
func givingBack(_ body: () -> Void) {
    guard apus_python_is_alive() else { return }
    let state = PyGILState_Ensure()
    var type: Reference?, value: Reference?, traceback: Reference?
    PyErr_Fetch(&type, &value, &traceback)
    body()
    if PyErr_Occurred() != nil { PyErr_WriteUnraisable(nil) }
    PyErr_Restore(type, value, traceback)
    PyGILState_Release(state)
}

/// An array over foreign memory, given by the address of its first element and strides in bytes.
///
/// Gives nil, and does not call `deleter`, if no layout expresses it: strides that are no multiples of the element's size, or
/// elements that are not aligned.
func adopt(
    _ first: UnsafeMutableRawPointer?, _ dtype: DType, shape: [Int], byteStrides: [Int]?, isReadOnly: Bool,
    deleter: @escaping @Sendable () -> Void
) -> Strided? {
    let size = dtype.size
    let dims = Dims(shape)
    guard let count = dims.checkedProduct, !count.multipliedReportingOverflow(by: size).overflow else { return nil }
    var layout = Layout(contiguous: dims)
    if let byteStrides, count > 0 {
        for axis in 0..<shape.count {
            if shape[axis] == 1 { continue }
            guard byteStrides[axis] % size == 0 else { return nil }
            layout.strides[axis] = byteStrides[axis] / size
        }
    }
    let start = first ?? UnsafeMutableRawPointer(bitPattern: 64)!
    guard count == 0 || (first != nil && Int(bitPattern: start) % min(size, 8) == 0) else { return nil }
    guard reach(of: layout) != nil else { return nil }
    let extent = layout.extent
    layout.offset = -extent.lowerBound
    let storage = Storage.adopting(
        start + extent.lowerBound * size, byteCount: extent.count * size, isReadOnly: isReadOnly, deleter: deleter)
    return Strided(storage: storage, layout: layout, dtype: dtype)
}

/// How far from its first element a layout reaches at most, in either direction; nil if no memory is that large.
private func reach(of layout: Layout) -> Int? {
    var reach = 0
    for axis in 0..<layout.rank where layout.shape[axis] > 1 {
        let (distance, overflow) = Int(clamping: layout.strides[axis].magnitude).multipliedReportingOverflow(
            by: layout.shape[axis] - 1)
        if overflow || distance > 1 << 47 { return nil }
        reach += distance
    }
    return reach > 1 << 47 ? nil : reach
}

/// An array that another library's object holds, sharing its memory: through the buffer protocol, DLPack,
/// `__array_interface__` or `__array__`. Nil if the object offers none of them.
func importedArray(_ object: Reference) throws -> Strided? {
    if isString(object) || isType(object) || isNone(object) || isList(object) || isTuple(object) { return nil }
    if PyObject_CheckBuffer(object) != 0 {
        do {
            return try bufferArray(object)
        } catch {
            // An array of a dtype that buffers cannot express may come through DLPack.
            let isNumPy = typeName(object) == "ndarray"
            guard !isNumPy, PyObject_HasAttrString(object, "__dlpack__") != 0 else {
                if error is PythonError || !isNumPy { throw error }
                PyErr_Clear()
                throw PythonError.type("the elements of this NumPy array have no dtype in Apus")
            }
            PyErr_Clear()
        }
    }
    if PyObject_HasAttrString(object, "__dlpack__") != 0 { return try dlpackArray(object, copy: nil) }
    if PyObject_HasAttrString(object, "__array_interface__") != 0 { return try interfaceArray(object) }
    if let method = try attribute(object, "__array__") {
        defer { Py_DecRef(method) }
        let array = try checked(PyObject_CallObject(method, nil))
        defer { Py_DecRef(array) }
        guard PyObject_CheckBuffer(array) != 0 else { return nil }
        return try bufferArray(array)
    }
    return nil
}
