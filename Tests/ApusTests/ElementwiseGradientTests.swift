@testable import Apus
import Testing

/// A differentiable function of one tensor, with float64 values at which its derivatives exist.
struct GradientCase: Sendable, CustomTestStringConvertible {
    let name: String
    let x: [Double]
    let function: @Sendable (Tensor) -> Tensor

    init(_ name: String, _ x: [Double] = [-1.7, -0.6, 0.4, 1.9], _ function: @escaping @Sendable (Tensor) -> Tensor) {
        self.name = name
        self.x = x
        self.function = function
    }

    var testDescription: String { name }
}

/// A differentiable function of two tensors.
struct PairCase: Sendable, CustomTestStringConvertible {
    let name: String
    let positive: Bool
    let function: @Sendable (Tensor, Tensor) -> Tensor

    init(_ name: String, positive: Bool = false, _ function: @escaping @Sendable (Tensor, Tensor) -> Tensor) {
        self.name = name
        self.positive = positive
        self.function = function
    }

    var testDescription: String { name }
}

private let positive = [0.3, 0.8, 1.5, 2.9]
private let inside = [-0.8, -0.3, 0.2, 0.7]

private let realCases: [GradientCase] = [
    .init("square") { $0.square() }, .init("sqrt", positive) { $0.sqrt() }, .init("rsqrt", positive) { $0.rsqrt() },
    .init("reciprocal") { $0.reciprocal() }, .init("abs") { $0.abs() }, .init("sign") { $0.sign() },
    .init("exp") { $0.exp() }, .init("exp2") { $0.exp2() }, .init("expm1") { $0.expm1() },
    .init("log", positive) { $0.log() }, .init("log2", positive) { $0.log2() }, .init("log10", positive) { $0.log10() },
    .init("log1p", inside) { $0.log1p() }, .init("sin") { $0.sin() }, .init("cos") { $0.cos() },
    .init("tan", inside) { $0.tan() }, .init("asin", inside) { $0.asin() }, .init("acos", inside) { $0.acos() },
    .init("atan") { $0.atan() }, .init("sinh") { $0.sinh() }, .init("cosh") { $0.cosh() }, .init("tanh") { $0.tanh() },
    .init("asinh") { $0.asinh() }, .init("acosh", [1.2, 1.9, 3, 8]) { $0.acosh() }, .init("atanh", inside) { $0.atanh() },
    .init("floor") { $0.floor() }, .init("ceil") { $0.ceil() }, .init("trunc") { $0.trunc() },
    .init("round") { $0.round() }, .init("round to decimals") { $0.round(decimals: 0) }, .init("erf") { $0.erf() },
    .init("erfc") { $0.erfc() }, .init("sigmoid") { $0.sigmoid() }, .init("relu") { $0.relu() },
    .init("gelu") { $0.gelu() }, .init("gelu, tanh") { $0.gelu(approximate: .tanh) }, .init("silu") { $0.silu() },
    .init("softplus", [-1.7, 0.4, 9.9, 10.2]) { $0.softplus(beta: 2) }, .init("leakyRelu") { $0.leakyRelu(negativeSlope: 0.3) },
    .init("elu", [-1.7, -0.6, 0.4, 900]) { $0.elu(alpha: 1.3) }, .init("angle") { $0.angle() },
    .init("imaginary") { $0.imaginary() + $0 }, .init("clip to numbers") { $0.clip(min: -1, max: 1) },
    .init("clip below") { $0.clip(min: 0.1) }, .init("clip above") { $0.clip(max: 0.1) },
    .init("power 3") { $0.power(3) }, .init("power 2") { $0.power(2) }, .init("power 0") { $0.power(0) },
    .init("power 0.5", positive) { $0.power(0.5) }, .init("power -1.5", positive) { $0.power(-1.5) },
    .init("power -0.5", positive) { $0.power(-0.5) }, .init("2 ** x") { 2 ** $0 }, .init("% 0.5", [-0.7, 0.3, 0.8, 1.3]) { $0 % 0.5 },
    .init("fmod 0.5", [-0.7, 0.3, 0.8, 1.3]) { $0.fmod(0.5) }, .init("where a number") { .where($0 .> 0, $0, 2) },
    .init("where a number else") { .where($0 .> 0, 2, $0) }, .init("minimum of a number") { $0.minimum(0.1) },
    .init("lerp to a number") { $0.lerp($0.exp(), weight: 0.3) }, .init("negative power") { -$0 ** 2 },
    .init("atan2 of a number") { $0.atan2(0.7) }, .init("hypot of a number") { $0.hypot(0.7) },
    .init("copySign of a number") { $0.copySign(-1) }, .init("logAddExp of a number") { $0.logAddExp(0.7) },
    .init("logAddExp2 of a number") { $0.logAddExp2(0.7) },
    .init("complex from a real") { Tensor.complex($0, $0.exp()).abs() },
]

