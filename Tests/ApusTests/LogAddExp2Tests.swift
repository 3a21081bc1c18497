@testable import Apus
import Testing

/// Values from NumPy and PyTorch beyond those that all elementwise functions are tested on.
@Suite struct LogAddExp2Tests {
    @Test func edges() {
        let inf = Double.infinity
        let a = NDArray([inf, inf, -inf, -inf, .nan, 1e308, 2000, 0]), b = NDArray([inf, -inf, -inf, 3, 1, 1e308, 1990, -1100])
        let expected = [inf, inf, -inf, 3, .nan, 1e308, 2000.0014081943928, 0]
        for (a, b) in [(a, b), (b, a)] { expect(a.logAddExp2(b), expected, shape: [8], dtype: .float64, within: 2e-16) }
        expect(NDArray.zeros([0, 2]).logAddExp2(1), [], shape: [0, 2], dtype: .float64)
        expect(NDArray(1.0).logAddExp2(NDArray(1.0)), [2], shape: [], dtype: .float64)
    }

    @Test func dtypes() {
        let short = NDArray([1, 2], dtype: .int16).logAddExp2(3)
        expect(short, [3.321928094887362, 3.584962500721156], shape: [2], dtype: .float32, within: 1e-7)
        expect(Tensor([1, 2], dtype: .float16).logAddExp2(1), [2, 2.584961], shape: [2], dtype: .float16, within: 1e-3)
        expectError("not defined for complex64") {
            _ = try Tensor.apply(LogAddExp2(), Tensor.ones([2], dtype: .complex64), Tensor.ones([2], dtype: .complex64))
        }
        expectError("do not broadcast") { _ = try NDArray.apply(LogAddExp2(), NDArray.ones([2]), NDArray.ones([3])) }
    }

    @Test func gradientsFarApart() {
        let a = Tensor([7.0, 2, -3], dtype: .float64).requiringGrad()
        let b = Tensor([3.0, 2, 1200], dtype: .float64).requiringGrad()
        a.logAddExp2(b).sum().backward()
        expect(a.grad!, [0.9411764705882353, 0.5, 0], within: 1e-15)
        expect(b.grad!, [0.058823529411764705, 0.5, 1], within: 1e-15)
    }
}
