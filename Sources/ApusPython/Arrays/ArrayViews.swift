internal import Apus
internal import ApusCore
internal import CPython

// What NumPy's arrays let their users do with memory: other dtypes, parts of complex numbers, shapes set in place, and the
// flag that forbids writing.

private func array(_ object: Reference) throws -> NDArray {
    guard isArray(object) else { throw PythonError.type("an Array is needed, not \(typeName(object))") }
    return content(object, as: NDArray.self)
}

/// The properties of arrays that views answer, and that can be set.
func arrayViewProperties() -> [Property] {
    [
        Property(
            "shape", "The sizes of the axes. Setting them reshapes in place, where strides allow.",
            get: { try newTuple(array($0).shape) }, set: { try setShape($0, $1) }),
        Property(
            "real", "The real part of each element, as a view; a real array itself. It can be set.",
            get: { try part($0, isImaginary: false) },
            set: { me, value in try assignAll(part(me, isImaginary: false), value) }),
        Property(
            "imag", "The imaginary part of each element, as a view; zeros for a real array. It can be set.",
            get: { try part($0, isImaginary: true) },
            set: { me, value in
                guard try array(me).dtype.isComplex else { throw PythonError.type("a real array has no imaginary part to set") }
                try assignAll(part(me, isImaginary: true), value)
            }),
    ]
}

private func setShape(_ me: Reference, _ value: Reference?) throws {
    guard let value else { throw PythonError(apus_python.PyExc_AttributeError, "shape cannot be deleted") }
    let old = try array(me)
    let made = try tableCall("reshape", me, ["shape": .integers(integers(value, "shape"))])
    defer { Py_DecRef(made) }
    let new = try array(made)
    guard new.value.storage === old.value.storage else {
        throw PythonError(apus_python.PyExc_AttributeError, "the strides of this array do not allow the shape; use reshape()")
    }
    replaceContent(me, by: new)
}

/// Half of each complex number, where it lies.
private func part(_ me: Reference, isImaginary: Bool) throws -> Reference {
    let array = try array(me)
    guard array.dtype.isComplex else {
        return isImaginary ? try tableCall("imaginary", me, [:]) : retained(me)
    }
    let layout = array.value.layout
    let halves = Layout(
        shape: layout.shape, strides: Dims(layout.strides.map { $0 * 2 }), offset: layout.offset * 2 + (isImaginary ? 1 : 0))
    return try NDArray(value: Strided(storage: array.value.storage, layout: halves, dtype: array.dtype.realType)).newReference()
}

/// Writes a value, broadcast, over all elements of an array, and gives the array back.
private func assignAll(_ target: Reference, _ value: Reference?) throws {
    defer { Py_DecRef(target) }
    guard let value else { throw PythonError(apus_python.PyExc_AttributeError, "parts of an array cannot be deleted") }
    if let number = try scalar(value) {
        try checkFits(number, in: array(target).dtype)
        try NDArray.overwrite(array(target), filling: number)
    } else {
        try NDArray.overwrite(array(target), from: faceValue(value))
    }
}

/// The same bytes as elements of another dtype: `ndarray.view`.
private func viewed(_ array: NDArray, as dtype: DType) throws -> NDArray {
    let value = array.value
    let old = value.dtype.size, new = dtype.size
    var shape = value.shape, strides = value.layout.strides
    if old != new {
        guard let last = shape.indices.last else {
            throw PythonError.value("the size of the elements of an array without axes cannot change")
        }
        guard strides[last] == 1 || shape[last] <= 1 else {
            throw PythonError.value("to change the size of the elements, the last axis must be contiguous")
        }
        guard shape[last] * old % new == 0 else {
            throw PythonError.value(
                "to view \(old)-byte elements as \(dtype), the last axis must be a multiple of \(new) bytes")
        }
        shape[last] = shape[last] * old / new
        for axis in strides.indices.dropLast() {
            guard strides[axis] * old % new == 0 else {
                throw PythonError.value("the strides of this array are no multiple of the size of \(dtype)")
            }
            strides[axis] = strides[axis] * old / new
        }
        strides[last] = 1
    }
    guard value.layout.offset * old % new == 0 else {
        throw PythonError.value("the array does not begin at a multiple of the size of \(dtype)")
    }
    let layout = Layout(shape: shape, strides: strides, offset: value.layout.offset * old / new)
    return NDArray(value: Strided(storage: value.storage, layout: layout, dtype: dtype))
}

/// Functions for the methods that are written in Python.
func viewFunctions() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("_view", "x, dtype, /") { call in
                let x = try array(call.required(0))
                guard let wanted = call[1] else { return try NDArray(value: x.value).newReference() }
                return try viewed(x, as: dtype(wanted)).newReference()
            }, "The same bytes as elements of another dtype."
        ),
        (
            NativeFunction("_become", "x, other, /") { call in
                _ = try array(call.required(0))
                replaceContent(call.required(0), by: try array(call.required(1)))
                return retained(call.required(0))
            }, "Makes an array object refer to what another refers to."
        ),
        (
            NativeFunction("_is_writeable", "x, /") { call in newBool(try !array(call.required(0)).value.storage.isReadOnly) },
            "Whether the elements may be written."
        ),
        (
            NativeFunction("_set_writeable", "x, flag, /") { call in
                let x = try array(call.required(0))
                let wanted = try boolean(call.required(1), "writeable")
                guard wanted == x.value.storage.isReadOnly else { return newNone() }
                guard let storage = wanted ? x.value.storage.whereWritable : x.value.storage.readOnly() else {
                    throw PythonError.value("cannot set WRITEABLE flag to True of this array, whose memory is read-only")
                }
                let value = Strided(storage: storage, layout: x.value.layout, dtype: x.dtype)
                replaceContent(call.required(0), by: NDArray(value: value))
                return newNone()
            }, "Forbids writing the elements through this object, or allows it again."
        ),
        (
            NativeFunction("_is_column_major", "x, /") { call in newBool(try array(call.required(0)).value.layout.isColumnMajor) },
            "Whether the elements lie one after another in column-major order."
        ),
        (
            NativeFunction("_base", "x, /") { call in
                _ = try array(call.required(0))
                return base(of: call.required(0)).map(retained) ?? newNone()
            }, "The array whose memory an array is a view of, or None."
        ),
        (
            NativeFunction("_extent", "x, /") { call in
                let value = try array(call.required(0)).value
                let extent = value.layout.extent
                let base = Int(bitPattern: value.storage.pointer), size = value.dtype.size
                return try newTuple([base + extent.lowerBound * size, base + extent.upperBound * size])
            }, "The addresses of the first byte and of the byte behind the last."
        ),
    ]
}
