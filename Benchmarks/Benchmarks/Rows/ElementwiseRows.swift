import Apus
import Benchmark

/// Functions of elements, from a thousand to sixteen million of them.
func elementwiseRows() {
    for (count, times) in [(1000, BenchmarkScalingFactor.kilo), (100_000, .one), (1_000_000, .one), (16_000_000, .one)] {
        row("add[\(count)]", times: times) {
            let a = numbers(count), b = numbers(count, seed: 2)
            return { blackHole(a + b) }
        }
        row("exp[\(count)]", times: times) {
            let a = numbers(count)
            return { blackHole(a.exp()) }
        }
        row("sum[\(count)]", times: times) {
            let a = numbers(count)
            return { blackHole(a.sum()) }
        }
    }
    million("tanh") { $0.tanh() }
    million("sin") { $0.sin() }
    million("log") { $0.log() }
    million("pow2") { $0 ** 2 }
    million("pow2.5") { $0 ** 2.5 }
    million("sqrt") { $0.sqrt() }
    million("gelu") { $0.gelu() }
    million("chain a*b+a-b/(1+a)") { a, b in a * b + a - b / (1 + a) }
    million("cmp a>b") { a, b in a .> b }
    row("where[1M]") {
        let a = numbers(1_000_000), b = numbers(1_000_000, seed: 2), mask = a .> b
        return { blackHole(NDArray.where(mask, a, b)) }
    }
    row("astype f32->f64[1M]") {
        let a = numbers(1_000_000)
        return { blackHole(a.astype(.float64)) }
    }
    row("bcast add row[1000x1000]") {
        let a = numbers(1000, 1000), b = numbers(1000, seed: 2)
        return { blackHole(a + b) }
    }
    row("bcast add col[1000x1000]") {
        let a = numbers(1000, 1000), b = numbers(1000, 1, seed: 2)
        return { blackHole(a + b) }
    }
    row("rand[1M]") {
        let generator = Generator(seed: 1)
        return { blackHole(generator.random([1_000_000], dtype: .float32)) }
    }
    row("randn[1M]") {
        let generator = Generator(seed: 1)
        return { blackHole(generator.normal([1_000_000], dtype: .float32)) }
    }
}

private func million(_ name: String, _ function: @escaping @Sendable (NDArray) -> NDArray) {
    row("\(name)[1M]") {
        let a = numbers(1_000_000)
        return { blackHole(function(a)) }
    }
}

private func million(_ name: String, _ function: @escaping @Sendable (NDArray, NDArray) -> NDArray) {
    row("\(name)[1M]") {
        let a = numbers(1_000_000), b = numbers(1_000_000, seed: 2)
        return { blackHole(function(a, b)) }
    }
}
