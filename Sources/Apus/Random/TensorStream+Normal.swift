// Normal numbers of PyTorch's CPU stream: Box-Muller in blocks of 16, or in pairs for fewer than 16.

internal import CApusKernels
import Glibc

extension TensorStream {
    /// Normal numbers, as `torch.randn` and `Tensor.normal_` on float64.
    ///
    /// G. E. P. Box, M. E. Muller, "A Note on the Generation of Random Normal Deviates" (1958). From 16 elements on,
    /// each block of 16 pairs element `i` with `i + 8`, and a ragged end draws the last 16 elements again.
    mutating func fillNormal(_ out: UnsafeMutableBufferPointer<Double>, mean: Double = 0, deviation: Double = 1) {
        guard out.count >= 16 else {
            for index in out.indices { out[index] = mean.addingProduct(nextNormal(), deviation) }
            return
        }
        for index in out.indices { out[index] = nextDouble() }
        for start in stride(from: 0, to: out.count - 15, by: 16) {
            boxMuller(out.baseAddress! + start, mean: mean, deviation: deviation)
        }
        guard out.count % 16 != 0 else { return }
        let last = out.baseAddress! + out.count - 16
        for index in 0..<16 { last[index] = nextDouble() }
        boxMuller(last, mean: mean, deviation: deviation)
    }

    /// Normal numbers, as `torch.randn` and `Tensor.normal_` on float32.
    ///
    /// Fewer than 16 are float64 pairs rounded; otherwise the logarithm, sine and cosine are the float32
    /// polynomials of PyTorch's AVX2 build, which it also uses on AVX-512 machines.
    mutating func fillNormal(_ out: UnsafeMutableBufferPointer<Float>, mean: Double = 0, deviation: Double = 1) {
        guard out.count >= 16 else {
            for index in out.indices { out[index] = Float(mean.addingProduct(nextNormal(), deviation)) }
            return
        }
        engine.fillFloats(out)
        apus_box_muller_float32(out.baseAddress, out.count / 16, Float(mean), Float(deviation))
        guard out.count % 16 != 0 else { return }
        let last = out.baseAddress! + out.count - 16
        for index in 0..<16 { last[index] = nextFloat() }
        apus_box_muller_float32(last, 1, Float(mean), Float(deviation))
    }

    /// Normal numbers, as `torch.randn` on float16 and bfloat16: float32 blocks, rounded by `convert`.
    mutating func fillNormal<Element>(
        _ out: UnsafeMutableBufferPointer<Element>, mean: Double, deviation: Double, convert: (Float) -> Element
    ) {
        guard out.count >= 16 else {
            for index in out.indices { out[index] = convert(Float(mean.addingProduct(nextNormal(), deviation))) }
            return
        }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 16) { block in
            for start in blockStarts(out.count) {
                for index in 0..<16 { block[index] = nextFloat() }
                apus_box_muller_float32(block.baseAddress, 1, Float(mean), Float(deviation))
                for index in 0..<16 { out[start + index] = convert(block[index]) }
            }
        }
    }

    /// One normal number: pairs are drawn in float64, and the second of a pair waits for the next call.
    mutating func nextNormal() -> Double {
        if let spare = spareNormal {
            spareNormal = nil
            return spare
        }
        let first = nextDouble()
        let radius = sqrt(-2 * log1p(-nextDouble()))
        let angle = 2 * Double.pi * first
        spareNormal = radius * sin(angle)
        return radius * cos(angle)
    }

    private func blockStarts(_ count: Int) -> [Int] {
        Array(stride(from: 0, to: count - 15, by: 16)) + (count % 16 == 0 ? [] : [count - 16])
    }
}

/// Turns 16 uniform numbers into 16 normal ones: element `i` gives the radius, `i + 8` the angle.
private func boxMuller(_ block: UnsafeMutablePointer<Double>, mean: Double, deviation: Double) {
    for index in 0..<8 {
        let radius = sqrt(-2 * log(1 - block[index]))
        let angle = 2 * Double.pi * block[index + 8]
        block[index] = mean.addingProduct(radius * cos(angle), deviation)
        block[index + 8] = mean.addingProduct(radius * sin(angle), deviation)
    }
}
