extension NDArray: CustomStringConvertible, CustomDebugStringConvertible {
    /// The elements as NumPy's `str(a)` prints them, with `PrintOptions.current`.
    public var description: String { description(.current) }

    /// The array as NumPy's `repr(a)` prints it, with `PrintOptions.current`: with its shape and dtype where the
    /// elements do not tell them.
    public var debugDescription: String { debugDescription(.current) }

    /// The elements as NumPy's `array_str(a)` prints them. Reads only what it shows, so the cost does not grow with the
    /// size of an array that is summarised.
    public func description(_ options: PrintOptions) -> String { ArrayPrinter.text(value, options.sanitized()) }

    /// The elements with a separator of one's own, to stand between a prefix and a suffix, which are not printed but for
    /// which room is left. `numpy.array2string`.
    public func text(
        _ options: PrintOptions = .current, separator: String = " ", prefix: String = "", suffix: String = ""
    ) -> String {
        ArrayPrinter.text(value, options.sanitized(), separator: separator, prefix: prefix, suffix: suffix)
    }

    /// The array as NumPy's `array_repr(a)` prints it.
    public func debugDescription(_ options: PrintOptions) -> String {
        options.overridingRepresentation?(self) ?? ArrayPrinter.representation(value, options.sanitized())
    }
}
