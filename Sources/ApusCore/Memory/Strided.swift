/// The core under both worlds: elements of one dtype in a storage, seen through a layout.
///
/// A copy of this value is another view of the same memory.
public struct Strided: @unchecked Sendable {
    public var storage: Storage
    public var layout: Layout
    public let dtype: DType

    @inlinable
    public init(storage: Storage, layout: Layout, dtype: DType) {
        self.storage = storage
        self.layout = layout
        self.dtype = dtype
    }

    @inlinable public var shape: Dims { layout.shape }
    @inlinable public var rank: Int { layout.shape.count }
    @inlinable public var count: Int { layout.count }
    @inlinable public var device: Device { storage.device }

    /// The address of the first element in index order.
    @inlinable
    public var pointer: UnsafeMutableRawPointer { storage.pointer + layout.offset &* dtype.size }

    /// The same memory through another layout.
    @inlinable
    public func view(_ layout: Layout) -> Strided { Strided(storage: storage, layout: layout, dtype: dtype) }
}

extension Strided {
    /// A new array on a device, its contents undefined.
    @inlinable
    public static func empty(_ shape: Dims, _ dtype: DType, on device: Device = .cpu) throws(ApusError) -> Strided {
        let count = shape.product
        let storage: Storage
        if device == .cpu && count &* dtype.size < HostMemory.smallestCached && Strided.isOrdinary(shape) {
            storage = try Storage.allocate(byteCount: count &* dtype.size)
        } else {
            storage = try checkedStorage(shape, dtype, device)
        }
        return Strided(storage: storage, layout: Layout(contiguous: shape), dtype: dtype)
    }

    /// Whether the product of the sizes cannot have wrapped.
    @inlinable
    static func isOrdinary(_ shape: Dims) -> Bool {
        if shape.count > 3 { return false }
        for i in 0..<shape.count where shape[i] < 0 || shape[i] >= 1 << 19 { return false }
        return true
    }

    @usableFromInline
    @inline(never)
    static func checkedStorage(_ shape: Dims, _ dtype: DType, _ device: Device) throws(ApusError) -> Storage {
        if let negative = shape.first(where: { $0 < 0 }) {
            throw .shape(operation: "empty", message: "an axis cannot have \(negative) elements, in shape \(shape)")
        }
        guard let count = shape.checkedProduct,
            case let (bytes, overflow) = count.multipliedReportingOverflow(by: dtype.size), !overflow
        else { throw .outOfMemory(requested: Int.max, device: device) }
        return try device.backend.allocate(byteCount: bytes)
    }

    /// Whether any byte is seen by both values.
    public func sharesMemory(with other: Strided) -> Bool {
        guard device == other.device, device != .meta, count > 0, other.count > 0 else { return false }
        let a = byteRange, b = other.byteRange
        return a.lowerBound < b.upperBound && b.lowerBound < a.upperBound
    }

    private var byteRange: Range<UInt> {
        let extent = layout.extent
        let base = UInt(bitPattern: storage.pointer)
        return (base &+ UInt(bitPattern: extent.lowerBound &* dtype.size))
            ..< (base &+ UInt(bitPattern: extent.upperBound &* dtype.size))
    }

    /// Whether both name the same elements in the same order, so that an elementwise kernel may read one while it
    /// writes the other.
    @inlinable
    public func isSameView(as other: Strided) -> Bool {
        dtype == other.dtype && pointer == other.pointer && layout.strides == other.layout.strides
            && layout.shape == other.layout.shape
    }
}

extension Strided {
    /// Whether a result of this shape and dtype may be written over these elements without anybody noticing: they are
    /// all of a block of host memory that Apus allocated, in row-major order, and nobody but this value holds it.
    ///
    /// Holding is counted by references, as for Swift's own collections; so what has a pointer alone must keep the owner
    /// alive, as always.
    public mutating func mayBeOverwritten(by shape: Dims, _ dtype: DType) -> Bool {
        dtype == self.dtype && layout.offset == 0 && layout.shape == shape && layout.isContiguous
            && storage.isDisposable(byteCount: shape.product &* dtype.size) && isKnownUniquelyReferenced(&storage)
    }
}

extension Strided {
    /// A shape and a dtype without elements, on the meta device.
    public init(placeholder shape: Dims, _ dtype: DType) {
        self.init(
            storage: .meta(byteCount: shape.product &* dtype.size), layout: Layout(contiguous: shape), dtype: dtype)
    }
}
