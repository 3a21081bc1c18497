internal import Apus
internal import ApusCore
internal import CPython

/// An array over the memory that an object gives through `__dlpack__`.
///
/// - Parameter copy: whether the producer is to copy (true), must not (false), or may (nil).
func dlpackArray(_ object: Reference, copy: Bool?) throws -> Strided {
    try checkDevice(object)
    let capsule = try newCapsule(from: object, copy: copy)
    defer { Py_DecRef(capsule) }
    if PyCapsule_IsValid(capsule, versionedName) != 0 { return try takeVersioned(capsule) }
    if PyCapsule_IsValid(capsule, legacyName) != 0 {
        return try takeLegacy(capsule, isReadOnly: isImmutable(object))
    }
    throw PythonError.buffer("__dlpack__ of \(typeName(object)) gave no fresh DLPack capsule")
}

private func checkDevice(_ object: Reference) throws {
    guard let method = try attribute(object, "__dlpack_device__") else {
        throw PythonError.type("\(typeName(object)) has no __dlpack_device__")
    }
    defer { Py_DecRef(method) }
    let device = try checked(PyObject_CallObject(method, nil))
    defer { Py_DecRef(device) }
    guard isTuple(device), PyTuple_Size(device) == 2 else { throw PythonError.type("__dlpack_device__ gave no pair") }
    let kind = try integer(PyTuple_GetItem(device, 0), "device")
    guard kind == kDLCPU || kind == kDLCUDAHost else {
        throw PythonError.buffer("the memory of \(typeName(object)) is on DLPack device type \(kind), not on the CPU; copy it first")
    }
}

/// Asks for a versioned capsule, and of a producer that does not know that word for a plain one.
private func newCapsule(from object: Reference, copy: Bool?) throws -> Reference {
    let method = try checked(PyObject_GetAttrString(object, "__dlpack__"))
    defer { Py_DecRef(method) }
    let empty = try checked(PyTuple_New(0))
    defer { Py_DecRef(empty) }
    let keywords = try checked(PyDict_New())
    defer { Py_DecRef(keywords) }
    let version = try newTuple([1, 1])
    defer { Py_DecRef(version) }
    try checked(PyDict_SetItemString(keywords, "max_version", version))
    if let copy {
        let flag = newBool(copy)
        defer { Py_DecRef(flag) }
        try checked(PyDict_SetItemString(keywords, "copy", flag))
    }
    if let capsule = PyObject_Call(method, empty, keywords) { return capsule }
    guard PyErr_ExceptionMatches(apus_python.PyExc_TypeError.pointee) != 0, copy != true else { throw Raised() }
    PyErr_Clear()
    return try checked(PyObject_CallObject(method, nil))
}

private func takeVersioned(_ capsule: Reference) throws -> Strided {
    guard let raw = PyCapsule_GetPointer(capsule, versionedName) else { throw Raised() }
    let managed = raw.assumingMemoryBound(to: DLManagedTensorVersioned.self)
    guard managed.pointee.version.major == 1 else {
        throw PythonError.buffer("DLPack \(managed.pointee.version.major) is not known; version 1 is")
    }
    try checked(PyCapsule_SetName(capsule, usedVersionedName))
    let address = UInt(bitPattern: raw)
    return try shared(managed.pointee.dl_tensor, isReadOnly: managed.pointee.flags & UInt64(APUS_DLPACK_READ_ONLY) != 0) {
        let managed = UnsafeMutablePointer<DLManagedTensorVersioned>(bitPattern: address)!
        // Some producers' deleters need the interpreter's lock, although the standard does not grant it.
        givingBack { if let deleter = managed.pointee.deleter { deleter(managed) } }
    }
}

/// Whether an object's library has no arrays that may be written to: JAX, whose capsules are legacy ones.
private func isImmutable(_ object: Reference) throws -> Bool {
    guard let module = try attribute(object.pointee.ob_type, "__module__") else { return false }
    defer { Py_DecRef(module) }
    return isString(module) ? try text(module).hasPrefix("jax") : false
}

/// A legacy capsule does not say whether its memory may be written to; as in PyTorch, it may.
private func takeLegacy(_ capsule: Reference, isReadOnly: Bool) throws -> Strided {
    guard let raw = PyCapsule_GetPointer(capsule, legacyName) else { throw Raised() }
    let managed = raw.assumingMemoryBound(to: DLManagedTensor.self)
    try checked(PyCapsule_SetName(capsule, usedLegacyName))
    let address = UInt(bitPattern: raw)
    return try shared(managed.pointee.dl_tensor, isReadOnly: isReadOnly) {
        let managed = UnsafeMutablePointer<DLManagedTensor>(bitPattern: address)!
        // Some producers' deleters need the interpreter's lock, although the standard does not grant it.
        givingBack { if let deleter = managed.pointee.deleter { deleter(managed) } }
    }
}

private func shared(
    _ tensor: DLTensor, isReadOnly: Bool, deleter: @escaping @Sendable () -> Void
) throws -> Strided {
    var shape: [Int] = []
    var strides: [Int]? = tensor.strides == nil ? nil : []
    guard tensor.ndim >= 0, let dtype = dtype(tensor.dtype) else {
        deleter()
        throw PythonError.buffer(
            "a DLPack tensor of type code \(tensor.dtype.code) with \(tensor.dtype.bits) bits has no dtype in Apus")
    }
    for axis in 0..<Int(tensor.ndim) {
        shape.append(Int(tensor.shape[axis]))
        strides?.append(Int(tensor.strides[axis]) &* dtype.size)
    }
    let first = tensor.data.map { $0 + Int(tensor.byte_offset) }
    if !shape.contains(where: { $0 < 0 }), let array = adopt(
        first, dtype, shape: shape, byteStrides: strides, isReadOnly: isReadOnly, deleter: deleter)
    {
        return array
    }
    deleter()
    throw PythonError.buffer("the elements of the DLPack tensor are not aligned to their size")
}

private func dtype(_ type: DLDataType) -> DType? {
    guard type.lanes == 1 else { return nil }
    switch (Int(type.code), type.bits) {
    case (kDLBool, 8): return .bool
    case (kDLBfloat, 16): return .bfloat16
    case (kDLInt, 8): return .int8
    case (kDLInt, 16): return .int16
    case (kDLInt, 32): return .int32
    case (kDLInt, 64): return .int64
    case (kDLUInt, 8): return .uint8
    case (kDLUInt, 16): return .uint16
    case (kDLUInt, 32): return .uint32
    case (kDLUInt, 64): return .uint64
    case (kDLFloat, 16): return .float16
    case (kDLFloat, 32): return .float32
    case (kDLFloat, 64): return .float64
    case (kDLComplex, 64): return .complex64
    case (kDLComplex, 128): return .complex128
    default: return nil
    }
}
