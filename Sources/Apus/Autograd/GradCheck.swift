/// Where the gradient of a function and its finite differences disagree.
public struct GradientMismatch: Error, CustomStringConvertible {
    public let description: String
}

/// Compares the gradients of a function with central finite differences: `torch.autograd.gradcheck`.
///
/// - Parameters:
///   - inputs: the arguments; those that require a gradient are checked and must be float64 or complex128.
///   - step: the size of the perturbation.
///   - atol, rtol: how far an analytic derivative may be from the numerical one: `atol + rtol × |numerical|`.
///   - function: any composition of operations, with one or more results.
/// - Throws: `GradientMismatch` with the first entry of the Jacobian that differs.
public func gradCheck(
    _ inputs: [Tensor], step: Double = 1e-6, atol: Double = 1e-5, rtol: Double = 1e-3,
    _ function: ([Tensor]) -> [Tensor]
) throws {
    let outputs = function(inputs)
    let checked = inputs.indices.filter { inputs[$0].requiresGrad }
    if checked.isEmpty { throw GradientMismatch(description: "no input requires a gradient") }
    for index in checked where inputs[index].dtype != .float64 && inputs[index].dtype != .complex128 {
        throw GradientMismatch(description: "input \(index) is \(inputs[index].dtype); differences need float64 or complex128")
    }
    var numerical: [[Jacobian]] = outputs.map { _ in [] }
    for index in checked {
        let columns = numericalJacobians(inputs, index, outputs, step, function)
        for output in outputs.indices { numerical[output].append(columns[output]) }
    }
    for (position, output) in outputs.enumerated() where output.dtype.isInexact {
        if !output.requiresGrad {
            for jacobian in numerical[position] where jacobian.contains(where: { $0.contains { $0.magnitude > atol } }) {
                throw GradientMismatch(description: "output \(position) depends on an input but requires no gradient")
            }
            continue
        }
        try compare(output, position, inputs, checked, numerical[position], atol, rtol)
    }
}

/// The form of `gradCheck` for a function with one result.
public func gradCheck(
    _ inputs: [Tensor], step: Double = 1e-6, atol: Double = 1e-5, rtol: Double = 1e-3, _ function: ([Tensor]) -> Tensor
) throws {
    try gradCheck(inputs, step: step, atol: atol, rtol: rtol) { [function($0)] }
}

/// Compares the second derivatives of a function with finite differences of its first: `torch.autograd.gradgradcheck`.
///
/// The gradients of the function, for seeds that are arguments themselves, are checked as `gradCheck` does.
public func gradGradCheck(
    _ inputs: [Tensor], step: Double = 1e-6, atol: Double = 1e-5, rtol: Double = 1e-3,
    _ function: ([Tensor]) -> [Tensor]
) throws {
    let probes = function(inputs).filter(\.dtype.isInexact)
    var noise = Noise(seed: 1)
    let seeds = probes.map { output in
        tensor(noise.values(output.count, complex: output.dtype.isComplex), output.shape, output.dtype).requiringGrad()
    }
    let checked = inputs.indices.filter { inputs[$0].requiresGrad }
    try gradCheck(inputs + seeds, step: step, atol: atol, rtol: rtol) { (arguments: [Tensor]) -> [Tensor] in
        let variables = Array(arguments[..<inputs.count])
        let outputs = function(variables).filter(\.dtype.isInexact)
        let used = outputs.indices.filter { outputs[$0].requiresGrad }
        let gradients = trapping { () throws(ApusError) -> [Tensor?] in
            try Autograd.gradients(
                of: used.map { outputs[$0] }, wrt: checked.map { variables[$0] },
                seeds: used.map { arguments[inputs.count + $0] }, createGraph: true, allowUnused: true)
        }
        return gradients.compactMap { $0 }
    }
}

