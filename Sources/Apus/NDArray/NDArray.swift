/// An n-dimensional array in host memory: NumPy's `ndarray`.
///
/// An array is a reference: `let b = a` is the same array, and basic indexing, `transpose`, `expandDims`, `broadcast`
/// and, where strides allow, `reshape` give views that share its memory. Arithmetic gives new arrays.
public final class NDArray: ArrayFace, @unchecked Sendable {
    public static var world: World { .numpy }

    public let value: Strided

    @inlinable public var mayBeRecorded: Bool { false }

    public init(value: Strided) {
        self.value = value
    }

    /// Elements from the start of a storage, in the shape and with the strides of another array.
    init(_ storage: Storage, like other: NDArray, _ dtype: DType) {
        value = Strided(
            storage: storage, layout: Layout(shape: other.value.layout.shape, strides: other.value.layout.strides),
            dtype: dtype)
    }
}

extension NDArray {
    public static func apply<Op: UnaryOperation>(_ operation: Op, _ x: NDArray) throws(ApusError) -> NDArray {
        let plain = try withUnsafePointer(to: x.value) { x throws(ApusError) in try operation.runPlain(x) }
        if let plain { return NDArray(plain.storage, like: x, plain.dtype) }
        return NDArray(value: try operation.run(x.value, .numpy))
    }

    public static func apply<Op: BinaryOperation>(
        _ operation: Op, _ a: NDArray, _ b: NDArray
    ) throws(ApusError) -> NDArray {
        let plain = try withUnsafePointer(to: a.value) { a throws(ApusError) in
            try withUnsafePointer(to: b.value) { b throws(ApusError) in try operation.runPlain(a, b) }
        }
        if let plain { return NDArray(plain.storage, like: a, plain.dtype) }
        return NDArray(value: try operation.run(a.value, b.value, .numpy))
    }

    public static func apply<Op: ElementwiseBinary>(
        _ operation: Op, _ a: NDArray, scalar: Scalar, reversed: Bool
    ) throws(ApusError) -> NDArray {
        let plain = try withUnsafePointer(to: a.value) { a throws(ApusError) in
            try operation.runPlain(a, scalar: scalar, reversed: reversed, .numpy)
        }
        if let plain { return NDArray(plain.storage, like: a, plain.dtype) }
        return NDArray(value: try operation.run(a.value, scalar: scalar, reversed: reversed, .numpy))
    }

    public static func apply<Op: TernaryOperation>(
        _ operation: Op, _ a: NDArray, _ b: NDArray, _ c: NDArray
    ) throws(ApusError) -> NDArray {
        NDArray(value: try operation.run(a.value, b.value, c.value, .numpy))
    }

    public static func apply<Op: VariadicOperation>(
        _ operation: Op, _ inputs: [NDArray]
    ) throws(ApusError) -> [NDArray] {
        try operation.run(inputs.map(\.value), .numpy).map(NDArray.init(value:))
    }

    public static func applyInPlace<Op: InPlaceOperation>(
        _ operation: Op, _ target: NDArray, _ others: [NDArray]
    ) throws(ApusError) {
        if target.value.storage.isReadOnly { throw .readOnly(operation: Op.name) }
        try operation.run(target.value, others.map(\.value), .numpy)
        target.value.storage.version &+= 1
    }
}
