internal import CPython

/// The parameters of a function as Python callers see them, and the matching of a call's arguments to them.
struct Signature {
    struct Item {
        let name: String
        /// Further keywords under which it may be given.
        var aliases: [String] = []
        /// The default as text; nil if the argument is required.
        var fallback: String?
        var isKeywordOnly = false
        var isPositionalOnly = false
    }

    let function: String
    let items: [Item]
    /// Whether a keyword `out` names an array that the result is to be written to.
    let takesOutput: Bool
    /// Whether the last item takes all further positional arguments, as `*shape` does.
    let isVariadic: Bool
    private let positions: [String: Int]
    private let positionalCount: Int

    init(_ function: String, _ items: [Item], isVariadic: Bool = false, takesOutput: Bool = false) {
        self.function = function
        self.takesOutput = takesOutput
        self.items = items
        self.isVariadic = isVariadic
        var positions: [String: Int] = [:]
        for (index, item) in items.enumerated() where !item.isPositionalOnly {
            for name in [item.name] + item.aliases where positions[name] == nil { positions[name] = index }
        }
        self.positions = positions
        positionalCount = items.count { !$0.isKeywordOnly }
    }

    /// The signature that a text such as `x, /, *, dtype=None` describes.
    init(_ function: String, parsing text: String) {
        var items: [Item] = []
        var isKeywordOnly = false
        var isVariadic = false
        for part in Signature.parts(text) {
            if part == "/" {
                for index in items.indices { items[index].isPositionalOnly = true }
            } else if part == "*" {
                isKeywordOnly = true
            } else if part.hasPrefix("*") {
                items.append(Item(name: String(part.dropFirst()), fallback: "()"))
                isVariadic = true
                isKeywordOnly = true
            } else if let equals = part.firstIndex(of: "=") {
                let fallback = String(part[part.index(after: equals)...])
                items.append(Item(name: String(part[..<equals]), fallback: fallback, isKeywordOnly: isKeywordOnly))
            } else {
                items.append(Item(name: part, isKeywordOnly: isKeywordOnly))
            }
        }
        self.init(function, items, isVariadic: isVariadic)
    }

    private static func parts(_ text: String) -> [String] {
        var parts: [String] = []
        var current = ""
        var depth = 0
        for character in text {
            switch character {
            case "(": depth += 1
            case ")": depth -= 1
            case "," where depth == 0:
                parts.append(current)
                current = ""
                continue
            case " ": continue
            default: break
            }
            current.append(character)
        }
        if !current.isEmpty { parts.append(current) }
        return parts
    }

    /// The text that `inspect.signature` reads, `name($self, x, /, *, dtype=None)`.
    ///
    /// - Parameters:
    ///   - first: the name of what the function is bound to, which is positional.
    ///   - dropped: how many items that object stands for.
    func text(first: String, dropping dropped: Int = 0) -> String {
        var parts = [first]
        let lastPositionalOnly = items.lastIndex { $0.isPositionalOnly }.flatMap { $0 < dropped ? nil : $0 }
        var starWritten = false
        if lastPositionalOnly == nil { parts.append("/") }
        for (index, item) in items.enumerated().dropFirst(dropped) {
            let isRest = isVariadic && item.fallback == "()" && !item.isKeywordOnly
            if isRest {
                parts.append("*\(item.name)")
                starWritten = true
                continue
            }
            if item.isKeywordOnly && !starWritten {
                parts.append("*")
                starWritten = true
            }
            parts.append(item.fallback.map { "\(item.name)=\($0)" } ?? item.name)
            if index == lastPositionalOnly { parts.append("/") }
        }
        if takesOutput { parts.append(starWritten ? "out=None" : "*, out=None") }
        return "\(function)(\(parts.joined(separator: ", ")))\n--\n\n"
    }
}

/// The arguments of one call: for each item of the signature a borrowed reference, or nil if it was left out.
struct Call {
    let signature: Signature
    fileprivate(set) var values: [Reference?]
    /// What a variadic item took.
    fileprivate(set) var rest: [Reference] = []
    /// What the result is to be written to.
    fileprivate(set) var output: Reference?

    subscript(index: Int) -> Reference? {
        guard let value = values[index], !isNone(value) else { return nil }
        return value
    }

    /// An argument that the signature requires.
    func required(_ index: Int) -> Reference { values[index]! }

    /// Whether an argument was given, be it None.
    func has(_ index: Int) -> Bool { values[index] != nil }
}

extension Signature {
    /// Whether a keyword of that name can be given.
    func knows(_ name: String) -> Bool { positions[name] != nil }

    /// Matches what a caller gave with the items.
    ///
    /// - Parameters:
    ///   - arguments: the positional arguments, then those by keyword.
    ///   - names: a tuple of the keywords, or nil.
    func match(
        _ first: Reference?, _ arguments: UnsafePointer<Reference?>?, _ count: Int, _ names: Reference?
    ) throws -> Call {
        var call = Call(signature: self, values: [Reference?](repeating: nil, count: items.count))
        var position = 0
        let limit = isVariadic ? positionalCount - 1 : positionalCount
        func place(_ argument: Reference) throws {
            if position < limit {
                call.values[position] = argument
            } else if isVariadic {
                call.rest.append(argument)
            } else {
                let given = count + (first == nil ? 0 : 1)
                throw PythonError.type(
                    "\(function)() takes \(limit) positional argument\(limit == 1 ? "" : "s") but \(given) "
                        + "\(given == 1 ? "was" : "were") given")
            }
            position += 1
        }
        if let first { try place(first) }
        for index in 0..<count { try place(arguments![index]!) }
        if let names {
            for index in 0..<PyTuple_Size(names) {
                try placeByName(PyTuple_GetItem(names, index), arguments![count + index]!, in: &call)
            }
        }
        for (index, item) in items.enumerated() where call.values[index] == nil && item.fallback == nil {
            throw PythonError.type("\(function)() missing required argument '\(item.name)' (pos \(index + 1))")
        }
        return call
    }

    private func placeByName(_ keyword: Reference, _ argument: Reference, in call: inout Call) throws {
        let name = try ApusPython.text(keyword)
        guard let index = positions[name] else {
            if takesOutput && name == "out" {
                call.output = isNone(argument) ? nil : argument
                return
            }
            throw PythonError.type("\(function)() got an unexpected keyword argument '\(name)'")
        }
        if isVariadic && items[index].fallback == "()" && call.rest.isEmpty {
            call.rest = [argument]
            return
        }
        guard call.values[index] == nil else {
            throw PythonError.type("\(function)() got multiple values for argument '\(items[index].name)'")
        }
        call.values[index] = argument
    }
}
