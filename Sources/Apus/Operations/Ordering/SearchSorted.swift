import ApusCore

/// Where values would be inserted in sorted rows.
struct SearchSorted: BinaryOperation, TableOperation {
    static var name: String { "searchSorted" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let right: Bool

    static var parameters: [Parameter] {
        [
            .array("sorted"), .array("values").known(as: "input", "x2", "v"), Parameter("right", .boolean, default: false),
            Parameter("side", .text, optional: true), Parameter("sorter", .array, optional: true),
            Parameter("outInt32", .boolean, default: false),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let right = try arguments.boolean("right", default: false)
        let side = try arguments.text("side", default: right ? "right" : "left")
        guard side == "right" || side == "left" && !right else {
            throw .argument(operation: name, message: "side '\(side)'; it must be left or right, and agree with right")
        }
        var sorted = try arguments.array("sorted")
        if let sorter = try arguments.optionalArray("sorter") { sorted = try TakeAlongAxis.apply(sorted, sorter, -1) }
        let result = try Face.apply(SearchSorted(right: side == "right"), sorted, arguments.array("values"))
        return [try arguments.boolean("outInt32", default: false) ? .apply(Cast(dtype: .int32), result) : result]
    }

    func result(_ sorted: Strided, _ values: Strided, _ world: World) throws(ApusError) -> Spec {
        guard sorted.rank == 1 || sorted.rank > 1 && sorted.shape.dropLast().elementsEqual(values.shape.dropLast()) else {
            throw .shape(
                operation: Self.name,
                message: "values of shape \(values.shape) in sorted rows of shape \(sorted.shape); there must be one row, or "
                    + "one for each row of values")
        }
        return Spec(values.shape, .int64)
    }

    func run(_ sorted: Strided, _ values: Strided, _ world: World) throws(ApusError) -> Strided {
        let device = try commonDevice(Self.name, sorted, values)
        let spec = try result(sorted, values, world)
        let dtype = try world.promote(sorted.dtype, values.dtype)
        if dtype.isComplex { throw .dtype(operation: Self.name, message: "not defined for \(dtype); search by real parts") }
        let out = try Strided.empty(spec.shape, spec.dtype, on: device)
        try evaluate(cast(sorted, to: dtype), cast(values, to: dtype), to: out, on: device.backend)
        return out
    }

    func evaluate(_ sorted: Strided, _ values: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        try backend.searchSorted(contiguous(sorted), contiguous(values), right: right, to: out)
    }

    func derivativeA(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { a.zeros() }
    func derivativeB(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ y: Tensor) -> Tensor { b.zeros() }
}

extension ArrayFace {
    /// Where each of `values` would be inserted to keep this sorted array sorted, as int64 of the shape of `values`: before
    /// equal elements or, if `right`, after them. An array of several axes is searched row by row, in the rows of
    /// `values` along the last axis. NaN is above all numbers. `numpy.searchsorted`, `torch.searchsorted`.
    public func searchSorted(_ values: Self, right: Bool = false) -> Self {
        .make(SearchSorted(right: right), self, values)
    }

    /// Where a number would be inserted to keep this sorted array sorted.
    public func searchSorted(_ number: some ScalarConvertible, right: Bool = false) -> Self {
        trapping { () throws(ApusError) -> Self in
            try Self.apply(SearchSorted(right: right), self, beside(number.scalar, SearchSorted.name))
        }
    }
}
