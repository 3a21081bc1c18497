internal import Apus
internal import ApusCore
internal import CPython

/// Makes the type `Array`.
func registerArrayType(in module: Reference) throws {
    let new: @convention(c) (Reference?, Reference?, Reference?) -> Reference? = { type, arguments, keywords in
        guarded { try newFromShape(type!, arguments!, keywords) }
    }
    // Python asks for this by `operator.concat`, and after `+` has found no answer.
    let concatenate: @convention(c) (Reference?, Reference?) -> Reference? = { me, other in
        guarded {
            throw PythonError.type(
                isOperand(other!)
                    ? "arrays are no sequences to be joined by an operator; use concatenate()"
                    : "unsupported operand type(s) for +: '\(typeName(me!))' and '\(typeName(other!))'")
        }
    }
    let properties = sharedProperties().filter { !["shape", "real", "imag"].contains($0.name) } + arrayViewProperties() + [
        Property("size", "The number of elements.") { try newInt(face($0)!.count) },
        Property("strides", "How many bytes apart neighbours along each axis lie in memory.") {
            let array = face($0)!
            return try newTuple(array.strides.map { $0 * array.dtype.size })
        },
    ]
    let own: [(NativeFunction, String)] = [
        (
            NativeFunction("transpose", "self, /, *axes") { call in
                let rank = face(call.required(0))!.rank
                let axes = call.rest.isEmpty || isNone(call.rest[0]) ? Array((0..<rank).reversed()) : try sizes(call)
                return try tableCall("transpose", call.required(0), ["axes": .integers(axes)])
            }, "A view with the axes in another order; reversed without arguments."
        ),
        (
            NativeFunction("tensor", "self, /") { call in
                try Tensor(content(call.required(0), as: NDArray.self)).newReference()
            }, "The tensor that shares this array's memory."
        ),
    ]
    let documentation = """
        Array(shape, dtype=None, buffer=None, offset=0, strides=None, order=None)
        --

        An n-dimensional array in host memory, with NumPy's conventions. `array` and `asarray` make one of elements; the class
        itself makes one of a shape, whose elements are undefined or those in the bytes of `buffer`.
        """
    Types.array = try newType(
        "Array", flags: typeIsBase | typeIsImmutable, base: Types.arrayMethods,
        slots: operatorSlots() + valueSlots() + [
            (Int(Py_tp_new), unsafeBitCast(new, to: UnsafeMutableRawPointer.self)),
            (Int(Py_sq_concat), unsafeBitCast(concatenate, to: UnsafeMutableRawPointer.self)),
            (Int(Py_tp_hash), unsafeBitCast(arrayHash, to: UnsafeMutableRawPointer.self)),
            (Int(Py_tp_getset), propertyTable(properties)),
            (Int(Py_tp_methods), methodTable(try definitions(own + sharedMethods(), properties, without: methodsInPython))),
            (Int(Py_tp_doc), UnsafeMutableRawPointer(mutating: permanent(documentation))),
        ], in: module)
}

/// The methods of a type: those written by hand, and every operation of the table whose first parameter is an array.
///
/// - Parameter excluded: names that are to be free, also of written methods.
func definitions(
    _ written: [(NativeFunction, String)], _ properties: [Property], without excluded: Set<String> = []
) throws -> [PyMethodDef] {
    let written = written.filter { !excluded.contains($0.0.name) }
    var taken = Set(written.map(\.0.name)).union(properties.map(\.name)).union(excluded)
    var result = try written.map { try newDefinition($0.0, .method, documentation: $0.1) }
    for (name, definition) in try methodsOfTable() where taken.insert(name).inserted { result.append(definition) }
    return result
}

/// The native methods of the names that the Python package takes for its own.
func methodsWithoutPackage() throws -> [PyMethodDef] {
    try definitions(sharedMethods().filter { methodsInPython.contains($0.0.name) }, []).filter {
        methodsInPython.contains(String(cString: $0.ml_name))
    }
}

/// The operations as methods, which both types share.
private func methodsOfTable() throws -> [(name: String, definition: PyMethodDef)] {
    if tableMethods.isEmpty {
        for operation in OperationTable.all where operation.parameters.first?.kind == .array {
            let function = tableFunction(operation)
            let definition = try newDefinition(function, .method, documentation: Documentation.text(of: function.name))
            tableMethods.append((function.name, definition))
            for alias in operation.pythonAliases { tableMethods.append((alias, definition.renamed(alias))) }
        }
    }
    return tableMethods
}

/// The methods of arrays that the Python package brings, with NumPy's parameters.
private let methodsInPython: Set<String> = [
    "all", "any", "argmax", "argmin", "argpartition", "argsort", "choose", "clip", "compress", "conj", "conjugate", "copy",
    "cumprod", "cumsum", "diagonal", "dot", "flatten", "max", "mean", "min", "nonzero", "partition", "prod", "put", "ravel",
    "repeat", "reshape", "resize", "round", "searchsorted", "sort", "squeeze", "std", "sum", "swapaxes", "take", "trace", "var",
    "byteswap", "view", "flags", "flat", "base", "data", "ctypes",
]

nonisolated(unsafe) private var tableMethods: [(name: String, definition: PyMethodDef)] = []

/// What calling `Array` does: an array of a shape, in memory of its own or over that of a buffer.
private func newFromShape(_ type: Reference, _ arguments: Reference, _ keywords: Reference?) throws -> Reference {
    let creation = try checked(PyImport_ImportModule("apus._creation"))
    defer { Py_DecRef(creation) }
    let function = try checked(PyObject_GetAttrString(creation, "_of_shape"))
    defer { Py_DecRef(function) }
    let made = try checked(PyObject_Call(function, arguments, keywords))
    if type == NDArray.pythonType { return made }
    defer { Py_DecRef(made) }
    let array = content(made, as: NDArray.self)
    let instance = try newDerived(type, array)
    array.value.storage.origin.foreignObject = UnsafeMutableRawPointer(instance)
    return instance
}

/// An object of a class derived from a type of arrays.
func newDerived(_ type: Reference, _ content: AnyObject) throws -> Reference {
    let instance = try checked(PyType_GenericAlloc(type, 0))
    UnsafeMutableRawPointer(instance).assumingMemoryBound(to: apus_python_instance.self).pointee.value =
        UnsafeRawPointer(Unmanaged.passRetained(content).toOpaque())
    return instance
}