private let complexCases: [GradientCase] = [
    .init("square") { $0.square() }, .init("sqrt") { $0.sqrt() }, .init("rsqrt") { $0.rsqrt() },
    .init("reciprocal") { $0.reciprocal() }, .init("abs") { $0.abs() }, .init("sign") { $0.sign() },
    .init("angle") { $0.angle() }, .init("real") { $0.real() }, .init("imaginary") { $0.imaginary() },
    .init("conjugate") { $0.conjugate() }, .init("exp") { $0.exp() }, .init("exp2") { $0.exp2() },
    .init("expm1") { $0.expm1() }, .init("log") { $0.log() }, .init("log2") { $0.log2() }, .init("log10") { $0.log10() },
    .init("log1p") { $0.log1p() }, .init("sin") { $0.sin() }, .init("cos") { $0.cos() }, .init("tan") { $0.tan() },
    .init("asin") { $0.asin() }, .init("acos") { $0.acos() }, .init("atan") { $0.atan() }, .init("sinh") { $0.sinh() },
    .init("cosh") { $0.cosh() }, .init("tanh") { $0.tanh() }, .init("asinh") { $0.asinh() }, .init("acosh") { $0.acosh() },
    .init("atanh") { $0.atanh() }, .init("sigmoid") { $0.sigmoid() }, .init("silu") { $0.silu() },
    .init("power 3") { $0.power(3) }, .init("power 1.5") { $0.power(1.5) }, .init("2 ** z") { 2 ** $0 },
    .init("where") { .where($0.real() .> 0, $0, 2) },
]

private let pairCases: [PairCase] = [
    .init("remainder", positive: true) { $0 % $1 }, .init("fmod", positive: true) { $0.fmod($1) },
    .init("floorDivide") { $0.floorDivide($1) + $0 }, .init("power", positive: true) { $0 ** $1 },
    .init("atan2") { $0.atan2($1) }, .init("hypot") { $0.hypot($1) }, .init("minimum") { $0.minimum($1) },
    .init("maximum") { $0.maximum($1) }, .init("fmin") { $0.fmin($1) }, .init("fmax") { $0.fmax($1) },
    .init("copySign") { $0.copySign($1) }, .init("logAddExp") { $0.logAddExp($1) }, .init("logAddExp2") { $0.logAddExp2($1) },
    .init("complex") { Tensor.complex($0, $1) }, .init("polar", positive: true) { Tensor.polar($0, $1) },
    .init("where") { .where($0 .> $1, $0, $1) }, .init("clip") { $0.clip(min: $1 - 0.45, max: $1 + 0.45) },
    .init("clip below an array") { $0.clip(max: $1) }, .init("clip above an array") { $0.clip(min: $1) },
    .init("lerp") { $0.lerp($1, weight: $0 * $1) }, .init("multiplyAdd") { $0.multiplyAdd($1, $0.exp()) },
]

@Suite struct ElementwiseGradientTests {
    @Test(arguments: realCases) func realFunctions(_ sample: GradientCase) throws {
        let x = Tensor(sample.x, dtype: .float64).reshape(2, 2).T.requiringGrad()
        try gradCheck([x]) { sample.function($0[0]) }
        try gradGradCheck([x]) { sample.function($0[0]) }
    }

    @Test(arguments: complexCases) func complexFunctions(_ sample: GradientCase) throws {
        let z = Tensor([Complex(0.6, 0.7), Complex(-0.4, 0.9), Complex(1.3, -0.5)]).requiringGrad()
        try gradCheck([z]) { sample.function($0[0]) }
        try gradGradCheck([z]) { sample.function($0[0]) }
    }

    /// The operands broadcast against each other.
    @Test(arguments: pairCases) func pairs(_ sample: PairCase) throws {
        let a = Tensor(sample.positive ? [[0.3, 1.8, 2.3], [4.1, 0.7, 1.1]] : [[-0.3, 1.8, -2.3], [0.4, -0.7, 1.1]], dtype: .float64)
        let b = Tensor(sample.positive ? [0.8, 1.3, 0.5] : [0.9, -1.2, 0.6], dtype: .float64)
        try gradCheck([a.requiringGrad(), b.requiringGrad()]) { sample.function($0[0], $0[1]) }
        try gradGradCheck([a, b]) { sample.function($0[0], $0[1]) }
    }

