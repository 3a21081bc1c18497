internal import Apus
internal import ApusCore
internal import CPython

// The properties and methods that arrays and tensors have in common, beside the operations of the table.

/// Calls a body with an object's array as its own class.
func withFace<Result>(
    _ object: Reference, array: (NDArray) throws -> Result, tensor: (Tensor) throws -> Result
) throws -> Result {
    if isArray(object) { return try array(content(object, as: NDArray.self)) }
    if isTensor(object) { return try tensor(content(object, as: Tensor.self)) }
    throw PythonError.type("an Array or a Tensor is needed, not \(typeName(object))")
}

func sharedProperties() -> [Property] {
    [
        Property("shape", "The sizes of the axes.") { try newTuple(face($0)!.shape) },
        Property("ndim", "The number of axes.") { try newInt(face($0)!.rank) },
        Property("itemsize", "The number of bytes that one element takes.") { try newInt(face($0)!.dtype.size) },
        Property("nbytes", "The number of bytes that all elements take.") {
            try newInt(face($0)!.count * face($0)!.dtype.size)
        },
        Property("dtype", "The type of the elements.") { DTypeObjects.new(face($0)!.dtype) },
        Property("device", "Where the elements are: 'cpu' or 'meta'.") { try newString("\(face($0)!.device)") },
        Property("T", "A view with the order of the axes reversed.") {
            isArray($0)
                ? try content($0, as: NDArray.self).T.newReference() : try content($0, as: Tensor.self).T.newReference()
        },
        Property("mT", "A view with the last two axes exchanged.") {
            let rank = face($0)!.rank
            guard rank >= 2 else {
                throw PythonError(class: Exceptions.shape, "mT: a matrix has two axes at least, not \(rank)")
            }
            return try transposed($0) { rank in Dims(Array(0..<(rank - 2)) + [rank - 1, rank - 2]) }
        },
        Property("real", "The real part of each element; a real array itself.") { try part($0, "real") },
        Property("imag", "The imaginary part of each element.") { try part($0, "imaginary") },
        Property("__array_interface__", "NumPy's description of the memory.") { try newArrayInterface($0) },
    ]
}

private func transposed(_ me: Reference, _ order: (Int) -> Dims) throws -> Reference {
    try tableCall("transpose", me, ["axes": .integers(Array(order(face(me)!.rank)))])
}

private func part(_ me: Reference, _ name: String) throws -> Reference {
    if name == "real" && !face(me)!.dtype.isComplex { return retained(me) }
    return try tableCall(name, me, [:])
}

/// An argument that is no array.
enum PlainArgument {
    case integers([Int])
    case dtype(DType)

    fileprivate func argument<Face: ArrayFace>() -> Argument<Face> {
        switch self {
        case .integers(let values): .integers(values)
        case .dtype(let dtype): .dtype(dtype)
        }
    }
}

/// The result of an operation of the table on one array and arguments that are none.
func tableCall(_ name: String, _ me: Reference, _ others: [String: PlainArgument]) throws -> Reference {
    guard let operation = OperationTable[name] else { throw PythonError.type("there is no operation '\(name)'") }
    func call<Face: PythonFace>(_ x: Face) throws -> Reference {
        let arguments = Arguments<Face>(
            name, names: ["x"] + others.keys, [.array(x)] + others.values.map { $0.argument() })
        return try unlocked(x.count >= unlockingCount) { try operation.call(arguments) }[0].newReference()
    }
    return try withFace(me, array: call, tensor: call)
}

