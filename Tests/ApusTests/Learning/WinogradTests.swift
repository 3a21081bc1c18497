import Testing

@testable import Apus

/// 3×3 convolutions of float32 with enough channels and pixels go by Winograd's filtering, which rounds otherwise than a
/// plain sum does: the largest error stays below 5e-5 of the results' standard deviation (2.5e-5 was the most seen, for 512
/// channels; a plain sum has 2e-6).
@Suite struct WinogradTests {
    /// Batch, channels, height, width, results, padding.
    static let shapes = [
        (1, 32, 24, 24, 32, 1), (2, 33, 13, 19, 45, 1), (3, 40, 9, 50, 33, 0), (2, 64, 20, 17, 70, 2), (9, 128, 7, 7, 96, 1),
        (2, 400, 14, 14, 64, 1), (40, 96, 4, 6, 128, 1),
    ]

    @Test(arguments: shapes)
    func agreesWithFloat64(_ batch: Int, _ channels: Int, _ height: Int, _ width: Int, _ results: Int, _ padding: Int) throws {
        let generator = Generator(seed: 7)
        func normals(_ shape: Shape) -> Tensor { Tensor(generator.normal(shape)) }
        let x = normals([batch, channels, height, width]).requiringGrad()
        let weight = normals([results, channels, 3, 3]), bias = normals([results])
        let x32 = x.detach().astype(.float32).requiringGrad()
        func convolve(_ x: Tensor) -> Tensor {
            x.conv2d(weight: weight.astype(x.dtype), bias: bias.astype(x.dtype), padding: .both(Pair(padding)))
        }
        let exact = convolve(x), y = convolve(x32)
        #expect(y.dtype == .float32)
        #expect(error(of: y, from: exact) < 5e-5)
        let g = normals(exact.shape)
        exact.backward(g)
        y.backward(g.astype(.float32))
        #expect(error(of: x32.grad!, from: x.grad!) < 5e-5)
    }

    @Test func infinitiesAndNaNReachEveryResultThatSeesThem() {
        let x = Tensor.ones([1, 32, 24, 24]), weight = Tensor.ones([32, 32, 3, 3])
        x[0, 3, 10, 10] = Tensor(Float.nan)
        let y = x.conv2d(weight: weight, padding: 1).isFinite()
        let seen = y[0, 0, 9..<12, 9..<12]
        #expect(seen.any().item(as: Bool.self) == false)
        // Other results of the same tiles may be NaN too, those of other tiles are not.
        #expect(y[0, 0, 0..<8, 0...].all().item(as: Bool.self))
        #expect(y[0, 0, 16..<24, 0...].all().item(as: Bool.self))
    }

    /// The largest error, in standard deviations of the exact result.
    private func error(of result: Tensor, from exact: Tensor) -> Double {
        let difference = (result.detach().astype(.float64) - exact.detach()).abs().max().item(as: Double.self)
        return difference / exact.detach().std().item(as: Double.self)
    }
}
