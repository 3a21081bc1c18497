internal import ApusCore
internal import CPython

/// An array over the memory of an object with the buffer protocol; a copy if no layout of Apus's expresses it.
func bufferArray(_ object: Reference) throws -> Strided {
    let view = UnsafeMutablePointer<Py_buffer>.allocate(capacity: 1)
    view.initialize(to: Py_buffer())
    if PyObject_GetBuffer(object, view, Int32(PyBUF_STRIDES | PyBUF_FORMAT)) < 0 {
        view.deallocate()
        throw Raised()
    }
    let address = UInt(bitPattern: view)
    let release: @Sendable () -> Void = {
        let view = UnsafeMutablePointer<Py_buffer>(bitPattern: address)!
        givingBack { PyBuffer_Release(view) }
        view.deallocate()
    }
    let format = view.pointee.format.map { String(cString: $0) } ?? "B"
    guard let dtype = dtype(format: format, size: view.pointee.itemsize) else {
        release()
        throw PythonError.type("a buffer of format '\(format)' has no dtype in Apus")
    }
    let rank = Int(view.pointee.ndim)
    let shape = (0..<rank).map { view.pointee.shape?[$0] ?? view.pointee.len / max(view.pointee.itemsize, 1) }
    let strides = view.pointee.strides.map { strides in (0..<rank).map { strides[$0] } }
    if let shared = adopt(
        view.pointee.buf, dtype, shape: shape, byteStrides: strides, isReadOnly: view.pointee.readonly != 0, deleter: release)
    {
        return shared
    }
    defer { release() }
    let copy = try Strided.empty(Dims(shape), dtype)
    try checked(PyBuffer_ToContiguous(copy.pointer, view, view.pointee.len, CChar(UInt8(ascii: "C"))))
    return copy
}

/// The dtype that a format of Python's `struct` module, with NumPy's `Z` for complex numbers, names; nil for any other, and
/// for the other byte order.
private func dtype(format: String, size: Int) -> DType? {
    var letters = Substring(format)
    if let first = letters.first, "@=<^|>!".contains(first) {
        if (first == ">" || first == "!") && size > 1 { return nil }
        letters.removeFirst()
    }
    switch (letters, size) {
    case ("?", 1): return .bool
    case ("b", 1), ("h", 2), ("i", 4), ("l", 4), ("l", 8), ("q", 8), ("n", 8): return signed(size)
    case ("B", 1), ("c", 1), ("H", 2), ("I", 4), ("L", 4), ("L", 8), ("Q", 8), ("N", 8): return unsigned(size)
    case ("e", 2): return .float16
    case ("f", 4): return .float32
    case ("d", 8): return .float64
    case ("Zf", 8): return .complex64
    case ("Zd", 16): return .complex128
    default: return nil
    }
}

private func signed(_ size: Int) -> DType { size == 1 ? .int8 : size == 2 ? .int16 : size == 4 ? .int32 : .int64 }
private func unsigned(_ size: Int) -> DType { size == 1 ? .uint8 : size == 2 ? .uint16 : size == 4 ? .uint32 : .uint64 }
