public import Apus
public import ApusCore
internal import CPython

/// A Python object, held by Swift.
///
/// `value.attribute("shape")` and `value.name` are its attributes, `value(1, 2, key: 3)` calls it.
@dynamicMemberLookup
@dynamicCallable
public final class PythonValue: @unchecked Sendable {
    private let reference: Reference

    /// Takes an owned reference over.
    init(owning reference: Reference) { self.reference = reference }

    deinit {
        let reference = self.reference
        givingBack { Py_DecRef(reference) }
    }

    /// The attribute of a name.
    public func attribute(_ name: String) throws -> PythonValue {
        try Python.withLock { PythonValue(owning: try checked(PyObject_GetAttrString(reference, name))) }
    }

    /// The attribute of a name.
    public subscript(dynamicMember name: String) -> PythonValue {
        get throws { try attribute(name) }
    }

    /// The element at a key.
    public subscript(key key: any PythonConvertible) -> PythonValue {
        get throws {
            try Python.withLock {
                let object = try key.newPythonReference()
                defer { Py_DecRef(object.pointer) }
                return PythonValue(owning: try checked(PyObject_GetItem(reference, object.pointer)))
            }
        }
    }

    /// Calls the object.
    @discardableResult
    public func dynamicallyCall(
        withKeywordArguments arguments: KeyValuePairs<String, any PythonConvertible>
    ) throws -> PythonValue {
        try Python.withLock {
            var positional: [Reference] = []
            let keywords = try checked(PyDict_New())
            defer { Py_DecRef(keywords) }
            do {
                for (name, value) in arguments {
                    let object = try value.newPythonReference().pointer
                    if name.isEmpty {
                        positional.append(object)
                    } else {
                        defer { Py_DecRef(object) }
                        try checked(PyDict_SetItemString(keywords, name, object))
                    }
                }
            } catch {
                positional.forEach { Py_DecRef($0) }
                throw error
            }
            let tuple = try newTuple(positional)
            defer { Py_DecRef(tuple) }
            return PythonValue(owning: try checked(PyObject_Call(reference, tuple, keywords)))
        }
    }

    fileprivate func newReference() -> Reference { retained(reference) }
}

// MARK: - Back to Swift

extension PythonValue {
    /// The array that the object is, or that it holds: of Apus, NumPy, pandas, PyTorch, or nested lists. Nothing is copied
    /// where the object's memory can be shared.
    public func array() throws -> NDArray { try Python.withLock { try faceValue(reference) } }

    /// The tensor that the object is or holds, with PyTorch's conventions.
    public func tensor() throws -> Tensor { try Python.withLock { try faceValue(reference) } }

    /// The number that the object stands for.
    public func scalar() throws -> Scalar {
        try Python.withLock {
            guard let number = try number(reference) else {
                throw PythonError.type("\(typeName(reference)) objects are no numbers")
            }
            return number
        }
    }

    public func double() throws -> Double { try scalar().doubleValue }

    public func int() throws -> Int {
        guard case .int(let value) = try scalar() else {
            throw PythonException(type: "TypeError", message: "not an integer", traceback: "")
        }
        return Int(value)
    }

    /// What `str()` of the object gives.
    public func string() throws -> String { try Python.withLock { try describe(reference) } }

    /// The elements of a sequence.
    public func list() throws -> [PythonValue] {
        try Python.withLock {
            let tuple = try checked(PySequence_Tuple(reference))
            defer { Py_DecRef(tuple) }
            return (0..<PyTuple_Size(tuple)).map { PythonValue(owning: retained(PyTuple_GetItem(tuple, $0))) }
        }
    }

    /// Whether the object is `None`.
    public var isNone: Bool { ApusPython.isNone(reference) }
}

extension PythonValue: CustomStringConvertible {
    public var description: String { (try? string()) ?? "<a Python object>" }
}

// MARK: - To Python

/// An owned reference to a Python object.
public struct OwnedPythonReference {
    let pointer: UnsafeMutablePointer<PyObject>
}

/// A Swift value that Python can take.
public protocol PythonConvertible {
    /// A new Python object; called with the interpreter's lock.
    func newPythonReference() throws -> OwnedPythonReference
}

extension PythonValue: PythonConvertible {
    public func newPythonReference() throws -> OwnedPythonReference { OwnedPythonReference(pointer: newReference()) }
}

extension NDArray: PythonConvertible {
    public func newPythonReference() throws -> OwnedPythonReference { OwnedPythonReference(pointer: try newReference()) }
}

extension Tensor: PythonConvertible {
    public func newPythonReference() throws -> OwnedPythonReference { OwnedPythonReference(pointer: try newReference()) }
}

extension Bool: PythonConvertible {
    public func newPythonReference() throws -> OwnedPythonReference { OwnedPythonReference(pointer: newBool(self)) }
}

extension Int: PythonConvertible {
    public func newPythonReference() throws -> OwnedPythonReference { OwnedPythonReference(pointer: try newInt(self)) }
}

extension Double: PythonConvertible {
    public func newPythonReference() throws -> OwnedPythonReference {
        OwnedPythonReference(pointer: try checked(PyFloat_FromDouble(self)))
    }
}

extension String: PythonConvertible {
    public func newPythonReference() throws -> OwnedPythonReference { OwnedPythonReference(pointer: try newString(self)) }
}

extension Optional: PythonConvertible where Wrapped: PythonConvertible {
    /// The value, or `None`.
    public func newPythonReference() throws -> OwnedPythonReference {
        try self?.newPythonReference() ?? OwnedPythonReference(pointer: newNone())
    }
}

extension Array: PythonConvertible where Element: PythonConvertible {
    /// A `list`.
    public func newPythonReference() throws -> OwnedPythonReference {
        let list = try checked(PyList_New(0))
        do {
            for element in self {
                let object = try element.newPythonReference().pointer
                defer { Py_DecRef(object) }
                try checked(PyList_Append(list, object))
            }
        } catch {
            Py_DecRef(list)
            throw error
        }
        return OwnedPythonReference(pointer: list)
    }
}

extension Dictionary: PythonConvertible where Key == String, Value: PythonConvertible {
    /// A `dict`.
    public func newPythonReference() throws -> OwnedPythonReference {
        let dictionary = try checked(PyDict_New())
        do {
            for (name, value) in self {
                let object = try value.newPythonReference().pointer
                defer { Py_DecRef(object) }
                try checked(PyDict_SetItemString(dictionary, name, object))
            }
        } catch {
            Py_DecRef(dictionary)
            throw error
        }
        return OwnedPythonReference(pointer: dictionary)
    }
}
