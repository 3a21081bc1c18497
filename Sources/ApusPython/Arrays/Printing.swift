internal import Apus
internal import ApusCore
internal import CPython

// Arrays as text, with the options that Python set.

/// What Python calls to learn the options of the running context: a function that gives a dictionary, or None for defaults.
nonisolated(unsafe) private var optionsFunction: Reference?

/// The ways of printing an array.
enum TextStyle {
    case plain, representation
    case between(separator: String, prefix: String, suffix: String)
}

/// The options that hold where the call comes from.
func currentPrintOptions() throws -> Reference? {
    guard let optionsFunction else { return nil }
    return try checked(PyObject_CallObject(optionsFunction, nil))
}

/// The text of an array.
///
/// - Parameter options: an owned dictionary, which this takes over, or nil or None for the defaults of the program.
func newText(of array: Reference, style: TextStyle, _ options: Reference?) throws -> Reference {
    defer { if let options { Py_DecRef(options) } }
    let value = content(array, as: NDArray.self)
    var chosen = PrintOptions.current
    if let options, !isNone(options) {
        if case .representation = style, let override = try entry(options, "override_repr") {
            let arguments = try newTuple([retained(array)])
            defer { Py_DecRef(arguments) }
            return try checked(PyObject_CallObject(override, arguments))
        }
        chosen = try printOptions(options)
    }
    let text: String
    switch style {
    case .plain: text = value.description(chosen)
    case .representation: text = value.debugDescription(chosen)
    case .between(let separator, let prefix, let suffix):
        text = value.text(chosen, separator: separator, prefix: prefix, suffix: suffix)
    }
    // A formatter of Python's may have failed; it cannot throw through the printer.
    if PyErr_Occurred() != nil { throw Raised() }
    return try newString(text)
}

/// An entry of a dictionary, borrowed; nil if there is none or it is None.
private func entry(_ options: Reference, _ name: String) throws -> Reference? {
    guard let value = PyDict_GetItemString(options, name), !isNone(value) else { return nil }
    return value
}

private func printOptions(_ options: Reference) throws -> PrintOptions {
    var result = PrintOptions.current
    func number(_ name: String) throws -> Int? { try entry(options, name).map { try integer($0, name) } }
    result.precision = try number("precision") ?? result.precision
    result.threshold = try number("threshold") ?? result.threshold
    result.edgeItems = try number("edgeitems") ?? result.edgeItems
    result.lineWidth = try number("linewidth") ?? result.lineWidth
    if let suppress = try entry(options, "suppress") { result.suppress = PyObject_IsTrue(suppress) == 1 }
    if let nan = try entry(options, "nanstr") { result.nanString = try text(nan) }
    if let inf = try entry(options, "infstr") { result.infString = try text(inf) }
    if let sign = try entry(options, "sign") {
        result.sign = try text(sign) == "+" ? .always : try text(sign) == " " ? .space : .negativeOnly
    }
    if let mode = try entry(options, "floatmode") {
        switch try text(mode) {
        case "fixed": result.floatMode = .fixed
        case "unique": result.floatMode = .unique
        case "maxprec_equal": result.floatMode = .maximumPrecisionEqual
        default: result.floatMode = .maximumPrecision
        }
    }
    if let formatters = try entry(options, "formatter") { result.formatter = formatter(formatters) }
    return result
}

/// A formatter that calls Python's functions; the dictionary is held by whoever prints.
private func formatter(_ functions: Reference) -> @Sendable (Scalar, DType) -> String? {
    nonisolated(unsafe) let functions = functions
    return { scalar, dtype in
        guard PyErr_Occurred() == nil, let function = function(functions, for: dtype) else { return nil }
        do {
            let arguments = try newTuple([newElement(scalar, dtype)])
            defer { Py_DecRef(arguments) }
            let result = try checked(PyObject_CallObject(function, arguments))
            defer { Py_DecRef(result) }
            guard isString(result) else { throw PythonError.type("a formatter must give a str, not \(typeName(result))") }
            return try text(result)
        } catch {
            raise(error)
            return ""
        }
    }
}

