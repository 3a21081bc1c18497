import Apus
import Benchmark

/// What an operation on a handful of numbers costs.
func latencyRows() {
    row("add[16]", times: .kilo) {
        let a = numbers(16), b = numbers(16, seed: 2)
        return { blackHole(a + b) }
    }
    row("add[16] tensor", times: .kilo) {
        let a = Tensor(numbers(16)), b = Tensor(numbers(16, seed: 2))
        return { blackHole(a + b) }
    }
    row("add[16] graph", times: .kilo) {
        let a = Tensor(numbers(16)).requiringGrad(), b = Tensor(numbers(16, seed: 2))
        return { blackHole(a + b) }
    }
}
