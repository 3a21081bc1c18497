// Results as JSON.

/// A JSON value that is written with its keys in the order given.
enum JSON {
    case null
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([(String, JSON)])

    /// A text or null.
    init(_ text: String?) { self = text.map(JSON.string) ?? .null }

    init(_ shape: some Sequence<Int>) { self = .array(shape.map(JSON.integer)) }
}

extension JSON: CustomStringConvertible {
    /// The value on one line; numbers that JSON cannot write become null.
    var description: String {
        switch self {
        case .null: "null"
        case .integer(let number): "\(number)"
        case .number(let number): number.isFinite ? "\(number)" : "null"
        case .string(let text): JSON.quoted(text)
        case .array(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
        case .object(let pairs):
            "{" + pairs.map { "\(JSON.quoted($0.0)): \($0.1)" }.joined(separator: ", ") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
