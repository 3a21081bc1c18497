@testable import Apus
import Testing

/// On the meta device every operation gives the shapes and dtypes that it gives in memory.
@Suite struct MetaDeviceTests {
    /// Operations whose result's shape depends on the values of an operand.
    private let valueDependent: Set<String> = [
        "maskedSelect", "argwhere", "nonzero", "unique", "uniqueAll", "oneHot", "intersect1d", "union1d", "setdiff1d", "setxor1d",
        "compress", "delete", "trimZeros", "extract", "flatNonzero", "bincount", "histogram", "histogramBinEdges", "eig", "eigvals",
        "polynomialTrim", "polynomialRoots", "polynomialFit", "polydiv", "poly", "roots",
    ]

    @Test(arguments: allSamples) func arrays(_ sample: Sample) throws { try check(sample, .float64, NDArray.self) }

    @Test(arguments: allSamples) func tensors(_ sample: Sample) throws {
        try check(sample, .float32, Tensor.self)
        if sample.allowsComplex { try check(sample, .complex64, Tensor.self) }
    }

    private func check<Face: ArrayFace>(_ sample: Sample, _ dtype: DType, _ face: Face.Type) throws {
        let inMemory = SampleArguments<Face>(sample, dtype: dtype), shapesOnly = SampleArguments<Face>(sample, dtype: dtype, device: .meta)
        let expected = try inMemory.call(inMemory.variables)
        do throws(ApusError) {
            let results = try shapesOnly.call(shapesOnly.variables)
            #expect(shapesOnly.variables.isEmpty || results.allSatisfy { $0.device == .meta })
            #expect(results.map(\.shape) == expected.map(\.shape))
            #expect(results.map(\.dtype) == expected.map(\.dtype))
        } catch {
            guard case .device = error, valueDependent.contains(sample.operation) else { throw error }
        }
    }
}
