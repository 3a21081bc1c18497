import Synchronization

/// A value behind a lock, in an object of its own.
///
/// For values that are global: in release builds by Swift 6.3.1 a global `let` of type `Mutex` whose initial value the
/// compiler could lay out in advance, a struct with strings in it, was seen to read back wrong.
package final class Guarded<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    package init(_ value: Value) { mutex = Mutex(value) }

    package var value: Value {
        get { mutex.withLock { $0 } }
        set { mutex.withLock { $0 = newValue } }
    }
}
