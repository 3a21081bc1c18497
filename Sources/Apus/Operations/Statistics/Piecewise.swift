import ApusCore

extension ArrayFace {
    /// A function that is defined by pieces: in the shape and dtype of this array, what each of `functions` makes of the
    /// elements where its condition is true, given along one axis. Where several conditions are true the last counts; where
    /// none is, the function `otherwise`, or 0. A function whose condition is nowhere true is not called. The conditions are of
    /// bool and broadcast to the array's shape; a function gives as many elements, or one. `numpy.piecewise`.
    ///
    /// - Throws: `ApusError` for conditions that do not fit or are not as many as the functions, and what the functions throw.
    public func piecewise(
        _ conditions: [Self], _ functions: [(Self) throws -> Self], otherwise: ((Self) throws -> Self)? = nil
    ) throws -> Self {
        let name = "piecewise"
        guard conditions.count == functions.count else {
            throw ApusError.argument(
                operation: name, message: "\(conditions.count) conditions for \(functions.count) functions; there must be one for each")
        }
        var masks: [Self] = []
        for condition in conditions { masks.append(try PartialReduction.fitting(condition, self, name)) }
        var pieces = Array(zip(masks, functions))
        if let otherwise {
            var rest = Self(value: try filled(shape, true, .bool, device))
            for mask in masks { rest = try .apply(LogicalAnd(), rest, .apply(LogicalNot(), mask)) }
            pieces.append((rest, otherwise))
        }
        var result = Self(value: try filled(shape, 0, dtype, device))
        for (mask, function) in pieces {
            let places = try FlatNonzero.apply(mask)
            if places.count == 0 { continue }
            let values = try function(Take.apply(.apply(Reshape(shape: [-1]), self), places, 0, .raise))
            guard values.count == places.count || values.count == 1 else {
                throw ApusError.shape(operation: name, message: "a function gave shape \(values.shape) for \(places.count) elements")
            }
            result = try PutElements.apply(result, places, values.inDType(dtype), .raise, adding: false)
        }
        return result
    }
}
