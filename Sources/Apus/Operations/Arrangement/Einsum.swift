import ApusCore

/// Sums of products over labelled axes.
enum Einsum: TableOperation {
    static var name: String { "einsum" }
    static var parameters: [Parameter] {
        [
            Parameter("equation", .text), Parameter("arrays", .arrays).known(as: "operands"),
            Parameter("optimize", .text, default: "greedy"), Parameter("path", .integers, optional: true),
        ]
    }

    /// `path` holds for each step the number of its operands and then their places.
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let strategy: EinsumPath.Strategy
        if case .none = arguments["path"] {
            switch try arguments.text("optimize", default: "greedy") {
            case "greedy": strategy = .greedy
            case "optimal": strategy = .optimal
            case "none": strategy = .none
            case let other:
                throw .argument(operation: name, message: "optimize '\(other)' must be greedy, optimal or none")
            }
        } else {
            strategy = .given(try steps(arguments.integers("path")))
        }
        let arrays = try arguments.arrays("arrays")
        if strategy == .optimal && arrays.count > 9 {
            throw .argument(operation: name, message: "the best order of \(arrays.count) operands would take too long to find")
        }
        return [try apply(arguments.text("equation"), arrays, strategy)]
    }

    private static func steps(_ numbers: [Int]) throws(ApusError) -> [[Int]] {
        var rest = numbers[...]
        var steps: [[Int]] = []
        while let count = rest.popFirst() {
            guard count > 0, count <= rest.count else {
                throw .argument(operation: name, message: "path \(numbers): each step is a number of operands and their places")
            }
            steps.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return steps
    }

    static func apply<Face: ArrayFace>(
        _ text: String, _ arrays: [Face], _ strategy: EinsumPath.Strategy
    ) throws(ApusError) -> Face {
        let equation = try EinsumEquation(text, shapes: arrays.map(\.shape))
        let dtype = try Face.world.promote(arrays.map(\.dtype))
        for array in arrays { _ = try commonDevice(name, arrays[0].value, array.value) }
        var terms: [EinsumTerm<Face>] = []
        for (array, labels) in zip(arrays, equation.operands) {
            let cast: Face = array.dtype == dtype ? array : try .apply(Cast(dtype: dtype), array)
            terms.append(try EinsumTerm(array: cast, labels: labels).withoutRepetition())
        }
        let path = arrays.count <= 2 ? [Array(arrays.indices)] : try EinsumPath(equation, strategy).steps.map(\.positions)
        for positions in path {
            var chosen = positions.sorted(by: >).map { terms.remove(at: $0) }
            var result = chosen.removeLast()
            while let next = chosen.popLast() {
                let kept = Set(equation.output).union((terms + chosen).flatMap(\.labels))
                result = try result.contracted(with: next, keeping: kept)
            }
            terms.append(result)
        }
        return try terms[0].arranged(equation.output)
    }
}

/// An array whose axes have labels, each once.
private struct EinsumTerm<Face: ArrayFace> {
    typealias Label = EinsumEquation.Label
    var array: Face
    var labels: [Label]

    private func size(_ label: Label) -> Int { array.shape[labels.firstIndex(of: label)!] }

    /// Axes with one label become their diagonal, a view.
    func withoutRepetition() throws(ApusError) -> EinsumTerm {
        var result = self
        for first in labels {
            while let a = result.labels.firstIndex(of: first), let b = result.labels.lastIndex(of: first), a != b {
                result.array = try .apply(Diagonal(offset: 0, axis1: a, axis2: b), result.array)
                result.labels.remove(at: b)
                result.labels.remove(at: a)
                result.labels.append(first)
            }
        }
        return result
    }

    /// The sum over axes, in NumPy's world in the operand's dtype, in PyTorch's with the dtypes of its `sum`.
    private func summed(over dropped: [Label]) throws(ApusError) -> EinsumTerm {
        if dropped.isEmpty { return self }
        let axes = Axes(dropped.map { labels.firstIndex(of: $0)! })
        let sum: Face
        if Face.world == .torch {
            sum = try .apply(Sum(axes: axes, keepDims: false, dtype: nil), array)
        } else if array.dtype == .bool {
            sum = try .apply(AnyTrue(axes: axes, keepDims: false), array)
        } else {
            sum = try .apply(Sum(axes: axes, keepDims: false, dtype: array.dtype), array)
        }
        return EinsumTerm(array: sum, labels: labels.filter { !dropped.contains($0) })
    }

    /// Without the axes that neither the result nor another operand has; where their size is 1 there is nothing to sum.
    private func narrowed(keeping kept: Set<Label>, beside other: EinsumTerm) throws(ApusError) -> EinsumTerm {
        let dropped = labels.filter { !kept.contains($0) && !other.labels.contains($0) }
        return try squeezed(dropped.filter { size($0) == 1 }).summed(over: dropped.filter { size($0) != 1 })
    }

