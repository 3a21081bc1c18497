import ApusCore

/// The functions of series that families have, as one function of numbers or terms each.
enum SeriesCall: SeriesFunction {
    case sum, difference
    case product(PolynomialFamily), quotient(PolynomialFamily), timesX(PolynomialFamily), withRoots(PolynomialFamily)
    case power(PolynomialFamily, Int)
    case converted(from: PolynomialFamily, to: PolynomialFamily)
    /// Of the inputs series and scale.
    case derivative(PolynomialFamily, order: Int)
    /// Of the inputs series, scale, lower bound and constants.
    case integral(PolynomialFamily, order: Int)

    func callAsFunction<Term: SeriesTerm>(_ inputs: [[Term]]) throws(ApusError) -> [[Term]] {
        let a = inputs[0]
        switch self {
        case .sum: return [PolynomialFamily.sum(a, inputs[1])]
        case .difference: return [PolynomialFamily.difference(a, inputs[1])]
        case .product(let family):
            try checkLength(a.count, inputs[1].count)
            return [family.product(a, inputs[1])]
        case .quotient(let family):
            guard !inputs[1][inputs[1].count - 1].isZero else {
                throw .argument(operation: "polynomialDivide", message: "division by the zero polynomial")
            }
            try checkLength(a.count, inputs[1].count)
            let (quotient, remainder) = family.quotient(a, inputs[1])
            return [quotient, remainder]
        case .timesX(let family): return [family.timesX(a)]
        case .withRoots(let family):
            try checkLength(a.count, a.count)
            return [family.withRoots(a)]
        case .power(let family, let exponent):
            guard exponent <= 1 << 16 else { throw .argument(operation: "polynomialPower", message: "Power is too large") }
            try checkLength(a.count * exponent, a.count)
            return [family.power(a, exponent)]
        case .converted(let from, let to): return [to.fromPowers(from.toPowers(a))]
        case .derivative(let family, let order): return [differentiated(a, family, order, scale: inputs[1][0])]
        case .integral(let family, let order):
            return [integrated(a, family, order, scale: inputs[1][0], lower: inputs[2][0], constants: inputs.count > 3 ? inputs[3] : [])]
        }
    }

    /// Refuses work that would take hours.
    private func checkLength(_ a: Int, _ b: Int) throws(ApusError) {
        guard a <= longestSeries, b <= longestSeries, a * b <= 1 << 32 else {
            throw .argument(operation: "polynomial", message: "series of \(a) and \(b) terms are too long to be multiplied")
        }
    }

    private func differentiated<Term: SeriesTerm>(_ series: [Term], _ family: PolynomialFamily, _ order: Int, scale: Term) -> [Term] {
        if order >= series.count { return [series[0].times(0)] }
        var c = series
        for _ in 0..<order { c = family.derivative(c.map { $0 * scale }) }
        return c
    }

    private func integrated<Term: SeriesTerm>(
        _ series: [Term], _ family: PolynomialFamily, _ order: Int, scale: Term, lower: Term, constants: [Term]
    ) -> [Term] {
        var c = series
        for i in 0..<order {
            c = c.map { $0 * scale }
            if c.count == 1 && c[0].isZero {
                if i < constants.count { c[0] = c[0] + constants[i] }
            } else {
                var next = family.integral(c)
                let value = family.value(next, at: lower)
                next[0] = next[0] + (i < constants.count ? constants[i] - value : -value)
                c = next
            }
        }
        return c
    }
}

/// Derivatives and integrals of series along an axis.
enum SeriesCalculus {
    static func differentiate<Face: ArrayFace>(
        _ x: Face, _ family: PolynomialFamily, _ order: Int, scale: Argument<Face>, axis: Int
    ) throws(ApusError) -> Face {
        guard order >= 0 else { throw .argument(operation: "polynomialDerivative", message: "The order of derivation must be non-negative") }
        return try along(axis, x, scale: scale, others: [], "polynomialDerivative", order == 0 ? nil : .derivative(family, order: order))
    }

    static func integrate<Face: ArrayFace>(
        _ x: Face, _ family: PolynomialFamily, _ order: Int, constants: Face?, lower: Argument<Face>, scale: Argument<Face>, axis: Int
    ) throws(ApusError) -> Face {
        let name = "polynomialIntegral"
        guard order >= 0 else { throw .argument(operation: name, message: "The order of integration must be non-negative") }
        guard order <= 4096 else { throw .argument(operation: name, message: "\(order) integrations are too many") }
        guard constants?.count ?? 0 <= order else { throw .argument(operation: name, message: "Too many integration constants") }
        guard constants?.rank ?? 1 <= 1 else { throw .argument(operation: name, message: "integration constants must have one axis") }
        let others = [lower] + (constants.map { $0.count > 0 ? [.array($0)] : [] } ?? [])
        return try along(axis, x, scale: scale, others: others, name, order == 0 ? nil : .integral(family, order: order))
    }

    /// Applies a function of series to those along an axis; none gives a copy.
    private static func along<Face: ArrayFace>(
        _ axis: Int, _ x: Face, scale: Argument<Face>, others: [Argument<Face>], _ name: String, _ call: SeriesCall?
    ) throws(ApusError) -> Face {
        let x: Face = x.rank == 0 ? try .apply(Reshape(shape: [1]), x) : x
        let axis = try normalizedAxis(axis, rank: x.rank, name)
        guard x.shape[axis] > 0 else { throw .argument(operation: name, message: "Coefficient array is empty") }
        var dtype = x.dtype.isInexact ? x.dtype : Face.world.defaultFloat
        let numbers = try ([scale] + others).map { argument throws(ApusError) in try number(argument, x, name) }
        if numbers.contains(where: { $0.dtype.isComplex }) { dtype = dtype.complexType }
        guard let call else { return try .apply(Copy(), .apply(Cast(dtype: dtype), x)) }
        let moved = try MoveAxes.apply(x, [axis], [0])
        let inputs = try [moved] + numbers.map { number throws(ApusError) in try .apply(Cast(dtype: dtype), number) }
        let result = try call.map(inputs, dtype, trims: false)[0]
        return try MoveAxes.apply(result, [0], [axis])
    }

    private static func number<Face: ArrayFace>(_ argument: Argument<Face>, _ x: Face, _ name: String) throws(ApusError) -> Face {
        switch argument {
        case .scalar(let scalar): return Face(value: try filled([], scalar, Face.world.dtype(of: scalar), x.device))
        case .array(let array):
            _ = try commonDevice(name, x.value, array.value)
            guard array.rank <= 1 else { throw .argument(operation: name, message: "scl and lbnd must be a scalar.") }
            return array
        default: throw .kind(operation: name, message: "a number is needed")
        }
    }
}
