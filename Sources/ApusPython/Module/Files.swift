internal import Apus
internal import ApusCore
internal import CPython

// Arrays in files and in bytes.

/// The file functions of `_apus`.
func fileFunctions() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("_from_buffer", "buffer, dtype, count, offset, /") { call in
                try fromBuffer(
                    call.required(0), dtype(call.required(1)), count: call[2].map { try integer($0, "count") },
                    offset: integer(call.required(3), "offset")
                ).newReference()
            }, "An array over the bytes of a buffer."
        ),
        (
            NativeFunction("_from_file", "path, dtype, count, separator, offset, /") { call in
                let path = try text(call.required(0)), dtype = try dtype(call.required(1))
                let count = try call[2].map { try integer($0, "count") }
                let separator = try text(call.required(3)), offset = try integer(call.required(4), "offset")
                return try unlocked(true) {
                    try NDArray.fromFile(path, dtype: dtype, count: count, separator: separator, offset: offset)
                }.newReference()
            }, "The elements in a file that holds nothing else."
        ),
        (
            NativeFunction("_to_file", "path, array, separator, format, /") { call in
                let path = try text(call.required(0)), array: NDArray = try faceValue(call.required(1))
                let separator = try text(call.required(2)), format = try text(call.required(3))
                try unlocked(true) { try array.toFile(path, separator: separator, format: format) }
                return newNone()
            }, "Writes the elements of an array and nothing else."
        ),
        (
            NativeFunction("_save_npy", "path, array, /") { call in
                let path = try text(call.required(0)), array: NDArray = try faceValue(call.required(1))
                try unlocked(true) { try array.save(path) }
                return newNone()
            }, "Writes an .npy file."
        ),
        (
            NativeFunction("_load_npy", "path, mapping, /") { call in
                let path = try text(call.required(0))
                let mapping: NDArray.FileMapping? = try call[1].map { try text($0) == "c" ? .copyOnWrite : .readOnly }
                return try unlocked(true) { try NDArray.load(path, mapping: mapping) }.newReference()
            }, "Reads an .npy file."
        ),
        (
            NativeFunction("_npy_bytes", "array, /") { call in
                let array: NDArray = try faceValue(call.required(0))
                return try array.encodedNPY().withUnsafeBytes { bytes in
                    try checked(PyBytes_FromStringAndSize(bytes.baseAddress!.assumingMemoryBound(to: CChar.self), bytes.count))
                }
            }, "The bytes of an .npy file of an array."
        ),
        (
            NativeFunction("_npy_size", "header, /") { call in
                try withBytes(call.required(0)) { try newInt(NDArray.npyElementBytes($0)) }
            }, "How many bytes of elements follow a header of an .npy file."
        ),
        (
            NativeFunction("_read_npy", "data, /") { call in
                try withBytes(call.required(0)) { try NDArray.decodeNPY($0).newReference() }
            }, "The array whose .npy file bytes are."
        ),
        (
            NativeFunction("_save_npz", "path, names, arrays, compressed, /") { call in
                let path = try text(call.required(0))
                var arrays = NamedArrays<NDArray>()
                let count = PySequence_Size(call.required(1))
                if count < 0 { throw Raised() }
                for index in 0..<count {
                    let name = try checked(PySequence_GetItem(call.required(1), index))
                    defer { Py_DecRef(name) }
                    let array = try checked(PySequence_GetItem(call.required(2), index))
                    defer { Py_DecRef(array) }
                    arrays[try text(name)] = try faceValue(array) as NDArray
                }
                let compressed = try boolean(call.required(3), "compressed")
                let all = arrays
                try unlocked(true) { try NDArray.saveArchive(all, to: path, compressed: compressed) }
                return newNone()
            }, "Writes an .npz file."
        ),
        (
            NativeFunction("_polynomial_gauss", "family, degree, /") { call in
                let name = try text(call.required(0))
                guard let family = PolynomialFamily(rawValue: name) else { throw PythonError.value("'\(name)' is no family of polynomials") }
                let (points, weights) = try family.gauss(degree: integer(call.required(1), "deg"))
                return try newTuple([points.newReference(), weights.newReference()])
            }, "Points and weights of Gauss's quadrature."
        ),
    ]
}

/// Calls `body` with the bytes of a `bytes`.
private func withBytes<Result>(_ object: Reference, _ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
    guard isBytes(object) else { throw PythonError.type("bytes are needed, not \(typeName(object))") }
    return try body(UnsafeRawBufferPointer(start: PyBytes_AsString(object), count: PyBytes_Size(object)))
}

/// An array over the bytes of a memoryview, which it keeps alive; a copy where the elements would not be
/// aligned, or would be booleans other than 0 and 1.
private func fromBuffer(_ object: Reference, _ dtype: DType, count: Int?, offset: Int) throws -> NDArray {
    let bytes = try bufferArray(object)
    guard bytes.dtype == .uint8, bytes.layout.isContiguous else { throw PythonError.type("a view of bytes is needed") }
    let elements = try NDArray.elementCount(bytes.count, dtype, count, offset, "frombuffer")
    let start = bytes.pointer + offset
    let memory = UnsafeRawBufferPointer(start: start, count: elements * dtype.size)
    let isAligned = Int(bitPattern: start) % min(dtype.size, 8) == 0
    guard isAligned, elements > 0, dtype != .bool || memory.allSatisfy({ $0 < 2 }) else {
        return try withExtendedLifetime(bytes) { try NDArray.fromBytes(memory, dtype: dtype) }
    }
    let storage = Storage.adopting(start, byteCount: memory.count, isReadOnly: bytes.storage.isReadOnly) {
        withExtendedLifetime(bytes) {}
    }
    return NDArray(value: Strided(storage: storage, layout: Layout(contiguous: [elements]), dtype: dtype))
}