/// An element for a formatter: a number of Python where that prints alike, else an array without axes.
private func newElement(_ scalar: Scalar, _ dtype: DType) throws -> Reference {
    switch dtype {
    case .float16, .bfloat16, .float32, .complex64:
        let value = try Strided.empty([], dtype)
        scalar.store(to: value.pointer, as: dtype)
        return try NDArray(value: value).newReference()
    default: return try newNumber(scalar)
    }
}

/// The function of a dictionary of formatters that a dtype takes: one of its own name before one of its kind, before one of all.
private func function(_ functions: Reference, for dtype: DType) -> Reference? {
    let names: [String]
    switch dtype {
    case .bool: names = ["bool", "all"]
    case .complex64, .complex128: names = ["complexfloat", "complex_kind", "all"]
    case _ where dtype.isFloatingPoint: names = ["float", "float_kind", "all"]
    default: names = ["int", "int_kind", "all"]
    }
    for name in names {
        if let found = PyDict_GetItemString(functions, name), !isNone(found) { return found }
    }
    return nil
}

/// The functions behind `array2string` and its siblings.
func printingFunctions() -> [(NativeFunction, String)] {
    [
        (
            NativeFunction("set_print_options_function", "function, /") { call in
                if let function = call[0], PyObject_HasAttrString(function, "__call__") == 0 || isType(function) {
                    throw PythonError.type("a function is needed, not \(typeName(function))")
                }
                let old = optionsFunction
                optionsFunction = call[0].map { retained($0) }
                if let old { Py_DecRef(old) }
                return newNone()
            }, "Sets what is called for the options of printing: a function that gives a dictionary or None."
        ),
        (
            NativeFunction("array_text", "array, style, options, separator=' ', prefix='', suffix='', /") { call in
                guard isArray(call.required(0)) else {
                    throw PythonError.type("an Array is needed, not \(typeName(call.required(0)))")
                }
                let style: TextStyle
                switch try text(call.required(1)) {
                case "str": style = .plain
                case "repr": style = .representation
                default:
                    style = .between(
                        separator: try call[3].map { try text($0) } ?? " ", prefix: try call[4].map { try text($0) } ?? "",
                        suffix: try call[5].map { try text($0) } ?? "")
                }
                return try newText(of: call.required(0), style: style, call[2].map { retained($0) })
            }, "The text of an array with given options."
        ),
        (
            NativeFunction("float_text", "value, is_scientific, precision, unique, fractional, trim, sign, pad_left, pad_right, digits, exp_digits, /") { call in
                let array: NDArray = try faceValue(call.required(0))
                guard array.count == 1, array.dtype.isFloatingPoint else { throw PythonError.type("a number is needed") }
                var formatting = FloatFormatting()
                func number(_ index: Int) throws -> Int? { try call[index].map { try integer($0, "digits") } }
                formatting.precision = try number(2)
                formatting.isUnique = try boolean(call.required(3), "unique")
                formatting.countsAllDigits = try !boolean(call.required(4), "fractional")
                switch try text(call.required(5)) {
                case "k": formatting.trim = .keep
                case ".": formatting.trim = .zeros
                case "0": formatting.trim = .zerosButOne
                case "-": formatting.trim = .zerosAndPoint
                default: throw PythonError.value("trim must be one of 'k', '.', '0', '-'")
                }
                formatting.showsPlus = try boolean(call.required(6), "sign")
                formatting.padLeft = try number(7) ?? 0
                formatting.padRight = try number(8)
                formatting.minimumDigits = try number(9)
                formatting.exponentDigits = try number(10) ?? 2
                let value = try array.onlyElement().doubleValue
                let isScientific = try boolean(call.required(1), "is_scientific")
                return try newString(
                    isScientific
                        ? formatting.scientific(value, dtype: array.dtype) : formatting.positional(value, dtype: array.dtype))
            }, "A number as text."
        ),
    ]
}
