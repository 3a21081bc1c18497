import Apus
import Testing

@Suite struct AutogradTests {
    @Test func squareHasGradientFour() {
        let x = Tensor(2.0).requiringGrad()
        let y = x * x
        y.backward()
        #expect(x.grad!.value.pointer.load(as: Float.self) == 4)
    }
}
