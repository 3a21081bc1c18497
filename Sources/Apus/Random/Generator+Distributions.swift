// Arrays of random numbers: the distributions of NumPy's `Generator`.

extension Generator {
    /// Numbers in [0, 1), float64 or float32. `Generator.random`.
    public func random(_ shape: Shape = [], dtype: DType = .float64) -> NDArray {
        uniform(low: 0, high: 1, shape, dtype: dtype)
    }

    /// Numbers in [low, high), float64 or, computed in it, float32. `Generator.uniform`.
    public func uniform(low: Double = 0, high: Double = 1, _ shape: Shape = [], dtype: DType = .float64) -> NDArray {
        trapping { () throws(ApusError) in try drawUniform(low, high, shape, dtype) }
    }

    func drawUniform(_ low: Double, _ high: Double, _ shape: Shape, _ dtype: DType) throws(ApusError) -> NDArray {
        guard (high - low).isFinite else {
            throw .argument(operation: "uniform", message: "the range from \(low) to \(high) is not finite")
        }
        return try real("uniform", shape, dtype) { bits, out in
            bits.fillUniform(out, low: low, high: high)
        } single: { bits, out in
            bits.fillUniform(out, low: Float(low), high: Float(high))
        }
    }

    /// Numbers from the normal law of mean 0 and standard deviation 1. `Generator.standard_normal`.
    ///
    /// float64 and float32 are two different streams, as in NumPy: the ziggurat method with 64 or 32 bits a number.
    public func standardNormal(_ shape: Shape = [], dtype: DType = .float64) -> NDArray {
        normal(mean: 0, std: 1, shape, dtype: dtype)
    }

    /// Numbers from a normal law, float64 or, computed in it, float32. `Generator.normal`.
    public func normal(mean: Double = 0, std: Double = 1, _ shape: Shape = [], dtype: DType = .float64) -> NDArray {
        trapping { () throws(ApusError) in try drawNormal(mean, std, shape, dtype) }
    }

    func drawNormal(_ mean: Double, _ std: Double, _ shape: Shape, _ dtype: DType) throws(ApusError) -> NDArray {
        guard std >= 0 else { throw .argument(operation: "normal", message: "a standard deviation of \(std) is below 0") }
        return try real("normal", shape, dtype) { bits, out in
            bits.fillNormal(out, mean: mean, deviation: std)
        } single: { bits, out in
            bits.fillNormal(out, mean: Float(mean), deviation: Float(std))
        }
    }

    /// Numbers from the exponential law of mean 1. `Generator.standard_exponential`.
    public func standardExponential(_ shape: Shape = [], dtype: DType = .float64) -> NDArray {
        exponential(scale: 1, shape, dtype: dtype)
    }

    /// Numbers from the exponential law of mean `scale`, float64 or, computed in it, float32. `Generator.exponential`.
    public func exponential(scale: Double = 1, _ shape: Shape = [], dtype: DType = .float64) -> NDArray {
        trapping { () throws(ApusError) in try drawExponential(scale, shape, dtype) }
    }

    func drawExponential(_ scale: Double, _ shape: Shape, _ dtype: DType) throws(ApusError) -> NDArray {
        guard scale >= 0 else { throw .argument(operation: "exponential", message: "a scale of \(scale) is below 0") }
        return try real("exponential", shape, dtype) { bits, out in
            bits.fillExponential(out, scale: scale)
        } single: { bits, out in
            bits.fillExponential(out, scale: Float(scale))
        }
    }

    /// Integers in `low ..< high`, or up to `high` itself with `endpoint`; every integer type and bool.
    /// `Generator.integers`.
    public func integers(
        _ low: Int = 0, _ high: Int, _ shape: Shape = [], dtype: DType = .int64, endpoint: Bool = false
    ) -> NDArray {
        trapping { () throws(ApusError) in try drawIntegers(low, high, shape, dtype, endpoint: endpoint) }
    }

    func drawIntegers(
        _ low: Int, _ high: Int, _ shape: Shape, _ dtype: DType, endpoint: Bool
    ) throws(ApusError) -> NDArray {
        let span = try integerSpan(low, high, endpoint: endpoint, dtype, "integers")
        return NDArray(value: try integers(low, span, shape, dtype))
    }

    private func integers(_ low: Int, _ span: UInt64, _ shape: Shape, _ dtype: DType) throws(ApusError) -> Strided {
        func fill<T: FixedWidthInteger & Sendable>(_ type: T.Type) throws(ApusError) -> Strided {
            try draw { bits throws(ApusError) in
                try randomArray(shape, dtype, of: type) {
                    bits.fillIntegers($0, low: T(truncatingIfNeeded: low), span: T.Magnitude(truncatingIfNeeded: span))
                }
            }
        }
        switch dtype {
        case .uint8: return try fill(UInt8.self)
        case .uint16: return try fill(UInt16.self)
        case .uint32: return try fill(UInt32.self)
        case .uint64: return try fill(UInt64.self)
        case .int8: return try fill(Int8.self)
        case .int16: return try fill(Int16.self)
        case .int32: return try fill(Int32.self)
        case .int64: return try fill(Int64.self)
        default:
            return try draw { bits throws(ApusError) in
                try randomArray(shape, dtype, of: Bool.self) {
                    if span == 0 { $0.update(repeating: low != 0) } else { bits.fillBooleans($0) }
                }
            }
        }
    }

    private func real(
        _ operation: String, _ shape: Shape, _ dtype: DType,
        double: (inout PCG64, UnsafeMutableBufferPointer<Double>) -> Void,
        single: (inout PCG64, UnsafeMutableBufferPointer<Float>) -> Void
    ) throws(ApusError) -> NDArray {
        try draw { bits throws(ApusError) in
            switch dtype {
            case .float64: NDArray(value: try randomArray(shape, dtype, of: Double.self) { double(&bits, $0) })
            case .float32: NDArray(value: try randomArray(shape, dtype, of: Float.self) { single(&bits, $0) })
            default:
                throw .dtype(operation: operation, message: "float64 or float32 is needed, not \(dtype); use astype after")
            }
        }
    }
}
