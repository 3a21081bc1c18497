/// How tensors are printed; the fields and defaults of PyTorch's `set_printoptions`.
public struct TensorPrintOptions: Sendable, Equatable {
    /// Number of digits after the decimal point.
    public var precision = 4
    /// A tensor with more elements than this is summarised.
    public var threshold = 1000
    /// Number of elements that a summary shows at each end of an axis.
    public var edgeItems = 3
    /// Number of columns after which a line is broken.
    public var lineWidth = 80
    /// Always (`true`) or never (`false`) use scientific notation; nil lets the values decide.
    public var scientific: Bool?

    public init() {}
}

extension TensorPrintOptions {
    private static let shared = Guarded(TensorPrintOptions())

    /// The options with which a tensor prints unless it is given others; they apply to the whole program.
    public static var current: TensorPrintOptions {
        get { shared.value }
        set { shared.value = newValue }
    }

    /// The same with numbers that layout can compute with, whatever was set.
    func sanitized() -> TensorPrintOptions {
        var options = self
        options.precision = min(max(precision, 0), 4096)
        options.edgeItems = min(max(edgeItems, 0), 1 << 30)
        options.lineWidth = min(max(lineWidth, 0), 1 << 30)
        return options
    }
}
