@testable import ApusCore
import Glibc
import Synchronization
import Testing

@Suite(.serialized) struct MemoryTests {
    @Test func largeBlocksAreReused() throws {
        HostMemory.trim()
        // A size that nothing else in the test process asks for.
        let size = 37_123_456
        let address = UInt(bitPattern: try Storage.allocate(byteCount: size).pointer)
        let before = HostMemory.statistics
        #expect(before.cached >= size)
        let again = try Storage.allocate(byteCount: size)
        #expect(UInt(bitPattern: again.pointer) == address)
        #expect(HostMemory.statistics.reused > before.reused)
        #expect(UInt(bitPattern: again.pointer) % 64 == 0)
    }

    @Test func theCacheKeepsToItsBound() throws {
        let limit = HostMemory.cacheLimit
        defer { HostMemory.cacheLimit = limit }
        HostMemory.cacheLimit = 1_000_000
        _ = try Storage.allocate(byteCount: 5_000_000)
        #expect(HostMemory.statistics.cached <= 1_000_000)
        HostMemory.cacheLimit = limit
        _ = try Storage.allocate(byteCount: 5_000_000)
        #expect(HostMemory.statistics.cached >= 5_000_000)
        // Other tests give memory back at the same time, so more than one attempt may be needed.
        let emptied = (0..<1000).contains { _ in
            HostMemory.trim()
            return HostMemory.statistics.cached == 0
        }
        #expect(emptied)
    }

    @Test func statisticsFollowUse() throws {
        let before = HostMemory.statistics
        let storage = try Storage.allocate(byteCount: 1 << 26)
        let during = HostMemory.statistics
        #expect(during.current >= 1 << 26 && during.peak >= 1 << 26)
        #expect(during.allocations > before.allocations)
        withExtendedLifetime(storage) {}
    }

    @Test func refusedMemoryIsAnError() {
        #expect(throws: ApusError.outOfMemory(requested: 1 << 50, device: .cpu)) {
            try Storage.allocate(byteCount: 1 << 50)
        }
        #expect(throws: ApusError.self) { try Strided.empty([Int.max, 2], .float64) }
        #expect(throws: ApusError.self) { try Strided.empty([-1], .float64) }
        #expect(throws: ApusError.self) { try Strided.empty([1 << 19, 1 << 19, 1 << 18], .complex128) }
    }

    @Test func adoptedMemoryIsGivenBackOnce() {
        let block = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 8)
        defer { block.deallocate() }
        let counter = Counter()
        do {
            let storage = Storage.adopting(block, byteCount: 16) { counter.value.wrappingAdd(1, ordering: .relaxed) }
            let view = Strided(storage: storage, layout: Layout(contiguous: [2]), dtype: .float64)
            withExtendedLifetime(view) {}
        }
        #expect(counter.value.load(ordering: .relaxed) == 1)
    }

    @Test func limitsAreReadWithUnits() {
        #expect(HostMemory.byteCount(parsing: "65536") == 65536)
        #expect(HostMemory.byteCount(parsing: "512M") == 512 << 20)
        #expect(HostMemory.byteCount(parsing: "2g") == 2 << 30)
        for wrong in ["", "M", "-1", "1T", "1.5G", "99999999999999999999", "9999999999999999G"] {
            #expect(HostMemory.byteCount(parsing: wrong) == nil)
        }
    }

    @Test func overlapIsSeenThroughViews() throws {
        let array = try Strided.empty([10], .float32)
        func part(_ range: Range<Int>) -> Strided {
            array.view(array.layout.sliced(axis: 0, start: range.lowerBound, step: 1, size: range.count))
        }
        #expect(part(0..<5).sharesMemory(with: part(4..<8)))
        #expect(!part(0..<5).sharesMemory(with: part(5..<8)))
        #expect(!part(0..<0).sharesMemory(with: part(0..<8)))
        #expect(!array.sharesMemory(with: try Strided.empty([10], .float32)))
    }

    final class Counter: Sendable { let value = Atomic<Int>(0) }
}

@Suite struct ThreadPoolTests {
    @Test func everyIndexIsRunOnce() {
        let pool = ThreadPool(threads: 4)
        // Jobs walk outwards and inwards by turns: each count is asked for an odd number of times.
        for count in [0, 1, 2, 3, 4, 5, 1000, 1001].flatMap({ [$0, $0, $0] }) {
            let hits = (0..<max(count, 1)).map { _ in MemoryTests.Counter() }
            pool.run(count: count) { hits[$0].value.wrappingAdd(1, ordering: .relaxed) }
            #expect(hits.prefix(count).allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
        }
    }

