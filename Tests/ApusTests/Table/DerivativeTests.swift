@testable import Apus
import Testing

/// The derivatives of every operation of the table, against finite differences.
@Suite struct DerivativeTests {
    @Test(arguments: OperationTable.all.map { $0.name })
    func everyOperationHasSamples(_ name: String) {
        #expect(!samples(of: name).isEmpty, "'\(name)' is in the operation table, but no sample of it is registered")
    }

    @Test func samplesAndReasonsNameOperations() {
        for sample in allSamples { #expect(OperationTable[sample.operation] != nil, "\(sample.operation)") }
        for name in notDifferentiable.keys { #expect(OperationTable[name] != nil, "\(name)") }
    }

    @Test(arguments: allSamples.filter { notDifferentiable[$0.operation] == nil })
    func realDerivatives(_ sample: Sample) throws { try check(sample, .float64) }

    @Test(arguments: allSamples.filter { notDifferentiable[$0.operation] == nil && $0.allowsComplex })
    func complexDerivatives(_ sample: Sample) throws { try check(sample, .complex128) }

    @Test(arguments: allSamples.filter { notDifferentiable[$0.operation] != nil })
    func noGradientIsRecorded(_ sample: Sample) throws {
        let arguments = SampleArguments<Tensor>(sample, dtype: .float64)
        for variable in arguments.variables { variable.requiresGrad = true }
        for result in try arguments.call(arguments.variables) { #expect(!result.requiresGrad) }
    }

    private func check(_ sample: Sample, _ dtype: DType) throws {
        let arguments = SampleArguments<Tensor>(sample, dtype: dtype)
        for variable in arguments.variables { variable.requiresGrad = true }
        _ = try arguments.call(arguments.variables)
        let function: ([Tensor]) -> [Tensor] = { variables in
            trapping { () throws(ApusError) in try arguments.call(variables) }
        }
        try gradCheck(arguments.variables, function)
        try gradGradCheck(arguments.variables, function)
    }
}
