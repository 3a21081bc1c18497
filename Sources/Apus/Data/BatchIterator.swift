/// One epoch of a `DataLoader`, batch by batch.
///
/// An iterator belongs to one consumer: call `next()` from one thread at a time.
public final class BatchIterator<Batch: Sendable>: Sendable {
    private let queue: BatchQueue<Batch>
    /// How many batches the epoch has.
    public let count: Int

    init(count: Int, workers: Int, ahead: Int, make: @escaping @Sendable (Int) throws -> Batch) {
        self.count = count
        queue = BatchQueue(count: count, ahead: ahead, make: make)
        queue.startWorkers(min(workers, count))
    }

    deinit { queue.cancel() }

    /// The next batch; nil at the end of the epoch. Waits for a worker if there are any. Throws what the dataset threw for
    /// this batch, and the epoch may be continued after it; throws `CancellationError` if the current task is cancelled.
    public func next() throws -> Batch? {
        if Task.isCancelled { queue.cancel() }
        return try queue.wait()
    }

    /// The form of `next()` that suspends the task instead of blocking its thread.
    public func next() async throws -> Batch? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { queue.deliver(to: $0) }
        } onCancel: {
            queue.cancel()
        }
    }

    /// Stops the workers. A later `next()` throws `CancellationError`.
    public func cancel() { queue.cancel() }
}
