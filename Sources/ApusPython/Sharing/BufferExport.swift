internal import Apus
internal import ApusCore
internal import CPython

/// What keeps an exported buffer's memory and shape alive.
private final class ExportedBuffer {
    let storage: Storage
    let numbers: UnsafeMutablePointer<Int>

    init(_ value: Strided) {
        storage = value.storage
        numbers = .allocate(capacity: max(2 * value.rank, 1))
        for axis in 0..<value.rank {
            numbers[axis] = value.shape[axis]
            numbers[value.rank + axis] = value.layout.strides[axis] * value.dtype.size
        }
    }

    deinit { numbers.deallocate() }
}

/// `bf_getbuffer`.
let getBuffer: @convention(c) (Reference?, UnsafeMutablePointer<Py_buffer>?, Int32) -> Int32 = { me, view, flags in
    view!.pointee.obj = nil
    return guardedStatus {
        try fill(view!, me!, Int(flags))
        return 0
    }
}

/// `bf_releasebuffer`.
let releaseBuffer: @convention(c) (Reference?, UnsafeMutablePointer<Py_buffer>?) -> Void = { _, view in
    if let kept = view!.pointee.internal { Unmanaged<ExportedBuffer>.fromOpaque(kept).release() }
    view!.pointee.internal = nil
}

private func fill(_ view: UnsafeMutablePointer<Py_buffer>, _ me: Reference, _ flags: Int) throws {
    let value = try hostMemory(me, for: "the buffer protocol") { PythonError.buffer($0) }
    guard let format = formats[value.dtype] else {
        throw PythonError.buffer("\(value.dtype) has no format in the buffer protocol; share it through DLPack, or cast it")
    }
    func wants(_ flag: Int) -> Bool { flags & flag == flag }
    let isReadOnly = value.storage.isReadOnly || value.layout.repeatsElements
    if wants(PyBUF_WRITABLE) && isReadOnly { throw PythonError.buffer("the array's memory is read-only") }
    let isC = value.layout.isContiguous, isFortran = value.layout.isColumnMajor
    if wants(PyBUF_C_CONTIGUOUS) || !wants(PyBUF_STRIDES) {
        if !isC { throw PythonError.buffer("the array is not C-contiguous") }
    } else if wants(PyBUF_F_CONTIGUOUS) {
        if !isFortran { throw PythonError.buffer("the array is not Fortran-contiguous") }
    } else if wants(PyBUF_ANY_CONTIGUOUS) && !isC && !isFortran {
        throw PythonError.buffer("the array is not contiguous")
    }
    let export = ExportedBuffer(value)
    view.pointee.buf = value.pointer
    view.pointee.len = value.count * value.dtype.size
    view.pointee.itemsize = value.dtype.size
    view.pointee.readonly = isReadOnly ? 1 : 0
    view.pointee.format = wants(PyBUF_FORMAT) ? UnsafeMutablePointer(mutating: format) : nil
    view.pointee.ndim = wants(PyBUF_ND) ? Int32(value.rank) : 1
    view.pointee.shape = wants(PyBUF_ND) && value.rank > 0 ? export.numbers : nil
    view.pointee.strides = wants(PyBUF_STRIDES) && value.rank > 0 ? export.numbers + value.rank : nil
    view.pointee.suboffsets = nil
    view.pointee.internal = Unmanaged.passRetained(export).toOpaque()
    view.pointee.obj = retained(me)
}

nonisolated(unsafe) private let formats: [DType: UnsafePointer<CChar>] = [
    .bool: permanent("?"), .uint8: permanent("B"), .uint16: permanent("H"), .uint32: permanent("I"), .uint64: permanent("Q"),
    .int8: permanent("b"), .int16: permanent("h"), .int32: permanent("i"), .int64: permanent("q"), .float16: permanent("e"),
    .float32: permanent("f"), .float64: permanent("d"), .complex64: permanent("Zf"), .complex128: permanent("Zd"),
]

/// The elements of an array or tensor for another library to look at; an error for a tensor that is elsewhere, or through
/// which gradients flow.
func hostMemory(_ me: Reference, for purpose: String, _ error: (String) -> any Error) throws -> Strided {
    guard let face = face(me) else { throw PythonError.type("not an array: \(typeName(me))") }
    if face.device != .cpu {
        throw error("a tensor on device \(face.device) cannot be shared through \(purpose); use cpu() first")
    }
    if let tensor = face as? Tensor, tensor.requiresGrad {
        throw error("a tensor that requires a gradient cannot be shared through \(purpose); use detach() first")
    }
    return face.value
}

extension Layout {
    /// Whether an axis repeats one element, as broadcasting does: whoever writes to such memory unawares writes to all repeats.
    var repeatsElements: Bool { zip(shape, strides).contains { $0 > 1 && $1 == 0 } }

    /// Whether the elements lie one after another with the first axis running fastest.
    var isColumnMajor: Bool { permuted(Dims((0..<rank).reversed())).isContiguous }
}
