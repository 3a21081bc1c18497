import ApusCore

/// Whether the first of eight is the lowest bit of their byte.
private func isLittle(_ order: String, _ name: String) throws(ApusError) -> Bool {
    switch order {
    case "little": return true
    case "big": return false
    default: throw .argument(operation: name, message: "'order' must be either 'little' or 'big', not '\(order)'")
    }
}

/// Truth values along an axis as the bits of bytes.
struct PackBits: UnaryOperation, TableOperation {
    static var name: String { "packBits" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let axis: Int
    let little: Bool

    static var parameters: [Parameter] {
        [.array("x"), Parameter("axis", .integer, optional: true), Parameter("bitOrder", .text, default: "big").known(as: "bitorder")]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let little = try isLittle(arguments.text("bitOrder", default: "big"), name)
        return [try apply(arguments.array("x"), arguments.optionalInteger("axis"), little)]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ axis: Int?, _ little: Bool) throws(ApusError) -> Face {
        let operand: Face = axis == nil ? try .apply(Reshape(shape: [-1]), x) : x
        return try .apply(PackBits(axis: axis ?? 0, little: little), operand)
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        guard !x.dtype.isInexact else {
            throw .dtype(operation: Self.name, message: "Expected an input array of integer or boolean data type, not \(x.dtype)")
        }
        let axis = try normalizedAxis(axis, rank: x.rank, Self.name)
        var shape = x.shape
        shape[axis] = (shape[axis] + 7) / 8
        return Spec(shape, .uint8)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let rows = try Rows(axis, rank: x.rank, Self.name)
        let bits = try rows.gathered(cast(x, to: .bool))
        let bytes = try rows.empty(like: x, length: (bits.shape[x.rank - 1] + 7) / 8, .uint8)
        try backend.packBits(bits, little: little, to: bytes)
        try backend.copy(rows.restored(bytes), to: out)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g }
}

/// The bits of bytes along an axis.
struct UnpackBits: UnaryOperation, TableOperation {
    static var name: String { "unpackBits" }
    static var saves: Saved { [] }
    static var isDifferentiable: Bool { false }
    let axis: Int
    /// How many bits are wanted, or if negative how many fewer than there are; nil stands for all.
    let count: Int?
    let little: Bool

    static var parameters: [Parameter] {
        [
            .array("x"), Parameter("axis", .integer, optional: true), Parameter("count", .integer, optional: true),
            Parameter("bitOrder", .text, default: "big").known(as: "bitorder"),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let little = try isLittle(arguments.text("bitOrder", default: "big"), name)
        let count = try arguments.optionalInteger("count")
        return [try apply(arguments.array("x"), arguments.optionalInteger("axis"), count, little)]
    }

    static func apply<Face: ArrayFace>(_ x: Face, _ axis: Int?, _ count: Int?, _ little: Bool) throws(ApusError) -> Face {
        let operand: Face = axis == nil ? try .apply(Reshape(shape: [-1]), x) : x
        return try .apply(UnpackBits(axis: axis ?? 0, count: count, little: little), operand)
    }

    private func length(_ bytes: Int) throws(ApusError) -> Int {
        guard let count else { return 8 * bytes }
        if count >= 0 { return count }
        guard 8 * bytes >= 0 - max(count, -(1 << 62)) else {
            throw .argument(operation: Self.name, message: "count \(count) leaves nothing of \(8 * bytes) bits")
        }
        return 8 * bytes + count
    }

    func result(_ x: Strided, _ world: World) throws(ApusError) -> Spec {
        guard x.dtype == .uint8 else {
            throw .dtype(operation: Self.name, message: "Expected an input array of unsigned byte data type, not \(x.dtype)")
        }
        let axis = try normalizedAxis(axis, rank: x.rank, Self.name)
        var shape = x.shape
        shape[axis] = try length(shape[axis])
        return Spec(shape, .uint8)
    }

    func evaluate(_ x: Strided, to out: Strided, on backend: any Backend) throws(ApusError) {
        let rows = try Rows(axis, rank: x.rank, Self.name)
        let bytes = try rows.gathered(x)
        let bits = try rows.empty(like: x, length: length(bytes.shape[x.rank - 1]), .uint8)
        try backend.unpackBits(bytes, little: little, to: bits)
        try backend.copy(rows.restored(bits), to: out)
    }

    func derivative(_ g: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor { g }
}

/// Which bit of a byte comes first.
public enum BitOrder: String, Sendable {
    case big, little
}

extension ArrayFace {
    /// Eight truth values along `axis`, or in row-major order, as the bits of a byte (uint8), the last byte filled up with
    /// zeros. For integers and booleans; what is not 0 is a one. `numpy.packbits`.
    ///
    /// - Parameter order: whether the first of eight is the highest bit (`.big`) or the lowest.
    public func packBits(axis: Int? = nil, order: BitOrder = .big) -> Self {
        trapping { () throws(ApusError) -> Self in try PackBits.apply(self, axis, order == .little) }
    }

    /// The bits of bytes (uint8) along `axis`, or in row-major order, each as a uint8. `numpy.unpackbits`.
    ///
    /// - Parameters:
    ///   - count: how many bits to give, filled up with zeros beyond the last; if negative, how many to leave out.
    ///   - order: whether the highest bit of a byte comes first (`.big`) or the lowest.
    public func unpackBits(axis: Int? = nil, count: Int? = nil, order: BitOrder = .big) -> Self {
        trapping { () throws(ApusError) -> Self in try UnpackBits.apply(self, axis, count, order == .little) }
    }
}
