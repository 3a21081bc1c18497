import ApusCore

/// Sums of products over the last axes.
enum Inner: TableOperation {
    static var name: String { "inner" }
    static var parameters: [Parameter] { [.array("a"), .array("b")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("a"), arguments.array("b"))]
    }

    static func apply<Face: ArrayFace>(_ a: Face, _ b: Face) throws(ApusError) -> Face {
        if a.rank == 0 || b.rank == 0 { return try .apply(Multiply(), a, b) }
        guard a.shape[a.rank - 1] == b.shape[b.rank - 1] else {
            throw .shape(operation: name, message: "shapes \(a.shape) and \(b.shape): the last axes must agree")
        }
        return try TensorDot.apply(a, b, [a.rank - 1], [b.rank - 1])
    }
}

/// The inner product of all elements, those of the first array conjugated.
enum ConjugateDot: TableOperation {
    static var name: String { "vdot" }
    static var parameters: [Parameter] { [.array("a"), .array("b")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("a"), arguments.array("b"))]
    }

    static func apply<Face: ArrayFace>(_ a: Face, _ b: Face) throws(ApusError) -> Face {
        if Face.world == .torch, a.rank != 1 || b.rank != 1 {
            throw .shape(operation: name, message: "shapes \(a.shape) and \(b.shape); tensors must be vectors")
        }
        guard a.count == b.count else {
            throw .shape(operation: name, message: "\(a.count) and \(b.count) elements; there must be as many of each")
        }
        let left: Face = try .apply(Reshape(shape: [a.count]), a)
        return try .dot(left.conjugate(), .apply(Reshape(shape: [b.count]), b))
    }
}

/// Kronecker's product.
enum Kronecker: TableOperation {
    static var name: String { "kron" }
    static var parameters: [Parameter] { [.array("a"), .array("b")] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        [try apply(arguments.array("a"), arguments.array("b"))]
    }

    static func apply<Face: ArrayFace>(_ a: Face, _ b: Face) throws(ApusError) -> Face {
        let rank = max(a.rank, b.rank)
        var left = Dims(), right = Dims(), shape = Dims()
        for axis in 0..<rank {
            let m = axis < rank - a.rank ? 1 : a.shape[axis - (rank - a.rank)]
            let n = axis < rank - b.rank ? 1 : b.shape[axis - (rank - b.rank)]
            left.append(m)
            left.append(1)
            right.append(1)
            right.append(n)
            let (size, overflow) = m.multipliedReportingOverflow(by: n)
            if overflow { throw .outOfMemory(requested: .max, device: a.device) }
            shape.append(size)
        }
        let product: Face = try .apply(Multiply(), .apply(Reshape(shape: left), a), .apply(Reshape(shape: right), b))
        return try .apply(Reshape(shape: shape), product)
    }
}

/// Cross products of vectors of three components.
enum Cross: TableOperation {
    static var name: String { "cross" }
    static var parameters: [Parameter] {
        [
            .array("a"), .array("b"), Parameter("axisA", .integer, default: -1), Parameter("axisB", .integer, default: -1),
            Parameter("axisC", .integer, default: -1), Parameter("axis", .integer, optional: true),
        ]
    }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let a = try arguments.array("a"), b = try arguments.array("b")
        if let axis = try arguments.optionalInteger("axis") { return [try apply(a, b, axis, axis, axis)] }
        return [
            try apply(
                a, b, arguments.integer("axisA", default: -1), arguments.integer("axisB", default: -1),
                arguments.integer("axisC", default: -1))
        ]
    }

    /// NumPy also takes vectors of two components, whose third is 0; of two such the result is the third component alone.
    static func apply<Face: ArrayFace>(
        _ a: Face, _ b: Face, _ axisA: Int, _ axisB: Int, _ axisC: Int
    ) throws(ApusError) -> Face {
        guard a.rank > 0, b.rank > 0 else {
            throw .shape(operation: name, message: "At least one array has zero dimension; a vector has an axis")
        }
        let placeA = try normalizedAxis(axisA, rank: a.rank, name), placeB = try normalizedAxis(axisB, rank: b.rank, name)
        let sizes = [a.shape[placeA], b.shape[placeB]]
        guard sizes.allSatisfy({ $0 == 3 || ($0 == 2 && Face.world == .numpy) }) else {
            throw .shape(
                operation: name, message: "incompatible dimensions for cross product: \(sizes[0]) and \(sizes[1]) components")
        }
        let dtype = try Face.world.promote(a.value, b.value)
        let x = try Unbind.apply(Face.apply(Cast(dtype: dtype), a), placeA), y = try Unbind.apply(Face.apply(Cast(dtype: dtype), b), placeB)
        func minor(_ i: Int, _ j: Int) throws(ApusError) -> Face {
            let first: Face? = i < x.count && j < y.count ? try .apply(Multiply(), x[i], y[j]) : nil
            let second: Face? = j < x.count && i < y.count ? try .apply(Multiply(), x[j], y[i]) : nil
            switch (first, second) {
            case (let first?, let second?): return try .apply(Subtract(), first, second)
            case (let first?, nil): return first
            case (nil, let second?): return try .apply(Negative(), second)
            case (nil, nil): return try .apply(Multiply(), x[0], y[0])
            }
        }
        if x.count == 2 && y.count == 2 { return try minor(0, 1) }
        let parts = [try minor(1, 2), try minor(2, 0), try minor(0, 1)]
        return try Stack.apply(parts, axisC)
    }
}

/// Sums of diagonals.
enum Trace: TableOperation {
    static var name: String { "trace" }
    static var parameters: [Parameter] { Diagonal.parameters + [Parameter("dtype", .dtype, optional: true)] }
    static func call<Face: ArrayFace>(_ arguments: Arguments<Face>) throws(ApusError) -> [Face] {
        let diagonal = try Diagonal.call(arguments)[0]
        return [try .apply(Sum(axes: -1, keepDims: false, dtype: arguments.dtype()), diagonal)]
    }
}

extension ArrayFace {
    /// The sums of products over the last axes of both arrays; the other axes of this array come first in the result. No
    /// conjugate is taken; a number multiplies. `numpy.inner`, `torch.inner`.
    public func inner(_ other: Self) -> Self { trapping { () throws(ApusError) -> Self in try Inner.apply(self, other) } }

    /// The inner product of all elements, those of this array conjugated. `numpy.vdot`, `torch.vdot`.
    public func vdot(_ other: Self) -> Self {
        trapping { () throws(ApusError) -> Self in try ConjugateDot.apply(self, other) }
    }

    /// Kronecker's product: this array with each element replaced by its product with the whole of `other`.
    /// `numpy.kron`, `torch.kron`.
    public func kron(_ other: Self) -> Self { trapping { () throws(ApusError) -> Self in try Kronecker.apply(self, other) } }

    /// The cross products of the vectors along an axis, which have three components; the other axes broadcast.
    /// `numpy.cross`, `torch.linalg.cross`.
    public func cross(_ other: Self, axis: Int = -1) -> Self {
        trapping { () throws(ApusError) -> Self in try Cross.apply(self, other, axis, axis, axis) }
    }

    /// The sums of a diagonal of the planes that two axes span, with the dtypes of `sum`. `numpy.trace`, `torch.trace`.
    public func trace(offset: Int = 0, axis1: Int = 0, axis2: Int = 1, dtype: DType? = nil) -> Self {
        .make(
            Sum(axes: -1, keepDims: false, dtype: dtype),
            .make(Diagonal(offset: offset, axis1: axis1, axis2: axis2), self))
    }
}
