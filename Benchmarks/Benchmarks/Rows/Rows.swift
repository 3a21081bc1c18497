// The rows that `bench.py` measures Apus by, with the names that the peers' rows have in `peers.py`.
import Apus
import Benchmark

let benchmarks: @Sendable () -> Void = {
    latencyRows()
    elementwiseRows()
    reductionRows()
    movementRows()
    productRows()
    linearAlgebraRows()
    networkRows()
    trainingRows()
    limitRows()
}

/// Adds a row: `make` prepares its operands and gives what is measured.
///
/// A sample is one run of it, or with `times` a thousand, which short ones need for the clock.
func row(_ name: String, times: BenchmarkScalingFactor = .one, _ make: @escaping @Sendable () -> () -> Void) {
    let configuration = Benchmark.Configuration(
        metrics: [.wallClock], warmupIterations: 1, scalingFactor: times, maxDuration: .milliseconds(250), maxIterations: 400)
    Benchmark(name, configuration: configuration) { benchmark in
        let work = Prepared.work(name, make)
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { work() }
        benchmark.stopMeasurement()
    }
}

/// The operands of the row that is being measured; those of the row before it are dropped.
private enum Prepared {
    nonisolated(unsafe) private static var name = ""
    nonisolated(unsafe) private static var current: () -> Void = {}

    static func work(_ name: String, _ make: () -> () -> Void) -> () -> Void {
        if name != self.name {
            current = {}
            current = make()
            self.name = name
        }
        return current
    }
}

/// Floats between 0.5 and 1.5 in no order, the same in every run.
func numbers(_ shape: Int..., seed: UInt64 = 1) -> NDArray {
    Generator(seed: seed).uniform(low: 0.5, high: 1.5, Shape(shape), dtype: .float32)
}

/// Floats from the normal law, the same in every run.
func normals(_ shape: Int..., seed: UInt64 = 1) -> NDArray {
    Generator(seed: seed).normal(Shape(shape), dtype: .float32)
}
