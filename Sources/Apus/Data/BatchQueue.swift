import Glibc
import Synchronization

/// Batches that threads make ahead and one consumer takes in order.
///
/// Workers know this queue but not the iterator that owns it, so that releasing the iterator cancels them.
final class BatchQueue<Batch: Sendable>: @unchecked Sendable {
    private let count: Int
    private let ahead: Int
    private let make: @Sendable (Int) throws -> Batch

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    /// Signalled when a batch is done, a place for one is free, or the queue is cancelled.
    private let changed: UnsafeMutablePointer<pthread_cond_t>

    // Under the mutex.
    private var ready: [Int: Result<Batch, any Error>] = [:]
    private var started = 0
    private var taken = 0
    private var hasWorkers = false
    private var isCancelled = false
    private var waiting: CheckedContinuation<Batch?, any Error>?

    init(count: Int, ahead: Int, make: @escaping @Sendable (Int) throws -> Batch) {
        self.count = count
        self.ahead = max(ahead, 1)
        self.make = make
        mutex = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    private func locked<Value>(_ body: () throws -> Value) rethrows -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body()
    }

    // MARK: - The consumer's side

    /// What the consumer gets.
    private enum Turn {
        case done(Result<Batch?, any Error>)
        /// There are no workers: the consumer makes this batch.
        case make(Int)
        case wait
    }

    /// What the consumer gets at this moment. Called under the mutex.
    private func turn() -> Turn {
        if isCancelled { return .done(.failure(CancellationError())) }
        if taken >= count { return .done(.success(nil)) }
        if !hasWorkers {
            taken += 1
            return .make(taken - 1)
        }
        guard let batch = ready.removeValue(forKey: taken) else { return .wait }
        taken += 1
        pthread_cond_broadcast(changed)
        return .done(batch.map { $0 })
    }

    /// The next batch; nil after the last.
    func wait() throws -> Batch? {
        let turn = locked {
            while true {
                let turn = self.turn()
                guard case .wait = turn else { return turn }
                pthread_cond_wait(changed, mutex)
            }
        }
        switch turn {
        case .make(let place): return try make(place)
        case .done(let result): return try result.get()
        case .wait: return nil
        }
    }

    /// Resumes a task with the next batch as soon as it is there.
    func deliver(to continuation: CheckedContinuation<Batch?, any Error>) {
        let turn = locked {
            let turn = self.turn()
            if case .wait = turn { waiting = continuation }
            return turn
        }
        switch turn {
        case .wait: break
        case .make(let place): continuation.resume(with: Result { try make(place) })
        case .done(let result): continuation.resume(with: result)
        }
    }

    /// Gives the waiting task, if there is one, what it can have by now.
    private func resumeWaiting() {
        let (continuation, turn) = locked { () -> (CheckedContinuation<Batch?, any Error>?, Turn) in
            guard let continuation = waiting else { return (nil, .wait) }
            let turn = self.turn()
            guard case .done = turn else { return (nil, .wait) }
            waiting = nil
            return (continuation, turn)
        }
        if case .done(let result) = turn { continuation?.resume(with: result) }
    }

    func cancel() {
        locked {
            isCancelled = true
            ready = [:]
            pthread_cond_broadcast(changed)
        }
        resumeWaiting()
    }

    // MARK: - The workers' side

    func startWorkers(_ wanted: Int) {
        for _ in 0..<wanted {
            var thread = pthread_t()
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
            defer { pthread_attr_destroy(&attributes) }
            let work = Unmanaged.passRetained(Work { [self] in serve() })
            // Without a thread the consumer makes the batches itself.
            if pthread_create(&thread, &attributes, runWork, work.toOpaque()) != 0 { return work.release() }
            locked { hasWorkers = true }
        }
    }

    private func serve() {
        while let place = nextPlace() {
            let result = Result { try make(place) }
            locked {
                if !isCancelled { ready[place] = result }
                pthread_cond_broadcast(changed)
            }
            resumeWaiting()
        }
    }

    /// The batch to make next, when there is room for it; nil when there are no more.
    private func nextPlace() -> Int? {
        locked {
            while !isCancelled && started < count && started >= taken + ahead { pthread_cond_wait(changed, mutex) }
            if isCancelled || started >= count { return nil }
            started += 1
            return started - 1
        }
    }
}

/// What a thread does.
private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runWork(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().body()
    return nil
}
