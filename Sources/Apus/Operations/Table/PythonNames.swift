/// How operations and their parameters are spelled in Python: with underscores, and as PyTorch writes them.
///
/// A name that follows from the Swift name stands nowhere; the exceptions are below.
extension TableOperation {
    public static var pythonName: String { Apus.pythonName(of: name) }

    public static var pythonAliases: [String] { Apus.pythonAliases(of: name) }
}

@inline(never)
private func pythonName(of name: String) -> String { pythonSpellingsOfAll[name]?.first ?? snakeCase(name) }

@inline(never)
private func pythonAliases(of name: String) -> [String] { Array(pythonSpellingsOfAll[name]?.dropFirst() ?? []) }

extension Parameter {
    /// The name in Python.
    public var pythonName: String { snakeCase(name) }

    /// The default as Python writes it.
    public var defaultText: String {
        switch defaultValue {
        case .boolean(let value): value ? "True" : "False"
        case .integer(let value): "\(value)"
        case .integers(let values): "(" + values.map { "\($0)" }.joined(separator: ", ") + (values.count == 1 ? ",)" : ")")
        case .real(let value): "\(value)"
        case .text(let value): "'\(value)'"
        case nil: "None"
        }
    }
}

/// `runningMean` as Python writes it: `running_mean`.
func snakeCase(_ name: String) -> String {
    var result = ""
    for letter in name.replacing("NaN", with: "Nan") {
        if letter.isUppercase && !result.isEmpty { result += "_" }
        result += letter.lowercased()
    }
    return result
}

/// By an operation's name, its name in Python and then its other names there: those below, and those of the families that
/// keep their own beside their list.
private let pythonSpellingsOfAll: [String: [String]] = [
    OperationTable.linalgSpellings, OperationTable.fourierSpellings, OperationTable.statisticsSpellings,
    OperationTable.arrangementSpellings, OperationTable.polynomialsSpellings,
].reduce(into: pythonSpellings) { all, family in all.merge(family) { first, _ in first } }

/// By an operation's name, its name in Python and then its other names there.
let pythonSpellings: [String: [String]] = [
    // Arithmetic.
    "subtract": ["sub", "subtract"], "multiply": ["mul", "multiply"], "divide": ["div", "divide", "true_divide"],
    "negative": ["neg", "negative"], "power": ["pow", "power"], "abs": ["abs", "absolute"],
    "conjugate": ["conj", "conjugate"], "imaginary": ["imag"], "copySign": ["copysign"], "nextAfter": ["nextafter"],
    "copy": ["clone", "copy"], "clip": ["clamp", "clip"],
    // Functions.
    "asin": ["asin", "arcsin"], "acos": ["acos", "arccos"], "atan": ["atan", "arctan"], "atan2": ["atan2", "arctan2"],
    "asinh": ["asinh", "arcsinh"], "acosh": ["acosh", "arccosh"], "atanh": ["atanh", "arctanh"],
    "logAddExp": ["logaddexp"], "logAddExp2": ["logaddexp2"], "logSumExp": ["logsumexp"],
    // Truth. `torch.equal` compares whole tensors.
    "equal": ["eq"], "notEqual": ["ne", "not_equal"], "less": ["lt", "less"], "lessEqual": ["le", "less_equal"],
    "greater": ["gt", "greater"], "greaterEqual": ["ge", "greater_equal"], "isClose": ["isclose"],
    "bitwiseNot": ["bitwise_not", "bitwise_invert"], "shiftLeft": ["bitwise_left_shift"],
    "shiftRight": ["bitwise_right_shift"], "isNaN": ["isnan"], "isInfinite": ["isinf"], "isFinite": ["isfinite"],
    "signBit": ["signbit"],
    // Reductions and ordering. `torch.min`, `torch.sort`, `torch.cummin` and their like give indices too, and
    // `torch.nonzero` is a matrix.
    "min": ["amin"], "max": ["amax"], "norm": ["norm", "vector_norm"], "sort": ["sort_values"], "sortWithIndices": ["sort"],
    "cummin": ["cumulative_min"], "cummax": ["cumulative_max"], "argwhere": ["argwhere", "nonzero"],
    "nonzero": ["nonzero_tuple"], "topK": ["topk"], "searchSorted": ["searchsorted"], "isIn": ["isin"],
    // Shapes. `torch.split` takes sizes, and `torch.nn.functional.pad` takes widths from the last axis on.
    "split": ["split_into"], "pad": ["pad_axes"],
    "transpose": ["permute", "permute_dims"], "broadcast": ["broadcast_to"],
    "broadcastArrays": ["broadcast_tensors", "broadcast_arrays"], "expandDims": ["unsqueeze", "expand_dims"],
    "moveAxes": ["movedim", "moveaxis"], "concatenate": ["cat", "concat", "concatenate"],
    "arraySplit": ["tensor_split", "array_split"], "repeat": ["repeat_interleave"],
    "takeAlongAxis": ["take_along_dim", "take_along_axis"],
    // Layers.
    "averagePool2d": ["avg_pool2d"], "adaptiveAveragePool2d": ["adaptive_avg_pool2d"],
]

/// By a parameter's name, the other spellings of a keyword argument: PyTorch's, NumPy's and the array API standard's.
let keywordSpellings: [String: [String]] = [
    "x": ["input"], "a": ["input", "x1"], "b": ["other", "x2"], "arrays": ["tensors"],
    "axis": ["dim"], "axes": ["axis", "dim", "dims"], "keepDims": ["keepdim", "keepdims"], "axis1": ["dim1"],
    "axis2": ["dim2"], "sources": ["source"], "destinations": ["destination"], "start": ["start_dim"], "end": ["end_dim"],
    "imaginary": ["imag"],
    "indices": ["index"], "values": ["src", "source"], "sorted": ["sorted_sequence", "x1"], "repeats": ["dims", "reps"],
    "counts": ["repeats"], "shape": ["size"], "turns": ["k"], "offset": ["diagonal", "k"],
    "correction": ["ddof"], "order": ["p", "ord"], "classes": ["num_classes"], "groups": ["num_groups"],
    "epsilon": ["eps"], "runningVariance": ["running_var"], "paddingIndex": ["padding_idx"],
    "divisor": ["divisor_override"],
]
