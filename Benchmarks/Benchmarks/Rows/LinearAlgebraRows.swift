import Apus
import Benchmark

/// Decompositions of float64 matrices, by LAPACK.
func linearAlgebraRows() {
    decomposition("svd[512 f64]", prepare: { $0 }) { blackHole(try Linalg.svd($0)) }
    row("solve[512 f64]") {
        let a = square() + NDArray.eye(512) * 512, b = square()
        return { work { blackHole(try Linalg.solve(a, b)) } }
    }
    decomposition("cholesky[512 f64]", prepare: { $0.matmul($0.T) + NDArray.eye(512) * 512 }) { blackHole(try Linalg.cholesky($0)) }
    decomposition("eigh[512 f64]", prepare: { $0 + $0.T }) { blackHole(try Linalg.eigh($0)) }
    decomposition("qr[512 f64]", prepare: { $0 }) { blackHole(try Linalg.qr($0)) }
    row("fft[1M f32]") {
        let x = normals(1 << 20)
        return { blackHole(FFT.fft(x)) }
    }
    row("rfft2[1024x1024]") {
        let x = normals(1024, 1024)
        return { blackHole(FFT.rfft2(x)) }
    }
}

private func square() -> NDArray { Generator(seed: 1).normal([512, 512]) }

private func decomposition(
    _ name: String, prepare: @escaping @Sendable (NDArray) -> NDArray, _ body: @escaping @Sendable (NDArray) throws -> Void
) {
    row(name) {
        let a = prepare(square())
        return { work { try body(a) } }
    }
}

/// Runs what cannot fail but for want of LAPACK.
private func work(_ body: () throws -> Void) {
    do { try body() } catch { fatalError("\(error)") }
}
