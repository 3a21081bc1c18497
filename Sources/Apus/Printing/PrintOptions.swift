/// How arrays are printed; the fields and defaults of NumPy's `set_printoptions`.
public struct PrintOptions: Sendable {
    /// How many digits a floating-point number shows.
    public enum FloatMode: Sendable {
        /// Exactly `precision` fractional digits.
        case fixed
        /// As many digits as identify the value, each element for itself; `precision` is ignored.
        case unique
        /// At most `precision` fractional digits, fewer where fewer identify the value.
        case maximumPrecision
        /// At most `precision` fractional digits, the same number for all elements.
        case maximumPrecisionEqual
    }

    /// Whether positive numbers carry a sign.
    public enum Sign: Sendable {
        /// Only negative numbers carry a sign.
        case negativeOnly
        /// Positive numbers carry `+`.
        case always
        /// Positive numbers carry a space.
        case space
    }

    /// Number of digits after the decimal point.
    public var precision = 8
    /// An array with more elements than this is summarised.
    public var threshold = 1000
    /// Number of elements that a summary shows at each end of an axis.
    public var edgeItems = 3
    /// Number of columns after which a line is broken.
    public var lineWidth = 75
    /// Prints small numbers as zero instead of changing to scientific notation.
    public var suppress = false
    /// Text of a value that is not a number.
    public var nanString = "nan"
    /// Text of infinity.
    public var infString = "inf"
    public var sign = Sign.negativeOnly
    public var floatMode = FloatMode.maximumPrecision
    /// Gives the text of an element, of a dtype; nil to print it by the other options. It is asked for each element shown, and
    /// its texts are not aligned. The `formatter` of NumPy.
    public var formatter: (@Sendable (Scalar, DType) -> String?)?
    /// Gives the whole text of an array in place of `debugDescription`. The `override_repr` of NumPy.
    public var overridingRepresentation: (@Sendable (NDArray) -> String)?

    public init() {}
}

extension PrintOptions {
    private static let shared = Guarded(PrintOptions())

    /// The options with which an array prints unless it is given others; they apply to the whole program.
    public static var current: PrintOptions {
        get { shared.value }
        set { shared.value = newValue }
    }

    /// The same with numbers that layout can compute with, whatever was set.
    func sanitized() -> PrintOptions {
        var options = self
        options.precision = min(max(precision, 0), 4096)
        options.edgeItems = min(max(edgeItems, 0), 1 << 30)
        options.lineWidth = min(max(lineWidth, 0), 1 << 30)
        return options
    }
}
