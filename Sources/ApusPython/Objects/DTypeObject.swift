internal import ApusCore
internal import CPython

/// What an `apus.DType` holds.
final class DTypeBox {
    let dtype: DType
    init(_ dtype: DType) { self.dtype = dtype }
}

/// The dtypes as Python objects: one for each, so that they can be compared by identity.
enum DTypeObjects {
    nonisolated(unsafe) private static var objects: [Reference] = []

    static func register(in module: Reference) throws {
        let repr: @convention(c) (Reference?) -> Reference? = { me in
            guarded { try newString("apus.\(content(me!, as: DTypeBox.self).dtype.name)") }
        }
        let str: @convention(c) (Reference?) -> Reference? = { me in
            guarded { try newString(content(me!, as: DTypeBox.self).dtype.name) }
        }
        let documentation = """
            DType(dtype)
            --

            The type of an array's elements, by its name or NumPy's notation. Called, it makes an array without axes: float64(3).
            """
        Types.dtype = try newType(
            "DType", flags: typeIsImmutable,
            slots: [
                (Int(Py_tp_repr), unsafeBitCast(repr, to: UnsafeMutableRawPointer.self)),
                (Int(Py_tp_str), unsafeBitCast(str, to: UnsafeMutableRawPointer.self)),
                (Int(Py_tp_new), unsafeBitCast(newDType, to: UnsafeMutableRawPointer.self)),
                (Int(Py_tp_call), unsafeBitCast(makeScalar, to: UnsafeMutableRawPointer.self)),
                (Int(Py_tp_hash), unsafeBitCast(hashOfDType, to: UnsafeMutableRawPointer.self)),
                (Int(Py_tp_richcompare), unsafeBitCast(compareDTypes, to: UnsafeMutableRawPointer.self)),
                (Int(Py_tp_getset), propertyTable(dtypeProperties())),
                (Int(Py_tp_methods), methodTable(try dtypeMethods().map { try newDefinition($0.0, .method, documentation: $0.1) })),
                (Int(Py_tp_doc), UnsafeMutableRawPointer(mutating: permanent(documentation))),
            ], in: module)
        for dtype in DType.allCases {
            let object = try newInstance(Types.dtype, DTypeBox(dtype))
            objects.append(object)
            try checked(PyObject_SetAttrString(module, dtype.name, object))
        }
    }

    /// The dtype's object, borrowed.
    static func borrowed(_ dtype: DType) -> Reference { objects[Int(dtype.rawValue)] }

    static func new(_ dtype: DType) -> Reference { retained(objects[Int(dtype.rawValue)]) }
}

/// The dtype that an object names: a `DType`, a name, one of Python's number types, or a dtype of NumPy, PyTorch or JAX.
func dtype(_ object: Reference) throws -> DType {
    if object.pointee.ob_type == Types.dtype { return content(object, as: DTypeBox.self).dtype }
    if object == apus_python.PyFloat_Type { return .float64 }
    if object == apus_python.PyLong_Type { return .int64 }
    if object == apus_python.PyBool_Type { return .bool }
    if object == apus_python.PyComplex_Type { return .complex128 }
    if isString(object) {
        if let found = named(try text(object)) { return found }
    } else if isType(object), let name = try attribute(object, "__name__") {
        defer { Py_DecRef(name) }
        if isString(name), let found = named(try text(name)) { return found }
    } else if let name = try attribute(object, "name"), isString(name) {
        defer { Py_DecRef(name) }
        if let found = named(try text(name)) { return found }
    } else if typeName(object) == "dtype" {
        let words = try describe(object).split(separator: ".")
        if let found = words.last.flatMap({ named(String($0)) }) { return found }
    }
    throw PythonError.type("\(try describe(object)) is not a dtype of Apus")
}

/// The dtype of a name: Apus's own, NumPy's and C's names, or NumPy's short notation, such as `<f8`.
private func named(_ name: String) -> DType? {
    if let found = DType(name: name) ?? otherNames[name] { return found }
    guard let order = name.utf8.first, "<>=|".utf8.contains(order) else { return nil }
    guard let found = otherNames[String(name.dropFirst())] ?? DType(name: String(name.dropFirst())) else { return nil }
    return order == UInt8(ascii: ">") && found.size > 1 ? nil : found
}

private let otherNames: [String: DType] = {
    var result: [String: DType] = [
        "float": .float64, "double": .float64, "single": .float32, "half": .float16,
        "int": .int64, "long": .int64, "int_": .int64, "intp": .int64, "longlong": .int64, "intc": .int32, "short": .int16,
        "byte": .int8, "uint": .uint64, "uintp": .uint64, "ulong": .uint64, "ulonglong": .uint64, "uintc": .uint32,
        "ushort": .uint16, "ubyte": .uint8, "bool_": .bool, "complex": .complex128, "cdouble": .complex128,
        "csingle": .complex64, "cfloat": .complex64,
        "l": .int64, "q": .int64, "p": .int64, "n": .int64, "L": .uint64, "Q": .uint64, "P": .uint64, "N": .uint64,
    ]
    for dtype in DType.allCases where dtype != .bfloat16 {
        result[String(arrayInterfaceType(dtype).dropFirst())] = dtype
        result[letter(of: dtype)] = dtype
    }
    return result
}()

/// A device argument: None for the host, else PyTorch's notation.
func device(_ object: Reference?) throws -> Device {
    guard let object else { return .cpu }
    return try Device(named: try describe(object))
}