func sharedMethods() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("item", "self, /, *args") { call in
                if call.rest.isEmpty { return try newNumber(face(call.required(0))!.onlyElement()) }
                let key = try newTuple(call.rest.map { retained($0) })
                defer { Py_DecRef(key) }
                let element = try checked(PyObject_GetItem(call.required(0), key))
                defer { Py_DecRef(element) }
                return try newNumber(face(element)!.onlyElement())
            }, "The one element of an array that has one, or the element at an index, as a Python number."
        ),
        (
            NativeFunction("tolist", "self, /") { call in try newNestedList(face(call.required(0))!.value) },
            "The elements as nested lists of Python numbers."
        ),
        (
            NativeFunction("tobytes", "self, /") { call in
                let flat = try contiguous(onHost(face(call.required(0))!.value))
                return try checked(
                    PyBytes_FromStringAndSize(
                        flat.pointer.assumingMemoryBound(to: CChar.self), flat.count * flat.dtype.size))
            }, "The elements' bytes in row-major order."
        ),
        (
            NativeFunction("tofile", "self, fid, sep='', format='%s'") { call in
                let files = try checked(PyImport_ImportModule("apus._files"))
                defer { Py_DecRef(files) }
                let function = try checked(PyObject_GetAttrString(files, "tofile"))
                defer { Py_DecRef(function) }
                let arguments = [retained(call.required(0)), retained(call.required(1))]
                    + [try call[2].map(retained) ?? newString(""), try call[3].map(retained) ?? newString("%s")]
                defer { arguments.forEach { Py_DecRef($0) } }
                guard let result = try ApusPython.call(function, arguments) else { throw Raised() }
                return result
            }, "Writes the elements to a path or a file, as bytes or with a separator as text."
        ),
        (
            NativeFunction("astype", "self, dtype, order='K', casting='unsafe', subok=True, copy=True, *, device=None") { call in
                let me = call.required(0)
                let wanted = try call[1].map { try dtype($0) } ?? .float64
                let copies = try call[5].map { try boolean($0, "copy") } ?? true
                if call[6] != nil, try device(call[6]) != face(me)!.device {
                    throw PythonError.value("astype: the device cannot change; use to_device()")
                }
                if let rule = call[3] { try checkCast(face(me)!.dtype, to: wanted, rule) }
                if wanted == face(me)!.dtype && !copies { return retained(me) }
                func cast<Face: PythonFace>(_ x: Face) throws -> Reference {
                    try unlocked(x.count >= unlockingCount) { try x.copy(as: wanted) }.newReference()
                }
                return try withFace(me, array: cast, tensor: cast)
            }, "A copy with elements of another dtype; with copy=False the array itself if it has that dtype."
        ),
        (
            NativeFunction("reshape", "self, /, *shape") { call in
                try tableCall("reshape", call.required(0), ["shape": .integers(sizes(call))])
            }, "The elements in row-major order in another shape: a view where strides allow."
        ),
        (
            NativeFunction("fill", "self, value, /") { call in
                try fill(call.required(0), call.required(1))
                return newNone()
            }, "Writes one number over every element."
        ),
        (
            NativeFunction("stride", "self, /") { call in try newTuple(face(call.required(0))!.strides) },
            "How many elements apart neighbours along each axis lie in memory."
        ),
        (
            NativeFunction("data_ptr", "self, /") { call in
                try newInt(Int(bitPattern: onHost(face(call.required(0))!.value).pointer))
            }, "The address of the first element."
        ),
        (
            NativeFunction("is_contiguous", "self, /") { call in newBool(face(call.required(0))!.isContiguous) },
            "Whether the elements lie one after another in row-major order."
        ),
        (
            NativeFunction("__complex__", "self, /") { call in try newComplex(call.required(0)) },
            "The one element as a complex number."
        ),
        (
            NativeFunction("__format__", "self, format_spec, /") { call in
                try newFormatted(call.required(0), call.required(1))
            }, "One element formatted as a number."
        ),
        (
            NativeFunction("__dlpack__", "self, /, *, stream=None, max_version=None, dl_device=None, copy=None") { call in
                try newCapsule(call)
            }, "A DLPack capsule that shares the memory."
        ),
        (
            NativeFunction("__dlpack_device__", "self, /") { call in try newDeviceTuple(call.required(0)) },
            "The DLPack device type and number."
        ),
        (
            NativeFunction("__array__", "self, /, dtype=None, copy=None") { call in
                try newNumPyArray(call.required(0), dtype: call[1], copy: call[2])
            }, "A NumPy array that shares the memory."
        ),
        (
            NativeFunction("__array_namespace__", "self, /, *, api_version=None") { _ in
                try checked(PyImport_ImportModule("apus"))
            }, "The module with the functions of the array API standard."
        ),
        (
            NativeFunction("to_device", "self, device, /, *, stream=None") { call in
                try transferred(call.required(0), to: device(call.required(1)))
            }, "The array on another device: itself if it is there."
        ),
        (
            NativeFunction("__reduce__", "self, /") { call in try newReduction(call.required(0)) },
            "How to pickle: by dtype, shape and bytes."
        ),
        (NativeFunction("__copy__", "self, /") { call in try copied(call.required(0)) }, "A copy."),
        (
            NativeFunction("__deepcopy__", "self, memo, /") { call in try copied(call.required(0)) },
            "A copy with memory of its own."
        ),
    ]
}

/// Refuses a cast that a rule of NumPy's, given by name, does not allow.
func checkCast(_ from: DType, to wanted: DType, _ rule: Reference) throws {
    guard try !mayCast(from, to: wanted, rule) else { return }
    throw PythonError(
        class: Exceptions.dtype, "cannot cast from \(from) to \(wanted) according to the rule '\(try describe(rule))'")
}

/// Whether a rule of NumPy's, given by name, allows a cast.
func mayCast(_ from: DType, to wanted: DType, _ rule: Reference) throws -> Bool {
    switch try describe(rule) {
    case "no", "equiv": from == wanted
    case "safe": from.canCast(to: wanted, .safe)
    case "same_kind": from.canCast(to: wanted, .sameKind) || from.canCast(to: wanted, .safe)
    case "unsafe": true
    case let other: throw PythonError.value("casting must be one of 'no', 'equiv', 'safe', 'same_kind', or 'unsafe' (got '\(other)')")
    }
}

