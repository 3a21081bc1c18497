/// The functions by which parameters get their first values: `torch.nn.init`, with PyTorch's random numbers.
///
/// Each writes over a tensor, without recording it for differentiation, and returns it.
public enum Init {
    /// Whose spread a scaled initialiser keeps: that of the values on the way forward, or of the gradients back.
    public enum FanMode: Sendable {
        case fanIn, fanOut
    }

    /// The function that follows a layer, for the gain that keeps the spread of its input.
    public enum Nonlinearity: Sendable {
        case linear, sigmoid, tanh, relu, selu
        case leakyRelu(negativeSlope: Double)
    }

    /// The recommended gain of a nonlinearity. `torch.nn.init.calculate_gain`.
    public static func calculateGain(_ nonlinearity: Nonlinearity) -> Double {
        switch nonlinearity {
        case .linear, .sigmoid: 1
        case .tanh: 5.0 / 3
        case .relu: 2.0.squareRoot()
        case .selu: 0.75
        case .leakyRelu(let slope): (2 / (1 + slope * slope)).squareRoot()
        }
    }

    /// Numbers in [low, high). `torch.nn.init.uniform_`.
    @discardableResult
    public static func uniform(
        _ tensor: Tensor, low: Double = 0, high: Double = 1, generator: TensorGenerator = .shared
    ) -> Tensor {
        noGrad { tensor.fillUniform(low: low, high: high, generator: generator) }
        return tensor
    }

    /// Normal numbers. `torch.nn.init.normal_`.
    @discardableResult
    public static func normal(
        _ tensor: Tensor, mean: Double = 0, std: Double = 1, generator: TensorGenerator = .shared
    ) -> Tensor {
        noGrad { tensor.fillNormal(mean: mean, std: std, generator: generator) }
        return tensor
    }

    /// One number everywhere. `torch.nn.init.constant_`.
    @discardableResult
    public static func constant(_ tensor: Tensor, _ number: Double) -> Tensor {
        noGrad { tensor.fill(number) }
        return tensor
    }

    /// Zeros. `torch.nn.init.zeros_`.
    @discardableResult
    public static func zeros(_ tensor: Tensor) -> Tensor { constant(tensor, 0) }

    /// Ones. `torch.nn.init.ones_`.
    @discardableResult
    public static func ones(_ tensor: Tensor) -> Tensor { constant(tensor, 1) }

    /// Uniform numbers whose spread keeps that of values and gradients on average (Glorot and Bengio, 2010).
    /// `torch.nn.init.xavier_uniform_`.
    @discardableResult
    public static func xavierUniform(_ tensor: Tensor, gain: Double = 1, generator: TensorGenerator = .shared) -> Tensor {
        let bound = 3.0.squareRoot() * xavierStd(tensor, gain, "xavierUniform")
        return uniform(tensor, low: -bound, high: bound, generator: generator)
    }

    /// Normal numbers of that spread. `torch.nn.init.xavier_normal_`.
    @discardableResult
    public static func xavierNormal(_ tensor: Tensor, gain: Double = 1, generator: TensorGenerator = .shared) -> Tensor {
        normal(tensor, std: xavierStd(tensor, gain, "xavierNormal"), generator: generator)
    }

    /// Uniform numbers whose spread keeps that of the values before a rectifier (He and others, 2015).
    /// `torch.nn.init.kaiming_uniform_`.
    @discardableResult
    public static func kaimingUniform(
        _ tensor: Tensor, mode: FanMode = .fanIn, nonlinearity: Nonlinearity = .leakyRelu(negativeSlope: 0),
        generator: TensorGenerator = .shared
    ) -> Tensor {
        let bound = 3.0.squareRoot() * kaimingStd(tensor, mode, nonlinearity, "kaimingUniform")
        return uniform(tensor, low: -bound, high: bound, generator: generator)
    }

    /// Normal numbers of that spread. `torch.nn.init.kaiming_normal_`.
    @discardableResult
    public static func kaimingNormal(
        _ tensor: Tensor, mode: FanMode = .fanIn, nonlinearity: Nonlinearity = .leakyRelu(negativeSlope: 0),
        generator: TensorGenerator = .shared
    ) -> Tensor {
        normal(tensor, std: kaimingStd(tensor, mode, nonlinearity, "kaimingNormal"), generator: generator)
    }

    private static func xavierStd(_ tensor: Tensor, _ gain: Double, _ operation: String) -> Double {
        let fans = trapping { () throws(ApusError) -> Fans in try Init.fans(of: tensor.shape, operation) }
        return gain * (2 / Double(fans.input + fans.output)).squareRoot()
    }

    private static func kaimingStd(
        _ tensor: Tensor, _ mode: FanMode, _ nonlinearity: Nonlinearity, _ operation: String
    ) -> Double {
        let fans = trapping { () throws(ApusError) -> Fans in try Init.fans(of: tensor.shape, operation) }
        return calculateGain(nonlinearity) / Double(mode == .fanIn ? fans.input : fans.output).squareRoot()
    }

    /// How many values flow into an output and out of an input.
    private typealias Fans = (input: Int, output: Int)

    /// The fans of a weight [out, in, …].
    private static func fans(of shape: Shape, _ operation: String) throws(ApusError) -> Fans {
        guard shape.count >= 2 else {
            throw .shape(
                operation: operation, message: "a weight of shape \(shape); at least two axes, [out, in, …], are needed")
        }
        let field = Dims(shape.dropFirst(2)).product
        return (shape[1] * field, shape[0] * field)
    }

    /// What `torch.nn.Linear` and the convolutions begin with: a weight [out, in, …] and a bias [out], both uniform up to
    /// 1 ÷ √fan-in.
    static func fillAffine(_ weight: Tensor, _ bias: Tensor?) {
        if weight.count > 0 { kaimingUniform(weight, nonlinearity: .leakyRelu(negativeSlope: 5.0.squareRoot())) }
        guard let bias else { return }
        let input = trapping { () throws(ApusError) -> Fans in try Init.fans(of: weight.shape, "bias") }.input
        let bound = input > 0 ? 1 / Double(input).squareRoot() : 0
        uniform(bias, low: -bound, high: bound)
    }
}
