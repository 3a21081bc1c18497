import Glibc

/// A value behind a lock, in an object of its own.
///
/// Instead of `Synchronization.Mutex`, for two reasons seen with Swift 6.3.1 on Linux: a global `let` of that type whose
/// initial value the compiler could lay out in advance, a struct with strings in it, read back wrong in release builds;
/// and ThreadSanitizer does not see its lock, so that it reports what it guards.
package final class Guarded<Value>: @unchecked Sendable {
    @exclusivity(unchecked) private var guarded: Value
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    package init(_ value: Value) {
        guarded = value
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    package var value: Value {
        get { withLock { $0 } }
        set { withLock { $0 = newValue } }
    }

    /// Works on the value while no other thread does. The body must not come back to the same object.
    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&guarded)
    }
}