/// Sizes given one by one or as one sequence.
func sizes(_ call: Call) throws -> [Int] {
    if call.rest.count == 1 { return try integers(call.rest[0], "shape") }
    return try call.rest.map { try integer($0, "shape") }
}

func fill(_ me: Reference, _ value: Reference) throws {
    guard let number = try number(value) else { throw PythonError.type("fill: a number is needed, not \(typeName(value))") }
    try ApusPython.checkFits(number, in: face(me)!.dtype)
    try withFace(
        me, array: { try NDArray.overwrite($0, filling: number) }, tensor: { try Tensor.overwrite($0, filling: number) })
}

func copied(_ me: Reference) throws -> Reference { try tableCall("copy", me, [:]) }

/// The array on a device: the same object if it is there already.
func transferred(_ me: Reference, to device: Device) throws -> Reference {
    if face(me)!.device == device { return retained(me) }
    return try withFace(
        me,
        array: { array in
            throw PythonError(class: Exceptions.conversion, "an Array is in host memory; a Tensor can be on device \(device)")
        }, tensor: { try $0.to(device: device).newReference() })
}

/// A NumPy array over the same memory, made by NumPy.
func newNumPyArray(_ me: Reference, dtype: Reference?, copy: Reference?) throws -> Reference {
    let value = try hostMemory(me, for: "NumPy") { PythonError(class: Exceptions.conversion, $0) }
    if value.dtype == .bfloat16 {
        throw PythonError(class: Exceptions.conversion, "NumPy has no bfloat16; cast with astype() first")
    }
    let numpy = try checked(PyImport_ImportModule("numpy"))
    defer { Py_DecRef(numpy) }
    let function = try checked(PyObject_GetAttrString(numpy, "asarray"))
    defer { Py_DecRef(function) }
    let view = try NDArray(value: value).newReference()
    defer { Py_DecRef(view) }
    let array = try checked(call(function, [view]))
    let wantsCopy = try copy.map { try boolean($0, "copy") }
    guard dtype != nil || wantsCopy == true else { return array }
    defer { Py_DecRef(array) }
    let result = try converted(array, dtype, mustCopy: wantsCopy == true)
    if wantsCopy == false && result != array {
        Py_DecRef(result)
        throw PythonError.value("__array__: another dtype needs a copy, which copy=False forbids")
    }
    return result
}

private func converted(_ array: Reference, _ dtype: Reference?, mustCopy: Bool) throws -> Reference {
    let method = try checked(PyObject_GetAttrString(array, "astype"))
    defer { Py_DecRef(method) }
    let own = try checked(PyObject_GetAttrString(array, "dtype"))
    defer { Py_DecRef(own) }
    let arguments = try newTuple([retained(dtype ?? own)])
    defer { Py_DecRef(arguments) }
    let keywords = try checked(PyDict_New())
    defer { Py_DecRef(keywords) }
    let flag = newBool(mustCopy)
    defer { Py_DecRef(flag) }
    try checked(PyDict_SetItemString(keywords, "copy", flag))
    return try checked(PyObject_Call(method, arguments, keywords))
}

/// The result of calling a Python object with borrowed arguments.
func call(_ function: Reference, _ arguments: [Reference]) throws -> Reference? {
    let tuple = try newTuple(arguments.map { retained($0) })
    defer { Py_DecRef(tuple) }
    return PyObject_CallObject(function, tuple)
}

/// `(rebuild, (is_tensor, dtype, shape, bytes, requires_grad))`.
private func newReduction(_ me: Reference) throws -> Reference {
    let array = face(me)!
    let module = try checked(PyImport_ImportModule("_apus"))
    defer { Py_DecRef(module) }
    let flat = try contiguous(onHost(array.value))
    let bytes = try checked(
        PyBytes_FromStringAndSize(flat.pointer.assumingMemoryBound(to: CChar.self), flat.count * flat.dtype.size))
    let requiresGrad = (array as? Tensor)?.requiresGrad ?? false
    let state = try newTuple([
        newBool(array is Tensor), newString(array.dtype.name), newTuple(array.shape), bytes, newBool(requiresGrad),
    ])
    return try newTuple([checked(PyObject_GetAttrString(module, "_rebuild")), state])
}

/// What `__reduce__` wrote, as an array again.
func newRebuilt(_ call: Call) throws -> Reference {
    let dtype = try dtype(call.required(1))
    let shape = try Dims(integers(call.required(2), "shape"))
    let value = try Strided.empty(shape, dtype)
    let bytes = call.required(3)
    guard isBytes(bytes), PyBytes_Size(bytes) == value.count * dtype.size else {
        throw PythonError.value("_rebuild: \(value.count * dtype.size) bytes are needed")
    }
    if let source = PyBytes_AsString(bytes) { value.pointer.copyMemory(from: source, byteCount: value.count * dtype.size) }
    guard try boolean(call.required(0), "is_tensor") else { return try NDArray(value: value).newReference() }
    let tensor = Tensor(value: value)
    try tensor.setRequiresGrad(boolean(call.required(4), "requires_grad"))
    return try tensor.newReference()
}
