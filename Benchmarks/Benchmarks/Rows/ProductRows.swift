import Apus
import Benchmark

/// Products of matrices.
func productRows() {
    for (size, times) in [(64, BenchmarkScalingFactor.kilo), (256, .one), (1024, .one)] {
        row("matmul[\(size)]", times: times) {
            let a = normals(size, size), b = normals(size, size, seed: 2)
            return { blackHole(a.matmul(b)) }
        }
    }
    row("bmm[64x128x64x128]") {
        let a = normals(64, 128, 64), b = normals(64, 64, 128, seed: 2)
        return { blackHole(a.matmul(b)) }
    }
}
