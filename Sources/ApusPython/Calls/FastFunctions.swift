internal import Apus
internal import ApusCore
internal import CPython

// The short way for the elementwise functions: where the arguments are arrays or numbers by position, nothing is matched or
// collected by name.

/// A function of two operands, called with both by position.
class FunctionOfTwo: TableFunction {
    override func call(
        _ first: Reference?, _ arguments: UnsafePointer<Reference?>?, _ count: Int, _ names: Reference?
    ) throws -> Reference {
        if names == nil {
            if first == nil && count == 2, let result = try combine(arguments![0]!, arguments![1]!) { return result }
            if let first, count == 1, let result = try combine(first, arguments![0]!) { return result }
        }
        return try super.call(first, arguments, count, names)
    }

    /// The result; nil for operands that want the long way.
    func combine(_ a: Reference, _ b: Reference) throws -> Reference? { nil }
}

/// An elementwise function of two operands.
final class BinaryFunction: FunctionOfTwo {
    private let arrays: (NDArray, NDArray) throws(ApusError) -> NDArray
    private let tensors: (Tensor, Tensor) throws(ApusError) -> Tensor
    private let arrayAndNumber: (NDArray, Scalar, Bool) throws(ApusError) -> NDArray
    private let tensorAndNumber: (Tensor, Scalar, Bool) throws(ApusError) -> Tensor
    private let arrayInPlace: (NDArray, NDArray) throws(ApusError) -> Void
    private let tensorInPlace: (Tensor, Tensor) throws(ApusError) -> Void
    private let arrayAndNumberInPlace: (NDArray, Scalar) throws(ApusError) -> Void
    private let tensorAndNumberInPlace: (Tensor, Scalar) throws(ApusError) -> Void

    init<Op: PlainBinary>(plain operation: Op.Type) {
        arrays = { (a, b) throws(ApusError) in try .apply(Op(), a, b) }
        tensors = { (a, b) throws(ApusError) in try .apply(Op(), a, b) }
        arrayAndNumber = { (a, b, reversed) throws(ApusError) in try .apply(Op(), a, scalar: b, reversed: reversed) }
        tensorAndNumber = { (a, b, reversed) throws(ApusError) in try .apply(Op(), a, scalar: b, reversed: reversed) }
        arrayInPlace = { (a, b) throws(ApusError) in try NDArray.applyInPlace(Op(), a, with: b) }
        tensorInPlace = { (a, b) throws(ApusError) in try Tensor.applyInPlace(Op(), a, with: b) }
        arrayAndNumberInPlace = { (a, b) throws(ApusError) in try NDArray.applyInPlace(Op(), a, scalar: b) }
        tensorAndNumberInPlace = { (a, b) throws(ApusError) in try Tensor.applyInPlace(Op(), a, scalar: b) }
        super.init(operation)
    }

    /// The result for two arrays or tensors, or one and a number; nil for anything else.
    override func combine(_ a: Reference, _ b: Reference) throws -> Reference? {
        let typeA = a.pointee.ob_type, typeB = b.pointee.ob_type
        if typeA == Types.array {
            let x = content(a, as: NDArray.self)
            if typeB == Types.array {
                let y = content(b, as: NDArray.self)
                return try unlocked(isLarge(x, y)) { try arrays(x, y) }.newReference()
            }
            if let number = try scalar(b) {
                return try unlocked(x.count >= unlockingCount) { try arrayAndNumber(x, number, false) }.newReference()
            }
        } else if typeA == Types.tensor {
            let x = content(a, as: Tensor.self)
            if typeB == Types.tensor {
                let y = content(b, as: Tensor.self)
                return try unlocked(isLarge(x, y)) { try tensors(x, y) }.newReference()
            }
            if let number = try scalar(b) {
                return try unlocked(x.count >= unlockingCount) { try tensorAndNumber(x, number, false) }.newReference()
            }
        } else if typeB == Types.array, let number = try scalar(a) {
            let x = content(b, as: NDArray.self)
            return try unlocked(x.count >= unlockingCount) { try arrayAndNumber(x, number, true) }.newReference()
        } else if typeB == Types.tensor, let number = try scalar(a) {
            let x = content(b, as: Tensor.self)
            return try unlocked(x.count >= unlockingCount) { try tensorAndNumber(x, number, true) }.newReference()
        }
        return nil
    }

    /// Writes the result over the first operand; false if the second is of no kind that suits.
    func overwrite(_ a: Reference, _ b: Reference) throws -> Bool {
        if isArray(a) {
            let x = content(a, as: NDArray.self)
            if let number = try scalar(b) {
                try unlocked(x.count >= unlockingCount) { try arrayAndNumberInPlace(x, number) }
            } else {
                guard !isTensor(b), isOperand(b) else { return false }
                let y: NDArray = try faceValue(b)
                try unlocked(isLarge(x, y)) { try arrayInPlace(x, y) }
            }
            return true
        }
        let x = content(a, as: Tensor.self)
        if let number = try scalar(b) {
            try unlocked(x.count >= unlockingCount) { try tensorAndNumberInPlace(x, number) }
        } else {
            guard isOperand(b) else { return false }
            let y: Tensor = try faceValue(b)
            try unlocked(isLarge(x, y)) { try tensorInPlace(x, y) }
        }
        return true
    }
}

