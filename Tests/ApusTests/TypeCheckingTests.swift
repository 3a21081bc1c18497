import Apus
import Testing

/// Long expressions that must type-check in well under a second. The compiler tells what each takes with
///
///     swift build --build-tests -Xswiftc -Xfrontend -Xswiftc -warn-long-expression-type-checking=200
///
/// which must not warn about this file.
@Suite struct TypeCheckingTests {
    @Test func twelveTermsOfArrays() {
        let x = NDArray([1.0, 2.0]), y = NDArray([3.0, 4.0])
        let z = 1 + x * 2.5 - y / 3 + 4 * x * y - 0.5 * (x - 1) + 2 * y * y - x / (1 + y) + 7 - 3.5 * x + y * 2 - 1
        expect(z, [40.75, 74.76666666666665], within: 1e-15)
    }

    @Test func twelveTermsOfTensors() {
        let x = Tensor([1.0, 2.0], dtype: .float64), y = Tensor([3.0, 4.0], dtype: .float64)
        let z = 1 + x * 2.5 - y / 3 + 4 * x * y - 0.5 * (x - 1) + 2 * y * y - x / (1 + y) + 7 - 3.5 * x + y * 2 - 1
        expect(z, [40.75, 74.76666666666665], within: 1e-15)
    }

    @Test func powersComparisonsAndCalls() {
        let x = Tensor([1.0, 2.0], dtype: .float64), y = Tensor([3.0, 4.0], dtype: .float64)
        let scale = 2.0, n = 3
        let z = -x ** 2 + 2 ** y - scale * x.exp() / (1 + (-y).exp()) + y ** n % 5 - Double(n) * x.power(0.5) + 1 / x.sqrt()
        expect(z, [3.821270121596675, 5.952156125040041], within: 1e-14)
        let mask = (x .> 1) & (y .<= 4 * x - 1) | (x + 2 * y .== 7) ^ (x * 2 .< y / 2 + 1)
        expect(mask, [0, 1])
    }

    @Test func polynomialOfNumbersAndTensors() {
        let x = Tensor([0.5], dtype: .float64)
        let y = ((((((1.5 * x + 2) * x - 3) * x + 4.5) * x - 5) * x + 6) * x - 7.25) * x + 8 - 2 * (x - 0.25) * (x + 0.25) / 3
        expect(y, [5.35546875], within: 1e-14)
    }
}
