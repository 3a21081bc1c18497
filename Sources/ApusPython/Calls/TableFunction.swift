internal import Apus
internal import ApusCore
internal import CPython

/// An operation of the table as a Python function: its name, its parameters and what it does come from the table alone.
class TableFunction: Function {
    let operation: any TableOperation.Type
    let parameters: [Parameter]

    init(_ operation: any TableOperation.Type) {
        self.operation = operation
        parameters = operation.parameters
        // What takes nothing but arrays takes them one by one too.
        let isVariadic = parameters.count == 1 && parameters[0].kind == .arrays
        var hasOptional = false
        let items = parameters.map { parameter in
            hasOptional = hasOptional || parameter.isOptional
            return Signature.Item(
                name: parameter.pythonName, aliases: [parameter.name] + parameter.aliases,
                fallback: isVariadic ? "()" : parameter.isOptional ? parameter.defaultText : nil,
                isKeywordOnly: hasOptional && !parameter.isOptional)
        }
        super.init(
            Signature(operation.pythonName, items, isVariadic: isVariadic, takesOutput: !operation.givesList))
    }

    override func perform(_ call: Call) throws -> Reference {
        if signature.isVariadic && !(call.rest.count == 1 && (isList(call.rest[0]) || isTuple(call.rest[0]))) {
            let arrays = try newTuple(call.rest.map { retained($0) })
            defer { Py_DecRef(arrays) }
            return try perform([arrays], output: nil)
        }
        return try perform(signature.isVariadic ? [call.rest[0]] : call.values, output: call.output)
    }

    private func perform(_ given: [Reference?], output: Reference?) throws -> Reference {
        let isTensor = given.contains { $0 != nil && concernsTensor($0!) }
        return isTensor ? try run(given, output, Tensor.self) : try run(given, output, NDArray.self)
    }

    private func run<Face: PythonFace>(
        _ given: [Reference?], _ output: Reference?, _ face: Face.Type
    ) throws -> Reference {
        var names: [String] = []
        var values: [Argument<Face>] = []
        names.reserveCapacity(parameters.count)
        values.reserveCapacity(parameters.count)
        var elements = 0
        for (parameter, object) in zip(parameters, given) {
            guard let object, !isNone(object) else { continue }
            let value: Argument<Face> = try argument(object, parameter)
            elements += value.elementCount
            names.append(parameter.name)
            values.append(value)
        }
        let arguments = Arguments<Face>(operation.name, names: names, values)
        let results = try unlocked(elements >= unlockingCount) { try operation.run(arguments) }
        if let output {
            guard results.count == 1 else { throw PythonError.type("\(name)() has several results; it takes no out") }
            try write(results[0], over: output)
            return retained(output)
        }
        if results.count == 1 && !operation.givesList(arguments) { return try results[0].newReference() }
        return try newTuple(results.map { try $0.newReference() })
    }
}

/// Writes a result over an array of its shape.
private func write<Face: PythonFace>(_ result: Face, over output: Reference) throws {
    guard let target = face(output) as? Face else {
        throw PythonError.type("out must be of the same class as the operands, not \(typeName(output))")
    }
    guard target.shape == result.shape else {
        throw PythonError(
            class: Exceptions.shape, "a result of shape \(result.shape) cannot be written to out, of shape \(target.shape)")
    }
    guard result.dtype.canCast(to: target.dtype, .sameKind) else {
        throw PythonError(
            class: Exceptions.dtype, "a \(result.dtype) result cannot be written to out, which has dtype \(target.dtype)")
    }
    try Face.overwrite(target, from: result)
}

/// Whether an argument makes a call one on tensors: a tensor, of Apus or PyTorch, or a list with one in it.
func concernsTensor(_ object: Reference) -> Bool {
    if isTensor(object) { return true }
    if isArray(object) || isNone(object) { return false }
    if isList(object) || isTuple(object) {
        for index in 0..<min(PySequence_Size(object), 1024) {
            let item = isList(object) ? PyList_GetItem(object, index) : PyTuple_GetItem(object, index)
            guard let item else { return false }
            if isTensor(item) || isTorchTensor(item) { return true }
        }
        return false
    }
    return isTorchTensor(object)
}

