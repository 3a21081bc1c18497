import ApusCore

// Arithmetic in its throwing form, for functions that are made of several operations.

infix operator +! : AdditionPrecedence
infix operator -! : AdditionPrecedence
infix operator *! : MultiplicationPrecedence
infix operator /! : MultiplicationPrecedence

extension ArrayFace {
    static func +! (a: Self, b: Self) throws(ApusError) -> Self { try .apply(Add(), a, b) }
    static func -! (a: Self, b: Self) throws(ApusError) -> Self { try .apply(Subtract(), a, b) }
    static func *! (a: Self, b: Self) throws(ApusError) -> Self { try .apply(Multiply(), a, b) }
    static func /! (a: Self, b: Self) throws(ApusError) -> Self { try .apply(Divide(), a, b) }

    static func +! (a: Self, b: Double) throws(ApusError) -> Self { try .apply(Add(), a, scalar: .float(b), reversed: false) }
    static func -! (a: Self, b: Double) throws(ApusError) -> Self { try .apply(Subtract(), a, scalar: .float(b), reversed: false) }
    static func -! (a: Double, b: Self) throws(ApusError) -> Self { try .apply(Subtract(), b, scalar: .float(a), reversed: true) }
    static func *! (a: Self, b: Double) throws(ApusError) -> Self { try .apply(Multiply(), a, scalar: .float(b), reversed: false) }
    static func /! (a: Self, b: Double) throws(ApusError) -> Self { try .apply(Divide(), a, scalar: .float(b), reversed: false) }
    static func /! (a: Double, b: Self) throws(ApusError) -> Self { try .apply(Divide(), b, scalar: .float(a), reversed: true) }

    /// The elements in another dtype; this array itself if it has that dtype.
    func inDType(_ dtype: DType) throws(ApusError) -> Self {
        self.dtype == dtype ? self : try .apply(Cast(dtype: dtype), self)
    }

    /// The elements in another shape.
    func inShape(_ shape: Dims) throws(ApusError) -> Self {
        self.shape == shape ? self : try .apply(Reshape(shape: shape), self)
    }

    /// The sum along axes.
    func total(_ axes: Axes = .all, keepDims: Bool = false, dtype: DType? = nil) throws(ApusError) -> Self {
        try .apply(Sum(axes: axes, keepDims: keepDims, dtype: dtype), self)
    }

    /// The elements with a number where a mask is true.
    func replacing(where mask: Self, with number: Scalar) throws(ApusError) -> Self {
        try .select(mask, .scalar(number), .array(self))
    }

    /// Comparison with a number.
    func compared(_ operation: some ElementwiseBinary, _ number: Scalar) throws(ApusError) -> Self {
        try .apply(operation, self, scalar: number, reversed: false)
    }

    /// A range of positions of an axis that is counted from the front.
    func positions(_ axis: Int, _ start: Int, _ count: Int) throws(ApusError) -> Self {
        try .apply(BasicIndex(steps: [.slice(axis: axis, start: start, step: 1, size: Swift.max(count, 0))]), self)
    }

    /// One position of an axis that is counted from the front, without the axis.
    func position(_ axis: Int, _ place: Int) throws(ApusError) -> Self {
        try .apply(BasicIndex(steps: [.select(axis: axis, position: place)]), self)
    }

    /// The axes named brought to the end and made one there; the others stay in their order before it.
    func gatheringAxes(_ axes: Dims) throws(ApusError) -> Self {
        let kept = (0..<rank).filter { !axes.contains($0) }
        let shape = Dims(kept.map { self.shape[$0] } + [axes.reduce(1) { $0 &* self.shape[$1] }])
        if axes.count == 1 && axes[0] == rank - 1 { return self }
        return try Self.apply(Permute(axes: Dims(kept + Array(axes))), self).inShape(shape)
    }

    /// Whether elements can be looked at, as they cannot on the meta device.
    var hasElements: Bool { device == .cpu }
}