/// The form of `gradGradCheck` for a function with one result.
public func gradGradCheck(
    _ inputs: [Tensor], step: Double = 1e-6, atol: Double = 1e-5, rtol: Double = 1e-3, _ function: ([Tensor]) -> Tensor
) throws {
    try gradGradCheck(inputs, step: step, atol: atol, rtol: rtol) { [function($0)] }
}

/// For each direction of an input (the real ones, then the imaginary ones): the change of every output element.
private typealias Jacobian = [[Complex<Double>]]

private func numericalJacobians(
    _ inputs: [Tensor], _ index: Int, _ outputs: [Tensor], _ step: Double, _ function: ([Tensor]) -> [Tensor]
) -> [Jacobian] {
    let input = inputs[index]
    let point = elements(input)
    let units: [Complex<Double>] = input.dtype.isComplex ? [Complex(1, 0), Complex(0, 1)] : [Complex(1, 0)]
    var jacobians: [Jacobian] = outputs.map { _ in [] }
    for unit in units {
        for position in point.indices {
            let sides = [step, -step].map { distance -> [[Complex<Double>]] in
                var moved = point
                moved[position] = point[position] + unit * Complex(distance, 0)
                var arguments = inputs
                arguments[index] = tensor(moved, input.shape, input.dtype).requiringGrad()
                return function(arguments).map(elements)
            }
            for output in outputs.indices {
                jacobians[output].append(zip(sides[0][output], sides[1][output]).map { ($0 - $1) / Complex(2 * step, 0) })
            }
        }
    }
    return jacobians
}

private func compare(
    _ output: Tensor, _ position: Int, _ inputs: [Tensor], _ checked: [Int], _ numerical: [Jacobian], _ atol: Double,
    _ rtol: Double
) throws {
    let units: [Complex<Double>] = output.dtype.isComplex ? [Complex(1, 0), Complex(0, 1)] : [Complex(1, 0)]
    for unit in units {
        for element in 0..<output.count {
            var direction = [Complex<Double>](repeating: .zero, count: output.count)
            direction[element] = unit
            let gradients = try Autograd.gradients(
                of: [output], wrt: checked.map { inputs[$0] }, seeds: [tensor(direction, output.shape, output.dtype)],
                retainGraph: true, allowUnused: true)
            for (which, input) in checked.enumerated() {
                let count = inputs[input].count
                let analytic = gradients[which].map(elements) ?? [Complex<Double>](repeating: .zero, count: count)
                for (row, column) in numerical[which].enumerated() {
                    // The derivative of Re(conj(unit) · output element) along a real or an imaginary direction.
                    let expected = (unit.conjugate * column[element]).real
                    let found = row < count ? analytic[row].real : analytic[row - count].imaginary
                    let agree = found == expected || abs(found - expected) <= atol + rtol * abs(expected)
                    if !agree {
                        throw GradientMismatch(
                            description: "output \(position)[\(element)], input \(input)[\(row % max(count, 1))]"
                                + "\(row < count ? "" : " (imaginary)"): analytic \(found), numerical \(expected)")
                    }
                }
            }
        }
    }
}

private func elements(_ tensor: Tensor) -> [Complex<Double>] {
    let flat = tensor.detach().contiguous()
    return (0..<flat.count).map { index in
        Scalar(loading: flat.value.pointer + index * flat.dtype.size, as: flat.dtype).complexValue
    }
}

private func tensor(_ elements: [Complex<Double>], _ shape: Shape, _ dtype: DType) -> Tensor {
    let result = Tensor.empty(shape, dtype: dtype)
    for (index, element) in elements.enumerated() {
        let scalar: Scalar = dtype.isComplex ? .complex(element) : .float(element.real)
        scalar.store(to: result.value.pointer + index * dtype.size, as: dtype)
    }
    return result
}

/// A small reproducible source of numbers in −1…1 (Knuth's MMIX linear congruential generator).
private struct Noise {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) * 0x1p-52 - 1
    }

    mutating func values(_ count: Int, complex: Bool) -> [Complex<Double>] {
        (0..<count).map { _ in Complex(next(), complex ? next() : 0) }
    }
}
