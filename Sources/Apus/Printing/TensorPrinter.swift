import ApusCore

/// Lays out a tensor as PyTorch's `repr` does.
struct TensorPrinter {
    /// What is printed besides the elements.
    struct Annotations {
        /// The name of the node that computed the tensor, such as `AddBackward0`.
        var gradientFunction: String?
        var requiresGrad = false
    }

    private static let prefix = "tensor("

    /// PyTorch's `repr(t)` (and `str(t)`, which is the same).
    static func representation(
        _ tensor: Strided, _ annotations: Annotations = Annotations(),
        _ options: TensorPrintOptions
    ) -> String {
        let count = tensor.count
        let isDefault = tensor.dtype == .float32
        var suffixes: [String] = []
        if tensor.device != .cpu { suffixes.append("device='\(tensor.device)'") }
        let size = "size=" + tensor.shape.description
        let dtype = "dtype=torch." + tensor.dtype.name
        let contents: String
        if tensor.device == .meta {
            contents = "..."
            suffixes.append(size)
            if !isDefault { suffixes.append(dtype) }
        } else if count == 0 {
            contents = "[]"
            if tensor.rank != 1 { suffixes.append(size) }
            if !isDefault { suffixes.append(dtype) }
        } else {
            contents = body(tensor, options)
            if options.edgeItems == 0 { suffixes.append(size) }
            if ![.bool, .int64, .float32, .complex64].contains(tensor.dtype) { suffixes.append(dtype) }
        }
        if let function = annotations.gradientFunction {
            suffixes.append("grad_fn=<\(function)>")
        } else if annotations.requiresGrad {
            suffixes.append("requires_grad=True")
        }
        return append(suffixes, to: prefix + contents, options)
    }

    private static func append(_ suffixes: [String], to text: String, _ options: TensorPrintOptions) -> String {
        let indent = prefix.utf8.count
        var text = text
        var lastLineWidth = text.lastLineWidth + 2
        for suffix in suffixes {
            let width = suffix.utf8.count
            if lastLineWidth + width + 2 > options.lineWidth {
                text += ",\n" + String(repeating: " ", count: indent) + suffix
                lastLineWidth = indent + width
            } else {
                text += ", " + suffix
                lastLineWidth += width + 2
            }
        }
        return text + ")"
    }

    private static func body(_ tensor: Strided, _ options: TensorPrintOptions) -> String {
        let edges = options.edgeItems
        let isSummary = tensor.count > options.threshold
        if isSummary && edges == 0 && tensor.rank != 0 { return "[...]" }
        let shown = ShownElements(tensor, edges: isSummary ? (edges, edges, 2 * edges) : nil)
        let format = TensorElementFormat(shown.elements, dtype: tensor.dtype, options)
        if tensor.rank == 0 { return format.text(shown.elements[0]) }
        var printer = TensorPrinter(options: options, format: format, shown: shown)
        printer.write(axis: 0)
        return printer.output
    }

    private let options: TensorPrintOptions
    private let format: TensorElementFormat
    private let shown: ShownElements
    private var output = ""
    private var position = 0

    private init(options: TensorPrintOptions, format: TensorElementFormat, shown: ShownElements) {
        self.options = options
        self.format = format
        self.shown = shown
    }

    private mutating func write(axis: Int) {
        let indent = TensorPrinter.prefix.utf8.count + axis
        output += "["
        if axis == shown.axes.count - 1 {
            writeRow(indent: indent)
        } else {
            let lines = shown.axes.count - axis - 1
            let lineBreak = "," + String(repeating: "\n", count: lines) + String(repeating: " ", count: indent + 1)
            let extent = shown.axes[axis]
            for index in 0..<extent.count {
                if index > 0 { output += lineBreak }
                if index == extent.leading { output += "..." + lineBreak }
                write(axis: axis + 1)
            }
        }
        output += "]"
    }

    /// The elements along the last axis, as many on a line as fit.
    private mutating func writeRow(indent: Int) {
        let extent = shown.axes[shown.axes.count - 1]
        var items: [String] = []
        for index in 0..<extent.count {
            if index == extent.leading { items.append(" ...") }
            items.append(format.text(shown.elements[position]))
            position += 1
        }
        let available = options.lineWidth - indent
        let perLine = max(available / (format.width + 2), 1)
        for (index, item) in items.enumerated() {
            if index > 0 {
                output += index % perLine == 0 ? ",\n" + String(repeating: " ", count: indent + 1) : ", "
            }
            output += item
        }
    }
}
