internal import Apus
internal import ApusCore
internal import CPython

// The operators of arrays and tensors: each is the table's operation of that name.

/// The operations behind the operators.
enum Operators {
    nonisolated(unsafe) private static var functions: [TableFunction] = []

    enum Name: Int, CaseIterable {
        case add, subtract, multiply, divide, floorDivide, remainder, power, matmul
        case bitwiseAnd, bitwiseOr, bitwiseXor, shiftLeft, shiftRight
        case less, lessEqual, equal, notEqual, greater, greaterEqual
        case negative, abs, bitwiseNot
    }

    static func prepare() {
        functions = Name.allCases.map { name in
            guard let operation = OperationTable["\(name)"] else { fatalError("no operation \(name) in the table") }
            return tableFunction(operation)
        }
    }

    static subscript(name: Name) -> TableFunction { functions[name.rawValue] }
}

/// An operator of two operands; `NotImplemented` for an operand that it does not know.
private func binary(_ name: Operators.Name, _ a: Reference?, _ b: Reference?) -> Reference? {
    guarded {
        let function = Operators[name]
        if let function = function as? BinaryFunction, let result = try function.combine(a!, b!) { return result }
        if let function = function as? PairFunction, let result = try function.combine(a!, b!) { return result }
        guard isOperand(a!), isOperand(b!) else { return newNotImplemented() }
        let operands: [Reference?] = [a, b]
        return try operands.withUnsafeBufferPointer { try function.call(nil, $0.baseAddress, 2, nil) }
    }
}

/// An operator that writes over its first operand.
private func inPlace(_ name: Operators.Name, _ a: Reference?, _ b: Reference?) -> Reference? {
    guarded {
        let function = Operators[name]
        if let function = function as? BinaryFunction {
            return try function.overwrite(a!, b!) ? retained(a!) : newNotImplemented()
        }
        guard isOperand(b!) else { return newNotImplemented() }
        let operands: [Reference?] = [a, b]
        let result = try operands.withUnsafeBufferPointer { try function.call(nil, $0.baseAddress, 2, nil) }
        defer { Py_DecRef(result) }
        try replace(a!, by: result)
        return retained(a!)
    }
}

/// Writes an operator's result over its first operand, whose shape and dtype must be the result's.
private func replace(_ target: Reference, by result: Reference) throws {
    guard let x = face(target), let y = face(result) else { throw PythonError.type("the result is no array") }
    guard x.shape == y.shape else {
        throw PythonError(class: Exceptions.shape, "a result of shape \(y.shape) cannot be written over shape \(x.shape)")
    }
    guard x.dtype == y.dtype else {
        throw PythonError(class: Exceptions.dtype, "a \(y.dtype) result cannot be written over a \(x.dtype) array")
    }
    if let x = x as? Tensor { try Tensor.overwrite(x, from: faceValue(result)) }
    if let x = x as? NDArray { try NDArray.overwrite(x, from: faceValue(result)) }
}

private func unary(_ name: Operators.Name, _ x: Reference?) -> Reference? {
    guarded {
        if let function = Operators[name] as? UnaryFunction, let result = try function.map(x!) { return result }
        let operands: [Reference?] = [x]
        return try operands.withUnsafeBufferPointer { try Operators[name].call(nil, $0.baseAddress, 1, nil) }
    }
}

/// `tp_richcompare`.
private let compare: @convention(c) (Reference?, Reference?, Int32) -> Reference? = { a, b, operation in
    switch Int(operation) {
    case Int(Py_LT): binary(.less, a, b)
    case Int(Py_LE): binary(.lessEqual, a, b)
    case Int(Py_EQ): binary(.equal, a, b)
    case Int(Py_NE): binary(.notEqual, a, b)
    case Int(Py_GT): binary(.greater, a, b)
    default: binary(.greaterEqual, a, b)
    }
}

private typealias Binary = @convention(c) (Reference?, Reference?) -> Reference?
private typealias Unary = @convention(c) (Reference?) -> Reference?

private func slot(_ number: Int, _ function: @escaping Binary) -> (Int, UnsafeMutableRawPointer) {
    (number, unsafeBitCast(function, to: UnsafeMutableRawPointer.self))
}

private func slot(_ number: Int, _ function: @escaping Unary) -> (Int, UnsafeMutableRawPointer) {
    (number, unsafeBitCast(function, to: UnsafeMutableRawPointer.self))
}

