extension ArrayFace {
    /// The elements that indices name: the throwing form of the subscript.
    ///
    /// Integers, ranges, slices, `.newAxis` and `.ellipsis` give a view; with an integer array or a mask among them the
    /// result is a copy. Index arrays broadcast together, and their common axes stand where they are, or first if other
    /// indices lie between them. `numpy.ndarray.__getitem__`, `torch.Tensor.__getitem__`.
    ///
    /// Throws `ApusError.index` for a position outside of its axis, too many indices, or a mask of another shape;
    /// `.shape` for index arrays that do not broadcast; `.dtype` for one that holds neither integers nor booleans.
    public func at(_ indices: any ArrayIndex...) throws(ApusError) -> Self { try at(list: indices) }

    /// Writes `source`, broadcast and cast, over the elements that indices name: the throwing form of assigning to the
    /// subscript. With `accumulate` it is added instead, as often as an element is named. `numpy.ndarray.__setitem__`,
    /// `numpy.add.at`, `torch.Tensor.index_put_`.
    public func assign(_ source: Self, at indices: any ArrayIndex..., accumulate: Bool = false) throws(ApusError) {
        try assign(source, list: indices, accumulate: accumulate)
    }

    /// Writes one number over the elements that indices name, or adds it to them.
    public func assign(
        _ number: any ScalarConvertible, at indices: any ArrayIndex..., accumulate: Bool = false
    ) throws(ApusError) {
        try assign(number.scalar, list: indices, accumulate: accumulate)
    }

    /// The elements that indices name, or writing over them. See `at(_:)`; a bare `...` is `.ellipsis`.
    public subscript(_ indices: any ArrayIndex...) -> Self {
        get { read(indices) }
        set { write(newValue, indices) }
    }

    public subscript(_ ellipsis: UnboundedRange, _ rest: any ArrayIndex...) -> Self {
        get { read([.ellipsis] + rest) }
        set { write(newValue, [.ellipsis] + rest) }
    }

    public subscript(_ first: any ArrayIndex, _ ellipsis: UnboundedRange, _ rest: any ArrayIndex...) -> Self {
        get { read([first, .ellipsis] + rest) }
        set { write(newValue, [first, .ellipsis] + rest) }
    }

    public subscript(
        _ first: any ArrayIndex, _ second: any ArrayIndex, _ ellipsis: UnboundedRange, _ rest: any ArrayIndex...
    ) -> Self {
        get { read([first, second, .ellipsis] + rest) }
        set { write(newValue, [first, second, .ellipsis] + rest) }
    }

    /// One number written over the elements that indices name: `a[0, 1] = 2`. Reading gives an array, unless a number is
    /// asked for by type.
    @_disfavoredOverload
    public subscript(_ indices: any ArrayIndex...) -> any ScalarConvertible {
        get { read(indices).item() }
        set { write(newValue, indices) }
    }

    @_disfavoredOverload
    public subscript(_ ellipsis: UnboundedRange, _ rest: any ArrayIndex...) -> any ScalarConvertible {
        get { read([.ellipsis] + rest).item() }
        set { write(newValue, [.ellipsis] + rest) }
    }

    @_disfavoredOverload
    public subscript(
        _ first: any ArrayIndex, _ ellipsis: UnboundedRange, _ rest: any ArrayIndex...
    ) -> any ScalarConvertible {
        get { read([first, .ellipsis] + rest).item() }
        set { write(newValue, [first, .ellipsis] + rest) }
    }

    @_disfavoredOverload
    public subscript(
        _ first: any ArrayIndex, _ second: any ArrayIndex, _ ellipsis: UnboundedRange, _ rest: any ArrayIndex...
    ) -> any ScalarConvertible {
        get { read([first, second, .ellipsis] + rest).item() }
        set { write(newValue, [first, second, .ellipsis] + rest) }
    }
}

extension ArrayFace {
    private func read(_ indices: [any ArrayIndex]) -> Self {
        trapping { () throws(ApusError) -> Self in try at(list: indices) }
    }

    private func write(_ source: Self, _ indices: [any ArrayIndex]) {
        trapping { () throws(ApusError) in try assign(source, list: indices, accumulate: false) }
    }

    private func write(_ number: any ScalarConvertible, _ indices: [any ArrayIndex]) {
        trapping { () throws(ApusError) in try assign(number.scalar, list: indices, accumulate: false) }
    }

    /// `at(_:)` for a list of indices.
    public func at(list indices: [any ArrayIndex]) throws(ApusError) -> Self {
        let plan = try IndexPlan(indices, value, Self.world)
        guard let index = plan.index else { return try .apply(BasicIndex(steps: plan.steps), self) }
        return try .apply(Gather(selection: index), view(plan))
    }

    /// `assign(_:at:accumulate:)` for a list of indices.
    public func assign(_ source: Self, list indices: [any ArrayIndex], accumulate: Bool = false) throws(ApusError) {
        let plan = try IndexPlan(indices, value, Self.world)
        let target = try view(plan)
        if let index = plan.index {
            let values = try source.trimmed(toRank: index.result(target.shape).count)
            try Self.applyInPlace(Put(selection: index, adding: accumulate), target, [values])
            return
        }
        let values = try source.trimmed(toRank: target.rank)
        if accumulate {
            try Self.applyInPlace(BinaryInPlace(operation: Add()), target, [values])
        } else if !(values.value.storage === target.value.storage && values.value.isSameView(as: target.value)) {
            try Self.applyInPlace(Assign(), target, [values])
        }
    }

    /// `assign(_:at:accumulate:)` of a number, for a list of indices.
    public func assign(_ number: Scalar, list indices: [any ArrayIndex], accumulate: Bool = false) throws(ApusError) {
        if case .complex = number, !dtype.isComplex {
            throw .dtype(operation: IndexPlan.name, message: "a complex number cannot be written to an array of \(dtype)")
        }
        let plan = try IndexPlan(indices, value, Self.world)
        let target = try view(plan)
        if let index = plan.index {
            try checkFits(number, in: dtype, Self.world, Put<IndexedAxes>.name)
            let single = try Strided.empty([], dtype, on: device)
            try device.backend.fill(single, with: number)
            try Self.applyInPlace(Put(selection: index, adding: accumulate), target, [Self(value: single)])
        } else if accumulate {
            try Self.applyInPlace(ScalarInPlace(operation: Add(), scalar: number), target, [])
        } else {
            try Self.applyInPlace(Fill(scalar: number), target, [])
        }
    }

    /// The view that a plan's arrays index, and that is written to: this array itself if it is all of it.
    private func view(_ plan: IndexPlan) throws(ApusError) -> Self {
        plan.steps.isEmpty ? self : try .apply(BasicIndex(steps: plan.steps), self)
    }

    /// This array without leading axes of size 1 that are too many.
    private func trimmed(toRank rank: Int) throws(ApusError) -> Self {
        var shape = self.shape
        while shape.count > rank && shape[0] == 1 { shape.remove(at: 0) }
        return shape == self.shape ? self : try .apply(Reshape(shape: shape), self)
    }
}
