extension ArrayFace {
    /// An array whose elements are undefined until they are written. `numpy.empty`, `torch.empty`.
    public static func empty(_ shape: Shape, dtype: DType? = nil, device: Device = .cpu) -> Self {
        trapping { () throws(ApusError) in Self(value: try .empty(shape, dtype ?? world.defaultFloat, on: device)) }
    }

    /// An array of one number; without a dtype, of the number's kind. `numpy.full`, `torch.full`.
    public static func full(
        _ shape: Shape, _ number: some ScalarConvertible, dtype: DType? = nil, device: Device = .cpu
    ) -> Self {
        trapping { () throws(ApusError) in
            let scalar = number.scalar
            let value = try Strided.empty(shape, dtype ?? world.dtype(of: scalar), on: device)
            try checkFits(scalar, in: value.dtype, world, "full")
            try device.backend.fill(value, with: scalar)
            return Self(value: value)
        }
    }

    /// An array of zeros, by default float64 for `NDArray` and float32 for `Tensor`. `numpy.zeros`, `torch.zeros`.
    public static func zeros(_ shape: Shape, dtype: DType? = nil, device: Device = .cpu) -> Self {
        full(shape, 0, dtype: dtype ?? world.defaultFloat, device: device)
    }

    /// An array of ones, by default float64 for `NDArray` and float32 for `Tensor`. `numpy.ones`, `torch.ones`.
    public static func ones(_ shape: Shape, dtype: DType? = nil, device: Device = .cpu) -> Self {
        full(shape, 1, dtype: dtype ?? world.defaultFloat, device: device)
    }
}

extension World {
    /// The dtype that a number alone becomes in an array.
    @inlinable
    public func dtype(of scalar: Scalar) -> DType {
        switch scalar {
        case .bool: .bool
        case .int: .int64
        case .uint: .uint64
        case .float: defaultFloat
        case .complex: defaultFloat.complexType
        }
    }
}
