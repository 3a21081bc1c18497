extension ArrayFace {
    /// An array with the shape, dtype and device of another, its elements undefined. `numpy.empty_like`,
    /// `torch.empty_like`.
    public static func empty(like other: Self, dtype: DType? = nil) -> Self {
        empty(other.shape, dtype: dtype ?? other.dtype, device: other.device)
    }

    /// An array of zeros with the shape, dtype and device of another. `numpy.zeros_like`, `torch.zeros_like`.
    public static func zeros(like other: Self, dtype: DType? = nil) -> Self {
        zeros(other.shape, dtype: dtype ?? other.dtype, device: other.device)
    }

    /// An array of ones with the shape, dtype and device of another. `numpy.ones_like`, `torch.ones_like`.
    public static func ones(like other: Self, dtype: DType? = nil) -> Self {
        ones(other.shape, dtype: dtype ?? other.dtype, device: other.device)
    }

    /// An array of one number with the shape, dtype and device of another. `numpy.full_like`, `torch.full_like`.
    public static func full(like other: Self, _ number: some ScalarConvertible, dtype: DType? = nil) -> Self {
        full(other.shape, number, dtype: dtype ?? other.dtype, device: other.device)
    }
}
