import Testing

@testable import Apus

/// Promotion of all dtype pairs and of weak scalars against tables that NumPy and PyTorch wrote.
@Suite struct PromotionTests {
    /// One line of a table: a key such as `promote int8`, and a result for every dtype.
    struct Row: CustomTestStringConvertible {
        let world: World
        let rule: String
        let subject: String
        let expected: [String]

        var testDescription: String { "\(world) \(rule) \(subject)" }
    }

    static func rows(_ rules: Set<String>) throws -> [Row] {
        var rows: [Row] = []
        for (world, name) in [(World.numpy, "promotion-numpy.txt"), (.torch, "promotion-torch.txt")] {
            for line in try Goldens.lines(name) where !line.isEmpty {
                let parts = line.split(separator: ":")
                let key = parts[0].split(separator: " ").map(String.init)
                guard rules.contains(key[0]) else { continue }
                rows.append(
                    Row(
                        world: world, rule: key[0], subject: key[1],
                        // PyTorch's halves have complex forms; here their complex form is complex64.
                        expected: parts[1].split(separator: " ").map {
                            $0.hasSuffix("complex32") ? "complex64" : "\($0)"
                        }))
            }
        }
        return rows
    }

    func check(_ row: Row, _ result: (DType) throws -> DType) {
        #expect(row.expected.count == DType.allCases.count)
        for (dtype, expected) in zip(DType.allCases, row.expected) {
            let found = (try? result(dtype))?.name ?? "raises"
            #expect(found == expected, "\(row.testDescription) with \(dtype)")
        }
    }

    @Test func tablesAreComplete() throws {
        #expect(try Self.rows(["promote", "zerodim", "weak"]).count == 15 + 4 + 15 + 15 + 4)
        #expect(try Self.rows(["safe", "same_kind"]).count == 30)
    }

    @Test(arguments: try rows(["promote"])) func pairs(_ row: Row) throws {
        let subject = try #require(DType(name: row.subject))
        check(row) { try row.world.promote(subject, $0) }
        check(row) { try row.world.promote($0, subject) }
    }

    @Test(arguments: try rows(["promote"])) func arraysWithAxes(_ row: Row) throws {
        let subject = try Strided.empty([2], #require(DType(name: row.subject)))
        check(row) { try row.world.promote(subject, Strided.empty([3, 1], $0)) }
        check(row) { try row.world.promote(Strided.empty([], $0), Strided.empty([], subject.dtype)) }
    }

    @Test(arguments: try rows(["zerodim"])) func withoutAxes(_ row: Row) throws {
        let subject = try Strided.empty([2], #require(DType(name: row.subject)))
        check(row) { try row.world.promote(subject, Strided.empty([], $0)) }
        check(row) { try row.world.promote(Strided.empty([], $0), subject) }
    }

    @Test(arguments: try rows(["weak"])) func weakScalars(_ row: Row) throws {
        let scalars: [String: Scalar] = [
            "bool": true.scalar, "int": 1.scalar, "float": 1.5.scalar,
            "complex": .complex(.i),
        ]
        let scalar = try #require(scalars[row.subject])
        check(row) { row.world.promote($0, with: scalar) }
    }

    @Test(arguments: try rows(["safe", "same_kind"])) func casts(_ row: Row) throws {
        let subject = try #require(DType(name: row.subject))
        let rule: CastingRule = row.rule == "safe" ? .safe : .sameKind
        for (dtype, expected) in zip(DType.allCases, row.expected) {
            #expect(subject.canCast(to: dtype, rule) == (expected == "1"), "\(row.rule) \(subject) to \(dtype)")
            #expect(subject.canCast(to: dtype, .unsafe))
        }
    }
}
