import ApusCore

/// One direction of one recurrent layer over a whole sequence [steps, batch, features].
///
/// Inputs: the sequence, the weights of inputs and of hidden values, two biases if there are any, then the hidden values and,
/// for an LSTM, the cells before the first step, if they are not zeros. Results: the hidden values after every step, the state
/// after the last one, and, if `keeps`, what the derivative needs.
struct RecurrentSequence: VariadicOperation {
    static var name: String { "recurrence" }
    static var saves: Saved { [] }
    let kind: Recurrence
    let isReversed: Bool
    let hasBias: Bool
    let hasState: Bool
    /// Whether a derivative will be asked for.
    let keeps: Bool

    var states: Int { kind == .lstm ? 2 : 1 }

    func savesInput(_ index: Int) -> Bool { true }
    func savesOutput(_ index: Int) -> Bool { index == 0 || index > states }
    func isDifferentiable(output index: Int) -> Bool { index <= states }

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let operands = try operands(inputs), x = operands.x, units = operands.hiddenWeight.shape[1]
        let state = Dims([x.shape[1], units])
        let out = try Strided.empty([x.shape[0], x.shape[1], units], inTheOrderOf: x)
        let lastHidden = try Strided.empty(state, x.dtype, on: x.device)
        let lastCells = kind == .lstm ? try Strided.empty(state, x.dtype, on: x.device) : nil
        let gates = try kept(x, units * kind.kept), cells = try kept(x, kind == .lstm ? units : 0)
        let backend = try x.device.backend
        try backend.recur(operands, to: out, lastCells: lastCells, gates: gates, cells: cells)
        if x.shape[0] > 0 {
            try backend.copy(out.step(isReversed ? 0 : x.shape[0] - 1), to: lastHidden)
        } else if let hidden = operands.hidden {
            try backend.copy(hidden, to: lastHidden)
        } else {
            try backend.fill(lastHidden, with: .float(0))
        }
        return [out, lastHidden] + [lastCells, gates, cells].compactMap { $0 }
    }

    private func kept(_ x: Strided, _ width: Int) throws(ApusError) -> Strided? {
        keeps && width > 0 ? try .empty([x.shape[0], x.shape[1], width], x.dtype, on: x.device) : nil
    }

    /// The operands as a backend takes them, checked.
    func operands(_ inputs: [Strided]) throws(ApusError) -> RecurrenceOperands {
        let x = inputs[0], weight = inputs[1], hiddenWeight = inputs[2]
        guard x.dtype == .float32 || x.dtype == .float64 else {
            throw .dtype(operation: Self.name, message: "not defined for \(x.dtype)")
        }
        for input in inputs {
            _ = try commonDevice(Self.name, x, input)
            guard input.dtype == x.dtype else {
                throw .dtype(operation: Self.name, message: "\(x.dtype) and \(input.dtype); sequence, weights and state must have one dtype")
            }
        }
        let units = hiddenWeight.shape[hiddenWeight.rank - 1], rows = kind.gates * units
        var expected: [Dims] = [[rows, x.shape[x.rank - 1]], [rows, units]]
        if hasBias { expected += [[rows], [rows]] }
        if hasState { expected += Array(repeating: [x.shape[1], units], count: states) }
        guard x.rank == 3, inputs.dropFirst().map(\.shape) == expected else {
            throw .shape(
                operation: Self.name,
                message: "a sequence, weights and a state of shapes "
                    + inputs.map { "\($0.shape)" }.joined(separator: ", ") + " do not fit together")
        }
        let state = hasBias ? 5 : 3
        return RecurrenceOperands(
            kind: kind, isReversed: isReversed, x: try withAdjacentElements(x), inputWeight: try contiguous(weight),
            hiddenWeight: try contiguous(hiddenWeight), inputBias: hasBias ? try contiguous(inputs[3]) : nil,
            hiddenBias: hasBias ? try contiguous(inputs[4]) : nil, hidden: hasState ? try contiguous(inputs[state]) : nil,
            cells: hasState && kind == .lstm ? try contiguous(inputs[state + 1]) : nil)
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] {
        if isGradEnabled { return expression(context) }
        let given = (0...states).map { context.gradients[$0] }
        let backward = RecurrentSequenceBackward(
            forward: self, needs: context.inputs.indices.map { context.needs($0) }, given: given.map { $0 != nil })
        let kept = [context.outputs[0]] + context.outputs.dropFirst(1 + states)
        let gradients = Tensor.make(backward, context.inputs + kept + given.compactMap { $0 })
        return context.inputs.indices.map { context.needs($0) ? gradients[$0] : nil }
    }

    /// The gradients by differentiating the walk step by step, for derivatives of higher order.
    private func expression(_ context: DerivativeContext) -> [Tensor?] {
        let inputs = context.inputs.map { $0.reshape($0.shape) }, state = hasBias ? 5 : 3
        let weights = RecurrentWeights(
            input: inputs[1], hidden: inputs[2], inputBias: hasBias ? inputs[3] : nil, hiddenBias: hasBias ? inputs[4] : nil)
        let walked = kind.walk(inputs[0], hasState ? Array(inputs[state...]) : nil, weights, reversed: isReversed)
        let outputs = [walked.output] + walked.state
        let roots = outputs.indices.filter { context.gradients[$0] != nil && outputs[$0].requiresGrad }
        let wanted = inputs.indices.filter { inputs[$0].requiresGrad }
        let gradients = trapping { () throws(ApusError) in
            try Autograd.gradients(
                of: roots.map { outputs[$0] }, wrt: wanted.map { inputs[$0] }, seeds: roots.map { context.gradients[$0] },
                createGraph: true, allowUnused: true)
        }
        var result: [Tensor?] = inputs.map { _ in nil }
        for (place, index) in wanted.enumerated() { result[index] = gradients[place] }
        return result
    }
}