    @Test func complexPowers() throws {
        let z = Tensor([Complex(0.6, 0.7), Complex(-0.4, 0.9)]).requiringGrad()
        let w = Tensor([Complex(1.2, -0.3), Complex(0.5, 0.4)]).requiringGrad()
        try gradCheck([z, w]) { $0[0] ** $0[1] }
        try gradGradCheck([z, w]) { $0[0] ** $0[1] }
        let real = Tensor([0.7, 1.9], dtype: .float64).requiringGrad()
        try gradCheck([z, w]) { $0[0].logAddExp($0[1]) }
        try gradGradCheck([z, w]) { $0[0].logAddExp($0[1]) }
        try gradCheck([z, real]) { $0[0] ** $0[1] }
        try gradCheck([real, z]) { $0[0] ** $0[1] }
        try gradCheck([z, real]) { $0[0].lerp($0[0] * $0[0], weight: $0[1]) }
    }

    private func gradients(_ x: [Double], _ function: (Tensor) -> Tensor) -> Tensor {
        let x = Tensor(x, dtype: .float64).requiringGrad()
        function(x).sum().backward()
        return x.grad!
    }

    /// What PyTorch gives where a derivative is a matter of convention.
    @Test func conventions() {
        expect(gradients([-1, 0, 1, .nan]) { $0.relu() }, [0, 0, 1, 1])
        expect(gradients([-1, 0, 1]) { $0.abs() }, [-1, 0, 1])
        expect(gradients([-1, 1, 2]) { $0.clip(min: -1, max: 1) }, [1, 1, 0])
        expect(gradients([-1, 1, 2]) { $0.clip(min: 1) }, [0, 1, 1])
        expect(gradients([0]) { $0.sqrt() }, [.infinity])
        expect(gradients([0, 2]) { $0.power(0) }, [0, 0])
        expect(gradients([0, 2]) { $0.power(1) }, [1, 1])
        expect(gradients([0, 2]) { 0 ** $0 }, [-.infinity, 0].map { $0 == -.infinity ? 0 : $0 })
        expect(gradients([0, 1]) { $0.leakyRelu(negativeSlope: 0.5) }, [0.5, 1])
        expect(gradients([0]) { $0.elu(alpha: 2) }, [2])
        expect(gradients([0, 3]) { $0.copySign(-1) }, [0, -1])
        expect(gradients([0]) { Tensor.complex($0, $0).abs() }, [0])
        expect(gradients([1, 2]) { $0.minimum(Tensor([1.0, 3], dtype: .float64)) }, [0.5, 1])
        expect(gradients([1, 2]) { $0.maximum(1) }, [0.5, 1])
        expect(gradients([1, .nan]) { $0.fmax(Tensor([1.0, 3], dtype: .float64)) }, [1, 0])
        expect(gradients([2, .infinity]) { .where($0 .< 5, $0, 0) }, [1, 0])
    }

    @Test func powerAtZero() {
        let a = Tensor([0.0, 0, 0], dtype: .float64).requiringGrad(), b = Tensor([0.0, 1, 2], dtype: .float64).requiringGrad()
        a.power(b).sum().backward()
        expect(a.grad!, [0, 1, 0])
        expect(b.grad!, [0, 0, 0])
    }

    /// Gradients of operands that meet in another dtype come back in their own.
    @Test func mixedTypes() {
        let x = Tensor([1, 2], dtype: .float16).requiringGrad(), y = Tensor([3, 4], dtype: .float64).requiringGrad()
        (x ** y).sum().backward()
        expect(x.grad!, [3, 32], dtype: .float16)
        expect(y.grad!, [0, 11.090354888959125], dtype: .float64, within: 1e-15)
        let base = Tensor([2, 3]), exponent = Tensor([2.0, 1], dtype: .float64).requiringGrad()
        (base ** exponent).sum().backward()
        expect(exponent.grad!, [2.772588722239781, 3.295836866004329], within: 1e-15)
    }

    @Test func inPlaceForms() throws {
        let x = Tensor([1.5, -2.5], dtype: .float64).requiringGrad(), y = Tensor([0.7, 0.4], dtype: .float64).requiringGrad()
        try gradCheck([x, y]) { inputs in
            var z = inputs[0] * 1
            z *= 3
            z %= 0.4
            z *= Tensor([0.7, 0.4], dtype: .float64)
            z /= inputs[1] + 1
            return z
        }
    }
}
