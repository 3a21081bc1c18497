@testable import Apus
import Testing

/// What PyTorch computed, by `make_learning_goldens.py` and `make_sequence_goldens.py` in `Tests/Oracle`.
enum LearningGoldens {
    static let all: [String: [Double]] = {
        let lines = try! Goldens.lines("learning.txt") + Goldens.lines("sequences.txt")
        return Dictionary(
            lines.filter { !$0.isEmpty }.map { line in
                let words = line.split(separator: " ")
                return (String(words[0]), words.dropFirst().map { Double($0)! })
            }, uniquingKeysWith: { first, _ in first })
    }()

    static func values(_ name: String) throws -> [Double] { try #require(all[name], "no golden \(name)") }
}

/// The numbers that the script makes too: a walk through (0, 1), centred.
func numbers(_ shape: Shape, dtype: DType = .float64) -> Tensor {
    let walk = (0..<shape.product).map { index in
        (Double(index + 1) * 0.6180339887498949).truncatingRemainder(dividingBy: 1) * 4 - 2
    }
    return Tensor(walk, dtype: .float64).reshape(shape).astype(dtype)
}

/// Expects the elements of a tensor to be PyTorch's, up to `tolerance` relative to their size.
func expectGolden(
    _ tensor: Tensor, _ name: String, within tolerance: Double, at location: SourceLocation = #_sourceLocation
) throws {
    expect(tensor, try LearningGoldens.values(name), within: tolerance, name, at: location)
}
