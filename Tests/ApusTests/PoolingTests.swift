import Apus
import Testing

@Suite struct PoolingTests {
    /// Distinct numbers in a scrambled order, so that no two compete for a maximum.
    private func scrambled(_ shape: Shape) -> Tensor {
        let elements = (0..<shape.product).map { Double(($0 * 37) % 101) / 10 }
        return Tensor(elements, dtype: .float64).reshape(shape).detach().requiringGrad()
    }

    @Test func derivativesAgreeWithDifferences() throws {
        let x = scrambled([1, 2, 5, 6])
        let functions: [([Tensor]) -> Tensor] = [
            { $0[0].maxPool2d(kernelSize: 2) },
            { $0[0].maxPool2d(kernelSize: [3, 2], stride: [2, 1], padding: 1, dilation: [1, 2], ceilMode: true) },
            { $0[0].averagePool2d(kernelSize: 2) },
            { $0[0].averagePool2d(kernelSize: 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false) },
            { $0[0].averagePool2d(kernelSize: 2, divisor: 3) },
            { $0[0].adaptiveAveragePool2d([3, 4]) },
            { $0[0].adaptiveAveragePool1d(4) },
            { $0[0].maxPool1d(kernelSize: 3, stride: 2, padding: 1) },
        ]
        for function in functions {
            try gradCheck([x], function)
            try gradGradCheck([x], function)
        }
    }

    @Test func windowsOverTheEdgeFollowPyTorch() {
        // torch.nn.functional.max_pool2d(torch.arange(25.).reshape(1, 5, 5), 2, ceil_mode=True)
        let x = NDArray((0..<25).map(Float.init)).reshape(1, 5, 5)
        let y = x.maxPool2d(kernelSize: 2, ceilMode: true)
        #expect(y.shape == [1, 3, 3])
        #expect(y.reshape(9).description == "[ 6.  8.  9. 16. 18. 19. 21. 23. 24.]")
        // avg_pool2d(..., 2, padding=1, count_include_pad=False)
        let mean = x.averagePool2d(kernelSize: 2, padding: 1, countIncludePad: false)
        #expect(mean.reshape(9).description == "[ 0.   1.5  3.5  7.5  9.  11.  17.5 19.  21. ]")
    }

    @Test func aMaximumIsNaNIfThereIsOne() {
        let x = NDArray([Float.nan, 1, 2, 3]).reshape(1, 2, 2)
        #expect(x.maxPool2d(kernelSize: 2).description == "[[[nan]]]")
    }

    @Test func badWindowsAreRefused() {
        func refused(_ attributes: [String: Argument<Tensor>]) -> Bool {
            var arguments = attributes
            arguments["x"] = .array(.zeros([1, 4, 4]))
            do {
                _ = try OperationTable["maxPool2d"]!.call(Arguments("maxPool2d", arguments))
                return false
            } catch { return true }
        }
        #expect(!refused(["kernelSize": .integers([2])]))
        #expect(refused([:]))
        #expect(refused(["kernelSize": .integers([0])]))
        #expect(refused(["kernelSize": .integers([5])]))
        #expect(refused(["kernelSize": .integers([2]), "padding": .integers([2])]))
        #expect(refused(["kernelSize": .integers([2]), "stride": .integers([-1])]))
    }
}
