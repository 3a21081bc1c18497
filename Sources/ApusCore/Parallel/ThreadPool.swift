internal import CApusKernels
import Glibc
import Synchronization

/// The threads that kernels share.
///
/// A job is a count of chunks and a body. The caller works through the chunks too, and takes them all if nobody comes
/// to help: it never waits for a thread that has not started, only for chunks that another thread is working on. Chunk
/// boundaries are the caller's and depend on sizes alone, so results do not depend on the number of threads. A job that
/// is started while another one runs (from another thread, or from inside a chunk) runs on its own thread alone.
///
/// Of one array that goes through several jobs a core should meet what its cache has. So the caller takes the chunks of
/// one half first, the others those of the other half; and jobs walk outwards and inwards by turns, since what an array
/// too large for the cache leaves there is what was touched last.
///
/// A thread whose core another process takes in the middle of a chunk holds its job up until its next turn, which is
/// milliseconds away, and that goes on for as long as the other process runs. Jobs tell `Crowd`, which lets those that
/// follow do with fewer threads for a while.
///
/// The number of threads is `APUS_NUM_THREADS`, by default that of the processors the program may run on.
public final class ThreadPool: @unchecked Sendable {
    public static let shared = ThreadPool(threads: defaultThreadCount())

    public typealias Body = @convention(c) (_ context: UnsafeMutableRawPointer?, _ index: Int) -> Void

    /// The threads that work on a job, the caller among them.
    public var threadCount: Int { limit.load(ordering: .relaxed) }

    private let limit: Atomic<Int>
    private let workers: Atomic<Int>

    // The current job. `state` holds its generation (upper bits), whether it takes helpers (bit 16) and how many are in
    // it (lower bits). The other fields are written while it takes none.
    private let state = Atomic<UInt64>(0)
    private let taken = Atomic<Int>(0)
    private let back = Atomic<Int>(0)
    private let busy = Atomic<Bool>(false)
    private let sleepers = Atomic<Int>(0)
    private var body: Body?
    private var context: UnsafeMutableRawPointer?
    private var count = 0
    private var outwards = false
    private var crowd = Crowd()
    private let places = Atomic<Int>(0)
    private let interrupted = Atomic<Int>(0)

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let wake: UnsafeMutablePointer<pthread_cond_t>

    private static let open: UInt64 = 1 << 16
    private static let helperMask: UInt64 = open - 1
    private static let generation: UInt64 = 1 << 17

    init(threads: Int) {
        limit = Atomic(threads)
        workers = Atomic(0)
        mutex = .allocate(capacity: 1)
        wake = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(wake, nil)
    }

    /// Only a pool that never had a thread gets here: each of them holds on to it.
    deinit {
        pthread_cond_destroy(wake)
        pthread_mutex_destroy(mutex)
        wake.deallocate()
        mutex.deallocate()
    }

    /// Sets how many threads work on a job from now on.
    public func setThreadCount(_ count: Int) {
        precondition(count >= 1, "a pool needs at least one thread")
        limit.store(min(count, 1024), ordering: .relaxed)
    }

    private static func defaultThreadCount() -> Int {
        if let text = getenv("APUS_NUM_THREADS"), let count = Int(String(cString: text)), count >= 1 {
            return min(count, 1024)
        }
        return max(1, Int(apus_processor_count()))
    }

    /// Runs `body(index)` for every index below `count`, in any order, and returns when all are done.
    @inlinable
    public func run(count: Int, _ body: (Int) -> Void) {
        if count <= 1 || threadCount == 1 {
            for index in 0..<count { body(index) }
            return
        }
        withoutActuallyEscaping(body) { escapable in
            var closure = escapable
            withUnsafeMutablePointer(to: &closure) { pointer in
                run(count: count, context: UnsafeMutableRawPointer(pointer)) { context, index in
                    context!.assumingMemoryBound(to: ((Int) -> Void).self).pointee(index)
                }
            }
        }
    }

    /// Runs `body(context, index)` for every index below `count`: the form that kernels in C call.
    public func run(count: Int, context: UnsafeMutableRawPointer?, _ body: Body) {
        let threads = threadCount
        if count > 1 && threads > 1 && !busy.exchange(true, ordering: .acquiring) {
            runNoting(count: count, context: context, threads: max(1, threads - crowd.threadsAway), body)
            busy.store(false, ordering: .releasing)
        } else {
            for index in 0..<count { body(context, index) }
        }
    }

    /// Runs a job on `threads` threads, and tells `crowd` how it went.
    private func runNoting(count: Int, context: UnsafeMutableRawPointer?, threads: Int, _ body: Body) {
        let start = apus_nanoseconds()
        var late = 0
        if threads > 1 {
            late = runShared(count: count, context: context, threads: min(threads, count), body)
        } else {
            for index in 0..<count { body(context, index) }
        }
        let time = apus_nanoseconds() &- start
        if threads > 1 && late == 0 && time > Crowd.shortestWait && apus_lost_time() > Crowd.shortestWait { late = 1 }
        if late > 0 { crowd.note(late) }
        // Who wakes up does so on a core that is free, if there is one: the helper's that is away.
        if crowd.pass(time) && apus_lost_time() > Crowd.shortestWait { apus_rest() }
    }

