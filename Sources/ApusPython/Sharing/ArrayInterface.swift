internal import Apus
internal import ApusCore
internal import CPython

// NumPy's array interface, version 3: a dictionary of address, shape, strides and type.

/// The type string of a dtype, such as `<f4`; `|V2` for bfloat16, which NumPy does not know.
func arrayInterfaceType(_ dtype: DType) -> String {
    switch dtype {
    case .bool: "|b1"
    case .uint8, .int8: dtype == .int8 ? "|i1" : "|u1"
    case .bfloat16: "|V2"
    default: "<" + (dtype.isComplex ? "c" : dtype.isFloatingPoint ? "f" : dtype.isSigned ? "i" : "u") + "\(dtype.size)"
    }
}

/// `__array_interface__`.
func newArrayInterface(_ me: Reference) throws -> Reference {
    let value = try hostMemory(me, for: "__array_interface__") { PythonError(class: Exceptions.conversion, $0) }
    if value.dtype == .bfloat16 {
        throw PythonError(class: Exceptions.conversion, "NumPy has no bfloat16; cast with astype(), or share through DLPack")
    }
    let dictionary = try checked(PyDict_New())
    func put(_ key: String, _ item: Reference) throws {
        defer { Py_DecRef(item) }
        try checked(PyDict_SetItemString(dictionary, key, item))
    }
    do {
        try put("version", newInt(3))
        try put("typestr", newString(arrayInterfaceType(value.dtype)))
        try put("shape", newTuple(value.shape))
        let isContiguous = value.layout.isContiguous
        try put("strides", isContiguous ? newNone() : newTuple(value.layout.strides.map { $0 * value.dtype.size }))
        try put("data", newTuple([newInt(Int(bitPattern: value.pointer)), newBool(value.storage.isReadOnly)]))
    } catch {
        Py_DecRef(dictionary)
        throw error
    }
    return dictionary
}

/// An array over the memory that an object's `__array_interface__` names.
func interfaceArray(_ object: Reference) throws -> Strided {
    let interface = try checked(PyObject_GetAttrString(object, "__array_interface__"))
    defer { Py_DecRef(interface) }
    func wrong(_ what: String) -> PythonError { .type("__array_interface__ of \(typeName(object)): \(what)") }
    guard apus_python_has(interface, 1 << 29) else { throw wrong("not a dictionary") }
    guard let type = PyDict_GetItemString(interface, "typestr"), isString(type) else { throw wrong("no typestr") }
    let name = try text(type)
    guard let dtype = DType.allCases.first(where: { $0 != .bfloat16 && arrayInterfaceType($0).dropFirst() == name.dropFirst() }),
        name.first != ">" || dtype.size == 1
    else { throw wrong("type \(name) has no dtype in Apus") }
    guard let shapeObject = PyDict_GetItemString(interface, "shape") else { throw wrong("no shape") }
    let shape = try integers(shapeObject, "shape")
    var strides: [Int]?
    if let object = PyDict_GetItemString(interface, "strides"), !isNone(object) { strides = try integers(object, "strides") }
    if let strides, strides.count != shape.count { throw wrong("as many strides as axes are needed") }
    if shape.contains(where: { $0 < 0 }) { throw wrong("a negative size") }
    guard let data = PyDict_GetItemString(interface, "data"), !isNone(data) else { return try bufferArray(object) }
    guard isTuple(data), PyTuple_Size(data) == 2 else {
        // The bytes themselves: as they are in `PIL.Image`.
        let bytes = try bufferArray(data)
        let needed = Dims(shape).checkedProduct.map { $0.multipliedReportingOverflow(by: dtype.size) }
        guard strides == nil, let needed, !needed.overflow, bytes.count * bytes.dtype.size >= needed.partialValue else {
            throw wrong("the data are too short, or strided")
        }
        return try Strided(
            storage: bytes.storage, layout: Layout(contiguous: Dims(shape)), dtype: dtype
        ).aligned()
    }
    let address = try integerBits(PyTuple_GetItem(data, 0))
    let isReadOnly = PyObject_IsTrue(PyTuple_GetItem(data, 1)) != 0
    let owner = UInt(bitPattern: retained(object))
    let release: @Sendable () -> Void = { givingBack { Py_DecRef(Reference(bitPattern: owner)!) } }
    if let shared = adopt(
        UnsafeMutableRawPointer(bitPattern: address), dtype, shape: shape, byteStrides: strides, isReadOnly: isReadOnly,
        deleter: release)
    {
        return shared
    }
    release()
    throw wrong("strides or an address that do not suit the element's size")
}

private func integerBits(_ object: Reference) throws -> UInt {
    switch try number(object) {
    case .int(let value): UInt(bitPattern: Int(value))
    case .uint(let value): UInt(value)
    default: throw PythonError.type("__array_interface__: the address must be an integer")
    }
}

extension Strided {
    /// This value, or a copy if its memory is not aligned to its elements.
    fileprivate func aligned() throws -> Strided {
        if Int(bitPattern: pointer) % Swift.min(dtype.size, 8) == 0 { return self }
        let copy = try Strided.empty(shape, dtype)
        copy.pointer.copyMemory(from: pointer, byteCount: count * dtype.size)
        return copy
    }
}
