// Writing random numbers of any dtype over row-major memory, in PyTorch's order.

extension TensorGenerator {
    /// Numbers in [low, high) on floating and complex dtypes, as `Tensor.uniform_`.
    func fillUniform(_ x: Strided, low: Double, high: Double, _ operation: String) throws(ApusError) {
        guard low <= high, (high - low).isFinite else {
            throw .argument(operation: operation, message: "no numbers lie between \(low) and \(high)")
        }
        let (first, last) = (Float(low), Float(high))
        try draw { stream throws(ApusError) in
            switch x.dtype {
            case .float64, .complex128: stream.fillUniform(x.elements(as: Double.self), low: low, high: high)
            case .float32, .complex64: stream.fillUniform(x.elements(as: Float.self), low: first, high: last)
            case .float16: stream.fillUniform(x.elements(as: Float16.self), low: first, high: last) { Float16($0) }
            case .bfloat16: stream.fillUniform(x.elements(as: BFloat16.self), low: first, high: last) { BFloat16($0) }
            default: throw notFloating(x.dtype, operation)
            }
        }
    }

    /// Normal numbers on floating and complex dtypes, as `Tensor.normal_`; of a complex number each part has half of
    /// the variance.
    func fillNormal(_ x: Strided, mean: Double, std: Double, _ operation: String) throws(ApusError) {
        guard std >= 0 else {
            throw .argument(operation: operation, message: "a standard deviation of \(std) is below 0")
        }
        let deviation = x.dtype.isComplex ? std / 2.0.squareRoot() : std
        try draw { stream throws(ApusError) in
            switch x.dtype {
            case .float64, .complex128: stream.fillNormal(x.elements(as: Double.self), mean: mean, deviation: deviation)
            case .float32, .complex64: stream.fillNormal(x.elements(as: Float.self), mean: mean, deviation: deviation)
            case .float16:
                stream.fillNormal(x.elements(as: Float16.self), mean: mean, deviation: std) { Float16($0) }
            case .bfloat16:
                stream.fillNormal(x.elements(as: BFloat16.self), mean: mean, deviation: std) { BFloat16($0) }
            default: throw notFloating(x.dtype, operation)
            }
        }
    }

    /// Exponential numbers on floating dtypes, as `Tensor.exponential_`.
    func fillExponential(_ x: Strided, rate: Double, _ operation: String) throws(ApusError) {
        guard rate > 0 else { throw .argument(operation: operation, message: "a rate of \(rate) is not above 0") }
        try draw { stream throws(ApusError) in
            switch x.dtype {
            case .float64: stream.fillExponential(x.elements(as: Double.self), rate: rate) { $0 }
            case .float32: stream.fillExponential(x.elements(as: Float.self), rate: rate) { Float($0) }
            case .float16: stream.fillExponential(x.elements(as: Float16.self), rate: rate) { Float16(Float($0)) }
            case .bfloat16: stream.fillExponential(x.elements(as: BFloat16.self), rate: rate) { BFloat16(Float($0)) }
            default: throw notFloating(x.dtype, operation)
            }
        }
    }

    /// Integers in `low ..< high` on real dtypes, as `torch.randint`.
    func fillIntegers(_ x: Strided, low: Int, high: Int, _ operation: String) throws(ApusError) {
        let (range, base) = try (integerRange(low, high, x.dtype, operation), Int64(low))
        func fill<Element>(_ type: Element.Type, _ convert: (Int64) -> Element) {
            draw { $0.fillIntegers(x.elements(as: type), low: base, range: range, convert: convert) }
        }
        switch x.dtype {
        case .bool: fill(Bool.self) { $0 != 0 }
        case .uint8: fill(UInt8.self) { UInt8(truncatingIfNeeded: $0) }
        case .uint16: fill(UInt16.self) { UInt16(truncatingIfNeeded: $0) }
        case .uint32: fill(UInt32.self) { UInt32(truncatingIfNeeded: $0) }
        case .uint64: fill(UInt64.self) { UInt64(truncatingIfNeeded: $0) }
        case .int8: fill(Int8.self) { Int8(truncatingIfNeeded: $0) }
        case .int16: fill(Int16.self) { Int16(truncatingIfNeeded: $0) }
        case .int32: fill(Int32.self) { Int32(truncatingIfNeeded: $0) }
        case .int64: fill(Int64.self) { $0 }
        case .float16: fill(Float16.self) { Float16(Float($0)) }
        case .bfloat16: fill(BFloat16.self) { BFloat16(Float($0)) }
        case .float32: fill(Float.self) { Float($0) }
        case .float64: fill(Double.self) { Double($0) }
        case .complex64, .complex128: throw .dtype(operation: operation, message: "\(x.dtype) has no integers")
        }
    }

