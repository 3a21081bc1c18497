/// A value given to an operation that is called by its name.
public enum Argument<Face: ArrayFace>: Sendable {
    case array(Face)
    case arrays([Face])
    case scalar(Scalar)
    case integers([Int])
    case text(String)
    case dtype(DType)
    case none
}

/// The arguments of a call by name: those of the Python module, the command line and the comparison with other
/// libraries.
public struct Arguments<Face: ArrayFace>: Sendable {
    public let operation: String
    /// The arguments given, in any order: a handful, so that looking through them costs less than hashing a name.
    private var given: [String]
    private var values: [Argument<Face>]

    public init(_ operation: String, _ values: [String: Argument<Face>]) {
        self.init(operation, names: Array(values.keys), Array(values.values))
    }

    /// The names must differ.
    package init(_ operation: String, names: [String], _ values: [Argument<Face>]) {
        self.operation = operation
        given = names
        self.values = values
    }

    /// The names given.
    public var names: [String] { given.sorted() }

    public subscript(name: String) -> Argument<Face> {
        for index in given.indices where given[index] == name { return values[index] }
        return .none
    }

    /// These arguments with one more, or with another value for one.
    public func with(_ name: String, _ value: Argument<Face>) -> Arguments {
        var result = self
        if let index = given.firstIndex(of: name) {
            result.values[index] = value
        } else {
            result.given.append(name)
            result.values.append(value)
        }
        return result
    }

    private func wrong(_ name: String, _ wanted: String) -> ApusError {
        if case .none = self[name] { return .kind(operation: operation, message: "missing argument '\(name)' (\(wanted))") }
        return .kind(operation: operation, message: "argument '\(name)' must be \(wanted)")
    }

    public func array(_ name: String) throws(ApusError) -> Face {
        switch self[name] {
        case .array(let array): return array
        case .scalar(let scalar): return try .number(scalar)
        default: throw wrong(name, "an array")
        }
    }

    public func optionalArray(_ name: String) throws(ApusError) -> Face? {
        if case .none = self[name] { return nil }
        return try array(name)
    }

    public func arrays(_ name: String) throws(ApusError) -> [Face] {
        switch self[name] {
        case .arrays(let arrays): return arrays
        case .array(let array): return [array]
        default: throw wrong(name, "a list of arrays")
        }
    }

    public func scalar(_ name: String, default fallback: Scalar? = nil) throws(ApusError) -> Scalar {
        switch self[name] {
        case .scalar(let scalar): return scalar
        case .none: if let fallback { return fallback }
        default: break
        }
        throw wrong(name, "a number")
    }

    public func optionalScalar(_ name: String) throws(ApusError) -> Scalar? {
        if case .none = self[name] { return nil }
        return try scalar(name)
    }

    public func real(_ name: String, default fallback: Double? = nil) throws(ApusError) -> Double {
        switch self[name] {
        case .scalar(.complex): break
        case .scalar(let scalar): return scalar.doubleValue
        case .none: if let fallback { return fallback }
        default: break
        }
        throw wrong(name, "a real number")
    }

    public func integer(_ name: String, default fallback: Int? = nil) throws(ApusError) -> Int {
        switch self[name] {
        case .scalar(.int(let value)): return Int(value)
        case .integers(let values) where values.count == 1: return values[0]
        case .none: if let fallback { return fallback }
        default: break
        }
        throw wrong(name, "an integer")
    }

    public func optionalInteger(_ name: String) throws(ApusError) -> Int? {
        if case .none = self[name] { return nil }
        return try integer(name)
    }

    public func boolean(_ name: String, default fallback: Bool? = nil) throws(ApusError) -> Bool {
        switch self[name] {
        case .scalar(.bool(let value)): return value
        case .none: if let fallback { return fallback }
        default: break
        }
        throw wrong(name, "true or false")
    }

    public func text(_ name: String, default fallback: String? = nil) throws(ApusError) -> String {
        switch self[name] {
        case .text(let value): return value
        case .none: if let fallback { return fallback }
        default: break
        }
        throw wrong(name, "a string")
    }

    /// One integer or several.
    public func integers(_ name: String, default fallback: [Int]? = nil) throws(ApusError) -> [Int] {
        switch self[name] {
        case .integers(let values): return values
        case .scalar(.int(let value)): return [Int(value)]
        case .none: if let fallback { return fallback }
        default: break
        }
        throw wrong(name, "integers")
    }

    /// Axes; all of them if the argument is left out.
    public func axes(_ name: String = "axes") throws(ApusError) -> Axes {
        if case .none = self[name] { return .all }
        return .some(Dims(try integers(name)))
    }

    public func dtype(_ name: String = "dtype") throws(ApusError) -> DType? {
        switch self[name] {
        case .dtype(let dtype): return dtype
        case .none: return nil
        default: throw wrong(name, "a dtype")
        }
    }
}

extension ArrayFace {
    /// A 0-d array of one number.
    static func number(_ scalar: Scalar) throws(ApusError) -> Self {
        let value = try Strided.empty([], world.dtype(of: scalar))
        scalar.store(to: value.pointer, as: value.dtype)
        return Self(value: value)
    }
}
