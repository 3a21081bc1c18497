/// Goes through a dataset in batches: `torch.utils.data.DataLoader`.
///
/// ```swift
/// let loader = DataLoader(try TensorDataset(images, labels), batchSize: 32, shuffle: true)
/// try loader.forEach { images, labels in … }
///
/// let batches = loader.makeIterator()
/// while let (images, labels) = try batches.next() { … }
///
/// for try await (images, labels) in loader { … }
/// ```
///
/// Every iterator is an epoch. With `workers`, threads make batches ahead of their use; they stop when the iterator is
/// released, or the task that waits for a batch is cancelled. What a dataset throws is thrown at the batch it belongs to.
/// Batches come in the same order however many workers there are.
public struct DataLoader<Batch: Sendable>: Sendable {
    /// How many samples there are.
    public let sampleCount: Int
    public let batchSize: Int
    public let shuffle: Bool
    public let dropLast: Bool
    public let workers: Int
    public let prefetchFactor: Int
    let generator: TensorGenerator?
    let load: @Sendable ([Int]) throws -> Batch

    /// - Parameters:
    ///   - batchSize: how many samples a batch has.
    ///   - shuffle: whether each epoch has a random order of its own: that of PyTorch for the same seed.
    ///   - dropLast: whether a last batch with fewer samples is left out.
    ///   - workers: how many threads make batches ahead; with 0 each is made when it is asked for.
    ///   - prefetchFactor: how many batches each worker may be ahead.
    ///   - generator: where the orders come from; the shared stream (`Tensor.manualSeed`) if nil.
    ///   - collate: puts samples together.
    public init<Samples: Dataset>(
        _ dataset: Samples, batchSize: Int = 1, shuffle: Bool = false, dropLast: Bool = false, workers: Int = 0,
        prefetchFactor: Int = 2, generator: TensorGenerator? = nil,
        collate: @escaping @Sendable ([Samples.Sample]) throws -> Batch
    ) {
        self.init(
            count: dataset.count, batchSize: batchSize, shuffle: shuffle, dropLast: dropLast, workers: workers,
            prefetchFactor: prefetchFactor, generator: generator
        ) { indices in
            try collate(indices.map { index in try dataset[index] })
        }
    }

    /// A loader of a dataset that makes batches itself.
    public init<Samples: BatchedDataset>(
        _ dataset: Samples, batchSize: Int = 1, shuffle: Bool = false, dropLast: Bool = false, workers: Int = 0,
        prefetchFactor: Int = 2, generator: TensorGenerator? = nil
    ) where Samples.Batch == Batch {
        self.init(
            count: dataset.count, batchSize: batchSize, shuffle: shuffle, dropLast: dropLast, workers: workers,
            prefetchFactor: prefetchFactor, generator: generator
        ) { indices in
            try dataset.batch(indices)
        }
    }

    init(
        count: Int, batchSize: Int, shuffle: Bool, dropLast: Bool, workers: Int, prefetchFactor: Int,
        generator: TensorGenerator?, load: @escaping @Sendable ([Int]) throws -> Batch
    ) {
        precondition(batchSize > 0, "DataLoader: a batch size of \(batchSize); it must be positive")
        precondition(workers >= 0 && prefetchFactor > 0, "DataLoader: negative workers, or nothing to prefetch")
        sampleCount = count
        self.batchSize = batchSize
        self.shuffle = shuffle
        self.dropLast = dropLast
        self.workers = workers
        self.prefetchFactor = prefetchFactor
        self.generator = generator
        self.load = load
    }

    /// How many batches an epoch has.
    public var count: Int { dropLast ? sampleCount / batchSize : (sampleCount + batchSize - 1) / batchSize }

    /// A new epoch.
    public func makeIterator() -> BatchIterator<Batch> {
        let order = shuffle ? EpochOrder.shuffled(sampleCount, generator) : EpochOrder.unshuffled(generator)
        let (size, samples, load) = (batchSize, sampleCount, load)
        return BatchIterator(count: count, workers: workers, ahead: workers * prefetchFactor) { index in
            let range = index * size..<Swift.min((index + 1) * size, samples)
            return try load(order.map { Array($0[range]) } ?? Array(range))
        }
    }

    /// Calls `body` with each batch of a new epoch.
    public func forEach(_ body: (Batch) throws -> Void) throws {
        let batches = makeIterator()
        while let batch = try batches.next() { try body(batch) }
    }
}

extension DataLoader: AsyncSequence {
    public typealias Element = Batch

    public struct AsyncIterator: AsyncIteratorProtocol {
        let batches: BatchIterator<Batch>
        public mutating func next() async throws -> Batch? { try await batches.next() }
    }

    /// A new epoch.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(batches: makeIterator()) }
}

extension DataLoader where Batch == Tensor {
    /// A loader of samples that are tensors, unless the dataset makes batches itself; a batch is stacked along a new first
    /// axis.
    @_disfavoredOverload
    public init(
        _ dataset: some Dataset<Tensor>, batchSize: Int = 1, shuffle: Bool = false, dropLast: Bool = false,
        workers: Int = 0, prefetchFactor: Int = 2, generator: TensorGenerator? = nil
    ) {
        self.init(
            dataset, batchSize: batchSize, shuffle: shuffle, dropLast: dropLast, workers: workers,
            prefetchFactor: prefetchFactor, generator: generator
        ) { samples in
            try Stack.apply(samples, 0)
        }
    }
}

extension DataLoader where Batch == (Tensor, Tensor) {
    /// A loader of samples that are pairs of tensors, unless the dataset makes batches itself; each part of a batch is
    /// stacked along a new first axis.
    @_disfavoredOverload
    public init(
        _ dataset: some Dataset<(Tensor, Tensor)>, batchSize: Int = 1, shuffle: Bool = false, dropLast: Bool = false,
        workers: Int = 0, prefetchFactor: Int = 2, generator: TensorGenerator? = nil
    ) {
        self.init(
            dataset, batchSize: batchSize, shuffle: shuffle, dropLast: dropLast, workers: workers,
            prefetchFactor: prefetchFactor, generator: generator
        ) { samples in
            (try Stack.apply(samples.map(\.0), 0), try Stack.apply(samples.map(\.1), 0))
        }
    }
}
