import ApusCore

/// A value as it was when an operation used it. Without storage it is a shape and a dtype only.
///
/// Nodes are made for every recorded operation, so this is small: the layout of a value that lies like a new array of
/// the node's own shape, as most do, is not written down. Who made the saved value passes that shape again to read it.
struct SavedValue {
    /// A layout that has to be written down.
    private final class Place: Sendable {
        let layout: Layout
        init(_ layout: Layout) { self.layout = layout }
        static let point = Place(Layout(contiguous: []))
    }

    private(set) var storage: Storage?
    private let place: Place?
    private let version: Int
    let dtype: DType
    private let isNumber: Bool

    /// Saves a value, with its elements or without, in a node whose shape is `plain`.
    @inline(never)
    init(_ tensor: Tensor, keeping: Bool, like plain: borrowing Dims) {
        storage = keeping ? tensor.value.storage : nil
        version = tensor.value.storage.version
        dtype = tensor.value.dtype
        isNumber = tensor.isNumber
        if tensor.value.layout.shape == plain
            && (!keeping || (tensor.value.layout.offset == 0 && tensor.value.layout.isContiguous))
        {
            place = nil
        } else if tensor.value.rank == 0 && tensor.value.layout.offset == 0 {
            place = .point
        } else {
            place = Place(tensor.value.layout)
        }
    }

    /// Saves the result of a node, whose shape is the node's own.
    @inline(__always)
    init(result: Tensor, keeping: Bool, like plain: borrowing Dims) {
        if keeping {
            self.init(result, keeping: true, like: plain)
        } else {
            self.init(shapeOf: result.value.dtype)
        }
    }

    /// The node's shape and a dtype.
    @inline(__always)
    private init(shapeOf dtype: DType) {
        storage = nil
        version = 0
        self.dtype = dtype
        isNumber = false
        place = nil
    }

    /// The value as a tensor of the graph; a meta tensor if its elements were not kept.
    func unpack(_ edge: Edge?, _ plain: Dims, _ operation: String) throws(ApusError) -> Tensor {
        guard let storage else {
            return Tensor(
                value: Strided(storage: SavedValue.absent, layout: Layout(contiguous: shape(plain)), dtype: dtype))
        }
        if storage.version != version {
            throw .autograd(
                "a value of shape \(shape(plain)) that \(operation) needs for its derivative was overwritten in place "
                    + "(version \(storage.version), needed \(version)); overwrite a copy() instead")
        }
        let value = Strided(storage: storage, layout: place?.layout ?? Layout(contiguous: plain), dtype: dtype)
        if isNumber { return try Tensor(number: Scalar(loading: value.pointer, as: dtype), dtype: dtype) }
        return Tensor(value: value, history: edge?.node, index: edge?.index ?? 0)
    }

    /// What stands on the meta device for elements that were not kept, the same for all.
    private static let absent = Strided(placeholder: [], .bool).storage

    /// Gives up the elements; true if there were any.
    mutating func release() -> Bool {
        if storage == nil { return false }
        storage = nil
        return true
    }

    private func shape(_ plain: Dims) -> Dims { place?.layout.shape ?? plain }

    /// Sums a gradient over the axes along which the value was broadcast, and casts it to the value's dtype.
    func fit(_ gradient: Tensor, _ plain: Dims) -> Tensor {
        var result = gradient
        let shape = shape(plain)
        if result.shape != shape { result = result.summed(to: shape) }
        if result.dtype != dtype { result = result.dtype.isComplex && !dtype.isComplex ? result.real() : result }
        return result.dtype == dtype ? result : result.astype(dtype)
    }
}

extension [SavedValue] {
    /// Gives up the elements of all; true if any had some.
    mutating func release() -> Bool {
        var any = false
        for index in indices where self[index].release() { any = true }
        return any
    }
}
