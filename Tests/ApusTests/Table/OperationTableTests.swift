import Foundation
import Testing

@testable import Apus

@Suite struct OperationTableTests {
    @Test func namesAreUnique() {
        var seen: Set<String> = []
        for operation in OperationTable.all { #expect(seen.insert(operation.name).inserted, "\(operation.name) twice") }
    }

    @Test(arguments: OperationTable.all.map { $0.name })
    func parametersAreWellFormed(_ name: String) {
        let parameters = OperationTable[name]!.parameters
        #expect(!parameters.isEmpty)
        #expect(Set(parameters.map(\.name)).count == parameters.count)
        let required = parameters.map(\.isOptional)
        #expect(required.contains(false), "no operation works without any argument")
    }

    /// The number of results is the same in all samples, unless the operation says that it gives a list.
    @Test(arguments: OperationTable.all.map { $0.name })
    func oneResultOrAList(_ name: String) throws {
        if OperationTable[name]!.givesList { return }
        let counts = try samples(of: name).map { sample in
            let arguments = SampleArguments<Tensor>(sample, dtype: .float64)
            return try arguments.call(arguments.variables).count
        }
        #expect(Set(counts).count == 1, "\(counts)")
    }

    /// Reads the sources: a type that can be called by name must be in the table.
    @Test func everyTableOperationIsInTheTable() throws {
        let listed = Set(OperationTable.all.map { String(describing: $0) })
        let declared = try tableOperationTypes(in: sourceFolder("Sources/Apus"))
        #expect(declared.count > 20, "the sources were not found")
        for type in declared.sorted() { #expect(listed.contains(type), "\(type) is a TableOperation but not in OperationTable.all") }
        for type in listed.sorted() { #expect(declared.contains(type), "\(type) is listed but its declaration was not found") }
    }
}

/// The names of the types that conform to `TableOperation`, directly or through a protocol that refines it.
private func tableOperationTypes(in folder: String) throws -> Set<String> {
    var inherits: [String: Set<String>] = [:]
    var protocols: Set<String> = ["TableOperation"]
    for path in try swiftFiles(under: folder) {
        for declaration in declarations(in: try readText(path)) {
            inherits[declaration.name, default: []].formUnion(declaration.parents)
            if declaration.isProtocol { protocols.insert(declaration.name) }
        }
    }
    func conforms(_ name: String) -> Bool {
        name == "TableOperation" || (inherits[name] ?? []).contains { protocols.contains($0) && conforms($0) }
    }
    return Set(inherits.keys.filter { !protocols.contains($0) && conforms($0) })
}

private struct Declaration {
    let name: String
    let parents: Set<String>
    let isProtocol: Bool
}

/// The types, protocols and extensions that a source file declares with what they inherit, at any indentation.
private func declarations(in source: String) -> [Declaration] {
    var result: [Declaration] = []
    let words = source.replacing(/\/\/[^\n]*/, with: "").matches(
        of: /\b(struct|enum|class|protocol|extension)\s+([A-Z][A-Za-z0-9]*)(?:<[^{]*?>)?\s*(?::\s*([^{]*?))?\s*(?:where[^{]*)?\{/)
    for match in words {
        let parents = (match.output.3 ?? "").split(whereSeparator: { $0 == "," || $0 == "&" }).map {
            $0.trimmingPrefix(while: \.isWhitespace).prefix { $0.isLetter || $0.isNumber }
        }
        result.append(
            Declaration(
                name: String(match.output.2), parents: Set(parents.map { String($0) }), isProtocol: match.output.1 == "protocol"))
    }
    return result
}

/// A folder of this package.
private func sourceFolder(_ path: String) -> String {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root.appendingPathComponent(path).path
}

private func swiftFiles(under folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }.map { "\(folder)/\($0)" }
}

private func readText(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