/// The gradients of a recurrent layer's inputs: the steps back through time, then one product over all steps for each weight.
///
/// Inputs: those of the layer, its output, what it kept, and the gradients of its results that are `given`. Results: the
/// gradients of the layer's inputs, empty where `needs` is false.
struct RecurrentSequenceBackward: VariadicOperation {
    static var name: String { "recurrenceBackward" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let forward: RecurrentSequence
    let needs: [Bool]
    let given: [Bool]

    func run(_ inputs: [Strided], _ world: World) throws(ApusError) -> [Strided] {
        let kind = forward.kind
        var rest = inputs[needs.count...]
        let operands = try forward.operands(Array(inputs.prefix(needs.count))), out = rest.removeFirst()
        let gates = kind.kept > 0 ? rest.removeFirst() : nil, cells = kind == .lstm ? rest.removeFirst() : nil
        let gradient = given[0] ? try withAdjacentElements(rest.removeFirst()) : nil
        let lastHidden = given[1] ? try contiguous(rest.removeFirst()) : nil
        let lastCells = kind == .lstm && given[2] ? try contiguous(rest.removeFirst()) : nil
        let x = operands.x, units = out.shape[2], state = Dims([x.shape[1], units])
        let slopes = try Strided.empty([x.shape[0], x.shape[1], kind.slopes * units], x.dtype, on: x.device)
        let toHidden = try Strided.empty(state, x.dtype, on: x.device)
        let toCells = kind == .lstm ? try Strided.empty(state, x.dtype, on: x.device) : nil
        try x.device.backend.recurBackward(
            operands, result: out, gates: gates, cells: cells, gradient: gradient, lastHidden: lastHidden, lastCells: lastCells,
            toSlopes: slopes, toHidden: toHidden, toCells: toCells)
        var results = try products(operands, out, slopes)
        if forward.hasState { results += [toHidden, toCells].compactMap { $0 } }
        return results
    }

    /// The gradients of sequence, weights and biases.
    private func products(_ operands: RecurrenceOperands, _ out: Strided, _ slopes: Strided) throws(ApusError) -> [Strided] {
        let x = operands.x, units = out.shape[2], backend = try x.device.backend, none = try Strided.empty([0], x.dtype, on: x.device)
        let rows = x.shape[0] * x.shape[1], flat = slopes.view(Layout(contiguous: [rows, slopes.shape[2]], offset: slopes.layout.offset))
        // The slopes of a GRU's products with the sequence are the last three of four, those with the hidden values the first.
        let ofInputs = forward.kind == .gru ? flat.part(1, units..<4 * units) : flat
        var results = [none, none, none]
        if needs[0] {
            results[0] = try .empty(x.shape, x.dtype, on: x.device)
            let all = results[0].view(Layout(contiguous: [rows, x.shape[2]]))
            try backend.matmul(ofInputs, operands.inputWeight, bias: nil, to: all)
        }
        if needs[1] {
            results[1] = try .empty(operands.inputWeight.shape, x.dtype, on: x.device)
            let flatX = try contiguous(x)
            try backend.matmul(
                ofInputs.view(ofInputs.layout.permuted([1, 0])),
                flatX.view(Layout(contiguous: [rows, x.shape[2]], offset: flatX.layout.offset)), bias: nil, to: results[1])
        }
        if needs[2] {
            results[2] = try .empty(operands.hiddenWeight.shape, x.dtype, on: x.device)
            let before = try hiddenBefore(operands, out)
            for (from, to) in blocks(units) {
                let some = flat.part(1, from)
                try backend.matmul(
                    some.view(some.layout.permuted([1, 0])), before.view(Layout(contiguous: [rows, units])), bias: nil,
                    to: results[2].part(0, to))
            }
        }
        if forward.hasBias { results += try biases(flat, units, none) }
        return results
    }

    /// Which columns of the slopes belong to which rows of the weights of hidden values.
    private func blocks(_ units: Int) -> [(Range<Int>, Range<Int>)] {
        let rows = forward.kind.gates * units
        return forward.kind == .gru ? [(0..<units, 2 * units..<rows), (units..<rows, 0..<2 * units)] : [(0..<rows, 0..<rows)]
    }

    private func biases(_ slopes: Strided, _ units: Int, _ none: Strided) throws(ApusError) -> [Strided] {
        if !needs[3] && !needs[4] { return [none, none] }
        let sums = try Strided.empty([slopes.shape[1]], slopes.dtype, on: slopes.device), backend = try slopes.device.backend
        try backend.reduce(.sum, slopes, axes: [0], parameter: 0, to: sums)
        let ofInputs = forward.kind == .gru ? sums.part(0, units..<4 * units) : sums
        let ofHidden = try Strided.empty([forward.kind.gates * units], slopes.dtype, on: slopes.device)
        for (from, to) in blocks(units) { try backend.copy(sums.part(0, from), to: ofHidden.part(0, to)) }
        return [ofInputs, ofHidden]
    }

    /// The hidden values before every step.
    private func hiddenBefore(_ operands: RecurrenceOperands, _ out: Strided) throws(ApusError) -> Strided {
        let steps = out.shape[0], result = try Strided.empty(out.shape, out.dtype, on: out.device)
        if steps == 0 { return result }
        let backend = try out.device.backend
        let others = forward.isReversed ? (1..<steps, 0..<steps - 1) : (0..<steps - 1, 1..<steps)
        try backend.copy(out.part(0, others.0), to: result.part(0, others.1))
        let first = result.step(forward.isReversed ? steps - 1 : 0)
        if let hidden = operands.hidden { try backend.copy(hidden, to: first) } else { try backend.fill(first, with: .float(0)) }
        return result
    }

    func derivative(_ context: DerivativeContext) -> [Tensor?] { context.inputs.map { _ in nil } }
}

extension Strided {
    /// A range of an axis.
    fileprivate func part(_ axis: Int, _ range: Range<Int>) -> Strided {
        var result = layout
        result.offset += range.lowerBound * layout.strides[axis]
        result.shape[axis] = range.count
        return view(result)
    }

    /// One index of the first axis.
    fileprivate func step(_ index: Int) -> Strided {
        view(Layout(
            shape: Dims(shape.dropFirst()), strides: Dims(layout.strides.dropFirst()),
            offset: layout.offset + index * layout.strides[0]))
    }
}