    /// How many integers to choose from; a floating dtype must be able to hold all of them.
    func integerRange(_ low: Int, _ high: Int, _ dtype: DType, _ operation: String) throws(ApusError) -> UInt64 {
        guard dtype.isFloatingPoint else { return try integerSpan(low, high, endpoint: false, dtype, operation) + 1 }
        let digits = [DType.float16: 11, .bfloat16: 8, .float32: 24][dtype] ?? 53
        guard low < high, low >= -(1 << digits), high - 1 <= 1 << digits else {
            throw .argument(
                operation: operation, message: "integers from \(low) to \(high) exclusive are none, or not exact in \(dtype)")
        }
        return UInt64(high - low)
    }

    /// 1 with the given probability, else 0, on every dtype, as `Tensor.bernoulli_(p)`.
    func fillBernoulli(_ x: Strided, probability: Double, _ operation: String) throws(ApusError) {
        guard (0...1).contains(probability) else {
            throw .argument(operation: operation, message: "a probability of \(probability) is not between 0 and 1")
        }
        let (zero, one) = (Scalar.bool(false), Scalar.bool(true))
        func fill<Element>(_ type: Element.Type, _ convert: (Bool) -> Element) {
            draw { $0.fillBernoulli(x.elements(as: type), probability: probability, convert: convert) }
        }
        switch x.dtype {
        case .bool: fill(Bool.self) { $0 }
        case .uint8, .int8: fill(UInt8.self) { $0 ? 1 : 0 }
        case .float32: fill(Float.self) { $0 ? 1 : 0 }
        case .float64: fill(Double.self) { $0 ? 1 : 0 }
        default:
            draw { stream in
                for index in 0..<x.count {
                    let value = stream.nextDouble() < probability ? one : zero
                    value.store(to: x.pointer + index * x.dtype.size, as: x.dtype)
                }
            }
        }
    }

    /// 1 with each element's own probability, as `torch.bernoulli(p)`; both row-major, floating, of one dtype.
    func fillBernoulli(_ x: Strided, probabilities: Strided) throws(ApusError) {
        func check<Real: BinaryFloatingPoint>(_ values: UnsafeMutableBufferPointer<Real>) throws(ApusError) {
            if let bad = values.first(where: { !(0...1).contains($0) }) {
                throw .argument(operation: "bernoulli", message: "a probability of \(bad) is not between 0 and 1")
            }
        }
        switch x.dtype {
        case .float64:
            let p = probabilities.elements(as: Double.self)
            try check(p)
            draw { stream in
                for (index, p) in p.enumerated() { x.elements(as: Double.self)[index] = stream.nextDouble() < p ? 1 : 0 }
            }
        case .float32:
            let p = probabilities.elements(as: Float.self)
            try check(p)
            draw { stream in
                for (index, p) in p.enumerated() { x.elements(as: Float.self)[index] = stream.nextFloat() < p ? 1 : 0 }
            }
        default: throw .dtype(operation: "bernoulli", message: "float32 or float64 is needed, not \(x.dtype)")
        }
    }

    private func notFloating(_ dtype: DType, _ operation: String) -> ApusError {
        .dtype(operation: operation, message: "a floating dtype is needed, not \(dtype)")
    }
}
