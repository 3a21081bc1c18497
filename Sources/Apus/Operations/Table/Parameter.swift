/// A parameter of an operation, as a caller by name sees it.
public struct Parameter: Sendable, Hashable {
    /// What values a parameter takes.
    public enum Kind: Sendable, Hashable {
        case array, arrays, scalar, integer, integers, axes, boolean, real, text, dtype
    }

    /// What a parameter that is left out stands for.
    public enum Default: Sendable, Hashable {
        case boolean(Bool), integer(Int), integers([Int]), real(Double), text(String)
    }

    public let name: String
    public let kind: Kind
    /// Whether it may be left out.
    public let isOptional: Bool
    /// What it stands for where it is left out, if that is one value whatever the other arguments are.
    public let defaultValue: Default?
    /// What a keyword argument in Python may be called besides `name` and `pythonName`.
    public private(set) var aliases: [String]

    public init(_ name: String, _ kind: Kind, optional: Bool = false) {
        self.name = name
        self.kind = kind
        isOptional = optional
        defaultValue = nil
        aliases = keywordSpellings[name] ?? []
    }

    /// A parameter that may be left out.
    public init(_ name: String, _ kind: Kind, default value: Default) {
        self.name = name
        self.kind = kind
        isOptional = true
        defaultValue = value
        aliases = keywordSpellings[name] ?? []
    }

    /// An array operand.
    public static func array(_ name: String) -> Parameter { Parameter(name, .array) }

    /// This parameter with other aliases than those usual for its name.
    func known(as aliases: String...) -> Parameter {
        var result = self
        result.aliases = aliases
        return result
    }
}

extension Parameter.Default: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .real(value) }
    public init(stringLiteral value: String) { self = .text(value) }
    public init(arrayLiteral elements: Int...) { self = .integers(elements) }
}