/// Whether an object is a tensor of PyTorch's.
func isTorchTensor(_ object: Reference) -> Bool {
    if apus_python_has(object, 0xFF << 24) || object.pointee.ob_type == apus_python.PyFloat_Type { return false }
    guard let modules = PyImport_GetModuleDict(), let torch = PyDict_GetItemString(modules, "torch"),
        let type = PyObject_GetAttrString(torch, "Tensor")
    else {
        PyErr_Clear()
        return false
    }
    defer { Py_DecRef(type) }
    return isType(type) && PyType_IsSubtype(object.pointee.ob_type, type) != 0
}

extension Argument {
    /// How much work an argument stands for.
    fileprivate var elementCount: Int {
        switch self {
        case .array(let array): array.count
        case .arrays(let arrays): arrays.reduce(0) { $0 + $1.count }
        default: 0
        }
    }
}

/// The value of an argument for a parameter. Where the object is of no kind that suits, the operation says so itself.
func argument<Face: PythonFace>(_ object: Reference, _ parameter: Parameter) throws -> Argument<Face> {
    if let scalar = try scalar(object) { return .scalar(try parameter.adjusted(scalar, object)) }
    if parameter.kind == .dtype { return .dtype(try dtype(object)) }
    if isString(object) { return .text(try text(object)) }
    if object.pointee.ob_type == Types.dtype { return .dtype(try dtype(object)) }
    switch parameter.kind {
    case .integers, .axes:
        if let face = face(object), face.rank == 0, face.dtype.isInteger { return .scalar(try face.onlyElement()) }
        if let integers = try integersIfAny(object, parameter.name) { return .integers(integers) }
    case .integer:
        if let face = face(object), face.count == 1, face.dtype.isInteger { return .scalar(try face.onlyElement()) }
        if face(object) == nil, let number = try number(object) { return .scalar(number) }
    case .boolean, .real, .scalar:
        if face(object).map({ $0.rank == 0 }) ?? true, let number = try number(object) {
            return .scalar(try parameter.adjusted(number, object))
        }
    case .arrays:
        if isList(object) || isTuple(object) { return .arrays(try faces(object)) }
    default: break
    }
    return .array(try faceValue(object))
}

extension Parameter {
    /// A number as the parameter takes it: 0 and 1 are truth values.
    fileprivate func adjusted(_ scalar: Scalar, _ object: Reference) throws -> Scalar {
        if kind == .boolean { return .bool(try boolean(object, name)) }
        return scalar
    }
}

/// The arrays in a list or tuple.
private func faces<Face: PythonFace>(_ object: Reference) throws -> [Face] {
    let count = PySequence_Size(object)
    if count < 0 { throw Raised() }
    var result: [Face] = []
    for index in 0..<count {
        let item = try checked(PySequence_GetItem(object, index))
        defer { Py_DecRef(item) }
        result.append(try faceValue(item))
    }
    return result
}

/// An object as an array of one face: itself, another library's array without a copy, or a new array of nested sequences.
func faceValue<Face: PythonFace>(_ object: Reference) throws -> Face {
    if let found = face(object) {
        if let same = found as? Face { return same }
        if let tensor = found as? Tensor { return Face(value: try NDArray(tensor).value) }
        return Face(value: found.value)
    }
    return Face(value: try arrayValue(object, dtype: nil, world: Face.world))
}

/// The value of an object that is no array of Apus's: another library's array, nested sequences, or a number.
func arrayValue(_ object: Reference, dtype: DType?, world: World) throws -> Strided {
    if let scalar = try scalar(object) {
        let chosen = dtype ?? world.dtype(of: scalar)
        try checkFits(scalar, in: chosen)
        let value = try Strided.empty([], chosen)
        scalar.store(to: value.pointer, as: chosen)
        return value
    }
    if let imported = try importedArray(object) { return try dtype.map { try cast(imported, to: $0) } ?? imported }
    if isString(object) || isNone(object) || isType(object) {
        throw PythonError.type("an array cannot be made of \(isNone(object) ? "None" : typeName(object))")
    }
    return try NestedSequence.read(object, dtype: dtype, world: world)
}
