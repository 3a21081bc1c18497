import Apus
import Testing

/// Expects elements, shape and dtype; NaN equals NaN.
func expect<Face: ArrayFace>(
    _ array: Face, _ elements: [Double], shape: Shape? = nil, dtype: DType? = nil, within tolerance: Double = 0,
    _ comment: String = "", at location: SourceLocation = #_sourceLocation
) {
    let found = array.elements(as: Double.self)
    let agree = found.count == elements.count && zip(found, elements).allSatisfy { a, b in
        a == b || (a.isNaN && b.isNaN) || abs(a - b) <= tolerance * max(1, abs(b))
    }
    #expect(agree, "\(comment): \(found), expected \(elements)", sourceLocation: location)
    if let shape { #expect(array.shape == shape, "\(comment)", sourceLocation: location) }
    if let dtype { #expect(array.dtype == dtype, "\(comment)", sourceLocation: location) }
}

/// Expects the body to throw an `ApusError` whose message contains `words`.
func expectError(
    _ words: String, at location: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) {
    do {
        try body()
        Issue.record("no error was thrown", sourceLocation: location)
    } catch let error as ApusError {
        #expect(error.description.contains(words), "\(error)", sourceLocation: location)
    } catch {
        Issue.record("another error: \(error)", sourceLocation: location)
    }
}
