import ApusCore

/// What normalisation has in common: a weight and a bias that may be left out, and statistics of higher precision.
///
/// Inputs are the array, whatever statistics the operation takes, then the weight and the bias if there are any.
protocol Normalisation: VariadicOperation {
    /// How many inputs come before the weight.
    static var fixedInputs: Int { get }
    var hasWeight: Bool { get }
    var hasBias: Bool { get }
}

extension Normalisation {
    static var saves: Saved { [] }
    static var fixedInputs: Int { 1 }
    /// All but the bias, which is the last.
    func savesInput(_ index: Int) -> Bool { index < Self.fixedInputs || hasWeight && index == Self.fixedInputs }
    func savesOutput(_ index: Int) -> Bool { index > 0 }
    func isDifferentiable(output index: Int) -> Bool { index == 0 }

    func weight<Operand>(_ inputs: [Operand]) -> Operand? { hasWeight ? inputs[Self.fixedInputs] : nil }
    func bias<Operand>(_ inputs: [Operand]) -> Operand? { hasBias ? inputs[inputs.count - 1] : nil }

    /// The gradients in the order of the inputs.
    func gradients(_ input: Tensor?, weight: Tensor?, bias: Tensor?) -> [Tensor?] {
        var result: [Tensor?] = [input] + Array(repeating: nil, count: Self.fixedInputs - 1)
        if hasWeight { result.append(weight) }
        if hasBias { result.append(bias) }
        return result
    }

    /// Checks the dtypes, and that weight and bias have a shape and the array's dtype.
    func check(_ inputs: [Strided], parameters shape: Dims) throws(ApusError) {
        let x = inputs[0]
        guard x.dtype.isFloatingPoint else {
            throw .dtype(operation: Self.name, message: "not defined for \(x.dtype); cast to a float with astype(_:) first")
        }
        for (role, parameter) in [("weight", weight(inputs)), ("bias", bias(inputs))] {
            guard let parameter else { continue }
            _ = try commonDevice(Self.name, x, parameter)
            guard parameter.shape == shape else {
                throw .shape(
                    operation: Self.name,
                    message: "a \(role) of shape \(parameter.shape) for an array of shape \(x.shape); it must be \(shape)")
            }
            guard parameter.dtype == x.dtype else {
                throw .dtype(
                    operation: Self.name,
                    message: "a \(role) of \(parameter.dtype) for an array of \(x.dtype); cast one with astype(_:)")
            }
        }
    }
}

/// The inputs of a normalisation, with a weight and a bias if they are given.
func normalisationInputs<Face>(_ fixed: [Face], _ weight: Face?, _ bias: Face?) -> [Face] {
    fixed + [weight, bias].compactMap { $0 }
}

extension DType {
    /// The dtype of means and variances of `self`.
    var statistics: DType { self == .float64 ? .float64 : .float32 }
}

// Arithmetic on statistics: contiguous arrays of one or a few numbers a channel.
extension Strided {
    func times(_ other: Strided) throws(ApusError) -> Strided {
        try runBinary(.multiply, self, other, dtype, "normalisation")
    }

    func times(_ number: Double) throws(ApusError) -> Strided {
        try runBinary(.multiply, self, .float(number), false, dtype, .torch, "normalisation")
    }

    /// 1 ÷ √(variance + ε).
    func reciprocalDeviation(_ epsilon: Double) throws(ApusError) -> Strided {
        let shifted = try runBinary(.add, self, .float(epsilon), false, dtype, .torch, "normalisation")
        return try runUnary(.rsqrt, shifted, dtype, (0, 0))
    }

    func total(_ axes: Dims) throws(ApusError) -> Strided {
        let out = try Strided.empty(reducedShape(shape, without: axes, keepDims: false), dtype, on: device)
        try device.backend.reduce(.sum, self, axes: axes, parameter: 0, to: out)
        return out
    }

    /// A contiguous array seen in another shape.
    func shaped(_ shape: Dims) -> Strided { view(Layout(contiguous: shape, offset: layout.offset)) }

    /// A contiguous copy, broadcast to a shape.
    func spread(to shape: Dims) throws(ApusError) -> Strided { try contiguous(view(layout.broadcast(to: shape)!)) }

    static func filled(_ shape: Dims, _ number: Double, _ dtype: DType, on device: Device) throws(ApusError) -> Strided {
        let out = try Strided.empty(shape, dtype, on: device)
        try device.backend.fill(out, with: .float(number))
        return out
    }
}
