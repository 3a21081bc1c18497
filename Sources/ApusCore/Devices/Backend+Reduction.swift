/// What a backend does for an operation: reductions, scans and softmax.
public protocol ReductionKernels {
    /// Reduces the axes named; `out` has the remaining axes, in order, and the dtype of the kernel's result.
    /// `parameter` is the degrees of freedom to subtract, or the order of a norm.
    func reduce(
        _ kernel: ReduceKernel, _ x: Strided, axes: Dims, parameter: Double, to out: Strided
    ) throws(ApusError)

    /// Accumulates along an axis; `out` has the shape of `x` and the dtype of the kernel's result.
    func scan(_ kernel: ScanKernel, _ x: Strided, axis: Int, to out: Strided) throws(ApusError)

    /// Normalises along an axis. Operands of this and the next method are contiguous, of one floating-point dtype; the
    /// output of `logSumExp` lacks the axis.
    func softmax(_ kernel: SoftmaxKernel, _ x: Strided, axis: Int, to out: Strided) throws(ApusError)

    /// The derivative of `softmax` or `logSoftmax`, from its result and the gradient of that.
    func softmaxBackward(
        _ kernel: SoftmaxKernel, result: Strided, gradient: Strided, axis: Int, to out: Strided
    ) throws(ApusError)
}

/// Running reductions, by name, in the order of `apus_scan_op`.
public enum ScanKernel: UInt8, CaseIterable, Sendable {
    case sum, product, minimum, maximum
}

/// Softmax and its kin, by name, in the order of `apus_softmax_op`.
public enum SoftmaxKernel: UInt8, CaseIterable, Sendable {
    case softmax, logSoftmax, logSumExp
}

extension ReduceKernel {
    /// The dtype of the result for operands of `dtype`: 64 bits for sums and products of integers, float64 for their means
    /// and norms, the real type for norms and variances.
    public func result(_ dtype: DType) -> DType {
        switch self {
        case .sum, .product: dtype.isInexact ? dtype : dtype.isUnsigned ? .uint64 : .int64
        case .minimum, .maximum: dtype
        case .any, .all: .bool
        case .argmin, .argmax, .countNonzero: .int64
        case .mean: dtype.isInexact ? dtype : .float64
        default: dtype.isInexact ? dtype.realType : .float64
        }
    }
}

extension ScanKernel {
    /// The dtype of the result for operands of `dtype`.
    public func result(_ dtype: DType) -> DType {
        self == .sum || self == .product ? ReduceKernel.sum.result(dtype) : dtype
    }
}