    /// Gives how many helpers the job had to wait for because others had taken their cores.
    private func runShared(count: Int, context: UnsafeMutableRawPointer?, threads: Int, _ body: Body) -> Int {
        startWorkers(threads - 1)
        places.store(threads - 1, ordering: .relaxed)
        self.body = body
        self.context = context
        self.count = count
        outwards.toggle()
        taken.store(0, ordering: .relaxed)
        back.store(count, ordering: .relaxed)
        state.bitwiseOr(ThreadPool.open, ordering: .sequentiallyConsistent)
        let asleep = sleepers.load(ordering: .sequentiallyConsistent)
        if asleep > 0 { wakeWorkers(min(asleep, threads - 1 - (workers.load(ordering: .relaxed) - asleep))) }
        workFromTheFront(body, context, count, outwards)
        // Close: nobody joins from here on. The generation changes so that no helper takes a closed job for a new one.
        let closed = state.wrappingAdd(ThreadPool.generation &- ThreadPool.open, ordering: .acquiringAndReleasing).newValue
        return closed & ThreadPool.helperMask == 0 ? 0 : waitForHelpers()
    }

    private func waitForHelpers() -> Int {
        interrupted.store(0, ordering: .relaxed)
        var spins = 0, start: UInt64 = 0
        while state.load(ordering: .acquiring) & ThreadPool.helperMask != 0 {
            spins += 1
            if spins > 2000 {
                if start == 0 { start = apus_nanoseconds() }
                sched_yield()
            } else {
                apus_pause()
            }
        }
        if start == 0 || apus_nanoseconds() &- start < Crowd.shortestWait { return 0 }
        return interrupted.load(ordering: .relaxed)
    }

    /// The right to one more chunk. As many are given as there are chunks, so front and back never pass each other.
    @inline(__always)
    private func takes(of count: Int) -> Bool { taken.wrappingAdd(1, ordering: .relaxed).oldValue < count }

    /// The chunk at place `index` of the walk: the first half of the walk is the first half of the chunks, for every job.
    @inline(__always)
    private func chunk(_ index: Int, of count: Int, outwards: Bool) -> Int {
        let half = count / 2
        if !outwards { return index }
        return index < half ? half - 1 - index : count - 1 - (index - half)
    }

    /// The caller's way: it alone takes from the front.
    @inline(__always)
    private func workFromTheFront(_ body: Body, _ context: UnsafeMutableRawPointer?, _ count: Int, _ outwards: Bool) {
        var front = 0
        while takes(of: count) {
            body(context, chunk(front, of: count, outwards: outwards))
            front += 1
        }
    }

    @inline(__always)
    private func workFromTheBack(_ body: Body, _ context: UnsafeMutableRawPointer?, _ count: Int, _ outwards: Bool) {
        while takes(of: count) {
            let index = back.wrappingSubtract(1, ordering: .relaxed).newValue
            body(context, chunk(index, of: count, outwards: outwards))
        }
    }

    private func wakeWorkers(_ count: Int) {
        if count < 1 { return }
        pthread_mutex_lock(mutex)
        for _ in 0..<count { pthread_cond_signal(wake) }
        pthread_mutex_unlock(mutex)
    }

    private func startWorkers(_ wanted: Int) {
        while workers.load(ordering: .relaxed) < wanted {
            workers.wrappingAdd(1, ordering: .relaxed)
            var thread = pthread_t()
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
            let me = Unmanaged.passRetained(self)
            let failed = pthread_create(&thread, &attributes, { argument in
                Unmanaged<ThreadPool>.fromOpaque(argument!).takeRetainedValue().serve()
                return nil
            }, me.toOpaque())
            pthread_attr_destroy(&attributes)
            if failed != 0 {
                // The system gives no more: the pool is as large as it gets.
                me.release()
                setThreadCount(workers.wrappingSubtract(1, ordering: .relaxed).newValue + 1)
                return
            }
        }
    }

    /// A worker's life: look for a job for a little while, then sleep until one comes.
    private func serve() {
        var spins = 0
        while true {
            if join() {
                spins = 0
                continue
            }
            spins += 1
            if spins < 4000 {
                apus_pause()
                continue
            }
            sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
            pthread_mutex_lock(mutex)
            while state.load(ordering: .sequentiallyConsistent) & ThreadPool.open == 0 {
                pthread_cond_wait(wake, mutex)
            }
            pthread_mutex_unlock(mutex)
            sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
            _ = apus_lost_time()
            spins = 0
        }
    }

    /// Helps with the current job if it takes helpers; false if there is none.
    ///
    /// If it took long because another thread took this one's core, the job's caller is told.
    private func join() -> Bool {
        let seen = state.load(ordering: .acquiring)
        guard seen & ThreadPool.open != 0, Int(seen & ThreadPool.helperMask) < places.load(ordering: .relaxed) else {
            return false
        }
        let (joined, _) = state.compareExchange(
            expected: seen, desired: seen + 1, ordering: .acquiringAndReleasing)
        guard joined else { return true }
        let more = taken.load(ordering: .relaxed) < count
        if more, let body {
            let start = apus_nanoseconds()
            workFromTheBack(body, context, count, outwards)
            if apus_nanoseconds() &- start > Crowd.shortestWait && apus_lost_time() > Crowd.shortestWait {
                interrupted.wrappingAdd(1, ordering: .relaxed)
            }
        }
        state.wrappingSubtract(1, ordering: .releasing)
        return more
    }
}
