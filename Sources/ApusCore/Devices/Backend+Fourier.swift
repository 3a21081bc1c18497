/// What a Fourier transform takes and gives, along its axis of n points. The order is that of `apus_fft_kind`.
public enum FourierKind: UInt8, Sendable {
    /// n complex numbers to n complex numbers.
    case complex
    /// n real numbers to the first n / 2 + 1 complex numbers, of which the others are conjugates.
    case realToHalf
    /// n real numbers to n complex numbers.
    case realToWhole
    /// n / 2 + 1 complex numbers, the first of n that are conjugates of one another, to n real numbers.
    case halfToReal
}

/// What a backend does for an operation: Fourier transforms.
public protocol FourierKernels {
    /// The transform of `count` points along one axis. The operand has any number of points there: missing ones are 0, and
    /// further ones are left out. Dtypes are float32 with complex64 or float64 with complex128. The exponent is negative if
    /// `forward`; results are multiplied by `scale`. A complex transform may be in place.
    func fourier(
        _ kind: FourierKind, _ x: Strided, axis: Int, count: Int, forward: Bool, scale: Double, to out: Strided
    ) throws(ApusError)
}