/// A function of two arrays, or of two tensors.
final class PairFunction: FunctionOfTwo {
    private let arrays: (NDArray, NDArray) throws(ApusError) -> NDArray
    private let tensors: (Tensor, Tensor) throws(ApusError) -> Tensor

    init<Op: PairOperation>(pair operation: Op.Type) {
        arrays = { (a, b) throws(ApusError) in try Op.combine(a, b) }
        tensors = { (a, b) throws(ApusError) in try Op.combine(a, b) }
        super.init(operation)
    }

    /// The result for two arrays or two tensors; nil for anything else.
    override func combine(_ a: Reference, _ b: Reference) throws -> Reference? {
        let type = a.pointee.ob_type
        guard type == b.pointee.ob_type else { return nil }
        if type == Types.array {
            let x = content(a, as: NDArray.self), y = content(b, as: NDArray.self)
            return try unlocked(isLarge(x, y)) { try arrays(x, y) }.newReference()
        }
        if type == Types.tensor {
            let x = content(a, as: Tensor.self), y = content(b, as: Tensor.self)
            return try unlocked(isLarge(x, y)) { try tensors(x, y) }.newReference()
        }
        return nil
    }
}

@inline(__always)
private func isLarge(_ a: some ArrayFace, _ b: some ArrayFace) -> Bool { a.count + b.count >= unlockingCount }

/// An elementwise function of one operand.
final class UnaryFunction: TableFunction {
    private let array: (NDArray) throws(ApusError) -> NDArray
    private let tensor: (Tensor) throws(ApusError) -> Tensor

    init<Op: PlainUnary>(plain operation: Op.Type) {
        array = { (x) throws(ApusError) in try .apply(Op(), x) }
        tensor = { (x) throws(ApusError) in try .apply(Op(), x) }
        super.init(operation)
    }

    override func call(
        _ first: Reference?, _ arguments: UnsafePointer<Reference?>?, _ count: Int, _ names: Reference?
    ) throws -> Reference {
        if names == nil && count == (first == nil ? 1 : 0), let result = try map(first ?? arguments![0]!) { return result }
        return try super.call(first, arguments, count, names)
    }

    /// The result for an array or tensor; nil for anything else.
    func map(_ object: Reference) throws -> Reference? {
        let type = object.pointee.ob_type
        if type == Types.array {
            let x = content(object, as: NDArray.self)
            return try unlocked(x.count >= unlockingCount) { try array(x) }.newReference()
        }
        if type == Types.tensor {
            let x = content(object, as: Tensor.self)
            return try unlocked(x.count >= unlockingCount) { try tensor(x) }.newReference()
        }
        return nil
    }
}

/// Whether an operator of an array's may take an object for its other operand. Whatever else comes is left to the object's own
/// operator.
func isOperand(_ object: Reference) -> Bool {
    if isArray(object) || isTensor(object) { return true }
    if object.pointee.ob_type == apus_python.PyFloat_Type || isInt(object)
        || object.pointee.ob_type == apus_python.PyComplex_Type
    {
        return true
    }
    if isString(object) || isNone(object) { return false }
    return isList(object) || isTuple(object) || PyObject_CheckBuffer(object) != 0
        || PyObject_HasAttrString(object, "__dlpack__") != 0 || PyObject_HasAttrString(object, "__array_interface__") != 0
        || isExactNumber(object)
}

/// Whether an object is a real number such as `Fraction` and `Decimal`, which say what ratio they are.
private func isExactNumber(_ object: Reference) -> Bool {
    PyObject_HasAttrString(object, "as_integer_ratio") != 0 && PyObject_HasAttrString(object, "__float__") != 0
}

/// The function of a table entry, the short way where there is one.
func tableFunction(_ operation: any TableOperation.Type) -> TableFunction {
    if let plain = operation as? any PlainBinary.Type { return binaryFunction(plain) }
    if let plain = operation as? any PlainUnary.Type { return unaryFunction(plain) }
    if let pair = operation as? any PairOperation.Type { return pairFunction(pair) }
    return TableFunction(operation)
}

private func pairFunction<Op: PairOperation>(_ operation: Op.Type) -> TableFunction { PairFunction(pair: operation) }
private func binaryFunction<Op: PlainBinary>(_ operation: Op.Type) -> TableFunction { BinaryFunction(plain: operation) }
private func unaryFunction<Op: PlainUnary>(_ operation: Op.Type) -> TableFunction { UnaryFunction(plain: operation) }
