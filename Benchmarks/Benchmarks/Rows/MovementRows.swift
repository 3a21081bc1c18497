import Apus
import Benchmark

/// Copies: transposed, gathered, masked, joined.
func movementRows() {
    row("transpose copy[1000x1000]") {
        let a = numbers(1000, 1000).T
        return { blackHole(a.copy()) }
    }
    row("take rows[1000x1000]") {
        let a = numbers(1000, 1000), rows = Generator(seed: 3).permutation(1000)
        return { blackHole(a.take(rows, axis: 0)) }
    }
    row("mask select[1M]") {
        let a = numbers(1_000_000), mask = a .> 1
        return { blackHole(a[mask]) }
    }
    row("concat[2x1M]") {
        let a = numbers(1_000_000), b = numbers(1_000_000, seed: 2)
        return { blackHole(NDArray.concatenate([a, b])) }
    }
}
