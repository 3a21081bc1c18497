import Glibc
import Synchronization

/// What the host allocator has done so far.
public struct MemoryStatistics: Sendable, Hashable {
    /// Bytes in use by live storages.
    public var current: Int
    /// The most bytes that were in use at one time since the start or `resetPeak()`.
    public var peak: Int
    /// Bytes kept for reuse.
    public var cached: Int
    /// Requests for memory so far, whether the cache or the system served them.
    public var allocations: Int
    /// Requests that the cache served.
    public var reused: Int
}

/// The host's memory: blocks that a storage gives back are kept, up to a bound, and serve later requests of about the
/// same size, so that large temporaries do not fault their pages in again and again.
///
/// Small blocks go to the system's allocator, which is as fast for them. The bound is `APUS_CACHE_LIMIT` (bytes, or with
/// a suffix K, M or G), by default a quarter of the machine's memory.
public enum HostMemory {
    /// The size from which on blocks are kept for reuse.
    @inlinable public static var smallestCached: Int { 64 * 1024 }
    /// Requests above this cannot be meant.
    @usableFromInline static let largest = 1 << 47

    private struct Cache {
        /// The addresses of free blocks by their size.
        var free: [Int: [UInt]] = [:]
        var bytes = 0
        var limit: Int
    }

    private static let cache = Guarded(Cache(limit: defaultLimit()))
    @usableFromInline static let counters = Counters()

    @usableFromInline
    final class Counters: Sendable {
        @usableFromInline let current = Atomic<Int>(0)
        @usableFromInline let peak = Atomic<Int>(0)
        @usableFromInline let allocations = Atomic<Int>(0)
        let reused = Atomic<Int>(0)
    }

    /// What the allocator has done so far.
    public static var statistics: MemoryStatistics {
        MemoryStatistics(
            current: counters.current.load(ordering: .relaxed), peak: counters.peak.load(ordering: .relaxed),
            cached: cache.withLock { $0.bytes }, allocations: counters.allocations.load(ordering: .relaxed),
            reused: counters.reused.load(ordering: .relaxed))
    }

    /// Starts the measure of the peak anew, at what is in use now.
    public static func resetPeak() {
        counters.peak.store(counters.current.load(ordering: .relaxed), ordering: .relaxed)
    }

    /// The most bytes that are kept for reuse. Lowering it gives memory back at once.
    public static var cacheLimit: Int {
        get { cache.withLock { $0.limit } }
        set {
            cache.withLock {
                $0.limit = max(newValue, 0)
                release(from: &$0, downTo: $0.limit)
            }
        }
    }

    /// Gives all cached memory back to the system.
    public static func trim() {
        cache.withLock { release(from: &$0, downTo: 0) }
    }

    /// Memory for `byteCount` bytes, aligned to 64 where it matters.
    @usableFromInline
    static func allocate(_ byteCount: Int) throws(ApusError) -> UnsafeMutableRawPointer {
        guard byteCount <= largest else { throw .outOfMemory(requested: byteCount, device: .cpu) }
        let pointer: UnsafeMutableRawPointer?
        let size: Int
        if byteCount < smallestCached {
            size = max(byteCount, 1)
            pointer = malloc(size)
        } else {
            size = blockSize(byteCount)
            pointer = takeCached(size) ?? systemBlock(size)
        }
        guard let pointer else { throw .outOfMemory(requested: byteCount, device: .cpu) }
        counters.allocations.wrappingAdd(1, ordering: .relaxed)
        let now = counters.current.wrappingAdd(size, ordering: .relaxed).newValue
        if now > counters.peak.load(ordering: .relaxed) { counters.peak.max(now, ordering: .relaxed) }
        return pointer
    }

    /// Takes back what `allocate` gave for the same `byteCount`.
    @usableFromInline
    static func deallocate(_ pointer: UnsafeMutableRawPointer, _ byteCount: Int) {
        if byteCount < smallestCached {
            counters.current.wrappingSubtract(max(byteCount, 1), ordering: .relaxed)
            free(pointer)
            return
        }
        let size = blockSize(byteCount)
        counters.current.wrappingSubtract(size, ordering: .relaxed)
        let address = UInt(bitPattern: pointer)
        let kept = cache.withLock { cache in
            if cache.bytes + size > cache.limit { return false }
            cache.free[size, default: []].append(address)
            cache.bytes += size
            return true
        }
        if !kept { free(pointer) }
    }

    /// Sizes are rounded so that eight classes cover each doubling: at most an eighth is wasted.
    private static func blockSize(_ byteCount: Int) -> Int {
        let step = max(4096, 1 << (Int.bitWidth - 1 - byteCount.leadingZeroBitCount - 3))
        return (byteCount + step - 1) & ~(step - 1)
    }

    private static func takeCached(_ size: Int) -> UnsafeMutableRawPointer? {
        let found: UInt? = cache.withLock { cache in
            guard let address = cache.free[size]?.popLast() else { return nil }
            cache.bytes -= size
            return address
        }
        guard let found else { return nil }
        counters.reused.wrappingAdd(1, ordering: .relaxed)
        return UnsafeMutableRawPointer(bitPattern: found)
    }

    private static func systemBlock(_ size: Int) -> UnsafeMutableRawPointer? {
        if let pointer = alignedBlock(size) { return pointer }
        trim()
        return alignedBlock(size)
    }

    private static func alignedBlock(_ size: Int) -> UnsafeMutableRawPointer? {
        let hugePage = 2 << 20
        var pointer: UnsafeMutableRawPointer?
        guard posix_memalign(&pointer, size >= hugePage ? hugePage : 64, size) == 0 else { return nil }
        if size >= hugePage { madvise(pointer, size, MADV_HUGEPAGE) }
        return pointer
    }

    private static func release(from cache: inout Cache, downTo limit: Int) {
        for size in cache.free.keys.sorted(by: >) where cache.bytes > limit {
            while cache.bytes > limit, let address = cache.free[size]?.popLast() {
                Glibc.free(UnsafeMutableRawPointer(bitPattern: address))
                cache.bytes -= size
            }
        }
    }

    private static func defaultLimit() -> Int {
        let memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
        guard let text = getenv("APUS_CACHE_LIMIT").map({ String(cString: $0) }) else { return memory / 4 }
        return byteCount(parsing: text) ?? memory / 4
    }

    /// The number of bytes that a text such as `512M`, `2G` or `65536` means, or nil if it means none.
    package static func byteCount(parsing text: String) -> Int? {
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        let unit = text.last.flatMap { units[Character($0.uppercased())] }
        guard let number = Int(unit == nil ? text : String(text.dropLast())), number >= 0 else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
        return overflow ? nil : bytes
    }
}
