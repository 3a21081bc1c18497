import Testing

@testable import Apus

/// The smooth activations and their slopes against mpmath: within 3.8 units in the last place also where the result is
/// small, the slopes, which pass through 0, within 1.5 times the distance from 1 to the next number.
@Suite struct ActivationGoldenTests {
    private static let functions: [String: @Sendable (Tensor) -> Tensor] = [
        "gelu": { $0.gelu() }, "geluTanh": { $0.gelu(approximate: .tanh) }, "silu": { $0.silu() },
    ]

    private struct Row {
        let x, y, slope: Double
    }

    private func rows() throws -> [String: [Row]] {
        var result: [String: [Row]] = [:]
        for line in try Goldens.lines("activations.txt") where !line.isEmpty {
            let words = line.split(separator: " ")
            result[String(words[0]), default: []].append(
                Row(x: Double(words[1])!, y: Double(words[2])!, slope: Double(words[3])!))
        }
        return result
    }

    @Test(arguments: [DType.float32, .float64]) func valuesAndSlopes(dtype: DType) throws {
        let rows = try rows()
        #expect(rows.values.reduce(0) { $0 + $1.count } == 588)
        for (name, rows) in rows {
            let function = try #require(Self.functions[name])
            let x = Tensor(rows.map(\.x)).astype(dtype).requiringGrad()
            let y = function(x)
            y.sum().backward()
            let values = y.value(as: dtype), slopes = try #require(x.grad).value(as: dtype)
            let epsilon = dtype == .float32 ? Double(Float.ulpOfOne) : Double.ulpOfOne
            for (row, (value, slope)) in zip(rows, zip(values, slopes)) {
                let ulp = dtype == .float32 ? Double(Float(row.y).ulp) : row.y.ulp
                #expect(abs(value - row.y) <= 3.8 * ulp, "\(name)(\(row.x)) in \(dtype)")
                #expect(abs(slope - row.slope) <= 1.5 * epsilon, "slope of \(name) at \(row.x) in \(dtype)")
            }
        }
    }

    /// A result does not depend on its neighbours: vectors with numbers beyond the tables take another way.
    @Test func resultsDoNotDependOnNeighbours() throws {
        for (name, rows) in try rows() {
            let function = try #require(Self.functions[name])
            let x = Tensor(rows.map { Float($0.x) })
            let together = function(x).elements(as: Float.self)
            for (index, value) in together.enumerated() {
                let alone = function(x[index..<(index + 1)]).elements(as: Float.self)[0]
                #expect(alone == value, "\(name)(\(rows[index].x))")
            }
        }
    }
}

extension Tensor {
    fileprivate func value(as dtype: DType) -> [Double] {
        dtype == .float32 ? elements(as: Float.self).map(Double.init) : elements(as: Double.self)
    }
}