    @Test func jobsInsideJobsAndBesideEachOtherFinish() async {
        let pool = ThreadPool(threads: 3)
        let total = MemoryTests.Counter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<50 {
                        pool.run(count: 7) { _ in
                            pool.run(count: 5) { _ in total.value.wrappingAdd(1, ordering: .relaxed) }
                        }
                    }
                }
            }
        }
        #expect(total.value.load(ordering: .relaxed) == 8 * 50 * 35)
    }

    @Test func manyShortJobsInARow() {
        let pool = ThreadPool(threads: 2)
        let total = MemoryTests.Counter()
        for _ in 0..<20_000 { pool.run(count: 2) { _ in total.value.wrappingAdd(1, ordering: .relaxed) } }
        #expect(total.value.load(ordering: .relaxed) == 40_000)
    }

    /// With more threads than cores helpers lose theirs in the middle of chunks, and jobs begin to do with fewer.
    @Test func jobsFinishOnCrowdedCores() {
        let isOver = MemoryTests.Counter(), total = MemoryTests.Counter()
        let others = (0..<2 * ThreadPool.shared.threadCount).map { _ in
            var thread = pthread_t()
            pthread_create(&thread, nil, { argument in
                let isOver = Unmanaged<MemoryTests.Counter>.fromOpaque(argument!).takeUnretainedValue()
                while isOver.value.load(ordering: .relaxed) == 0 {}
                return nil
            }, Unmanaged.passUnretained(isOver).toOpaque())
            return thread
        }
        let pool = ThreadPool(threads: 4)
        for _ in 0..<100 {
            pool.run(count: 16) { _ in
                for _ in 0..<100_000 { total.value.wrappingAdd(1, ordering: .relaxed) }
            }
        }
        isOver.value.store(1, ordering: .relaxed)
        for thread in others { pthread_join(thread, nil) }
        #expect(total.value.load(ordering: .relaxed) == 100 * 16 * 100_000)
    }

    @Test func theNumberOfThreadsCanBeChanged() {
        let pool = ThreadPool(threads: 2)
        pool.setThreadCount(1)
        #expect(pool.threadCount == 1)
        let total = MemoryTests.Counter()
        pool.run(count: 10) { _ in total.value.wrappingAdd(1, ordering: .relaxed) }
        #expect(total.value.load(ordering: .relaxed) == 10)
    }
}

@Suite struct CrowdTests {
    private let millisecond: UInt64 = 1_000_000

    /// The work, in milliseconds, until all threads are there again.
    private func timeAway(_ crowd: inout Crowd) -> Int {
        var milliseconds = 0
        while crowd.threadsAway > 0 && milliseconds < 10_000 {
            _ = crowd.pass(millisecond)
            milliseconds += 1
        }
        return milliseconds
    }

    @Test func oneWaitIsAnAccident() {
        var crowd = Crowd()
        for _ in 0..<10 {
            crowd.note(1)
            #expect(crowd.threadsAway == 0)
            var looks = 0
            for _ in 0..<20 { looks += crowd.pass(millisecond) ? 1 : 0 }
            #expect(looks == 0)
        }
        crowd.note(1)
        _ = crowd.pass(19 * millisecond)
        crowd.note(1)
        #expect(crowd.threadsAway == 1)
    }

    @Test func timesAwayGrowWhileJobsWait() {
        var crowd = Crowd()
        var times: [Int] = []
        crowd.note(1)
        for _ in 0..<8 {
            crowd.note(1)
            #expect(crowd.threadsAway == 1)
            times.append(timeAway(&crowd))
            // Shorter than a trial.
            _ = crowd.pass(10 * millisecond)
        }
        #expect(times == [16, 32, 64, 128, 256, 512, 512, 512])
    }

    @Test func timesAwayShrinkWhileNoJobWaits() {
        var crowd = Crowd()
        for _ in 0..<5 { crowd.note(1) }
        #expect(crowd.threadsAway == 4)
        #expect(timeAway(&crowd) == 128)
        // The next time would be 256 ms. A trial that goes well leaves a quarter of it.
        _ = crowd.pass(20 * millisecond)
        crowd.note(2)
        #expect(crowd.threadsAway == 2)
        #expect(timeAway(&crowd) == 64)
        for _ in 0..<3 { _ = crowd.pass(20 * millisecond) }
        // Now a wait may be an accident again.
        crowd.note(1)
        #expect(crowd.threadsAway == 0)
        crowd.note(1)
        #expect(timeAway(&crowd) == 16)
    }

    @Test func theCallerLooksAtItsOwnCoreWhileThreadsAreAway() {
        var crowd = Crowd()
        for _ in 0..<5 { crowd.note(1) }
        var looks = 0
        while crowd.threadsAway > 0 { looks += crowd.pass(millisecond) ? 1 : 0 }
        #expect(looks == 128 / 8)
    }

    @Test func aLongJobEndsATimeAtOnce() {
        var crowd = Crowd()
        crowd.note(1)
        crowd.note(1)
        _ = crowd.pass(5000 * millisecond)
        #expect(crowd.threadsAway == 0)
        for _ in 0..<2 { _ = crowd.pass(5000 * millisecond) }
        crowd.note(1)
        #expect(crowd.threadsAway == 0)
    }
}
