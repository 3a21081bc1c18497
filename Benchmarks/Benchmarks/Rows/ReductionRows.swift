import Apus
import Benchmark

/// Reductions, scans and sorting.
func reductionRows() {
    million("max") { $0.max() }
    million("argmax") { $0.argmax() }
    million("var") { $0.var() }
    million("cumsum") { $0.cumsum() }
    million("sort") { $0.sort() }
    million("argsort") { $0.argsort() }
    for axis in [0, 1] {
        row("sum axis\(axis)[1000x1000]") {
            let a = numbers(1000, 1000)
            return { blackHole(a.sum(axis: axis)) }
        }
    }
}

private func million(_ name: String, _ function: @escaping @Sendable (NDArray) -> NDArray) {
    row("\(name)[1M]") {
        let a = normals(1_000_000)
        return { blackHole(function(a)) }
    }
}
