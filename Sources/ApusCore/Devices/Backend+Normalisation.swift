/// What a backend does for an operation: layer and channel normalisation, forward and backward.
///
/// Operands and outputs are contiguous, of one floating-point dtype; statistics are float32, or float64 for float64.
/// Channels are axis 1 of an array [count, channels, ...].
public protocol NormalisationKernels {
    /// Normalises every row of `length` elements: (x − mean) · rstd · weight + bias, where rstd is 1 ÷ √(variance + ε).
    func layerNorm(
        _ x: Strided, length: Int, weight: Strided?, bias: Strided?, epsilon: Double, to out: Strided, mean: Strided,
        rstd: Strided
    ) throws(ApusError)

    /// The derivative of `layerNorm` with respect to its operands, each where an output for it is given.
    func layerNormBackward(
        _ x: Strided, gradient: Strided, length: Int, weight: Strided?, mean: Strided, rstd: Strided, toInput: Strided?,
        toWeight: Strided?, toBias: Strided?
    ) throws(ApusError)

    /// The mean and the variance (not corrected) of each channel, as statistics.
    func channelMoments(_ x: Strided, mean: Strided, variance: Strided) throws(ApusError)

    /// Σ g and Σ g · (x − mean) for each channel, as statistics.
    func channelGradientSums(
        _ x: Strided, gradient: Strided, mean: Strided, sum: Strided, productSum: Strided
    ) throws(ApusError)

    /// (x − mean) · scale + shift, with a statistic for each channel.
    func channelAffine(
        _ x: Strided, mean: Strided, scale: Strided, shift: Strided, to out: Strided
    ) throws(ApusError)

    /// g · a + (x − mean) · b + d, with a statistic for each channel.
    func channelAffine(
        gradient: Strided, _ x: Strided, mean: Strided, a: Strided, b: Strided, d: Strided, to out: Strided
    ) throws(ApusError)
}
