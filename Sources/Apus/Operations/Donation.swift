public import ApusCore

// Temporaries that nobody else holds are donated to results: the forms of `make` for elementwise operations take their
// operands over, so that of `a * b + c` the sum may be written over the product. The throwing forms, `apply`, only look at
// their operands and never write over one; other languages, which hold operands in ways of their own, come that way.
//
// Whether an operand is held by others is what its reference count says when the operation owns one reference of it, as
// in Swift's own collections. A variable that is used again, another view, a closure, a value saved for a derivative: each
// holds a reference, and the operation then makes new memory.

extension ArrayFace {
    /// Applies an elementwise operation, stopping the program where the arguments are a programmer's mistake. The result
    /// may take over the memory of an operand that the caller gives up and nobody else holds. The throwing form, which
    /// does not, is `apply`.
    @inlinable
    public static func make<Op: ElementwiseUnary>(_ operation: Op, _ x: consuming Self) -> Self {
        if isLarge(x), !x.mayBeRecorded { return reusing(operation, x) }
        return keeping(operation, x)
    }

    @inlinable
    public static func make<Op: ElementwiseBinary>(_ operation: Op, _ a: consuming Self, _ b: consuming Self) -> Self {
        if areLarge(a, b), !a.mayBeRecorded, !b.mayBeRecorded { return reusing(operation, a, b) }
        return keeping(operation, a, b)
    }

    @inlinable
    public static func make<Op: ElementwiseBinary>(
        _ operation: Op, _ a: consuming Self, _ b: some ScalarConvertible
    ) -> Self {
        if isLarge(a), !a.mayBeRecorded { return reusing(operation, a, b.scalar, reversed: false) }
        return keeping(operation, a, b.scalar, reversed: false)
    }

    @inlinable
    public static func make<Op: ElementwiseBinary>(
        _ operation: Op, _ a: some ScalarConvertible, _ b: consuming Self
    ) -> Self {
        if isLarge(b), !b.mayBeRecorded { return reusing(operation, b, a.scalar, reversed: true) }
        return keeping(operation, b, a.scalar, reversed: true)
    }

    /// Whether the memory is of a size from which on taking it over saves more than finding out costs.
    @inlinable
    static func isLarge(_ x: borrowing Self) -> Bool { x.value.storage.byteCount >= HostMemory.smallestCached }

    @inlinable
    static func areLarge(_ a: borrowing Self, _ b: borrowing Self) -> Bool { isLarge(a) || isLarge(b) }
}

extension ArrayFace {
    /// Applies an elementwise operation to operands that stay as they are.
    @inlinable
    static func keeping(_ operation: some ElementwiseUnary, _ x: Self) -> Self {
        trapping { () throws(ApusError) in try apply(operation, x) }
    }

    @inlinable
    static func keeping(_ operation: some ElementwiseBinary, _ a: Self, _ b: Self) -> Self {
        trapping { () throws(ApusError) in try apply(operation, a, b) }
    }

    @inlinable
    static func keeping(_ operation: some ElementwiseBinary, _ x: Self, _ number: Scalar, reversed: Bool) -> Self {
        trapping { () throws(ApusError) in try apply(operation, x, scalar: number, reversed: reversed) }
    }

    /// Applies an elementwise operation that nobody records, over an operand if it may be overwritten.
    @usableFromInline
    static func reusing(_ operation: some ElementwiseUnary, _ x: consuming Self) -> Self {
        var value = elements(takenFrom: x)
        return trapping { () throws(ApusError) in Self(value: try operation.run(reusing: &value, world)) }
    }

    @usableFromInline
    static func reusing(_ operation: some ElementwiseBinary, _ a: consuming Self, _ b: consuming Self) -> Self {
        var first = elements(takenFrom: a), second = elements(takenFrom: b)
        return trapping { () throws(ApusError) in Self(value: try operation.run(reusing: &first, &second, world)) }
    }

    @usableFromInline
    static func reusing(
        _ operation: some ElementwiseBinary, _ x: consuming Self, _ number: Scalar, reversed: Bool
    ) -> Self {
        var value = elements(takenFrom: x)
        return trapping { () throws(ApusError) in
            Self(value: try operation.run(reusing: &value, scalar: number, reversed: reversed, world))
        }
    }

    /// The elements of a face that is given up: if nobody else holds it, it is gone, and they are held here alone.
    @inline(never)
    static func elements(takenFrom face: consuming Self) -> Strided { face.value }
}

extension ElementwiseUnary {
    /// `run`, over the operand if it may be overwritten.
    func run(reusing x: inout Strided, _ world: World) throws(ApusError) -> Strided {
        guard Self.runsKernelAlone else { return try run(x, world) }
        return try runUnary(Self.kernel, reusing: &x, Self.types.compute(x.dtype, world, Self.name), parameters)
    }
}

extension ElementwiseBinary {
    /// `run`, over an operand if one may be overwritten.
    func run(reusing a: inout Strided, _ b: inout Strided, _ world: World) throws(ApusError) -> Strided {
        guard Self.runsKernelAlone else { return try run(a, b, world) }
        return try runBinary(Self.kernel, reusing: &a, &b, Self.types.compute(a, b, world, Self.name), Self.name)
    }

    public func run(
        reusing x: inout Strided, scalar: Scalar, reversed: Bool, _ world: World
    ) throws(ApusError) -> Strided {
        guard Self.runsKernelAlone else { return try run(x, scalar: scalar, reversed: reversed, world) }
        let compute = try Self.types.compute(world.promote(x.dtype, with: scalar), world, Self.name)
        return try runBinary(Self.kernel, reusing: &x, scalar, reversed, compute, world, Self.name)
    }
}
