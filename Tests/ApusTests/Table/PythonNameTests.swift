@testable import Apus
import Testing

/// What Python sees of the operation table.
@Suite struct PythonNameTests {
    private static let keywords: Set<String> = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
        "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ]

    private func isIdentifier(_ name: String) -> Bool {
        name.wholeMatch(of: /[a-z_][a-z0-9_]*/) != nil && !Self.keywords.contains(name)
    }

    @Test func namesAreUnique() {
        var seen: Set<String> = []
        for operation in OperationTable.all {
            for name in [operation.pythonName] + operation.pythonAliases {
                #expect(seen.insert(name).inserted, "'\(name)' twice, the second time for \(operation.name)")
                #expect(isIdentifier(name), "\(name)")
            }
        }
    }

    @Test func spellingsNameOperations() {
        for name in pythonSpellings.keys { #expect(OperationTable[name] != nil, "\(name)") }
        let used = Set(OperationTable.all.flatMap { $0.parameters.map(\.name) })
        for name in keywordSpellings.keys { #expect(used.contains(name), "\(name)") }
    }

    @Test(arguments: OperationTable.all.map { $0.name })
    func keywordsOfAnOperationAreUnique(_ name: String) {
        var owner: [String: String] = [:]
        for parameter in OperationTable[name]!.parameters {
            for keyword in Set([parameter.name, parameter.pythonName] + parameter.aliases) {
                #expect(owner[keyword] == nil, "'\(keyword)' for '\(parameter.name)' and '\(owner[keyword] ?? "")'")
                owner[keyword] = parameter.name
                #expect(isIdentifier(keyword.lowercased()) || keyword == parameter.name, "\(keyword)")
            }
        }
    }

    @Test func underscores() {
        #expect(snakeCase("keepDims") == "keep_dims")
        #expect(snakeCase("smoothL1Loss") == "smooth_l1_loss")
        #expect(snakeCase("equalNaN") == "equal_nan")
        #expect(snakeCase("maxPool2d") == "max_pool2d")
    }

    /// A default that is stated is the one that is used: naming it changes nothing.
    @Test(arguments: allSamples) func statedDefaultsAreUsed(_ sample: Sample) throws {
        guard sample.operation != "dropout" else { return }
        let given = Set(sample.arguments.map(\.name))
        for parameter in OperationTable[sample.operation]!.parameters where !given.contains(parameter.name) {
            guard let value = parameter.defaultValue else { continue }
            let plain = SampleArguments<Tensor>(sample, dtype: .float64)
            let spelled = try OperationTable[sample.operation]!.call(
                plain.arguments(plain.variables).with(parameter.name, value.argument()))
            let expected = try plain.call(plain.variables)
            #expect(spelled.map { "\($0)" } == expected.map { "\($0)" }, "\(parameter.name)")
        }
    }
}

extension Parameter.Default {
    fileprivate func argument<Face: ArrayFace>() -> Argument<Face> {
        switch self {
        case .boolean(let value): .scalar(.bool(value))
        case .integer(let value): .scalar(.int(Int64(value)))
        case .integers(let values): .integers(values)
        case .real(let value): .scalar(.float(value))
        case .text(let value): .text(value)
        }
    }
}
