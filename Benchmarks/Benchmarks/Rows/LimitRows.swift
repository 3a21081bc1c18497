import Benchmark
import CLimits
import Dispatch

/// What the machine can do at most: fused multiply-adds on all cores, and reading and writing memory.
func limitRows() {
    row("limit fma") { { DispatchQueue.concurrentPerform(iterations: Int(limit_threads())) { _ in limit_fma() } } }
    row("limit memory") {
        let arrays = Arrays()
        return { DispatchQueue.concurrentPerform(iterations: arrays.parts) { arrays.copy(part: $0) } }
    }
}

/// Two stretches of memory beyond every cache.
private final class Arrays: @unchecked Sendable {
    let parts = Int(limit_threads())
    let bytes = Int(limit_memory_bytes)
    let source: UnsafeMutableRawPointer
    let target: UnsafeMutableRawPointer

    init() {
        source = .allocate(byteCount: bytes, alignment: 64)
        target = .allocate(byteCount: bytes, alignment: 64)
        source.initializeMemory(as: UInt8.self, repeating: 1, count: bytes)
        target.initializeMemory(as: UInt8.self, repeating: 2, count: bytes)
    }

    deinit {
        source.deallocate()
        target.deallocate()
    }

    func copy(part: Int) {
        let size = bytes / parts
        limit_copy(target + part * size, source + part * size, size)
    }
}