/// `nb_positive`: another object around the same array.
private let positive: Unary = { x in
    guarded {
        let array = face(x!)!
        if array.dtype == .bool { throw PythonError(class: Exceptions.dtype, "+x is not defined for bool") }
        return try withFace(x!, array: { try $0.newReference() }, tensor: { try $0.newReference() })
    }
}

private let power: @convention(c) (Reference?, Reference?, Reference?) -> Reference? = { a, b, modulus in
    isNone(modulus!) ? binary(.power, a, b) : guarded { newNotImplemented() }
}

private let powerInPlace: @convention(c) (Reference?, Reference?, Reference?) -> Reference? = { a, b, _ in
    inPlace(.power, a, b)
}

/// `divmod`: the floored quotient and its remainder.
private let divmod: Binary = { a, b in
    guarded {
        guard let quotient = binary(.floorDivide, a, b) else { throw Raised() }
        if quotient == apus_python._Py_NotImplementedStruct { return quotient }
        guard let remainder = binary(.remainder, a, b) else {
            Py_DecRef(quotient)
            throw Raised()
        }
        return try newTuple([quotient, remainder])
    }
}

/// The slots of the operators, the same for both types.
func operatorSlots() -> [(Int, UnsafeMutableRawPointer)] {
    [
        slot(Int(Py_nb_add)) { binary(.add, $0, $1) },
        slot(Int(Py_nb_subtract)) { binary(.subtract, $0, $1) },
        slot(Int(Py_nb_multiply)) { binary(.multiply, $0, $1) },
        slot(Int(Py_nb_true_divide)) { binary(.divide, $0, $1) },
        slot(Int(Py_nb_floor_divide)) { binary(.floorDivide, $0, $1) },
        slot(Int(Py_nb_remainder)) { binary(.remainder, $0, $1) },
        slot(Int(Py_nb_matrix_multiply)) { binary(.matmul, $0, $1) },
        slot(Int(Py_nb_and)) { binary(.bitwiseAnd, $0, $1) },
        slot(Int(Py_nb_or)) { binary(.bitwiseOr, $0, $1) },
        slot(Int(Py_nb_xor)) { binary(.bitwiseXor, $0, $1) },
        slot(Int(Py_nb_lshift)) { binary(.shiftLeft, $0, $1) },
        slot(Int(Py_nb_rshift)) { binary(.shiftRight, $0, $1) },
        slot(Int(Py_nb_divmod), divmod),
        (Int(Py_nb_power), unsafeBitCast(power, to: UnsafeMutableRawPointer.self)),
        slot(Int(Py_nb_inplace_add)) { inPlace(.add, $0, $1) },
        slot(Int(Py_nb_inplace_subtract)) { inPlace(.subtract, $0, $1) },
        slot(Int(Py_nb_inplace_multiply)) { inPlace(.multiply, $0, $1) },
        slot(Int(Py_nb_inplace_true_divide)) { inPlace(.divide, $0, $1) },
        slot(Int(Py_nb_inplace_floor_divide)) { inPlace(.floorDivide, $0, $1) },
        slot(Int(Py_nb_inplace_remainder)) { inPlace(.remainder, $0, $1) },
        slot(Int(Py_nb_inplace_matrix_multiply)) { inPlace(.matmul, $0, $1) },
        slot(Int(Py_nb_inplace_and)) { inPlace(.bitwiseAnd, $0, $1) },
        slot(Int(Py_nb_inplace_or)) { inPlace(.bitwiseOr, $0, $1) },
        slot(Int(Py_nb_inplace_xor)) { inPlace(.bitwiseXor, $0, $1) },
        slot(Int(Py_nb_inplace_lshift)) { inPlace(.shiftLeft, $0, $1) },
        slot(Int(Py_nb_inplace_rshift)) { inPlace(.shiftRight, $0, $1) },
        (Int(Py_nb_inplace_power), unsafeBitCast(powerInPlace, to: UnsafeMutableRawPointer.self)),
        slot(Int(Py_nb_negative)) { unary(.negative, $0) },
        slot(Int(Py_nb_positive), positive),
        slot(Int(Py_nb_absolute)) { unary(.abs, $0) },
        slot(Int(Py_nb_invert)) { unary(.bitwiseNot, $0) },
        (Int(Py_tp_richcompare), unsafeBitCast(compare, to: UnsafeMutableRawPointer.self)),
    ]
}
