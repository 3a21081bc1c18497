import ApusCore

/// What an einsum does: the labels of the axes of each operand and of the result, and the size of each label.
struct EinsumEquation: Sendable, Hashable {
    /// A letter, as its place among the letters A–Z, a–z.
    typealias Label = UInt8

    let operands: [[Label]]
    let output: [Label]
    /// The size of each label; 1 gives way to another size.
    let sizes: [Label: Int]

    static let name = "einsum"
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    static func text(_ labels: some Sequence<Label>) -> String {
        String(decoding: labels.map { letters[Int($0)] }, as: UTF8.self)
    }

    /// The equation with a letter for every axis, those of an ellipsis included.
    var text: String { operands.map(Self.text).joined(separator: ",") + "->" + Self.text(output) }

    private static func wrong(_ message: String) -> ApusError { .argument(operation: name, message: message) }

    /// Reads an equation such as `ij,jk->ik` or `...ij,j` for operands of given shapes.
    init(_ equation: String, shapes: [Dims]) throws(ApusError) {
        let bytes = equation.utf8.filter { $0 != UInt8(ascii: " ") }
        guard !shapes.isEmpty else { throw Self.wrong("no operands; there must be at least one") }
        let sides = try Self.sides(bytes)
        let terms = try sides.input.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
            term throws(ApusError) in try EinsumTermText(term)
        }
        guard terms.count == shapes.count else {
            throw Self.wrong("\(terms.count) terms in '\(equation)' for \(shapes.count) operands")
        }
        let result = try sides.output.map { text throws(ApusError) in try EinsumTermText(text) }
        let used = Set(terms.flatMap { $0.labels } + (result?.labels ?? []))
        let free = (0..<Label(Self.letters.count)).reversed().filter { !used.contains($0) }
        // The axes of ellipses are counted from the last.
        var widths: [Int] = []
        for (term, shape) in zip(terms, shapes) {
            let width = shape.count - term.labels.count
            guard term.hasEllipsis ? width >= 0 : width == 0 else {
                throw Self.wrong(
                    "the term '\(term.text)' names \(term.labels.count) axes of an operand of shape \(shape)")
            }
            widths.append(term.hasEllipsis ? width : 0)
        }
        let widest = widths.max() ?? 0
        guard widest <= free.count else { throw Self.wrong("more than \(Self.letters.count) different axes") }
        operands = zip(terms, widths).map { term, width in term.expanded(free.prefix(width).reversed()) }
        let ellipsis = Array(free.prefix(widest).reversed())
        if let result {
            output = result.expanded(ellipsis)
        } else {
            var uses: [Label: Int] = [:]
            for label in operands.joined() { uses[label, default: 0] += 1 }
            output = ellipsis + uses.filter { $0.value == 1 && !ellipsis.contains($0.key) }.keys.sorted()
        }
        sizes = try Self.sizes(operands, shapes)
        var seen: Set<Label> = []
        for label in output {
            guard seen.insert(label).inserted else {
                throw Self.wrong("output character \(Self.text([label])) appeared more than once in the output")
            }
            guard sizes[label] != nil else {
                throw Self.wrong("output character \(Self.text([label])) did not appear in the input")
            }
        }
    }

    /// The texts before and after the arrow.
    private static func sides(_ bytes: [UInt8]) throws(ApusError) -> (input: [UInt8], output: [UInt8]?) {
        let dash = UInt8(ascii: "-"), head = UInt8(ascii: ">")
        guard let arrow = bytes.firstIndex(where: { $0 == dash || $0 == head }) else { return (bytes, nil) }
        let after = bytes.dropFirst(arrow + 2)
        guard arrow + 1 < bytes.count, bytes[arrow] == dash, bytes[arrow + 1] == head,
            !after.contains(dash), !after.contains(head)
        else { throw wrong("subscripts can only contain one '->'") }
        return (Array(bytes[..<arrow]), Array(after))
    }

    private static func sizes(_ operands: [[Label]], _ shapes: [Dims]) throws(ApusError) -> [Label: Int] {
        var sizes: [Label: Int] = [:]
        for (place, (labels, shape)) in zip(operands, shapes).enumerated() {
            var own: [Label: Int] = [:]
            for (label, size) in zip(labels, shape) {
                if let other = own.updateValue(size, forKey: label), other != size {
                    throw wrong(
                        "dimensions in operand \(place) for collapsing index '\(text([label]))' don't match (\(other) != \(size))")
                }
                let known = sizes[label] ?? 1
                guard known == 1 || size == 1 || known == size else {
                    throw wrong(
                        "Size of label '\(text([label]))' for operand \(place) (\(size)) does not match previous terms (\(known)).")
                }
                sizes[label] = known == 1 ? size : known
            }
        }
        return sizes
    }
}

/// One term of an equation: letters, and three dots among them.
private struct EinsumTermText {
    let text: String
    private(set) var labels: [EinsumEquation.Label] = []
    /// How many letters stand before the dots.
    private var dots: Int?

    var hasEllipsis: Bool { dots != nil }

    init(_ bytes: some Collection<UInt8>) throws(ApusError) {
        text = String(decoding: bytes, as: UTF8.self)
        var rest = Array(bytes)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): labels.append(byte - UInt8(ascii: "A"))
            case UInt8(ascii: "a")...UInt8(ascii: "z"): labels.append(byte - UInt8(ascii: "a") + 26)
            case UInt8(ascii: ".") where dots == nil && rest.starts(with: [byte, byte]):
                dots = labels.count
                rest = rest.dropFirst(2)
            case UInt8(ascii: "."):
                throw .argument(operation: EinsumEquation.name, message: "invalid ellipsis in '\(text)'; it is three dots, once")
            default:
                throw .argument(
                    operation: EinsumEquation.name,
                    message: "character \(String(decoding: [byte], as: UTF8.self)) in '\(text)' is not a valid symbol")
            }
        }
    }

    /// The labels with others in place of the dots.
    func expanded(_ ellipsis: some Collection<EinsumEquation.Label>) -> [EinsumEquation.Label] {
        guard let dots else { return labels }
        return Array(labels[..<dots]) + ellipsis + labels[dots...]
    }
}
