/// A block of memory on a device, shared by every view of it and freed with the last one.
///
/// Writers need exclusive access, as with Swift's own collections; reading from several threads is safe.
public final class Storage: @unchecked Sendable {
    /// The first byte; meaningless on a device without host memory.
    public let pointer: UnsafeMutableRawPointer
    public let byteCount: Int
    public let device: Device
    /// Whether the memory is the host's.
    @usableFromInline let isHost: Bool
    /// Whether writing is refused, as for a file mapped for reading.
    public let isReadOnly: Bool
    /// Counts the writes made through any view, so that a derivative can tell that a value it needs was overwritten.
    @exclusivity(unchecked) public var version: Int = 0

    /// The object of another language that was made around the memory first, unowned; set and read by that language's module alone.
    @exclusivity(unchecked) public var foreignObject: UnsafeMutableRawPointer?

    @usableFromInline let owner: Owner

    /// Who frees the memory.
    @usableFromInline
    enum Owner {
        case hostMemory
        case nobody
        case deleter(@Sendable () -> Void)
        case other(Storage)
    }

    @inlinable
    init(pointer: UnsafeMutableRawPointer, byteCount: Int, device: Device, isReadOnly: Bool, owner: Owner) {
        self.pointer = pointer
        self.byteCount = byteCount
        self.device = device
        isHost = device == .cpu
        self.isReadOnly = isReadOnly
        self.owner = owner
    }

    deinit {
        switch owner {
        case .hostMemory: HostMemory.deallocate(pointer, byteCount)
        case .nobody: break
        case .deleter(let release): release()
        case .other: break
        }
    }

    /// Host memory from the caching allocator, its contents undefined.
    public static func allocate(byteCount: Int) throws(ApusError) -> Storage {
        Storage(
            pointer: try HostMemory.allocate(byteCount), byteCount: byteCount, device: .cpu, isReadOnly: false,
            owner: .hostMemory)
    }

    /// Foreign host memory (a mapped file, another library's array), given back by `deleter` with the last view.
    public static func adopting(
        _ pointer: UnsafeMutableRawPointer, byteCount: Int, isReadOnly: Bool = false,
        deleter: @escaping @Sendable () -> Void
    ) -> Storage {
        Storage(pointer: pointer, byteCount: byteCount, device: .cpu, isReadOnly: isReadOnly, owner: .deleter(deleter))
    }

    /// The same memory, which writes through this value are refused to.
    public func readOnly() -> Storage {
        Storage(pointer: pointer, byteCount: byteCount, device: device, isReadOnly: true, owner: .other(self))
    }

    /// Whether this is host memory of Apus's own and of that size, which may be written and no object of another language
    /// was made around.
    func isDisposable(byteCount: Int) -> Bool {
        guard case .hostMemory = owner else { return false }
        return self.byteCount == byteCount && !isReadOnly && foreignObject == nil
    }

    /// The storage whose memory this is: itself, or the one whose `readOnly()` it is.
    public var origin: Storage {
        guard case .other(let origin) = owner else { return self }
        return origin.origin
    }

    /// The same memory where it may be written: this storage, or the one whose `readOnly()` it is; nil if there is none.
    public var whereWritable: Storage? {
        if !isReadOnly { return self }
        guard case .other(let origin) = owner else { return nil }
        return origin.whereWritable
    }

    /// A storage on the meta device: a size without memory.
    static func meta(byteCount: Int) -> Storage {
        Storage(
            pointer: UnsafeMutableRawPointer(bitPattern: 64)!, byteCount: byteCount, device: .meta, isReadOnly: false,
            owner: .nobody)
    }
}
