// What a distribution with parameters is: how its parameters are called and bounded, and how one number is drawn.

/// A distribution that has parameters, set to values of them.
///
/// A law is a value that is made once for a call with numbers, and once for an element of a call with arrays; what a sampler
/// computes of the parameters alone is computed in its initialiser.
protocol Law: Sendable {
    /// `Double`, or `Int64` of a law on the integers.
    associatedtype Value: RandomValue
    /// NumPy's name of it.
    static var name: String { get }
    static var parameters: [LawParameter] { get }
    init(_ values: LawValues)
    /// What is wrong with parameters that are each within their bounds.
    static func objection(_ values: LawValues) -> String?
    func sample(from bits: inout some BitGenerator) -> Value
}

extension Law {
    static func objection(_ values: LawValues) -> String? { nil }
}

/// A Swift type that laws draw.
protocol RandomValue: Sendable {
    static var dtype: DType { get }
}

extension Double: RandomValue {
    static var dtype: DType { .float64 }
}

extension Float: RandomValue {
    static var dtype: DType { .float32 }
}

extension Int64: RandomValue {
    static var dtype: DType { .int64 }
}

/// Up to three parameters, each 64 bits of a float64 or an int64.
struct LawValues {
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)

    init() {}

    var a: Double { Double(bitPattern: words.0) }
    var b: Double { Double(bitPattern: words.1) }
    var c: Double { Double(bitPattern: words.2) }
    var integerA: Int64 { Int64(bitPattern: words.0) }
    var integerB: Int64 { Int64(bitPattern: words.1) }
    var integerC: Int64 { Int64(bitPattern: words.2) }

    @inline(__always)
    subscript(index: Int) -> UInt64 {
        get { index == 0 ? words.0 : index == 1 ? words.1 : words.2 }
        set {
            switch index {
            case 0: words.0 = newValue
            case 1: words.1 = newValue
            default: words.2 = newValue
            }
        }
    }
}

/// One parameter of a law.
struct LawParameter: Sendable {
    enum Bound: Sendable {
        case any, notNegative, positive, positiveNumber, unit, unitAboveZero, unitBelowOne, aboveOne, poisson
    }

    let name: String
    let bound: Bound
    /// Whether it is an integer, int64.
    let isInteger: Bool

    init(_ name: String, _ bound: Bound, isInteger: Bool = false) {
        self.name = name
        self.bound = bound
        self.isInteger = isInteger
    }

    var dtype: DType { isInteger ? .int64 : .float64 }

    /// The largest mean that a Poisson number in 64 bits has room for.
    static let largestPoisson = Double(Int64.max) - Double(Int64.max).squareRoot() * 10

    /// What is wrong with a value; nil if nothing. NumPy's rules, and what they say of NaN and −0.
    func objection(_ word: UInt64) -> String? {
        if isInteger { return bound == .notNegative && Int64(bitPattern: word) < 0 ? "\(name) < 0" : nil }
        let value = Double(bitPattern: word)
        switch bound {
        case .any: return nil
        case .notNegative: return !value.isNaN && value.sign == .minus ? "\(name) < 0" : nil
        case .positive: return value <= 0 ? "\(name) <= 0" : nil
        case .positiveNumber: return value.isNaN ? "\(name) must not be NaN" : value <= 0 ? "\(name) <= 0" : nil
        case .unit: return value >= 0 && value <= 1 ? nil : "\(name) < 0, \(name) > 1 or \(name) is NaN"
        case .unitAboveZero: return value > 0 && value <= 1 ? nil : "\(name) <= 0, \(name) > 1 or \(name) is NaN"
        case .unitBelowOne: return value >= 0 && value < 1 ? nil : "\(name) < 0, \(name) >= 1 or \(name) is NaN"
        case .aboveOne: return value > 1 ? nil : "\(name) <= 1 or \(name) is NaN"
        case .poisson:
            if !(value >= 0) { return "\(name) < 0 or \(name) is NaN" }
            return value <= Self.largestPoisson ? nil : "\(name) value too large"
        }
    }
}