    /// Without axes of size 1 that the other operand has too.
    private func squeezed(beside other: EinsumTerm) throws(ApusError) -> EinsumTerm {
        try squeezed(labels.filter { size($0) == 1 && other.labels.contains($0) })
    }

    private func squeezed(_ dropped: [Label]) throws(ApusError) -> EinsumTerm {
        if dropped.isEmpty { return self }
        let axes = Axes(dropped.map { labels.firstIndex(of: $0)! })
        return EinsumTerm(
            array: try .apply(Squeeze(axes: axes), array), labels: labels.filter { !dropped.contains($0) })
    }

    /// The axes in another order, and groups of them as one axis each.
    private func grouped(_ groups: [[Label]]) throws(ApusError) -> Face {
        let order = groups.flatMap { $0 }
        let sizes = groups.map { $0.reduce(1) { $0 * size($1) } }
        return try .apply(Reshape(shape: Dims(sizes)), turned(order).array)
    }

    private func turned(_ order: [Label]) throws(ApusError) -> EinsumTerm {
        if order == labels { return self }
        let axes = Dims(order.map { labels.firstIndex(of: $0)! })
        return EinsumTerm(array: try .apply(Permute(axes: axes), array), labels: order)
    }

    /// The array as the result: what it does not need summed, the rest in its order; never the operand itself.
    func arranged(_ output: [Label]) throws(ApusError) -> Face {
        let summed = try summed(over: labels.filter { !output.contains($0) })
        return try .apply(Permute(axes: Dims(output.map { summed.labels.firstIndex(of: $0)! })), summed.array)
    }

    /// The product with another term, summed over what is not kept: a matrix product, batched over the labels that both
    /// have and that are kept.
    func contracted(with other: EinsumTerm, keeping kept: Set<Label>) throws(ApusError) -> EinsumTerm {
        var a = try squeezed(beside: other)
        var b = try other.squeezed(beside: a)
        a = try a.narrowed(keeping: kept, beside: b)
        b = try b.narrowed(keeping: kept, beside: a)
        if a.array.dtype != b.array.dtype {
            let dtype = try Face.world.promote(a.array.dtype, b.array.dtype)
            a.array = try .apply(Cast(dtype: dtype), a.array)
            b.array = try .apply(Cast(dtype: dtype), b.array)
        }
        let shared = a.labels.filter { b.labels.contains($0) }
        let batch = shared.filter(kept.contains), inner = shared.filter { !kept.contains($0) }
        if inner.isEmpty { return try a.multiplied(by: b) }
        let rows = a.labels.filter { !shared.contains($0) }, columns = b.labels.filter { !shared.contains($0) }
        let left = try a.grouped([batch, rows, inner]), right = try b.grouped([batch, inner, columns])
        let product: Face = try .apply(MatMul(), left, right)
        let labels = batch + rows + columns
        let sizes = batch.map(a.size) + rows.map(a.size) + columns.map(b.size)
        return EinsumTerm(array: try .apply(Reshape(shape: Dims(sizes)), product), labels: labels)
    }

    /// The product without a sum, axes with one label together.
    private func multiplied(by other: EinsumTerm) throws(ApusError) -> EinsumTerm {
        let own = other.labels.filter { !labels.contains($0) }
        let result = labels + own
        var spread = array.shape
        for _ in own { spread.append(1) }
        let second = try other.turned(result.filter(other.labels.contains)).array
        let wide = Dims(result.map { other.labels.contains($0) ? other.size($0) : 1 })
        let product: Face = try .apply(
            Multiply(), .apply(Reshape(shape: spread), array), .apply(Reshape(shape: wide), second))
        return EinsumTerm(array: product, labels: result)
    }
}

extension ArrayFace {
    /// Sums of products over labelled axes, as an equation in Einstein's notation says: the letters of a term name the axes
    /// of an operand, and the products of all operands are summed over the letters that are not in the result.
    /// `numpy.einsum`, `torch.einsum`.
    ///
    /// `ij,jk->ik` is a matrix product, `ii->i` a diagonal (a view), `...ij->...ji` a transposition. `...` stands for axes
    /// without letters, which broadcast; without an arrow the result has the letters that stand once, in alphabetical
    /// order. A letter twice in a term names a diagonal. Two operands at a time are contracted, by matrix products; the
    /// dtype is that in which all meet, also of sums. Of tensors of integers, sums over axes that one operand alone has
    /// are int64, as in PyTorch.
    ///
    /// - Parameter strategy: how the order of contraction of more than two operands is found.
    public static func einsum(
        _ equation: String, _ arrays: [Self], strategy: EinsumPath.Strategy = .greedy
    ) throws(ApusError) -> Self {
        try Einsum.apply(equation, arrays, strategy)
    }

    /// Sums of products over labelled axes.
    public static func einsum(_ equation: String, _ arrays: Self...) throws(ApusError) -> Self {
        try Einsum.apply(equation, arrays, .greedy)
    }
}
