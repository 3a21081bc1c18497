extension Tensor: CustomStringConvertible, CustomDebugStringConvertible {
    /// The tensor as PyTorch's `repr(t)` prints it, with `TensorPrintOptions.current`.
    public var description: String { description(.current) }

    /// The same as `description`, as in PyTorch.
    public var debugDescription: String { description(.current) }

    /// The tensor as PyTorch prints it under these options. Reads only what it shows, so the cost does not grow with the
    /// size of a tensor that is summarised.
    public func description(_ options: TensorPrintOptions) -> String {
        var annotations = TensorPrinter.Annotations()
        annotations.requiresGrad = requiresGrad
        if !isLeaf { annotations.gradientFunction = history.map { gradientFunctionName($0.name) } }
        return TensorPrinter.representation(value, annotations, options.sanitized())
    }
}

/// What PyTorch calls the derivative of an operation: `AddBackward0` for `add`.
private func gradientFunctionName(_ operation: String) -> String {
    let name = torchNames[operation] ?? operation.prefix(1).uppercased() + operation.dropFirst()
    return name == "CopySlices" ? name : name + "Backward0"
}

/// Operations whose name in PyTorch's graph is another than here.
private let torchNames = [
    "subtract": "Sub", "multiply": "Mul", "divide": "Div", "negative": "Neg", "power": "Pow", "absolute": "Abs",
    "conjugate": "Conj", "astype": "ToCopy", "copy": "Clone", "reshape": "View", "transpose": "Permute",
    "broadcast": "Expand", "expandDims": "Unsqueeze", "concatenate": "Cat", "matmul": "Mm",
]
