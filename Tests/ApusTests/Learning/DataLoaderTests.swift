@testable import Apus
import Glibc
import Synchronization
import Testing

/// Numbers as tensors; some places fail. Counts what was asked for.
private struct Numbers: Dataset {
    let count: Int
    var failures: Set<Int> = []
    let reads = Counter()

    final class Counter: Sendable {
        let value = Atomic<Int>(0)
    }

    struct Failure: Error, Equatable { let index: Int }

    subscript(index: Int) -> Tensor {
        get throws {
            reads.value.add(1, ordering: .relaxed)
            if failures.contains(index) { throw Failure(index: index) }
            return Tensor([index])
        }
    }
}

@Suite struct DataLoaderTests {
    private func collect(_ loader: DataLoader<Tensor>) throws -> [[Int]] {
        var batches: [[Int]] = []
        try loader.forEach { batches.append($0.elements(as: Int.self)) }
        return batches
    }

    @Test(arguments: [0, 1, 3]) func batchesComeInOrder(_ workers: Int) throws {
        let dataset = Numbers(count: 8)
        #expect(try collect(DataLoader(dataset, batchSize: 3, workers: workers)) == [[0, 1, 2], [3, 4, 5], [6, 7]])
        let short = DataLoader(dataset, batchSize: 3, dropLast: true, workers: workers)
        #expect(short.count == 2)
        #expect(try collect(short) == [[0, 1, 2], [3, 4, 5]])
        #expect(try collect(DataLoader(Numbers(count: 0), batchSize: 3, workers: workers)) == [])
    }

    @Test(arguments: [0, 2]) func ordersArePyTorchs(_ workers: Int) throws {
        func epochs(_ generator: TensorGenerator?) throws -> [Double] {
            let loader = DataLoader(Numbers(count: 10), batchSize: 3, shuffle: true, workers: workers, generator: generator)
            return try (0..<3).flatMap { _ in try collect(loader).joined().map(Double.init) }
        }
        try TensorGenerator.withShared(TensorGenerator(seed: 7)) {
            #expect(try epochs(nil) == LearningGoldens.values("loader.shared"))
            try expectGolden(Tensor.rand([2]), "loader.shared.after", within: 1e-7)
        }
        let generator = TensorGenerator(seed: 7)
        #expect(try epochs(generator) == LearningGoldens.values("loader.own"))
        try expectGolden(Tensor.rand([2], generator: generator), "loader.own.after", within: 1e-7)
    }

    @Test func tensorsAreTakenByRows() throws {
        let x = numbers([7, 2]), y = Tensor(Array(0..<7))
        let dataset = try TensorDataset(x, y)
        var seen = 0
        try DataLoader(dataset, batchSize: 3, shuffle: true, generator: TensorGenerator(seed: 1)).forEach { rows, labels in
            #expect(rows.arrayEqual(x.take(labels, axis: 0)))
            seen += labels.count
        }
        #expect(seen == 7)
        let (row, label) = try dataset[-1]
        #expect(row.arrayEqual(x[6]) && label.item(as: Int.self) == 6)
        let (_, part) = try #require(try DataLoader(Subset(dataset, [5, 1]), batchSize: 2).makeIterator().next())
        #expect(part.elements(as: Int.self) == [5, 1])
        expectError("first axes must agree") { _ = try TensorDataset(x, Tensor([1, 2])) }
    }

    @Test func pairsAreStacked() throws {
        struct Pairs: Dataset {
            var count: Int { 4 }
            subscript(index: Int) -> (Tensor, Tensor) { (Tensor([index, index]), Tensor([Double(index)])) }
        }
        let (a, b) = try #require(try DataLoader(Pairs(), batchSize: 4).makeIterator().next())
        #expect(a.shape == [4, 2] && b.shape == [4, 1])
    }

    @Test(arguments: [0, 2]) func errorsComeAtTheirBatch(_ workers: Int) throws {
        let batches = DataLoader(Numbers(count: 8, failures: [3]), batchSize: 2, workers: workers).makeIterator()
        #expect(try batches.next() != nil)
        #expect(throws: Numbers.Failure(index: 3)) { try batches.next() }
        #expect(try batches.next()?.elements(as: Int.self) == [4, 5])
    }

    @Test func workersStayCloseToTheConsumer() throws {
        let dataset = Numbers(count: 1000)
        let batches = DataLoader(dataset, batchSize: 1, workers: 2, prefetchFactor: 3).makeIterator()
        for _ in 0..<10 { _ = try batches.next() }
        usleep(20_000)
        #expect(dataset.reads.value.load(ordering: .relaxed) <= 10 + 6)
    }

    @Test func releasingTheIteratorStopsTheWorkers() throws {
        weak var made: Token?
        do {
            let token = Token()
            made = token
            let dataset = Numbers(count: 1_000_000)
            let loader = DataLoader(dataset, batchSize: 1, workers: 2) { samples in
                withExtendedLifetime(token) { samples[0] }
            }
            _ = try loader.makeIterator().next()
        }
        for _ in 0..<500 where made != nil { usleep(2000) }
        #expect(made == nil, "workers still hold what they work with")
    }

    private final class Token: Sendable {}

    @Test(arguments: [0, 2]) func tasksIterate(_ workers: Int) async throws {
        var sum = 0
        for try await batch in DataLoader(Numbers(count: 20), batchSize: 3, workers: workers) {
            sum += batch.elements(as: Int.self).reduce(0, +)
        }
        #expect(sum == 190)
        await #expect(throws: Numbers.Failure(index: 1)) {
            for try await _ in DataLoader(Numbers(count: 4, failures: [1]), workers: workers) {}
        }
    }

    @Test(arguments: [0, 1]) func cancellationReachesTheLoader(_ workers: Int) async throws {
        struct Slow: Dataset {
            var count: Int { 1_000_000 }
            subscript(index: Int) -> Tensor {
                usleep(1000)
                return Tensor([index])
            }
        }
        let task = Task {
            for try await _ in DataLoader(Slow(), workers: workers) {}
        }
        try await Task.sleep(nanoseconds: 20_000_000)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

@Suite struct ProgressBarTests {
    @Test func linesTellHowFarItIs() {
        let line = ProgressBar.line(done: 30, total: 120, seconds: 60, label: "epoch 1", message: "loss 0.5", width: 80)
        #expect(line.hasPrefix("epoch 1  25% ███"))
        #expect(line.hasSuffix(" 30/120 [01:00<03:00, 0.5/s] loss 0.5"))
        #expect(line.count <= 79)
        func plain(_ done: Int, of total: Int, _ seconds: Double) -> String {
            ProgressBar.line(done: done, total: total, seconds: seconds, label: "", message: "", width: 80)
        }
        #expect(plain(0, of: 10, 0).contains("0/10 [00:00<?, 0.0/s]"))
        #expect(plain(0, of: 0, 1).contains("100%"))
        #expect(plain(5, of: 10, 7200).contains("2:00:00<2:00:00"))
    }

    @Test func linesFitNarrowTerminals() {
        for width in 0..<100 {
            let line = ProgressBar.line(done: 77, total: 100, seconds: 3, label: "training", message: "m", width: width)
            #expect(line.count <= max(width - 1, 0))
        }
    }

    @Test func barsCount() {
        let bar = ProgressBar(total: 3, isEnabled: false)
        bar.advance(by: 2)
        bar.advance(by: 5)
        #expect(bar.done == 3)
        bar.finish()
    }
}
