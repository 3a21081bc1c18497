public import ApusCore

// Elements by the places at which a mask of the same size is true, whatever the shapes are.

/// Values, over and over, written where a mask is true.
enum Place: TableOperation {
    static var name: String { "place" }
    static var parameters: [Parameter] { [.array("x"), .array("mask"), .array("values")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let x = try arguments.array("x"), mask = try arguments.array("mask"), values = try arguments.array("values")
        if mask.device == .meta { return [try .apply(Copy(), x)] }
        guard let places = try places(x, mask, values) else { return [try .apply(Copy(), x)] }
        return [try PutElements.apply(x, places, values, .raise, adding: false)]
    }

    /// The row-major places at which the mask is true; nil if there are none.
    static func places<Face: ArrayFace>(_ x: Face, _ mask: Face, _ values: Face) throws(ApusError) -> Face? {
        guard mask.count == x.count else {
            throw .shape(operation: name, message: "mask and data must be the same size; the shapes are \(mask.shape) and \(x.shape)")
        }
        let places = try FlatNonzero.apply(mask)
        guard values.dtype.canCast(to: x.dtype, .safe) else {
            throw .kind(operation: name, message: "cannot cast array data from \(values.dtype) to \(x.dtype) by the rule 'safe'")
        }
        if places.count == 0 { return nil }
        guard values.count > 0 else { throw .argument(operation: name, message: "Cannot insert from an empty array!") }
        return places
    }
}

/// The elements at the places at which a condition is not zero.
enum Extract: TableOperation {
    static var name: String { "extract" }
    static var parameters: [Parameter] { [.array("condition"), .array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("condition"), arguments.array("x"))]
    }

    static func apply<Face: ArrayFace>(_ condition: Face, _ x: Face) throws(ApusError) -> Face {
        let line: Face = try .apply(Reshape(shape: [-1]), x)
        return try Take.apply(line, FlatNonzero.apply(condition), 0, .raise)
    }
}

/// The row-major places of the elements that are not zero.
enum FlatNonzero: TableOperation {
    static var name: String { "flatNonzero" }
    static var parameters: [Parameter] { [.array("x")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("x"))]
    }

    static func apply<Face: ArrayFace>(_ x: Face) throws(ApusError) -> Face {
        if x.device == .meta { throw .device("\(name): on the meta device there are no elements that could be zero") }
        return try Nonzero.apply(.apply(Reshape(shape: [-1]), x))[0]
    }
}

extension ArrayFace {
    /// Writes values over the elements where `mask` is not zero, in row-major order; values begin again where they end. The
    /// mask has as many elements, and the values must be of a dtype that this array's holds. `numpy.place`.
    public func place(_ mask: Self, _ values: Self) throws(ApusError) {
        guard let places = try Place.places(self, mask, values) else { return }
        try PutElements.write(self, places, values, .raise)
    }

    /// The elements, in row-major order, at the places at which `condition` is not zero, which may have another shape and fewer
    /// elements. A copy. `numpy.extract`.
    public func extract(_ condition: Self) throws(ApusError) -> Self { try Extract.apply(condition, self) }

    /// The row-major places, as int64, of the elements that are not zero. `numpy.flatnonzero`.
    public func flatNonzero() -> Self { trapping { () throws(ApusError) -> Self in try FlatNonzero.apply(self) } }

    /// Writes the elements of `source`, broadcast, over those of this array, all or where `mask`, of bool, is true, if a casting
    /// rule allows the dtype. `numpy.copyto`, `torch.Tensor.copy_`.
    public func copy(from source: Self, casting: CastingRule = .sameKind, where mask: Self? = nil) throws(ApusError) {
        guard source.dtype.canCast(to: dtype, casting) else {
            throw .kind(operation: "copy", message: "cannot cast from \(source.dtype) to \(dtype) by the rule \(casting)")
        }
        guard let mask else { return try Self.applyInPlace(Assign(), self, [source]) }
        let chosen = try PartialReduction.fitting(mask, self, "copy")
        let wide: Self = try .apply(Broadcast(shape: shape), source.inDType(dtype))
        try Self.applyInPlace(Assign(), self, [.apply(Select(), chosen, wide, Self(value: value))])
    }
}
