/// Reductions with their axes labelled, as NumPy and PyTorch write them: `sum(axis: 0)`, `sum(axes: [0, 1])`.
extension ArrayFace {
    /// `sum(_:)` along one axis.
    public func sum(axis: Int, keepDims: Bool = false, dtype: DType? = nil) -> Self {
        sum(.some([axis]), keepDims: keepDims, dtype: dtype)
    }
    /// `sum(_:)` along several axes.
    public func sum(axes: [Int], keepDims: Bool = false, dtype: DType? = nil) -> Self {
        sum(.some(Dims(axes)), keepDims: keepDims, dtype: dtype)
    }

    /// `prod(_:)` along one axis.
    public func prod(axis: Int, keepDims: Bool = false, dtype: DType? = nil) -> Self {
        prod(.some([axis]), keepDims: keepDims, dtype: dtype)
    }
    /// `prod(_:)` along several axes.
    public func prod(axes: [Int], keepDims: Bool = false, dtype: DType? = nil) -> Self {
        prod(.some(Dims(axes)), keepDims: keepDims, dtype: dtype)
    }

    /// `mean(_:)` along one axis.
    public func mean(axis: Int, keepDims: Bool = false, dtype: DType? = nil) -> Self {
        mean(.some([axis]), keepDims: keepDims, dtype: dtype)
    }
    /// `mean(_:)` along several axes.
    public func mean(axes: [Int], keepDims: Bool = false, dtype: DType? = nil) -> Self {
        mean(.some(Dims(axes)), keepDims: keepDims, dtype: dtype)
    }

    /// `var(_:)` along one axis.
    public func `var`(axis: Int, correction: Double? = nil, keepDims: Bool = false) -> Self {
        `var`(.some([axis]), correction: correction, keepDims: keepDims)
    }
    /// `var(_:)` along several axes.
    public func `var`(axes: [Int], correction: Double? = nil, keepDims: Bool = false) -> Self {
        `var`(.some(Dims(axes)), correction: correction, keepDims: keepDims)
    }

    /// `std(_:)` along one axis.
    public func std(axis: Int, correction: Double? = nil, keepDims: Bool = false) -> Self {
        std(.some([axis]), correction: correction, keepDims: keepDims)
    }
    /// `std(_:)` along several axes.
    public func std(axes: [Int], correction: Double? = nil, keepDims: Bool = false) -> Self {
        std(.some(Dims(axes)), correction: correction, keepDims: keepDims)
    }

    /// `min(_:)` along one axis.
    public func min(axis: Int, keepDims: Bool = false) -> Self {
        min(.some([axis]), keepDims: keepDims)
    }
    /// `min(_:)` along several axes.
    public func min(axes: [Int], keepDims: Bool = false) -> Self {
        min(.some(Dims(axes)), keepDims: keepDims)
    }

    /// `max(_:)` along one axis.
    public func max(axis: Int, keepDims: Bool = false) -> Self {
        max(.some([axis]), keepDims: keepDims)
    }
    /// `max(_:)` along several axes.
    public func max(axes: [Int], keepDims: Bool = false) -> Self {
        max(.some(Dims(axes)), keepDims: keepDims)
    }

    /// `any(_:)` along one axis.
    public func any(axis: Int, keepDims: Bool = false) -> Self {
        any(.some([axis]), keepDims: keepDims)
    }
    /// `any(_:)` along several axes.
    public func any(axes: [Int], keepDims: Bool = false) -> Self {
        any(.some(Dims(axes)), keepDims: keepDims)
    }

    /// `all(_:)` along one axis.
    public func all(axis: Int, keepDims: Bool = false) -> Self {
        all(.some([axis]), keepDims: keepDims)
    }
    /// `all(_:)` along several axes.
    public func all(axes: [Int], keepDims: Bool = false) -> Self {
        all(.some(Dims(axes)), keepDims: keepDims)
    }

    /// `countNonzero(_:)` along one axis.
    public func countNonzero(axis: Int, keepDims: Bool = false) -> Self {
        countNonzero(.some([axis]), keepDims: keepDims)
    }
    /// `countNonzero(_:)` along several axes.
    public func countNonzero(axes: [Int], keepDims: Bool = false) -> Self {
        countNonzero(.some(Dims(axes)), keepDims: keepDims)
    }

    /// `logSumExp(_:)` along one axis.
    public func logSumExp(axis: Int, keepDims: Bool = false) -> Self {
        logSumExp(.some([axis]), keepDims: keepDims)
    }
    /// `logSumExp(_:)` along several axes.
    public func logSumExp(axes: [Int], keepDims: Bool = false) -> Self {
        logSumExp(.some(Dims(axes)), keepDims: keepDims)
    }
}
