// The distributions without parameters, which come in float64 and float32.

extension Generator {
    /// Numbers in [0, 1), float64 or float32. `numpy.random.Generator.random`.
    ///
    /// - Parameter out: A contiguous array of the dtype that takes the numbers, instead of a new one of the shape.
    @discardableResult
    public func random(_ shape: Shape = [], dtype: DType = .float64, out: NDArray? = nil) -> NDArray {
        trapping { () throws(ApusError) in try standard(.uniform, out == nil ? shape : nil, dtype, out: out) }
    }

    /// Numbers from the normal law of mean 0 and standard deviation 1. `numpy.random.Generator.standard_normal`.
    ///
    /// float64 and float32 are two different streams, as in NumPy: the ziggurat method with 64 or 32 bits a number.
    @discardableResult
    public func standardNormal(_ shape: Shape = [], dtype: DType = .float64, out: NDArray? = nil) -> NDArray {
        trapping { () throws(ApusError) in try standard(.normal, out == nil ? shape : nil, dtype, out: out) }
    }

    /// Numbers from the exponential law of mean 1. `numpy.random.Generator.standard_exponential`.
    ///
    /// - Parameter method: The ziggurat, which is faster, or the inverse of the distribution function; two streams.
    @discardableResult
    public func standardExponential(
        _ shape: Shape = [], dtype: DType = .float64, method: ExponentialMethod = .ziggurat, out: NDArray? = nil
    ) -> NDArray {
        trapping { () throws(ApusError) in
            try standard(method == .ziggurat ? .exponential : .inverseExponential, out == nil ? shape : nil, dtype, out: out)
        }
    }

    /// How numbers of the exponential law are made.
    public enum ExponentialMethod: Sendable {
        case ziggurat, inverse
    }

    /// The distributions without parameters.
    package enum StandardLaw: String, Sendable {
        case uniform = "random"
        case normal = "standard_normal"
        case exponential = "standard_exponential"
        case inverseExponential = "inverse_exponential"
    }

    /// The throwing form of the three; the shape is `out`'s if nil.
    package func standard(
        _ law: StandardLaw, _ shape: Shape?, _ dtype: DType, out: NDArray? = nil
    ) throws(ApusError) -> NDArray {
        guard dtype == .float64 || dtype == .float32 else {
            throw .dtype(operation: law.rawValue, message: "float64 or float32 is needed, not \(dtype); use astype after")
        }
        if let out { try checkOutput(out, dtype, shape, law.rawValue, anyOrder: true) }
        let value = if let out { out.value } else { try Strided.empty(shape ?? [], dtype) }
        try scaled(law, value, shift: 0, factor: 1)
        return out ?? NDArray(value: value)
    }

    /// Numbers of a law, stretched and moved; float64 or, computed in it, float32.
    func scaled(_ law: StandardLaw, _ value: Strided, shift: Double, factor: Double) throws(ApusError) {
        if value.dtype == .float64 {
            try draw(DrawStandard(law: law, out: value.elements(as: Double.self), shift: shift, factor: factor))
        } else {
            try draw(
                DrawStandardFloat(law: law, out: value.elements(as: Float.self), shift: Float(shift), factor: Float(factor)))
        }
    }
}

private struct DrawStandard: Drawing {
    let law: Generator.StandardLaw
    let out: UnsafeMutableBufferPointer<Double>
    let shift, factor: Double

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        switch law {
        case .uniform: bits.fillUniform(out, low: shift, range: factor)
        case .normal: bits.fillNormal(out, mean: shift, deviation: factor)
        case .exponential: bits.fillExponential(out, scale: factor)
        case .inverseExponential: bits.fillInverseExponential(out)
        }
    }
}

private struct DrawStandardFloat: Drawing {
    let law: Generator.StandardLaw
    let out: UnsafeMutableBufferPointer<Float>
    let shift, factor: Float

    func draw(from bits: inout some BitGenerator) throws(ApusError) {
        switch law {
        case .uniform: bits.fillUniform(out, low: shift, range: factor)
        case .normal: bits.fillNormal(out, mean: shift, deviation: factor)
        case .exponential: bits.fillExponential(out, scale: factor)
        case .inverseExponential: bits.fillInverseExponential(out)
        }
    }
}
