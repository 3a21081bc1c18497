import Testing

@testable import Apus

/// Elementary functions against a part of the data with which NumPy tests its own, within the errors given there.
@Suite struct UmathGoldenTests {
    private static let functions: [String: @Sendable (NDArray) -> NDArray] = [
        "arccos": { $0.acos() }, "arccosh": { $0.acosh() }, "arcsin": { $0.asin() }, "arcsinh": { $0.asinh() },
        "arctan": { $0.atan() }, "arctanh": { $0.atanh() }, "cbrt": { $0.cbrt() }, "cos": { $0.cos() }, "cosh": { $0.cosh() },
        "exp": { $0.exp() }, "exp2": { $0.exp2() }, "expm1": { $0.expm1() }, "log": { $0.log() }, "log10": { $0.log10() },
        "log1p": { $0.log1p() }, "log2": { $0.log2() }, "sin": { $0.sin() }, "sinh": { $0.sinh() }, "tan": { $0.tan() },
        "tanh": { $0.tanh() },
    ]

    private struct Row {
        let argument, result: UInt64
        let ulps: Int64
    }

    @Test func withinTheGivenErrors() throws {
        var columns: [String: [Row]] = [:]
        for line in try Goldens.lines("umath.txt") where !line.isEmpty {
            let words = line.split(separator: " ")
            columns["\(words[0]) \(words[1])", default: []].append(
                Row(
                    argument: UInt64(words[2], radix: 16)!, result: UInt64(words[3], radix: 16)!, ulps: Int64(words[4])!))
        }
        #expect(columns.values.reduce(0) { $0 + $1.count } == 1401)
        for (name, rows) in columns {
            let parts = name.split(separator: " ")
            let function = try #require(Self.functions[String(parts[0])])
            if parts[1] == "float32" {
                let y = function(NDArray(rows.map { Float(bitPattern: UInt32($0.argument)) }))
                for (row, value) in zip(rows, y.elements(as: Float.self)) {
                    let result = Float(bitPattern: UInt32(row.result))
                    let apart = value.isNaN && result.isNaN ? 0 : abs(order(value) - order(result))
                    #expect(apart <= row.ulps, "\(name) of \(Float(bitPattern: UInt32(row.argument)))")
                }
            } else {
                let y = function(NDArray(rows.map { Double(bitPattern: $0.argument) }))
                for (row, value) in zip(rows, y.elements(as: Double.self)) {
                    let result = Double(bitPattern: row.result)
                    let apart = value.isNaN && result.isNaN ? 0 : abs(order(value) &- order(result))
                    #expect(apart <= row.ulps, "\(name) of \(Double(bitPattern: row.argument))")
                }
            }
        }
    }

    /// The place of a number among all.
    private func order(_ x: Float) -> Int64 {
        let bits = Int64(Int32(bitPattern: x.bitPattern))
        return bits < 0 ? Int64(Int32.min) - bits : bits
    }

    private func order(_ x: Double) -> Int64 {
        let bits = Int64(bitPattern: x.bitPattern)
        return bits < 0 ? .min &- bits : bits
    }
}
